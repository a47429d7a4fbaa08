"""Groups that launch and terminate instances by Auto Scaling's rules."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from moto.autoscaling.models import FakeAutoScalingGroup
from moto.core.utils import utcnow

from reboto.local._model_validation import reject

if TYPE_CHECKING:
    from datetime import datetime

    from moto.autoscaling.models import InstanceState

_cooldowns: WeakKeyDictionary[FakeAutoScalingGroup, datetime] = WeakKeyDictionary()


class Group(FakeAutoScalingGroup):
    """A group that honors suspended processes, termination policies and cooldowns."""

    @property
    def suspended(self) -> set[str]:
        """Names of the suspended processes."""
        return {process["ProcessName"] for process in self.suspended_processes}

    def set_desired_capacity(self, new_capacity: int | None) -> None:
        """Set the capacity; launch or terminate instances unless that process is suspended."""
        capacity = (self.min_size or 0) if new_capacity is None else new_capacity
        self.desired_capacity = capacity
        active = len(self.active_instances())
        suspended = self.suspended
        if (capacity > active and "Launch" in suspended) or (
            capacity < active and "Terminate" in suspended
        ):
            return
        if capacity < active and not self._weighted():
            self._terminate(active - capacity)
            if len(self.active_instances()) != capacity:
                return
        super().set_desired_capacity(capacity)

    def _weighted(self) -> bool:
        policy: dict[str, Any] = self.mixed_instances_policy or {}
        return bool(policy.get("LaunchTemplate", {}).get("Overrides"))

    def _terminate(self, count: int) -> None:
        states = [state for state in self.active_instances() if not state.protected_from_scale_in]
        if (self.termination_policies or ["Default"])[0] == "NewestInstance":
            states.reverse()
        self.remove(states[:count])

    def remove(self, states: list[InstanceState]) -> None:
        """Terminate instances and remove them from the group."""
        if states:
            self.autoscaling_backend.ec2_backend.terminate_instances(
                [one.instance.id for one in states]
            )
        self.instance_states = [one for one in self.instance_states if one not in states]

    def begin_cooldown(self, seconds: int | None = None) -> None:
        """Start a cooldown. Default: the group's default cooldown, in seconds."""
        length = self.default_cooldown if seconds is None else seconds
        _cooldowns[self] = utcnow() + timedelta(seconds=length)

    def check_cooldown(self) -> None:
        """Raise an error during a cooldown.

        Raises
        ------
        ServiceException
            With the code ``ScalingActivityInProgress``.
        """
        if (end := _cooldowns.get(self)) and utcnow() < end:
            reject(
                "ScalingActivityInProgress",
                f"The group {self.name} is in a cooldown until {end:%Y-%m-%dT%H:%M:%SZ}; the "
                "request honors cooldowns.",
            )

    def check_change(self, change: int, doing: str) -> None:
        """Raise an error if a change would move the capacity out of the group's bounds."""
        least, most, desired = self.min_size or 0, self.max_size or 0, self.desired_capacity or 0
        if not least <= desired + change <= most:
            reject(
                "ValidationError",
                f"AutoScalingGroup {self.name} has min-size={least}, max-size={most}, and "
                f"desired-size={desired}. To {doing}, please update the AutoScalingGroup sizes "
                "appropriately.",
            )


def bounded(group: Group, capacity: int) -> int:
    """Limit a capacity to the group's bounds, as scaling policies do."""
    return max(group.min_size or 0, min(group.max_size or 0, capacity))
