"""Reload objects in place."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    _T = typing.TypeVar("_T")


def replace(target: _T, latest: object) -> _T:
    """Give an object the attributes of another one, and what was received with them.

    Parameters
    ----------
    target : object
        The object to change.
    latest : object
        The object that was read.

    Returns
    -------
    object
        `target`.
    """
    attributes = vars(target)
    attributes.clear()
    attributes.update(vars(latest))
    received = getattr(latest, "_received", None)
    if received is not None:
        changed: typing.Any = target
        changed._received = received
    return target
