"""Members of requests that AWS heeds and the local endpoint does not.

A request that has one of them is refused: to leave it out in silence would be another answer.
"""

from __future__ import annotations

_GROUP = (
    "AvailabilityZoneDistribution",
    "AvailabilityZoneIds",
    "AvailabilityZoneImpairmentPolicy",
    "CapacityReservationSpecification",
    "DefaultInstanceWarmup",
    "DeletionProtection",
    "DesiredCapacityType",
    "InstanceLifecyclePolicy",
    "InstanceMaintenancePolicy",
    "MaxInstanceLifetime",
    "ServiceLinkedRoleARN",
)

UNSUPPORTED: dict[str, tuple[str, ...]] = {
    "CreateAutoScalingGroup": (*_GROUP, "LifecycleHookSpecificationList", "TrafficSources"),
    "UpdateAutoScalingGroup": _GROUP,
    "DescribeScalingActivities": ("Filters",),
    "TerminateInstanceInAutoScalingGroup": ("AutoScalingGroupName", "InstanceIds"),
    "DescribeAlarmHistory": ("AlarmContributorId",),
    "DescribeAlarms": ("ChildrenOfAlarmName", "ParentsOfAlarmName"),
    "ListMetrics": ("IncludeLinkedAccounts", "OwningAccount"),
    "PutDashboard": ("Tags",),
    "PutInsightRule": ("ApplyOnTransformedLogs",),
    "PutMetricAlarm": (
        "ActionConfiguration",
        "EvaluationCriteria",
        "EvaluationInterval",
        "EvaluationWindow",
        "ThresholdMetricId",
        "WarmUpConfiguration",
    ),
    "PutMetricData": ("EntityMetricData",),
}
