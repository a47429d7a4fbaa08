"""The calls in boto's API, for boto and reboto."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

VALUES = [number / 8 for number in range(1_000)]


def settings(region_info: Any, port: int, secure: bool = False) -> dict[str, Any]:
    """Return the arguments of a connection to the benchmark's server, or to its TLS port."""
    return {
        "aws_access_key_id": "AKIDEXAMPLE",
        "aws_secret_access_key": "secret",
        "is_secure": secure,
        "port": port,
        "region": region_info(name="eu-west-1", endpoint="localhost" if secure else "127.0.0.1"),
    }


def first_calls(autoscale: Any, cloudwatch: Any) -> None:
    """Make one call on each connection."""
    autoscale.get_all_groups(names=["web-000"])
    cloudwatch.describe_alarms(alarm_names=["web-000-cpu-high"])


def one_group(groups: Any) -> Any:
    """Read the content of a group."""
    return [(group.name, group.desired_capacity, len(group.instances)) for group in groups]


def calls(autoscale: Any, cloudwatch: Any) -> dict[str, Callable[[], Any]]:
    """Return the call of each row."""
    from datetime import datetime

    start, end = datetime(2026, 9, 21), datetime(2026, 9, 22)

    def set_desired_capacity() -> Any:
        return bool(autoscale.set_desired_capacity("web-000", 4))

    def describe_1_group() -> Any:
        return one_group(autoscale.get_all_groups(names=["web-000"]))

    def describe_1_alarm() -> Any:
        alarms = cloudwatch.describe_alarms(alarm_names=["web-000-cpu-high"])
        return [(alarm.name, alarm.state_value) for alarm in alarms]

    def describe_100_groups() -> Any:
        count = 0
        for group in autoscale.get_all_groups(max_records=100):
            for instance in group.instances:
                last = (
                    instance.instance_id,
                    instance.health_status,
                    instance.lifecycle_state,
                    instance.availability_zone,
                )
                count += 1
        return count, last

    def describe_100_alarms() -> Any:
        count = 0
        for alarm in cloudwatch.describe_alarms(max_records=100):
            last = (
                alarm.name,
                alarm.metric,
                alarm.namespace,
                alarm.statistic,
                alarm.threshold,
                alarm.period,
                alarm.evaluation_periods,
                alarm.unit,
                alarm.description,
                alarm.alarm_arn,
                alarm.state_value,
                alarm.state_reason,
                list(alarm.alarm_actions),
                list(alarm.ok_actions),
                list(alarm.insufficient_data_actions),
                alarm.actions_enabled,
                alarm.comparison,
                alarm.last_updated,
                alarm.dimensions["AutoScalingGroupName"],
            )
            count += 1
        # The types of the last four differ between contenders.
        return count, last[:-4]

    def datapoints_1440() -> Any:
        count = minutes = 0
        for point in cloudwatch.get_metric_statistics(
            60,
            start,
            end,
            "CPUUtilization",
            "AWS/EC2",
            ["Average", "Maximum"],
            dimensions={"AutoScalingGroupName": ["web-000"]},
        ):
            last = (point["Average"], point["Maximum"], point["Unit"], point["Timestamp"])
            minutes += last[-1].minute
            count += 1
        # Pages differ, but all have the minutes of a day.
        return count, last[2], minutes

    def put_1000_values() -> Any:
        return bool(cloudwatch.put_metric_data("Web", "Latency", VALUES))

    return {
        "set_desired_capacity": set_desired_capacity,
        "describe_1_group": describe_1_group,
        "describe_1_alarm": describe_1_alarm,
        "describe_100_groups": describe_100_groups,
        "describe_100_alarms": describe_100_alarms,
        "datapoints_1440": datapoints_1440,
        "put_1000_values": put_1000_values,
    }
