"""A timeline as boto's objects: activities and the history of alarms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem
from reboto.foresight._times import iso, to_datetime
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from reboto._core import ForesightTimeline

_HEALTH = "an instance was taken out of service in response to an EC2 health check failure."
_REPLACED = "an instance was launched in response to an unhealthy instance needing to be replaced."


class _Change(NamedTuple):
    """A change of the desired capacity."""

    at: int
    before: int
    after: int
    kind: str
    name: str | None
    alarm: str | None


class _Fleet:
    """The instances of a group, with invented IDs."""

    def __init__(self, count: int) -> None:
        self.made = 0
        self.pending: list[Activity] = []
        self.living = [self.new_id() for _ in range(count)]

    def new_id(self) -> str:
        self.made += 1
        return f"i-{self.made:017x}"


def activities(core: ForesightTimeline, group: str | None, end: int) -> ResultSet[Activity]:
    """Return an activity for each instance that starts or ends, newest first."""
    changes = [_Change(*one) for one in core.activities()]
    times = [one.at for one in changes]
    fleet = _Fleet(core.changes(True)[0][1])
    made: list[Activity] = []
    for at, ends, count, kind in core.moves():
        index = bisect_right(times, at)
        change = changes[index - 1] if index else None
        before = len(fleet.living)
        made.extend(_activity(kind, at, ends, end, fleet) for _ in range(count))
        after = len(fleet.living)
        cause = _trigger(core, change, grows=after > before) + _effect(kind, at, before, after)
        for one in made[-count:]:
            one.group_name = group
            one.cause = cause
            if kind == "terminate":
                ended = str(one.description).rpartition(" ")[2]
                one.cause += f"  At {iso(at)} instance {ended} was selected for termination."
    for number, one in enumerate(made, 1):
        one.activity_id = f"{number:08x}-0000-4000-8000-000000000000"
    return ResultSet[Activity].of(reversed(made))


def _activity(kind: str, at: int, ends: int, last: int, fleet: _Fleet) -> Activity:
    one = Activity()
    one.start_time = _naive(at)
    done = ends <= last
    one.end_time = _naive(ends) if done else None
    one.progress = "100" if done else "50"
    one.status_code = "Successful" if done else "InProgress"
    if kind in {"launch", "replace"}:
        instance = fleet.new_id()
        fleet.living.append(instance)
        fleet.pending = [item for item in fleet.pending if _ends(item, at)]
        fleet.pending.append(one)
        one.description = f"Launching a new EC2 instance: {instance}"
    elif kind == "cancel" and fleet.pending:
        # The newest launch does not come to its end.
        launch = fleet.pending.pop()
        instance = str(launch.description).rpartition(" ")[2]
        fleet.living.remove(instance)
        launch.status_code, launch.end_time, launch.progress = "Cancelled", _naive(at), "100"
        one.description = f"Terminating EC2 instance: {instance}"
        # It was never counted as started, so its end does not count either.
        one.status_code, one.end_time, one.progress = "Cancelled", _naive(at), "100"
    else:
        one.description = f"Terminating EC2 instance: {fleet.living.pop(0)}"
    return one


def _ends(item: Activity, at: int) -> bool:
    return item.end_time is None or item.end_time > _naive(at)


def _naive(time: int) -> datetime:
    return to_datetime(time).replace(tzinfo=None)


def _trigger(core: ForesightTimeline, change: _Change | None, *, grows: bool) -> str:
    """Word who changed the desired capacity: the first clause of a cause."""
    if change is None or (change.after > change.before) != grows:
        return ""
    sizes = f"changing the desired capacity from {change.before} to {change.after}."
    if change.kind == "policy":
        state = core.state(str(change.alarm), change.at)[0]
        who = f"a monitor alarm {change.alarm} in state {state} triggered policy {change.name}"
    elif change.kind == "scheduled":
        who = f"the scheduled action {change.name or ''} was executed".replace("  ", " ")
    else:
        who = "a user request explicitly set group desired capacity"
    return f"At {iso(change.at)} {who} {sizes}  "


def _effect(kind: str, at: int, before: int, after: int) -> str:
    """Word what happened to the instance: the second clause of a cause."""
    if kind == "unhealthy":
        text = _HEALTH
    elif kind == "replace":
        text = _REPLACED
    elif kind == "launch":
        text = (
            "an instance was started in response to a difference between desired and actual "
            f"capacity, increasing the capacity from {before} to {after}."
        )
    else:
        text = (
            "an instance was taken out of service in response to a difference between desired "
            f"and actual capacity, shrinking the capacity from {before} to {after}."
        )
    return f"At {iso(at)} {text}"


def history(core: ForesightTimeline) -> ResultSet[AlarmHistoryItem]:
    """Return the changes of alarm states, newest first."""
    items: list[AlarmHistoryItem] = []
    reasons: dict[str, str] = {}
    for at, alarm, old, new in core.alarm_states():
        reason, data = _reason(core, alarm, at, old, new)
        item = AlarmHistoryItem()
        item.name, item.tem_type, item.timestamp = alarm, "StateUpdate", _naive(at)
        item.summary = f"Alarm updated from {old} to {new}"
        before = reasons.get(alarm, "Unchecked: Initial alarm creation")
        item.data = {
            "version": "1.0",
            "oldState": {"stateValue": old, "stateReason": before},
            "newState": {"stateValue": new, "stateReason": reason, "stateReasonData": data},
        }
        reasons[alarm] = reason
        items.append(item)
    return ResultSet[AlarmHistoryItem].of(reversed(items))


_RELATIONS = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "less than or equal to",
}


def _reason(
    core: ForesightTimeline, alarm: str, at: int, old: str, new: str
) -> tuple[str, dict[str, Any]]:
    """Word the reason of a state as AWS does."""
    _, comparison, threshold, periods, needed, period = core.condition(alarm)
    seen = core.points(alarm, at)
    real = [point for point in (seen[1] if seen else ()) if point[1] is not None][-periods:]
    data: dict[str, Any] = {
        "version": "1.0",
        "queryDate": f"{to_datetime(at):%Y-%m-%dT%H:%M:%S.000+0000}",
        "period": period,
        "recentDatapoints": [value for _, value, _ in real],
        "threshold": threshold,
    }
    if real:
        data["startDate"] = f"{to_datetime(real[0][0]):%Y-%m-%dT%H:%M:%S.000+0000}"
    if new == "INSUFFICIENT_DATA" or not real:
        word = "datapoint was" if periods == 1 else "datapoints were"
        return f"Insufficient Data: {periods} {word} unknown.", data
    matching = [point for point in real if point[2] == (new == "ALARM")] or real
    listed = ", ".join(_dated(matching[::-1]))
    verb = "was" if len(matching) == 1 else "were"
    relation = _RELATIONS[comparison] if new == "ALARM" else f"not {_RELATIONS[comparison]}"
    least = needed if new == "ALARM" else periods - needed + 1
    plural = "" if least == 1 else "s"
    return (
        f"Threshold Crossed: {len(matching)} out of the last {len(real)} datapoints [{listed}] "
        f"{verb} {relation} the threshold ({threshold}) (minimum {least} datapoint{plural} for "
        f"{old} -> {new} transition)."
    ), data


def _dated(points: Iterable[tuple[int, float, bool]]) -> list[str]:
    return [f"{value} ({to_datetime(start):%d/%m/%y %H:%M:%S})" for start, value, _ in points]
