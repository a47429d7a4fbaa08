"""Methods of several calls: one definition for blocking and awaitable connections."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, abc, typing

if TYPE_CHECKING:
    _T = typing.TypeVar("_T")


def run(connection: typing.Any, steps: abc.Generator[typing.Any, typing.Any, _T]) -> typing.Any:
    """Run a generator that yields functions, each of which makes one call of a connection.

    Parameters
    ----------
    connection : AutoScaleConnection or CloudWatchConnection
        The connection; it determines whether to block or to return a coroutine.
    steps : generator
        It yields functions and receives the result of each, or its exception.

    Returns
    -------
    object
        What the generator returns. On an awaitable connection, a coroutine of it.

    Examples
    --------
    >>> def steps(connection):
    ...     (group,) = yield lambda: connection.get_all_groups(["web"])
    ...     yield group.update
    ...     return group
    >>> run(connection, steps(connection))  # doctest: +SKIP
    AutoScalingGroup<web>
    """
    return _run_awaitable(steps) if connection._awaits else _run_blocking(steps)


def _run_blocking(steps: abc.Generator[typing.Any, typing.Any, _T]) -> _T:
    try:
        call = next(steps)
        while True:
            try:
                result = call()
            except Exception as error:  # noqa: BLE001 - the generator handles or raises it
                call = steps.throw(error)
            else:
                call = steps.send(result)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    finally:
        steps.close()


async def _run_awaitable(steps: abc.Generator[typing.Any, typing.Any, _T]) -> _T:
    try:
        call = next(steps)
        while True:
            try:
                result = await call()
            except Exception as error:  # noqa: BLE001 - the generator handles or raises it
                call = steps.throw(error)
            else:
                call = steps.send(result)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    finally:
        steps.close()
