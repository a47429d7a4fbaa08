"""The local endpoint refuses the same requests as AWS, with AWS's messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy, Tag
from reboto.exception import BotoServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reboto.ec2.autoscale import AutoScaleConnection
    from reboto.local import Endpoint


def group(name: str = "web", **changed: Any) -> AutoScalingGroup:
    made: dict[str, Any] = {
        "launch_config": "web-1",
        "availability_zones": ["us-east-1a"],
        "min_size": 1,
        "max_size": 4,
    }
    return AutoScalingGroup(name=name, **made | changed)


def configuration() -> LaunchConfiguration:
    return LaunchConfiguration(name="web-1", image_id="ami-12345678")


@pytest.fixture
def autoscale(endpoint: Endpoint) -> AutoScaleConnection:
    """A connection to a service that has one group, of one instance."""
    connection = reboto.connect_autoscale()
    connection.create_launch_configuration(configuration())
    connection.create_auto_scaling_group(group())
    return connection


NO_GROUP = "AutoScalingGroup name not found - none"
NO_INSTANCE = "Instance Id not found - No managed instance found for instance ID: i-1"
NO_CONFIGURATION = (
    "Launch configuration name not found - A launch configuration with the name: none "
    "does not exist"
)
TAG = Tag(key="a", value="b", resource_id="none")
POLICY = ScalingPolicy(
    name="up", as_name="none", adjustment_type="ChangeInCapacity", scaling_adjustment=1
)


def changed(connection: AutoScaleConnection) -> object:
    (found,) = connection.get_all_groups()
    found.launch_config_name = "none"
    return found.update()


REFUSED: dict[str, tuple[Callable[[AutoScaleConnection], object], str, str]] = {
    "a configuration's name that is taken": (
        lambda c: c.create_launch_configuration(configuration()),
        "AlreadyExists",
        "Launch Configuration by this name already exists - .* web-1",
    ),
    "a group's name that is taken": (
        lambda c: c.create_auto_scaling_group(group()),
        "AlreadyExists",
        "AutoScalingGroup by this name already exists - .* web .*",
    ),
    "a configuration that a group has": (
        lambda c: c.delete_launch_configuration("web-1"),
        "ResourceInUse",
        "Cannot delete launch configuration web-1 because it is attached to .* web",
    ),
    "a group that has instances": (
        lambda c: c.delete_auto_scaling_group("web"),
        "ResourceInUse",
        "You cannot delete an AutoScalingGroup while there are instances .*",
    ),
    "a configuration that is not there": (
        lambda c: c.delete_launch_configuration("none"),
        "ValidationError",
        "Launch configuration name not found - Launch configuration none not found",
    ),
    "a group of a configuration that is not there": (
        lambda c: c.create_auto_scaling_group(group("api", launch_config="none")),
        "ValidationError",
        NO_CONFIGURATION,
    ),
    "a group that gets a configuration that is not there": (
        changed,
        "ValidationError",
        NO_CONFIGURATION,
    ),
    "a group whose least is above its most": (
        lambda c: c.create_auto_scaling_group(group("api", min_size=5)),
        "ValidationError",
        "Max bound, 4, must be greater than or equal to min bound, 5",
    ),
    "more than the group's most": (
        lambda c: c.set_desired_capacity("web", 5),
        "ValidationError",
        "New SetDesiredCapacity value 5 is above max value 4 .*",
    ),
    "less than the group's least": (
        lambda c: c.set_desired_capacity("web", 0),
        "ValidationError",
        "New SetDesiredCapacity value 0 is below min value 1 .*",
    ),
    "a policy that is not there": (
        lambda c: c.execute_policy("up", "web"),
        "ValidationError",
        "PolicyName not found - up",
    ),
    "terminating an instance that no group has": (
        lambda c: c.terminate_instance("i-1"),
        "ValidationError",
        NO_INSTANCE,
    ),
    "judging an instance that no group has": (
        lambda c: c.set_instance_health("i-1", "Unhealthy"),
        "ValidationError",
        NO_INSTANCE,
    ),
    "deleting a group that is not there": (
        lambda c: c.delete_auto_scaling_group("none"),
        "ValidationError",
        NO_GROUP,
    ),
    "a size of a group that is not there": (
        lambda c: c.set_desired_capacity("none", 1),
        "ValidationError",
        NO_GROUP,
    ),
    "a policy of a group that is not there": (
        lambda c: c.create_scaling_policy(POLICY),
        "ValidationError",
        NO_GROUP,
    ),
    "an action of a group that is not there": (
        lambda c: c.create_scheduled_group_action("none", "night", desired_capacity=1),
        "ValidationError",
        NO_GROUP,
    ),
    "attaching to a group that is not there": (
        lambda c: c.attach_instances("none", ["i-1"]),
        "ValidationError",
        NO_GROUP,
    ),
    "detaching from a group that is not there": (
        lambda c: c.detach_instances("none", ["i-1"]),
        "ValidationError",
        NO_GROUP,
    ),
    "suspending a group that is not there": (
        lambda c: c.suspend_processes("none"),
        "ValidationError",
        NO_GROUP,
    ),
    "resuming a group that is not there": (
        lambda c: c.resume_processes("none"),
        "ValidationError",
        NO_GROUP,
    ),
    "tags of a group that is not there": (
        lambda c: c.create_or_update_tags([TAG]),
        "ValidationError",
        NO_GROUP,
    ),
    "deleting tags of a group that is not there": (
        lambda c: c.delete_tags([TAG]),
        "ValidationError",
        NO_GROUP,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_and_changes_nothing(autoscale: AutoScaleConnection, what: str) -> None:
    call, code, message = REFUSED[what]
    with pytest.raises(BotoServerError) as caught:
        call(autoscale)
    assert (caught.value.status, caught.value.error_code) == (400, code)
    assert re.fullmatch(message, str(caught.value.message))
    (there,) = autoscale.get_all_groups()
    assert (there.name, there.desired_capacity) == ("web", 1)
    assert [one.group_name for one in autoscale.get_all_autoscaling_instances()] == ["web"]
    assert [one.name for one in autoscale.get_all_launch_configurations()] == ["web-1"]
    assert autoscale.get_all_policies() == []
    assert autoscale.get_all_scheduled_actions() == []


def test_allowed_requests_are_applied(autoscale: AutoScaleConnection) -> None:
    for size in 4, 1:
        assert autoscale.set_desired_capacity("web", size)
    assert autoscale.delete_auto_scaling_group("web", force_delete=True)
    assert autoscale.get_all_groups() == []
    assert autoscale.delete_launch_configuration("web-1")
    assert autoscale.get_all_launch_configurations() == []
