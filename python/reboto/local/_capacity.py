"""Operations that change the capacity of groups, within the bounds of each group."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from moto.autoscaling.exceptions import ValidationError
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._activities import Activities
from reboto.local._groups import Group, bounded
from reboto.local._model_validation import reject

if TYPE_CHECKING:
    from moto.autoscaling.models import FakeScalingPolicy, InstanceState


class Capacity(Activities):
    """moto's Auto Scaling, with AWS's limits on every change of a group's size."""

    def group(self) -> Group:
        """Return the group that the request names."""
        return self.group_named(self._get_param("AutoScalingGroupName"))

    def group_named(self, name: str) -> Group:
        """Return a group by name.

        Raises
        ------
        ValidationError
            If the group does not exist.
        """
        group = self.autoscaling_backend.autoscaling_groups.get(name)
        if group is None:
            raise ValidationError(f"AutoScalingGroup name not found - {name}")
        # Other services of moto also create groups, with moto's own class.
        group.__class__ = cast("Any", Group)
        return cast("Group", group)

    def create_auto_scaling_group(self) -> ActionResult:
        """Create a group. If its instances cannot be launched, the group is removed again."""
        self._check_security_groups()
        name, groups = (
            self._get_param("AutoScalingGroupName"),
            self.autoscaling_backend.autoscaling_groups,
        )
        try:
            result = super().create_auto_scaling_group()
        except Exception:
            # moto may have stored the group and launched instances before the error.
            groups.pop(name, None)
            raise
        group = groups[name]
        group.__class__ = cast("Any", Group)
        if (cooldown := self._get_int_param("DefaultCooldown")) is not None:
            group.default_cooldown = cooldown
        if (grace := self._get_int_param("HealthCheckGracePeriod")) is not None:
            group.health_check_grace_period = grace
        return result

    def update_auto_scaling_group(self) -> ActionResult:
        """Update a group. A desired capacity that is not given is adjusted to the new bounds."""
        group = self.group()
        least = self._get_int_param("MinSize", group.min_size or 0)
        most = self._get_int_param("MaxSize", group.max_size or 0)
        desired = self._get_int_param("DesiredCapacity")
        if least > most:
            reject(
                "ValidationError",
                f"Max bound, {most}, must be greater than or equal to min bound, {least}",
            )
        if desired is not None and not least <= desired <= most:
            reject(
                "ValidationError",
                f"Desired capacity:{desired} must be between the specified min size:{least} "
                f"and max size:{most}",
            )
        mixed = group.mixed_instances_policy
        if desired is None:
            # Without it, moto compares the bounds with the number of running instances.
            self.params["DesiredCapacity"] = max(least, min(most, group.desired_capacity or 0))
        result = super().update_auto_scaling_group()
        if not self._get_param("LaunchConfigurationName") and not self._get_param("LaunchTemplate"):
            group.mixed_instances_policy = self._get_param("MixedInstancesPolicy") or mixed
        for member, attribute in (
            ("DefaultCooldown", "default_cooldown"),
            ("TerminationPolicies", "termination_policies"),
            ("PlacementGroup", "placement_group"),
            ("CapacityRebalance", "capacity_rebalance"),
        ):
            if (value := self._get_param(member)) is not None:
                setattr(group, attribute, value)
        return result

    def _check_security_groups(self) -> None:
        backend = self.autoscaling_backend
        launch: Any = backend.launch_configurations.get(self._get_param("LaunchConfigurationName"))
        for group in (launch and launch.security_groups) or ():
            ec2: Any = backend.ec2_backend
            if group.startswith("sg-") and ec2.get_security_group_from_id(group) is None:
                raise ValidationError(f"The security group '{group}' does not exist")

    def delete_auto_scaling_group(self) -> ActionResult:
        """Delete a group, with its instances, policies and scheduled actions."""
        group = self.group()
        group.suspended_processes = []  # moto's setter expects names
        group.remove(list(group.instance_states))
        result = super().delete_auto_scaling_group()
        backend = self.autoscaling_backend
        for owned in (backend.policies, backend.scheduled_actions, backend.lifecycle_hooks):
            for key, one in list(owned.items()):
                if one.auto_scaling_group_name == group.name:  # type: ignore[attr-defined]
                    del owned[key]
        return result

    def set_desired_capacity(self) -> ActionResult:
        """Set the desired capacity; reject values outside the group's bounds."""
        group, capacity = self.group(), self._get_int_param("DesiredCapacity", 0)
        least, most = group.min_size or 0, group.max_size or 0
        if not least <= capacity <= most:
            bound = f"above max value {most}" if capacity > most else f"below min value {least}"
            reject(
                "ValidationError",
                f"New SetDesiredCapacity value {capacity} is {bound} for the AutoScalingGroup.",
            )
        if self._get_bool_param("HonorCooldown"):
            group.check_cooldown()
        if capacity != group.desired_capacity:
            group.begin_cooldown()
        group.set_desired_capacity(capacity)
        return EmptyResult()

    def execute(self, policy: FakeScalingPolicy) -> None:
        """Change a group's capacity by a policy; the result is limited to the group's bounds."""
        group = self.group_named(policy.auto_scaling_group_name)
        honored = self._get_bool_param("HonorCooldown")
        simple = policy.policy_type == "SimpleScaling"
        if not simple and policy.policy_type != "StepScaling":
            reject("ValidationError", f"Policies of type {policy.policy_type} cannot be executed")
        if honored and not simple:
            reject("ValidationError", "HonorCooldown is only for policies of type SimpleScaling")
        if honored:
            group.check_cooldown()
        adjustment = (policy.scaling_adjustment or 0) if simple else self._step(policy)
        before = group.desired_capacity or 0
        after = bounded(group, _adjusted(policy, before, adjustment))
        if after != before:
            group.begin_cooldown(getattr(policy, "own_cooldown", None))
        group.set_desired_capacity(after)

    def _step(self, policy: FakeScalingPolicy) -> int:
        value, breach = self._get_param("MetricValue"), self._get_param("BreachThreshold")
        if value is None or breach is None:
            reject(
                "ValidationError",
                "MetricValue and BreachThreshold are required for policies of type StepScaling",
            )
        steps: Any = policy.step_adjustments
        above = value - breach
        for step in steps:
            low = step.get("MetricIntervalLowerBound", -math.inf)
            high = step.get("MetricIntervalUpperBound", math.inf)
            # Lower bounds are inclusive at or above the threshold, upper bounds below it.
            if (low <= above < high) if above >= 0 else (low < above <= high):
                return int(step["ScalingAdjustment"])
        raise ValidationError(
            f"No step adjustment of the policy {policy.name} matches the metric value {value}"
        )

    def terminate_instance_in_auto_scaling_group(self) -> ActionResult:
        """Terminate an instance, and replace it unless the capacity is decremented."""
        state = self.instance(self._get_param("InstanceId"))
        group = self.group_named(state.auto_scaling_group_name)
        least, desired = group.min_size or 0, group.desired_capacity or 0
        if self._get_bool_param("ShouldDecrementDesiredCapacity") and desired <= least:
            reject(
                "ValidationError",
                f"Currently, desiredSize equals minSize ({least}). Terminating instance without "
                "replacement will violate group's min size constraint. Either set "
                "shouldDecrementDesiredCapacity flag to false or lower group's min size.",
            )
        return super().terminate_instance_in_auto_scaling_group()

    def attach_instances(self) -> ActionResult:
        """Attach instances and increase the desired capacity, within the group's bounds."""
        group, named = self.group(), self._get_param("InstanceIds", [])
        for one in named:
            self.autoscaling_backend.ec2_backend.get_instance(one)
        taken = [state.instance.id for state in self._states() if state.instance.id in named]
        if taken:
            reject("ValidationError", f"Instance {taken[0]} is already part of an AutoScalingGroup")
        group.check_change(len(named), f"attach {len(named)} more instance(s)")
        before = group.desired_capacity or 0
        result = super().attach_instances()
        group.desired_capacity = before + len(named)
        return result

    def detach_instances(self) -> ActionResult:
        """Detach instances, and replace them unless the capacity is decremented."""
        return self._remove_from_service("detach", super().detach_instances)

    def enter_standby(self) -> ActionResult:
        """Put instances into standby, and replace them unless the capacity is decremented."""
        return self._remove_from_service("place into standby", super().enter_standby)

    def exit_standby(self) -> ActionResult:
        """Put instances back into service and increase the desired capacity."""
        group, named = self.group(), self.members()
        for state in named:
            if state.lifecycle_state != "Standby":
                reject("ValidationError", f"The instance {state.instance.id} is not in Standby.")
        group.check_change(len(named), f"exit standby {len(named)} instance(s)")
        return super().exit_standby()

    def resume_processes(self) -> ActionResult:
        """Resume processes, and launch or terminate instances that were due in the meantime."""
        result = super().resume_processes()
        group = self.group()
        group.set_desired_capacity(group.desired_capacity)
        return result

    def instance(self, named: str) -> InstanceState:
        """Return an instance of any group.

        Raises
        ------
        ValidationError
            If no group has the instance.
        """
        for state in self._states():
            if state.instance.id == named:
                return state
        raise ValidationError(
            f"Instance Id not found - No managed instance found for instance ID: {named}"
        )

    def _states(self) -> list[InstanceState]:
        groups = self.autoscaling_backend.autoscaling_groups.values()
        return [state for group in groups for state in group.instance_states]

    def members(self) -> list[InstanceState]:
        """Return the instances that the request names.

        Raises
        ------
        ValidationError
            If one does not belong to the group.
        """
        group, named = self.group(), self._get_param("InstanceIds") or []
        found = {state.instance.id: state for state in group.instance_states}
        for one in named:
            if one not in found:
                raise ValidationError(
                    f"The instance {one} is not part of Auto Scaling group {group.name}."
                )
        return [found[one] for one in dict.fromkeys(named)]

    def _remove_from_service(self, doing: str, operation: Any) -> ActionResult:
        group, named = self.group(), self.members()
        for state in named:
            if doing != "detach" and state.lifecycle_state != "InService":
                reject("ValidationError", f"The instance {state.instance.id} is not in InService.")
        if self._get_bool_param("ShouldDecrementDesiredCapacity"):
            group.check_change(-len(named), f"{doing} {len(named)} instance(s)")
        result: ActionResult = operation()
        return result


def _adjusted(policy: FakeScalingPolicy, capacity: int, adjustment: int) -> int:
    """Compute the new capacity, with AWS's rounding.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
    """
    if policy.adjustment_type == "ExactCapacity":
        return adjustment
    if policy.adjustment_type == "ChangeInCapacity":
        return capacity + adjustment
    exact = capacity * adjustment / 100
    change = math.trunc(exact) or (math.ceil(exact) if exact > 0 else math.floor(exact))
    least = int(
        policy.min_adjustment_magnitude or getattr(policy, "min_adjustment_step", None) or 0
    )
    if adjustment and abs(change) < least:
        change = int(math.copysign(least, adjustment))
    return capacity + change
