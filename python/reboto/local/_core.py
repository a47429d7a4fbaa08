"""The rules of alarms, policies and schedules, as reboto's foresight applies them."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any

from reboto import _core

_NAMES = {
    name: str(number)
    for names in (
        "SUN MON TUE WED THU FRI SAT",
        "- JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC",
    )
    for number, name in enumerate(names.split())
    if name != "-"
}


def foresight(function: str, **arguments: Any) -> Any:
    """Call a function of foresight's core.

    Raises
    ------
    ValueError
        If an argument is invalid.
    """
    return json.loads(_core.foresight(function, json.dumps(arguments)))


def seconds(time: datetime) -> int:
    """Return a time in UTC as whole seconds since 1970, rounded down."""
    return int(time.replace(tzinfo=timezone.utc).timestamp() // 1)


def timestamp(since: float) -> datetime:
    """Return seconds since 1970 as a time in UTC without a zone."""
    return datetime.fromtimestamp(since, timezone.utc).replace(tzinfo=None)


def occurrences(
    start: datetime,
    end: datetime,
    *,
    recurrence: str | None = None,
    time_zone: str | None = None,
    begin: datetime | None = None,
    until: datetime | None = None,
) -> list[datetime]:
    """Return the times of a schedule from a start to an exclusive end.

    Parameters
    ----------
    start, end
        The interval.
    recurrence
        Cron expression of five fields; without it, the schedule has one time, `begin`.
    time_zone
        Name of a time zone of the IANA database; default UTC.
    begin, until
        The first time of the schedule, and when it ends.
    """
    cron = recurrence and re.sub(
        r"[A-Z]{3}", lambda found: _NAMES.get(found[0], found[0]), recurrence.upper()
    )
    action = {
        "recurrence": cron,
        "time_zone": time_zone,
        "start_time": None if begin is None else seconds(begin),
        "end_time": None if until is None else seconds(until),
    }
    # Both bounds are whole seconds: a schedule's time t satisfies start <= t < end.
    first = seconds(start + timedelta(microseconds=999_999))
    last = seconds(end + timedelta(microseconds=999_999))
    found = foresight("scheduled_times", action=action, start=first, end=max(first, last))
    return [timestamp(one) for one in found]
