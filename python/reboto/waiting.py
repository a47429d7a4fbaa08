"""Waiting until something on AWS has come about.

The objects' ``wait_until...`` methods are made of this. They block where the calls
of the object's connection block, other threads running meanwhile, and are awaited
where those are awaited.
"""

from __future__ import annotations

import time

from reboto import _core
from reboto._core import to_float
from reboto._extras import need
from reboto._typing import TYPE_CHECKING, Any, Generic, TypeVar
from reboto.exception import BotoTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Progress = bool | Callable[["WaitState[Any]"], object]

_T = TypeVar("_T")

# Each pause is so much longer than the one before, and shortened by up to so much.
_GROWTH = 1.5
_JITTER = 0.25


class Finding(Generic[_T]):
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

    def __init__(self, reached: bool, seen: str, done: int, total: int, latest: _T) -> None:
        self.reached, self.seen = reached, seen
        self.done, self.total = done, total
        self.latest = latest


class WaitState(Finding[_T]):
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
    found : Finding
        What the look found.
    """

    def __init__(
        self, found: Finding[_T], goal: str, looks: int, seconds: float, timeout: float | None
    ) -> None:
        super().__init__(found.reached, found.seen, found.done, found.total, found.latest)
        self.goal, self.looks = goal, looks
        self.seconds, self.timeout = seconds, timeout

    def __repr__(self) -> str:
        return f"<WaitState {self.goal}: {self.seen} after {self.looks} looks>"


class Patience:
    """How long to wait, how often to look, and whom to tell.

    Parameters
    ----------
    timeout : float or None
        Seconds to wait at the most; None for ever, 0 to look once.
    delay : float
        Seconds before the second look; each later pause is half as long again
        as the one before, and up to a quarter shorter by chance.
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
        self.timeout, self.delay = timeout, delay
        self.max_delay, self.progress = max_delay, progress
        for name in ("timeout", "delay", "max_delay"):
            value = getattr(self, name)
            if value is None and name == "timeout":
                continue
            if to_float(name, value) < 0:
                raise ValueError(f"{name}: {value!r} is not a number of seconds, 0 or more")
        if self.progress is True:
            _tqdm()
        elif self.progress and not callable(self.progress):
            raise TypeError(f"progress: {self.progress!r} is not True, False or a function")


def wait(
    connection: Any,
    goal: str,
    ask: Callable[[], Any],
    judge: Callable[[Any], Finding[Any]],
    patience: Patience,
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
        Makes a `Finding` of what the call gave.
    patience : Patience
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
    steps = _steps(goal, ask, judge, patience)
    return _awaited(steps) if connection._awaits else _blocked(steps)


def _steps(
    goal: str,
    ask: Callable[[], Any],
    judge: Callable[[Any], Finding[_T]],
    patience: Patience,
) -> Generator[Callable[[], Any] | float, Any, _T]:
    """Yield calls to be made and seconds to be slept, whoever does it and however."""
    import random
    from contextlib import closing

    timeout, pause = patience.timeout, patience.delay
    started, looks = _core.monotonic(), 0
    with closing(_Reports(patience.progress)) as reports:
        while True:
            found = judge((yield ask))
            looks += 1
            seconds = _core.monotonic() - started
            reports.tell(WaitState(found, goal, looks, seconds, timeout))
            if found.reached:
                return found.latest
            left = float("inf") if timeout is None else timeout - seconds
            if left <= 0:
                raise BotoTimeoutError(
                    f"{goal}: not so within {timeout:g} s ({looks} looks); last seen: {found.seen}"
                )
            pause = min(pause, patience.max_delay)
            yield min(pause * random.uniform(1 - _JITTER, 1), left)  # noqa: S311 - no secret
            pause *= _GROWTH


def _blocked(steps: Generator[Callable[[], Any] | float, Any, _T]) -> _T:
    from contextlib import closing

    answer = None
    with closing(steps):
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if callable(step):
                answer = step()
            else:
                time.sleep(step)


async def _awaited(steps: Generator[Callable[[], Any] | float, Any, _T]) -> _T:
    from contextlib import closing

    answer = None
    with closing(steps):
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            # asyncio.sleep goes by a clock that freezegun stops.
            answer = await (step() if callable(step) else _core.sleep(step))


class _Reports:
    """Whom a wait tells how it stands: nobody, a function, or a bar that it closes."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bar: Any = None

    def tell(self, state: WaitState[Any]) -> None:
        if self._progress is True:
            self._show(state)
        elif callable(self._progress):
            self._progress(state)

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
    return need("tqdm.auto", "reboto[progress]").tqdm
