"""What groups do as time passes: instances launch, wait for hooks, and terminate."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reboto._guarded_log import GuardedLog
from reboto.local._autoscaling.activities import groups_of, note, recorded

if TYPE_CHECKING:
    from datetime import datetime

    from reboto.local._autoscaling.groups import Group
    from reboto.local._autoscaling.instances import Member
    from reboto.local._world import Region

_log = GuardedLog("reboto.local")

# How long Auto Scaling takes until it replaces an instance that is unhealthy.
REPLACEMENT = timedelta(seconds=30)
CONTINUE, ABANDON = "CONTINUE", "ABANDON"


class FleetEngine:
    """Let the instances of a region's groups pass through their states."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def next(self) -> datetime | None:
        """Return when something happens next."""
        times = [
            time
            for group in groups_of(self._region).values()
            for member in [*group.members, *group.pool]
            if (time := _next(group, member)) is not None
        ]
        return min(times, default=None)

    def step(self, now: datetime) -> None:
        """Let all transitions end that are due, and replace unhealthy and old instances."""
        for group in groups_of(self._region).values():
            members = [
                member
                for member in [*group.members, *group.pool]
                if (time := _next(group, member)) is not None and time <= now
            ]
            if not members:
                continue
            with recorded(self._region, terminated=_reason(members)):
                for member in members:
                    self._step(group, member, now)
                if getattr(group.warm_pool, "status", None) and not group.pool:
                    group.warm_pool = None
                self.reconcile(group)

    def reconcile(self, group: Group) -> None:
        """Launch and terminate instances; record a failed activity if that is impossible."""
        try:
            group.reconcile()
        except Exception as error:  # noqa: BLE001 - moto raises its services' own errors
            _log.warning("group %s cannot launch instances: %s", group.name, error)
            note(
                self._region,
                group,
                f"Launching a new EC2 instance.  Status Reason: {error}",
                "an instance was started in response to a difference between desired and actual "
                "capacity.",
                StatusCode="Failed",
                StatusMessage=str(error)[:255],
            )

    def _step(self, group: Group, member: Member, now: datetime) -> None:
        for name, wait in list(member.waits.items()):
            if wait.ends <= now:
                complete(group, member, name, wait.hook.default_result, now)
        if member.due is not None and member.due <= now:
            if member.lifecycle_state.endswith("Terminating") or "Terminating:" in (
                member.lifecycle_state
            ):
                group.remove([member])
            elif member.in_pool:
                group.warm_up(member)
            else:
                group.proceed(member, now)
        replace = member.lifecycle_state == "InService" and "Terminate" not in group.suspended
        if member.replace_at is not None and member.replace_at <= now:
            member.replace_at = None
            if replace and "ReplaceUnhealthy" not in group.suspended:
                group.end(member)
        elif replace and (old := _too_old(group, member)) is not None and old <= now:
            group.end(member)


def complete(group: Group, member: Member, hook: str, result: str, now: datetime) -> None:
    """Give a lifecycle hook the result for an instance; the last one lets it continue."""
    if member.waits.pop(hook, None) is None:
        return
    launching = "Pending" in member.lifecycle_state
    if result == ABANDON:
        member.waits = {}
        if launching:
            member.abandoned = True
            if member.in_pool:
                group.end_pooled([member])
            else:
                group.end(member)
            return
    if member.waits:
        return
    if member.in_pool:
        member.lifecycle_state = "Warmed:Pending:Proceed"
        group.warm_up(member)
    elif launching:
        member.lifecycle_state = "Pending:Proceed"
        group.enter(member, now)
    else:
        group.finish(member, now)


def fleet_engine(region: Region) -> FleetEngine:
    """Return the fleet engine of a region."""
    return region.part("1 instances", FleetEngine)


def _next(group: Group, member: Member) -> datetime | None:
    times = [member.next, _too_old(group, member)]
    return min((time for time in times if time is not None), default=None)


def _too_old(group: Group, member: Member) -> datetime | None:
    lifetime: int | None = getattr(group, "max_instance_lifetime", None)
    serving = member.lifecycle_state == "InService" and "Terminate" not in group.suspended
    if not lifetime or lifetime < 0 or not serving:
        return None
    return (member.entered or member.launched) + timedelta(seconds=lifetime)


def _reason(members: list[Member]) -> str:
    if any(member.health_status == "Unhealthy" for member in members):
        return "taken out of service in response to a user health-check, and terminated"
    if any(member.abandoned for member in members):
        return "abandoned by a lifecycle hook, and terminated"
    return "taken out of service"
