"""Argument checks that several modules share."""

from __future__ import annotations

from reboto._lazy import abc, typing


def string_list(value: abc.Iterable[str] | str | None, name: str = "value") -> list[str]:
    """Return the strings in `value` as a list; a single string becomes a list of one."""
    if isinstance(value, str):
        return [value]
    # Bytes and dicts can be iterated too, but not as a list of strings.
    is_list = not isinstance(value, (bytes, bytearray, dict))
    try:
        if is_list:
            return list(value or ())
    except TypeError:
        pass
    raise TypeError(f"{name} must be a list of strings, got {value!r}")


def list_of(name: str, given: typing.Any, expected: str) -> list[typing.Any]:
    """Return the items of a list; raise TypeError for text and for values that are no list."""
    is_list = hasattr(given, "__iter__") and not isinstance(given, (str, bytes, type))
    if not is_list:
        raise TypeError(f"{name} must be a list of {expected}, got {given!r}")
    return list(given)


def is_given(value: object) -> bool:
    """Return whether a value was given: it is true, or the number 0."""
    from numbers import Number

    return bool(value) or (isinstance(value, Number) and not isinstance(value, bool))


def need_dict(params: object) -> None:
    """Raise TypeError if `params` is not a mutable mapping."""
    if isinstance(params, dict):
        return
    from collections.abc import MutableMapping

    if not isinstance(params, MutableMapping):
        raise TypeError(f"params must be a dict, got {params!r}")
