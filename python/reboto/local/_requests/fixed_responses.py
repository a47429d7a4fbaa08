"""Constant responses of Auto Scaling: the types that its API reference lists.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.core.responses import ActionResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.autoscaling.responses import AutoScalingResponse

METRICS = (
    "GroupMinSize",
    "GroupMaxSize",
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
    "GroupInServiceCapacity",
    "GroupPendingCapacity",
    "GroupStandbyCapacity",
    "GroupTerminatingCapacity",
    "GroupTotalCapacity",
    "WarmPoolDesiredCapacity",
    "WarmPoolWarmedCapacity",
    "WarmPoolPendingCapacity",
    "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity",
    "GroupAndWarmPoolDesiredCapacity",
    "GroupAndWarmPoolTotalCapacity",
)

ADJUSTMENT_TYPES = ("ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity")
NOTIFICATION_TYPES = (
    "autoscaling:EC2_INSTANCE_LAUNCH",
    "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
    "autoscaling:EC2_INSTANCE_TERMINATE",
    "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
    "autoscaling:TEST_NOTIFICATION",
)
PROCESSES = (
    "AZRebalance",
    "AddToLoadBalancer",
    "AlarmNotification",
    "HealthCheck",
    "InstanceRefresh",
    "Launch",
    "ReplaceUnhealthy",
    "ScheduledActions",
    "Terminate",
)
TERMINATION_POLICIES = (
    "AllocationStrategy",
    "ClosestToNextInstanceHour",
    "Default",
    "NewestInstance",
    "OldestInstance",
    "OldestLaunchConfiguration",
    "OldestLaunchTemplate",
)


def _always(**members: object) -> Callable[[AutoScalingResponse], ActionResult]:
    def action(_: AutoScalingResponse) -> ActionResult:
        return ActionResult(members)

    return action


def _each(member: str, *values: str) -> list[dict[str, str]]:
    return [{member: value} for value in values]


class FixedResponses:
    """The constant response of each operation that lists types."""

    describe_adjustment_types = _always(AdjustmentTypes=_each("AdjustmentType", *ADJUSTMENT_TYPES))
    describe_auto_scaling_notification_types = _always(
        AutoScalingNotificationTypes=NOTIFICATION_TYPES
    )
    describe_metric_collection_types = _always(
        Metrics=_each("Metric", *METRICS), Granularities=_each("Granularity", "1Minute")
    )
    describe_scaling_process_types = _always(Processes=_each("ProcessName", *PROCESSES))
    describe_termination_policy_types = _always(TerminationPolicyTypes=TERMINATION_POLICIES)
