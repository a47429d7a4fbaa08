"""Names: a string stands for a list of one, an object for its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reboto.ec2.autoscale import (
    AutoScalingGroup,
    LaunchConfiguration,
    ScheduledUpdateGroupAction,
)
from tests.compat.endpoints import only

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def test_a_single_string_is_a_list_of_one(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    calls: list[Callable[[], Any]] = [
        lambda: autoscale.get_all_groups("web"),
        lambda: autoscale.get_all_groups(names="web"),
        lambda: autoscale.get_all_launch_configurations(names="web"),
        lambda: autoscale.get_all_policies(policy_names="web"),
        lambda: autoscale.attach_instances("g", "web"),
        lambda: autoscale.suspend_processes("g", "web"),
    ]
    for call in calls:
        server.requests.clear()
        style.settle(call())
        members = {name: value for name, value in only(server).items() if ".member." in name}
        ((name, value),) = members.items()
        assert name.endswith(".member.1")
        assert value == "web"


def test_an_object_stands_for_its_name(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    group = AutoScalingGroup(name="web")
    action = ScheduledUpdateGroupAction()
    action.name = "morning"
    calls: list[tuple[Callable[[], Any], dict[str, str]]] = [
        (lambda: autoscale.delete_auto_scaling_group(group), {"AutoScalingGroupName": "web"}),
        (lambda: autoscale.suspend_processes(group), {"AutoScalingGroupName": "web"}),
        (lambda: autoscale.get_all_policies(group), {"AutoScalingGroupName": "web"}),
        (lambda: autoscale.delete_scheduled_action(action), {"ScheduledActionName": "morning"}),
        (
            lambda: autoscale.delete_launch_configuration(LaunchConfiguration(name="lc")),
            {"LaunchConfigurationName": "lc"},
        ),
    ]
    for call, sent in calls:
        server.requests.clear()
        style.settle(call())
        assert only(server) == sent
