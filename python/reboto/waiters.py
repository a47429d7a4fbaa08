"""Waiting until something on AWS has come about.

The objects' ``wait_until...`` methods are made of this. They block where the calls
of the object's connection block, other threads running meanwhile, and are awaited
where those are awaited.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeAlias, TypeVar

from reboto import _core
from reboto._core import to_float
from reboto._optional import import_optional
from reboto.exception import BotoTimeoutError

_T = TypeVar("_T")

# Each pause is so much longer than the one before, and shortened by up to so much.
_GROWTH = 1.5
_JITTER = 0.25
# Seconds of a pause at least: without one, a waiter floods the service with calls.
_SHORTEST = 0.1
# Seconds that the last look may last.
_LAST = 1.0
# Seconds that clocks and sleeps of every platform take; more means as much.
_LONGEST = 1e9


class Probe(Generic[_T]):
    """What one look found.

    Attributes
    ----------
    reached : bool
        Whether it is what was waited for.
    seen : str
        What was seen, for a person to read.
    done, total : int
        How far things have come, for a bar.
    latest : object
        What was looked at, as it is now; the wait gives it when it ends.
    """

    def __init__(self, reached: Any, seen: str, done: int, total: int, latest: _T) -> None:
        self.reached, self.seen = reached, seen
        self.done, self.total = done, total
        self.latest = latest


class WaitState(Probe[_T]):
    """How a wait stands after a look: what a `progress` function is called with.

    Attributes
    ----------
    reached : bool
        Whether the wait is over.
    seen : str
        What was seen, such as ``"1 InService, 1 Pending; desired capacity 2"``.
    done, total : int
        How far things have come: instances, percent, or 0 and then 1 of 1.
    latest : AutoScalingGroup, Activity, MetricAlarm or None
        What was looked at, as it is now.
    goal : str
        What is waited for, such as ``"group 'web': 2 instances in service"``.
    looks : int
        Looks so far.
    seconds : float
        Seconds since the wait began.
    timeout : float or None
        Seconds that it may take.

    Parameters
    ----------
    found : Probe
        What the look found.
    """

    def __init__(
        self, found: Probe[_T], goal: str, looks: int, seconds: float, timeout: float | None
    ) -> None:
        super().__init__(found.reached, found.seen, found.done, found.total, found.latest)
        self.goal, self.looks = goal, looks
        self.seconds, self.timeout = seconds, timeout

    def __repr__(self) -> str:
        return f"<WaitState {self.goal}: {self.seen} after {self.looks} looks>"


# What waiters take as `progress`: whether to show a bar, or a function to call.
Progress: TypeAlias = bool | Callable[[WaitState[Any]], object]
_Step: TypeAlias = tuple[Callable[[], Any], float | None] | float


class WaiterConfig:
    """How long to wait, how often to look, and whom to tell.

    Parameters
    ----------
    timeout : float or None
        Seconds to wait at the most; None for ever, 0 to look once.
    delay : float
        Seconds before the second look, at least 0.1; each later pause is half as long
        again as the one before, and up to a quarter shorter by chance.
    max_delay : float
        Seconds that no pause exceeds.
    progress : bool or callable
        Called with a `WaitState` after each look; True shows a bar.

    Raises
    ------
    ValueError, TypeError
        When a number of seconds is not one.
    ImportError
        When a bar is asked for and tqdm is not installed.
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
            raise TypeError(f"progress: {self.progress!r} is not True, False or a function")


def _seconds(name: str, value: Any) -> float:
    seconds = to_float(name, value)
    if seconds < 0:
        raise ValueError(f"{name}: {value!r} is not a number of seconds, 0 or more")
    return min(seconds, _LONGEST)


def check_callback(connection: Any, name: str, callback: Any) -> None:
    """Refuse a coroutine function where nothing would await it.

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
        If the connection blocks, and the callback is a coroutine function.
    """
    from inspect import iscoroutinefunction

    called = getattr(callback, "__call__", None)  # noqa: B004 - of objects that have it
    if not connection._awaits and (iscoroutinefunction(callback) or iscoroutinefunction(called)):
        raise TypeError(_NOT_AWAITED.format(name=name, callback=callback))


_NOT_AWAITED = (
    "{name}: {callback!r} is a coroutine function, and this connection blocks: "
    "use a plain function, or a connection of reboto.aio"
)


def wait(
    connection: Any,
    goal: str,
    ask: Callable[[], Any],
    judge: Callable[[Any], Probe[Any]],
    config: WaiterConfig,
) -> Any:
    """Look again and again until what is waited for has come about.

    Parameters
    ----------
    connection : AutoScaleConnection or CloudWatchConnection
        What the looks go through: it says whether to block or to be awaited.
    goal : str
        What is waited for, for a person to read.
    ask : callable
        One look: a call of the connection.
    judge : callable
        Makes a `Probe` of what the call gave.
    config : WaiterConfig
        How long to wait and how often to look.

    Returns
    -------
    object
        The last finding's `latest`; a coroutine of it on an awaiting connection.

    Raises
    ------
    BotoTimeoutError
        When it has not come about in time; the text says what was last seen.
    """
    check_callback(connection, "progress", config.progress)
    steps = _steps(goal, ask, judge, config)
    return _awaited(steps) if connection._awaits else _blocked(steps)


