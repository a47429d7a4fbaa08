"""Plays a fault in a style: the call that meets it, and one afterwards."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.errors.fault import Fault, Stage

# On a busy machine, beside what the time-outs in the configuration allow.
SLACK = 10
_TOLD = re.compile(r"(?:failed after (\d+) attempts? in|was not sent, failed after) \d+\.\d s")
_VARYING = {
    r"\b(127\.0\.0\.1|nowhere\.invalid):\d+": r"\1:PORT",
    r"\b(in|after) \d+\.\d s\b": r"\1 N.N s",
    r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ": "YYYY-MM-DDTHH:MM:SSZ",
}


@dataclass(frozen=True)
class Outcome:
    """What a caller got.

    Attributes
    ----------
    error : Exception or None
        What was raised.
    text : str
        What a traceback shows of it, with what varies from one time to the next made equal.
    attempts : int
        Attempts that the text tells.
    arrived : int
        Requests that reached the server.
    seconds, allowed : float
        What the call took, and what its time-outs allow.
    """

    error: Exception | None
    text: str
    attempts: int
    arrived: int
    seconds: float
    allowed: float


def play(fault: Fault, stage: Stage) -> Outcome:
    """Play a fault, see that the connection works again, and tell what the caller got."""
    scene = fault.scene(stage)
    before = len(scene.server.requests) if scene.server else 0
    limits = scene.connection.http_connection_kwargs
    allowed = max(fault.attempts, 1) * (limits["timeout"] + limits["connect_timeout"]) + SLACK
    error, started = None, time.monotonic()
    try:
        given = stage.style.settle(fault.call(scene.connection))
        if fault.check:
            fault.check(given)
    except Exception as caught:  # noqa: BLE001
        error = caught
    seconds = time.monotonic() - started
    arrived = len(scene.server.requests) - before if scene.server else 0
    scene.mend()
    stage.style.settle(fault.call(scene.connection))
    text = shown(error) if error else ""
    told = _TOLD.search(text)
    return Outcome(
        error, levelled(text), int(told[1] or 0) if told else 0, arrived, seconds, allowed
    )


def shown(error: Exception) -> str:
    """What a traceback ends with: the error's text, and its notes."""
    notes: list[str] = getattr(error, "__notes__", [])
    name, text = type(error).__name__, str(error).rstrip("\n")
    told = text if text.startswith(name) else f"{name}: {text}"
    return "\n".join([told, *notes])


def levelled(text: str) -> str:
    """A text without the ports, times and durations of one play."""
    for pattern, replacement in _VARYING.items():
        text = re.sub(pattern, replacement, text)
    return text
