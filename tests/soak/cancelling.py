"""Tasks that are cancelled during their calls.

::

    python -m tests.soak.cancelling PORT CANCELLATIONS SEED
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import tracemalloc
from collections import Counter

from reboto import aio

from .account import Caller, closed_port
from .load import STRETCHES
from .plan import ANY, LATE, Call, calls, every_fault, faulted
from .process import held
from .work import AT_ONCE, ENDLESS, STAYING, awaited


class Cancelling:
    """Makes calls, cancels some of them, and counts the outcomes."""

    def __init__(self, caller: Caller, seed: int) -> None:
        self._caller = caller
        self._chance = random.Random(seed)  # noqa: S311 - not a secret
        self._plan = calls(seed, ENDLESS, 0.1)
        self._number = 0
        self.outcomes: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def warm_up(self, seed: int) -> None:
        """Make each call with each fault once, because cancelled calls may not reach the fault."""
        for call in (*(Call(operation, "web-000") for operation in ANY), *every_fault(seed)):
            self._enter(call, await awaited(self._caller, call))

    async def cancel(self, count: int) -> None:
        """Make calls until `count` more of them were cancelled before their response."""
        until = self.outcomes["cancelled"] + count

        async def work() -> None:
            while self.outcomes["cancelled"] < until:
                await self._once(self._next())

        await asyncio.gather(*(work() for _ in range(AT_ONCE["awaited"])))

    def _next(self) -> Call:
        # Half of the responses are late, so that most calls wait when they are cancelled.
        if self._chance.random() < 0.5:
            return next(self._plan)
        self._number += 1
        return faulted(LATE, f"late-{self._number}", self._chance)

    async def _once(self, call: Call) -> None:
        after = self._chance.choice((0, 0.0, 0.001, 0.02)) * self._chance.random()
        try:
            if self._chance.random() < 0.5:
                task = asyncio.create_task(awaited(self._caller, call))
                await asyncio.sleep(after)
                task.cancel()
                found = await task
            else:
                found = await asyncio.wait_for(awaited(self._caller, call), after)
        except (asyncio.CancelledError, asyncio.TimeoutError):
            self.outcomes["cancelled"] += 1
            return
        self._enter(call, found)

    def _enter(self, call: Call, found: str) -> None:
        self.outcomes[found] += 1
        if found != call.outcome:
            self.wrong.append(f"{call.operation} {call.name}: expected {call.outcome}, got {found}")


async def stretches(caller: Caller, port: int, count: int, seed: int) -> Cancelling:
    """Run all stretches, and print the process's resources before and after each."""
    cancelling = Cancelling(caller, seed)
    print(json.dumps(held(port, 1, 0)), flush=True)
    await cancelling.warm_up(seed)
    for _ in range(STRETCHES):
        await cancelling.cancel(count // STRETCHES)
        last = held(port, STAYING["awaited"], 2 * AT_ONCE["awaited"])
        print(json.dumps(last), flush=True)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    cancelling.wrong += map(repr, left)
    return cancelling


def main() -> None:
    """Run the program with the arguments of the command line."""
    port, count, seed = map(int, sys.argv[1:])
    tracemalloc.start()
    with closed_port() as closed, contextlib.closing(asyncio.new_event_loop()) as loop:
        done = loop.run_until_complete(stretches(Caller(aio, port, closed), port, count, seed))
    print(json.dumps({"outcomes": done.outcomes, "wrong": done.wrong}))


if __name__ == "__main__":
    main()
