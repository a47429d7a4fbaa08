"""Read boto's objects: the one place that knows the names of their attributes.

An attribute may have boto's name or, on objects that were read from AWS, AWS's name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, cast

from reboto._core import shown
from reboto.foresight._times import seconds

Json = dict[str, Any]

# Metrics of predefined target tracking, with the statistic that it uses.
_PREDEFINED = {
    "ASGAverageCPUUtilization": "CPUUtilization",
    "ASGAverageCPUUtilizationHighResolution": "CPUUtilization",
    "ASGAverageNetworkIn": "NetworkIn",
    "ASGAverageNetworkOut": "NetworkOut",
    "ALBRequestCountPerTarget": "RequestCountPerTarget",
}
_SYMBOLS = {
    ">=": "GreaterThanOrEqualToThreshold",
    ">": "GreaterThanThreshold",
    "<": "LessThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
}


def read(item: Any, *names: str) -> Any:
    """Return the first attribute, or key of a dict, that has a value."""
    for name in names:
        value = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
        if value is not None and value != "":
            return value
    return None


def whole(item: Any, *names: str) -> int | None:
    """Return an attribute as an integer; AWS's newer fields are text."""
    value = read(item, *names)
    if value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"{names[0]} of {shown(item)} must be an integer, got {shown(value)}"
        ) from None


def number(item: Any, *names: str) -> float | None:
    """Return an attribute as a number."""
    value = read(item, *names)
    if value is None or isinstance(value, int):
        return value
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"{names[0]} of {shown(item)} must be a number, got {shown(value)}"
        ) from None
    if not math.isfinite(found):
        raise ValueError(f"{names[0]} of {shown(item)} must be a finite number, got {shown(value)}")
    return found


def flag(item: Any, *names: str) -> bool | None:
    """Return an attribute as a bool; boto has text."""
    value = read(item, *names)
    return None if value is None else str(value).lower() in {"true", "1", "yes"}


def filled(values: Json) -> Json:
    """Leave out missing values."""
    return {key: value for key, value in values.items() if value is not None}


def name_of(item: Any) -> str | None:
    """Return the name of an object."""
    name = read(item, "name", "policy_name", "alarm_name")
    return None if name is None else str(name)


def group(item: Any, durations: Json) -> Json:
    """Convert a group, with the durations that AWS does not publish."""
    processes = read(item, "suspended_processes") or ()
    names = [str(read(one, "process_name") or one) for one in processes]
    return filled(
        {
            "min_size": whole(item, "min_size"),
            "max_size": whole(item, "max_size"),
            "desired_capacity": whole(item, "desired_capacity"),
            "default_cooldown": whole(item, "default_cooldown"),
            "default_instance_warmup": whole(
                item, "default_instance_warmup", "DefaultInstanceWarmup"
            ),
            "suspended_processes": names or None,
            **durations,
        }
    )


def policy(item: Any, metrics: Iterable[str]) -> Json:
    """Convert a policy. `metrics` are the names of metrics, of which target tracking reads one."""
    kind = _kind(item)
    if type(item).__name__ == "Predictive":
        raise ValueError(f"{item!r} must be given to foresight.scenario or foresight.simulate")
    if kind == "PredictiveScaling":
        raise ValueError(
            f"policy {name_of(item)!r} is predictive: AWS does not publish how it forecasts; give "
            "foresight.Predictive(forecast, policy) with the capacity of each hour instead"
        )
    values: Json = {"name": name_of(item), "policy_type": kind, "enabled": flag(item, "enabled")}
    if kind == "TargetTrackingScaling":
        return filled({**values, **_tracking(item, list(metrics))})
    values["adjustment_type"] = read(item, "adjustment_type")
    least = whole(item, "min_adjustment_magnitude", "MinAdjustmentMagnitude", "min_adjustment_step")
    # AWS answers 0 if it is not set.
    values["min_adjustment_magnitude"] = least or None
    if kind == "StepScaling":
        steps = read(item, "step_adjustments", "StepAdjustments") or ()
        values["step_adjustments"] = [_step(step) for step in steps]
        values["metric_aggregation_type"] = read(
            item, "metric_aggregation_type", "MetricAggregationType"
        )
        values["estimated_instance_warmup"] = _warmup(item)
    else:
        values["scaling_adjustment"] = whole(item, "scaling_adjustment")
        values["cooldown"] = whole(item, "cooldown")
    return filled(values)


