"""Scheduled actions with time zones, alone and in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import ScheduledUpdateGroupAction
from reboto.exception import PartialFailureError
from tests.support.wire import result, success

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


@pytest.fixture
def autoscale(style: Blocking, server: Wire) -> Any:
    """A connection; the server accepts all calls."""
    server.otherwise = success
    return style.autoscale(server)


def action(**more: Any) -> ScheduledUpdateGroupAction[Any]:
    """A scheduled action of the group ``web``."""
    given: dict[str, Any] = {
        "as_group": "web",
        "name": "morning",
        "recurrence": "0 8 * * *",
        "min_size": 3,
        **more,
    }
    return ScheduledUpdateGroupAction(**given)


def test_a_time_zone_is_sent(autoscale: Any, style: Blocking, server: Wire) -> None:
    morning = action(connection=autoscale, time_zone="Europe/Berlin")
    assert style.settle(morning.update()) is True
    parameters = server.requests[-1].parameters
    assert parameters["TimeZone"] == "Europe/Berlin"
    assert parameters["Recurrence"] == "0 8 * * *"
    style.settle(morning.delete())
    assert server.requests[-1].parameters["ScheduledActionName"] == "morning"
    style.settle(autoscale.create_scheduled_group_action("web", "a", time_zone="UTC", min_size=1))
    assert server.requests[-1].parameters["TimeZone"] == "UTC"


@pytest.mark.parametrize("wrong", ["Europe/Berln", "../etc/passwd", "Europe", "CET+1"])
def test_an_unknown_time_zone_is_an_error(autoscale: Any, server: Wire, wrong: str) -> None:
    with pytest.raises(
        ValueError, match=r"ScheduledUpdateGroupAction.time_zone must be a time zone"
    ):
        action(time_zone=wrong)
    with pytest.raises(ValueError, match=r"^time_zone must be a time zone of the IANA database"):
        autoscale.create_scheduled_group_action("web", "a", time_zone=wrong)
    for changed in ({"name": "a", "TimeZone": wrong}, {"name": "a", "time_zone": wrong}):
        with pytest.raises(ValueError, match=r"actions\[1\].time_zone must be a time zone"):
            autoscale.create_scheduled_group_actions("web", [action(), changed])
    later = action()
    later.time_zone = wrong
    with pytest.raises(ValueError, match=r"actions\[0\].time_zone must be a time zone"):
        autoscale.create_scheduled_group_actions("web", later)
    with pytest.raises(TypeError, match="time_zone must be the name of a time zone, got 5"):
        action(time_zone=5)
    assert not server.requests


def test_the_nearest_time_zone_is_suggested() -> None:
    with pytest.raises(ValueError, match=r"got 'Europe/Berln'; did you mean 'Europe/Berlin'\?"):
        action(time_zone="Europe/Berln")


def test_actions_are_put_and_deleted_in_batches(
    autoscale: Any, style: Blocking, server: Wire
) -> None:
    actions = [action(), action(name="night", min_size=0, time_zone="Asia/Tokyo")]
    assert style.settle(autoscale.create_scheduled_group_actions("web", actions)) is True
    prefix = "ScheduledUpdateGroupActions.member."
    parameters = server.requests[-1].parameters
    assert parameters[f"{prefix}1.ScheduledActionName"] == "morning"
    assert parameters[f"{prefix}2.TimeZone"] == "Asia/Tokyo"
    assert style.settle(autoscale.delete_scheduled_actions("web", actions)) is True
    parameters = server.requests[-1].parameters
    assert [parameters[f"ScheduledActionNames.member.{n}"] for n in (1, 2)] == ["morning", "night"]
    style.settle(autoscale.delete_scheduled_actions("web", "morning"))
    assert server.requests[-1].parameters["ScheduledActionNames.member.1"] == "morning"


def test_a_batch_that_fails_in_part_is_an_error(
    autoscale: Any, style: Blocking, server: Wire
) -> None:
    failed = [{"ScheduledActionName": "night", "ErrorCode": "Limit", "ErrorMessage": "too many"}]
    server.script(
        result("BatchPutScheduledUpdateGroupAction", {"FailedScheduledUpdateGroupActions": failed}),
        result("BatchDeleteScheduledAction", {"FailedScheduledActions": failed}),
    )
    with pytest.raises(PartialFailureError, match=r"night.*too many"):
        style.settle(autoscale.create_scheduled_group_actions("web", [action()]))
    with pytest.raises(PartialFailureError, match=r"night.*too many"):
        style.settle(autoscale.delete_scheduled_actions("web", ["morning"]))
