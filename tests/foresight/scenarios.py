"""Scenarios that the tests of foresight's Python API share."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from reboto import foresight
from reboto.ec2.autoscale import AutoScalingGroup, ScalingPolicy
from reboto.ec2.cloudwatch import MetricAlarm

NOON = datetime(2026, 11, 27, 12, tzinfo=timezone.utc)


def group(**changed: Any) -> AutoScalingGroup:
    sizes: dict[str, Any] = {"min_size": 1, "max_size": 8, "desired_capacity": 2, **changed}
    return AutoScalingGroup(name="web", **sizes)


def policy(name: str, adjustment: int, **changed: Any) -> ScalingPolicy:
    settings: dict[str, Any] = {"cooldown": 180, **changed}
    return ScalingPolicy(
        name=name,
        as_name="web",
        adjustment_type="ChangeInCapacity",
        scaling_adjustment=adjustment,
        **settings,
    )


def alarm(name: str, comparison: str, threshold: float, **changed: Any) -> MetricAlarm:
    settings: dict[str, Any] = {
        "metric": "CPUUtilization",
        "namespace": "AWS/EC2",
        "statistic": "Average",
        "period": 60,
        "evaluation_periods": 3,
        "dimensions": {"AutoScalingGroupName": "web"},
        **changed,
    }
    return MetricAlarm(name=name, comparison=comparison, threshold=threshold, **settings)


def policies() -> list[ScalingPolicy]:
    return [policy("scale_up", 1), policy("scale_down", -1)]


def alarms() -> list[MetricAlarm]:
    return [
        alarm("hot", ">", 70, alarm_actions=["scale_up"]),
        alarm("cold", "<", 30, alarm_actions=["scale_down"]),
    ]


def rising() -> foresight.Utilization:
    """Ten quiet minutes, an hour of much load, and an hour of little."""
    return foresight.Utilization([100] * 10 + [420] * 60 + [60] * 60, per_instance=100)


def web(**changed: Any) -> foresight.Scenario:
    arguments: dict[str, Any] = {
        "policies": policies(),
        "alarms": alarms(),
        "load": rising(),
        "start": NOON,
        **changed,
    }
    return foresight.scenario(group(), **arguments)
