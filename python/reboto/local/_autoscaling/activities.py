"""Scaling activities, which moto does not record."""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from moto.autoscaling.models import autoscaling_backends
from moto.autoscaling.responses import AutoScalingResponse
from moto.utilities.aws_headers import amz_crc32

from reboto.local._autoscaling.groups import Group
from reboto.local._requests.paging import page
from reboto.local._requests.responses import Responses
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Generator

    from moto.core.responses import ActionResult

    from reboto.local._autoscaling.instances import Member
    from reboto.local._world import Region

_LAUNCH, _TERMINATE = "Launching a new EC2 instance", "Terminating EC2 instance"
_KEPT = 10_000


class _Size(NamedTuple):
    desired: int
    instances: dict[str, None]


def activities_of(region: Region) -> list[dict[str, Any]]:
    """Return all activities of a region, oldest first."""
    kept: list[dict[str, Any]] = region.table("activities").setdefault("", [])
    return kept


@contextlib.contextmanager
def recorded(
    region: Region,
    cause: str = "a user request changed the group's capacity, changing",
    terminated: str = "taken out of service",
) -> Generator[None, None, None]:
    """Record the instances that are launched or terminated inside the block.

    Parameters
    ----------
    region
        The region of the groups.
    cause
        What changed the desired capacity, up to the word "changing".
    terminated
        What happened to the instances that are terminated.
    """
    # Blocks may be nested: each records what differs from the end of the block before it.
    known: dict[str, _Size] = region.table("sizes")
    if not known:
        known.update(_sizes(region))
    try:
        yield
    finally:
        sizes = _sizes(region)
        for name, size in sizes.items():
            _record(region, name, known.get(name, _Size(0, {})), size, cause, terminated)
        known.clear()
        known.update(sizes)
        _settle(region)


def note(region: Region, group: Group, description: str, cause: str, **more: Any) -> dict[str, Any]:
    """Record an activity."""
    now = utcnow()
    activity: dict[str, Any] = {
        "ActivityId": str(uuid.uuid4()),
        "AutoScalingGroupName": group.name,
        "AutoScalingGroupARN": group.arn,
        "Description": description,
        "Cause": f"At {now:%Y-%m-%dT%H:%M:%SZ} {cause}"[:1023],
        "StartTime": now,
        "EndTime": now,
        "StatusCode": "Successful",
        "Progress": 100,
        "Details": "{}",
        **more,
    }
    kept = activities_of(region)
    kept.append(activity)
    del kept[:-_KEPT]
    return activity


def groups_of(region: Region) -> dict[str, Group]:
    """Return the groups of a region by name."""
    backend = autoscaling_backends[region.account][region.name]
    return {name: Group.of(group) for name, group in backend.autoscaling_groups.items()}


def _sizes(region: Region) -> dict[str, _Size]:
    return {
        name: _Size(
            int(group.desired_capacity or 0),
            dict.fromkeys(one.instance.id for one in group.members if not one.ending),
        )
        for name, group in groups_of(region).items()
    }


def _record(
    region: Region, name: str, before: _Size, after: _Size, cause: str, terminated: str
) -> None:
    come = [one for one in after.instances if one not in before.instances]
    gone = [one for one in before.instances if one not in after.instances]
    if not come and not gone:
        return
    text = ""
    if before.desired != after.desired:
        text = (
            f"{cause} the desired capacity from {before.desired} to {after.desired}.  "
            f"At {utcnow():%Y-%m-%dT%H:%M:%SZ} "
        )
    was, now = len(before.instances), len(after.instances)
    between = was - len(gone)
    group = groups_of(region)[name]
    for instances, what, done, how in (
        (gone, _TERMINATE, terminated, f"shrinking the capacity from {was} to {between}"),
        (come, _LAUNCH, "started", f"increasing the capacity from {between} to {now}"),
    ):
        for instance in instances:
            note(
                region,
                group,
                f"{what}: {instance}",
                f"{text}an instance was {done} in response to a difference between desired and "
                f"actual capacity, {how}.",
                StatusCode="InProgress",
                EndTime=None,
                instance=instance,
            )


def _settle(region: Region) -> None:
    """Set the status of the activities in progress by the states of their instances."""
    members = {
        one.instance.id: one for group in groups_of(region).values() for one in group.members
    }
    for activity in reversed(activities_of(region)):
        if "instance" not in activity:
            continue
        member = members.get(activity["instance"])
        launch = activity["Description"].startswith(_LAUNCH)
        status, progress = _status(member, launch=launch)
        activity.update(StatusCode=status, Progress=progress)
        if progress == 100:
            activity["EndTime"] = utcnow()
            del activity["instance"]
            if status == "Cancelled":
                activity["StatusMessage"] = (
                    "Instance failed to complete user's Lifecycle Action: Lifecycle Action "
                    "Completed with ABANDON Result"
                    if member is None or member.abandoned
                    else "The instance was terminated before it was in service."
                )


def _status(member: Member | None, *, launch: bool) -> tuple[str, int]:
    if member is None:
        return ("Cancelled" if launch else "Successful"), 100
    state = member.lifecycle_state
    if launch and (member.entered is not None or state in {"InService", "Standby"}):
        return "Successful", 100
    if launch and member.ending:
        return "Cancelled", 100
    if state.endswith(":Wait"):
        return "MidLifecycleAction", 60
    return ("PreInService", 30) if launch else ("InProgress", 50)


class Activities(Responses, AutoScalingResponse):
    """moto's Auto Scaling, with an activity for each launched or terminated instance."""

    call_action = amz_crc32(Responses.call_action)

    def execute_operation(self, method: str) -> ActionResult:
        """Execute a request, and record the instances that it launched or terminated."""
        with recorded(self.here):
            return super().execute_operation(method)

    def describe_scaling_activities(self) -> ActionResult:
        """Describe the activities of one or all groups, newest first."""
        name, ids = self._get_param("AutoScalingGroupName"), self._get_param("ActivityIds")
        there = self.autoscaling_backend.autoscaling_groups
        deleted = self._get_bool_param("IncludeDeletedGroups", False)
        filters = {one["Name"]: one["Values"] for one in self._get_param("Filters", [])}
        items = [
            activity
            for activity in reversed(activities_of(self.here))
            if name in (None, activity["AutoScalingGroupName"])
            and (not ids or activity["ActivityId"] in ids)
            and (deleted or activity["AutoScalingGroupName"] in there)
            and _matches(activity, filters)
        ]
        return page(
            self, self.autoscaling_backend, "Activities", items, lambda item: item["ActivityId"]
        )


def _matches(activity: dict[str, Any], filters: dict[str, list[str]]) -> bool:
    start = f"{activity['StartTime']:%Y-%m-%dT%H:%M:%S}"
    for name, values in filters.items():
        if name == "Status" and activity["StatusCode"] not in values:
            return False
        if name == "StartTimeLowerBound" and not any(start >= one.rstrip("Z") for one in values):
            return False
        if name == "StartTimeUpperBound" and not any(start <= one.rstrip("Z") for one in values):
            return False
    return True
