"""Predictive policies with a given forecast: AWS does not publish how it forecasts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from reboto._core import shown
from reboto.foresight import _objects
from reboto.foresight._arguments import real, whole
from reboto.foresight._series import Points, series
from reboto.foresight._times import iso

HOUR = 3600
_HONOR, _INCREASE = "HonorMaxCapacity", "IncreaseMaxCapacity"
_FORECAST_ONLY, _SCALE = "ForecastOnly", "ForecastAndScale"


class Predictive:
    """A predictive scaling policy whose forecast is given.

    During each hour, and `scheduling_buffer_time` seconds before it, the capacity of the group
    is at least the forecast: it is raised, but never lowered, and policies do not go below it.
    The scenario has a scheduled action for each change, so that `why` names the policy.

    Parameters
    ----------
    forecast : object
        Instances needed in each hour: a list from the hour of the start on, the `Forecast` of
        `ScalingPolicy.forecast`, or points with times as for `Load`. Fractions are rounded up.
        None and NaN are hours without a forecast.
    policy : ScalingPolicy, optional
        The policy; its settings are the defaults of the other arguments.
    name : str, optional
        Name of the policy, default ``"predictive"``.
    mode : str, optional
        ``"ForecastAndScale"``, or ``"ForecastOnly"``, which changes nothing. Default is the
        policy's, for which AWS's default is ``"ForecastOnly"``; ``"ForecastAndScale"`` without a
        policy.
    scheduling_buffer_time : int, optional
        Seconds, from 0 to 3599, by which a change is earlier than its hour; default is 300.
    max_capacity_breach_behavior : str, optional
        ``"HonorMaxCapacity"`` (default), or ``"IncreaseMaxCapacity"``, which raises the group's
        maximum where the forecast needs it. AWS does not lower it again.
    max_capacity_buffer : int, optional
        Percent of the forecast by which the maximum may exceed it, from 0 to 100. Required with
        ``"IncreaseMaxCapacity"``.

    Raises
    ------
    ValueError, TypeError
        If an argument is invalid. The message names it.

    Examples
    --------
    >>> from reboto import foresight
    >>> from reboto.ec2.autoscale import AutoScalingGroup
    >>> group = AutoScalingGroup(name="web", min_size=1, max_size=9, desired_capacity=1)
    >>> morning = foresight.Predictive([1, 4, 6.5])
    >>> future = foresight.simulate(group, [morning], until=3 * 3600)
    >>> [(f"{time:%H:%M}", count) for time, count in future.desired]
    [('00:00', 1), ('00:55', 4), ('01:55', 7)]
    """

    def __init__(
        self,
        forecast: Points,
        policy: Any = None,
        *,
        name: str | None = None,
        mode: str | None = None,
        scheduling_buffer_time: int | None = None,
        max_capacity_breach_behavior: str | None = None,
        max_capacity_buffer: int | None = None,
    ) -> None:
        settings = _settings(policy)
        given = _objects.read(forecast, "capacity_forecast", "CapacityForecast")
        self.capacity = series("forecast", forecast if given is None else given, HOUR)
        for value in self.capacity.values:
            if not math.isnan(value):
                real("forecast", value, least=0)
        self.name = str(name or (policy is not None and _objects.name_of(policy)) or "predictive")
        fallback = _SCALE if policy is None else _FORECAST_ONLY
        self.mode = _word("mode", (mode, settings("mode"), fallback), (_SCALE, _FORECAST_ONLY))
        self.max_capacity_breach_behavior = _word(
            "max_capacity_breach_behavior",
            (max_capacity_breach_behavior, settings("max_capacity_breach_behavior"), _HONOR),
            (_HONOR, _INCREASE),
        )
        self.scheduling_buffer_time = _number(
            "scheduling_buffer_time", scheduling_buffer_time, settings, 300, HOUR - 1
        )
        buffer = settings("max_capacity_buffer")
        buffer = max_capacity_buffer if max_capacity_buffer is not None else buffer
        raises = self.max_capacity_breach_behavior == _INCREASE
        if raises is (buffer is None):
            raise ValueError(
                "max_capacity_buffer must be given with, and only with, "
                f"max_capacity_breach_behavior={_INCREASE!r}, got {buffer!r}"
            )
        self.max_capacity_buffer = (
            _number("max_capacity_buffer", buffer, settings, 0, 100) if raises else None
        )

    def __repr__(self) -> str:
        return f"Predictive({self.name}: {len(self.capacity.values)} hours, {self.mode})"

    def actions(self, start: int, end: int, least: int, most: int) -> list[dict[str, Any]]:
        """Return the scheduled actions of the JSON interface that raise the group's limits.

        Parameters
        ----------
        start, end : int
            First and last second of the simulation.
        least, most : int
            The group's limits without the forecast.

        Returns
        -------
        list of dict
        """
        if self.mode == _FORECAST_ONLY:
            return []
        hours = self._hours(start)
        limits = (least, most)
        found: list[dict[str, Any]] = []
        for time in sorted({max(time, start) for hour in hours for time in hour[:2]}):
            needed = [needs for first, last, needs in hours if first <= time < last]
            # The maximum stays what it was raised to.
            wanted = self._limits(max(needed, default=0.0), least, limits[1])
            if time < end and wanted != limits:
                found.append(
                    {
                        "name": f"{self.name} at {iso(time)}",
                        "start_time": time,
                        "min_size": wanted[0],
                        "max_size": wanted[1],
                    }
                )
                limits = wanted
        return found

    def _hours(self, start: int) -> list[tuple[int, int, float]]:
        """Return the time and the capacity of each hour with a forecast."""
        first = self.capacity.start
        begin = start - start % HOUR if first is None else first
        return [
            (begin + at * HOUR - self.scheduling_buffer_time, begin + (at + 1) * HOUR, needs)
            for at, needs in enumerate(self.capacity.values)
            if not math.isnan(needs)
        ]

    def _limits(self, needs: float, least: int, most: int) -> tuple[int, int]:
        needed = math.ceil(needs)
        if self.max_capacity_buffer is not None:
            most = max(most, needed, math.floor(needs * (100 + self.max_capacity_buffer) / 100))
        return max(least, min(needed, most)), most


def _settings(policy: Any) -> Any:
    """Return a function that reads a setting of a policy."""
    names = (
        "predictive_scaling",
        "predictive_scaling_configuration",
        "PredictiveScalingConfiguration",
    )
    settings = None if policy is None else _objects.read(policy, *names)
    if policy is not None and settings is None:
        raise ValueError(f"policy must be a predictive policy, got {shown(policy)}")

    def read(name: str) -> Any:
        other = "".join(part.title() for part in name.split("_"))
        return None if settings is None else _objects.read(settings, name, other)

    return read


def _word(name: str, given: Iterable[Any], known: tuple[str, str]) -> str:
    word = next(one for one in given if one is not None)
    if word not in known:
        raise ValueError(f"{name} must be {known[0]!r} or {known[1]!r}, got {shown(word)}")
    return str(word)


def _number(name: str, given: Any, settings: Any, default: int, most: int) -> int:
    found = next(one for one in (given, settings(name), default) if one is not None)
    number = whole(name, int(found) if isinstance(found, str) else found, least=0)
    if number > most:
        raise ValueError(f"{name} must be at most {most}, got {number}")
    return number


def split(policies: Iterable[Any]) -> tuple[list[Any], list[Predictive]]:
    """Return policies without the predictive ones, and the predictive ones."""
    given = list(policies)
    others = [one for one in given if not isinstance(one, Predictive)]
    return others, [one for one in given if isinstance(one, Predictive)]


def actions(
    predictive: list[Predictive],
    group: dict[str, Any],
    others: list[dict[str, Any]],
    span: tuple[int, int],
) -> list[dict[str, Any]]:
    """Return the scheduled actions of predictive policies.

    Parameters
    ----------
    predictive : list of Predictive
        The policies, at most one that scales.
    group : dict
        The group of the JSON interface.
    others : list of dict
        Scheduled actions and events. None may change the limits of the group too.
    span : tuple of int
        First and last second of the simulation.
    """
    scaling = [one for one in predictive if one.mode == _SCALE]
    if len(scaling) > 1:
        names = ", ".join(repr(one.name) for one in scaling)
        raise ValueError(f"policies must have at most one Predictive that scales, got {names}")
    for other in others if scaling else ():
        if "min_size" in other or "max_size" in other:
            raise ValueError(
                f"{other.get('name') or other.get('kind')!r} changes min_size or max_size, which "
                f"cannot be simulated together with {scaling[0]!r}"
            )
    least, most = group.get("min_size"), group.get("max_size")
    if least is None or most is None:
        # The core reports what is missing.
        return []
    return [action for one in scaling for action in one.actions(*span, least, most)]
