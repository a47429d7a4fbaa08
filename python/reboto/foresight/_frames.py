"""Times and values of DataFrames and Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

# Columns of boto's statistics, before those of percentiles.
STATISTICS = ("Average", "Sum", "Maximum", "Minimum", "SampleCount")


def is_frame(points: Any) -> bool:
    """Return whether an object is a DataFrame of pandas or polars, or a table of pyarrow."""
    if isinstance(points, type):
        return False
    return hasattr(points, "columns") and (hasattr(points, "to_dict") or hasattr(points, "schema"))


def columns(name: str, frame: Any) -> tuple[list[Any] | None, list[Any]]:
    """Return the times of a frame, or None if it has no times, and its values.

    Times are those of an index of pandas or of the only column with datetimes. Values are those
    of the only column with numbers, or of the first of boto's statistics.
    """
    found = _read(frame)
    times = getattr(getattr(frame, "index", None), "to_pydatetime", None)
    dates = [key for key, values in found.items() if _has(values, datetime)]
    numbers = [key for key, values in found.items() if _is_numeric(values)]
    if len(numbers) > 1:
        numbers = [key for key in STATISTICS if key in numbers][:1]
    if len(numbers) != 1 or (times is None and len(dates) > 1):
        raise ValueError(
            f"{name} must have one column with numbers and at most one with times, "
            f"got the columns {', '.join(map(str, found)) or 'none'}"
        )
    values = found[numbers[0]]
    if times is not None:
        return list(times()), values
    return (found[dates[0]] if dates else None), values


def _read(frame: Any) -> dict[Any, list[Any]]:
    if hasattr(frame, "to_pydict"):
        arrow: dict[Any, list[Any]] = frame.to_pydict()
        return arrow
    return {key: _values(frame[key]) for key in frame.columns}


def _values(column: Any) -> list[Any]:
    values: list[Any] = column.to_list()
    return values


def _has(values: Iterable[Any], kind: type) -> bool:
    return any(isinstance(value, kind) for value in values)


def _is_numeric(values: list[Any]) -> bool:
    first = next((value for value in values if value is not None), None)
    return not isinstance(first, (str, bytes, bool, datetime)) and hasattr(first, "__float__")
