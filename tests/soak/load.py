"""Many concurrent calls in several stretches, and the process's resources after each stretch.

::

    python -m tests.soak.load STYLE PORT CALLS SEED FAULTY

FAULTY is the share of the calls with a fault.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tracemalloc
from itertools import chain
from typing import TYPE_CHECKING

from .account import Account, Caller, closed_port
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
    """Run all stretches, and print the process's resources before and after each."""
    total, at_once = Account(), AT_ONCE[style]
    print(json.dumps(held(port, 1, 0)), flush=True)
    for stretch in range(STRETCHES):
        each = -(-count // STRETCHES // at_once)
        plans: list[Iterator[Call]] = [
            calls(seed + stretch * at_once + number, each, faulty) for number in range(at_once)
        ]
        if stretch == 0:
            # The first use of some faults allocates memory, so it belongs to the warm-up.
            plans[0] = chain(every_fault(seed), plans[0])
        total.add(work(plans))
        print(json.dumps(held(port, STAYING[style], 2 * at_once)), flush=True)
    return total


def main() -> None:
    """Run the program with the arguments of the command line."""
    style, *numbers, faulty = sys.argv[1:]
    port, count, seed = map(int, numbers)
    tracemalloc.start()
    with closed_port() as closed, contextlib.closing(asyncio.new_event_loop()) as loop:
        caller = Caller(MAKERS[style], port, closed)

        def work(plans: list[Iterator[Call]]) -> Account:
            if style == "blocking":
                return in_threads(caller, plans)
            return loop.run_until_complete(in_tasks(caller, plans))

        total = stretches(work, port, count, seed, float(faulty), style)
    print(json.dumps(total.as_json()))


if __name__ == "__main__":
    main()
