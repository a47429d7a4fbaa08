"""Invalid arguments of constructors and factories are errors that name the argument."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, InstanceRequirements, MixedInstancesPolicy
from reboto.ec2.cloudwatch import (
    AlarmMuteRule,
    AnomalyDetector,
    Dashboard,
    InsightRule,
    MetricAlarm,
    MetricDataQuery,
    at_least,
)
from reboto.ec2.cloudwatch.dashboard import Widget

START = datetime.datetime(2026, 11, 28, 12)


def _requirements(count: Any) -> Any:
    return InstanceRequirements(vcpu_count=(1, 2), memory_mib=(1, 2), accelerator_count=count)


def _policy(overrides: Any) -> Any:
    return MixedInstancesPolicy.from_dict(
        {"LaunchTemplate": {"LaunchTemplateSpecification": "web", "Overrides": overrides}}
    )


INVALID: dict[str, tuple[Any, type[Exception], str]] = {
    "key of a range": (
        lambda: _requirements({"Mni": 1}),
        ValueError,
        r"^InstanceRequirements\.accelerator_count: Range has no member 'Mni': did you mean min\?",
    ),
    "key of a deep structure": (
        lambda: _policy([{"InstanceType": "a"}, {"InstanceRequirements": {"VCpuCont": 1}}]),
        ValueError,
        r"launch_template: LaunchTemplate\.overrides\[1\]: .*InstanceRequirements has no member",
    ),
    "subnets": (
        lambda: AutoScalingGroup(vpc_zone_identifier=5),  # type: ignore[arg-type]
        TypeError,
        r"AutoScalingGroup\.vpc_zone_identifier must be a list of strings, got 5",
    ),
    "a subnet": (
        lambda: AutoScalingGroup(vpc_zone_identifier=["subnet-1", 5]),  # type: ignore[list-item]
        TypeError,
        r"AutoScalingGroup\.vpc_zone_identifier must be a list of strings, got \['subnet-1', 5\]",
    ),
    "metric of a query": (
        lambda: MetricDataQuery("a", {"MetricName": "CPU"}),  # type: ignore[arg-type]
        TypeError,
        r"metric must be a name or a Metric, got \{'MetricName': 'CPU'\}",
    ),
    "dict of a query": (
        lambda: MetricDataQuery.from_dict("cpu"),  # type: ignore[arg-type]
        TypeError,
        r"MetricDataQuery must be made from a dict, got 'cpu'",
    ),
    "start of a mute": (
        lambda: AlarmMuteRule.once("a", ["b"], hours=1, start="noon"),  # type: ignore[arg-type]
        TypeError,
        r"start must be a datetime, got 'noon'",
    ),
    "duration of a mute": (
        lambda: AlarmMuteRule.once("a", ["b"], 3600),  # type: ignore[arg-type]
        TypeError,
        r"duration must be a timedelta, got 3600",
    ),
    "days of a mute": (
        lambda: AlarmMuteRule.once("a", ["b"], days=math.nan),
        ValueError,
        r"days must be a number of days, got nan",
    ),
    "hours of a mute": (
        lambda: AlarmMuteRule.once("a", ["b"], hours=10**30),
        ValueError,
        r"hours must be a number of hours, got 1000000",
    ),
    "minutes of a mute": (
        lambda: AlarmMuteRule.once("a", ["b"], minutes="5"),  # type: ignore[arg-type]
        TypeError,
        r"minutes must be a number of minutes, got '5'",
    ),
    "cron": (
        lambda: AlarmMuteRule.recurring("a", ["b"], 5, hours=1),  # type: ignore[arg-type]
        TypeError,
        r"cron must be text with 5 fields, got 5",
    ),
    "metric of a detector": (
        lambda: AnomalyDetector.of_metric(5, "AWS/EC2"),
        TypeError,
        r"metric must be a name or a Metric, got 5",
    ),
    "queries of a detector": (
        lambda: AnomalyDetector.of_math(5),  # type: ignore[arg-type]
        TypeError,
        r"queries must be a list of MetricDataQuery, got 5",
    ),
    "log groups": (
        lambda: InsightRule.of_logs("a", 5, "$.ip"),  # type: ignore[arg-type]
        TypeError,
        r"log_groups must be a list of strings, got 5",
    ),
    "keys": (
        lambda: InsightRule.of_logs("a", "g", 5),  # type: ignore[arg-type]
        TypeError,
        r"keys must be a list of strings, got 5",
    ),
    "value": (
        lambda: InsightRule.of_logs("a", "g", "$.ip", value=5),  # type: ignore[arg-type]
        TypeError,
        r"value must be the name of a field, got 5",
    ),
    "filters": (
        lambda: InsightRule.of_logs("a", "g", "$.ip", filters=5),  # type: ignore[arg-type]
        TypeError,
        r"filters must be a list of dicts, got 5",
    ),
    "fields": (
        lambda: InsightRule.of_logs("a", "g", "ip", log_format="CLF", fields=["ip"]),  # type: ignore[arg-type]
        TypeError,
        r"fields must be a dict of positions and names, got \['ip'\]",
    ),
    "alarms of a rule": (
        lambda: at_least(1, 5),  # type: ignore[arg-type]
        TypeError,
        r"alarms must be a list of alarms or names, got 5",
    ),
    "duration of an alarm's mute": (
        lambda: MetricAlarm(object(), name="a").mute(60),  # type: ignore[arg-type]
        TypeError,
        r"duration must be a timedelta, got 60",
    ),
    "hours of an alarm's mute": (
        lambda: MetricAlarm(object(), name="a").mute(hours=math.inf),  # type: ignore[arg-type]
        ValueError,
        r"hours must be a number of hours, got inf",
    ),
    "keys of tags": (
        lambda: MetricAlarm(object(), name="a").remove_tags(5),  # type: ignore[arg-type]
        TypeError,
        r"keys must be a list of strings, got 5",
    ),
    "alarms of a dashboard": (
        lambda: Dashboard("web").add_alarms(5),  # type: ignore[arg-type]
        TypeError,
        r"alarms must be a list of alarms or ARNs, got 5",
    ),
    "metrics of a dashboard": (
        lambda: Dashboard("web").add_graph(None),
        TypeError,
        r"metrics must be a list of metrics, got None",
    ),
    "properties of a widget": (
        lambda: Widget("metric", "CPU"),  # type: ignore[arg-type]
        TypeError,
        r"properties must be a dict, got 'CPU'",
    ),
    "dict of a widget": (
        lambda: Widget.from_dict(None),  # type: ignore[arg-type]
        TypeError,
        r"members must be a dict, got None",
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_argument_is_named(name: str) -> None:
    make, error, message = INVALID[name]
    with pytest.raises(error, match=message):
        make()


def test_lengths_of_a_mute_are_added() -> None:
    rule = AlarmMuteRule.once(
        "a", ["b"], datetime.timedelta(minutes=5), days=1, hours=0.5, start=START
    )
    assert rule.rule is not None
    assert rule.rule.schedule is not None
    assert rule.rule.schedule.duration == "P1DT35M"
