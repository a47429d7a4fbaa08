"""What Auto Scaling refuses."""

from __future__ import annotations

import math
import re
import zoneinfo
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow

from reboto.local._fixed_answers import (
    ADJUSTMENT_TYPES,
    METRICS,
    NOTIFICATION_TYPES,
    PROCESSES,
    TERMINATION_POLICIES,
)
from reboto.local._pages import PAGES
from reboto.local._rules import (
    ARN,
    AUTOSCALING,
    NOT_RESERVED,
    Rule,
    at_most,
    between,
    client,
    matching,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_CREATE = ("CreateAutoScalingGroup",)
_GROUP = ("CreateAutoScalingGroup", "UpdateAutoScalingGroup")
_LAUNCH = ("CreateLaunchConfiguration",)
_POLICY = ("PutScalingPolicy",)
_SCHEDULED = ("PutScheduledUpdateGroupAction",)
_BATCH = "ScheduledUpdateGroupActions[]."


def _words(text: str) -> list[str]:
    return text.split()


_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_MONTHS = dict(
    zip(_words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"), range(1, 13), strict=True)
)
_DAYS = dict(zip(_words("SUN MON TUE WED THU FRI SAT"), range(7), strict=True))


def _api(operation: str) -> str:
    return f"{AUTOSCALING}API_{operation}.html"


def _cron(value: str) -> str | None:
    wanted = "it must be a cron expression of five fields, such as 30 0 1 1,6,12 *"
    fields = value.upper().split()
    if len(fields) != len(_FIELDS):
        return wanted
    for field, (least, most), names in zip(
        fields, _FIELDS, ({}, {}, {}, _MONTHS, _DAYS), strict=True
    ):
        for part in field.split(","):
            found = re.fullmatch(r"(\*|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:/([0-9]+))?", part)
            if not found or (found[1] == "*" and found[2]) or found[3] == "0":
                return wanted
            for bound in filter(None, found.groups()[:2]):
                number = names.get(bound, int(bound) if bound.isdecimal() else None)
                if bound != "*" and (number is None or not least <= number <= most):
                    return wanted
    return None


def _time_zone(value: str) -> str | None:
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return "it must be a name of the IANA database, such as Etc/GMT+9"
    return None


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


def _tags(members: dict[str, Any]) -> str | None:
    places = [(tag.get("ResourceId"), tag.get("Key")) for tag in members.get("Tags", [])]
    return "Duplicate tag keys are not allowed" if len(places) > len(set(places)) else None


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


def _rules() -> Iterator[Rule]:
    for operation, paging in PAGES.items():
        if paging.size_is == "MaxRecords":
            yield Rule((operation,), "MaxRecords", between(1, paging.most), paging.page)
    for prefix in ("", _BATCH):
        for name in ("MinSize", "MaxSize", "DesiredCapacity"):
            yield Rule((), prefix + name, between(0), _api("PutScheduledUpdateGroupAction"))
        yield Rule((), f"{prefix}Recurrence", _cron, _api("PutScheduledUpdateGroupAction"))
        yield Rule((), f"{prefix}TimeZone", _time_zone, _api("PutScheduledUpdateGroupAction"))
    yield Rule(_SCHEDULED, "StartTime", _start, _api("PutScheduledUpdateGroupAction"))
    yield Rule(_SCHEDULED, "", _schedule, _api("PutScheduledUpdateGroupAction"))
    batch = ("BatchPutScheduledUpdateGroupAction",)
    yield Rule(batch, "ScheduledUpdateGroupActions", at_most(50, "actions"), _api(batch[0]))
    yield Rule(batch, f"{_BATCH}StartTime", _start, _api("ScheduledUpdateGroupActionRequest"))
    yield Rule(batch, "", _batch, _api("ScheduledUpdateGroupActionRequest"))

    yield Rule(_CREATE, "AutoScalingGroupName", client("group_name"), _api(_CREATE[0]))
    yield Rule(_GROUP, "DefaultCooldown", between(0), _api(_CREATE[0]))
    yield Rule(_GROUP, "HealthCheckGracePeriod", between(0), _api(_CREATE[0]))
    kinds = "(EC2|ELB|EBS|VPC_LATTICE)"
    health = matching(f"{kinds}(, ?{kinds})*", "EC2, ELB, EBS or VPC_LATTICE")
    yield Rule(_GROUP, "HealthCheckType", health, _api(_CREATE[0]))
    policies = "|".join(map(re.escape, TERMINATION_POLICIES))
    named = f"one of {', '.join(TERMINATION_POLICIES)}, or the ARN of a Lambda function"
    ending = matching(rf"{policies}|arn:[a-z0-9-]+:lambda:.+", named)
    yield Rule(_GROUP, "TerminationPolicies[]", ending, _api(_CREATE[0]))
    yield Rule(_GROUP, "TargetGroupARNs[]", ARN, _api(_CREATE[0]))
    yield Rule(_GROUP, "", _zones, _api(_CREATE[0]))
    yield Rule(
        _CREATE,
        "",
        lambda m: _sizes(m["MinSize"], m["MaxSize"], m.get("DesiredCapacity")),
        _api(_CREATE[0]),
    )

    yield Rule(_LAUNCH, "", _launch, _api(_LAUNCH[0]))
    yield Rule(_LAUNCH, "PlacementTenancy", one_of("default", "dedicated"), _api(_LAUNCH[0]))
    price = matching(r"(?=.*[1-9])[0-9]*\.?[0-9]+", "a price above 0 in dollars")
    yield Rule(_LAUNCH, "SpotPrice", price, _api(_LAUNCH[0]))
    volumes = one_of("standard", "io1", "gp2", "st1", "sc1", "gp3")
    yield Rule(_LAUNCH, "BlockDeviceMappings[].Ebs.VolumeType", volumes, _api("Ebs"))

    yield Rule(
        _POLICY,
        "PolicyType",
        one_of("SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling"),
        _api(_POLICY[0]),
    )
    yield Rule(_POLICY, "AdjustmentType", one_of(*ADJUSTMENT_TYPES), _api(_POLICY[0]))
    yield Rule(
        _POLICY, "MetricAggregationType", one_of("Minimum", "Maximum", "Average"), _api(_POLICY[0])
    )
    for name in ("Cooldown", "EstimatedInstanceWarmup"):
        yield Rule(_POLICY, name, between(0), _api(_POLICY[0]))
    for name in ("MinAdjustmentStep", "MinAdjustmentMagnitude"):
        yield Rule(_POLICY, name, between(1), _api(_POLICY[0]))
    yield Rule(_POLICY, "StepAdjustments", at_most(20, "steps"), _api(_POLICY[0]))
    yield Rule(_POLICY, "", _policy, _api(_POLICY[0]))

    yield Rule(
        ("SuspendProcesses", "ResumeProcesses"),
        "ScalingProcesses[]",
        one_of(*PROCESSES),
        _api("SuspendProcesses"),
    )
    yield Rule(
        ("SetInstanceHealth",),
        "HealthStatus",
        one_of("Healthy", "Unhealthy"),
        _api("SetInstanceHealth"),
    )
    metrics = ("EnableMetricsCollection", "DisableMetricsCollection")
    yield Rule(metrics, "Metrics[]", one_of(*METRICS), _api(metrics[0]))
    yield Rule(metrics, "Granularity", one_of("1Minute"), _api(metrics[0]))
    notify = ("PutNotificationConfiguration",)
    yield Rule(notify, "NotificationTypes[]", one_of(*NOTIFICATION_TYPES), _api(notify[0]))
    yield Rule(notify, "TopicARN", ARN, _api(notify[0]))

    yield Rule((), "Tags[].Key", NOT_RESERVED, _api("Tag"))
    yield Rule((), "Tags[].ResourceType", one_of("auto-scaling-group"), _api("Tag"))
    yield Rule(
        (),
        "Tags",
        at_most(50, "tags"),
        f"{AUTOSCALING.replace('APIReference', 'userguide')}ec2-auto-scaling-tagging.html",
    )
    yield Rule((), "", _tags, _api("Tag"))
    yield Rule(
        ("CreateOrUpdateTags", "DeleteTags"),
        "",
        lambda m: (
            None
            if all(tag.get("ResourceId") for tag in m["Tags"])
            else "ResourceId is required for each tag"
        ),
        _api("CreateOrUpdateTags"),
    )

    hook = ("PutLifecycleHook",)
    moments = one_of("autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING")
    yield Rule(hook, "LifecycleTransition", moments, _api(hook[0]))
    yield Rule(hook, "DefaultResult", one_of("CONTINUE", "ABANDON"), _api(hook[0]))
    yield Rule(hook, "HeartbeatTimeout", between(30, 7200), _api(hook[0]))
    for name in ("RoleARN", "NotificationTargetARN"):
        yield Rule(hook, name, ARN, _api(hook[0]))

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
    ):
        yield Rule((operation,), member, at_most(most, member), _api(operation))
    for operation in ("AttachLoadBalancerTargetGroups", "DetachLoadBalancerTargetGroups"):
        yield Rule((operation,), "TargetGroupARNs[]", ARN, _api(operation))

    for operation, reason in (
        ("DescribeTags", _filters("auto-scaling-group", "key", "value", "propagate-at-launch")),
        ("DescribeAutoScalingGroups", _filters("tag-key", "tag-value")),
        (
            "DescribeScalingActivities",
            _filters("StartTimeLowerBound", "StartTimeUpperBound", "Status"),
        ),
    ):
        yield Rule((operation,), "Filters[].Name", reason, _api("Filter"))
    yield Rule(
        ("DescribePolicies",),
        "PolicyTypes[]",
        one_of("SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling"),
        _api("DescribePolicies"),
    )


RULES = tuple(_rules())
