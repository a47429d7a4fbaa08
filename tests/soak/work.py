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
# Number of threads: the main thread, the one that drives awaitable calls and those of greenlets,
# and gevent's thread that resolves host names.
STAYING = {"blocking": 1, "awaited": 2, "eventlet": 2, "gevent": 3}
ENDLESS = 10**9


class Calling(Protocol):
    """Makes planned calls."""

    def call(self, call: Call) -> Any:
        """Make a call; return its result or a coroutine."""


def blocking(caller: Calling, call: Call) -> str:
    """Make a call, and return its outcome."""
    try:
        return outcome(call, caller.call(call))
    except Exception as error:  # noqa: BLE001 - which one it was is looked at
        return outcome(call, error)


async def awaited(caller: Calling, call: Call) -> str:
    """Await a call, and return its outcome."""
    try:
        return outcome(call, await caller.call(call))
    except Exception as error:  # noqa: BLE001 - which one it was is looked at
        return outcome(call, error)


def in_threads(caller: Calling, plans: Iterable[Iterable[Call]]) -> Account:
    """Make the calls of each plan in a separate thread."""
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
    """Await the calls of each plan in a separate task."""
    account = Account()

    async def work(plan: Iterable[Call]) -> None:
        for call in plan:
            account.enter(call, await awaited(caller, call))

    await asyncio.gather(*map(work, plans))
    return account


class Background:
    """Calls that run in daemon threads until `stop`.

    Parameters
    ----------
    style : str
        ``"blocking"``, or ``"awaited"`` in an event loop.
    caller : Calling
        Makes the calls, in this style.
    seed : int
        Seed of the plans.
    at_once : int
        Number of concurrent calls.
    faults : tuple of Fault, optional
        Faults that the calls can have.
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
        # More faults than usual, so that some calls are always being retried.
        each = (calls(seed + number, ENDLESS, 0.1, faults) for number in range(at_once))
        plans = [self._until_stopped(plan) for plan in each]
        work = self._in_threads if style == "blocking" else self._in_loop
        self._thread = threading.Thread(target=work, args=(plans,), daemon=True)
        self._thread.start()
        if not self._begun.wait(30):
            raise TimeoutError("no call got a response")

    def stop(self) -> Account:
        """Wait for the current calls to end, and return the account of all calls."""
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
