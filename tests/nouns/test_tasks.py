"""The everyday tasks of Auto Scaling, as users write them, against the local endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import (
    AutoScalingGroup,
    LaunchConfiguration,
    MixedInstancesPolicy,
    ScalingPolicy,
    StepAdjustment,
    TargetTracking,
)
from reboto.ec2.cloudwatch import MetricAlarm
from tests.support.wire import success

if TYPE_CHECKING:
    from reboto.local import Endpoint
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


@pytest.fixture
def autoscale(endpoint: Endpoint, style: Blocking) -> Any:
    """A connection, and a group named web."""
    connection = style.autoscale()
    lc: LaunchConfiguration[Any] = LaunchConfiguration(name="lc", image_id="ami-12c6146b")
    style.settle(connection.create_launch_configuration(lc))
    group: AutoScalingGroup[Any] = AutoScalingGroup(
        name="web", launch_config="lc", availability_zones=["us-east-1a"], min_size=0, max_size=8
    )
    style.settle(connection.create_auto_scaling_group(group))
    return connection


def test_1_track_half_of_the_cpu(autoscale: Any, style: Blocking) -> None:
    style.settle(
        autoscale.create_scaling_policy(
            ScalingPolicy(
                name="cpu",
                as_name="web",
                target_tracking=TargetTracking("ASGAverageCPUUtilization", 50),
            )
        )
    )
    (policy,) = style.settle(autoscale.get_all_policies(as_group="web"))
    assert policy.policy_type == "TargetTrackingScaling"
    assert policy.target_tracking == TargetTracking("ASGAverageCPUUtilization", 50)


def test_2_three_steps_by_values_of_the_metric(autoscale: Any, style: Blocking) -> None:
    up: ScalingPolicy[Any] = ScalingPolicy(
        name="up",
        as_name="web",
        adjustment_type="ChangeInCapacity",
        step_adjustments=StepAdjustment.ladder(70, {70: 1, 80: 2, 90: 4}),
    )
    style.settle(autoscale.create_scaling_policy(up))
    cloudwatch = style.cloudwatch()
    alarm: MetricAlarm[Any] = MetricAlarm(
        name="busy",
        metric="CPUUtilization",
        namespace="AWS/EC2",
        statistic="Average",
        comparison=">=",
        threshold=70,
        period=60,
        evaluation_periods=2,
        dimensions={"AutoScalingGroupName": "web"},
        alarm_actions=[up],
    )
    style.settle(cloudwatch.put_metric_alarm(alarm))
    (policy,) = style.settle(autoscale.get_all_policies(as_group="web"))
    assert policy.step_adjustments == up.step_adjustments
    assert [alarm.name for alarm in policy.alarms] == ["busy"]
    (read,) = style.settle(cloudwatch.describe_alarms(alarm_names=["busy"]))
    assert list(read.alarm_actions) == [policy.policy_arn] == [up.policy_arn]


def test_3_spot_and_on_demand_from_a_launch_template(style: Blocking, server: Wire) -> None:
    target_group = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1"
    server.script(success)
    group: AutoScalingGroup[Any] = AutoScalingGroup(
        name="web",
        min_size=2,
        max_size=20,
        vpc_zone_identifier=["subnet-1", "subnet-2"],
        target_group_arns=[target_group],
        mixed_instances_policy=MixedInstancesPolicy(
            "web-template",
            ["c7g.large", "m7g.large", "c6g.large"],
            on_demand_base_capacity=2,
            on_demand_percentage_above_base_capacity=25,
            spot_allocation_strategy="price-capacity-optimized",
        ),
    )
    style.settle(style.autoscale(server).create_auto_scaling_group(group))
    parameters = server.requests[-1].parameters
    template = "MixedInstancesPolicy.LaunchTemplate."
    shares = "MixedInstancesPolicy.InstancesDistribution."
    assert parameters == {
        "Action": "CreateAutoScalingGroup",
        "Version": "2011-01-01",
        "AutoScalingGroupName": "web",
        "MinSize": "2",
        "MaxSize": "20",
        "VPCZoneIdentifier": "subnet-1,subnet-2",
        "TargetGroupARNs.member.1": target_group,
        f"{template}LaunchTemplateSpecification.LaunchTemplateName": "web-template",
        f"{template}Overrides.member.1.InstanceType": "c7g.large",
        f"{template}Overrides.member.2.InstanceType": "m7g.large",
        f"{template}Overrides.member.3.InstanceType": "c6g.large",
        f"{shares}OnDemandBaseCapacity": "2",
        f"{shares}OnDemandPercentageAboveBaseCapacity": "25",
        f"{shares}SpotAllocationStrategy": "price-capacity-optimized",
    }
