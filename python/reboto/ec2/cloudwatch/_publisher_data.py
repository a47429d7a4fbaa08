"""Aggregated values of a publisher, and their batches for PutMetricData."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from reboto import _core

if TYPE_CHECKING:
    from reboto.exception import BotoServerError

# AWS's limits of a request, and of the distinct values of one datum.
MOST_DATA, MOST_VALUES = 1000, 150
# Bytes of a request. AWS accepts 1 MB; the sizes here are estimates that are not too small.
_LARGEST = 1_000_000
_PER_DATUM, _PER_DIMENSION, _PER_VALUE = 160, 40, 18
_MOST_DIMENSIONS = 30
_RESOLUTIONS = (1, 60)
# Codes of errors that repeating the request cannot fix.
_FINAL = ("InvalidParameter", "Missing", "Malformed", "Validation", "RequestEntityTooLarge")


class Series(NamedTuple):
    """What the values of one datum have in common, except their time.

    Parameters
    ----------
    name : str
        Name of the metric.
    dimensions : tuple of tuple of str
        Names and values of the dimensions, sorted by name.
    unit : str or None
        Unit.
    resolution : int
        Storage resolution in seconds: 1 or 60.
    """

    name: str
    dimensions: tuple[tuple[str, str], ...]
    unit: str | None
    resolution: int

    @property
    def size(self) -> int:
        """Bytes of a datum without its values."""
        texts = (text for pair in self.dimensions for text in pair)
        return (
            _PER_DATUM
            + len(self.name.encode())
            + _PER_DIMENSION * len(self.dimensions)
            + sum(len(text.encode()) for text in texts)
        )


class Datum(NamedTuple):
    """Values of a series in one period of its resolution.

    Parameters
    ----------
    series : Series
        The series.
    time : int
        Start of the period in seconds since 1970.
    values : list of tuple
        Distinct values, each with its count.
    """

    series: Series
    time: int
    values: list[tuple[float, float]]

    @property
    def samples(self) -> float:
        """Number of measurements."""
        return sum(count for _, count in self.values)

    @property
    def size(self) -> int:
        """Estimated bytes in a request."""
        return self.series.size + _PER_VALUE * len(self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return the datum in the form of boto3."""
        name, dimensions, unit, resolution = self.series
        members: dict[str, Any] = {
            "MetricName": name,
            "Timestamp": datetime.fromtimestamp(self.time, timezone.utc),
        }
        if resolution != 60:
            members["StorageResolution"] = resolution
        if dimensions:
            members["Dimensions"] = [{"Name": key, "Value": value} for key, value in dimensions]
        if unit is not None:
            members["Unit"] = unit
        if self.values == [(self.values[0][0], 1)]:
            members["Value"] = self.values[0][0]
        else:
            members["Values"] = [value for value, _ in self.values]
            members["Counts"] = [count for _, count in self.values]
        return members


