"""Waiters: poll AWS until an object reaches a state.

The ``wait_until...`` methods of objects use this module. With a blocking connection
they block the current thread; with an awaitable connection they return a coroutine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar

from reboto import _core
from reboto._core import to_float
from reboto._optional import import_optional
from reboto._rare_errors import WaitTimeoutError
from reboto._wait_state import Probe as Probe
from reboto._wait_state import WaitState as WaitState

_T = TypeVar("_T")

# Exponential backoff: the growth of each delay, and the largest random reduction.
_GROWTH = 1.5
_JITTER = 0.25
# Minimum delay in seconds: without it, a waiter would flood the service with calls.
_SHORTEST = 0.1
# Timeout of the last check in seconds.
_LAST = 1.0
# Maximum in seconds: every platform accepts it for sleeping.
_LONGEST = 1e9


# Type of `progress`: whether to show a progress bar, or a function to call.
Progress: TypeAlias = bool | Callable[[WaitState[Any]], object]
_Step: TypeAlias = tuple[Callable[[], Any], float | None] | float


class WaiterConfig:
    """Timeout, delays and progress reports of a waiter.

    Parameters
    ----------
    timeout : float or None
        Timeout in seconds. None waits without a limit; 0 checks once.
    delay : float
        Seconds before the second check, at least 0.1. Each later delay is 1.5 times as
        long as the previous one, randomly reduced by up to 25 percent.
    max_delay : float
        Maximum delay in seconds.
    progress : bool or callable
        Function that is called with a `WaitState` after each check; True shows a
        progress bar.

    Raises
    ------
    ValueError, TypeError
        If a number of seconds is invalid.
    ImportError
        If `progress` is True and tqdm is not installed.
    """

    def __init__(
        self, timeout: float | None, delay: float, max_delay: float, progress: Progress
    ) -> None:
        self.timeout = None if timeout is None else _seconds("timeout", timeout)
        self.delay = max(_seconds("delay", delay), _SHORTEST)
        self.max_delay = max(_seconds("max_delay", max_delay), _SHORTEST)
        self.progress = progress
        if self.progress is True:
            _tqdm()
        elif self.progress and not callable(self.progress):
            raise TypeError(
                f"progress must be True, False or a function, got {_core.shown(self.progress)}"
            )


def _seconds(name: str, value: Any) -> float:
    seconds = to_float(name, value)
    if seconds < 0:
        raise ValueError(
            f"{name} must be a number of seconds of at least 0, got {_core.shown(value)}"
        )
    return min(seconds, _LONGEST)


def check_callback(connection: Any, name: str, callback: Any) -> None:
    """Raise TypeError for a coroutine function on a blocking connection.

    Parameters
    ----------
    connection : AutoScaleConnection or CloudWatchConnection
        The connection that the waiter uses.
    name : str
        Name of the argument.
    callback : object
        Its value.

    Raises
    ------
    TypeError
        If the connection is blocking and the callback is a coroutine function.
    """
    from inspect import iscoroutinefunction

    called = getattr(callback, "__call__", None)  # noqa: B004 - the method itself is needed
    if not connection._awaits and (iscoroutinefunction(callback) or iscoroutinefunction(called)):
        raise TypeError(_NOT_AWAITED.format(name=name, callback=callback))


_NOT_AWAITED = (
    "{name}: {callback!r} is a coroutine function, which a blocking connection cannot await; "
    "pass a plain function, or use a connection of reboto.aio"
)


def wait(
    connection: Any,
    goal: str,
    ask: Callable[[], Any],
    probe: Callable[[Any], Probe[Any]],
    config: WaiterConfig,
) -> Any:
    """Poll until a goal is reached.

    Parameters
    ----------
    connection : AutoScaleConnection or CloudWatchConnection
        The connection; it determines whether to block or to return a coroutine.
    goal : str
        Description of the goal.
    ask : callable
        Makes one call of the connection.
    probe : callable
        Returns a `Probe` for the result of the call.
    config : WaiterConfig
        Timeout and delays.

    Returns
    -------
    object
        `latest` of the last check. On an awaitable connection, a coroutine of it.

    Raises
    ------
    WaitTimeoutError
        If the goal is not reached within the timeout. Its `state` is the last observed state.
    """
    check_callback(connection, "progress", config.progress)
    steps = _steps(goal, ask, probe, config)
    return _run_awaitable(steps) if connection._awaits else _run_blocking(steps)


def _steps(
    goal: str,
    ask: Callable[[], Any],
    probe: Callable[[Any], Probe[_T]],
    config: WaiterConfig,
) -> Generator[_Step, Any, _T]:
    """Yield calls to make, each with its timeout in seconds, and delays in seconds."""
    import random
    from contextlib import closing

    timeout, pause = config.timeout, config.delay
    started, looks = _core.monotonic(), 0
    state: WaitState[_T] | None = None
    with closing(_Reporter(config.progress)) as reports:
        while True:
            # With a timeout of 0, only the connection limits the time of the single check.
            left = (timeout - _core.monotonic() + started) if timeout else None
            if left is not None and timeout:
                # The last check starts when the time is over, and has a short timeout of its own.
                left = max(left, min(timeout, _LAST))
            try:
                found = probe((yield ask, left))
                if _is_awaitable(found.reached):
                    found.reached = yield _constant(found.reached), left
            except _CheckTimeoutError:
                raise WaitTimeoutError(
                    f"{goal}: timed out after {timeout:g} s; check {looks + 1} was cancelled "
                    f"before it completed; last seen: {state.seen if state else 'nothing yet'}",
                    state,
                ) from None
            if not isinstance(found.reached, bool):
                found.reached = bool(found.reached)
                found.done = int(found.reached)
            looks += 1
            seconds = _core.monotonic() - started
            state = WaitState(found, goal, looks, seconds, timeout)
            reported = reports.report(state)
            if _is_awaitable(reported):
                yield _constant(reported), None
            if found.reached:
                return found.latest
            left = float("inf") if timeout is None else timeout - seconds
            if left <= 0:
                raise WaitTimeoutError(
                    f"{goal}: timed out after {timeout:g} s ({looks} checks); "
                    f"last seen: {found.seen}",
                    state,
                )
            pause = min(pause, config.max_delay)
            yield min(pause * random.uniform(1 - _JITTER, 1), left)  # noqa: S311 - no secret
            pause *= _GROWTH


class _CheckTimeoutError(Exception):
    """A check exceeded the time that is left."""


def _is_awaitable(value: object) -> bool:
    return hasattr(type(value), "__await__")


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value


def _run_blocking(steps: Generator[_Step, Any, _T]) -> _T:
    from contextlib import closing

    result = None
    with closing(steps):
        while True:
            try:
                step = steps.send(result)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if not isinstance(step, tuple):
                time.sleep(step)
                continue
            call, seconds = step
            begun = _core.monotonic()
            try:
                result = call() if seconds is None else _call_within(seconds, call)
            except TimeoutError as error:
                if type(error) is not TimeoutError or _core.monotonic() - begun < (seconds or 0):
                    raise
                steps.throw(_CheckTimeoutError())
            if _is_awaitable(result):
                close = getattr(result, "close", None)
                if close is not None:
                    close()
                raise TypeError(
                    f"condition or progress returned the awaitable {result!r}, which a blocking "
                    "connection cannot await; return a plain value, or use reboto.aio"
                )


def _call_within(seconds: float, call: Callable[[], _T]) -> _T:
    """Call a function, and cancel its blocking calls of connections after a timeout."""
    limit = _core.Cancellation(seconds)
    outer = limit.enter()
    try:
        return call()
    finally:
        limit.leave(outer)


async def _run_awaitable(steps: Generator[_Step, Any, _T]) -> _T:
    import asyncio
    from contextlib import closing

    from reboto._asyncio import running_loop

    result = None
    with closing(steps):
        while True:
            try:
                step = steps.send(result)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if not isinstance(step, tuple):
                # asyncio.sleep depends on a clock that freezegun stops.
                await _core.sleep(step)
                continue
            call, seconds = step
            running_loop()
            made = asyncio.ensure_future(call())
            timer = None if seconds is None else asyncio.ensure_future(_core.sleep(seconds))
            try:
                # Not `wait_for`, which can lose a cancellation before Python 3.12.
                await asyncio.wait(
                    {made} if timer is None else {made, timer},
                    return_when=asyncio.FIRST_COMPLETED,
                )
            except asyncio.CancelledError:
                made.cancel()
                raise
            finally:
                if timer is not None:
                    timer.cancel()
            if made.done():
                result = made.result()
            else:
                made.cancel()
                await asyncio.gather(made, return_exceptions=True)
                steps.throw(_CheckTimeoutError())


class _Reporter:
    """Reports progress to a function or a progress bar, if one is configured."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bar: Any = None

    def report(self, state: WaitState[Any]) -> object:
        if self._progress is True:
            self._show(state)
        elif callable(self._progress):
            return self._progress(state)
        return None

    def _show(self, state: WaitState[Any]) -> None:
        if self._bar is None:
            self._bar = _tqdm()(desc=state.goal, total=state.total, bar_format=_BAR)
        if self._bar.total != state.total:
            # A notebook's bar updates its total only on reset, which also restarts its clock.
            began = self._bar.start_t
            self._bar.reset(state.total)
            self._bar.start_t = began
        self._bar.n = state.done
        self._bar.set_postfix_str(state.seen)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


_BAR = "{desc} {bar} {n_fmt}/{total_fmt} [{elapsed}{postfix}]"


def _tqdm() -> Any:
    return import_optional("tqdm.auto", "reboto[progress]").tqdm
