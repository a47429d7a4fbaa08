"""Defaults of numeric settings that are not of the setting's own type."""

from __future__ import annotations

from reboto._lazy import abc, typing


def convert_default(
    convert: abc.Callable[[typing.Any], typing.Any], right: str, default: typing.Any
) -> typing.Any:
    """Convert the default of a setting as the setting itself.

    Parameters
    ----------
    convert : callable
        `int` or `float`.
    right : str
        What the default must be, for the error.
    default : object
        The default.

    Raises
    ------
    ValueError
        If it cannot be converted.
    """
    try:
        if convert is int and not isinstance(default, int | str) and not _is_finite(default):
            raise OverflowError
        return convert(default)
    except (OverflowError, ValueError):
        raise ValueError(f"default: {default!r} is not {right}") from None


def _is_finite(number: typing.Any) -> bool:
    """Tell by its float: `int` would write out a Decimal of a thousand million digits."""
    return float(number) - float(number) == 0
