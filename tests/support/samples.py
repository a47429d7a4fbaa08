"""Valid arguments for requests; tests change single values."""

from __future__ import annotations

from typing import Any

from reboto.ec2.autoscale import AutoScalingGroup, ScalingPolicy
from reboto.ec2.cloudwatch import MetricAlarm


def alarm(**changed: Any) -> MetricAlarm:
    given: dict[str, Any] = {
        "name": "busy",
        "namespace": "AWS/EC2",
        "metric": "CPUUtilization",
        "statistic": "Average",
        "comparison": ">",
        "threshold": 70,
        "period": 60,
        "evaluation_periods": 2,
    }
    return MetricAlarm(**given | changed)


def policy(**changed: Any) -> ScalingPolicy:
    given: dict[str, Any] = {
        "name": "up",
        "as_name": "web",
        "adjustment_type": "ChangeInCapacity",
        "scaling_adjustment": 1,
    }
    return ScalingPolicy(**given | changed)


def group(**changed: Any) -> AutoScalingGroup:
    given: dict[str, Any] = {
        "group_name": "web",
        "launch_config": "lc",
        "min_size": 1,
        "max_size": 2,
    }
    return AutoScalingGroup(**given | changed)
