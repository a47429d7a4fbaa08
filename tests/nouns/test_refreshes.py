"""Instance refreshes: started from groups, waited for, cancelled and rolled back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import (
    AutoScalingGroup,
    InstanceRefresh,
    LaunchTemplateOverrides,
    LaunchTemplateSpecification,
    MixedInstancesPolicy,
    RefreshPreferences,
)
from reboto.exception import BotoClientError, BotoTimeoutError, WaitTimeoutError
from tests.nouns.responses import ID, refresh
from tests.support.wire import result

if TYPE_CHECKING:
    from reboto.waiters import WaitState
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

STARTED = result("StartInstanceRefresh", {"InstanceRefreshId": ID})
TEMPLATE = LaunchTemplateSpecification("web-template", "7")


@pytest.fixture
def web(style: Blocking, server: Wire) -> Any:
    """A group with its connection."""
    return AutoScalingGroup(style.autoscale(server), name="web")


@pytest.fixture
def rolling(style: Blocking, server: Wire) -> Any:
    """A refresh with its connection."""
    return InstanceRefresh(style.autoscale(server), id=ID, as_name="web")


def test_a_refresh_is_started_with_its_preferences(web: Any, style: Blocking, server: Wire) -> None:
    server.script(STARTED)
    started = style.settle(
        web.start_instance_refresh(
            launch_template=TEMPLATE,
            min_healthy_percentage=90,
            auto_rollback=True,
            checkpoint_percentages=(20, 100),
            alarm_specification=["errors"],
        )
    )
    assert (started.id, started.as_name, started.connection) == (ID, "web", web.connection)
    assert server.requests[-1].parameters == {
        "Action": "StartInstanceRefresh",
        "Version": "2011-01-01",
        "AutoScalingGroupName": "web",
        "DesiredConfiguration.LaunchTemplate.LaunchTemplateName": "web-template",
        "DesiredConfiguration.LaunchTemplate.Version": "7",
        "Preferences.MinHealthyPercentage": "90",
        "Preferences.AutoRollback": "true",
        "Preferences.CheckpointPercentages.member.1": "20",
        "Preferences.CheckpointPercentages.member.2": "100",
        "Preferences.AlarmSpecification.Alarms.member.1": "errors",
    }


def test_a_refresh_takes_the_name_of_a_template(web: Any, style: Blocking, server: Wire) -> None:
    server.script(STARTED, STARTED)
    style.settle(web.start_instance_refresh("web-template"))
    prefix = "DesiredConfiguration.LaunchTemplate"
    assert server.requests[-1].parameters[f"{prefix}.LaunchTemplateName"] == "web-template"
    style.settle(web.start_instance_refresh())
    assert not [name for name in server.requests[-1].parameters if name.startswith(prefix)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "auto_rollback needs launch_template or mixed_instances_policy"),
        ({"launch_template": "web"}, "needs a numbered version .* got version None"),
        (
            {"launch_template": LaunchTemplateSpecification("web", "$Latest")},
            r"needs a numbered version .* got version '\$Latest'",
        ),
        ({"launch_template": {"LaunchTemplateName": "web"}}, "needs a numbered version"),
        ({"mixed_instances_policy": MixedInstancesPolicy("web")}, "needs a numbered version"),
        (
            {
                "mixed_instances_policy": MixedInstancesPolicy(
                    TEMPLATE,
                    [LaunchTemplateOverrides("a", launch_template_specification="arm-template")],
                )
            },
            "needs a numbered version",
        ),
        (
            {"desired_configuration": {"LaunchTemplate": {"LaunchTemplateName": "web"}}},
            "needs a numbered version",
        ),
    ],
)
def test_a_rollback_that_aws_cannot_do_is_refused(
    web: Any, style: Blocking, server: Wire, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        web.start_instance_refresh(**arguments, auto_rollback=True)
    preferences = RefreshPreferences(auto_rollback=True)
    with pytest.raises(ValueError, match=message):
        web.connection.start_instance_refresh("web", **arguments, preferences=preferences)
    assert not server.requests


LATEST = {"LaunchTemplateName": "web", "Version": "$Latest"}


@pytest.mark.parametrize(
    "present",
    [
        {"launch_template": LATEST},
        {"launch_template": LaunchTemplateSpecification("web", "$Default")},
        {
            "mixed_instances_policy": {
                "LaunchTemplate": {"LaunchTemplateSpecification": LATEST, "Overrides": []}
            }
        },
    ],
)
def test_aws_decides_whether_it_can_roll_back_to_the_present_version(
    web: Any, style: Blocking, server: Wire, present: dict[str, Any]
) -> None:
    for name, value in present.items():
        setattr(web, name, value)
    server.script(STARTED)
    style.settle(web.start_instance_refresh(TEMPLATE, auto_rollback=True))
    assert server.requests[-1].parameters["Preferences.AutoRollback"] == "true"


def test_numbered_versions_can_be_rolled_back(web: Any, style: Blocking, server: Wire) -> None:
    server.script(STARTED, STARTED)
    style.settle(web.start_instance_refresh(TEMPLATE, auto_rollback=True))
    mixed = MixedInstancesPolicy(TEMPLATE, ["c7g.large"])
    style.settle(web.start_instance_refresh(mixed_instances_policy=mixed, auto_rollback="true"))
    assert server.requests[-1].parameters["Preferences.AutoRollback"] == "true"


def test_checkpoints_are_in_ascending_order(web: Any, server: Wire) -> None:
    for wrong in ([50, 20], [20, 20], [0, 50], [50, 101]):
        with pytest.raises(ValueError, match="checkpoint_percentages must be percentages from 1"):
            web.start_instance_refresh(checkpoint_percentages=wrong)
        with pytest.raises(ValueError, match="checkpoint_percentages must be percentages from 1"):
            web.start_instance_refresh(preferences={"CheckpointPercentages": wrong})
    with pytest.raises(TypeError, match="min_healty_percentage"):
        web.start_instance_refresh(min_healty_percentage=5)
    assert not server.requests


def test_waiting_for_the_end_reports_progress(rolling: Any, style: Blocking, server: Wire) -> None:
    server.script(
        refresh("Pending", 0),
        refresh("InProgress", 40, StatusReason="Waiting for instances to warm up"),
        refresh("Baking", 100),
        refresh("Successful", 100),
    )
    seen: list[WaitState[Any]] = []
    wait = rolling.wait_until_finished(delay=0, max_delay=0, progress=seen.append)
    finished = style.settle(wait)
    assert finished.status == "Successful"
    assert finished.connection is rolling.connection
    assert [(state.done, state.total) for state in seen] == [(0, 100), (40, 100), *[(100, 100)] * 2]
    assert seen[1].seen == (
        "InProgress, 40 % complete, 6 instances to update (Waiting for instances to warm up)"
    )
    asked = server.requests[-1].parameters
    assert (asked["AutoScalingGroupName"], asked["InstanceRefreshIds.member.1"]) == ("web", ID)


@pytest.mark.parametrize("status", ["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"])
def test_a_refresh_that_fails_has_ended_too(
    rolling: Any, style: Blocking, server: Wire, status: str
) -> None:
    server.script(refresh("RollbackInProgress", 60), refresh(status, 60))
    assert style.settle(rolling.wait_until_finished(delay=0)).status == status


def test_a_refresh_that_takes_too_long_is_a_timeout(
    rolling: Any, style: Blocking, server: Wire
) -> None:
    server.script(refresh("InProgress", 40))
    with pytest.raises(WaitTimeoutError, match=r"InProgress, 40 % complete") as caught:
        style.settle(rolling.wait_until_finished(timeout=0))
    assert isinstance(caught.value, BotoTimeoutError)
    assert caught.value.state is not None
    assert caught.value.state.latest.percentage_complete == 40
    server.script(
        result("RollbackInstanceRefresh", {"InstanceRefreshId": ID}),
        result("CancelInstanceRefresh", {"InstanceRefreshId": ID}),
    )
    rolled = style.settle(rolling.rollback())
    assert (rolled.id, rolled.as_name) == (ID, "web")
    cancelled = style.settle(rolling.cancel(wait_for_transitioning_instances=False))
    assert (cancelled.id, cancelled.as_name) == (ID, "web")
    assert server.requests[-1].parameters["WaitForTransitioningInstances"] == "false"


def test_waiting_for_a_checkpoint(rolling: Any, style: Blocking, server: Wire) -> None:
    preferences = {"CheckpointPercentages": [20, 50, 100]}
    server.script(
        refresh("InProgress", 30, Preferences=preferences),
        refresh("InProgress", 50, Preferences=preferences),
    )
    found = style.settle(rolling.wait_until_checkpoint(delay=0))
    assert found.percentage_complete == 50
    server.script(refresh("InProgress", 55), refresh("Successful", 100))
    assert style.settle(rolling.wait_until_checkpoint(60, delay=0)).status == "Successful"


@pytest.mark.parametrize(
    ("response", "percentage", "message"),
    [
        (refresh("Failed", 10, StatusReason="no capacity"), 20, r"is Failed, .*no capacity.* 20 %"),
        (refresh("RollbackInProgress", 60), 20, "so it does not reach 20 %"),
        (refresh("InProgress", 10), None, "has no checkpoint after 10 %"),
        (result("DescribeInstanceRefreshes", {"InstanceRefreshes": []}), 20, "does not exist"),
    ],
)
def test_a_checkpoint_that_is_not_reached_is_an_error(
    rolling: Any, style: Blocking, server: Wire, response: Any, percentage: Any, message: str
) -> None:
    server.script(response)
    with pytest.raises(BotoClientError, match=message):
        style.settle(rolling.wait_until_checkpoint(percentage))
    with pytest.raises(ValueError, match="percentage must be from 1 to 100, got 0"):
        rolling.wait_until_checkpoint(0)


def test_a_refresh_is_reloaded_in_place(rolling: Any, style: Blocking, server: Wire) -> None:
    server.script(refresh("InProgress", 40))
    assert style.settle(rolling.reload()) is rolling
    assert (rolling.status, rolling.percentage_complete) == ("InProgress", 40)
    with pytest.raises(ValueError, match="needs `id` and `as_name`"):
        InstanceRefresh(rolling.connection, id=ID).reload()


def test_refreshes_of_a_group_are_listed(web: Any, style: Blocking, server: Wire) -> None:
    server.script(refresh("Successful", 100), refresh("Successful", 100))
    (found,) = style.settle(web.get_instance_refreshes(max_records=1))
    assert (found.id, found.status) == (ID, "Successful")
    assert server.requests[-1].parameters["MaxRecords"] == "1"
    (again,) = style.all(web.connection.iter_instance_refreshes("web"))
    assert again == found
