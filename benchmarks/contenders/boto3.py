"""boto3, through its clients."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

VALUES = [number / 8 for number in range(1_000)]


def settings(port: int) -> dict[str, Any]:
    """Return the arguments of a client for the benchmark's server."""
    return {
        "region_name": "eu-west-1",
        "aws_access_key_id": "AKIDEXAMPLE",
        "aws_secret_access_key": "secret",
        "endpoint_url": f"http://127.0.0.1:{port}",
    }


def one_group(response: Any) -> Any:
    """Read the content of a group."""
    return [
        (group["AutoScalingGroupName"], group["DesiredCapacity"], len(group["Instances"]))
        for group in response["AutoScalingGroups"]
    ]


def _connect(port: int, **more: Any) -> tuple[Any, Any]:
    import boto3

    return tuple(
        boto3.client(service, **settings(port), **more) for service in ("autoscaling", "cloudwatch")
    )


def start_up(port: int) -> None:
    """Import, connect to both services, make the first call on each."""
    autoscaling, cloudwatch = _connect(port)
    autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["web-000"])
    cloudwatch.describe_alarms(AlarmNames=["web-000-cpu-high"])


def first_call_tls(port: int) -> None:
    """Import, connect to Auto Scaling over TLS, make the first call."""
    import boto3

    secure = {**settings(port), "endpoint_url": f"https://localhost:{port}"}
    response = boto3.client("autoscaling", **secure).describe_auto_scaling_groups(
        AutoScalingGroupNames=["web-000"]
    )
    one_group(response)


def calls(port: int, connections: int) -> dict[str, Callable[[], Any]]:
    """Return the call of each row, with as many connections as concurrent calls."""
    from datetime import datetime, timezone

    from botocore.config import Config

    config = Config(max_pool_connections=max(connections, 10))
    autoscaling, cloudwatch = _connect(port, config=config)
    start = datetime(2026, 9, 21, tzinfo=timezone.utc)
    end = datetime(2026, 9, 22, tzinfo=timezone.utc)

    def done(response: Any) -> bool:
        return bool(response["ResponseMetadata"]["HTTPStatusCode"] == 200)

    def set_desired_capacity() -> Any:
        return done(
            autoscaling.set_desired_capacity(
                AutoScalingGroupName="web-000", DesiredCapacity=4, HonorCooldown=False
            )
        )

    def describe_1_group() -> Any:
        return one_group(
            autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["web-000"])
        )

    def describe_1_alarm() -> Any:
        response = cloudwatch.describe_alarms(AlarmNames=["web-000-cpu-high"])
        return [(alarm["AlarmName"], alarm["StateValue"]) for alarm in response["MetricAlarms"]]

    def describe_100_groups() -> Any:
        count = 0
        response = autoscaling.describe_auto_scaling_groups(MaxRecords=100)
        for group in response["AutoScalingGroups"]:
            for instance in group["Instances"]:
                last = (
                    instance["InstanceId"],
                    instance["HealthStatus"],
                    instance["LifecycleState"],
                    instance["AvailabilityZone"],
                )
                count += 1
        return count, last

    def describe_100_alarms() -> Any:
        count = 0
        for alarm in cloudwatch.describe_alarms(MaxRecords=100)["MetricAlarms"]:
            last = (
                alarm["AlarmName"],
                alarm["MetricName"],
                alarm["Namespace"],
                alarm["Statistic"],
                alarm["Threshold"],
                alarm["Period"],
                alarm["EvaluationPeriods"],
                alarm["Unit"],
                alarm["AlarmDescription"],
                alarm["AlarmArn"],
                alarm["StateValue"],
                alarm["StateReason"],
                list(alarm["AlarmActions"]),
                list(alarm["OKActions"]),
                list(alarm["InsufficientDataActions"]),
                alarm["ActionsEnabled"],
                alarm["ComparisonOperator"],
                alarm["AlarmConfigurationUpdatedTimestamp"],
                alarm["Dimensions"][0]["Value"],
            )
            count += 1
        # The types of the last four differ between contenders.
        return count, last[:-4]

    def datapoints_1440() -> Any:
        count = minutes = 0
        response = cloudwatch.get_metric_statistics(
            Namespace="AWS/EC2",
            MetricName="CPUUtilization",
            Dimensions=[{"Name": "AutoScalingGroupName", "Value": "web-000"}],
            StartTime=start,
            EndTime=end,
            Period=60,
            Statistics=["Average", "Maximum"],
        )
        for point in response["Datapoints"]:
            last = (point["Average"], point["Maximum"], point["Unit"], point["Timestamp"])
            minutes += last[-1].minute
            count += 1
        # Pages differ, but all have the minutes of a day.
        return count, last[2], minutes

    def put_1000_values() -> Any:
        data = [{"MetricName": "Latency", "Value": value} for value in VALUES]
        return done(cloudwatch.put_metric_data(Namespace="Web", MetricData=data))

    return {
        "set_desired_capacity": set_desired_capacity,
        "describe_1_group": describe_1_group,
        "describe_1_alarm": describe_1_alarm,
        "describe_100_groups": describe_100_groups,
        "describe_100_alarms": describe_100_alarms,
        "datapoints_1440": datapoints_1440,
        "put_1000_values": put_1000_values,
    }
