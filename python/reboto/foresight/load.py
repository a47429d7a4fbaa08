"""Loads, and how a group's instances turn them into metrics.

In an open loop (`Replay`), a metric is as it was and does not depend on the group. In a closed loop
(`Utilization`, `PerInstance`, `Queue`), the load is given, and the metric depends on the number of
instances in service.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable
from typing import Any

from reboto.foresight._arguments import real, whole
from reboto.foresight._series import MOST_SLOTS, Points, Series, series
from reboto.foresight._times import DAY, Time, duration, seconds

__all__ = [
    "Burst",
    "Daily",
    "Load",
    "Model",
    "PerInstance",
    "Queue",
    "Replay",
    "Step",
    "Utilization",
]


class Load:
    """Work that a group gets in each minute or other slot, such as requests.

    Parameters
    ----------
    points : object
        Numbers with None for missing ones, or an object with times: datapoints, a
        `MetricDataResult`, a Series of pandas, or a dict of datetime to float. Or a function
        of the minute since the start of the simulation, which is called for each slot.
    start : datetime or int or str, optional
        Time of the first number; default is that of the points, or the start of the
        simulation.
    resolution : int, optional
        Seconds that each number covers; default is the distance of the points' times, or 60.

    Attributes
    ----------
    censored : int
        Slots whose load is only known to be at least this high, because the group was busy
        to 100 %. Only `from_cpu` finds them.

    Examples
    --------
    >>> from reboto.foresight.load import Load
    >>> (Load([10, 20, None]) + Load([5, 5])).scaled(2).values
    [30.0, 50.0, None]
    """

    censored: int = 0
    function: Callable[..., Any] | None = None

    def __init__(
        self, points: Points, start: Time | None = None, resolution: int | None = None
    ) -> None:
        if callable(points):
            self.function, points = points, ()
        given = points.series if isinstance(points, Load) else series("load", points, resolution)
        self.series: Series = (
            given if start is None else given._replace(start=seconds("start", start))
        )

    def __repr__(self) -> str:
        if self.function is not None:
            return f"{type(self).__name__}(function, {self.series.resolution} s)"
        return f"{type(self).__name__}({len(self.series.values)} x {self.series.resolution} s)"

    @property
    def values(self) -> list[float | None]:
        """The numbers, with None for missing ones."""
        return [None if math.isnan(value) else value for value in self.series.values]

    def __add__(self, other: Load) -> Load:
        if not isinstance(other, Load):
            return NotImplemented
        if self.function is not None or other.function is not None:
            raise TypeError("loads that are functions cannot be added: add in the function")
        first, second = self.series, other.series
        if first.resolution != second.resolution:
            raise ValueError(
                "loads must have the same resolution to be added, got "
                f"{first.resolution} and {second.resolution} seconds"
            )
        starts = [one.start for one in (first, second) if one.start is not None]
        if len({one % first.resolution for one in starts}) > 1:
            raise ValueError(
                "loads must begin a multiple of their resolution apart to be added, got "
                f"{abs(starts[0] - starts[1])} seconds"
            )
        start = min(starts, default=None)
        ends = [_offset(one, start, first.resolution) + len(one.values) for one in (first, second)]
        total = array("d", [0.0]) * max(ends)
        for one in (first, second):
            offset = _offset(one, start, first.resolution)
            for slot, value in enumerate(one.values, offset):
                total[slot] += value
        return Load(Series(start, first.resolution, total))

    def scaled(self, factor: float) -> Load:
        """Multiply the load.

        Parameters
        ----------
        factor : float
            The factor: 1.3 for 30 % more.

        Returns
        -------
        Load
        """
        real("factor", factor, least=0)
        function = self.function
        if function is not None:
            return Load(
                lambda minute: function(minute) * factor,
                self.series.start,
                self.series.resolution,
            )
        values = array("d", (value * factor for value in self.series.values))
        return Load(self.series._replace(values=values))

    @classmethod
    def from_cpu(cls, points: Points, instances: Points, resolution: int | None = None) -> Load:
        """Find the load behind a history of CPU utilization: percent times instances.

        Where the utilization was 100 %, the load may have been higher; `censored` counts
        these slots.

        Parameters
        ----------
        points : object
            Utilization in percent, as for `Load`.
        instances : object
            Instances in service at the same times, or one number for all.
        resolution : int, optional
            Seconds between points.

        Returns
        -------
        Load
            Load in percent of an instance: use it with ``Utilization(load,
            per_instance=100)``.

        Raises
        ------
        ValueError
            If `instances` has another length than `points`, or other times.

        Examples
        --------
        >>> from reboto.foresight.load import Load
        >>> load = Load.from_cpu([40, 100, 50], [2, 2, 4])
        >>> load.values, load.censored
        ([80.0, 200.0, 200.0], 1)
        """
        usage = series("points", points, resolution)
        if isinstance(instances, (int, float)):
            counts = array("d", [real("instances", instances, least=0)]) * len(usage.values)
        else:
            given = series("instances", instances, resolution)
            if None not in (given.start, usage.start) and given[:2] != usage[:2]:
                raise ValueError(
                    "instances must have the times of points: "
                    f"{usage.resolution} s from {usage.start}, got "
                    f"{given.resolution} s from {given.start}"
                )
            counts = given.values
        if len(counts) != len(usage.values):
            raise ValueError(
                f"instances must be one number, or as many as points, which are "
                f"{len(usage.values)}; got {len(counts)}"
            )
        pairs = zip(usage.values, counts, strict=True)
        load = Load(usage._replace(values=array("d", (value * count for value, count in pairs))))
        load.censored = sum(value >= 100 for value in usage.values)
        return load


def _offset(one: Series, start: int | None, resolution: int) -> int:
    return 0 if one.start is None or start is None else (one.start - start) // resolution


def _slots(days: float, resolution: int) -> int:
    return _bounded("days", real("days", days, above=0) * DAY / resolution)


def _bounded(name: str, count: float) -> int:
    """Return the number of values of a load as an integer."""
    if count > MOST_SLOTS:
        raise ValueError(
            f"{name} must be at most {MOST_SLOTS:,} times the resolution, got {count:.3g} times"
        )
    return round(count)


class Daily(Load):
    """A load that rises and falls each day, with noise.

    Parameters
    ----------
    peak, trough : float
        Highest load, at 16:00, and lowest load, at 04:00.
    days : float, default 7
        Length in days.
    noise : float, default 0
        Standard deviation of the noise, as a fraction of the load.
    seed : int, default 0
        Seed of the noise; the same seed gives the same load.
    resolution : int, default 60
        Seconds that each number covers.

    Examples
    --------
    >>> from reboto.foresight.load import Daily
    >>> day = Daily(peak=1000, trough=200, days=1).values
    >>> day[4 * 60], day[16 * 60]
    (200.0, 1000.0)
    """

    def __init__(
        self,
        peak: float,
        trough: float,
        days: float = 7,
        noise: float = 0.0,
        seed: int = 0,
        resolution: int = 60,
    ) -> None:
        real("trough", trough, least=0)
        real("peak", peak, least=trough)
        real("noise", noise, least=0)
        count = _slots(days, whole("resolution", resolution, least=1))
        chance = random.Random(seed)  # noqa: S311
        middle, height = (peak + trough) / 2, (peak - trough) / 2

        def value(slot: int) -> float:
            hours = slot * resolution % DAY / 3600
            load = middle - height * math.cos((hours - 4) / 12 * math.pi)
            return max(0.0, load * (1 + chance.gauss(0, noise))) if noise else load

        super().__init__(array("d", map(value, range(count))), resolution=resolution)


class Burst(Load):
    """A load of 0 with one burst. Add it to another load.

    Parameters
    ----------
    height : float
        Load during the burst.
    at : timedelta or float or str
        Beginning, from the start on: seconds, or text such as ``"2h"``.
    lasts : timedelta or float or str
        Length of the burst.
    resolution : int, default 60
        Seconds that each number covers.

    Examples
    --------
    >>> from reboto.foresight.load import Burst, Load
    >>> (Load([1, 1, 1, 1]) + Burst(9, at="1m", lasts="2m")).values
    [1.0, 10.0, 10.0, 1.0]
    """

    def __init__(self, height: float, at: Any, lasts: Any, resolution: int = 60) -> None:
        resolution = whole("resolution", resolution, least=1)
        real("height", height)
        first = _bounded("at", duration("at", at) // resolution)
        count = _bounded("lasts", duration("lasts", lasts) // resolution)
        super().__init__([0.0] * first + [float(height)] * count, resolution=resolution)


class Step(Load):
    """A load that changes once.

    Parameters
    ----------
    before, after : float
        Load before and after the change.
    at : timedelta or float or str
        Time of the change, from the start on: seconds, or text such as ``"2h"``.
    until : timedelta or float or str
        Length of the whole load.
    resolution : int, default 60
        Seconds that each number covers.

    Examples
    --------
    >>> from reboto.foresight.load import Step
    >>> Step(10, 30, at="2m", until="4m").values
    [10.0, 10.0, 30.0, 30.0]
    """

    def __init__(
        self, before: float, after: float, at: Any, until: Any, resolution: int = 60
    ) -> None:
        resolution = whole("resolution", resolution, least=1)
        first = _bounded("at", duration("at", at) // resolution)
        count = max(0, _bounded("until", duration("until", until) // resolution) - first)
        levels = float(real("before", before)), float(real("after", after))
        values = [levels[0]] * first + [levels[1]] * count
        super().__init__(values, resolution=resolution)


class Model:
    """A metric of a simulation; the base of `Replay`, `Utilization`, `PerInstance` and `Queue`.

    Parameters
    ----------
    load : Load or object
        A load, or points as for `Load`.

    Attributes
    ----------
    load : Load
        The load.
    """

    _settings: tuple[tuple[str, Any], ...] = ()
    _key = "load"

    def __init__(self, load: Load | Points) -> None:
        self.load = load if isinstance(load, Load) else Load(load)

    def __repr__(self) -> str:
        words = [repr(self.load), *(f"{key}={value}" for key, value in self._settings[1:])]
        return f"{type(self).__name__}({', '.join(words)})"

    def to_metric(self) -> dict[str, Any]:
        """Return the metric of the JSON interface.

        Returns
        -------
        dict of str to object
            Its numbers are an array, in which NaN is a missing one.
        """
        given = self.load.series
        metric: dict[str, Any] = dict(self._settings)
        if given.start is not None:
            metric["start"] = given.start
        if self.load.function is not None:
            return {**metric, "resolution": given.resolution, "function": self.load.function}
        return {**metric, "resolution": given.resolution, self._key: given.values}


class Replay(Model):
    """A metric as it was, independent of the group: an open loop.

    Parameters
    ----------
    points : object
        Values, as for `Load`.

    Examples
    --------
    >>> from reboto.foresight.load import Replay
    >>> Replay([41.5, None, 60])
    Replay(Load(3 x 60 s))
    """

    _key = "values"

    def __init__(self, points: Load | Points) -> None:
        super().__init__(points)


class Utilization(Model):
    """Utilization in percent: load divided by what the instances in service can do.

    Parameters
    ----------
    load : Load or object
        The load, or points as for `Load`.
    per_instance : float
        Load that keeps one instance 100 % busy.
    most : float, default 100
        Highest value of the metric: more than 100 for the demand on instances that are
        overloaded.

    Examples
    --------
    >>> from reboto.foresight.load import Utilization
    >>> Utilization([100, 240], per_instance=120)
    Utilization(Load(2 x 60 s), per_instance=120)
    """

    def __init__(self, load: Load | Points, per_instance: float, most: float = 100) -> None:
        super().__init__(load)
        real("per_instance", per_instance, above=0)
        real("most", most, above=0)
        self._settings = (("model", "utilization"), ("per_instance", per_instance))
        if most != 100:
            self._settings += (("most", most),)


class PerInstance(Model):
    """Load of one instance, such as requests per target.

    Parameters
    ----------
    load : Load or object
        The load of the group, or points as for `Load`.

    Examples
    --------
    >>> from reboto.foresight.load import PerInstance
    >>> PerInstance([100, 240])
    PerInstance(Load(2 x 60 s))
    """

    _settings = (("model", "per_instance"),)


class Queue(Model):
    """Backlog of one instance: arrivals wait until an instance has time.

    Parameters
    ----------
    arrivals : Load or object
        Messages that arrive, or points as for `Load`.
    per_instance : float
        Messages that one instance handles in a slot.
    initial_backlog : float, default 0
        Messages that wait at the start.

    Examples
    --------
    >>> from reboto.foresight.load import Queue
    >>> Queue([10, 500], per_instance=60)
    Queue(Load(2 x 60 s), per_instance=60, initial_backlog=0)
    """

    def __init__(
        self, arrivals: Load | Points, per_instance: float, initial_backlog: float = 0
    ) -> None:
        super().__init__(arrivals)
        real("per_instance", per_instance, above=0)
        real("initial_backlog", initial_backlog, least=0)
        self._settings = (
            ("model", "queue"),
            ("per_instance", per_instance),
            ("initial_backlog", initial_backlog),
        )
