"""Series of numbers at equal distances, from lists, arrays, Series and boto's datapoints."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from itertools import islice, pairwise
from typing import Any, NamedTuple, TypeAlias, cast

from reboto._core import shown
from reboto.foresight._arguments import whole
from reboto.foresight._frames import STATISTICS, columns, is_frame
from reboto.foresight._times import seconds

# Numbers with None or NaN for missing ones, or values with times.
Points: TypeAlias = Any

MISSING = math.nan
# A year of seconds has a third of it.
MOST_SLOTS = 100_000_000
# Ends iterators without end. Arrays, which take less memory, may be longer.
MOST_ITEMS = 10_000_000


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
        Numbers, or an object with times: datapoints, a `MetricDataResult`, pairs of a time and a
        number, a Series of pandas with a `DatetimeIndex`, a DataFrame of pandas or polars or a
        table of pyarrow with one column of numbers, or a dict of datetime to float.
    resolution : int, optional
        Seconds between values; default is the greatest that all times are multiples of, or 60.
    """
    if isinstance(points, Series):
        return points
    if resolution is not None:
        resolution = whole("resolution", resolution, least=1)
    if hasattr(points, "timestamps") and hasattr(points, "values"):
        return _timed(name, zip(points.timestamps, points.values, strict=True), resolution)
    if isinstance(points, Mapping):
        return _timed(name, points.items(), resolution)
    if is_frame(points):
        times, numbers = columns(name, points)
        if times is not None:
            return _timed(name, zip(times, numbers, strict=True), resolution)
        return Series(None, resolution or 60, _numbers(name, numbers))
    index = getattr(points, "index", None)
    if index is not None and hasattr(index, "tz"):
        return _timed(name, zip(index.to_pydatetime(), points.tolist(), strict=True), resolution)
    if isinstance(points, (list, tuple)) and points:
        given = cast("list[Any]", points)
        if isinstance(given[0], Mapping):
            return _timed(name, (_datapoint(name, one) for one in given), resolution)
        if type(given[0]) is tuple:
            return _timed(name, (_pair(name, one) for one in given), resolution)
    return Series(None, resolution or 60, _numbers(name, points))


def _numbers(name: str, points: Any) -> array[float]:
    if isinstance(points, array) and points.typecode == "d":
        return points
    if hasattr(points, "to_numpy") and not hasattr(points, "to_pylist"):
        points = cast("Any", points).to_numpy()
    if hasattr(points, "__array_interface__"):
        return _of_array(name, points)
    if hasattr(points, "to_pylist"):
        points = cast("Any", points).to_pylist()
    # Text, bytes and sets can be iterated too, but not as a series of numbers.
    if isinstance(points, (str, bytes, bytearray, set, frozenset)):
        raise _wrong(name, cast("Any", points))
    given = _listed(name, points)
    try:
        return array("d", given)
    except (TypeError, ValueError, OverflowError):
        return array("d", (_number(name, one) for one in given))


def _listed(name: str, points: Any) -> list[Any]:
    if isinstance(points, list):
        return points
    try:
        if isinstance(points, memoryview):  # `islice` of a released one has a SystemError.
            points = points.tolist()
        given = list(islice(points, MOST_ITEMS + 1))
    except (TypeError, ValueError) as error:
        raise _wrong(name, points) from error
    if len(given) > MOST_ITEMS:
        raise _too_many(name)
    return given


def _too_many(name: str) -> ValueError:
    return ValueError(
        f"{name} must have at most {MOST_ITEMS:,} values unless it is a list or an array, got more"
    )


def _of_array(name: str, points: Any) -> array[float]:
    import numpy

    # A masked value is a missing one.
    points = (
        numpy.ma.filled(points.astype("float64"), MISSING) if hasattr(points, "mask") else points
    )
    if points.dtype.kind == "O":
        return array("d", (_number(name, one) for one in points.ravel().tolist()))
    if points.dtype.kind not in "iufb":
        raise TypeError(f"{name} must be numbers and None, got an array of {points.dtype}")
    if points.ndim != 1:
        raise ValueError(f"{name} must have one dimension, got {points.ndim}")
    return array("d", numpy.ascontiguousarray(points, dtype="float64").tobytes())


def _number(name: str, value: Any) -> float:
    """Return a value as a float; missing ones are NaN, also those of pandas."""
    if value is None or type(value).__name__ == "NAType":
        return MISSING
    try:
        read: float = array("d", [value])[0]
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be numbers and None, got {shown(value)}") from None
    except OverflowError:
        raise ValueError(
            f"{name} must be numbers that fit into a float, got a larger one"
        ) from None
    return read


def _wrong(name: str, points: object) -> TypeError:
    kind = type(points).__name__
    return TypeError(
        f"{name} must be a list or another series of numbers, got {shown(points)} ({kind})"
    )


def _pair(name: str, pair: Any) -> tuple[Any, Any]:
    if not hasattr(pair, "__len__") or isinstance(pair, str) or len(pair) != 2:
        raise ValueError(f"{name} must be pairs of a time and a number, got {shown(pair)}")
    return pair[0], pair[1]


def _datapoint(name: str, point: Any) -> tuple[Any, Any]:
    expected = f"{name} must be datapoints with a Timestamp and a statistic"
    if not isinstance(point, Mapping):
        raise TypeError(f"{expected}, got {shown(point)}")
    members = cast("Mapping[str, Any]", point)
    others = (word for word in members if word not in ("Timestamp", "Unit"))
    statistic = next((word for word in (*STATISTICS, *others) if word in members), None)
    if "Timestamp" not in members or statistic is None:
        raise ValueError(f"{expected}, got {shown(point)}")
    return members["Timestamp"], members[statistic]


def _timed(name: str, pairs: Iterable[tuple[Any, Any]], resolution: int | None) -> Series:
    samples: dict[int, list[float]] = {}
    for count_before, (time, value) in enumerate(pairs):
        if count_before >= MOST_ITEMS:
            raise _too_many(name)
        at = seconds(f"{name} timestamps", _time(name, time))
        number = _number(name, value)
        if not math.isnan(number):
            samples.setdefault(at, []).append(number)
    if not samples:
        return Series(None, resolution or 60, array("d"))
    times = sorted(samples)
    if resolution is None:
        distances = [after - before for before, after in pairwise(times)]
        resolution = math.gcd(*distances) if distances else 60
    start = times[0] - times[0] % resolution
    count = (times[-1] - start) // resolution + 1
    if count > MOST_SLOTS:
        raise ValueError(
            f"{name} must have at most {MOST_SLOTS:,} values, got {count:,}: one every "
            f"{resolution} s from {_text(times[0])} to {_text(times[-1])}"
        )
    values = array("d", [MISSING]) * count
    slots: dict[int, list[float]] = {}
    for time in times:
        slots.setdefault((time - start) // resolution, []).extend(samples[time])
    for slot, numbers in slots.items():
        # Two points in one slot are two samples of it.
        values[slot] = sum(numbers) / len(numbers)
    return Series(start, resolution, values)


def _time(name: str, time: Any) -> Any:
    """Return a time of numpy as a datetime, and others as they are."""
    if type(time).__name__ == "datetime64":
        time = time.astype("datetime64[us]").item()
    if time is None or type(time).__name__ == "NaTType":
        raise ValueError(f"{name} must have a time for each value, got {time}")
    return time


def _text(time: int) -> str:
    return f"{datetime.fromtimestamp(time, timezone.utc):%Y-%m-%d %H:%M:%S}"
