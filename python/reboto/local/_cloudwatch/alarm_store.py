"""Alarms of all kinds, their states and their history."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reboto.local._cloudwatch.metrics import dimensions_of
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from datetime import datetime

    from reboto.local._world import Region

METRIC, COMPOSITE, LOG = "MetricAlarm", "CompositeAlarm", "LogAlarm"
OK, ALARM, UNKNOWN = "OK", "ALARM", "INSUFFICIENT_DATA"
ACTIONS = {OK: "OKActions", ALARM: "AlarmActions", UNKNOWN: "InsufficientDataActions"}
_INITIAL = "Unchecked: Initial alarm creation"
_RENAMED = {"OKActions": "okactions"}


@dataclass
class Alarm:
    """An alarm.

    Attributes
    ----------
    kind
        ``"MetricAlarm"``, ``"CompositeAlarm"`` or ``"LogAlarm"``.
    members
        The members of the request that put it, without tags.
    configured, updated, transitioned
        Times of the last change of its configuration and of its state.
    due
        When it is evaluated next; None if time does not change its state.
    repeat
        When it executes the policies of its state again; None if it has none.
    suppressed
        ``ActionsSuppressedBy`` of a composite alarm, and the reason.
    released
        When a suppressed composite alarm is looked at again.
    """

    kind: str
    name: str
    arn: str
    members: dict[str, Any]
    configured: datetime
    updated: datetime
    transitioned: datetime
    state: str = UNKNOWN
    reason: str = _INITIAL
    data: str | None = None
    due: datetime | None = None
    repeat: datetime | None = None
    suppressed: tuple[str, str] | None = None
    released: datetime | None = None
    contributors: list[dict[str, Any]] = field(default_factory=list)

    def get(self, member: str, default: Any = None) -> Any:
        """Return a member of the request that put the alarm."""
        value = self.members.get(member)
        return default if value is None else value

    @property
    def enabled(self) -> bool:
        """Whether its actions are enabled."""
        return bool(self.get("ActionsEnabled", True))

    def actions(self, state: str | None = None) -> list[str]:
        """Return the ARNs of the actions of a state, or all."""
        names = [ACTIONS[state]] if state else list(ACTIONS.values())
        return [action for name in names for action in self.get(name, [])]

    @property
    def dimensions(self) -> tuple[tuple[str, str], ...]:
        """The dimensions of a single metric, sorted."""
        return dimensions_of(self.members)

    def described(self) -> dict[str, Any]:
        """Return the alarm in the form of a response."""
        single: dict[str, Any] = {"Dimensions": []} if self.kind == METRIC else {}
        suppressed = self.suppressed or (None, None)
        return {
            **single,
            "ActionsEnabled": True,
            **{name: [] for name in ACTIONS.values()},
            **{key: value for key, value in self.members.items() if value is not None},
            "AlarmName": self.name,
            "AlarmArn": self.arn,
            "AlarmConfigurationUpdatedTimestamp": self.configured,
            "StateValue": self.state,
            "StateReason": self.reason,
            "StateReasonData": self.data,
            "StateUpdatedTimestamp": self.updated,
            "StateTransitionedTimestamp": self.transitioned,
            "ActionsSuppressedBy": suppressed[0],
            "ActionsSuppressedReason": suppressed[1],
        }

    def configuration(self) -> dict[str, Any]:
        """Return the configuration with the names that AWS uses in the history."""
        described = self.described()
        kept = {key for key in described if not key.startswith("State")} | {"StateValue"}
        return {
            _RENAMED.get(key, key[0].lower() + key[1:]): _plain(described[key])
            for key in described
            if key in kept and described[key] is not None
        }


def alarms_of(region: Region) -> dict[str, Alarm]:
    """Return the alarms of a region by name."""
    return region.table("alarms")


def put(region: Region, kind: str, name: str, members: dict[str, Any]) -> Alarm:
    """Put an alarm; one that exists is replaced but keeps its state. Record the change."""
    alarms, now = alarms_of(region), utcnow()
    before = alarms.get(name)
    given = {key: value for key, value in members.items() if key != "Tags"}
    if before is None:
        arn = region.arn("cloudwatch", f"alarm:{name}")
        alarm = alarms[name] = Alarm(kind, name, arn, given, now, now, now)
        _configured(region, alarm, "Create", createdAlarm=alarm.configuration())
        return alarm

    def replace() -> None:
        before.members, before.configured = given, now

    configuring(region, before, replace)
    return before


def configuring(region: Region, alarm: Alarm, change: Callable[[], object]) -> None:
    """Change the configuration of an alarm, and record what differs."""
    old = alarm.configuration()
    change()
    new = alarm.configuration()
    if old == new:
        return
    changed = {key: value for key, value in old.items() if value != new.get(key)}
    _configured(region, alarm, "Update", updatedAlarm=new, originalUpdatedFields=changed)


def delete(region: Region, name: str) -> None:
    """Delete an alarm, but not its history."""
    alarm = alarms_of(region).pop(name)
    _configured(region, alarm, "Delete", deletedAlarm=alarm.configuration())


def transition(region: Region, alarm: Alarm, state: str, reason: str, data: str | None) -> bool:
    """Set the state of an alarm, and record it. Returns whether the state is another one."""
    old, now = _state(alarm), utcnow()
    changed = alarm.state != state
    alarm.state, alarm.reason, alarm.data, alarm.updated = state, reason, data, now
    if changed:
        alarm.transitioned = now
        summary = f"Alarm updated from {old['stateValue']} to {state}"
        remember(region, alarm, "StateUpdate", summary, oldState=old, newState=_state(alarm))
    return changed


def remember(region: Region, alarm: Alarm, kind: str, summary: str, **data: Any) -> None:
    """Add an item to the history of an alarm."""
    region.table("alarm history").setdefault("", []).append(
        {
            "AlarmName": alarm.name,
            "AlarmType": alarm.kind,
            "Timestamp": utcnow(),
            "HistoryItemType": kind,
            "HistorySummary": summary,
            "HistoryData": json.dumps({"version": "1.0", **data}, separators=(",", ":")),
        }
    )


def history_of(region: Region) -> list[dict[str, Any]]:
    """Return the history of all alarms, oldest first."""
    items: list[dict[str, Any]] = region.table("alarm history").get("", [])
    return items


def _configured(region: Region, alarm: Alarm, change: str, **data: Any) -> None:
    summary = f'Alarm "{alarm.name}" {change.lower().removesuffix("e")}ed'
    remember(region, alarm, "ConfigurationUpdate", summary, type=change, **data)


def _state(alarm: Alarm) -> dict[str, Any]:
    state = {"stateValue": alarm.state, "stateReason": alarm.reason}
    data = json.loads(alarm.data or "{}")
    return {**state, "stateReasonData": data} if data else state


def _plain(value: Any) -> Any:
    """Return a value in the form of the history: times as text, names in lower camel case."""
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if hasattr(value, "isoformat"):
        return f"{value.isoformat(timespec='milliseconds')}+0000"
    return value
