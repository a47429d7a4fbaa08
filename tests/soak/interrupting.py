"""Ctrl-C during calls.

::

    python -m tests.soak.interrupting STYLE PORT TIMES SEED

It is caught TIMES times, and the connections are used again. Then the results are printed, and a
last round starts, in which Ctrl-C is not caught.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import threading
import time
from typing import NoReturn

from .account import Caller, closed_port
from .plan import ANSWER, calls
from .process import held
from .work import MAKERS, STAYING, awaited, blocking

AT_ONCE = 16


class Interrupted:
    """Makes calls, in sequence or concurrently, until Ctrl-C, and counts the responses."""

    def __init__(self, style: str, caller: Caller, seed: int) -> None:
        self._style, self._caller, self._seed = style, caller, seed
        self.answers = 0

    def call(self, seed: int) -> NoReturn:
        """Make calls until an exception ends them."""
        if self._style == "blocking":
            for call in calls(self._seed + seed, 10**9, 0):
                self.answers += blocking(self._caller, call) == ANSWER
        else:
            asyncio.run(self._await(self._seed + seed))
        raise AssertionError("the calls ended without an exception")

    async def _await(self, seed: int) -> None:
        async def work(number: int) -> None:
            for call in calls(seed * AT_ONCE + number, 10**9, 0):
                found = await awaited(self._caller, call)
                self.answers += found == ANSWER

        await asyncio.gather(*map(work, range(AT_ONCE)))


def interrupt(calling: Interrupted, number: int, after: float) -> None:
    """Send SIGINT after some seconds, every other time only after a response."""
    before = calling.answers

    def send() -> None:
        while number % 2 and calling.answers == before:
            time.sleep(0.001)
        time.sleep(after)
        os.kill(os.getpid(), signal.SIGINT)

    sender = threading.Thread(target=send)
    try:
        sender.start()
        calling.call(number)
    except KeyboardInterrupt:
        sender.join()


def main() -> None:
    """Run the program with the arguments of the command line."""
    style, *numbers = sys.argv[1:]
    port, times, seed = map(int, numbers)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    with closed_port() as closed:
        caller = Caller(MAKERS[style], port, closed)
        calling = Interrupted(style, caller, seed)
        for number in range(times):
            interrupt(calling, number, chance.random() * 0.02)
        last = held(port, STAYING[style], 2 * AT_ONCE)
        print(json.dumps({"answers": calling.answers, "held": last}), flush=True)
        calling.call(times)


if __name__ == "__main__":
    main()
