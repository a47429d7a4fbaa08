"""Members of requests that the local endpoint does not implement.

Requests with one of them are rejected, because ignoring it could give a wrong result.
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
