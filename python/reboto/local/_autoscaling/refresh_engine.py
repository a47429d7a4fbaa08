"""Instance refreshes as time passes."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from reboto.local._autoscaling.activities import groups_of, recorded
from reboto.local._cloudwatch.alarm_store import ALARM, alarms_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reboto.local._autoscaling.groups import Group
    from reboto.local._autoscaling.instances import Member
    from reboto.local._world import Region

ACTIVE = {"Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking"}
# AWS fails a refresh that cannot continue for an hour.
_PATIENCE = timedelta(hours=1)
_TICK, _PAUSE = timedelta(seconds=1), timedelta(seconds=10)
_CHECKPOINT_DELAY = 3600


@dataclass
class Refresh:
    """An instance refresh.

    Attributes
    ----------
    targets
        Ids of the instances to replace.
    replacing
        Replacements that are not warm yet, by their ids.
    due
        When it proceeds next; None at its end.
    blocked
        Since when it waits for protected or standby instances.
    since
        Start of the refresh or of its rollback: instances launched earlier are old ones.
    """

    group: str
    given: dict[str, Any]
    preferences: dict[str, Any]
    start: datetime
    since: datetime
    due: datetime | None
    strategy: str = "Rolling"
    name: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "Pending"
    reason: str | None = None
    end: datetime | None = None
    targets: list[str] = field(default_factory=list)
    total: int = 0
    replacing: set[str] = field(default_factory=set)
    passed: int = 0
    resumes: datetime | None = None
    blocked: datetime | None = None
    rollback: dict[str, Any] | None = None

    @property
    def left(self) -> int:
        """How many instances are not replaced yet, or not warm."""
        return len(self.targets) + len(self.replacing)

    @property
    def percent(self) -> int:
        """The progress in percent."""
        if not self.total:
            return 100 if self.status not in {"Pending", "Cancelled", "Failed"} else 0
        return 100 * (self.total - self.left) // self.total

    def described(self) -> dict[str, Any]:
        """Return the refresh in the form of a response."""
        progress = {"PercentageComplete": self.percent, "InstancesToUpdate": self.left}
        return {
            "InstanceRefreshId": self.name,
            "AutoScalingGroupName": self.group,
            "Status": self.status,
            "StatusReason": self.reason,
            "StartTime": self.start,
            "EndTime": self.end,
            **progress,
            "ProgressDetails": {"LivePoolProgress": progress},
            "Preferences": self.preferences,
            "DesiredConfiguration": self.given.get("DesiredConfiguration"),
            "RollbackDetails": self.rollback,
            "Strategy": self.strategy,
        }


class RefreshEngine:
    """Let the instance refreshes of a region proceed."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def next(self) -> datetime | None:
        """Return when something happens next."""
        times = [one.due for one in self._active() if one.due is not None]
        return min(times, default=None)

    def step(self, now: datetime) -> None:
        """Let the refreshes proceed that are due."""
        groups = groups_of(self._region)
        for refresh in list(self._active()):
            if refresh.due is None or refresh.due > now:
                continue
            with recorded(
                self._region,
                terminated="taken out of service in response to an instance refresh, and replaced",
            ):
                self._step(refresh, groups[refresh.group], now)

    def _active(self) -> Iterator[Refresh]:
        for name, refreshes in self._region.table("refreshes").items():
            if name in groups_of(self._region):
                yield from (one for one in refreshes if one.status in ACTIVE)

    def _step(self, refresh: Refresh, group: Group, now: datetime) -> None:
        refresh.due = now + _TICK
        if refresh.status == "Pending":
            refresh.status = "InProgress"
        members = {one.instance.id: one for one in group.members if not one.ending}
        # Instances that left the group in another way need no replacement.
        refresh.targets = [one for one in refresh.targets if one in members]
        refresh.replacing = {
            one
            for one in refresh.replacing
            if one in members and not self._ready(members[one], refresh, now)
        }
        if refresh.status in {"InProgress", "Baking"} and (alarm := self._alarm(refresh)):
            self.fail(refresh, group, now, f"The alarm {alarm} went into the ALARM state.")
            return
        if refresh.status == "Cancelling":
            if refresh.replacing:
                refresh.due = self._next_change(refresh, group, now)
            else:
                finish(refresh, group, now, "Cancelled", "Cancelled by user request.")
            return
        if refresh.status == "Baking":
            if refresh.resumes is None or now >= refresh.resumes:
                finish(refresh, group, now, "Successful")
            else:
                refresh.due = self._watchful(refresh, refresh.resumes, now)
            return
        if self._at_checkpoint(refresh, now):
            return
        if not refresh.left and len(group.counted) >= size_of(group):
            self._complete(refresh, group, now)
        elif "InstanceRefresh" in group.suspended:
            refresh.due = now + _PAUSE
        else:
            self._replace(refresh, group, members, now)
            refresh.due = self._next_change(refresh, group, now)

    def _complete(self, refresh: Refresh, group: Group, now: datetime) -> None:
        if refresh.status == "RollbackInProgress":
            finish(refresh, group, now, "RollbackSuccessful")
            return
        bake = refresh.preferences.get("BakeTime")
        if bake:
            refresh.status, refresh.reason = "Baking", f"Baking for {bake} seconds."
            refresh.resumes = now + timedelta(seconds=bake)
            refresh.due = self._watchful(refresh, refresh.resumes, now)
        else:
            finish(refresh, group, now, "Successful")

    def _at_checkpoint(self, refresh: Refresh, now: datetime) -> bool:
        """Return whether the refresh waits at a checkpoint, or stops at the last one."""
        points = refresh.preferences.get("CheckpointPercentages") or []
        if refresh.status != "InProgress" or refresh.passed >= len(points):
            return False
        if refresh.resumes is None:
            if refresh.replacing or len(refresh.targets) > self._beyond(refresh):
                return False
            if refresh.passed == len(points) - 1:
                # Beyond the last checkpoint, nothing is replaced.
                refresh.targets = []
                return False
            delay = refresh.preferences.get("CheckpointDelay", _CHECKPOINT_DELAY)
            refresh.resumes = now + timedelta(seconds=delay)
            refresh.reason = (
                f"Waiting for {delay} seconds before continuing. "
                f"Checkpoint {points[refresh.passed]}% reached."
            )
        if now >= refresh.resumes:
            refresh.passed, refresh.resumes, refresh.reason = refresh.passed + 1, None, None
            return False
        refresh.due = self._watchful(refresh, refresh.resumes, now)
        return True

    @staticmethod
    def _beyond(refresh: Refresh) -> int:
        """Return how many instances are replaced only after the next checkpoint."""
        points = refresh.preferences.get("CheckpointPercentages") or []
        if refresh.status != "InProgress" or refresh.passed >= len(points):
            return 0
        return int(refresh.total - math.ceil(refresh.total * points[refresh.passed] / 100))

    def _replace(
        self, refresh: Refresh, group: Group, members: dict[str, Member], now: datetime
    ) -> None:
        preferences, size = refresh.preferences, size_of(group)
        least = math.ceil(size * preferences["MinHealthyPercentage"] / 100)
        most = max(size, size * preferences["MaxHealthyPercentage"] // 100)
        ready = [one for one in members.values() if self._ready(one, refresh, now)]
        allowed = len(refresh.targets) - self._beyond(refresh)
        candidates = self._candidates(refresh, members, now)
        if candidates is None:
            self.fail(refresh, group, now, "Instances are protected from scale in or in Standby.")
            return
        may_end = len(ready) - least
        if may_end < 1 and most <= size and not refresh.replacing:
            # At least one instance at a time is replaced.
            may_end = 1
        group.surge = most - size
        known, counted = set(members), len(group.counted)
        extra = min(most - counted, min(allowed, len(candidates)) - (counted - size))
        if most > size and extra > 0 and "Launch" not in group.suspended:
            group.launch(extra)
        for member in candidates[: max(0, min(may_end, allowed))]:
            refresh.targets.remove(member.instance.id)
            group.end(member)
        group.reconcile()
        refresh.replacing |= {
            one.instance.id
            for one in group.members
            if one.instance.id not in known and not one.ending
        }

    def _candidates(
        self, refresh: Refresh, members: dict[str, Member], now: datetime
    ) -> list[Member] | None:
        """Return the instances that may be replaced now; None after an hour without any."""
        preferences = refresh.preferences
        found, waiting = [], 0
        for name in list(refresh.targets):
            member = members[name]
            standby = member.lifecycle_state == "Standby"
            rule = "Refresh"
            if standby:
                rule = preferences["StandbyInstances"]
            elif member.protected_from_scale_in:
                rule = preferences["ScaleInProtectedInstances"]
            if rule == "Ignore":
                refresh.targets.remove(name)
                refresh.total -= 1
            elif rule == "Wait":
                waiting += 1
            elif not member.lifecycle_state.startswith("Pending"):
                found.append(member)
        if waiting and not found and not refresh.replacing:
            refresh.blocked = refresh.blocked or now
            refresh.reason = "Waiting for instances that are protected from scale in or in Standby."
            return None if now >= refresh.blocked + _PATIENCE else []
        if refresh.blocked:
            refresh.blocked = refresh.reason = None
        return found

    @staticmethod
    def _ready(member: Member, refresh: Refresh, now: datetime) -> bool:
        if member.lifecycle_state != "InService" or member.health_status != "Healthy":
            return False
        if member.launched < refresh.since or member.instance.id in refresh.targets:
            return True
        warmup = timedelta(seconds=refresh.preferences["InstanceWarmup"])
        return now >= (member.entered or now) + warmup

    def _next_change(self, refresh: Refresh, group: Group, now: datetime) -> datetime | None:
        """Return when the refresh looks again: at the next change of an instance."""
        if refresh.due is None:
            return None
        warmup = timedelta(seconds=refresh.preferences["InstanceWarmup"])
        times = [
            member.entered + warmup if member.entered is not None else member.next
            for member in group.members
            if member.instance.id in refresh.replacing or member.entered is None
        ]
        later = [time for time in times if time is not None and time > now]
        usual = now + (_PAUSE if refresh.blocked else _TICK)
        return self._watchful(refresh, min(later, default=usual), now)

    @staticmethod
    def _watchful(refresh: Refresh, time: datetime, now: datetime) -> datetime:
        """Return a time, or an earlier one if alarms have to be watched until then."""
        if refresh.preferences.get("AlarmSpecification"):
            time = min(time, now + _PAUSE)
        return max(time, now + _TICK)

    def _alarm(self, refresh: Refresh) -> str | None:
        names = (refresh.preferences.get("AlarmSpecification") or {}).get("Alarms") or []
        alarms = alarms_of(self._region)
        return next((one for one in names if one in alarms and alarms[one].state == ALARM), None)

    def fail(self, refresh: Refresh, group: Group, now: datetime, reason: str) -> None:
        """Fail a refresh, or roll it back if its preferences say so."""
        if refresh.status == "RollbackInProgress":
            finish(refresh, group, now, "RollbackFailed", reason)
        elif refresh.preferences.get("AutoRollback"):
            roll_back(refresh, group, now, reason)
        else:
            finish(refresh, group, now, "Failed", reason)


def roll_back(refresh: Refresh, group: Group, now: datetime, reason: str) -> None:
    """Begin to replace the instances that were replaced by ones with the former configuration."""
    refresh.rollback = {
        "RollbackReason": reason,
        "RollbackStartTime": now,
        "PercentageCompleteOnRollback": refresh.percent,
        "InstancesToUpdateOnRollback": refresh.left,
    }
    refresh.status, refresh.reason, refresh.resumes = "RollbackInProgress", reason, None
    group.desired_configuration = None
    changed = [
        one.instance.id
        for one in group.members
        if not one.ending
        and one.launched >= refresh.start
        and one.launched_with != group.launching()
    ]
    refresh.targets, refresh.replacing, refresh.total = changed, set(), len(changed)
    refresh.since = now
    refresh.due = now + _TICK


def finish(
    refresh: Refresh, group: Group, now: datetime, status: str, reason: str | None = None
) -> None:
    """End a refresh; a successful one makes its configuration that of the group."""
    if status == "Successful":
        refresh.targets, refresh.replacing = [], set()
        if group.desired_configuration is not None:
            group.configure(group.desired_configuration)
    group.desired_configuration, group.surge = None, 0
    refresh.status, refresh.reason, refresh.end, refresh.due = status, reason, now, None


def size_of(group: Group) -> int:
    """Return how many instances a group should have."""
    return math.ceil((group.desired_capacity or 0) / group.weight)


def refresh_engine(region: Region) -> RefreshEngine:
    """Return the refresh engine of a region."""
    return region.part("4 refreshes", RefreshEngine)
