"""Planned calls whose log records are counted, with a slow and a re-entrant handler."""

from __future__ import annotations

import atexit
import contextlib
import logging
import sys
import threading
import time
from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING, Any

import reboto

from .account import Caller, connections
from .plan import ANSWER

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from .plan import Call

KINDS: ContextVar[list[str] | None] = ContextVar("KINDS", default=None)
"""The kinds of the records of the call under way in this context."""
INSIDE: ContextVar[bool] = ContextVar("INSIDE", default=False)
ENDING = threading.Event()
# Registered after reboto's own, so that it runs before it.
atexit.register(ENDING.set)
EVERY = 4
"""Out of how many records one makes a handler call."""


class Counting(logging.Handler):
    """Counts records in their caller's context, and takes its time."""

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        for _ in range(500):
            text.upper()
        time.sleep(0.0005)
        kinds = KINDS.get()
        # None where the garbage collector closes a call that was never awaited to its end.
        if kinds is not None:
            kinds.append(text.split()[0].strip(":"))


class Reentrant(logging.Handler):
    """Makes a call of its own for some records."""

    def __init__(self, port: int) -> None:
        super().__init__()
        _, self._cloudwatch = connections(reboto, port)
        self._records = count()

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        if INSIDE.get() or next(self._records) % EVERY:
            return
        inside, outer = INSIDE.set(True), KINDS.set([])
        try:
            self._cloudwatch.describe_alarms()
            hold_records("the call of a handler", 1)
        finally:
            KINDS.reset(outer)
            INSIDE.reset(inside)


class Logged(Caller):
    """Makes planned calls, and reports those that lack records on standard error.

    Each attempt of the calls must have a response.
    """

    def __init__(self, maker: ModuleType, port: int, unheard: int) -> None:
        super().__init__(maker, port, unheard)
        self._awaited = maker is not reboto
        logger = logging.getLogger("reboto")
        logger.setLevel(logging.DEBUG)
        if not any(isinstance(handler, Counting) for handler in logger.handlers):
            logger.addHandler(Counting())
            logger.addHandler(Reentrant(port))

    def call(self, call: Call) -> Any:
        """Make a call: its answer, or a coroutine that gives it."""
        return self._await(call) if self._awaited else self._block(call)

    def _block(self, call: Call) -> Any:
        with records_held(call):
            return super().call(call)

    async def _await(self, call: Call) -> Any:
        with records_held(call):
            return await super().call(call)


@contextlib.contextmanager
def records_held(call: Call) -> Generator[None]:
    """Hold that a call has a record of each attempt's request and of its response."""
    KINDS.set([])
    what = f"{call.operation} {call.name}"
    # Other exceptions end calls that the interpreter's end, or the garbage collector, cuts short.
    try:
        yield
    except Exception as error:
        hold_records(f"{what}, {error!r}", attempts(call))
        raise
    else:
        hold_records(what, attempts(call))


def attempts(call: Call) -> int:
    """How many attempts a call makes."""
    if call.fault is None:
        return 1
    # Those that pass have one more.
    return call.fault.given + (call.fault.outcome == ANSWER)


def hold_records(what: str, attempts: int) -> None:
    """Report a call whose records are not those of so many attempts."""
    kinds = KINDS.get()
    # Nothing is logged once the interpreter has begun to end.
    if not ENDING.is_set() and kinds != ["request", "response"] * attempts:
        print(f"{what}: {attempts} attempts, records {kinds}", file=sys.stderr, flush=True)
