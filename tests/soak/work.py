"""Planned calls, made by threads or by tasks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Protocol

import reboto
from reboto import aio

from .account import Account, outcome
from .plan import FAULTS, calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .plan import Call, Fault

MAKERS = {"blocking": reboto, "awaited": aio}
AT_ONCE = {"blocking": 8, "awaited": 64}
# The main thread, and the one that drives awaited calls and those of greenlets. gevent has one
# that looks up host names.
STAYING = {"blocking": 1, "awaited": 2, "eventlet": 2, "gevent": 3}
ENDLESS = 10**9


class Calling(Protocol):
    """Makes planned calls."""

    def call(self, call: Call) -> Any:
        """Make a call: its answer, or a coroutine that gives it."""


def blocking(caller: Calling, call: Call) -> str:
    """Make a call; what it ended in."""
    try:
        return outcome(call, caller.call(call))
    except Exception as error:  # noqa: BLE001 - which one it was is looked at
        return outcome(call, error)


async def awaited(caller: Calling, call: Call) -> str:
    """Await a call; what it ended in."""
    try:
        return outcome(call, await caller.call(call))
    except Exception as error:  # noqa: BLE001 - which one it was is looked at
        return outcome(call, error)


def in_threads(caller: Calling, plans: Iterable[Iterable[Call]]) -> Account:
    """Make each plan's calls in a thread of its own."""
    account = Account()

    def work(plan: Iterable[Call], own: Account) -> None:
        for call in plan:
            own.enter(call, blocking(caller, call))

    own = [(plan, Account()) for plan in plans]
    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in own]
    for thread in threads:
        thread.start()
    for thread, (_, part) in zip(threads, own, strict=True):
        thread.join()
        account.add(part)
    return account


async def in_tasks(caller: Calling, plans: Iterable[Iterable[Call]]) -> Account:
    """Await each plan's calls in a task of its own."""
    account = Account()

    async def work(plan: Iterable[Call]) -> None:
        for call in plan:
            account.enter(call, await awaited(caller, call))

    await asyncio.gather(*map(work, plans))
    return account


class Background:
    """Calls that go on in daemon threads until they are told to stop.

    Parameters
    ----------
    style : str
        Whether they block, or are awaited in a loop.
    caller : Calling
        What makes them, in that style.
    seed : int
        What the plans come from.
    at_once : int
        How many are under way together.
    faults : tuple of Fault, optional
        What goes wrong.
    """

    def __init__(
        self,
        style: str,
        caller: Calling,
        seed: int,
        at_once: int,
        faults: tuple[Fault, ...] = FAULTS,
    ) -> None:
        self._caller, self._stop, self._begun = caller, threading.Event(), threading.Event()
        self._account = Account()
        # More go wrong than else, so that retries are under way at any moment.
        each = (calls(seed + number, ENDLESS, 0.1, faults) for number in range(at_once))
        plans = [self._until_stopped(plan) for plan in each]
        work = self._in_threads if style == "blocking" else self._in_loop
        self._thread = threading.Thread(target=work, args=(plans,), daemon=True)
        self._thread.start()
        if not self._begun.wait(30):
            raise TimeoutError("no call had an answer")

    def stop(self) -> Account:
        """Let what is under way end; all that was."""
        self._stop.set()
        self._thread.join()
        return self._account

    def _until_stopped(self, plan: Iterator[Call]) -> Iterator[Call]:
        yield next(plan)
        self._begun.set()
        for call in plan:
            if self._stop.is_set():
                return
            yield call

    def _in_threads(self, plans: list[Iterator[Call]]) -> None:
        self._account = in_threads(self._caller, plans)

    def _in_loop(self, plans: list[Iterator[Call]]) -> None:
        with contextlib.closing(asyncio.new_event_loop()) as loop:
            self._account = loop.run_until_complete(in_tasks(self._caller, plans))
