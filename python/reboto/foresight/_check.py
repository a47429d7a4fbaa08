"""Compare a timeline with the expectations of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from reboto.foresight._testfile import TestFile, words
from reboto.foresight._timeline import Timeline
from reboto.foresight._times import clock, duration, seconds

Keys = tuple[str | int, ...]

_COUNTS = ("desired", "in_service")
_SCOPES = ("at", "between")
_SUMS = ("flaps", "changes", "cost", "above", "below")
_STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")
_BARS = "▁▂▃▄▅▆▇█"


class Outcome(NamedTuple):
    """The outcome of one expectation.

    Attributes
    ----------
    line : int
        Its line in the file.
    expected : str
        The expectation in words.
    got : str or None
        What happened instead; None if the expectation is met.
    why : str
        Explanation of a failure.
    """

    line: int
    expected: str
    got: str | None
    why: str


class Report(NamedTuple):
    """The outcomes of the expectations of a file.

    Attributes
    ----------
    path : str
        The file.
    outcomes : list of Outcome
        An outcome for each expectation.
    timeline : Timeline
        The simulation.
    """

    path: str
    outcomes: list[Outcome]
    timeline: Timeline

    @property
    def failures(self) -> list[Outcome]:
        """The expectations that are not met."""
        return [one for one in self.outcomes if one.got is not None]

    def __str__(self) -> str:
        count = len(self.outcomes)
        if not self.failures:
            return f"{self.path}: ok, {count} expectations"
        lines = [f"{self.path}: {len(self.failures)} of {count} expectations failed"]
        for one in self.failures:
            lines.append(f"  {self.path}:{one.line}: expected {one.expected}, got {one.got}")
            lines += [f"    {line}" for line in one.why.splitlines()]
        lines.append(f"    desired    {sparkline(self.timeline, False)}")
        lines.append(f"    in service {sparkline(self.timeline, True)}")
        return "\n".join(lines)


def diff(found: Report) -> str:
    """Write the failures of a report as a diff: what was expected, and what is simulated.

    Parameters
    ----------
    found : Report
        The report.

    Returns
    -------
    str
        Empty if all expectations are met.
    """
    if not found.failures:
        return ""
    lines = [f"--- {found.path} (expected)", f"+++ {found.path} (simulated)"]
    for one in found.failures:
        lines += [f"@@ line {one.line} @@", f"-{one.expected}", f"+{one.got}"]
    return "\n".join(lines)


def report(path: str | Path) -> Report:
    """Simulate a file's scenario and compare it with the expectations.

    Parameters
    ----------
    path : str or Path
        A YAML, TOML or JSON file.

    Returns
    -------
    Report

    Raises
    ------
    ValueError
        If the file is wrong. The message has file, line and key.
    OSError
        If the file cannot be read.
    """
    file = TestFile(path)
    timeline = file.scenario.simulate()
    outcomes: list[Outcome] = []
    for index, expectation in enumerate(file.expect):
        outcomes += _Expectation(file, timeline, ("expect", index), expectation).outcomes()
    return Report(str(path), outcomes, timeline)


def check(path: str | Path) -> Timeline:
    """Simulate a file's scenario, and fail if an expectation is not met: for tests.

    Parameters
    ----------
    path : str or Path
        A YAML, TOML or JSON file.

    Returns
    -------
    Timeline
        The simulation, for further assertions.

    Raises
    ------
    AssertionError
        If an expectation is not met. The message explains each.
    ValueError
        If the file is wrong. The message has file, line and key.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> from reboto import foresight
    >>> foresight.check("web.yaml")  # doctest: +SKIP
    """
    found = report(path)
    if found.failures:
        raise AssertionError(str(found))
    return found.timeline


class _Expectation:
    """One entry of ``expect``: conditions that hold at a time, between two, or never."""

    def __init__(self, file: TestFile, timeline: Timeline, keys: Keys, given: Any) -> None:
        self.file, self.timeline, self.keys = file, timeline, keys
        known = ("at", "between", "never", "alarm", "state", *_COUNTS, *_SUMS)
        self.given = file.known(keys, given, known)
        self.start = int(timeline.scenario.start.timestamp())
        self.end = self.start + timeline.scenario.duration
        self.scoped = [key for key in _SCOPES if key in self.given]
        if len(self.scoped) > 1:
            file.fail(keys, f"{words(keys)} must have either at or between")
        self.first, self.last = self._scope()

    def _scope(self) -> tuple[int, int]:
        if "at" in self.given:
            time = self._time((*self.keys, "at"), self.given["at"])
            return time, time
        if "between" not in self.given:
            return self.start, self.end
        keys, pair = (*self.keys, "between"), self.given["between"]
        if not isinstance(pair, list) or len(pair) != 2:
            self.file.fail(keys, f"{words(keys)} must be two times, got {pair!r}")
        first, last = (self._time((*keys, index), one) for index, one in enumerate(pair))
        if first > last:
            self.file.fail(keys, f"{words(keys)} must be two times in order, got {pair!r}")
        return first, last

    def _time(self, keys: Keys, value: Any) -> int:
        """Read a time: from the start on, such as ``8m``, or absolute."""
        relative = isinstance(value, (int, float)) and not isinstance(value, datetime)
        if isinstance(value, str) and re.match(r"\d+[smhdw]", value):
            relative = True

        def read() -> int:
            if relative:
                return self.start + duration(words(keys), value)
            return seconds(words(keys), value)

        time: int = self.file.guarded(keys, read)
        if not self.start <= time <= self.end:
            self.file.fail(keys, f"{words(keys)} must be within the simulation, got {value!r}")
        return time

    def outcomes(self) -> Iterable[Outcome]:
        """Yield an outcome for each condition."""
        given = self.given
        if "never" in given:
            yield self._never()
        if "alarm" in given or "state" in given:
            yield self._state()
        for key in _COUNTS:
            if key in given:
                yield self._count(key)
        for key in _SUMS:
            if key in given:
                if self.scoped:
                    self.file.fail(
                        (*self.keys, key),
                        f"{words((*self.keys, key))} counts the whole simulation: leave out "
                        f"{self.scoped[0]}",
                    )
                yield self._sum(key)
        if set(given) <= set(_SCOPES):
            self.file.fail(self.keys, f"{words(self.keys)} must have a condition")

    def _outcome(self, key: str, expected: str, got: str | None, at: int | None) -> Outcome:
        why = "" if got is None or at is None else self._why(at)
        return Outcome(self.file.line((*self.keys, key)), expected, got, why)

    def _why(self, at: int) -> str:
        timeline = self.timeline
        return "\n".join(dict.fromkeys([timeline.why(at), timeline.why_not(at)]))

    def _clock(self, time: int) -> str:
        return clock(time, self.start)

    def _scope_words(self) -> str:
        if "at" in self.given:
            return f" at {self._clock(self.first)}"
        if "between" in self.given:
            return f" from {self._clock(self.first)} to {self._clock(self.last)}"
        return ""

    def _alarm(self, keys: Keys, given: Any) -> tuple[str, str]:
        alarm, state = given.get("alarm"), given.get("state")
        names = self.timeline.core.alarms()
        if alarm not in names:
            known = ", ".join(names) or "none"
            self.file.fail(
                (*keys, "alarm"), f"{words((*keys, 'alarm'))} must be one of {known}, got {alarm!r}"
            )
        if state not in _STATES:
            self.file.fail(
                (*keys, "state"),
                f"{words((*keys, 'state'))} must be one of {', '.join(_STATES)}, got {state!r}",
            )
        return str(alarm), str(state)

    def _states(self, alarm: str) -> Iterable[tuple[int, str]]:
        """Yield the states of an alarm within the scope, each with its beginning there."""
        core = self.timeline.core
        yield self.first, core.state(alarm, self.first)[0]
        for at, name, _, new in core.alarm_states():
            if name == alarm and self.first < at <= self.last:
                yield at, new

    def _state(self) -> Outcome:
        alarm, state = self._alarm(self.keys, self.given)
        expected = f"{alarm} in {state}{self._scope_words() or ' all the time'}"
        for at, found in self._states(alarm):
            if found != state:
                return self._outcome("alarm", expected, f"{found} at {self._clock(at)}", at)
        return self._outcome("alarm", expected, None, None)

    def _never(self) -> Outcome:
        keys = (*self.keys, "never")
        given = self.file.known(keys, self.given["never"], ("alarm", "state", *_COUNTS))
        if not given:
            self.file.fail(keys, f"{words(keys)} must have a condition")
        tests: list[tuple[str, list[tuple[int, Any]], Callable[[Any], bool]]] = []
        if "alarm" in given or "state" in given:
            alarm, state = self._alarm(keys, given)
            tests.append((f"{alarm} in {state}", list(self._states(alarm)), state.__eq__))
        for key in _COUNTS:
            if key in given:
                bounds = self._bounds((*keys, key), given[key])
                tests.append((f"{key} {bounds}", list(self._counts(key)), bounds.hold))
        name = " and ".join(test[0] for test in tests)
        expected = f"never {name}{self._scope_words()}"
        times = sorted({time for _, values, _ in tests for time, _ in values})
        for time in times:
            if all(holds(_at(values, time)) for _, values, holds in tests):
                return self._outcome("never", expected, f"that at {self._clock(time)}", time)
        return self._outcome("never", expected, None, None)

    def _counts(self, key: str) -> Iterable[tuple[int, int]]:
        steps = self.timeline.desired if key == "desired" else self.timeline.in_service
        yield self.first, steps.at(self.first)
        for at, count in steps.changes:
            if self.first < at <= self.last:
                yield at, count

    def _count(self, key: str) -> Outcome:
        bounds = self._bounds((*self.keys, key), self.given[key])
        expected = f"{key} {bounds}{self._scope_words() or ' all the time'}"
        for at, count in self._counts(key):
            if not bounds.hold(count):
                return self._outcome(key, expected, f"{count} at {self._clock(at)}", at)
        return self._outcome(key, expected, None, None)

    def _sum(self, key: str) -> Outcome:
        keys, given = (*self.keys, key), self.given[key]
        timeline = self.timeline
        if key in {"above", "below"}:
            given = self.file.known(keys, given, ("metric", "value", "minutes"))
            for need in ("value", "minutes"):
                if need not in given:
                    self.file.fail(keys, f"{words((*keys, need))} is required")
            names = timeline.scenario.metrics
            metric = given.get("metric", names[0] if len(names) == 1 else None)
            if metric not in names:
                known = ", ".join(names) or "none"
                self.file.fail(
                    (*keys, "metric"),
                    f"{words(keys)}.metric must be one of {known}, got {metric!r}",
                )
            limit = self.file.number((*keys, "value"), given["value"])
            bounds = self._bounds((*keys, "minutes"), given["minutes"])
            count = timeline.above if key == "above" else timeline.below
            value = count(str(metric), limit)
            name = f"minutes of {metric} {key} {limit:g}"
        else:
            bounds = self._bounds(keys, given)
            values: dict[str, Callable[[], float]] = {
                "flaps": timeline.flaps,
                "changes": lambda: len(timeline.desired) - 1,
                "cost": lambda: timeline.cost(self.file.per_hour),
            }
            value, name = values[key](), key
        got = None if bounds.hold(value) else f"{value:.6g}"
        return self._outcome(key, f"{name} {bounds}", got, None)

    def _bounds(self, keys: Keys, given: Any) -> _Bounds:
        if isinstance(given, dict):
            self.file.known(keys, given, ("most", "least"))
            if not given:
                self.file.fail(keys, f"{words(keys)} must have most or least")
            for key, value in given.items():
                self.file.number((*keys, key), value)
            return _Bounds(given.get("least"), given.get("most"))
        value = self.file.number(keys, given)
        return _Bounds(value, value)


class _Bounds(NamedTuple):
    """Lowest and highest value."""

    least: float | None
    most: float | None

    def hold(self, value: float) -> bool:
        """Whether a value is within the bounds."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.least:g}"
        parts = [
            f"{word} {value:g}"
            for word, value in (("at least", self.least), ("at most", self.most))
            if value is not None
        ]
        return " and ".join(parts)


def _at(values: list[tuple[int, Any]], time: int) -> Any:
    return next(value for at, value in reversed(values) if at <= time)


def sparkline(timeline: Timeline, in_service: bool) -> str:
    """Draw a number of instances as a line of bars."""
    steps = timeline.in_service if in_service else timeline.desired
    start, length = steps.changes[0][0], timeline.scenario.duration
    most = max(1, steps.most)
    counts = [steps.at(start + length * column // 60) for column in range(60)]
    bars = "".join(_BARS[(len(_BARS) - 1) * count // most] for count in counts)
    return f"{bars} {steps.least} to {steps.most}"
