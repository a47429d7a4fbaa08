"""Forks during calls, and calls in the children.

::

    python -m tests.soak.forking STYLE PORT FORKS SEED LOG

STYLE is that of the parent's calls; the children use both. If LOG is ``logged``, slow and
re-entrant handlers get DEBUG records; the alternative is ``silent``.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import select
import signal
import sys
import time
import warnings
from typing import TYPE_CHECKING

from .account import Account, Caller, closed_port
from .logged import Logged
from .plan import ANSWERED, FAULTS, calls
from .process import held
from .work import MAKERS, STAYING, Background, in_tasks, in_threads

if TYPE_CHECKING:
    from .plan import Call, Fault

AT_ONCE = {"blocking": 4, "awaited": 16}
CALLS = 3
SECONDS = 10


def planned(number: int, faults: tuple[Fault, ...]) -> list[Call]:
    """Return the calls of a child."""
    return list(calls(10**6 + number, CALLS, 0.1, faults))


def in_child(callers: dict[str, Caller], number: int, faults: tuple[Fault, ...]) -> None:
    """Make calls on the parent's connections, then exit by ``os._exit`` or ``sys.exit``."""
    plans = [planned(number, faults)]
    if number % 2:
        account = in_threads(callers["blocking"], plans)
    else:
        account = asyncio.run(in_tasks(callers["awaited"], plans))
    if account.wrong:
        print(*account.wrong, sep="\n", file=sys.stderr)
        os._exit(1)
    if number // 2 % 2:
        os._exit(0)
    sys.exit()


def ended(pid: int) -> int:
    """Wait some seconds for a child to end, and return its status."""
    descriptor = os.pidfd_open(pid)
    if not select.select([descriptor], [], [], SECONDS)[0]:
        os.kill(pid, signal.SIGABRT)
    os.close(descriptor)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    """Run the program with the arguments of the command line."""
    # Python 3.12 warns about forks in a process with threads, which this program tests.
    warnings.filterwarnings("ignore", ".*fork", DeprecationWarning)
    style, *numbers, log = sys.argv[1:]
    kind, faults = (Logged, ANSWERED) if log == "logged" else (Caller, FAULTS)
    port, forks, seed = map(int, numbers)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    children, statuses = Account(), list[int]()
    with closed_port() as closed:
        callers = {style: kind(maker, port, closed) for style, maker in MAKERS.items()}
        background = Background(style, callers[style], seed, AT_ONCE[style], faults)
        for number in range(forks):
            time.sleep(chance.random() * 0.005)
            pid = os.fork()
            if pid == 0:
                in_child(callers, number, faults)
            statuses.append(ended(pid))
            for call in planned(number, faults):
                children.enter(call, call.outcome)
        total = background.stop()
        last = held(port, STAYING[style], 2 * AT_ONCE[style])
    calls_of_parent = total.outcomes.total()
    total.add(children)
    print(
        json.dumps(
            {**total.as_json(), "statuses": statuses, "parent": calls_of_parent, "held": last}
        )
    )


if __name__ == "__main__":
    main()
