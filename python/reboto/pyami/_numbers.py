"""Convert defaults of numeric options that have another type."""

from __future__ import annotations

from reboto._lazy import abc, typing


def convert_default(
    convert: abc.Callable[[typing.Any], typing.Any], right: str, default: typing.Any
) -> typing.Any:
    """Convert the default of an option to the type of the option.

    Parameters
    ----------
    convert : callable
        `int` or `float`.
    right : str
        Description of valid values, for the error.
    default : object
        The default.

    Raises
    ------
    ValueError
        If the default cannot be converted.
    """
    try:
        if convert is int and not isinstance(default, int | str) and not _is_finite(default):
            raise OverflowError
        return convert(default)
    except (OverflowError, ValueError):
        raise ValueError(f"default must be {right}, got {default!r}") from None


def _is_finite(number: typing.Any) -> bool:
    """Check the float: converting a Decimal such as 1E+1000000000 to `int` needs all digits."""
    return float(number) - float(number) == 0
