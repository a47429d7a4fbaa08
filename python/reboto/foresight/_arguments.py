"""Checks of arguments, whose errors name the argument."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from typing import Any

from reboto._core import gather, shown


def real(name: str, value: Any, *, least: float | None = None, above: float | None = None) -> Any:
    """Return a value that is a finite number within limits."""
    bound = f" above {above}" if above is not None else f" of at least {least}"
    expected = f"a number{bound if (above, least) != (None, None) else ''}"
    if isinstance(value, (str, bytes, bool)) or not hasattr(value, "__float__"):
        raise TypeError(f"{name} must be {expected}, got {shown(value)}")
    try:
        number = float(value)
    # A huge integer, a Decimal that signals, or a value whose conversion fails.
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"{name} must be {expected}, got {shown(value)}") from error
    is_below = (least is not None and number < least) or (above is not None and number <= above)
    if not math.isfinite(number) or is_below:
        raise ValueError(f"{name} must be {expected}, got {shown(value)}")
    return value


def whole(name: str, value: Any, *, least: int) -> int:
    """Return a value as an integer of at least a limit."""
    expected = f"an integer of at least {least}"
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} must be {expected}, got {shown(value)}")
    try:
        number = operator.index(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must be {expected}, got {shown(value)}") from error
    if number < least:
        raise ValueError(f"{name} must be {expected}, got {shown(value)}")
    return number


def items(name: str, given: Any, kind: str) -> list[Any]:
    """Return the items of a list of objects or dicts; None is an empty list."""
    if given is None:
        return []
    if _has_type(given, (str, bytes, Mapping)) or not _has_type(given, Iterable):
        raise TypeError(f"{name} must be a list of {kind}, got {shown(given)}")
    return [item(f"{name}[{at}]", one, kind) for at, one in enumerate(gather(name, given))]


def item(name: str, given: Any, kind: str) -> Any:
    """Return an object that is a dict or may have the attributes of a class of boto's."""
    found: type[Any] = type(given)
    is_value = not _has_type(given, Mapping) and found.__module__ == "builtins"
    if is_value or (found.__name__ in _KINDS and not _is(found, kind)):
        article = "an" if kind[0] in "AEIOU" else "a"
        expected = "a dict" if kind == "dict" else f"{article} {kind} or a dict"
        raise TypeError(f"{name} must be {expected}, got {shown(given)}")
    return given


def mapping(name: str, given: Any) -> Mapping[str, Any]:
    """Return a dict; None is an empty one."""
    if given is None:
        return {}
    if not _has_type(given, Mapping):
        raise TypeError(f"{name} must be a dict, got {shown(given)}")
    found: Mapping[str, Any] = given
    return found


# Classes of boto's objects, which are easily given in the place of another one.
_KINDS = {
    "AutoScalingGroup",
    "CompositeAlarm",
    "LogAlarm",
    "MetricAlarm",
    "ScalingPolicy",
    "ScheduledUpdateGroupAction",
}


def _is(found: type[Any], kind: str) -> bool:
    return any(base.__name__ == kind for base in found.__mro__)


def _has_type(value: object, kind: Any) -> bool:
    """Return whether a value is of a type. Unlike `isinstance`, it leaves the value's own type."""
    return isinstance(value, kind)
