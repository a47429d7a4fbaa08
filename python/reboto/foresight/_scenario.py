"""Scenarios: everything that a simulation depends on."""

from __future__ import annotations

import copy
import json
import math
import uuid
from array import array
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from reboto._core import ForesightScenario, ForesightTimeline
from reboto._counts import counted
from reboto.foresight import _functions, _objects, _paths
from reboto.foresight._arguments import mapping
from reboto.foresight._functions import Feedback, Loop
from reboto.foresight._metrics import metrics
from reboto.foresight._scenario_json import (
    DURATIONS,
    count,
    each_metric,
    number,
    parsed,
    series_key,
)
from reboto.foresight._timeline import Timeline
from reboto.foresight._times import seconds, to_datetime

Json = dict[str, Any]

# The keys of a metric that are long lists of numbers.
_SERIES = ("values", "load")


class Scenario:
    """A group with its policies, alarms and schedule, metrics or a load, and parameters.

    Scenarios do not change: `with_` returns others. Two scenarios with the same content are
    equal.

    Parameters
    ----------
    content : dict of str to object
        The scenario of the JSON interface. Long lists of numbers may be arrays of doubles.
    name : str, optional
        Name of the group.

    Raises
    ------
    ValueError
        If a key or a value is invalid. The message names it.

    Examples
    --------
    >>> from reboto.foresight import Scenario
    >>> scenario = Scenario(
    ...     {"start": 0, "duration": 3600, "group": {"min_size": 1, "max_size": 4}}, name="web"
    ... )
    >>> scenario
    Scenario(web: 1970-01-01 00:00 to 1970-01-01 01:00 UTC, 0 policies, 0 alarms, 0 metrics)
    >>> scenario.with_(group={"min_size": 2, "max_size": 4}).simulate().in_service.last
    2
    """

    def __init__(self, content: Mapping[str, Any], name: str | None = None) -> None:
        self.name = name
        head = dict(mapping("content", content))
        self._series: dict[str, array[float]] = {}
        given = head.get("metrics")
        if isinstance(given, Mapping):
            head["metrics"] = {key: self._cut(key, value) for key, value in given.items()}
        elif isinstance(given, list):
            head["metrics"] = [
                self._cut(one["name"], one) if isinstance(one, Mapping) and "name" in one else one
                for one in given
            ]
        self._head = copy.deepcopy(head)
        self._core = ForesightScenario(*self.parts())
        # Names of policies by their ARNs, for alarms that are replaced.
        self._references: dict[str, str] = {}
        self._functions: dict[str, Feedback] = {}

    def _cut(self, name: str, given: Any) -> Any:
        """Take the series out of a metric."""
        if not isinstance(given, Mapping):
            return given
        settings: Json = dict(given)
        for key in _SERIES:
            numbers = settings.get(key)
            if isinstance(numbers, array):
                self._series[name] = numbers
                settings[key] = []
            elif isinstance(numbers, list) and all(
                value is None or type(value) in {int, float} for value in numbers
            ):
                floats = (math.nan if value is None else float(value) for value in numbers)
                self._series[name] = array("d", floats)
                settings[key] = []
        return settings

    def parts(self) -> tuple[str, dict[str, bytes]]:
        """Return the arguments of the compiled scenario.

        Returns
        -------
        tuple
            JSON without long series, and the series as bytes.
        """
        series = {name: numbers.tobytes() for name, numbers in self._series.items()}
        return json.dumps(self._head, allow_nan=False), series

    @property
    def content(self) -> Json:
        """The scenario of the JSON interface, without the numbers of metrics."""
        return copy.deepcopy(self._head)

    @property
    def start(self) -> datetime:
        """The first second."""
        return to_datetime(int(self._head["start"]))

    @property
    def duration(self) -> int:
        """Seconds that are simulated."""
        end = self._head.get("end")
        start = int(self._head["start"])
        return int(self._head["duration"]) if end is None else int(end) - start

    @property
    def end(self) -> datetime:
        """The last second."""
        return to_datetime(int(self._head["start"]) + self.duration)

    @property
    def alarms(self) -> list[str]:
        """Names of the alarms."""
        return [one["name"] for one in self._head.get("alarms") or ()]

    @property
    def policies(self) -> list[str]:
        """Names of the policies."""
        return [one["name"] for one in self._head.get("policies") or ()]

    @cached_property
    def metrics(self) -> list[str]:
        """Names of the metrics."""
        given: Any = self._head.get("metrics") or ()
        return [one["name"] if isinstance(one, dict) else one for one in given]

    def resolution(self, metric: str) -> int:
        """Return the seconds that each value of a metric covers.

        Parameters
        ----------
        metric : str
            Name of the metric.

        Returns
        -------
        int
        """
        return int(self.value(f"metrics.{metric}.resolution") or 60)

    def __repr__(self) -> str:
        policies = counted(len(self.policies), "policy", "policies")
        alarms, metrics = counted(len(self.alarms), "alarm"), counted(len(self.metrics), "metric")
        name = f"{self.name}: " if self.name else ""
        start, end = f"{self.start:%Y-%m-%d %H:%M}", f"{self.end:%Y-%m-%d %H:%M}"
        return f"Scenario({name}{start} to {end} UTC, {policies}, {alarms}, {metrics})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return self.parts() == other.parts()

    __hash__ = None  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.full(arrays=True), self.name, self._references, self._functions)

    def simulate(self) -> Timeline:
        """Run the simulation.

        Returns
        -------
        Timeline
        """
        if self._functions:
            return Timeline(self, Loop(self._functions, self.full(arrays=True)).run(self._run_with))
        return Timeline(self, self._core.run())

    def _run_with(self, values: Mapping[str, array[float]]) -> ForesightTimeline:
        """Simulate with other values of metrics."""
        series = {name: numbers.tobytes() for name, numbers in {**self._series, **values}.items()}
        return ForesightScenario(json.dumps(self._head, allow_nan=False), series).run()

    @property
    def functions(self) -> list[str]:
        """Names of the metrics that are functions of the number of instances."""
        return list(self._functions)

    def with_(self, changes: Mapping[str, Any] | None = None, **replaced: Any) -> Scenario:
        """Return the scenario with other content.

        Parameters
        ----------
        changes : dict of str to object, optional
            Values by path: ``{"alarms.hot.threshold": 80, "group.max_size": 20,
            "launch": 120}``.
        **replaced : object
            Whole parts: ``group``, ``policies``, ``alarms``, ``schedule``, as boto's objects
            or as in the JSON interface, ``metrics``, ``events``, ``parameters``, ``start``,
            ``until`` and ``name``.

        Returns
        -------
        Scenario

        Raises
        ------
        ValueError
            If a path leads nowhere, or if a key or a value is invalid. The message names it.
        """
        content = self.full(arrays=True)
        name = replaced.pop("name", self.name)
        fresh = False
        references = dict(self._references)
        functions = dict(self._functions)
        for key, value in replaced.items():
            match key:
                case "group":
                    durations = {
                        word: content["group"][word]
                        for word in DURATIONS
                        if word in content["group"]
                    }
                    content["group"] = (
                        {**durations, **value}
                        if isinstance(value, Mapping)
                        else _objects.group(value, durations)
                    )
                case "policies":
                    known = self.metrics
                    content["policies"] = _as_json(value, _objects.policy, known)
                    references.update(_objects.references(value))
                case "alarms":
                    own_names = {one["name"]: one["name"] for one in content["policies"]}
                    known_names = {**own_names, **references}
                    content["alarms"] = _as_json(value, _objects.alarm, known_names)
                case "schedule":
                    content.pop("scheduled_actions", None)
                    content["schedule"] = _as_json(value, _objects.action)
                case "metrics":
                    content["metrics"] = metrics(value)
                    fresh = True
                case "until":
                    content.pop("end", None)
                    content["duration"] = seconds("until", value) - int(content["start"])
                case "start":
                    content["start"] = seconds("start", value)
                case "events" | "parameters":
                    content[key] = value
                case _:
                    raise TypeError(
                        "with_ takes changes, group, policies, alarms, schedule, metrics, events, "
                        f"parameters, start, until and name; got {key}"
                    )
        for path, value in (changes or {}).items():
            _paths.set_value(content, path, value)
        if fresh:
            given = content.get("end")
            length = content["duration"] if given is None else given - content["start"]
            functions = _functions.fill(content["metrics"], content["start"], length)
        return _restore(content, name, references, functions)

    def with_references(self, references: Mapping[str, str]) -> Scenario:
        """Return the scenario with names of policies for ARNs, which alarms in `with_` may use.

        Parameters
        ----------
        references : dict of str to str
            Names of policies by their ARNs.

        Returns
        -------
        Scenario
        """
        self._references.update(references)
        return self

    def with_content(self, content: Json) -> Scenario:
        """Return the scenario with other content, and the same name.

        Parameters
        ----------
        content : dict of str to object
            The scenario of the JSON interface.

        Returns
        -------
        Scenario
        """
        return _restore(content, self.name, self._references, self._functions)

    def with_functions(self, functions: Mapping[str, Feedback]) -> Scenario:
        """Return the scenario with functions of the number of instances as metrics.

        Parameters
        ----------
        functions : dict of str to callable
            Functions of the minute, the instances in service and the last result, by metric.

        Returns
        -------
        Scenario
        """
        self._functions.update(functions)
        return self

    def value(self, path: str) -> Any:
        """Return the value at a path.

        Parameters
        ----------
        path : str
            A path such as ``"alarms.hot.threshold"``.

        Returns
        -------
        object
            None if the key is not set.

        Raises
        ------
        ValueError
            If the path leads nowhere.
        """
        return copy.deepcopy(_paths.value(self._head, path))

    def diff(self, other: Scenario) -> dict[str, tuple[Any, Any]]:
        """Compare with another scenario.

        Parameters
        ----------
        other : Scenario
            The other scenario.

        Returns
        -------
        dict of str to tuple
            By path, the value of this scenario and that of the other.

        Examples
        --------
        >>> from reboto.foresight import Scenario
        >>> small = Scenario({"start": 0, "duration": 60, "group": {"min_size": 1, "max_size": 4}})
        >>> small.diff(small.with_({"group.max_size": 8}))
        {'group.max_size': (4, 8)}
        """
        mine, theirs = _paths.flat(self._head), _paths.flat(other._head)
        changes = {
            path: (mine.get(path), theirs.get(path))
            for path in dict.fromkeys([*mine, *theirs])
            if mine.get(path) != theirs.get(path)
        }
        for name in dict.fromkeys([*self._series, *other._series]):
            first, second = self._series.get(name), other._series.get(name)
            if first is None or second is None or first.tobytes() != second.tobytes():
                changes[f"metrics.{name}"] = (count(first), count(second))
        return changes

    def to_json(self) -> str:
        """Convert to the JSON interface's scenario.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            If a metric is a function, which JSON cannot have.
        """
        if self._functions:
            raise ValueError(f"metrics must not be functions to be saved, got {self.functions}")
        lines: dict[str, str] = {}

        def place(name: str, settings: Json) -> Json:
            if name not in self._series:
                return settings
            # A text that stands nowhere else, for the series to go in one line.
            mark = f"{uuid.uuid4()}"
            numbers = [number(value) for value in self._series[name]]
            lines[json.dumps(mark)] = json.dumps(numbers, separators=(",", ":"))
            return {**settings, series_key(settings): mark}

        text = json.dumps(each_metric(self.content, place), indent=2, allow_nan=False)
        for mark, line in lines.items():
            text = text.replace(mark, line)
        return text

    def save(self, path: str | Path) -> None:
        """Write the scenario to a file.

        Parameters
        ----------
        path : str or Path
            The file.
        """
        Path(path).write_text(self.to_json() + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path, name: str | None = None) -> Scenario:
        """Read a scenario from a file.

        Parameters
        ----------
        path : str or Path
            A file with a scenario of the JSON interface.
        name : str, optional
            Name of the group; default is that of the file.

        Returns
        -------
        Scenario

        Raises
        ------
        OSError
            If the file cannot be read.
        ValueError
            If the file is not a valid scenario. The message names the file and the key.
        """
        path = Path(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
            return cls.from_json(text, path.stem if name is None else name)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error

    @classmethod
    def from_json(cls, text: str, name: str | None = None) -> Scenario:
        """Read a scenario from JSON.

        Parameters
        ----------
        text : str
            A scenario of the JSON interface.
        name : str, optional
            Name of the group.

        Returns
        -------
        Scenario

        Raises
        ------
        ValueError
            If the text is not a valid scenario. The message names the key.
        """
        return cls(parsed(text), name)

    def full(self, *, arrays: bool = False) -> Json:
        """Return the scenario of the JSON interface with the numbers of metrics.

        Parameters
        ----------
        arrays : bool, default False
            Whether the numbers are arrays, with NaN for missing ones, instead of lists.

        Returns
        -------
        dict of str to object
        """

        def put(name: str, settings: Json) -> Json:
            numbers = self._series.get(name)
            if numbers is None:
                return settings
            values = numbers if arrays else [number(value) for value in numbers]
            return {**settings, series_key(settings): values}

        return each_metric(self.content, put)


def _as_json(values: Any, convert: Callable[..., Json], *known: Any) -> list[Any]:
    """Convert boto's objects, and leave those in the form of the JSON interface."""
    return [one if isinstance(one, Mapping) else convert(one, *known) for one in values]


def _restore(
    content: Json,
    name: str | None,
    references: dict[str, str],
    functions: Mapping[str, Feedback],
) -> Scenario:
    return Scenario(content, name).with_references(references).with_functions(functions)
