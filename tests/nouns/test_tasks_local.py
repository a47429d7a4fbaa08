"""The everyday tasks as users write them, against the local endpoint with a fast clock."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3

import reboto.local
from reboto.ec2.autoscale import (
    AutoScalingGroup,
    LaunchTemplateSpecification,
    LifecycleHook,
    MixedInstancesPolicy,
)
from reboto.exception import WaitTimeoutError

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.support.styles import Blocking


@contextmanager
def aws(style: Blocking, speed: float, *, is_mixed: bool = True) -> Generator[tuple[Any, Any]]:
    """Start an endpoint with a launch template of seven versions, and create task 3's group."""
    with reboto.local.server(speed=speed):
        ec2: Any = boto3.client("ec2", region_name="us-east-1")
        template: dict[str, Any] = {
            "LaunchTemplateName": "web-template",
            "LaunchTemplateData": {"ImageId": "ami-12c6146b", "InstanceType": "c7g.large"},
        }
        ec2.create_launch_template(**template)
        for _ in range(6):
            ec2.create_launch_template_version(**template)
        subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"][:2]]
        autoscale = style.autoscale()
        mixed = MixedInstancesPolicy(
            "web-template",
            ["c7g.large", "m7g.large", "c6g.large"],
            on_demand_base_capacity=2,
            on_demand_percentage_above_base_capacity=25,
            spot_allocation_strategy="price-capacity-optimized",
        )
        made: AutoScalingGroup[Any] = AutoScalingGroup(
            name="web",
            min_size=2,
            max_size=20,
            vpc_zone_identifier=subnets,
            mixed_instances_policy=mixed if is_mixed else None,
            launch_template=None if is_mixed else "web-template",
        )
        style.settle(autoscale.create_auto_scaling_group(made))
        (group,) = style.settle(autoscale.get_all_groups(["web"]))
        yield autoscale, group
        ec2.close()


def test_3_and_4_a_group_is_created_and_refreshed(style: Blocking) -> None:
    with aws(style, speed=20_000) as (_, group):
        assert group.mixed_instances_policy.instances_distribution.on_demand_base_capacity == 2
        group = style.settle(group.wait_until_in_service(delay=0.1))
        before = {instance.instance_id for instance in group.instances}
        refresh = style.settle(
            group.start_instance_refresh(
                launch_template=LaunchTemplateSpecification("web-template", "7"),
                min_healthy_percentage=90,
                auto_rollback=True,
                checkpoint_percentages=[20, 100],
            )
        )
        try:
            refresh = style.settle(refresh.wait_until_finished(timeout=60, delay=0.1))
        except WaitTimeoutError:
            style.settle(refresh.rollback())
        assert (refresh.status, refresh.percentage_complete) == ("Successful", 100)
        style.settle(group.reload())
        assert not before & {instance.instance_id for instance in group.instances}
        (found,) = style.settle(group.get_instance_refreshes())
        assert found == refresh


def test_5_a_worker_drains_instances(style: Blocking) -> None:
    with aws(style, speed=60) as (autoscale, group):
        hook = LifecycleHook(
            autoscale,
            name="drain",
            as_name="web",
            transition="autoscaling:EC2_INSTANCE_TERMINATING",
            heartbeat_timeout=300,
            default_result="CONTINUE",
        )
        style.settle(autoscale.put_lifecycle_hook(hook))
        style.settle(group.set_capacity(4))
        group = style.settle(group.wait_until_in_service(delay=0.1))
        style.settle(group.set_capacity(2))
        drained: list[str] = []
        waiting = hook.waiting_instances(timeout=1, delay=0.1)

        async def later() -> None:
            async for action in waiting:
                async with action:
                    drained.append(action.instance_id)

        if autoscale._awaits:
            style.settle(later())
        else:
            for action in waiting:
                with action:
                    drained.append(action.instance_id)
        assert len(drained) == 2
        group = style.settle(group.wait_until(lambda group: len(group.instances) == 2, delay=0.1))
        assert not {instance.instance_id for instance in group.instances} & set(drained)


def test_10_a_warm_pool_is_filled(style: Blocking) -> None:
    with aws(style, speed=600, is_mixed=False) as (_, group):
        style.settle(group.put_warm_pool(pool_state="Stopped", min_size=2, reuse_on_scale_in=True))
        pool = style.settle(group.get_warm_pool())
        pool = style.settle(pool.wait_until_warm(2, delay=0.1))
        assert len(pool.instances) >= 2
        assert pool.instance_reuse_policy.reuse_on_scale_in is True
        style.settle(pool.delete(force_delete=True))
