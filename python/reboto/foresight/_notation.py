"""promtool's notation of series: ``"50x10 50+10x5 _x3 100"``."""

from __future__ import annotations

import re

_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_PART = re.compile(rf"({_NUMBER})(?:([+-]{_NUMBER.removeprefix('-?')}))?(?:x(\d+))?\Z")
_MISSING = re.compile(r"_(?:x(\d+))?\Z")
_MOST = 10_000_000


def values(text: str) -> list[float | None]:
    """Expand a series.

    ``a`` is a number; ``axn`` the number and n repetitions of it; ``a+bxn`` the number and n
    more, each b higher; ``a-bxn`` each b lower; ``_`` a missing value and ``_xn`` n of them.

    Parameters
    ----------
    text : str
        The parts, with spaces between them.

    Returns
    -------
    list of float or None

    Raises
    ------
    ValueError
        If a part is invalid. The message has it.

    Examples
    --------
    >>> from reboto.foresight._notation import values
    >>> values("1x2 10+5x3 _x2 7")
    [1.0, 1.0, 1.0, 10.0, 15.0, 20.0, 25.0, None, None, 7.0]
    """
    found: list[float | None] = []
    for part in text.split():
        missing, number = _MISSING.match(part), _PART.match(part)
        count = int((missing and missing[1]) or (number and number[3]) or 0)
        if len(found) + count > _MOST:
            raise ValueError(f"values must be at most {_MOST:,}, got more with {part!r}")
        if missing:
            found += [None] * (count if missing[1] else 1)
        elif number and not (number[2] and not number[3]):
            first, step = float(number[1]), float(number[2] or 0)
            found += [first + step * index for index in range(count + 1)]
        else:
            raise ValueError(
                "values must be numbers, 'axn', 'a+bxn', '_' or '_xn' with spaces between them, "
                f"got {part!r}"
            )
    return found
