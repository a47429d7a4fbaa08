"""Groups at the local endpoint stay within their bounds and respect cooldowns and suspensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import reboto
import reboto.local
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy
from reboto.exception import BotoServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reboto.ec2.autoscale import AutoScaleConnection

# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExecutePolicy.html and the pages of
# the other operations.


@pytest.fixture
def autoscale(
    _endpoint: reboto.local.Endpoint, monkeypatch: pytest.MonkeyPatch
) -> AutoScaleConnection:
    """A service with a group of two instances, at least one and at most three."""
    for name, value in _endpoint.environment.items():
        if value is not None:
            monkeypatch.setenv(name, value)
    _endpoint.reset()
    connection = reboto.connect_autoscale()
    configuration = LaunchConfiguration(name="v1", image_id="ami-12345678")
    connection.create_launch_configuration(configuration)
    connection.create_auto_scaling_group(
        AutoScalingGroup(
            name="web",
            launch_config="v1",
            availability_zones=["us-east-1a"],
            min_size=1,
            max_size=3,
            desired_capacity=2,
        )
    )
    return connection


def sizes(connection: AutoScaleConnection) -> tuple[Any, int]:
    (group,) = connection.get_all_groups()
    return group.desired_capacity, len(group.instances or ())


def policy(connection: AutoScaleConnection, change: int, **more: Any) -> None:
    made: dict[str, Any] = {"name": "p", "as_name": "web", "adjustment_type": "ChangeInCapacity"}
    connection.create_scaling_policy(ScalingPolicy(scaling_adjustment=change, **made | more))


def instances(connection: AutoScaleConnection) -> list[str]:
    return [str(one.instance_id) for one in connection.get_all_autoscaling_instances()]


@pytest.mark.parametrize(
    ("change", "kind", "after"),
    [
        (4, "ChangeInCapacity", 3),
        (-9, "ChangeInCapacity", 1),
        (1, "ChangeInCapacity", 3),
        (9, "ExactCapacity", 3),
        (0, "ExactCapacity", 1),
        (300, "PercentChangeInCapacity", 3),
        (10, "PercentChangeInCapacity", 3),
        (-10, "PercentChangeInCapacity", 1),
        (-90, "PercentChangeInCapacity", 1),
    ],
)
def test_a_policy_stays_within_bounds(
    autoscale: AutoScaleConnection, change: int, kind: str, after: int
) -> None:
    policy(autoscale, change, adjustment_type=kind)
    for _ in range(3):
        autoscale.execute_policy("p", "web")
    assert sizes(autoscale) == (after, after)


REFUSED: dict[str, Callable[[AutoScaleConnection], object]] = {
    "more than the most": lambda c: c.set_desired_capacity("web", 4),
    "less than the least": lambda c: c.set_desired_capacity("web", 0),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_capacity_outside_is_refused(autoscale: AutoScaleConnection, what: str) -> None:
    with pytest.raises(BotoServerError) as caught:
        REFUSED[what](autoscale)
    assert caught.value.error_code == "ValidationError"
    assert sizes(autoscale) == (2, 2)


def test_terminating_leaves_the_least(autoscale: AutoScaleConnection) -> None:
    first, second = instances(autoscale)
    autoscale.terminate_instance(first, decrement_capacity=True)
    assert sizes(autoscale) == (1, 1)
    with pytest.raises(BotoServerError, match="desiredSize equals minSize"):
        autoscale.terminate_instance(second, decrement_capacity=True)
    autoscale.terminate_instance(second, decrement_capacity=False)
    assert sizes(autoscale) == (1, 1)
    assert instances(autoscale) != [second]


def test_detaching_leaves_the_least(autoscale: AutoScaleConnection) -> None:
    both = instances(autoscale)
    with pytest.raises(BotoServerError, match="update the AutoScalingGroup sizes"):
        autoscale.detach_instances("web", both, decrement_capacity=True)
    assert sizes(autoscale) == (2, 2)
    autoscale.detach_instances("web", both, decrement_capacity=False)
    assert sizes(autoscale) == (2, 2)


def test_an_update_brings_the_capacity_into_bounds(autoscale: AutoScaleConnection) -> None:
    (group,) = autoscale.get_all_groups()
    group.desired_capacity = None
    group.max_size = group.min_size = 3
    group.update()
    assert sizes(autoscale) == (3, 3)
    group.max_size = group.min_size = 1
    group.update()
    assert sizes(autoscale) == (1, 1)


def test_a_cooldown_is_honored(autoscale: AutoScaleConnection) -> None:
    policy(autoscale, 1, cooldown=300)
    autoscale.execute_policy("p", "web", honor_cooldown=True)
    calls: tuple[Callable[[], Any], ...] = (
        lambda: autoscale.execute_policy("p", "web", honor_cooldown=True),
        lambda: autoscale.set_desired_capacity("web", 1, honor_cooldown=True),
    )
    for call in calls:
        with pytest.raises(BotoServerError) as caught:
            call()
        assert (caught.value.status, caught.value.error_code) == (400, "ScalingActivityInProgress")
    assert sizes(autoscale) == (3, 3)
    autoscale.set_desired_capacity("web", 1)
    assert sizes(autoscale) == (1, 1)


def test_a_cooldown_of_nothing_is_over_at_once(autoscale: AutoScaleConnection) -> None:
    policy(autoscale, -1, cooldown=0)
    autoscale.execute_policy("p", "web", honor_cooldown=True)
    autoscale.set_desired_capacity("web", 3, honor_cooldown=True)
    assert sizes(autoscale) == (3, 3)


def test_nothing_is_launched_while_that_is_suspended(autoscale: AutoScaleConnection) -> None:
    autoscale.suspend_processes("web", ["Launch"])
    autoscale.set_desired_capacity("web", 3)
    assert sizes(autoscale) == (3, 2)
    autoscale.terminate_instance(instances(autoscale)[0], decrement_capacity=False)
    assert sizes(autoscale) == (3, 1)
    autoscale.resume_processes("web", ["Launch"])
    assert sizes(autoscale) == (3, 3)


def test_nothing_is_terminated_while_that_is_suspended(autoscale: AutoScaleConnection) -> None:
    autoscale.suspend_processes("web", ["Terminate"])
    autoscale.set_desired_capacity("web", 1)
    assert sizes(autoscale) == (1, 2)
    autoscale.resume_processes("web")
    assert sizes(autoscale) == (1, 1)


def test_the_oldest_instance_goes_unless_the_newest_is_to(autoscale: AutoScaleConnection) -> None:
    first, second = instances(autoscale)
    autoscale.set_desired_capacity("web", 1)
    assert instances(autoscale) == [second]
    (group,) = autoscale.get_all_groups()
    group.termination_policies[:] = ["NewestInstance"]
    group.update()
    autoscale.set_desired_capacity("web", 3)
    autoscale.set_desired_capacity("web", 1)
    assert instances(autoscale) == [second]
    assert first != second


def test_actions_of_one_name_belong_to_their_groups(autoscale: AutoScaleConnection) -> None:
    autoscale.create_auto_scaling_group(
        AutoScalingGroup(
            name="api",
            launch_config="v1",
            availability_zones=["us-east-1a"],
            min_size=0,
            max_size=1,
        )
    )
    for name in ("web", "api"):
        autoscale.create_scheduled_group_action(name, "night", desired_capacity=1)
    assert [one.as_group for one in autoscale.get_all_scheduled_actions()] == ["web", "api"]
    autoscale.delete_scheduled_action("night", "web")
    assert [one.as_group for one in autoscale.get_all_scheduled_actions()] == ["api"]
