"""Auto Scaling that refuses what AWS refuses, where moto carries it out or breaks off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError

from reboto.local._autoscaling import AutoScaling

if TYPE_CHECKING:
    from moto.core.responses import ActionResult


class AlreadyExistsError(AutoscalingClientError):
    """The name is taken."""

    code = "AlreadyExists"


class ResourceInUseError(AutoscalingClientError):
    """Something else needs it still."""

    code = "ResourceInUse"


class RefusingAutoScaling(AutoScaling):
    """Looks at names and sizes before anything is done."""

    def create_launch_configuration(self) -> ActionResult:
        """Refuse a name that is taken: moto would replace what has it."""
        name = self._get_param("LaunchConfigurationName")
        if name in self.autoscaling_backend.launch_configurations:
            raise AlreadyExistsError(
                "Launch Configuration by this name already exists - "
                f"A launch configuration already exists with the name {name}"
            )
        return super().create_launch_configuration()

    def delete_launch_configuration(self) -> ActionResult:
        """Refuse one that is not there, or that a group still has."""
        name = self._get_param("LaunchConfigurationName")
        if name not in self.autoscaling_backend.launch_configurations:
            raise ValidationError(
                f"Launch configuration name not found - Launch configuration {name} not found"
            )
        for group in self.autoscaling_backend.autoscaling_groups.values():
            if group.launch_config and group.launch_config.name == name:
                raise ResourceInUseError(
                    f"Cannot delete launch configuration {name} because it is attached to "
                    f"AutoScalingGroup {group.name}"
                )
        return super().delete_launch_configuration()

    def create_auto_scaling_group(self) -> ActionResult:
        """Refuse a name that is taken, and what no group can be made with."""
        name = self._get_param("AutoScalingGroupName")
        if name in self.autoscaling_backend.autoscaling_groups:
            raise AlreadyExistsError(
                "AutoScalingGroup by this name already exists - "
                f"A group with the name {name} already exists"
            )
        self._check_configuration()
        least, most = int(self._get_param("MinSize")), int(self._get_param("MaxSize"))
        if least > most:
            raise ValidationError(
                f"Max bound, {most}, must be greater than or equal to min bound, {least}"
            )
        return super().create_auto_scaling_group()

    def update_auto_scaling_group(self) -> ActionResult:
        """Refuse a launch configuration that is not there."""
        self._check_configuration()
        return super().update_auto_scaling_group()

    def delete_auto_scaling_group(self) -> ActionResult:
        """Refuse a group that has instances, unless they are to go with it."""
        group = self._group()
        if group.instance_states and not self._get_bool_param("ForceDelete"):
            raise ResourceInUseError(
                "You cannot delete an AutoScalingGroup while there are instances or pending "
                "Spot instance request(s) still in the group."
            )
        return super().delete_auto_scaling_group()

    def set_desired_capacity(self) -> ActionResult:
        """Refuse what is outside of the group's bounds."""
        group, wanted = self._group(), int(self._get_param("DesiredCapacity"))
        least, most = group.min_size or 0, group.max_size or 0
        if not least <= wanted <= most:
            bound = f"above max value {most}" if wanted > most else f"below min value {least}"
            raise ValidationError(
                f"New SetDesiredCapacity value {wanted} is {bound} for the AutoScalingGroup."
            )
        return super().set_desired_capacity()

    def put_scaling_policy(self) -> ActionResult:
        """Refuse a group that is not there."""
        self._group()
        return super().put_scaling_policy()

    def execute_policy(self) -> ActionResult:
        """Refuse a policy that is not there."""
        policy = self._policy()
        if policy not in self.autoscaling_backend.policies:
            raise ValidationError(f"PolicyName not found - {policy}")
        return super().execute_policy()

    def put_scheduled_update_group_action(self) -> ActionResult:
        """Refuse a group that is not there."""
        self._group()
        return super().put_scheduled_update_group_action()

    def attach_instances(self) -> ActionResult:
        """Refuse a group that is not there."""
        self._group()
        return super().attach_instances()

    def detach_instances(self) -> ActionResult:
        """Refuse a group that is not there."""
        self._group()
        return super().detach_instances()

    def suspend_processes(self) -> ActionResult:
        """Refuse a group that is not there."""
        self._group()
        return super().suspend_processes()

    def resume_processes(self) -> ActionResult:
        """Refuse a group that is not there."""
        self._group()
        return super().resume_processes()

    def create_or_update_tags(self) -> ActionResult:
        """Refuse tags of a group that is not there."""
        self._check_tagged()
        return super().create_or_update_tags()

    def delete_tags(self) -> ActionResult:
        """Refuse tags of a group that is not there."""
        self._check_tagged()
        return super().delete_tags()

    def terminate_instance_in_auto_scaling_group(self) -> ActionResult:
        """Refuse an instance that no group has."""
        self._check_instance()
        return super().terminate_instance_in_auto_scaling_group()

    def set_instance_health(self) -> ActionResult:
        """Refuse an instance that no group has."""
        self._check_instance()
        return super().set_instance_health()

    def _check_instance(self) -> None:
        instance = self._get_param("InstanceId")
        groups = self.autoscaling_backend.autoscaling_groups.values()
        if not any(
            state.instance.id == instance for group in groups for state in group.instance_states
        ):
            raise ValidationError(
                f"Instance Id not found - No managed instance found for instance ID: {instance}"
            )

    def _check_configuration(self) -> None:
        name = self._get_param("LaunchConfigurationName")
        if name and name not in self.autoscaling_backend.launch_configurations:
            raise ValidationError(
                "Launch configuration name not found - "
                f"A launch configuration with the name: {name} does not exist"
            )

    def _check_tagged(self) -> None:
        for tag in self._get_param("Tags", []):
            name = tag.get("ResourceId")
            if name not in self.autoscaling_backend.autoscaling_groups:
                raise ValidationError(f"AutoScalingGroup name not found - {name}")
