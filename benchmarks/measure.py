"""Repeat a call and measure it, in the same way as the Rust program."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROLES = {"roles_1": 1, "roles_1000": 1_000}
AT_ONCE = {"threads_16": 16, "awaited_64": 64, "awaited_1000": 1_000}


class Outcome(NamedTuple):
    """The number of calls, their start, and the content that one of them read."""

    calls: int
    cpu: float
    wall: float
    read: Any


class Budget:
    """The duration of a measurement: ``--seconds`` or ``--calls``."""

    def __init__(self, option: str, amount: float) -> None:
        if option not in ("--seconds", "--calls"):
            raise SystemExit(f"{option} is no option")
        self._option, self._amount = option, amount
        self._began = time.perf_counter()

    def started(self) -> Budget:
        """Return the same budget, starting now."""
        return Budget(self._option, self._amount)

    def warming(self) -> Budget:
        """Return the budget of a warm-up, which opens connections and fills caches."""
        if self._option == "--seconds":
            return Budget(self._option, self._amount / 4)
        return Budget(self._option, 1)

    def share(self, count: int) -> Budget:
        """Return the share of one of several threads."""
        if self._option == "--seconds":
            return self.started()
        return Budget(self._option, self._amount / count)

    def used_up(self, calls: int) -> bool:
        """Return whether it is used up after a number of calls."""
        if self._option == "--seconds":
            return time.perf_counter() - self._began >= self._amount
        return calls >= self._amount


def run(contender: Any, row: str, port: int, budget: Budget) -> Outcome:
    """Make the calls of a row."""
    at_once = AT_ONCE.get(row, 1)
    if row.startswith("awaited"):
        context = contextlib.asynccontextmanager(contender.awaited)(port, at_once)
        return asyncio.run(_together(context, at_once, budget))
    if row in ROLES:
        call = contender.role_calls(port, ROLES[row])
        # Each role is assumed once.
        in_turn(call, Budget("--calls", ROLES[row]))
        return in_turn(call, budget)
    calls = contender.calls(port, at_once)
    if row.startswith("threads"):
        return _threads(calls["describe_1_group"], at_once, budget)
    call = calls[row]
    in_turn(call, budget.warming())
    return in_turn(call, budget)


def in_turn(call: Callable[[], Any], budget: Budget) -> Outcome:
    """Make one call after the other."""
    budget = budget.started()
    calls, cpu, wall = 0, time.process_time(), time.perf_counter()
    while True:
        read = call()
        calls += 1
        if budget.used_up(calls):
            return Outcome(calls, cpu, wall, read)


def _threads(call: Callable[[], Any], count: int, budget: Budget) -> Outcome:
    outcomes: list[Outcome] = []

    def burst(budget: Budget) -> None:
        outcomes.append(in_turn(call, budget))

    for part in (budget.warming(), budget.share(count)):
        outcomes.clear()
        cpu, wall = time.process_time(), time.perf_counter()
        threads = [threading.Thread(target=burst, args=(part,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if len(outcomes) < count:
        raise SystemExit(f"{count - len(outcomes)} of {count} threads failed")
    return Outcome(sum(outcome.calls for outcome in outcomes), cpu, wall, outcomes[0].read)


async def _together(context: Any, at_once: int, budget: Budget) -> Outcome:
    async with context as call:
        await _rounds(call, at_once, budget.warming())
        return await _rounds(call, at_once, budget)


async def _rounds(call: Callable[[], Awaitable[Any]], at_once: int, budget: Budget) -> Outcome:
    budget = budget.started()
    calls, cpu, wall = 0, time.process_time(), time.perf_counter()
    while True:
        results = await asyncio.gather(*(call() for _ in range(at_once)))
        calls += at_once
        if budget.used_up(calls):
            return Outcome(calls, cpu, wall, results[0])
