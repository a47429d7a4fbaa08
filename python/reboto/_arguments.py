"""Checks of arguments that several modules share."""

from __future__ import annotations

from reboto._lazy import abc


def string_list(value: abc.Iterable[str] | str | None, name: str = "value") -> list[str]:
    """Return the strings of `value`; a single string is a list of one."""
    if isinstance(value, str):
        return [value]
    try:
        return list(value or ())
    except TypeError:
        raise TypeError(f"{name}: {value!r} is not a list of strings") from None


def is_given(value: object) -> bool:
    """Say whether a value was given: the number 0 is one, nothing else that is false."""
    from numbers import Number

    return bool(value) or (isinstance(value, Number) and not isinstance(value, bool))


def need_dict(params: object) -> None:
    """Refuse what parameters cannot be written into by name."""
    if isinstance(params, dict):
        return
    from collections.abc import MutableMapping

    if not isinstance(params, MutableMapping):
        raise TypeError(f"params: {params!r} is not a dict")
