"""Objects that are read from the local endpoint and written back lose nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy
from reboto.ec2.cloudwatch import MetricAlarm

if TYPE_CHECKING:
    import reboto.local
    from tests.support.styles import Blocking

METRICS = [
    {
        "Id": "m1",
        "ReturnData": False,
        "MetricStat": {
            "Metric": {"Namespace": "Shop", "MetricName": "Orders"},
            "Period": 60,
            "Stat": "Sum",
        },
    },
    {"Id": "e1", "Expression": "m1 * 2", "Label": "Twice", "ReturnData": True},
]


def _members(queries: Any) -> list[dict[str, Any]]:
    return [query._to_members() for query in queries]


@pytest.mark.usefixtures("endpoint")
def test_an_alarm_on_metric_math_is_updated(style: Blocking) -> None:
    cloudwatch = style.cloudwatch()
    alarm = MetricAlarm(
        name="math", comparison=">", threshold=1, evaluation_periods=1, metrics=METRICS
    )
    style.settle(cloudwatch.put_metric_alarm(alarm))
    (read,) = style.settle(cloudwatch.describe_alarms(alarm_names=["math"]))
    read.threshold = 2
    style.settle(read.update())
    (again,) = style.settle(cloudwatch.describe_alarms(alarm_names=["math"]))
    assert again.threshold == 2.0
    assert _members(again.metrics) == _members(read.metrics)
    assert [query.id for query in again.metrics] == ["m1", "e1"]


@pytest.mark.usefixtures("endpoint")
def test_the_settings_of_an_alarm_are_kept(style: Blocking) -> None:
    cloudwatch = style.cloudwatch()
    alarm = MetricAlarm(
        name="slow",
        namespace="Shop",
        metric="Latency",
        extended_statistic="tm99",
        comparison=">",
        threshold=1,
        period=60,
        evaluation_periods=3,
        datapoints_to_alarm=2,
        treat_missing_data="breaching",
        evaluate_low_sample_count_percentile="ignore",
    )
    style.settle(cloudwatch.put_metric_alarm(alarm))
    (read,) = style.settle(cloudwatch.describe_alarms(alarm_names=["slow"]))
    read.threshold = 0
    style.settle(read.update())
    (again,) = style.settle(cloudwatch.describe_alarms(alarm_names=["slow"]))
    assert again.threshold == 0
    assert (again.extended_statistic, again.statistic) == ("tm99", None)
    assert (again.datapoints_to_alarm, again.treat_missing_data) == (2, "breaching")
    assert again.evaluate_low_sample_count_percentile == "ignore"


def _group(style: Blocking, autoscale: Any, **settings: Any) -> Any:
    config = LaunchConfiguration(name="config", image_id="ami-12c6146b", instance_type="t3.micro")
    style.settle(autoscale.create_launch_configuration(config))
    group = AutoScalingGroup(
        name="web",
        launch_config="config",
        availability_zones=["us-east-1a"],
        min_size=0,
        max_size=4,
        **settings,
    )
    style.settle(autoscale.create_auto_scaling_group(group))
    (read,) = style.settle(autoscale.get_all_groups(["web"]))
    return read


TRACKING = {
    "target_value": 50.0,
    "predefined_metric_specification": {"predefined_metric_type": "ASGAverageCPUUtilization"},
}
POLICIES: dict[str, dict[str, Any]] = {
    "TargetTrackingScaling": {"target_tracking": TRACKING},
    "StepScaling": {
        "adjustment_type": "ChangeInCapacity",
        "step_adjustments": [{"metric_interval_lower_bound": 0.0, "scaling_adjustment": 2}],
    },
    "SimpleScaling": {"adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1},
}


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize("kind", POLICIES)
def test_a_policy_keeps_its_type(style: Blocking, kind: str) -> None:
    autoscale = style.autoscale()
    _group(style, autoscale)
    policy = ScalingPolicy(
        name="p", as_name="web", policy_type=kind, enabled=False, **POLICIES[kind]
    )
    style.settle(autoscale.create_scaling_policy(policy))
    (read,) = style.settle(autoscale.get_all_policies("web"))
    style.settle(autoscale.create_scaling_policy(read))
    (again,) = style.settle(autoscale.get_all_policies("web"))
    assert (again.policy_type, again.enabled) == (kind, False)
    assert again.target_tracking == read.target_tracking
    assert again.step_adjustments == read.step_adjustments
    assert again.scaling_adjustment == read.scaling_adjustment


def test_an_update_keeps_how_a_group_launches(
    style: Blocking, endpoint: reboto.local.Endpoint
) -> None:
    """The mixed instances policy is not sent, so it is kept."""
    from moto.autoscaling.models import autoscaling_backends

    autoscale = style.autoscale()
    group = _group(style, autoscale)
    policy = {"LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateName": "web"}}}
    (backend,) = (
        regions["us-east-1"]
        for regions in autoscaling_backends.values()
        if "web" in regions["us-east-1"].autoscaling_groups
    )
    backend.autoscaling_groups["web"].mixed_instances_policy = policy
    assert endpoint.url
    group.max_size = 8
    style.settle(group.update())
    (again,) = style.settle(autoscale.get_all_groups(["web"]))
    assert again.max_size == 8
    assert again.mixed_instances_policy.to_dict() == policy
