"""The functions of the reference that need no simulation."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

PARAMETERS: Json = {
    "evaluation_range_extra": 2,
    "premature_scope": "range",
    "too_young": "legacy",
    "alarm_phase_seconds": 0,
    "metric_delay_seconds": 0,
    "step_points": "evaluated",
    "cooldown_after_other": True,
    "tt_period": 60,
    "tt_high_periods": 3,
    "tt_low_periods": 15,
    "tt_low_factor": 0.9,
    "tt_value": "newest",
    "tt_scale_in_limit_percent": 50,
    "tt_zero_capacity_as": 1,
    "scheduled_delay_seconds": 0,
    "suspended_desired": "frozen",
}


def with_defaults(parameters: Json | None) -> Json:
    return {**PARAMETERS, **(parameters or {})}


def value_of(mapping: Json, key: str, default: Any = None) -> Any:
    found = mapping.get(key)
    return default if found is None else found


# Alarms


def breaches(alarm: Json, value: float, band: Any) -> Any:
    comparison: str = alarm["comparison"]
    threshold: Any = alarm.get("threshold")
    if comparison == "GreaterThanOrEqualToThreshold":
        return value >= threshold
    if comparison == "GreaterThanThreshold":
        return value > threshold
    if comparison == "LessThanThreshold":
        return value < threshold
    if comparison == "LessThanOrEqualToThreshold":
        return value <= threshold
    lower, upper = band
    if comparison == "LessThanLowerOrGreaterThanUpperThreshold":
        return value < lower or value > upper
    if comparison == "LessThanLowerThreshold":
        return value < lower
    assert comparison == "GreaterThanUpperThreshold"
    return value > upper


def evaluate(
    alarm: Json, window: list[Any], state: str = "INSUFFICIENT_DATA", parameters: Json | None = None
) -> str:
    parameters = with_defaults(parameters)
    n = alarm["evaluation_periods"]
    m = value_of(alarm, "datapoints_to_alarm", n)
    mode = value_of(alarm, "treat_missing_data", "missing")
    bands = alarm.get("bands") or [None] * len(window)
    slots = [
        None if v is None else breaches(alarm, v, band)
        for v, band in zip(window, bands, strict=False)
    ]
    real = [slot for slot in slots if slot is not None]
    if len(real) >= n:
        return "ALARM" if sum(real[-n:]) >= m else "OK"
    bad = sum(real)
    if mode == "breaching":
        return "ALARM" if bad + (n - len(real)) >= m else "OK"
    if mode == "notBreaching":
        return "ALARM" if bad >= m else "OK"
    if not real:
        return "INSUFFICIENT_DATA" if mode == "missing" else state
    if bad >= m:
        return "ALARM"
    if bad < len(real):
        return "OK"
    sought = slots if parameters["premature_scope"] == "range" else slots[-n:]
    ages = [len(sought) - i for i, slot in enumerate(sought) if slot]
    if ages and max(ages) >= m:
        return "ALARM" if mode == "missing" else state
    if parameters["too_young"] == "ok":
        return "OK"
    return "INSUFFICIENT_DATA" if mode == "missing" else state


def evaluate_alarm(
    alarm: Json,
    datapoints: list[Any],
    state: str = "INSUFFICIENT_DATA",
    parameters: Json | None = None,
) -> list[Any]:
    length = alarm["evaluation_periods"] + with_defaults(parameters)["evaluation_range_extra"]
    states: list[Any] = []
    for k in range(len(datapoints)):
        window = [datapoints[i] if i >= 0 else None for i in range(k - length + 1, k + 1)]
        bands = alarm.get("bands")
        if bands:
            bands = [bands[i] if i >= 0 else None for i in range(k - length + 1, k + 1)]
        state = evaluate({**alarm, "bands": bands}, window, state, parameters)
        states.append(state)
    return states


def cadence(alarm: Json) -> int:
    if alarm["period"] < 60:
        return 10
    return 60 if alarm["period"] * alarm["evaluation_periods"] <= 86400 else 3600


def alarm_window(alarm: Json, now: int, parameters: Json | None = None) -> list[Any]:
    parameters = with_defaults(parameters)
    grid = (
        alarm["period"] if alarm.get("evaluation_window") == "WallClockWindow" else cadence(alarm)
    )
    end = (now - parameters["metric_delay_seconds"]) // grid * grid
    length = alarm["evaluation_periods"] + parameters["evaluation_range_extra"]
    period = alarm["period"]
    return [[end - (i + 1) * period, end - i * period] for i in reversed(range(length))]


def statistic(name: str, values: list[Any]) -> Any:
    if not values:
        return None
    total = 0.0
    for value in values:
        total += value
    return {
        "SampleCount": float(len(values)),
        "Sum": total,
        "Average": total / len(values),
        "Minimum": min(values),
        "Maximum": max(values),
    }[name]


# Policies


def select_step(steps: list[Any], threshold: float, value: float) -> Any:
    for step in steps:
        lower = -math.inf if step.get("lower") is None else threshold + step["lower"]
        upper = math.inf if step.get("upper") is None else threshold + step["upper"]
        if value > threshold or (value == threshold and lower >= threshold):
            held = lower <= value < upper
        else:
            held = lower < value <= upper
        if held:
            return step["adjustment"]
    return None


def adjusted(policy: Json, base: int, value: int) -> int:
    kind = policy["adjustment_type"]
    if kind == "ExactCapacity":
        return value
    if kind == "ChangeInCapacity":
        return base + value
    product = base * value
    change = abs(product) // 100
    if product != 0 and change == 0:
        change = 1
    if change != 0:
        change = max(change, value_of(policy, "min_adjustment_magnitude", 0))
    return base + (change if product > 0 else -change)


def apply_policy(
    policy: Json, group: Json, metric: Json | None = None, parameters: Json | None = None
) -> Json:
    parameters, metric = with_defaults(parameters), metric or {}
    desired = group["desired_capacity"]
    low, high = group["min_size"], group["max_size"]
    in_service = value_of(group, "in_service", desired)
    warming, pending = value_of(group, "warming", 0), value_of(group, "pending", 0)
    terminating = value_of(group, "terminating", 0)
    kind = value_of(policy, "policy_type", "SimpleScaling")

    def unchanged(reason: str) -> Json:
        return {"capacity": desired, "reason": reason}

    def sides(growing: bool, capacity: int) -> Json:
        capacity = max(low, min(high, capacity))
        if growing and capacity > desired:
            return {"capacity": capacity, "reason": "scale_out"}
        if not growing and capacity < desired:
            return {"capacity": capacity, "reason": "scale_in"}
        return unchanged("no_change")

    def growing_by(value: int) -> bool:
        return value >= desired if policy["adjustment_type"] == "ExactCapacity" else value >= 0

    if kind == "SimpleScaling":
        value = policy["scaling_adjustment"]
        return sides(growing_by(value), adjusted(policy, in_service, value))
    if kind == "StepScaling":
        value = select_step(policy["step_adjustments"], metric["threshold"], metric["value"])
        if value is None:
            return unchanged("no_step")
        if not growing_by(value) and (pending or warming):
            return unchanged("warmup")
        base = in_service - warming if value >= 0 else in_service + terminating
        return sides(growing_by(value), adjusted(policy, base, value))
    value, target = metric["value"], policy["target_value"]
    side = value_of(metric, "alarm", "high" if value > target else "low")
    if side == "high":
        base = in_service - warming
        if base == 0:
            base = parameters["tt_zero_capacity_as"]
        return sides(True, math.ceil(base * value / target - 1e-9))
    if policy.get("disable_scale_in"):
        return unchanged("scale_in_disabled")
    if pending or warming:
        return unchanged("warmup")
    base = in_service + terminating
    capacity = math.ceil(base * value / target - 1e-9)
    limit = parameters["tt_scale_in_limit_percent"]
    if limit is not None:
        capacity = max(capacity, base - max(1, math.floor(base * limit / 100)))
    return sides(False, capacity)


def resolve(proposals: list[Any], desired: int) -> int:
    return max((p for p in proposals if p != desired), default=desired)


# Schedules


def cron_set(text: str, first: int, last: int) -> set[int]:
    values: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            begin, end = first, last
        elif "-" in span:
            begin, end = map(int, span.split("-"))
        else:
            begin = int(span)
            end = last if step else begin
        values.update(range(begin, end + 1, int(step or 1)))
    return values


def scheduled_times(action: Json, start: int, end: int) -> list[Any]:
    first, last = action.get("start_time"), action.get("end_time")
    if last is not None:
        end = min(end, last)
    times: set[int] = set()
    if first is not None and start <= first < end:
        times.add(first)
    if action.get("recurrence"):
        fields = action["recurrence"].split()
        minutes, hours = cron_set(fields[0], 0, 59), cron_set(fields[1], 0, 23)
        days, months = cron_set(fields[2], 1, 31), cron_set(fields[3], 1, 12)
        weekdays = {day % 7 for day in cron_set(fields[4], 0, 6)}
        zone = ZoneInfo(value_of(action, "time_zone", "UTC"))
        begin = start if first is None else max(start, first + 1)
        # Every UTC minute is checked, so that local times that clocks skip do not occur.
        for time in range(-(-begin // 60) * 60, end, 60):
            local = datetime.fromtimestamp(time, zone)
            if (
                local.fold
                or local.minute not in minutes
                or local.hour not in hours
                or local.month not in months
            ):
                continue
            day, weekday = local.day in days, local.isoweekday() % 7 in weekdays
            both = fields[2] != "*" and fields[4] != "*"
            if (day or weekday) if both else (day and weekday):
                times.add(time)
    return sorted(times)