def _kind(item: Any) -> str | None:
    """Return the type of a policy; without one, it follows from the settings, as for AWS."""
    kind: str | None = read(item, "policy_type", "PolicyType")
    if kind is not None:
        return kind
    settings = {
        "TargetTrackingScaling": ("target_tracking", "target_tracking_configuration"),
        "PredictiveScaling": ("predictive_scaling", "predictive_scaling_configuration"),
        "StepScaling": ("step_adjustments", "StepAdjustments"),
    }
    return next((word for word, names in settings.items() if read(item, *names)), None)


def _warmup(item: Any) -> int | None:
    return whole(item, "estimated_instance_warmup", "EstimatedInstanceWarmup")


def _step(step: Any) -> Json:
    lower = ("metric_interval_lower_bound", "MetricIntervalLowerBound", "lower_bound", "lower")
    upper = ("metric_interval_upper_bound", "MetricIntervalUpperBound", "upper_bound", "upper")
    adjustment = whole(step, "scaling_adjustment", "ScalingAdjustment", "adjustment")
    return filled(
        {"lower": number(step, *lower), "upper": number(step, *upper), "adjustment": adjustment}
    )


def _tracking(item: Any, metrics: list[str]) -> Json:
    names = ("target_tracking", "target_tracking_configuration", "TargetTrackingConfiguration")
    settings = read(item, *names) or item
    customized = ("customized_metric_specification", "CustomizedMetricSpecification")
    special = read(settings, *customized) or read(settings, "metric")
    predefined = ("predefined_metric_specification", "PredefinedMetricSpecification")
    standard = read(settings, *predefined)
    kinds = ("predefined_metric_type", "PredefinedMetricType", "predefined_metric")
    word = read(standard, *kinds) if standard is not None else read(settings, *kinds)
    if isinstance(special, str):
        metric: Any = special
    elif special is not None:
        metric = read(special, "metric_name", "MetricName", "name")
    else:
        metric = _PREDEFINED.get(str(word or standard), word or standard)
    # The only metric there is needs no name.
    if metric is None and len(metrics) == 1:
        metric = metrics[0]
    return {
        "metric": metric,
        "statistic": None if isinstance(special, str) else read(special, "statistic", "Statistic"),
        "target_value": number(settings, "target_value", "TargetValue"),
        "disable_scale_in": flag(settings, "disable_scale_in", "DisableScaleIn"),
        "estimated_instance_warmup": _warmup(item),
    }


def alarm(item: Any, policies: Mapping[str, str], metric: str | None = None) -> Json:
    """Convert an alarm.

    Parameters
    ----------
    item : MetricAlarm
        The alarm.
    policies : dict of str to str
        Names of policies by their names and ARNs.
    metric : str, optional
        Name of the scenario's metric; default is the alarm's.
    """
    name = name_of(item)
    comparison = read(item, "comparison")
    if read(item, "extended_statistic", "ExtendedStatistic"):
        raise ValueError(f"alarm {name!r} has an extended statistic, which cannot be simulated")
    metric = metric or read(item, "metric")
    if metric is None and read(item, "metrics", "evaluation_criteria"):
        raise ValueError(
            f"alarm {name!r} is on metric math or a query, which cannot be simulated; "
            "set its metric to the name of one of metrics="
        )
    # That of an alarm that was read is over.
    if read(item, "warm_up_configuration", "WarmUpConfiguration") and not read(item, "alarm_arn"):
        raise ValueError(f"alarm {name!r} has a warm-up at its creation, which is not simulated")
    words = ("alarm_actions", "ok_actions", "insufficient_data_actions")
    actions = {word: _actions(item, word, policies) or None for word in words}
    return filled(
        {
            "name": name,
            "metric": metric,
            "comparison": _SYMBOLS.get(comparison, comparison),
            "threshold": number(item, "threshold"),
            "evaluation_periods": whole(item, "evaluation_periods"),
            "datapoints_to_alarm": whole(item, "datapoints_to_alarm", "DatapointsToAlarm"),
            "treat_missing_data": read(item, "treat_missing_data", "TreatMissingData"),
            "period": whole(item, "period"),
            "evaluation_window": _window(name, item),
            "statistic": read(item, "statistic"),
            "state": read(item, "state_value"),
            "actions_enabled": flag(item, "actions_enabled"),
            **actions,
        }
    )


