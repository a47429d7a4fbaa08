"""The end of an interpreter while calls are under way.

::

    python -m tests.soak.ending STYLE PORT WAY SEED LOG

Daemon threads call; or, if the way says ``loop``, tasks of the main thread's loop. With ``logged``
as the last argument, slow and re-entrant handlers get DEBUG records; with ``silent``, none do.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING

from .account import Caller, unheard_port
from .logged import Logged
from .plan import ANSWERED, FAULTS, calls
from .work import ENDLESS, MAKERS, Background, in_tasks

if TYPE_CHECKING:
    from .plan import Fault

AT_ONCE = {"blocking": 4, "awaited": 16}
# What ends the process, and its exit status.
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
    """End, or return to do so."""
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
    """End while tasks of this loop wait for answers."""
    plans = [calls(seed + number, ENDLESS, 0.1, faults) for number in range(AT_ONCE["awaited"])]
    beside = asyncio.create_task(in_tasks(caller, plans))
    await asyncio.sleep(pause)
    if beside.done():
        beside.result()
    end(way)


def main() -> None:
    """Do as the command line says."""
    style, port, way, seed, log = sys.argv[1:]
    # Some after the first answers, some before.
    pause = random.Random(int(seed)).random() * 0.1  # noqa: S311 - a moment, no secret
    with unheard_port() as unheard:
        kind, faults = (Logged, ANSWERED) if log == "logged" else (Caller, FAULTS)
        caller = kind(MAKERS[style], int(port), unheard)
        place, _, rest = way.rpartition(" ")
        if place == "loop":
            asyncio.run(in_loop(caller, rest, int(seed), pause, faults))
        else:
            Background(style, caller, int(seed), AT_ONCE[style], faults)
            time.sleep(pause)
            end(way)


if __name__ == "__main__":
    main()
