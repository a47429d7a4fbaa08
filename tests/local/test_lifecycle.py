"""Lifecycle hooks, warm pools and standby at the local endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local.scaling import WEB, Group

if TYPE_CHECKING:
    import reboto.local

HOOK = {**WEB, "LifecycleHookName": "hook"}


@pytest.fixture
def group(_endpoint: reboto.local.Endpoint) -> Group:
    _endpoint.reset()
    return Group(_endpoint)


def hook(group: Group, transition: str, **members: Any) -> None:
    group.autoscaling.put_lifecycle_hook(
        **HOOK, LifecycleTransition=f"autoscaling:EC2_INSTANCE_{transition}", **members
    )


def complete(group: Group, instance: str, result: str = "CONTINUE") -> None:
    group.autoscaling.complete_lifecycle_action(
        **HOOK, InstanceId=instance, LifecycleActionResult=result
    )


def test_a_launch_waits_for_its_result(group: Group) -> None:
    hook(group, "LAUNCHING")
    group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=4)
    assert group.states == ["InService", "InService", "Pending:Wait", "Pending:Wait"]
    third, fourth = group.instances[2:]
    complete(group, third)
    assert group.states == ["InService", "InService", "InService", "Pending:Wait"]
    complete(group, fourth, "ABANDON")
    assert fourth not in group.instances
    assert group.states[-1] == "Pending:Wait", "it is replaced"
    assert group.activities[1]["StatusCode"] == "Cancelled" or any(
        one["StatusCode"] == "Cancelled" for one in group.activities
    )


def test_a_termination_waits_with_heartbeats_until_its_timeout(group: Group) -> None:
    hook(group, "TERMINATING", HeartbeatTimeout=60, DefaultResult="CONTINUE")
    group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=1)
    assert group.states == ["Terminating:Wait", "InService"]
    going = group.instances[0]
    for _ in range(3):
        group.endpoint.advance(50)
        group.autoscaling.record_lifecycle_action_heartbeat(**HOOK, InstanceId=going)
    assert group.states == ["Terminating:Wait", "InService"]
    group.endpoint.advance(61)
    assert group.states == ["InService"]
    with pytest.raises(ClientError, match="No active Lifecycle Action found"):
        complete(group, going)


def test_hooks_of_the_creation_apply_to_the_first_instances(
    endpoint: reboto.local.Endpoint,
) -> None:
    group = Group(
        endpoint,
        LifecycleHookSpecificationList=[
            {
                "LifecycleHookName": "hook",
                "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
            }
        ],
    )
    assert group.states == ["Pending:Wait", "Pending:Wait"]
    group.autoscaling.delete_lifecycle_hook(**HOOK)
    assert group.states == ["Pending:Wait", "Pending:Wait"] or group.desired == 2


def pool(group: Group) -> list[str]:
    found = group.autoscaling.describe_warm_pool(**WEB)["Instances"]
    return [one["LifecycleState"] for one in found]


def test_a_warm_pool_is_filled_and_used(group: Group) -> None:
    group.autoscaling.put_warm_pool(
        **WEB,
        MinSize=2,
        MaxGroupPreparedCapacity=4,
        InstanceReusePolicy={"ReuseOnScaleIn": True},
    )
    assert pool(group) == ["Warmed:Stopped", "Warmed:Stopped"]
    warmed = group.autoscaling.describe_warm_pool(**WEB)["Instances"][0]["InstanceId"]
    group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=3)
    assert warmed in group.instances
    assert pool(group) == ["Warmed:Stopped", "Warmed:Stopped"]
    group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=2)
    assert len(pool(group)) == 2
    group.autoscaling.delete_warm_pool(**WEB)
    assert "WarmPoolConfiguration" not in group.autoscaling.describe_warm_pool(**WEB)


def test_warming_takes_its_time() -> None:
    import reboto.local

    with reboto.local.server(launch_seconds=60) as slow:
        group = Group(slow)
        slow.advance(60)
        group.autoscaling.put_warm_pool(**WEB, MinSize=1, PoolState="Running")
        assert set(pool(group)) == {"Warmed:Pending"}
        slow.advance(60)
        assert set(pool(group)) == {"Warmed:Running"}
        group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=3)
        assert group.states == ["InService"] * 3


def test_protected_instances_stay(group: Group) -> None:
    first = group.instances[0]
    group.autoscaling.set_instance_protection(**WEB, InstanceIds=[first], ProtectedFromScaleIn=True)
    group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=1)
    assert group.instances == [first]


def test_standby_leaves_service_and_returns(group: Group) -> None:
    first = group.instances[0]
    group.autoscaling.enter_standby(**WEB, InstanceIds=[first], ShouldDecrementDesiredCapacity=True)
    assert (group.desired, sorted(group.states)) == (1, ["InService", "Standby"])
    group.autoscaling.exit_standby(**WEB, InstanceIds=[first])
    assert (group.desired, group.states) == (2, ["InService", "InService"])
