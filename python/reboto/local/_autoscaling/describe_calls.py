"""Describe operations of Auto Scaling with pagination, which moto lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._autoscaling.groups import Group
from reboto.local._autoscaling.lifecycle import Lifecycle
from reboto.local._autoscaling.schedule_engine import schedule, schedule_engine
from reboto.local._requests.paging import page
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable


class DescribeCalls(Lifecycle):
    """moto's Auto Scaling, with AWS's page sizes."""

    def describe_auto_scaling_groups(self) -> ActionResult:
        """Describe all groups, or those with given names or tags."""
        groups = self.autoscaling_backend.describe_auto_scaling_groups(
            self._get_param("AutoScalingGroupNames", []), self._get_param("Filters", [])
        )
        return self._page(
            "AutoScalingGroups", [Group.of(group) for group in groups], lambda group: group.name
        )

    def describe_auto_scaling_instances(self) -> ActionResult:
        """Describe instances of groups."""
        wanted = self._get_param("InstanceIds", [])
        groups = self.autoscaling_backend.autoscaling_groups.values()
        states = [
            member
            for group in groups
            for member in [*Group.of(group).members, *Group.of(group).pool]
            if not wanted or member.instance.id in wanted
        ]
        return self._page("AutoScalingInstances", states, lambda state: state.instance_id)

    def describe_launch_configurations(self) -> ActionResult:
        """Describe launch configurations."""
        found = self.autoscaling_backend.describe_launch_configurations(
            self._get_param("LaunchConfigurationNames", [])
        )
        return self._page("LaunchConfigurations", found, lambda one: one.name)

    def describe_load_balancers(self) -> ActionResult:
        """Describe a group's classic load balancers."""
        balancers = [
            {"LoadBalancerName": name, "State": "Added"}
            for name in self.group().load_balancer_names
        ]
        return self._page("LoadBalancers", balancers, lambda one: one["LoadBalancerName"])

    def describe_load_balancer_target_groups(self) -> ActionResult:
        """Describe a group's target groups."""
        targets = [
            {"LoadBalancerTargetGroupARN": arn, "State": "Added"}
            for arn in self.group().target_group_arns
        ]
        return self._page(
            "LoadBalancerTargetGroups", targets, lambda one: one["LoadBalancerTargetGroupARN"]
        )

    def describe_tags(self) -> ActionResult:
        """Describe the tags of groups."""
        filters: Any = [
            {**one, "Values": [value.capitalize() for value in one.get("Values", [])]}
            if one["Name"] == "propagate-at-launch"
            else {"Values": [], **one}
            for one in self._get_param("Filters", [])
        ]
        tags = self.autoscaling_backend.describe_tags(filters)
        return self._page("Tags", tags, lambda tag: (tag["ResourceId"], tag["Key"]))

    def describe_scheduled_actions(self) -> ActionResult:
        """Describe scheduled actions, filtered by group, name or start time."""
        group, names = (
            self._get_param("AutoScalingGroupName"),
            self._get_param("ScheduledActionNames"),
        )
        start, end = self._get_param("StartTime"), self._get_param("EndTime")
        found = [
            one
            for one in self.autoscaling_backend.scheduled_actions.values()
            if group in (None, one.auto_scaling_group_name)
            and (not names or one.scheduled_action_name in names)
            and (names or _within(one.start_time, start, end))
        ]
        return self._page("ScheduledUpdateGroupActions", found, _identity)

    def put_scheduled_update_group_action(self) -> ActionResult:
        """Put a scheduled action; moto stores them by name, so groups would share them."""
        result = super().put_scheduled_update_group_action()
        self._rename_by_group([self._get_param("ScheduledActionName")])
        return result

    def batch_put_scheduled_update_group_action(self) -> ActionResult:
        """Put scheduled actions."""
        result = super().batch_put_scheduled_update_group_action()
        actions = self._get_param("ScheduledUpdateGroupActions")
        self._rename_by_group(one["ScheduledActionName"] for one in actions)
        return result

    def delete_scheduled_action(self) -> ActionResult:
        """Delete a scheduled action."""
        self._delete_action(self._get_param("ScheduledActionName"))
        return EmptyResult()

    def batch_delete_scheduled_action(self) -> ActionResult:
        """Delete scheduled actions, and return those that could not be deleted."""
        failed: list[dict[str, str]] = []
        for name in self._get_param("ScheduledActionNames"):
            try:
                self._delete_action(name)
            except AutoscalingClientError as error:
                failed.append(
                    {
                        "ScheduledActionName": name,
                        "ErrorCode": error.code,
                        "ErrorMessage": error.message,
                    }
                )
        return ActionResult({"FailedScheduledActions": failed})

    def _rename_by_group(self, names: Iterable[str]) -> None:
        actions = self.autoscaling_backend.scheduled_actions
        for name in dict.fromkeys(names):
            action: Any = actions.pop(name)
            key = "/".join(_identity(action))
            before = actions.get(key)
            if before is not None:
                # Members that are not given stay as they are.
                for member, value in vars(before).items():
                    if getattr(action, member, None) is None:
                        setattr(action, member, value)
            actions[key] = action
            schedule(action, utcnow())
        schedule_engine(self.here)

    def _delete_action(self, name: str) -> None:
        key = f"{self._get_param('AutoScalingGroupName')}/{name}"
        if self.autoscaling_backend.scheduled_actions.pop(key, None) is None:
            raise ValidationError(f"Scheduled action name not found - {name}")

    def _page(self, name: str, items: list[Any], key: Callable[[Any], Hashable]) -> ActionResult:
        return page(self, self.autoscaling_backend, name, items, key)


def _identity(action: Any) -> tuple[str, str]:
    return action.auto_scaling_group_name, action.scheduled_action_name


def _within(time: Any, start: Any, end: Any) -> bool:
    if time is None:
        return start is None and end is None
    return (start is None or time >= start) and (end is None or time <= end)
