"""Many calls at once, one stretch after another, and what the process holds after each.

::

    python -m tests.soak.load STYLE PORT CALLS SEED FAULTY

The last is the share of the calls that go wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tracemalloc
from itertools import chain
from typing import TYPE_CHECKING

from .account import Account, Caller, unheard_port
from .plan import calls, every_fault
from .process import held
from .work import AT_ONCE, MAKERS, STAYING, in_tasks, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .plan import Call

STRETCHES = 10


def stretches(
    work: Callable[[list[Iterator[Call]]], Account],
    port: int,
    count: int,
    seed: int,
    faulty: float,
    style: str,
) -> Account:
    """Work stretch by stretch, and print what is held before, between and after."""
    total, at_once = Account(), AT_ONCE[style]
    print(json.dumps(held(port, 1, 0)), flush=True)
    for stretch in range(STRETCHES):
        each = -(-count // STRETCHES // at_once)
        plans: list[Iterator[Call]] = [
            calls(seed + stretch * at_once + number, each, faulty) for number in range(at_once)
        ]
        if stretch == 0:
            # What some faults need for the first time is part of the warm-up.
            plans[0] = chain(every_fault(seed), plans[0])
        total.add(work(plans))
        print(json.dumps(held(port, STAYING[style], 2 * at_once)), flush=True)
    return total


def main() -> None:
    """Do as the command line says."""
    style, *numbers, faulty = sys.argv[1:]
    port, count, seed = map(int, numbers)
    tracemalloc.start()
    with unheard_port() as unheard, contextlib.closing(asyncio.new_event_loop()) as loop:
        caller = Caller(MAKERS[style], port, unheard)

        def work(plans: list[Iterator[Call]]) -> Account:
            if style == "blocking":
                return in_threads(caller, plans)
            return loop.run_until_complete(in_tasks(caller, plans))

        total = stretches(work, port, count, seed, float(faulty), style)
    print(json.dumps(total.told()))


if __name__ == "__main__":
    main()
