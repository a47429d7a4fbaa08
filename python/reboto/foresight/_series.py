"""Series of numbers at equal distances, from lists, arrays, Series and boto's datapoints."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias, cast

from reboto.foresight._times import seconds

# Numbers with None or NaN for missing ones, or values with times.
Points: TypeAlias = Any

_STATISTICS = ("Average", "Sum", "Maximum", "Minimum", "SampleCount")
MISSING = math.nan


class Series(NamedTuple):
    """Values of slots; `start` is None if the points have no times. NaN is a missing value."""

    start: int | None
    resolution: int
    values: array[float]


def series(name: str, points: Points, resolution: int | None = None) -> Series:
    """Read points.

    Parameters
    ----------
    name : str
        Name of the argument, for errors.
    points : object
        Numbers, or an object with times: datapoints, a `MetricDataResult`, a Series of pandas
        with a `DatetimeIndex`, or a dict of datetime to float.
    resolution : int, optional
        Seconds between values; default is the smallest distance of the times, or 60.
    """
    if isinstance(points, Series):
        return points
    if hasattr(points, "timestamps") and hasattr(points, "values"):
        return _timed(name, zip(points.timestamps, points.values, strict=True), resolution)
    if isinstance(points, Mapping):
        return _timed(name, points.items(), resolution)
    index = getattr(points, "index", None)
    if index is not None and hasattr(index, "tz"):
        return _timed(name, zip(index.to_pydatetime(), points.tolist(), strict=True), resolution)
    if isinstance(points, (list, tuple)) and points and isinstance(points[0], Mapping):
        datapoints = cast("Iterable[Mapping[str, Any]]", points)
        return _timed(name, (_datapoint(name, one) for one in datapoints), resolution)
    return Series(None, resolution or 60, _numbers(name, points))


def _numbers(name: str, points: Any) -> array[float]:
    if isinstance(points, array) and points.typecode == "d":
        return points
    if hasattr(points, "to_numpy"):
        points = cast("Any", points).to_numpy()
    if hasattr(points, "__array_interface__"):
        import numpy

        numbers: Any = numpy.ascontiguousarray(points, dtype="float64")
        if numbers.ndim != 1:
            raise ValueError(f"{name} must have one dimension, got {numbers.ndim}")
        return array("d", numbers.tobytes())
    points = list(points)
    try:
        return array("d", points)
    except TypeError:
        numbers = [MISSING if value is None else value for value in points]
    try:
        return array("d", numbers)
    except TypeError:
        wrong = next(one for one in numbers if not isinstance(one, (int, float)))
        raise TypeError(f"{name} must be numbers and None, got {wrong!r}") from None


def _datapoint(name: str, point: Mapping[str, Any]) -> tuple[Any, Any]:
    statistic = next((word for word in _STATISTICS if word in point), None)
    if "Timestamp" not in point or statistic is None:
        raise ValueError(f"{name} must be datapoints with a Timestamp and a statistic")
    return point["Timestamp"], point[statistic]


def _timed(name: str, pairs: Iterable[tuple[Any, Any]], resolution: int | None) -> Series:
    samples: dict[int, list[float]] = {}
    for time, value in pairs:
        at = seconds(f"{name} timestamps", time)
        if value is not None and not math.isnan(value):
            samples.setdefault(at, []).append(float(value))
    if not samples:
        return Series(None, resolution or 60, array("d"))
    times = sorted(samples)
    if resolution is None:
        distances = [after - before for before, after in pairwise(times)]
        resolution = math.gcd(*distances) if distances else 60
    start = times[0] - times[0] % resolution
    values = array("d", [MISSING]) * ((times[-1] - start) // resolution + 1)
    slots: dict[int, list[float]] = {}
    for time in times:
        slots.setdefault((time - start) // resolution, []).extend(samples[time])
    for slot, numbers in slots.items():
        # Two points in one slot are two samples of it.
        values[slot] = sum(numbers) / len(numbers)
    return Series(start, resolution, values)
