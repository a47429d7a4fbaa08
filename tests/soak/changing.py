"""Calls on new connections, in threads or tasks, while other threads change the environment.

::

    python -m tests.soak.changing STYLE PORT CALLS SEED
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import sys
import threading
from typing import TYPE_CHECKING, Any

from .account import Account, Caller, closed_port
from .plan import calls
from .process import held
from .work import MAKERS, STAYING, in_tasks, in_threads

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from .plan import Call

AT_ONCE = {"blocking": 4, "awaited": 16}
CHANGERS = 2
VARIABLES = 200
# Values of NO_PROXY, which calls and connections read. No proxy is set.
VALUES = ("127.0.0.1", "127.0.0.1,example.com")
READ = ("no_proxy", "NO_PROXY", "AWS_SESSION_TOKEN")


class New(Caller):
    """Makes each call on a new connection."""

    def __init__(self, maker: ModuleType, port: int, closed: int) -> None:
        super().__init__(maker, port, closed)
        self._made_from = maker, port, closed

    def call(self, call: Call) -> Any:
        """Make a call; return its result or a coroutine."""
        return Caller(*self._made_from).call(call)


@contextlib.contextmanager
def changing(seed: int) -> Generator[list[int]]:
    """Change the environment in threads; yield the number of changes of each thread."""
    stop, changes = threading.Event(), [0] * CHANGERS

    def change(number: int) -> None:
        chance = random.Random(seed + number)  # noqa: S311 - lengths, no secret
        while not stop.is_set():
            names = [f"SOAK_{number}_{chance.randrange(7)}_{n}" for n in range(VARIABLES)]
            for name in names:
                os.environ[name] = "v" * chance.randrange(900)
            for name in READ:
                os.environ[name] = chance.choice(VALUES)
            for name in names:
                del os.environ[name]
            changes[number] += 2 * len(names) + len(READ)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(CHANGERS)]
    for thread in threads:
        thread.start()
    try:
        yield changes
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def main() -> None:
    """Run the program with the arguments of the command line."""
    style, *numbers = sys.argv[1:]
    port, count, seed = map(int, numbers)
    at_once = AT_ONCE[style]
    plans = [calls(seed + number, -(-count // at_once), 0.1) for number in range(at_once)]
    with closed_port() as closed, contextlib.closing(asyncio.new_event_loop()) as loop:
        caller = New(MAKERS[style], port, closed)
        total = Account()
        with changing(seed) as changes:
            if style == "blocking":
                total = in_threads(caller, plans)
            else:
                total = loop.run_until_complete(in_tasks(caller, plans))
        last = held(port, STAYING[style], 2 * at_once)
    print(json.dumps({**total.as_json(), "changes": sum(changes), "held": last}))


if __name__ == "__main__":
    main()
