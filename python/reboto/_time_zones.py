"""Names of time zones."""

from __future__ import annotations

import zoneinfo
from typing import Any

from reboto import _core
from reboto._structure import nearest


def check(name: str, given: Any) -> None:
    """Raise an error unless a value is the name of a time zone.

    Parameters
    ----------
    name : str
        Name of the argument.
    given : object
        Its value; None is no time zone.

    Raises
    ------
    TypeError
        If the value is not a string.
    ValueError
        If the IANA database has no such time zone.
    """
    if given is None:
        return
    if not issubclass(type(given), str):
        raise TypeError(f"{name} must be the name of a time zone, got {_core.shown(given)}")
    if not given:
        return
    try:
        zoneinfo.ZoneInfo(given)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        known = zoneinfo.available_timezones()
        if not known:
            return  # Without a database, AWS checks the name.
        other = nearest(given, known)
        hint = f"; did you mean {other!r}?" if other else ""
        raise ValueError(
            f"{name} must be a time zone of the IANA database, such as 'Europe/Berlin', "
            f"got {_core.shown(given)}{hint}"
        ) from None
