"""The alarms that target tracking creates and deletes.

AWS publishes the number of their periods and thresholds only in examples:
https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from reboto.foresight import Parameters
from reboto.local._autoscaling.tracking_names import alarms_of_policy, prefix_of, side_of
from reboto.local._cloudwatch.alarm_engine import alarm_engine
from reboto.local._cloudwatch.alarm_store import METRIC, alarms_of, delete, put

if TYPE_CHECKING:
    from moto.autoscaling.models import FakeScalingPolicy

    from reboto.local._world import Region

_PREDEFINED = {
    "ASGAverageCPUUtilization": ("AWS/EC2", "CPUUtilization"),
    "ASGAverageNetworkIn": ("AWS/EC2", "NetworkIn"),
    "ASGAverageNetworkOut": ("AWS/EC2", "NetworkOut"),
}


def create_alarms(region: Region, policy: FakeScalingPolicy) -> None:
    """Create the alarms of a target tracking policy, or change those that it has."""
    configuration = vars(policy.target_tracking_configuration)
    usual, target = Parameters(), configuration["TargetValue"]
    before = {
        side_of(policy, one): one for one in alarms_of_policy(alarms_of(region).values(), policy)
    }
    sides: dict[str, dict[str, Any]] = {
        "high": {
            "ComparisonOperator": "GreaterThanThreshold",
            "EvaluationPeriods": usual.tt_high_periods,
            "Threshold": float(target),
        }
    }
    if not configuration.get("DisableScaleIn"):
        sides["low"] = {
            "ComparisonOperator": "LessThanThreshold",
            "EvaluationPeriods": usual.tt_low_periods,
            "Threshold": float(target) * usual.tt_low_factor,
        }
    for side in before.keys() - sides.keys():
        delete(region, before[side].name)
    for side, members in sides.items():
        group = policy.auto_scaling_group_name
        name = f"{prefix_of(group, side)}{uuid.uuid4()}"
        if side in before:
            name = before[side].name
        members |= {
            "AlarmName": name,
            "AlarmDescription": (
                f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy.arn}."
            ),
            "AlarmActions": [policy.arn],
            "ActionsEnabled": True,
            **_metric(configuration, group),
        }
        alarm_engine(region).configured(put(region, METRIC, name, members))


def delete_alarms(region: Region, policy: FakeScalingPolicy) -> None:
    """Delete the alarms of a target tracking policy."""
    for alarm in list(alarms_of_policy(alarms_of(region).values(), policy)):
        delete(region, alarm.name)


def _metric(configuration: dict[str, Any], group: str) -> dict[str, Any]:
    predefined = configuration.get("PredefinedMetricSpecification")
    if predefined:
        kind, label = predefined["PredefinedMetricType"], predefined.get("ResourceLabel", "")
        if kind in _PREDEFINED:
            namespace, name = _PREDEFINED[kind]
            dimensions = {"AutoScalingGroupName": group}
            statistic = "Average"
        else:
            balancer, _, target = label.partition("/targetgroup/")
            namespace, name, statistic = "AWS/ApplicationELB", "RequestCountPerTarget", "Sum"
            dimensions = {"TargetGroup": f"targetgroup/{target}", "LoadBalancer": balancer}
        return {
            "Namespace": namespace,
            "MetricName": name,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
            "Statistic": statistic,
            "Period": Parameters().tt_period,
        }
    custom = configuration.get("CustomizedMetricSpecification") or {}
    period = custom.get("Period") or Parameters().tt_period
    if custom.get("Metrics"):
        return {"Metrics": [_query(one, period) for one in custom["Metrics"]]}
    return {
        "Namespace": custom.get("Namespace"),
        "MetricName": custom.get("MetricName"),
        "Dimensions": custom.get("Dimensions") or [],
        "Statistic": custom.get("Statistic"),
        "Period": period,
        **({"Unit": custom["Unit"]} if custom.get("Unit") else {}),
    }


def _query(given: dict[str, Any], period: int) -> dict[str, Any]:
    """Return a query of target tracking in the form of an alarm's."""
    query = {key: value for key, value in given.items() if key != "Period"}
    if stat := query.get("MetricStat"):
        query["MetricStat"] = {
            **stat,
            "Period": given.get("Period") or stat.get("Period") or period,
        }
    return query
