"""Behavior that AWS does not publish, by name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

Json = dict[str, Any]


@dataclass(frozen=True)
class Parameters:
    """Behavior that AWS does not publish, with defaults.

    Parameters
    ----------
    evaluation_range_extra : int
        Periods that an alarm looks at beyond its evaluation periods.
    premature_scope : str
        Where the oldest breaching point is sought while points are missing: ``"range"`` or
        ``"periods"``.
    too_young : str
        State of an alarm whose breaching points are too few and too young: ``"legacy"``
        (INSUFFICIENT_DATA) or ``"ok"``.
    alarm_phase_seconds : int
        Second of the minute in which alarms are evaluated.
    metric_delay_seconds : int
        Seconds after the end of a period until CloudWatch has its data.
    step_points : int or str
        Points that a step policy aggregates; ``"evaluated"`` for the evaluation periods.
    cooldown_after_other : bool
        Whether changes by others than simple scaling start the default cooldown.
    tt_period, tt_high_periods, tt_low_periods : int
        Period and evaluation periods of the alarms of target tracking.
    tt_low_factor : float
        Threshold of the low alarm of target tracking, as a fraction of the target.
    tt_value : str
        Value that target tracking compares with its target: ``"newest"``, ``"average"`` or
        ``"maximum"`` of the evaluated points.
    tt_scale_in_limit_percent : float or None
        Most instances that target tracking removes at once, in percent; None for no limit.
    tt_zero_capacity_as : int
        Number of instances that target tracking calculates with if there is none.
    scheduled_delay_seconds : int
        Delay of scheduled actions.
    suspended_desired : str
        Desired capacity while the process that would follow it is suspended: ``"frozen"`` or
        ``"moves"``.

    Examples
    --------
    >>> from reboto.foresight import Parameters
    >>> Parameters(evaluation_range_extra=1).evaluation_range_extra
    1
    """

    evaluation_range_extra: int = 2
    premature_scope: Literal["range", "periods"] = "range"
    too_young: Literal["legacy", "ok"] = "legacy"
    alarm_phase_seconds: int = 0
    metric_delay_seconds: int = 0
    step_points: int | Literal["evaluated"] = "evaluated"
    cooldown_after_other: bool = True
    tt_period: int = 60
    tt_high_periods: int = 3
    tt_low_periods: int = 15
    tt_low_factor: float = 0.9
    tt_value: Literal["newest", "average", "maximum"] = "newest"
    tt_scale_in_limit_percent: float | None = 50
    tt_zero_capacity_as: int = 1
    scheduled_delay_seconds: int = 0
    suspended_desired: Literal["frozen", "moves"] = "frozen"

    def to_dict(self) -> Json:
        """Return the parameters of the JSON interface.

        Returns
        -------
        dict of str to object
        """
        return asdict(self)


class Assumption(NamedTuple):
    """A value that AWS does not publish and that a simulation depends on.

    Attributes
    ----------
    name : str
        Name of the parameter or of the group's duration.
    value : object
        Its value.
    meaning : str
        What it means.
    """

    name: str
    value: Any
    meaning: str


_ALARMS = {
    "evaluation_range_extra": "periods that alarms look at beyond their evaluation periods",
    "premature_scope": "where the oldest breaching point is sought while points are missing",
    "too_young": "state if breaching points are too few and too young",
    "alarm_phase_seconds": "second of the minute in which alarms are evaluated",
    "metric_delay_seconds": "seconds until CloudWatch has the data of a period",
}
_STEP = {"step_points": "points that a step policy aggregates"}
_SIMPLE = {"cooldown_after_other": "whether changes by others start a cooldown"}
_TRACKING = {
    "tt_period": "period of the alarms of target tracking, in seconds",
    "tt_high_periods": "periods above the target until target tracking adds instances",
    "tt_low_periods": "periods below the target until target tracking removes instances",
    "tt_low_factor": "threshold of the low alarm as a fraction of the target",
    "tt_value": "value that is compared with the target",
    "tt_scale_in_limit_percent": "most instances that are removed at once, in percent",
    "tt_zero_capacity_as": "instances that an empty group is calculated with",
}
_SCHEDULE = {"scheduled_delay_seconds": "delay of scheduled actions"}
_SUSPENDED = {"suspended_desired": "desired capacity while a process is suspended"}
_DURATIONS = {
    "launch_seconds": "seconds until an instance is in service",
    "launch_hook_seconds": "seconds of launch lifecycle hooks",
    "terminate_seconds": "seconds until an instance is gone",
    "terminate_hook_seconds": "seconds of termination lifecycle hooks",
    "drain_seconds": "seconds of connection draining",
}


def assumptions(content: Json) -> list[Assumption]:
    """List the parameters that a scenario's simulation depends on."""
    given = {**Parameters().to_dict(), **(content.get("parameters") or {})}
    kinds = {one.get("policy_type") or "SimpleScaling" for one in content.get("policies") or ()}
    tracking = "TargetTrackingScaling" in kinds
    events = content.get("events") or ()
    suspended = content["group"].get("suspended_processes") or any(
        event.get("kind") == "suspend" for event in events
    )
    used: list[tuple[Any, dict[str, str]]] = [
        (content.get("alarms") or tracking, _ALARMS),
        ("SimpleScaling" in kinds, _SIMPLE),
        ("StepScaling" in kinds, _STEP),
        (tracking, _TRACKING),
        (content.get("scheduled_actions") or content.get("schedule"), _SCHEDULE),
        (suspended, _SUSPENDED),
    ]
    found = [
        Assumption(name, given[name], meaning)
        for present, names in used
        if present
        for name, meaning in names.items()
    ]
    group = content["group"]
    durations = [
        Assumption(name, group.get(name, 0), meaning)
        for name, meaning in _DURATIONS.items()
        if group.get(name) or name in {"launch_seconds", "terminate_seconds"}
    ]
    return found + durations
