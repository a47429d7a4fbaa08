"""Instances of groups, with the states that they pass through."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from moto.autoscaling.models import InstanceState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

# AWS ends waiting after 48 hours or 100 timeouts, whichever is shorter.
_MOST_TIMEOUTS = 100
_LONGEST = timedelta(hours=48)


class Cause(NamedTuple):
    """Cooldown and warm-up of the instances that a change of the capacity starts or ends.

    None means that no cooldown follows, or the warm-up of the group.
    """

    cooldown: int | None = None
    warmup: int | None = None


@dataclass
class Waiting:
    """The wait of an instance for the result of a lifecycle hook."""

    hook: Any
    ends: datetime
    limit: datetime
    token: str = field(default_factory=lambda: str(uuid.uuid4()))

    @classmethod
    def of(cls, hook: Any, now: datetime) -> Waiting:
        """Begin to wait."""
        timeout = timedelta(seconds=int(hook.heartbeat_timeout))
        return cls(hook, now + timeout, now + min(_MOST_TIMEOUTS * timeout, _LONGEST))

    def heartbeat(self, now: datetime) -> None:
        """Restart the timeout, up to the longest wait."""
        self.ends = min(now + timedelta(seconds=int(self.hook.heartbeat_timeout)), self.limit)


class Member(InstanceState):
    """An instance of a group or of its warm pool.

    Attributes
    ----------
    due
        When its transition ends; None if it is in no transition, or waits for hooks.
    waits
        The waits for lifecycle hooks, by the name of the hook.
    launched, entered, warm
        When it was launched, when it entered service, and from when on it is warm.
    cause
        Cooldown and warm-up of the change that launched or ends it.
    replace_at
        When it is replaced because it is unhealthy.
    abandoned
        Whether a lifecycle hook abandoned its launch.
    reused
        Whether it returns to the warm pool at the end of its termination.
    launched_with
        The launch configuration or template with which it was launched.
    """

    due: datetime | None
    waits: dict[str, Waiting]
    launched: datetime
    entered: datetime | None
    warm: datetime | None
    cause: Cause
    replace_at: datetime | None
    abandoned: bool
    reused: bool
    launched_with: dict[str, Any]

    @property
    def counts(self) -> bool:
        """Whether it counts towards the desired capacity."""
        return self.lifecycle_state.startswith("Pending") or self.lifecycle_state == "InService"

    @property
    def ending(self) -> bool:
        """Whether it is being terminated."""
        return self.lifecycle_state.startswith(("Terminating", "Warmed:Terminating"))

    @property
    def in_pool(self) -> bool:
        """Whether it is in the warm pool."""
        return self.lifecycle_state.startswith("Warmed")

    @property
    def launch_template(self) -> dict[str, Any] | None:
        """The launch template with which it was launched."""
        template: dict[str, Any] | None = self.launched_with.get("LaunchTemplate")
        return template

    @property
    def launch_configuration_name(self) -> str | None:
        """The launch configuration with which it was launched."""
        name: str | None = self.launched_with.get("LaunchConfigurationName")
        return name

    @property
    def image_id(self) -> str | None:
        """The image with which it was launched."""
        return cast("str | None", getattr(self.instance, "image_id", None))

    @property
    def weighted_capacity(self) -> str | None:
        """How many units of the capacity it is."""
        weight: str | None = self.launched_with.get("WeightedCapacity")
        return weight

    @property
    def next(self) -> datetime | None:
        """When something happens to it next."""
        times = [wait.ends for wait in self.waits.values()]
        times += [time for time in (self.due, self.replace_at) if time is not None]
        return min(times, default=None)


def adopt(state: InstanceState, launching: Callable[[], dict[str, Any]], now: datetime) -> Member:
    """Return an instance of moto as a member; `launching` says what a new one is launched with."""
    if isinstance(state, Member):
        return state
    member = cast("Member", state)
    member.__class__ = Member
    member.due = member.warm = member.replace_at = None
    member.entered = now
    member.launched = now
    member.waits = {}
    member.cause = Cause()
    member.abandoned = member.reused = False
    member.launched_with = launching()
    # moto launches the type of the launch template, also if a mixed instances policy has others.
    member.instance_type = member.launched_with.get("InstanceType") or member.instance_type
    return member