def _window(name: str | None, item: Any) -> str | None:
    """Return the kind of an alarm's window if it follows the clock."""
    window = read(item, "evaluation_window", "EvaluationWindow")
    clock = None if window is None else read(window, "wall_clock_window", "WallClockWindow")
    if clock is None:
        return None
    zone = read(clock, "timezone", "Timezone")
    # Offsets of time zones are multiples of 5 minutes.
    if zone not in (None, "UTC") and (whole(item, "period") or 0) > 300:
        raise ValueError(
            f"alarm {name!r} has a wall clock window in the time zone {zone!r}, "
            "which can be simulated in UTC only"
        )
    return "WallClockWindow"


def _actions(item: Any, word: str, policies: Mapping[str, str]) -> list[str]:
    given = read(item, word) or ()
    names: list[str] = []
    for action in [given] if isinstance(given, str) else given:
        action = str(action)
        if action in policies:
            names.append(policies[action])
        elif ":scalingPolicy:" in action or not action.startswith("arn:"):
            known = ", ".join(repr(name) for name in dict.fromkeys(policies.values())) or "none"
            raise ValueError(
                f"{word} of alarm {name_of(item)!r} must be names or ARNs of policies of the "
                f"group, of which there is {known}; got {action!r}"
            )
        # Other actions, such as topics, do not change the group.
    return names


def references(policies: Iterable[Any]) -> dict[str, str]:
    """Return the names of policies by their names and ARNs."""
    found: dict[str, str] = {}
    for item in policies:
        name = name_of(item)
        if name is not None:
            found[name] = name
            address = read(item, "policy_arn")
            if address is not None:
                found[str(address)] = name
    return found


def arn(item: Any) -> str:
    """Return the ARN of a policy; of one that was not sent to AWS, its name.

    Parameters
    ----------
    item : ScalingPolicy
        The policy.

    Returns
    -------
    str
        Text for `alarm_actions` of an alarm that is simulated.

    Raises
    ------
    ValueError
        If the policy has neither an ARN nor a name.

    Examples
    --------
    >>> from reboto import foresight
    >>> from reboto.ec2.autoscale import ScalingPolicy
    >>> foresight.arn(ScalingPolicy(name="scale_up"))
    'scale_up'
    """
    found = read(item, "policy_arn") or name_of(item)
    if found is None:
        raise ValueError(f"{item!r} must have a name or an ARN")
    return str(found)


def action(item: Any) -> Json:
    """Convert a scheduled action."""

    def time(*names: str) -> int | None:
        value = read(item, *names)
        return None if value is None else seconds(names[0], value)

    return filled(
        {
            "name": name_of(item),
            "start_time": time("start_time", "time"),
            "end_time": time("end_time"),
            "recurrence": read(item, "recurrence"),
            "time_zone": read(item, "time_zone", "TimeZone"),
            "min_size": whole(item, "min_size"),
            "max_size": whole(item, "max_size"),
            "desired_capacity": whole(item, "desired_capacity"),
        }
    )


def metric_key(item: Any) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what identifies the metric of an alarm: namespace, name and dimensions."""
    given = cast("Mapping[str, Any]", read(item, "dimensions") or {})
    pairs: list[tuple[str, str]] = []
    for key, value in given.items():
        values = [value] if isinstance(value, str) else list(value or ())
        pairs += [(str(key), str(one)) for one in values]
    return str(read(item, "namespace") or ""), str(read(item, "metric")), tuple(sorted(pairs))
