"""Times as seconds since 1970 UTC, datetimes and text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TypeAlias

from reboto._core import shown

# A time: a datetime (naive ones are UTC), seconds since 1970 UTC, or ISO 8601 text.
Time: TypeAlias = datetime | int | float | str

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\Z")
DAY = 86_400
# The range of datetime.
_FIRST, _LAST = -62_135_596_800, 253_402_300_799


def seconds(name: str, value: Time) -> int:
    """Convert a time to whole seconds since 1970 UTC; errors name the argument."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
        except ValueError:
            raise ValueError(
                f"{name} must be a time such as '2026-11-27T12:00:00Z', got {shown(value)}"
            ) from None
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return (aware - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(seconds=1)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1:
        if not _FIRST <= value <= _LAST:
            raise ValueError(f"{name} must be a time of the years 1 to 9999, got {shown(value)}")
        return int(value)
    raise TypeError(
        f"{name} must be a datetime, ISO 8601 text or whole seconds since 1970, got {shown(value)}"
    )


def within(name: str, value: Time, start: int) -> int:
    """Convert a time of a simulation; ``"12:03"`` is the first such time of day."""
    match = _CLOCK.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        return seconds(name, value)
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    if hours > 23 or minutes > 59 or rest > 59:
        raise ValueError(f"{name} must be a time of day such as '12:03', got {shown(value)}")
    time = start - start % DAY + hours * 3600 + minutes * 60 + rest
    return time if time >= start else time + DAY


def duration(name: str, value: timedelta | float | str) -> int:
    """Convert a length of time to whole seconds; text has units, such as ``"1h30m"``."""
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, str):
        parts = re.findall(r"(\d+)([smhdw])", value)
        if not parts or "".join(map("".join, parts)) != value.strip():
            raise ValueError(f"{name} must be a length of time such as '1h30m', got {shown(value)}")
        value = sum(int(count) * UNITS[unit] for count, unit in parts)
    try:
        float(value)
        is_whole = bool(value >= 0 and value == value // 1)
    except (TypeError, ValueError, ArithmeticError) as error:  # an array, for example
        text = f"{name} must be seconds, a timedelta or text, got {shown(value)}"
        raise TypeError(text) from error
    if not is_whole:
        raise ValueError(f"{name} must be whole seconds of at least 0, got {shown(value)}")
    return int(value)


UNITS = {"s": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY}


def to_datetime(time: int) -> datetime:
    """Return a datetime with the time zone UTC."""
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=time)


def iso(time: int) -> str:
    """Return a time as AWS writes it in texts."""
    return f"{to_datetime(time):%Y-%m-%dT%H:%M:%SZ}"


def clock(time: int, start: int) -> str:
    """Return a time of day, with the date if it is not that of `start`."""
    when = to_datetime(time)
    text = f"{when:%H:%M}" if when.second == 0 else f"{when:%H:%M:%S}"
    return text if time // DAY == start // DAY else f"{when:%Y-%m-%d} {text}"


def length(span: int) -> str:
    """Return a length of time in words: ``"90 s"``, ``"5 min"``, ``"2 h"``."""
    for unit, word in ((DAY, "days"), (3600, "h"), (60, "min")):
        if span >= unit and span % unit == 0 and (unit != DAY or span >= 2 * DAY):
            return f"{span // unit} {word}"
    return f"{span} s"
