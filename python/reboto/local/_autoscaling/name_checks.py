"""Checks of names that AWS makes, where moto executes the request or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.core.utils import get_service_model

from reboto.local._autoscaling.operations import AutoScaling

if TYPE_CHECKING:
    from moto.core.responses import ActionResult


class AlreadyExistsError(AutoscalingClientError):
    """The name is already in use."""

    code = "AlreadyExists"


class ResourceInUseError(AutoscalingClientError):
    """The resource is still in use."""

    code = "ResourceInUse"


class CheckedAutoScaling(AutoScaling):
    """Auto Scaling that checks the names in a request before executing it."""

    def execute_operation(self, method: str) -> ActionResult:
        """Execute a request; reject one for a group that does not exist."""
        model = get_service_model(self.boto3_service_name).operation_model(self._get_action())
        shape = model.input_shape
        if (
            shape is not None
            and "AutoScalingGroupName" in shape.required_members
            and model.name != "CreateAutoScalingGroup"
        ):
            self.group()
        return super().execute_operation(method)

    def create_launch_configuration(self) -> ActionResult:
        """Create a launch configuration; reject a name in use, which moto would overwrite."""
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
        """Delete a launch configuration; reject one that is missing or in use by a group."""
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
        """Create a group; reject a name in use, or a missing launch configuration."""
        name = self._get_param("AutoScalingGroupName")
        if name in self.autoscaling_backend.autoscaling_groups:
            raise AlreadyExistsError(
                "AutoScalingGroup by this name already exists - "
                f"A group with the name {name} already exists"
            )
        self._check_configuration()
        return super().create_auto_scaling_group()

    def update_auto_scaling_group(self) -> ActionResult:
        """Update a group; reject a missing launch configuration."""
        self._check_configuration()
        return super().update_auto_scaling_group()

    def delete_auto_scaling_group(self) -> ActionResult:
        """Delete a group; reject one that has instances, unless ``ForceDelete`` is true."""
        group, forced = self.group(), self._get_bool_param("ForceDelete")
        protection = getattr(group, "deletion_protection", None) or "none"
        if protection == "prevent-all-deletion" or (forced and protection != "none"):
            raise ResourceInUseError(
                f"You cannot delete the AutoScalingGroup {group.name} because its deletion "
                f"protection is {protection}."
            )
        if group.instance_states and not forced:
            raise ResourceInUseError(
                "You cannot delete an AutoScalingGroup while there are instances or pending "
                "Spot instance request(s) still in the group."
            )
        return super().delete_auto_scaling_group()

    def set_instance_protection(self) -> ActionResult:
        """Set instance protection; reject an instance that is not in the group."""
        self.members()
        return super().set_instance_protection()

    def create_or_update_tags(self) -> ActionResult:
        """Create or update tags; reject a missing group."""
        self._check_tagged()
        return super().create_or_update_tags()

    def delete_tags(self) -> ActionResult:
        """Delete tags; reject a missing group."""
        self._check_tagged()
        return super().delete_tags()

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
