"""Operations that change the capacity of groups, within the bounds of each group."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from moto.autoscaling.exceptions import ValidationError
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._autoscaling.activities import Activities, activities_of, recorded
from reboto.local._autoscaling.fleet_engine import REPLACEMENT, fleet_engine
from reboto.local._autoscaling.groups import Group
from reboto.local._autoscaling.instances import Cause, Member
from reboto.local._autoscaling.policies import cause_of, proposal
from reboto.local._autoscaling.tracking import delete_alarms
from reboto.local._requests.model_validation import reject
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from moto.autoscaling.models import FakeScalingPolicy

# Members of groups that moto ignores.
_MEMBERS = (
    "AvailabilityZoneDistribution",
    "AvailabilityZoneIds",
    "AvailabilityZoneImpairmentPolicy",
    "CapacityReservationSpecification",
    "Context",
    "DefaultInstanceWarmup",
    "DeletionProtection",
    "DesiredCapacityType",
    "InstanceLifecyclePolicy",
    "InstanceMaintenancePolicy",
    "MaxInstanceLifetime",
    "ServiceLinkedRoleARN",
)


class Capacity(Activities):
    """moto's Auto Scaling, with AWS's limits on every change of a group's size."""

    def execute_operation(self, method: str) -> ActionResult:
        """Execute a request; from the first one on, instances change as time passes."""
        fleet_engine(self.here)
        return super().execute_operation(method)

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
        return Group.of(group)

    def create_auto_scaling_group(self) -> ActionResult:
        """Create a group. If its instances cannot be launched, the group is removed again."""
        self._check_security_groups()
        name, groups = (
            self._get_param("AutoScalingGroupName"),
            self.autoscaling_backend.autoscaling_groups,
        )
        given = dict(self._get_params())
        self._name_zones()
        # moto would put the first instances into service at once, without hooks.
        self.params["DesiredCapacity"] = 0
        try:
            result = super().create_auto_scaling_group()
            group = Group.of(groups[name])
            group.created_time = utcnow().isoformat()
            for member in ("DefaultCooldown", "HealthCheckGracePeriod"):
                if given.get(member) is not None:
                    setattr(group, xform_name(member), given[member])
            self._set_members(group, given)
            for hook in given.get("LifecycleHookSpecificationList") or []:
                self.put_hook(group, hook)
            self._attach_sources(group, given.get("TrafficSources") or [])
            # The first instances do not warm up, unless the group says how long.
            warmup = None if given.get("DefaultInstanceWarmup") is not None else 0
            group.set_desired_capacity(given.get("DesiredCapacity"), Cause(warmup=warmup))
        except Exception:
            # The group and its instances may exist already.
            groups.pop(name, None)
            raise
        return result

    def _name_zones(self) -> None:
        """Derive the names of Availability Zones from their ids, such as ``use1-az1``."""
        ids = self._get_param("AvailabilityZoneIds") or []
        if ids and not self._get_param("AvailabilityZones"):
            self.params["AvailabilityZones"] = [
                f"{self.region}{chr(ord('a') + int(re.sub(r'.*[^0-9]', '', one) or 1) - 1)}"
                for one in ids
            ]

    def _set_members(self, group: Group, given: dict[str, Any]) -> None:
        """Set the members that moto ignores; those that are not given stay as they are."""
        for member in _MEMBERS:
            if given.get(member) is not None:
                setattr(group, xform_name(member), given[member])

    def put_hook(self, group: Group, given: dict[str, Any], before: Any = None) -> None:
        """Put a lifecycle hook of a group."""
        hook: Any = self.autoscaling_backend.create_lifecycle_hook(
            name=given["LifecycleHookName"],
            as_name=group.name,
            transition=given["LifecycleTransition"],
            timeout=given.get("HeartbeatTimeout"),
            result=given.get("DefaultResult") or "ABANDON",
        )
        for member, attribute in (
            ("RoleARN", "role_arn"),
            ("NotificationTargetARN", "notification_target_arn"),
            ("NotificationMetadata", "notification_metadata"),
        ):
            value = given.get(member)
            kept = getattr(before, attribute, None) if value is None else value
            # An empty target removes it.
            setattr(hook, attribute, kept or None)
        hook.global_timeout = min(100 * int(hook.heartbeat_timeout), 172_800)

    def _attach_sources(self, group: Group, sources: list[dict[str, Any]]) -> None:
        """Attach traffic sources to a group."""
        for source in sources:
            kind = source_type(source)
            if kind == "elb":
                self.autoscaling_backend.attach_load_balancers(group.name, [source["Identifier"]])
            elif kind == "elbv2":
                self.autoscaling_backend.attach_load_balancer_target_groups(
                    group.name, [source["Identifier"]]
                )
            else:
                lattice = self.here.table("traffic sources").setdefault(group.name, [])
                if source["Identifier"] not in lattice:
                    lattice.append(source["Identifier"])

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
        self._name_zones()
        result = super().update_auto_scaling_group()
        if not self._get_param("LaunchConfigurationName") and not self._get_param("LaunchTemplate"):
            group.mixed_instances_policy = self._get_param("MixedInstancesPolicy") or mixed
        given = self._get_params()
        for member in (
            "DefaultCooldown",
            "TerminationPolicies",
            "PlacementGroup",
            "CapacityRebalance",
        ):
            if given.get(member) is not None:
                setattr(group, xform_name(member), given[member])
        self._set_members(group, given)
        group.reconcile()
        return result

    def _check_security_groups(self) -> None:
        backend = self.autoscaling_backend
        launch: Any = backend.launch_configurations.get(self._get_param("LaunchConfigurationName"))
        for group in (launch and launch.security_groups) or ():
            ec2: Any = backend.ec2_backend
            if ec2.get_security_group_by_name_or_id(group) is None:
                raise ValidationError(f"The security group '{group}' does not exist")

    def delete_auto_scaling_group(self) -> ActionResult:
        """Delete a group, with its instances, policies and scheduled actions."""
        group = self.group()
        group.suspended_processes = []  # moto's setter expects names
        group.warm_pool = None
        group.remove([*group.members, *group.pool])
        result = super().delete_auto_scaling_group()
        backend = self.autoscaling_backend
        for owned in (backend.policies, backend.scheduled_actions, backend.lifecycle_hooks):
            for key, one in list(owned.items()):
                if one.auto_scaling_group_name == group.name:  # type: ignore[attr-defined]
                    if owned is backend.policies:
                        delete_alarms(self.here, one)  # type: ignore[arg-type]
                    del owned[key]
        for table in ("traffic sources", "refreshes"):
            self.here.table(table).pop(group.name, None)
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
        cause = Cause()
        if capacity != group.desired_capacity:
            group.begin_cooldown()
            cause = Cause(group.default_cooldown)
        group.set_desired_capacity(capacity, cause)
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
        value, breach = self._get_param("MetricValue"), self._get_param("BreachThreshold")
        if not simple and (value is None or breach is None):
            reject(
                "ValidationError",
                "MetricValue and BreachThreshold are required for policies of type StepScaling",
            )
        reading = {} if simple else {"value": value, "threshold": breach}
        capacity, reason = proposal(group, policy, reading)
        if reason == "no_step":
            raise ValidationError(
                f"No step adjustment of the policy {policy.name} matches the metric value {value}"
            )
        cause = cause_of(group, policy)
        if capacity != group.desired_capacity and cause.cooldown is not None:
            group.begin_cooldown(cause.cooldown)
        group.set_desired_capacity(capacity, cause)

    def terminate_instance_in_auto_scaling_group(self) -> ActionResult:
        """Terminate instances, and replace them unless the capacity is decremented."""
        one, several = self._get_param("InstanceId"), self._get_param("InstanceIds")
        if bool(one) == bool(several):
            reject("ValidationError", "Exactly one of InstanceId and InstanceIds is required")
        if several and not self._get_param("AutoScalingGroupName"):
            reject("ValidationError", "AutoScalingGroupName is required with InstanceIds")
        members = self.members() if several else [self.instance(one)]
        group = self.group_named(members[0].auto_scaling_group_name)
        if any(member.ending for member in members):
            reject("ScalingActivityInProgress", f"The instance {one or several} is terminating")
        least, desired = group.min_size or 0, group.desired_capacity or 0
        if self._get_bool_param("ShouldDecrementDesiredCapacity"):
            if desired - len(members) < least:
                reject(
                    "ValidationError",
                    f"Currently, desiredSize equals minSize ({least}). Terminating instance "
                    "without replacement will violate group's min size constraint. Either set "
                    "shouldDecrementDesiredCapacity flag to false or lower group's min size.",
                )
            group.desired_capacity = desired - len(members)
        with recorded(
            self.here, terminated="taken out of service in response to a user request, and ended"
        ):
            for member in members:
                group.end(member)
        named = {f"Terminating EC2 instance: {member.instance.id}" for member in members}
        activities = [
            activity
            for activity in activities_of(self.here)[-2 * len(members) :]
            if activity["Description"] in named
        ]
        group.reconcile()
        if several:
            return ActionResult({"Activities": activities})
        return ActionResult({"Activity": activities[0]})

    def set_instance_health(self) -> ActionResult:
        """Set an instance's health; an unhealthy one is replaced soon."""
        member = self.instance(self._get_param("InstanceId"))
        now, group = utcnow(), self.group_named(member.auto_scaling_group_name)
        result = super().set_instance_health()
        member.replace_at = None
        if member.health_status != "Healthy":
            grace = timedelta(seconds=int(group.health_check_grace_period or 0))
            respected = self._get_bool_param("ShouldRespectGracePeriod", True)
            if respected and member.entered and now < member.entered + grace:
                member.health_status = "Healthy"
            else:
                member.replace_at = now + REPLACEMENT
        return result

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

    def instance(self, named: str) -> Member:
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

    def _states(self) -> list[Member]:
        groups = self.autoscaling_backend.autoscaling_groups.values()
        return [member for group in groups for member in Group.of(group).members]

    def members(self) -> list[Member]:
        """Return the instances that the request names.

        Raises
        ------
        ValidationError
            If one does not belong to the group.
        """
        group, named = self.group(), self._get_param("InstanceIds") or []
        found = {member.instance.id: member for member in group.members}
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


def source_type(source: dict[str, Any]) -> str:
    """Return the type of a traffic source: ``elb``, ``elbv2`` or ``vpc-lattice``."""
    identifier: str = source["Identifier"]
    if source.get("Type"):
        return str(source["Type"])
    if identifier.startswith("arn:"):
        return "vpc-lattice" if ":vpc-lattice:" in identifier else "elbv2"
    return "elb"
