"""Groups that launch and terminate instances by Auto Scaling's rules."""

from __future__ import annotations

import contextlib
import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from moto.autoscaling.models import FakeAutoScalingGroup

from reboto.local._autoscaling.instances import Cause, Member, Waiting, adopt
from reboto.local._requests.model_validation import reject
from reboto.local._world import this_world, utcnow

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING"
TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING"
_SHARED = (
    "launch_config",
    "ec2_launch_template",
    "launch_template_version",
    "provided_launch_template_version",
    "mixed_instances_policy",
    "launch_configuration_name",
)
_NONE = Cause()


class Group(FakeAutoScalingGroup):
    """A group whose instances pass through the states of AWS.

    Attributes
    ----------
    pool
        The instances of the warm pool.
    cooldown_end
        When the cooldown ends; None without one.
    desired_configuration
        The configuration of an instance refresh, with which instances are launched meanwhile.
    surge
        How many instances an instance refresh may add to the desired capacity.
    """

    pool: list[Member]
    cooldown_end: datetime | None
    desired_configuration: dict[str, Any] | None
    surge: int

    @classmethod
    def of(cls, group: FakeAutoScalingGroup) -> Group:
        """Return a group of moto as one of this class. Other services of moto create groups too."""
        if not isinstance(group, Group):
            found = cast("Group", group)
            found.__class__ = cast("Any", Group)
            found.pool, found.cooldown_end, found.desired_configuration = [], None, None
            found.surge = 0
            return found
        return group

    @property
    def suspended(self) -> set[str]:
        """Names of the suspended processes."""
        return {process["ProcessName"] for process in self.suspended_processes}

    @property
    def members(self) -> list[Member]:
        """All instances except those of the warm pool, in the order of their launch."""
        now = utcnow()
        return [adopt(state, self.launching, now) for state in self.instance_states]

    @property
    def counted(self) -> list[Member]:
        """The instances that count towards the desired capacity."""
        return [one for one in self.members if one.counts]

    @property
    def in_service(self) -> list[Member]:
        """The instances in service."""
        return [one for one in self.members if one.lifecycle_state == "InService"]

    @property
    def default_warmup(self) -> int:
        """Seconds that an instance warms up, for policies without an own number."""
        warmup: int | None = getattr(self, "default_instance_warmup", None)
        if warmup is not None and warmup >= 0:
            return warmup
        return self.default_cooldown

    @property
    def weight(self) -> int:
        """Units of the capacity that an instance is: those of the first override."""
        policy: dict[str, Any] = self.mixed_instances_policy or {}
        overrides = policy.get("LaunchTemplate", {}).get("Overrides") or [{}]
        text = str(overrides[0].get("WeightedCapacity") or "1")
        return max(1, int(text)) if text.isdigit() else 1

    def set_desired_capacity(self, new_capacity: int | None, cause: Cause = _NONE) -> None:
        """Set the capacity; launch or terminate instances unless that process is suspended."""
        self.desired_capacity = (self.min_size or 0) if new_capacity is None else new_capacity
        self.reconcile(cause)

    def reconcile(self, cause: Cause = _NONE) -> None:
        """Launch or terminate instances until their number is the desired one."""
        wanted = math.ceil((self.desired_capacity or 0) / self.weight)
        missing = wanted - len(self.counted)
        if missing > 0 and "Launch" not in self.suspended:
            self.launch(missing, cause)
        elif missing + self.surge < 0 and "Terminate" not in self.suspended:
            for member in self._victims(-missing - self.surge):
                self.end(member, cause, reuse=True)
        self.fill_pool()
        if self.name in self.autoscaling_backend.autoscaling_groups:
            self.autoscaling_backend.update_attached_elbs(self.name)
            self.autoscaling_backend.update_attached_target_groups(self.name)

    def launch(self, count: int, cause: Cause = _NONE, *, from_pool: bool = True) -> list[Member]:
        """Launch instances, those of the warm pool first."""
        launched: list[Member] = []
        if from_pool:
            ready = [one for one in self.pool if one.lifecycle_state in _WARMED]
            for member in ready[:count]:
                self.pool.remove(member)
                self.instance_states.append(member)
                launched.append(member)
        if count > len(launched):
            launched += self._start(count - len(launched))
        now, options = utcnow(), this_world().options
        for member in launched:
            running = member.lifecycle_state == "Warmed:Running"
            member.lifecycle_state, member.cause = "Pending", cause
            member.entered = None
            seconds = 0.0 if running else options.launch_seconds
            member.due = now + timedelta(seconds=seconds)
            if not seconds:
                self.proceed(member, now)
        return launched

    def _start(self, count: int) -> list[Member]:
        with self.configured():
            before, now = len(self.instance_states), utcnow()
            self.replace_autoscaling_group_instances(count, self.get_propagated_tags())
            return [adopt(state, self.launching, now) for state in self.instance_states[before:]]

    @contextlib.contextmanager
    def configured(self) -> Generator[None, None, None]:
        """Use the configuration of an instance refresh inside the block, if there is one."""
        wanted = self.desired_configuration
        if wanted is None:
            yield
            return
        before = {name: getattr(self, name, None) for name in _SHARED}
        try:
            self.configure(wanted)
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)

    def configure(self, wanted: dict[str, Any]) -> None:
        """Set the launch template or the mixed instances policy of the group."""
        mixed = wanted.get("MixedInstancesPolicy")
        self.mixed_instances_policy = mixed
        self._set_launch_configuration("", wanted.get("LaunchTemplate") or {}, mixed)

    def launching(self) -> dict[str, Any]:
        """Return what an instance that is launched now is launched with."""
        policy: dict[str, Any] = self.mixed_instances_policy or {}
        weighted = (policy.get("LaunchTemplate", {}).get("Overrides") or [{}])[0]
        found: dict[str, Any] = {}
        if weighted.get("WeightedCapacity"):
            found["WeightedCapacity"] = str(self.weight)
        if weighted.get("InstanceType"):
            found["InstanceType"] = weighted["InstanceType"]
        template = self.ec2_launch_template
        if template is not None:
            version = str(getattr(self, "launch_template_version", None) or "$Default")
            number = {
                "$Default": str(template.default_version_number),
                "$Latest": str(template.latest_version_number),
            }.get(version, version)
            found["LaunchTemplate"] = {
                "LaunchTemplateId": template.id,
                "LaunchTemplateName": template.name,
                "Version": number,
            }
        elif self.launch_config:
            found["LaunchConfigurationName"] = self.launch_config.name
        return found

    def proceed(self, member: Member, now: datetime) -> None:
        """Let an instance continue its launch: to the wait for hooks, then into service."""
        member.due = None
        hooks = self.hooks(LAUNCHING)
        if member.lifecycle_state == "Pending" and hooks:
            member.lifecycle_state = "Pending:Wait"
            member.waits = {hook.name: Waiting.of(hook, now) for hook in hooks}
            return
        self.enter(member, now)

    def enter(self, member: Member, now: datetime) -> None:
        """Put an instance into service; its warm-up and the cooldown begin."""
        member.lifecycle_state, member.entered, member.due = "InService", now, None
        warmup = self.default_warmup if member.cause.warmup is None else member.cause.warmup
        member.warm = now + timedelta(seconds=warmup)
        if member.cause.cooldown is not None:
            self.begin_cooldown(member.cause.cooldown)

    def hooks(self, transition: str) -> list[Any]:
        """Return the lifecycle hooks of a transition."""
        return [
            hook
            for hook in self.autoscaling_backend.lifecycle_hooks.values()
            if hook.auto_scaling_group_name == self.name and hook.lifecycle_transition == transition
        ]

    def end(self, member: Member, cause: Cause = _NONE, *, reuse: bool = False) -> None:
        """Terminate an instance, after its hooks; or return it to the warm pool."""
        now = utcnow()
        policy: Any = getattr(self.warm_pool, "instance_reuse_policy", None) or {}
        member.reused = reuse and bool(policy.get("ReuseOnScaleIn"))
        member.cause, member.replace_at, member.due = cause, None, None
        served = member.lifecycle_state in {"InService", "Standby"}
        hooks = self.hooks(TERMINATING) if served else []
        if hooks:
            member.lifecycle_state = "Terminating:Wait"
            member.waits = {hook.name: Waiting.of(hook, now) for hook in hooks}
            return
        member.lifecycle_state, member.waits = "Terminating", {}
        self.finish(member, now)

    def finish(self, member: Member, now: datetime) -> None:
        """Continue the termination of an instance after its hooks."""
        member.waits = {}
        seconds = this_world().options.terminate_seconds
        if member.reused:
            self.instance_states.remove(member)
            member.lifecycle_state, member.entered, member.warm = "Warmed:Pending", None, None
            member.due = now + timedelta(seconds=seconds)
            self.pool.append(member)
            self.begin_cooldown_of(member)
            if not seconds:
                self.warm_up(member)
        elif seconds:
            if member.lifecycle_state == "Terminating:Wait":
                member.lifecycle_state = "Terminating:Proceed"
            member.due = now + timedelta(seconds=seconds)
        else:
            self.remove([member])

    def remove(self, members: list[Member]) -> None:
        """Terminate instances at once and remove them from the group."""
        # Removed first: moto replaces terminated instances that a group still has.
        self.instance_states = [one for one in self.instance_states if one not in members]
        self.pool = [one for one in self.pool if one not in members]
        if members:
            self.autoscaling_backend.ec2_backend.terminate_instances(
                [one.instance.id for one in members]
            )
        for member in members:
            self.begin_cooldown_of(member)

    def _victims(self, count: int) -> list[Member]:
        """Choose instances to terminate: pending ones, newest first, then by termination policy."""
        counted = self.counted
        pending = [one for one in reversed(counted) if one.lifecycle_state != "InService"]
        serving = [
            one
            for one in counted
            if one.lifecycle_state == "InService" and not one.protected_from_scale_in
        ]
        policy = (self.termination_policies or ["Default"])[0]
        if policy == "NewestInstance":
            serving.reverse()
        elif policy != "OldestInstance":
            with self.configured():
                present = self.launching()
            serving.sort(key=lambda one: one.launched_with == present)
        return [*pending, *serving][:count]

    def fill_pool(self) -> None:
        """Launch or terminate instances of the warm pool until it has its size."""
        pool: Any = self.warm_pool
        if pool is None or getattr(pool, "status", None):
            return
        most = pool.max_group_prepared_capacity
        prepared = (self.max_size or 0) if most is None or most < 0 else int(most)
        size = max(int(pool.min_size or 0), prepared - (self.desired_capacity or 0))
        alive = [one for one in self.pool if not one.ending]
        if len(alive) < size and "Launch" not in self.suspended:
            now, seconds = utcnow(), this_world().options.launch_seconds
            for member in self._start(size - len(alive)):
                self.instance_states.remove(member)
                self.pool.append(member)
                member.lifecycle_state, member.entered = "Warmed:Pending", None
                member.due = now + timedelta(seconds=seconds)
                if not seconds:
                    self.warm_up(member)
        elif len(alive) > size and "Terminate" not in self.suspended:
            self.end_pooled(alive[size:])

    def end_pooled(self, members: list[Member]) -> None:
        """Terminate instances of the warm pool."""
        seconds = this_world().options.terminate_seconds
        for member in members:
            member.lifecycle_state, member.waits = "Warmed:Terminating", {}
            member.due = utcnow() + timedelta(seconds=seconds)
        if not seconds:
            self.remove(members)

    def warm_up(self, member: Member) -> None:
        """Let an instance of the warm pool continue: to the wait for hooks, then to its state."""
        now, hooks = utcnow(), self.hooks(LAUNCHING)
        member.due = None
        if member.lifecycle_state == "Warmed:Pending" and hooks and not member.reused:
            member.lifecycle_state = "Warmed:Pending:Wait"
            member.waits = {hook.name: Waiting.of(hook, now) for hook in hooks}
            return
        pool: Any = self.warm_pool
        member.reused = False
        member.lifecycle_state = f"Warmed:{getattr(pool, 'pool_state', None) or 'Stopped'}"

    def begin_cooldown_of(self, member: Member) -> None:
        """Start the cooldown that follows the termination of an instance, if one does."""
        if member.cause.cooldown is not None:
            self.begin_cooldown(member.cause.cooldown)

    def begin_cooldown(self, seconds: int | None = None) -> None:
        """Start a cooldown. Default: the group's default cooldown, in seconds."""
        length = self.default_cooldown if seconds is None else seconds
        self.cooldown_end = utcnow() + timedelta(seconds=length)

    def check_cooldown(self) -> None:
        """Raise an error during a cooldown.

        Raises
        ------
        ServiceException
            With the code ``ScalingActivityInProgress``.
        """
        if (end := self.cooldown_end) and utcnow() < end:
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


_WARMED = {"Warmed:Stopped", "Warmed:Running", "Warmed:Hibernated"}


def bounded(group: Group, capacity: int) -> int:
    """Limit a capacity to the group's bounds, as scaling policies do."""
    return max(group.min_size or 0, min(group.max_size or 0, capacity))