def _steps(
    goal: str,
    ask: Callable[[], Any],
    judge: Callable[[Any], Probe[_T]],
    config: WaiterConfig,
) -> Generator[_Step, Any, _T]:
    """Yield calls to make, each with the seconds it may last, and seconds to sleep."""
    import random
    from contextlib import closing

    timeout, pause = config.timeout, config.delay
    started, looks, seen = _core.monotonic(), 0, "nothing yet"
    with closing(_Reports(config.progress)) as reports:
        while True:
            # With a timeout of 0 the one look lasts as long as the connection lets it.
            left = (timeout - _core.monotonic() + started) if timeout else None
            if left is not None and timeout:
                # The last look begins as the time is over, and has a moment of its own.
                left = max(left, min(timeout, _LAST))
            try:
                found = judge((yield ask, left))
                if _is_awaitable(found.reached):
                    found.reached = yield _constant(found.reached), left
            except _LateError:
                raise BotoTimeoutError(
                    f"{goal}: not so within {timeout:g} s; look {looks + 1} was cancelled "
                    f"while it was under way; last seen: {seen}"
                ) from None
            if not isinstance(found.reached, bool):
                found.reached = bool(found.reached)
                found.done = int(found.reached)
            looks, seen = looks + 1, found.seen
            seconds = _core.monotonic() - started
            told = reports.tell(WaitState(found, goal, looks, seconds, timeout))
            if _is_awaitable(told):
                yield _constant(told), None
            if found.reached:
                return found.latest
            left = float("inf") if timeout is None else timeout - seconds
            if left <= 0:
                raise BotoTimeoutError(
                    f"{goal}: not so within {timeout:g} s ({looks} looks); last seen: {seen}"
                )
            pause = min(pause, config.max_delay)
            yield min(pause * random.uniform(1 - _JITTER, 1), left)  # noqa: S311 - no secret
            pause *= _GROWTH


class _LateError(Exception):
    """A look lasted longer than the waiter may."""


def _is_awaitable(value: object) -> bool:
    return hasattr(type(value), "__await__")


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value


def _blocked(steps: Generator[_Step, Any, _T]) -> _T:
    from contextlib import closing

    answer = None
    with closing(steps):
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if not isinstance(step, tuple):
                time.sleep(step)
                continue
            call, seconds = step
            begun = _core.monotonic()
            try:
                answer = call() if seconds is None else _call_within(seconds, call)
            except TimeoutError as error:
                if type(error) is not TimeoutError or _core.monotonic() - begun < (seconds or 0):
                    raise
                steps.throw(_LateError())
            if _is_awaitable(answer):
                close = getattr(answer, "close", None)
                if close is not None:
                    close()
                raise TypeError(_NOT_AWAITED.format(name="condition or progress", callback=answer))


def _call_within(seconds: float, call: Callable[[], _T]) -> _T:
    """Call a function whose blocking calls of connections are cancelled after a time."""
    limit = _core.Cancellation(seconds)
    outer = limit.enter()
    try:
        return call()
    finally:
        limit.leave(outer)


async def _awaited(steps: Generator[_Step, Any, _T]) -> _T:
    import asyncio
    from contextlib import closing

    from reboto._asyncio import running_loop

    answer = None
    with closing(steps):
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if not isinstance(step, tuple):
                # asyncio.sleep goes by a clock that freezegun stops.
                await _core.sleep(step)
                continue
            call, seconds = step
            running_loop()
            made = asyncio.ensure_future(call())
            timer = None if seconds is None else asyncio.ensure_future(_core.sleep(seconds))
            try:
                # Not `wait_for`: before Python 3.12 it loses a cancellation at times.
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
                answer = made.result()
            else:
                made.cancel()
                await asyncio.gather(made, return_exceptions=True)
                steps.throw(_LateError())


class _Reports:
    """Whom a wait tells how it stands: nobody, a function, or a bar that it closes."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bar: Any = None

    def tell(self, state: WaitState[Any]) -> object:
        if self._progress is True:
            self._show(state)
        elif callable(self._progress):
            return self._progress(state)
        return None

    def _show(self, state: WaitState[Any]) -> None:
        if self._bar is None:
            self._bar = _tqdm()(desc=state.goal, total=state.total, bar_format=_BAR)
        if self._bar.total != state.total:
            # A notebook's bar learns of it by a reset alone, which starts the clock anew.
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
