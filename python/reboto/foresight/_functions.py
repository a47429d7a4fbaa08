"""Metrics that are functions in Python."""

from __future__ import annotations

import inspect
import math
from array import array
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reboto._core import ForesightTimeline

Json = dict[str, Any]

# A metric of the number of instances: `f(minute, in_service, queue)`.
Feedback = Callable[[float, int, float], float | None]

_FEEDBACK_ARGUMENTS = 3


def is_feedback(name: str, function: Callable[..., Any]) -> bool:
    """Whether a function depends on the instances; errors name the argument."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    given = inspect.signature(function).parameters.values()
    needed = [one for one in given if one.kind in kinds and one.default is one.empty]
    if len(needed) not in (1, _FEEDBACK_ARGUMENTS):
        raise TypeError(
            f"{name} must be a function of (minute) or of (minute, in_service, queue), got one of "
            f"{len(needed)} arguments"
        )
    return len(needed) == _FEEDBACK_ARGUMENTS


def fill(metrics: Mapping[str, Json], start: int, duration: int) -> dict[str, Feedback]:
    """Compute the values of functions of time. Return the functions of instances."""
    found: dict[str, Feedback] = {}
    for name, settings in metrics.items():
        function = settings.pop("function", None)
        if function is None:
            continue
        step: int = settings["resolution"]
        begin: int = settings.get("start", start)
        count = max(0, -(-(start + duration - begin) // step))
        key = "load" if settings.get("model") else "values"
        if key == "values" and is_feedback(name, function):
            found[name] = function
            settings[key] = array("d", [math.nan]) * count
        else:
            minutes = (_minute(begin - start + slot * step) for slot in range(count))
            settings[key] = array("d", (_number(name, function(minute)) for minute in minutes))
    return found


def _minute(seconds: int) -> float:
    return seconds // 60 if seconds % 60 == 0 else seconds / 60


def _number(name: str, value: Any) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise TypeError(
            f"the function of metric {name!r} must return numbers or None, got {value!r}"
        )
    number = float(value)
    if math.isinf(number):
        raise ValueError(
            f"the function of metric {name!r} must return finite numbers, got {value!r}"
        )
    return number


class Loop:
    """Finds values that agree with the numbers of instances that follow from them.

    A value depends on earlier values only. Each run is right up to the first slot whose number of
    instances was not that of the values, so each run makes more slots right.

    Parameters
    ----------
    functions : dict of str to callable
        Functions by metric.
    content : dict of str to object
        The scenario.
    """

    def __init__(self, functions: Mapping[str, Feedback], content: Json) -> None:
        self.functions = functions
        self.start: int = content["start"]
        metrics: Any = content["metrics"]
        self.settings: dict[str, Json] = {name: metrics[name] for name in functions}
        self.values: dict[str, array[float]] = {}
        self.counts: dict[str, list[int]] = {}

    def run(
        self, simulate: Callable[[Mapping[str, array[float]]], ForesightTimeline]
    ) -> ForesightTimeline:
        """Repeat a simulation until its values and instances agree."""
        for name, settings in self.settings.items():
            self.values[name] = array("d", settings["values"])
            self.counts[name] = []
        core = simulate(self.values)
        while self._update(core.changes(True)):
            core = simulate(self.values)
        return core

    def _update(self, changes: list[tuple[int, int]]) -> bool:
        """Compute the values whose number of instances differs. Return whether there are any."""
        differs = False
        for name, settings in self.settings.items():
            begin, step = settings.get("start", self.start), settings["resolution"]
            counts: list[int] = []
            at = 0
            for slot in range(len(self.values[name])):
                time = begin + slot * step
                while at + 1 < len(changes) and changes[at + 1][0] <= time:
                    at += 1
                counts.append(changes[at][1])
            known = self.counts[name]
            pairs = enumerate(zip(known, counts, strict=False))
            first = next((slot for slot, (old, new) in pairs if old != new), len(known))
            if first < len(counts):
                self._compute(name, counts, first)
                differs = True
        return differs

    def _compute(self, name: str, counts: list[int], first: int) -> None:
        settings, values = self.settings[name], self.values[name]
        function, step = self.functions[name], settings["resolution"]
        begin: int = settings.get("start", self.start)
        queue = next((one for one in reversed(values[:first]) if not math.isnan(one)), 0.0)
        for slot in range(first, len(counts)):
            minute = _minute(begin - self.start + slot * step)
            value = _number(name, function(minute, counts[slot], queue))
            values[slot] = value
            queue = queue if math.isnan(value) else value
        self.counts[name] = counts
