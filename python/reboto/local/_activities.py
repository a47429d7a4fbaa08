"""Scaling activities, which moto does not record."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.utils import utcnow
from moto.utilities.aws_headers import amz_crc32

from reboto.local._paging import page
from reboto.local._responses import Responses

if TYPE_CHECKING:
    from moto.autoscaling.models import AutoScalingBackend
    from moto.core.responses import ActionResult

# Keyed weakly: a reset of moto replaces the backends, which drops their activities.
_activities: WeakKeyDictionary[AutoScalingBackend, list[dict[str, Any]]] = WeakKeyDictionary()


class _Size(NamedTuple):
    desired: int
    instances: dict[str, None]


class Activities(Responses, AutoScalingResponse):
    """moto's Auto Scaling, with an activity for each launched or terminated instance."""

    call_action = amz_crc32(Responses.call_action)

    def execute_operation(self, method: str) -> ActionResult:
        """Execute a request, and record the instances that it launched or terminated."""
        before = self._sizes()
        try:
            return super().execute_operation(method)
        finally:
            for name, size in self._sizes().items():
                self._record(name, before.get(name, _Size(0, {})), size)

    def describe_scaling_activities(self) -> ActionResult:
        """Describe the activities of one or all groups, newest first."""
        name, ids = self._get_param("AutoScalingGroupName"), self._get_param("ActivityIds")
        there = self.autoscaling_backend.autoscaling_groups
        deleted = self._get_bool_param("IncludeDeletedGroups", False)
        items = [
            activity
            for activity in reversed(_activities.get(self.autoscaling_backend, []))
            if name in (None, activity["AutoScalingGroupName"])
            and (not ids or activity["ActivityId"] in ids)
            and (deleted or activity["AutoScalingGroupName"] in there)
        ]
        return page(
            self, self.autoscaling_backend, "Activities", items, lambda item: item["ActivityId"]
        )

    def _sizes(self) -> dict[str, _Size]:
        return {
            name: _Size(
                int(group.desired_capacity or 0),
                dict.fromkeys(state.instance.id for state in group.instance_states),
            )
            for name, group in self.autoscaling_backend.autoscaling_groups.items()
        }

    def _record(self, name: str, before: _Size, after: _Size) -> None:
        come = [one for one in after.instances if one not in before.instances]
        gone = [one for one in before.instances if one not in after.instances]
        if not come and not gone:
            return
        time = utcnow()
        cause = f"At {time:%Y-%m-%dT%H:%M:%SZ} "
        if before.desired != after.desired:
            cause += (
                "a user request changed the group's capacity, changing the desired capacity "
                f"from {before.desired} to {after.desired}.  At {time:%Y-%m-%dT%H:%M:%SZ} "
            )
        was, now = len(before.instances), len(after.instances)
        changes = [
            (
                come,
                "Launching a new EC2 instance",
                "started",
                f"increasing the capacity from {was}",
            ),
            (
                gone,
                "Terminating EC2 instance",
                "taken out of service",
                f"shrinking the capacity from {was}",
            ),
        ]
        for instances, what, done, how in changes:
            for instance in instances:
                _activities.setdefault(self.autoscaling_backend, []).append(
                    {
                        "ActivityId": str(uuid.uuid4()),
                        "AutoScalingGroupName": name,
                        "Description": f"{what}: {instance}",
                        "Cause": f"{cause}an instance was {done} in response to a difference "
                        f"between desired and actual capacity, {how} to {now}.",
                        "StartTime": time,
                        "EndTime": time,
                        "StatusCode": "Successful",
                        "Progress": 100,
                        "Details": "{}",
                    }
                )
