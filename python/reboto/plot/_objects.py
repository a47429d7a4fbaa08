"""Check of the objects to plot."""

from __future__ import annotations

from reprlib import Repr
from typing import Any

_shown = Repr()
_shown.maxother = _shown.maxstring = 80


def objects(name: str, given: Any, kinds: type | tuple[type, ...], expected: str) -> list[Any]:
    """Return the objects of an argument as a list.

    Parameters
    ----------
    name : str
        Name of the argument.
    given : object
        One object, or several.
    kinds : type or tuple of type
        The types that can be plotted.
    expected : str
        These types, in words.

    Returns
    -------
    list

    Raises
    ------
    TypeError
        If an object has another type.
    """
    if isinstance(given, kinds):
        return [given]
    try:
        found = list(given)
    except TypeError:
        raise TypeError(f"{name} must be {expected}, got {_shown.repr(given)}") from None
    for item in found:
        if not isinstance(item, kinds):
            raise TypeError(f"{name} must be {expected}, got {_shown.repr(item)} in it")
    return found
