"""Completes the result of a call, in either style."""

from __future__ import annotations

from reboto._lazy import typing


def then(connection: typing.Any, made: typing.Any, finish: typing.Any) -> typing.Any:
    """Call a function with the result of a call, which an awaitable connection returns later.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection of the call.
    made : object
        What the call returned.
    finish : callable
        Called with the result; its result is returned.

    Returns
    -------
    object
        The result of the function, or a coroutine of it.
    """
    return _later(made, finish) if connection._awaits else finish(made)


async def _later(made: typing.Any, finish: typing.Any) -> typing.Any:
    return finish(await made)
