"""Run a fault in one style: a call during the fault, and a call after it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.errors.fault import Fault, Fixtures

# Seconds that a call may take in addition to its timeouts, on a busy machine.
SLACK = 10
_ATTEMPTS = re.compile(r"(?:failed after (\d+) attempts? in|was not sent, failed after) \d+\.\d s")
_VARYING = {
    r"\b(127\.0\.0\.1|nowhere\.invalid):\d+": r"\1:PORT",
    r"\b(in|after) \d+\.\d s\b": r"\1 N.N s",
    r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ": "YYYY-MM-DDTHH:MM:SSZ",
}


@dataclass(frozen=True)
class Outcome:
    """The outcome of a call.

    Attributes
    ----------
    error : Exception or None
        The exception that was raised.
    text : str
        The end of the traceback, with ports, times and durations replaced by placeholders.
    attempts : int
        Number of attempts that the text reports.
    arrived : int
        Number of requests that reached the server.
    seconds, allowed : float
        Duration of the call, and the maximum that its timeouts allow.
    """

    error: Exception | None
    text: str
    attempts: int
    arrived: int
    seconds: float
    allowed: float


def run(fault: Fault, fixtures: Fixtures) -> Outcome:
    """Make a call during a fault and one after it; return the outcome of the first."""
    setup = fault.setup(fixtures)
    before = len(setup.server.requests) if setup.server else 0
    limits = setup.connection.http_connection_kwargs
    allowed = max(fault.attempts, 1) * (limits["timeout"] + limits["connect_timeout"]) + SLACK
    error, started = None, time.monotonic()
    try:
        given = fixtures.style.settle(fault.call(setup.connection))
        if fault.check:
            fault.check(given)
    except Exception as caught:  # noqa: BLE001
        error = caught
    seconds = time.monotonic() - started
    arrived = len(setup.server.requests) - before if setup.server else 0
    setup.end_fault()
    fixtures.style.settle(fault.call(setup.connection))
    text = shown(error) if error else ""
    reported = _ATTEMPTS.search(text)
    attempts = int(reported[1] or 0) if reported else 0
    return Outcome(error, with_placeholders(text), attempts, arrived, seconds, allowed)


def shown(error: Exception) -> str:
    """Return the end of a traceback: the error's text and its notes."""
    notes: list[str] = getattr(error, "__notes__", [])
    name, text = type(error).__name__, str(error).rstrip("\n")
    first = text if text.startswith(name) else f"{name}: {text}"
    return "\n".join([first, *notes])


def with_placeholders(text: str) -> str:
    """Replace ports, times and durations by placeholders."""
    for pattern, replacement in _VARYING.items():
        text = re.sub(pattern, replacement, text)
    return text
