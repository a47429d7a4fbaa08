"""Warnings of attributes that AWS's operations do not take."""

from __future__ import annotations

from reboto._lazy import typing

_seen: set[tuple[type, str]] = set()


def check(value: typing.Any, attribute: str) -> None:
    """Warn once per class and name if an attribute of `value` cannot be sent.

    Parameters
    ----------
    value : object
        A value whose members are being sent.
    attribute : str
        Name of an attribute that the operation does not have.
    """
    kind = type(value)
    if attribute in _known(kind) or (kind, attribute) in _seen:
        return
    _seen.add((kind, attribute))
    import warnings
    from difflib import get_close_matches

    from reboto.warnings import UnknownKeywordWarning

    nearest = get_close_matches(attribute, _known(kind), 1)
    hint = f"did you mean {nearest[0]}?" if nearest else "AWS has no such member"
    warnings.warn(
        f"{kind.__name__}.{attribute} is not sent: {hint}", UnknownKeywordWarning, stacklevel=2
    )


def _known(kind: type) -> set[str]:
    """Return the attributes that a class has, sent or not."""
    names: set[str] = {"connection"}
    for base in kind.__mro__:
        names.update(getattr(base, "_names", ()), vars(base), getattr(base, "__annotations__", ()))
        init = vars(base).get("__init__")
        code = getattr(init, "__code__", None)
        if code is not None:
            # Attributes that the constructor sets, and its parameters.
            names.update(code.co_names, code.co_varnames)
    return names
