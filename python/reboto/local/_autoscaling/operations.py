"""Auto Scaling operations whose responses are incomplete in moto."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from moto.autoscaling.exceptions import ValidationError
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._autoscaling.forecast import Forecasts
from reboto.local._autoscaling.refresh import Refreshes
from reboto.local._autoscaling.tracking import create_alarms, delete_alarms
from reboto.local._autoscaling.traffic_sources import TrafficSources
from reboto.local._cloudwatch.alarm_store import alarms_of
from reboto.local._requests.fixed_responses import METRICS, FixedResponses
from reboto.local._requests.paging import page

if TYPE_CHECKING:
    from moto.autoscaling.models import FakeAutoScalingGroup

# Notification types of each group by topic. Keyed weakly: they are deleted with the group.
_notifications: WeakKeyDictionary[FakeAutoScalingGroup, dict[str, list[str]]] = WeakKeyDictionary()


class AutoScaling(FixedResponses, Refreshes, TrafficSources, Forecasts):
    """moto's Auto Scaling, with the alarms of policies and with notifications."""

    def put_scaling_policy(self) -> ActionResult:
        """Put a policy and return its ARN, which moto omits because of a misspelled member."""
        # moto stores policies by name, so groups would overwrite each other's policies.
        super().put_scaling_policy()
        policies = self.autoscaling_backend.policies
        policy = policies.pop(self._get_param("PolicyName"))
        policies[policy.arn] = policy
        # An empty structure could not be written back.
        policy.predictive_scaling_configuration = cast(
            "Any", policy.predictive_scaling_configuration or None
        )
        for member, attribute in (
            ("MinAdjustmentStep", "min_adjustment_step"),
            ("Enabled", "enabled"),
            ("Cooldown", "own_cooldown"),
        ):
            if (value := self._get_param(member)) is not None:
                setattr(policy, attribute, value)
        alarms: list[dict[str, str]] = []
        if policy.policy_type == "TargetTrackingScaling":
            create_alarms(self.here, policy)
            alarms = self._alarms_of(policy)
        else:
            delete_alarms(self.here, policy)
        return ActionResult({"PolicyARN": policy.arn, "Alarms": alarms})

    def _alarms_of(self, policy: Any) -> list[dict[str, str]]:
        alarms = alarms_of(self.here)
        return [
            {"AlarmName": name, "AlarmARN": alarms[name].arn}
            for name in sorted(alarms)
            if policy.arn in alarms[name].actions()
        ]

    def delete_policy(self) -> ActionResult:
        """Delete a policy by group and name, or by ARN."""
        arn = self._policy()
        policy = self.autoscaling_backend.policies.get(arn)
        self.autoscaling_backend.delete_policy(arn)
        if policy is not None:
            delete_alarms(self.here, policy)
        return EmptyResult()

    def execute_policy(self) -> ActionResult:
        """Execute a policy by group and name, or by ARN."""
        arn = self._policy()
        if arn not in self.autoscaling_backend.policies:
            raise ValidationError(f"PolicyName not found - {arn}")
        self.execute(self.autoscaling_backend.policies[arn])
        return EmptyResult()

    def describe_policies(self) -> ActionResult:
        """Describe policies with the alarms whose actions name them."""
        group, names = self._get_param("AutoScalingGroupName"), self._get_param("PolicyNames")
        kinds = self._get_param("PolicyTypes")
        found: list[Any] = [
            policy
            for arn, policy in self.autoscaling_backend.policies.items()
            if group in (None, policy.auto_scaling_group_name)
            and (not names or policy.name in names or arn in names)
            and (not kinds or policy.policy_type in kinds)
        ]
        for policy in found:
            policy.alarms = self._alarms_of(policy)
        return page(
            self, self.autoscaling_backend, "ScalingPolicies", found, lambda policy: policy.arn
        )

    def describe_account_limits(self) -> ActionResult:
        """Return the number of groups and launch configurations, and a new account's quotas."""
        backend = self.autoscaling_backend
        return ActionResult(
            {
                "MaxNumberOfAutoScalingGroups": 200,
                "MaxNumberOfLaunchConfigurations": 200,
                "NumberOfAutoScalingGroups": len(backend.autoscaling_groups),
                "NumberOfLaunchConfigurations": len(backend.launch_configurations),
            }
        )

    def enable_metrics_collection(self) -> ActionResult:
        """Enable the named metrics, or all; those already enabled stay enabled."""
        group = self.group()
        named = self._get_param("Metrics") or METRICS
        group.metrics = list(dict.fromkeys([*group.metrics, *named]))
        return EmptyResult()

    def disable_metrics_collection(self) -> ActionResult:
        """Disable the named metrics, or all."""
        group = self.group()
        named = self._get_param("Metrics") or METRICS
        group.metrics = [metric for metric in group.metrics if metric not in named]
        return EmptyResult()

    def put_notification_configuration(self) -> ActionResult:
        """Set the notification types that a group sends to a topic."""
        topics = _notifications.setdefault(self.group(), {})
        topics[self._get_param("TopicARN")] = self._get_param("NotificationTypes", [])
        return EmptyResult()

    def delete_notification_configuration(self) -> ActionResult:
        """Stop sending notifications of a group to a topic."""
        _notifications.get(self.group(), {}).pop(self._get_param("TopicARN"), None)
        return EmptyResult()

    def describe_notification_configurations(self) -> ActionResult:
        """List the notification configurations of the named groups, or of all."""
        groups = self.autoscaling_backend.autoscaling_groups
        named = self._get_param("AutoScalingGroupNames") or groups
        configurations = [
            {"AutoScalingGroupName": name, "TopicARN": topic, "NotificationType": kind}
            for name, group in groups.items()
            if name in named
            for topic, kinds in _notifications.get(group, {}).items()
            for kind in kinds
        ]
        return page(
            self,
            self.autoscaling_backend,
            "NotificationConfigurations",
            configurations,
            lambda one: tuple(one.values()),
        )

    def _policy(self) -> str:
        name, group = self._get_param("PolicyName"), self._get_param("AutoScalingGroupName")
        for arn, policy in self.autoscaling_backend.policies.items():
            if name in (policy.name, arn) and group in (None, policy.auto_scaling_group_name):
                return arn
        return str(name)
