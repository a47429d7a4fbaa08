"""The tasks of Auto Scaling as type checkers see them. The code is checked, not executed."""

from __future__ import annotations

from typing import Any

from typing_extensions import assert_type

from reboto import aio
from reboto.ec2.autoscale import (
    Activity,
    AutoScaleConnection,
    AutoScalingGroup,
    InstanceRefresh,
    InstanceRequirements,
    LaunchTemplateSpecification,
    LifecycleHook,
    MixedInstancesPolicy,
    PredictiveScaling,
    ScalingPolicy,
    StepAdjustment,
    TargetTracking,
    WarmPool,
)
from reboto.ec2.autoscale.lifecycle import LifecycleAction
from reboto.ec2.autoscale.policy import Forecast
from reboto.ec2.cloudwatch import MetricAlarm, MetricDataQuery
from reboto.exception import WaitTimeoutError
from reboto.resultset import ResultSet
from reboto.style import Awaiting


def policies(autoscale: AutoScaleConnection) -> None:
    tracking = TargetTracking("ASGAverageCPUUtilization", 50)
    autoscale.create_scaling_policy(
        ScalingPolicy(name="cpu", as_name="web", target_tracking=tracking)
    )
    TargetTracking(MetricDataQuery("a", "Orders", "Shop"), 50)
    TargetTracking([MetricDataQuery("a", expression="1")], 50)
    steps = assert_type(StepAdjustment.ladder(70, {70: 1, 80: 2}), list[StepAdjustment])
    up: ScalingPolicy = ScalingPolicy(autoscale, name="up", step_adjustments=steps)
    MetricAlarm(name="busy", alarm_actions=[up, "arn"], ok_actions=up)
    predictive = PredictiveScaling("ASGCPUUtilization", 40)
    assert_type(ScalingPolicy(autoscale, predictive_scaling=predictive).forecast(), Forecast)


def templates() -> None:
    mixed = MixedInstancesPolicy(
        "web-template",
        ["c7g.large", "m7g.large"],
        on_demand_base_capacity=2,
        spot_allocation_strategy="price-capacity-optimized",
    )
    MixedInstancesPolicy("web", {"c7g.large": 1, "c7g.xlarge": 2}, version=3)
    requirements = InstanceRequirements((2, 8), (4096, None), accelerator_count=0)
    MixedInstancesPolicy("web", instance_requirements=requirements)
    AutoScalingGroup(name="web", mixed_instances_policy=mixed, traffic_sources=["arn"])
    AutoScalingGroup(name="web", launch_template="web-template")


def blocking(group: AutoScalingGroup, hook: LifecycleHook) -> None:
    assert_type(group.reload(), AutoScalingGroup)
    refresh = group.start_instance_refresh(
        LaunchTemplateSpecification("web", "7"), auto_rollback=True, checkpoint_percentages=[20]
    )
    assert_type(refresh, InstanceRefresh)
    try:
        assert_type(refresh.wait_until_finished(progress=True), InstanceRefresh)
        assert_type(refresh.wait_until_checkpoint(20), InstanceRefresh)
    except WaitTimeoutError:
        assert_type(refresh.rollback(), InstanceRefresh)
    assert_type(group.get_instance_refreshes(), ResultSet[InstanceRefresh])
    for action in hook.waiting_instances():
        assert_type(action, LifecycleAction)
        with action:
            print(action.instance_id)
    assert_type(group.put_warm_pool(pool_state="Stopped", reuse_on_scale_in=True), bool)
    assert_type(group.get_warm_pool().wait_until_warm(2), WarmPool)
    assert_type(group.enter_standby(["i-1"]), ResultSet[Activity])
    assert_type(group.protect(group.instances or []), bool)
    assert_type(group.put_lifecycle_hook("drain", heartbeat_timeout=5), LifecycleHook)
    with group.suspended("AZRebalance") as names:
        assert_type(names, list[str])


async def awaitable(autoscale: aio.AutoScaleConnection, hook: LifecycleHook[Awaiting]) -> None:
    (group,) = await autoscale.get_all_groups(["web"])
    assert_type(await group.reload(), AutoScalingGroup[Awaiting])
    refresh = await group.start_instance_refresh("web-template")
    assert_type(refresh, InstanceRefresh[Awaiting])
    assert_type(await refresh.wait_until_finished(), InstanceRefresh[Awaiting])
    assert_type(await refresh.cancel(), InstanceRefresh[Awaiting])
    async for each in autoscale.iter_instance_refreshes("web"):
        assert_type(each, InstanceRefresh[Awaiting])
    async for action in hook.waiting_instances():
        async with action as handled:
            assert_type(handled, LifecycleAction[Awaiting])
    pool = await group.get_warm_pool()
    assert_type(await pool.wait_until_warm(), WarmPool[Awaiting])
    assert_type(await pool.delete(), bool)
    assert_type(await group.exit_standby("i-1"), ResultSet[Activity[Awaiting]])
    async with group.suspended() as names:
        assert_type(names, list[str])


def either(refresh: InstanceRefresh[Any], pool: WarmPool[Any]) -> None:
    """Code for connections of both styles only reads attributes."""
    assert_type(refresh.percentage_complete, int | None)
    assert_type(pool.min_size, int | None)
