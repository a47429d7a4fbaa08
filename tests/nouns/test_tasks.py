"""The everyday tasks of Auto Scaling, as users write them, against the local endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import (
    AutoScalingGroup,
    LaunchConfiguration,
    LaunchTemplateSpecification,
    LifecycleHook,
    MixedInstancesPolicy,
    ScalingPolicy,
    StepAdjustment,
    TargetTracking,
)
from reboto.ec2.cloudwatch import MetricAlarm
from reboto.exception import WaitTimeoutError
from tests.nouns.responses import ID, group, pool, refresh
from tests.support.wire import result, success

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
    web: AutoScalingGroup[Any] = AutoScalingGroup(
        name="web", launch_config="lc", availability_zones=["us-east-1a"], min_size=0, max_size=8
    )
    style.settle(connection.create_auto_scaling_group(web))
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
    web: AutoScalingGroup[Any] = AutoScalingGroup(
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
    style.settle(style.autoscale(server).create_auto_scaling_group(web))
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


def test_4_a_rolling_refresh_with_rollback(style: Blocking, server: Wire) -> None:
    server.script(
        group("InService"),
        result("StartInstanceRefresh", {"InstanceRefreshId": ID}),
        refresh("InProgress", 20),
        result("RollbackInstanceRefresh", {"InstanceRefreshId": ID}),
    )
    (web,) = style.settle(style.autoscale(server).get_all_groups(["web"]))
    started = style.settle(
        web.start_instance_refresh(
            launch_template=LaunchTemplateSpecification("web-template", "7"),
            min_healthy_percentage=90,
            auto_rollback=True,
            checkpoint_percentages=[20, 100],
        )
    )
    try:
        style.settle(started.wait_until_finished(timeout=0, progress=True))
    except WaitTimeoutError:
        style.settle(started.rollback())
    assert server.requests[-1].operation == "RollbackInstanceRefresh"


def test_5_a_worker_for_a_lifecycle_hook(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    server.otherwise = success
    hook = LifecycleHook(
        autoscale,
        name="drain",
        as_name="web",
        transition="autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeat_timeout=300,
        default_result="CONTINUE",
    )
    style.settle(autoscale.put_lifecycle_hook(hook))
    server.script(group("InService", "Terminating:Wait"))
    drained: list[str] = []

    async def later(waiting: Any) -> None:
        async for action in waiting:
            async with action:
                drained.append(action.instance_id)

    if autoscale._awaits:
        style.settle(later(hook.waiting_instances(timeout=0)))
    else:
        for action in hook.waiting_instances(timeout=0):
            with action:
                drained.append(action.instance_id)
    assert drained == ["i-2"]
    assert server.requests[-1].parameters["LifecycleActionResult"] == "CONTINUE"


def test_10_a_warm_pool(style: Blocking, server: Wire) -> None:
    server.script(
        group("InService"),
        result("PutWarmPool"),
        pool("Warmed:Pending"),
        pool("Warmed:Stopped", "Warmed:Stopped"),
    )
    (web,) = style.settle(style.autoscale(server).get_all_groups(["web"]))
    style.settle(web.put_warm_pool(pool_state="Stopped", min_size=2, reuse_on_scale_in=True))
    warm = style.settle(web.get_warm_pool())
    assert style.settle(warm.wait_until_warm(2, progress=True)).min_size == 2


def test_suspended_processes_are_restored(autoscale: Any, style: Blocking) -> None:
    (web,) = style.settle(autoscale.get_all_groups(["web"]))
    style.settle(web.suspend_processes("AZRebalance"))

    async def later() -> None:
        async with web.suspended("AZRebalance", "AlarmNotification"):
            await web.set_capacity(4)

    if autoscale._awaits:
        style.settle(later())
    else:
        with web.suspended("AZRebalance", "AlarmNotification"):
            web.set_capacity(4)
    style.settle(web.reload())
    assert [process.process_name for process in web.suspended_processes] == ["AZRebalance"]
    assert web.desired_capacity == 4
