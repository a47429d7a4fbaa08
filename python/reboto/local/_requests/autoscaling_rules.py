"""Validation rules for Auto Scaling requests, with the API reference page of each rule."""

from __future__ import annotations

import math
import re
import zoneinfo
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reboto.local._requests.fixed_responses import (
    ADJUSTMENT_TYPES,
    METRICS,
    NOTIFICATION_TYPES,
    PROCESSES,
    TERMINATION_POLICIES,
)
from reboto.local._requests.paging import PAGES
from reboto.local._requests.rules import (
    ARN,
    AUTOSCALING,
    NOT_RESERVED,
    at_most,
    between,
    client,
    matching,
    one_of,
    read_table,
    unique_tags,
)
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from reboto.local._requests.rules import Section

_BATCH = "ScheduledUpdateGroupActions[]."
_HEALTH_CHECKS = "(EC2|ELB|EBS|VPC_LATTICE)"


def _words(text: str) -> list[str]:
    return text.split()


_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_MONTHS = dict(
    zip(_words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"), range(1, 13), strict=True)
)
_DAYS = dict(zip(_words("SUN MON TUE WED THU FRI SAT"), range(7), strict=True))


def _cron(value: str) -> str | None:
    message = "it must be a cron expression of five fields, such as 30 0 1 1,6,12 *"
    fields = value.upper().split()
    if len(fields) != len(_FIELDS):
        return message
    for field, (least, most), names in zip(
        fields, _FIELDS, ({}, {}, {}, _MONTHS, _DAYS), strict=True
    ):
        for part in field.split(","):
            found = re.fullmatch(r"(\*|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:/([0-9]+))?", part)
            if not found or (found[1] == "*" and found[2]) or found[3] == "0":
                return message
            for bound in filter(None, found.groups()[:2]):
                number = names.get(bound, int(bound) if bound.isdecimal() else None)
                if bound != "*" and (number is None or not least <= number <= most):
                    return message
    return None


def _time_zone(value: str) -> str | None:
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return "it must be a name of the IANA database, such as Etc/GMT+9"
    return None


def _lifetime(value: int) -> str | None:
    if value == 0 or 86_400 <= value <= 31_536_000:
        return None
    return "it must be 0, or from 86400 to 31536000"


def _start(value: Any) -> str | None:
    return "it is in the past" if value < utcnow() else None


def _schedule(members: dict[str, Any]) -> str | None:
    start, end = members.get("StartTime") or members.get("Time"), members.get("EndTime")
    if end is not None and end <= (start or utcnow()):
        return "The end time must be after the start time and in the future"
    sizes = [members.get(name) for name in ("MinSize", "MaxSize", "DesiredCapacity")]
    if all(size is None for size in sizes):
        return "At least one of MinSize, MaxSize and DesiredCapacity is required"
    return _sizes(*sizes)


def _batch(members: dict[str, Any]) -> str | None:
    return next(
        (reason for one in members["ScheduledUpdateGroupActions"] if (reason := _schedule(one))),
        None,
    )


def _sizes(least: int | None, most: int | None, desired: int | None) -> str | None:
    if least is not None and most is not None and least > most:
        return f"Max bound, {most}, must be greater than or equal to min bound, {least}"
    if desired is not None and not (least or 0) <= desired <= (math.inf if most is None else most):
        return (
            f"Desired capacity:{desired} must be between the specified min size:{least} "
            f"and max size:{most}"
        )
    return None


def _policy(members: dict[str, Any]) -> str | None:
    kind = members.get("PolicyType", "SimpleScaling")
    simple, step = kind == "SimpleScaling", kind == "StepScaling"
    if (simple or step) and not members.get("AdjustmentType"):
        return f"AdjustmentType is required for policies of type {kind}"
    if simple and members.get("ScalingAdjustment") is None:
        return "ScalingAdjustment is required for policies of type SimpleScaling"
    if not simple and (
        members.get("ScalingAdjustment") is not None or members.get("Cooldown") is not None
    ):
        return "ScalingAdjustment and Cooldown are only for policies of type SimpleScaling"
    if step != bool(members.get("StepAdjustments")):
        return "StepAdjustments are required for policies of type StepScaling, and only for them"
    if (kind == "TargetTrackingScaling") != bool(members.get("TargetTrackingConfiguration")):
        return (
            "TargetTrackingConfiguration is required for policies of that type, and only for them"
        )
    if (kind == "PredictiveScaling") != bool(members.get("PredictiveScalingConfiguration")):
        return "PredictiveScalingConfiguration is for policies of that type only, which require it"
    percent = members.get("AdjustmentType") == "PercentChangeInCapacity"
    if not percent and (members.get("MinAdjustmentStep") or members.get("MinAdjustmentMagnitude")):
        return "MinAdjustmentMagnitude is only for the adjustment type PercentChangeInCapacity"
    if (
        members.get("AdjustmentType") == "ExactCapacity"
        and (members.get("ScalingAdjustment") or 0) < 0
    ):
        return "ScalingAdjustment must not be negative for the adjustment type ExactCapacity"
    return _steps(members.get("StepAdjustments", []))


def _steps(steps: list[dict[str, Any]]) -> str | None:
    inf = math.inf
    bounds = sorted(
        (step.get("MetricIntervalLowerBound", -inf), step.get("MetricIntervalUpperBound", inf))
        for step in steps
    )
    if any(low >= high for low, high in bounds):
        return "A step's upper bound must be above its lower bound"
    if any(one[1] != other[0] for one, other in pairwise(bounds)):
        return "The steps' intervals must neither overlap nor leave gaps"
    return None


def _zones(members: dict[str, Any]) -> str | None:
    region = members[""]
    zones = members.get("AvailabilityZones", [])
    wrong = [zone for zone in zones if not re.fullmatch(re.escape(region) + "[a-z]", zone)]
    return f"Invalid availability zones: [{', '.join(wrong)}]" if wrong else None


def _launch(members: dict[str, Any]) -> str | None:
    if members.get("InstanceId"):
        return None
    if not members.get("ImageId") or not members.get("InstanceType"):
        return (
            "Valid requests must contain either the InstanceID parameter or both the ImageId and "
            "InstanceType parameters."
        )
    return None


def _filters(*names: str) -> Any:
    reason = one_of(*names)
    return lambda value: None if value.startswith("tag:") and "tag-key" in names else reason(value)


def _group_sizes(members: dict[str, Any]) -> str | None:
    return _sizes(members["MinSize"], members["MaxSize"], members.get("DesiredCapacity"))


def _tagged_resources(members: dict[str, Any]) -> str | None:
    if all(tag.get("ResourceId") for tag in members["Tags"]):
        return None
    return "ResourceId is required for each tag"


_POLICY_TYPES = one_of("SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling")

_SECTIONS: tuple[Section, ...] = (
    *(
        (operation, paging.page, [("MaxRecords", between(1, paging.most))])
        for operation, paging in PAGES.items()
        if paging.size_is == "MaxRecords"
    ),
    *(
        (
            "",
            "PutScheduledUpdateGroupAction",
            [
                (f"{prefix}MinSize", between(0)),
                (f"{prefix}MaxSize", between(0)),
                (f"{prefix}DesiredCapacity", between(0)),
                (f"{prefix}Recurrence", _cron),
                (f"{prefix}TimeZone", _time_zone),
            ],
        )
        for prefix in ("", _BATCH)
    ),
    (
        "PutScheduledUpdateGroupAction",
        "PutScheduledUpdateGroupAction",
        [("StartTime", _start), ("", _schedule)],
    ),
    (
        "BatchPutScheduledUpdateGroupAction",
        "BatchPutScheduledUpdateGroupAction",
        [("ScheduledUpdateGroupActions", at_most(50, "actions"))],
    ),
    (
        "BatchPutScheduledUpdateGroupAction",
        "ScheduledUpdateGroupActionRequest",
        [(f"{_BATCH}StartTime", _start), ("", _batch)],
    ),
    (
        "CreateAutoScalingGroup",
        "CreateAutoScalingGroup",
        [("AutoScalingGroupName", client("group_name"))],
    ),
    (
        "CreateAutoScalingGroup UpdateAutoScalingGroup",
        "CreateAutoScalingGroup",
        [
            ("DefaultCooldown", between(0)),
            ("HealthCheckGracePeriod", between(0)),
            ("MaxInstanceLifetime", _lifetime),
            ("DefaultInstanceWarmup", between(-1)),
            (
                "HealthCheckType",
                matching(f"{_HEALTH_CHECKS}(, ?{_HEALTH_CHECKS})*", "EC2, ELB, EBS or VPC_LATTICE"),
            ),
            (
                "TerminationPolicies[]",
                matching(
                    rf"{'|'.join(map(re.escape, TERMINATION_POLICIES))}|arn:[a-z0-9-]+:lambda:.+",
                    f"one of {', '.join(TERMINATION_POLICIES)}, or the ARN of a Lambda function",
                ),
            ),
            ("TargetGroupARNs[]", ARN),
            ("", _zones),
        ],
    ),
    ("CreateAutoScalingGroup", "CreateAutoScalingGroup", [("", _group_sizes)]),
    (
        "CreateLaunchConfiguration",
        "CreateLaunchConfiguration",
        [
            ("", _launch),
            ("PlacementTenancy", one_of("default", "dedicated")),
            ("SpotPrice", matching(r"(?=.*[1-9])[0-9]*\.?[0-9]+", "a price above 0 in dollars")),
        ],
    ),
    (
        "CreateLaunchConfiguration",
        "Ebs",
        [
            (
                "BlockDeviceMappings[].Ebs.VolumeType",
                one_of("standard", "io1", "gp2", "st1", "sc1", "gp3"),
            )
        ],
    ),
    (
        "PutScalingPolicy",
        "PutScalingPolicy",
        [
            ("PolicyType", _POLICY_TYPES),
            ("AdjustmentType", one_of(*ADJUSTMENT_TYPES)),
            ("MetricAggregationType", one_of("Minimum", "Maximum", "Average")),
            ("Cooldown", between(0)),
            ("EstimatedInstanceWarmup", between(0)),
            ("MinAdjustmentStep", between(1)),
            ("MinAdjustmentMagnitude", between(1)),
            ("StepAdjustments", at_most(20, "steps")),
            ("", _policy),
        ],
    ),
    (
        "SuspendProcesses ResumeProcesses",
        "SuspendProcesses",
        [("ScalingProcesses[]", one_of(*PROCESSES))],
    ),
    ("SetInstanceHealth", "SetInstanceHealth", [("HealthStatus", one_of("Healthy", "Unhealthy"))]),
    (
        "EnableMetricsCollection DisableMetricsCollection",
        "EnableMetricsCollection",
        [("Metrics[]", one_of(*METRICS)), ("Granularity", one_of("1Minute"))],
    ),
    (
        "PutNotificationConfiguration",
        "PutNotificationConfiguration",
        [("NotificationTypes[]", one_of(*NOTIFICATION_TYPES)), ("TopicARN", ARN)],
    ),
    (
        "",
        "Tag",
        [("Tags[].Key", NOT_RESERVED), ("Tags[].ResourceType", one_of("auto-scaling-group"))],
    ),
    (
        "",
        f"{AUTOSCALING.replace('APIReference', 'userguide')}ec2-auto-scaling-tagging.html",
        [("Tags", at_most(50, "tags"))],
    ),
    ("", "Tag", [("", unique_tags)]),
    ("CreateOrUpdateTags DeleteTags", "CreateOrUpdateTags", [("", _tagged_resources)]),
    (
        "PutLifecycleHook",
        "PutLifecycleHook",
        [
            (
                "LifecycleTransition",
                one_of(
                    "autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"
                ),
            ),
            ("DefaultResult", one_of("CONTINUE", "ABANDON")),
            ("HeartbeatTimeout", between(30, 7200)),
            ("RoleARN", ARN),
            ("NotificationTargetARN", ARN),
        ],
    ),
    *(
        (operation, operation, [(member, at_most(most, member))])
        for operation, member, most in (
            ("DescribeAutoScalingInstances", "InstanceIds", 50),
            ("DescribePolicies", "PolicyNames", 50),
            ("DescribeScheduledActions", "ScheduledActionNames", 50),
            ("DescribeScalingActivities", "ActivityIds", 50),
            ("BatchDeleteScheduledAction", "ScheduledActionNames", 50),
            ("AttachInstances", "InstanceIds", 20),
            ("DetachInstances", "InstanceIds", 20),
            ("AttachLoadBalancers", "LoadBalancerNames", 10),
            ("DetachLoadBalancers", "LoadBalancerNames", 10),
            ("AttachLoadBalancerTargetGroups", "TargetGroupARNs", 10),
            ("DetachLoadBalancerTargetGroups", "TargetGroupARNs", 10),
            ("SetInstanceProtection", "InstanceIds", 50),
        )
    ),
    *(
        (operation, operation, [("TargetGroupARNs[]", ARN)])
        for operation in ("AttachLoadBalancerTargetGroups", "DetachLoadBalancerTargetGroups")
    ),
    *(
        (operation, "Filter", [("Filters[].Name", reason)])
        for operation, reason in (
            ("DescribeTags", _filters("auto-scaling-group", "key", "value", "propagate-at-launch")),
            ("DescribeAutoScalingGroups", _filters("tag-key", "tag-value")),
            (
                "DescribeScalingActivities",
                _filters("StartTimeLowerBound", "StartTimeUpperBound", "Status"),
            ),
        )
    ),
    ("DescribePolicies", "DescribePolicies", [("PolicyTypes[]", _POLICY_TYPES)]),
)

RULES = read_table(AUTOSCALING, _SECTIONS)
