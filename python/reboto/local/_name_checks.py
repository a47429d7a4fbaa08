"""Auto Scaling that refuses what AWS refuses, where moto carries it out or breaks off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.core.utils import get_service_model

from reboto.local._autoscaling import AutoScaling

if TYPE_CHECKING:
    from moto.core.responses import ActionResult


class AlreadyExistsError(AutoscalingClientError):
    """The name is taken."""

    code = "AlreadyExists"


class ResourceInUseError(AutoscalingClientError):
    """Something else needs it still."""

    code = "ResourceInUse"


class CheckedAutoScaling(AutoScaling):
    """Looks at names before anything is done."""

    def carry_out(self, method: str) -> ActionResult:
        """Refuse a group that is not there, whatever is asked of it."""
        model = get_service_model(self.boto3_service_name).operation_model(self._get_action())
        shape = model.input_shape
        if (
            shape is not None
            and "AutoScalingGroupName" in shape.required_members
            and model.name != "CreateAutoScalingGroup"
        ):
            self.group()
        return super().carry_out(method)

    def create_launch_configuration(self) -> ActionResult:
        """Refuse a name that is taken: moto would replace what has it."""
        name = self._get_param("LaunchConfigurationName")
        if name in self.autoscaling_backend.launch_configurations:
            raise AlreadyExistsError(
                "Launch Configuration by this name already exists - "
                f"A launch configuration already exists with the name {name}"
            )
        if named := self._get_param("InstanceId"):
            instance = self.autoscaling_backend.ec2_backend.get_instance(named)
            self.params.setdefault("ImageId", instance.image_id)
            self.params.setdefault("InstanceType", instance.instance_type)
        result = super().create_launch_configuration()
        configuration: Any = self.autoscaling_backend.launch_configurations[name]
        configuration.placement_tenancy = self._get_param("PlacementTenancy")
        return result

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
        return super().create_auto_scaling_group()

    def update_auto_scaling_group(self) -> ActionResult:
        """Refuse a launch configuration that is not there."""
        self._check_configuration()
        return super().update_auto_scaling_group()

    def delete_auto_scaling_group(self) -> ActionResult:
        """Refuse a group that has instances, unless they are to go with it."""
        group = self.group()
        if group.instance_states and not self._get_bool_param("ForceDelete"):
            raise ResourceInUseError(
                "You cannot delete an AutoScalingGroup while there are instances or pending "
                "Spot instance request(s) still in the group."
            )
        return super().delete_auto_scaling_group()

    def set_instance_protection(self) -> ActionResult:
        """Refuse an instance that the group does not have."""
        self.members()
        return super().set_instance_protection()

    def put_lifecycle_hook(self) -> ActionResult:
        """Put a hook that answers what it was given, and not what moto has for all."""
        result = super().put_lifecycle_hook()
        group, name = self._get_param("AutoScalingGroupName"), self._get_param("LifecycleHookName")
        hook: Any = self.autoscaling_backend.lifecycle_hooks[f"{group}_{name}"]
        hook.role_arn = self._get_param("RoleARN")
        hook.notification_target_arn = self._get_param("NotificationTargetARN")
        hook.notification_metadata = self._get_param("NotificationMetadata")
        return result

    def create_or_update_tags(self) -> ActionResult:
        """Refuse tags of a group that is not there."""
        self._check_tagged()
        return super().create_or_update_tags()

    def delete_tags(self) -> ActionResult:
        """Refuse tags of a group that is not there."""
        self._check_tagged()
        return super().delete_tags()

    def set_instance_health(self) -> ActionResult:
        """Refuse an instance that no group has."""
        self.instance(self._get_param("InstanceId"))
        return super().set_instance_health()

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
