"""Warnings of attributes that an operation does not send."""

from __future__ import annotations

from reboto._lazy import abc, cast, typing

_warned: set[str] = set()


def check(value: typing.Any, attribute: str) -> None:
    """Warn if nothing knows an attribute of a value whose members are being sent.

    Parameters
    ----------
    value : object
        The value.
    attribute : str
        Name of an attribute that the operation does not have.
    """
    kind = cast("type[object]", type(value))
    known = _known(kind)
    if attribute in known:
        return
    from difflib import get_close_matches

    public = [name for name in known if not name.startswith("_")]
    nearest = get_close_matches(attribute, public, 1)
    _warn(value, attribute, f"did you mean {nearest[0]}?" if nearest else "AWS has no such member")


def check_other(value: typing.Any, attribute: str, method: str) -> None:
    """Warn that an attribute was changed that only another method sends.

    Parameters
    ----------
    value : object
        The value.
    attribute : str
        Name of the attribute.
    method : str
        The method of the connection that sends it.
    """
    _warn(value, attribute, f"an update cannot change it; use {method}")


def warn_of_keywords(method: str, given: abc.Iterable[str], known: tuple[str, ...]) -> None:
    """Warn of keywords that a method ignores, as boto did.

    Parameters
    ----------
    method : str
        Name of the method.
    given : iterable of str
        The keywords.
    known : tuple of str
        The keywords that it has.
    """
    from difflib import get_close_matches

    for name in given:
        nearest = get_close_matches(name, known, 1)
        hint = f"did you mean {nearest[0]}?" if nearest else f"it takes {', '.join(known)}"
        # The level of the method's caller.
        warn_once(f"{method}() ignores the keyword {name}: {hint}", 4)


def _warn(value: typing.Any, attribute: str, hint: str) -> None:
    kind = cast("type[object]", type(value))
    warn_once(f"{kind.__name__}.{attribute} is not sent: {hint}", 4)


def warn_once(message: str, stacklevel: int) -> None:
    """Warn, unless there was the same warning before.

    Parameters
    ----------
    message : str
        The message.
    stacklevel : int
        The level of the caller's line, as for `warnings.warn`, counted from this function.
    """
    if message in _warned:
        return
    _warned.add(message)
    import warnings

    from reboto.warnings import UnknownKeywordWarning

    warnings.warn(message, UnknownKeywordWarning, stacklevel=stacklevel)


def _known(kind: type[object]) -> set[str]:
    """Return the names of all attributes that a class has."""
    names = {"connection"}
    for base in kind.__mro__:
        names.update(vars(base), getattr(base, "_names", ()), getattr(base, "__annotations__", ()))
        code = getattr(vars(base).get("__init__"), "__code__", None)
        # Names that the constructor uses: parameters, and the attributes that it sets.
        names.update(*(() if code is None else (code.co_varnames, code.co_names)))
    return names
