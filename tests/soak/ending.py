"""The exit of an interpreter during calls.

::

    python -m tests.soak.ending STYLE PORT WAY SEED LOG

Calls are made by daemon threads or, if WAY begins with ``loop``, by tasks in the main thread's
event loop. If LOG is ``logged``, slow and re-entrant handlers get DEBUG records; the alternative is
``silent``.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING

from .account import Caller, closed_port
from .logged import Logged
from .plan import ANSWERED, FAULTS, calls
from .work import ENDLESS, MAKERS, Background, in_tasks

if TYPE_CHECKING:
    from .plan import Fault

AT_ONCE = {"blocking": 4, "awaited": 16}
# The ways to end the process, with the exit status of each.
WAYS = {
    "blocking": {"return": 0, "exit": 3, "at once": 4, "signal": -signal.SIGTERM},
    "awaited": {
        "return": 0,
        "exit": 3,
        "signal": -signal.SIGTERM,
        "loop return": 0,
        "loop exit": 3,
    },
}


def end(way: str) -> None:
    """End the process; returning ends it too."""
    if way == "exit":
        sys.exit(3)
    if way == "at once":
        os._exit(4)
    if way == "signal":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)


async def in_loop(
    caller: Caller, way: str, seed: int, pause: float, faults: tuple[Fault, ...]
) -> None:
    """End the process while tasks of this loop wait for responses."""
    plans = [calls(seed + number, ENDLESS, 0.1, faults) for number in range(AT_ONCE["awaited"])]
    background = asyncio.create_task(in_tasks(caller, plans))
    await asyncio.sleep(pause)
    if background.done():
        background.result()
    end(way)


def main() -> None:
    """Run the program with the arguments of the command line."""
    style, port, way, seed, log = sys.argv[1:]
    # Some processes end before the first responses, some after them.
    pause = random.Random(int(seed)).random() * 0.1  # noqa: S311 - a delay, not a secret
    with closed_port() as closed:
        kind, faults = (Logged, ANSWERED) if log == "logged" else (Caller, FAULTS)
        caller = kind(MAKERS[style], int(port), closed)
        place, _, rest = way.rpartition(" ")
        if place == "loop":
            asyncio.run(in_loop(caller, rest, int(seed), pause, faults))
        else:
            Background(style, caller, int(seed), AT_ONCE[style], faults)
            time.sleep(pause)
            end(way)


if __name__ == "__main__":
    main()