class Buffer:
    """Values that were not sent yet: equal values of a period are counted, not listed."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Series, int], dict[float, float]] = {}
        self.distinct = 0

    def add(self, series: Series, time: int, value: float, count: float) -> None:
        """Add a value."""
        counts = self._counts.setdefault((series, time), {})
        known = counts.get(value)
        if known is None:
            self.distinct += 1
            counts[value] = count
        else:
            counts[value] = known + count

    def restore(self, data: Iterable[Datum]) -> None:
        """Add data that could not be sent."""
        for datum in data:
            for value, count in datum.values:
                self.add(datum.series, datum.time, value, count)

    def take(self) -> list[Datum]:
        """Remove and return all values."""
        taken, self._counts, self.distinct = self._counts, {}, 0
        found: list[Datum] = []
        for (series, time), counts in taken.items():
            pairs = iter(counts.items())
            while part := list(islice(pairs, MOST_VALUES)):
                found.append(Datum(series, time, part))
        return found

    @property
    def data(self) -> int:
        """Least number of data that the values need."""
        return len(self._counts)


def batches(data: Iterable[Datum]) -> Iterator[list[Datum]]:
    """Split data into requests of at most 1,000 data and 1 MB.

    Parameters
    ----------
    data : iterable of Datum
        The data.

    Yields
    ------
    list of Datum
    """
    batch: list[Datum] = []
    size = 0
    for datum in data:
        if batch and (len(batch) == MOST_DATA or size + datum.size > _LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(datum)
        size += datum.size
    if batch:
        yield batch


def mapping(dimensions: Any) -> dict[str, Any]:
    """Return dimensions as a dict; raise TypeError if they are not a mapping."""
    if dimensions is not None and not isinstance(dimensions, Mapping):
        raise TypeError(
            f"dimensions must be a dict of names and values, got {_core.shown(dimensions)}"
        )
    found: dict[str, Any] = dict(cast("Any", dimensions) or {})
    return found


def checked_series(name: Any, dimensions: Mapping[str, Any], unit: Any, resolution: Any) -> Series:
    """Return a series; raise ValueError or TypeError if AWS would refuse it."""
    if not isinstance(name, str) or not 1 <= len(name) <= 255:
        raise ValueError(f"name must be a string of 1 to 255 characters, got {_core.shown(name)}")
    if unit is not None and not isinstance(unit, str):
        raise TypeError(f"unit must be text such as 'Seconds', got {_core.shown(unit)}")
    if resolution not in _RESOLUTIONS:
        raise ValueError(
            f"storage_resolution must be 1 or 60 seconds, got {_core.shown(resolution)}"
        )
    if len(dimensions) > _MOST_DIMENSIONS:
        raise ValueError(
            f"dimensions must have at most {_MOST_DIMENSIONS} names, got {len(dimensions)}"
        )
    pairs: list[tuple[str, str]] = []
    for key, part in dimensions.items():
        if not isinstance(key, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"dimensions must have names as keys, got {_core.shown(key)}")
        text = str(_single(key, part))
        _core.check_limit("dimension_name", "dimensions", key)
        _core.check_limit("dimension_value", f"dimensions[{key!r}]", text)
        pairs.append((key, text))
    return Series(name, tuple(sorted(pairs)), unit or None, int(resolution))


def _single(key: Any, part: Any) -> Any:
    """Return the value of a dimension, which may be a list of one value, as in boto."""
    values: list[Any] = list(part) if type(part) in (list, tuple) else [part]
    if len(values) != 1:
        raise ValueError(f"dimensions[{key!r}] must have one value, got {_core.shown(part)}")
    return values[0]


def checked_value(name: str, given: Any) -> float:
    """Return a number; raise ValueError or TypeError if AWS would refuse it."""
    value = _core.to_float(name, given)
    # Not true for NaN.
    if not -(2.0**360) <= value <= 2.0**360:
        raise ValueError(
            f"{name} must be a number from -2**360 to 2**360, got {_core.shown(given)}"
        )
    return value


def seconds_of(timestamp: datetime) -> float:
    """Return the seconds since 1970 of a time, UTC without a time zone."""
    if not isinstance(timestamp, datetime):
        raise TypeError(f"timestamp must be a datetime, got {_core.shown(timestamp)}")
    if timestamp.tzinfo is None:
        timestamp = timestamp.replace(tzinfo=timezone.utc)
    return timestamp.timestamp()


def above_zero(name: str, given: Any) -> float:
    """Return a number of seconds above 0."""
    seconds = _core.to_float(name, given)
    if not 0 < seconds < threading.TIMEOUT_MAX:
        limits = f"above 0 and below {threading.TIMEOUT_MAX:.0f}"
        raise ValueError(f"{name} must be a number of seconds {limits}, got {_core.shown(given)}")
    return seconds


def is_final(error: BotoServerError) -> bool:
    """Return whether AWS refused a request as invalid."""
    code = error.error_code or ""
    is_login = "Token" in code or "Signature" in code
    # Too large: the halves of the batch can be sent.
    if error.status == 413:
        return True
    return error.status == 400 and code.startswith(_FINAL) and not is_login
