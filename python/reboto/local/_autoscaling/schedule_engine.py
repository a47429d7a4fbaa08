"""Scheduled actions as time passes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from moto.autoscaling.models import autoscaling_backends

from reboto.local._autoscaling.activities import groups_of, recorded
from reboto.local._autoscaling.groups import Group, bounded
from reboto.local._autoscaling.instances import Cause
from reboto.local._core import occurrences

if TYPE_CHECKING:
    from reboto.local._world import Region

# Recurring times are sought in longer and longer intervals: most schedules recur within a day.
_SPANS = tuple(timedelta(days=days) for days in (1, 8, 62, 800))
_SECOND = timedelta(seconds=1)


class ScheduleEngine:
    """Execute the scheduled actions of a region."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def next(self) -> datetime | None:
        """Return when something happens next."""
        times = [time for one in self._actions().values() if (time := self._due(one)) is not None]
        return min(times, default=None)

    def step(self, now: datetime) -> None:
        """Execute the actions that are due."""
        for key, action in list(self._actions().items()):
            due = self._due(action)
            if due is None or due > now:
                continue
            action.due = _next_time(action, now + _SECOND)
            if action.due is None:
                # AWS deletes actions that will not recur.
                del self._actions()[key]
            group = groups_of(self._region).get(action.auto_scaling_group_name)
            if group is not None and "ScheduledActions" not in group.suspended:
                cause = (
                    "scheduled action execution changed the group, "
                    f"{action.scheduled_action_name} changing"
                )
                with recorded(self._region, cause):
                    _apply(group, action)

    def _actions(self) -> dict[str, Any]:
        backend = autoscaling_backends[self._region.account][self._region.name]
        actions: dict[str, Any] = backend.scheduled_actions
        return actions

    @staticmethod
    def _due(action: Any) -> datetime | None:
        due: datetime | None = getattr(action, "due", None)
        return due


def schedule(action: Any, now: datetime) -> None:
    """Find the first time of an action that was put."""
    action.due = _next_time(action, now)


def _next_time(action: Any, now: datetime) -> datetime | None:
    begin, until = action.start_time, action.end_time
    if not action.recurrence:
        return begin if begin is not None and begin >= now else None
    start = max(now, begin) if begin is not None else now
    for span in _SPANS:
        found = occurrences(
            start,
            start + span,
            recurrence=action.recurrence,
            time_zone=action.time_zone,
            begin=begin,
            until=until,
        )
        if found:
            return found[0]
    return None


def _apply(group: Group, action: Any) -> None:
    if action.min_size is not None:
        group.min_size = action.min_size
    if action.max_size is not None:
        group.max_size = action.max_size
    desired = group.desired_capacity if action.desired_capacity is None else action.desired_capacity
    before, after = group.desired_capacity, bounded(group, desired or 0)
    group.set_desired_capacity(after, Cause(group.default_cooldown) if after != before else Cause())


def schedule_engine(region: Region) -> ScheduleEngine:
    """Return the schedule engine of a region."""
    return region.part("2 schedules", ScheduleEngine)
