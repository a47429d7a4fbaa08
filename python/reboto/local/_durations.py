"""Durations in the notation of ISO 8601."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)


def duration(text: str) -> timedelta:
    """Parse a duration such as ``PT3H``; zero if it is not one."""
    found = _DURATION.fullmatch(text)
    if not found:
        return timedelta()
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
