"""The capacity that a scaling policy asks for, by the rules of foresight's core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reboto.local._autoscaling.instances import Cause
from reboto.local._core import foresight
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from moto.autoscaling.models import FakeScalingPolicy

    from reboto.local._autoscaling.groups import Group


def proposal(
    group: Group, policy: FakeScalingPolicy, reading: dict[str, Any], **parameters: Any
) -> tuple[int, str]:
    """Return the capacity that a policy asks for, and the reason.

    Parameters
    ----------
    group, policy
        The group and its policy.
    reading
        ``value`` and ``threshold`` of the metric, and the ``alarm`` of target tracking.
    **parameters
        Parameters of foresight's core.
    """
    found = foresight(
        "apply_policy",
        policy=described(policy),
        group=capacity_of(group),
        metric=reading,
        parameters=parameters,
    )
    return int(found["capacity"]), str(found["reason"])


def capacity_of(group: Group) -> dict[str, int]:
    """Return a group as a policy sees it."""
    now, members = utcnow(), group.members
    serving = [one for one in members if one.lifecycle_state == "InService"]
    return {
        "min_size": group.min_size or 0,
        "max_size": group.max_size or 0,
        "desired_capacity": group.desired_capacity or 0,
        "in_service": len(serving) * group.weight,
        "warming": sum(one.warm is not None and one.warm > now for one in serving) * group.weight,
        "pending": sum(one.lifecycle_state.startswith("Pending") for one in members) * group.weight,
        "terminating": sum(one.ending for one in members) * group.weight,
    }


def described(policy: FakeScalingPolicy) -> dict[str, Any]:
    """Return a policy in the form of foresight's core."""
    warmup = number(policy.estimated_instance_warmup)
    if policy.policy_type == "TargetTrackingScaling":
        configuration = policy.target_tracking_configuration
        return {
            "name": policy.name,
            "policy_type": policy.policy_type,
            "target_value": getattr(configuration, "TargetValue", None),
            "disable_scale_in": getattr(configuration, "DisableScaleIn", None),
            "estimated_instance_warmup": warmup,
        }
    least = number(policy.min_adjustment_magnitude)
    common = {
        "name": policy.name,
        "policy_type": policy.policy_type,
        "adjustment_type": policy.adjustment_type,
        "min_adjustment_magnitude": number(getattr(policy, "min_adjustment_step", None))
        if least is None
        else least,
    }
    if policy.policy_type == "StepScaling":
        steps: Any = policy.step_adjustments
        return {
            **common,
            "step_adjustments": [
                {
                    "lower": step.get("MetricIntervalLowerBound"),
                    "upper": step.get("MetricIntervalUpperBound"),
                    "adjustment": step["ScalingAdjustment"],
                }
                for step in steps
            ],
            "metric_aggregation_type": policy.metric_aggregation_type,
            "estimated_instance_warmup": warmup,
        }
    return {
        **common,
        "scaling_adjustment": policy.scaling_adjustment,
        "cooldown": number(getattr(policy, "own_cooldown", None)),
    }


def cause_of(group: Group, policy: FakeScalingPolicy) -> Cause:
    """Return the cooldown and warm-up of the instances that a policy launches or ends."""
    if policy.policy_type == "SimpleScaling":
        own = number(getattr(policy, "own_cooldown", None))
        return Cause(group.default_cooldown if own is None else own)
    return Cause(group.default_cooldown, number(policy.estimated_instance_warmup))


def number(value: Any) -> int | None:
    """Return a whole number, also from text; None if there is none."""
    return None if value is None else int(value)
