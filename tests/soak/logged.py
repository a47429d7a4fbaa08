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
"""The kinds of records logged for the current call in this context."""
INSIDE: ContextVar[bool] = ContextVar("INSIDE", default=False)
ENDING = threading.Event()
# Registered after reboto's handler, so that it runs before that.
atexit.register(ENDING.set)
EVERY = 4
"""The re-entrant handler makes one call for this number of records."""


class Counting(logging.Handler):
    """A slow handler that counts records in the caller's context."""

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        for _ in range(500):
            text.upper()
        time.sleep(0.0005)
        kinds = KINDS.get()
        # None if the garbage collector closes a call that was not fully awaited.
        if kinds is not None:
            kinds.append(text.split()[0].strip(":"))


class Reentrant(logging.Handler):
    """A handler that makes a call for some records."""

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
    """Makes planned calls, and reports missing records on standard error.

    Each attempt of these calls must get a response.
    """

    def __init__(self, maker: ModuleType, port: int, closed: int) -> None:
        super().__init__(maker, port, closed)
        self._awaited = maker is not reboto
        logger = logging.getLogger("reboto")
        logger.setLevel(logging.DEBUG)
        if not any(isinstance(handler, Counting) for handler in logger.handlers):
            logger.addHandler(Counting())
            logger.addHandler(Reentrant(port))

    def call(self, call: Call) -> Any:
        """Make a call; return its result or a coroutine."""
        return self._await(call) if self._awaited else self._block(call)

    def _block(self, call: Call) -> Any:
        with records_held(call):
            return super().call(call)

    async def _await(self, call: Call) -> Any:
        with records_held(call):
            return await super().call(call)


@contextlib.contextmanager
def records_held(call: Call) -> Generator[None]:
    """Check that the request and the response of each attempt of a call were logged."""
    KINDS.set([])
    what = f"{call.operation} {call.name}"
    # Other exceptions end calls during the interpreter's exit or garbage collection.
    try:
        yield
    except Exception as error:
        hold_records(f"{what}, {error!r}", attempts(call))
        raise
    else:
        hold_records(what, attempts(call))


def attempts(call: Call) -> int:
    """Return the number of attempts of a call."""
    if call.fault is None:
        return 1
    # If the faults pass, one more attempt succeeds.
    return call.fault.given + (call.fault.outcome == ANSWER)


def hold_records(what: str, attempts: int) -> None:
    """Report a call if its records do not match the number of attempts."""
    kinds = KINDS.get()
    # reboto does not log during the interpreter's exit.
    if not ENDING.is_set() and kinds != ["request", "response"] * attempts:
        print(f"{what}: {attempts} attempts, records {kinds}", file=sys.stderr, flush=True)
