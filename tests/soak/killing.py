"""The greenlets of `tests.soak.greenlets`; imported after the library patched Python's modules."""

from __future__ import annotations

import json
import random
import tracemalloc
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

import reboto

from .account import Caller, closed_port
from .load import STRETCHES
from .plan import ANY, LATE, Call, calls, every_fault, faulted
from .process import held
from .work import ENDLESS, STAYING, blocking

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 32
ENDED = "cancelled"


class Library:
    """The common interface of gevent and eventlet.

    Attributes
    ----------
    spawn, sleep, Timeout : object
        The functions and the class of the library.
    wait : callable
        Waits for the result of a greenlet.
    """

    def __init__(self, name: str) -> None:
        module: Any = import_module(name)
        self.spawn, self.sleep, self.Timeout = module.spawn, module.sleep, module.Timeout
        self.wait: Callable[[Any], Any] = (
            module.Greenlet.get if name == "gevent" else lambda greenlet: greenlet.wait()
        )


class Killing:
    """Makes calls in greenlets, kills some during their calls, and counts the outcomes."""

    def __init__(self, library: Library, caller: Caller, seed: int) -> None:
        self._library, self._caller = library, caller
        self._chance = random.Random(seed)  # noqa: S311 - not a secret
        self._plan = calls(seed, ENDLESS, 0.1)
        self._number = 0
        self.outcomes: Counter[str] = Counter()
        self.wrong: list[str] = []

    def warm_up(self, seed: int) -> None:
        """Make each call with each fault once, because killed greenlets may not reach the fault."""
        for call in (*(Call(operation, "web-000") for operation in ANY), *every_fault(seed)):
            self._enter(call, blocking(self._caller, call))

    def work(self, count: int) -> None:
        """Make `count` calls, and end the greenlets of some of them."""
        each = -(-count // AT_ONCE)
        greenlets = [self._library.spawn(self._several, each) for _ in range(AT_ONCE)]
        for greenlet in greenlets:
            self._library.wait(greenlet)

    def _several(self, count: int) -> None:
        for _ in range(count):
            self._chance.choice((self._let_end, self._time_out, self._kill))(self._next())

    def _next(self) -> Call:
        # Half of the responses are late, so that most greenlets wait when they are ended.
        if self._chance.random() < 0.5:
            return next(self._plan)
        self._number += 1
        return faulted(LATE, f"late-{self._number}", self._chance)

    def _after(self) -> float:
        return self._chance.choice((0, 0.001, 0.02)) * self._chance.random()

    def _let_end(self, call: Call) -> None:
        self._enter(call, blocking(self._caller, call))

    def _time_out(self, call: Call) -> None:
        # Timeout derives from BaseException, so that `blocking` does not catch it.
        try:
            with self._library.Timeout(self._after()):
                found = blocking(self._caller, call)
        except self._library.Timeout:
            found = ENDED
        self._enter(call, found)

    def _kill(self, call: Call) -> None:
        found: list[str] = []

        def work() -> None:
            found.append(blocking(self._caller, call))

        greenlet = self._library.spawn(work)
        self._library.sleep(self._after())
        greenlet.kill()
        self._enter(call, found[0] if found else ENDED)

    def _enter(self, call: Call, found: str) -> None:
        self.outcomes[found] += 1
        if found not in (call.outcome, ENDED):
            self.wrong.append(f"{call.operation} {call.name}: expected {call.outcome}, got {found}")


def run(name: str, port: int, count: int, seed: int) -> None:
    """Run all stretches, and print the process's resources before and after each."""
    tracemalloc.start()
    with closed_port() as closed:
        killing = Killing(Library(name), Caller(reboto, port, closed), seed)
        print(json.dumps(held(port, 1, 0)), flush=True)
        killing.warm_up(seed)
        for _ in range(STRETCHES):
            killing.work(count // STRETCHES)
            print(json.dumps(held(port, STAYING[name], 2 * AT_ONCE)), flush=True)
    print(json.dumps({"outcomes": killing.outcomes, "wrong": killing.wrong}))
