"""Ctrl-C at every moment of a first call at which Python looks for signals.

::

    python -m tests.soak.probing STYLE PORT EVERY

A program that imports reboto, connects and calls is followed bytecode by bytecode. At each moment
that a signal could be noticed, or at each so many of them, a copy of the process is made, in which
one has just come. `KeyboardInterrupt` must come out of the program there, and it must work when it
is run once more.

Python looks for signals where functions begin, after calls and where loops go back: one that comes
between two of these is noticed at the second, so all between are the same moment.
"""

from __future__ import annotations

# Little else, so that what the program imports is imported before the probe's eyes.
import os
import sys
from _signal import (  # type: ignore[import-not-found]
    SIGALRM,
    SIGINT,
    alarm,
    default_int_handler,
    signal,
)
from _thread import interrupt_main
from ctypes import PyDLL
from opcode import opmap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType
    from typing import Any

if sys.argv[1:2] == ["awaited"]:
    # It cannot be imported again once Ctrl-C came within it.
    __import__("asyncio")
    import selectors

    # What the usual one waits for would be the same for a process and its copies.
    selectors.DefaultSelector = selectors.PollSelector  # type: ignore[misc,assignment]

LOOKING = {
    number
    for name, number in opmap.items()
    if name.startswith(("CALL", "JUMP_BACKWARD", "JUMP_ABSOLUTE"))
}
SECONDS = 20
# The thread that drives calls may hold a lock, which it cannot give back in a copy.
TRIES = 3
# How a copy ends.
INTERRUPTED, LOST = 10, 11
# Python's own fork lets others prepare for it, in Python code of theirs.
FORK = PyDLL(None).fork
# A copy that is interrupted must leave no half a module to others.
sys.dont_write_bytecode = True


def program(style: str, port: int) -> None:
    """Import reboto, connect, and call: twice the one service, once the other."""
    if style == "blocking":
        blocking(port)
    else:
        import asyncio

        asyncio.run(awaited(port))


def arguments(port: int) -> dict[str, Any]:
    """What connections are made with."""
    from reboto.regioninfo import RegionInfo

    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    return {**keys, "region": region, "port": port, "is_secure": False}


def blocking(port: int) -> None:
    """Do it with calls that block."""
    import reboto

    autoscale = reboto.connect_autoscale(**arguments(port))
    cloudwatch = reboto.connect_cloudwatch(**arguments(port))
    for _ in range(2):
        autoscale.get_all_groups(["web-000"])
    cloudwatch.describe_alarms(alarm_names=["web-000"])


async def awaited(port: int) -> None:
    """Do it with calls that are awaited."""
    from reboto import aio

    autoscale = aio.connect_autoscale(**arguments(port))
    cloudwatch = aio.connect_cloudwatch(**arguments(port))
    for _ in range(2):
        await autoscale.get_all_groups(["web-000"])
    await cloudwatch.describe_alarms(alarm_names=["web-000"])


class Followed:
    """Follows a program, and makes a copy of its process at each so many moments.

    Parameters
    ----------
    every : int
        At which of them.

    Attributes
    ----------
    moments : int
        How many there were.
    ends : list of tuple
        Of each copy the place at which the signal came, how it ended and what it wrote.
    copied : bool
        Whether this process is such a copy.
    """

    def __init__(self, every: int) -> None:
        self._every = every
        self._codes: dict[int, tuple[CodeType, bytes]] = {}
        self._looked = False
        self.moments = 0
        self.ends: list[tuple[str, int, str]] = []
        self.copied = False

    def __call__(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Follow a function that begins."""
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        self._looked = True
        return self._step

    def _step(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event != "opcode":
            return self._step
        looked, code = self._looked, frame.f_code
        _, instructions = self._codes.setdefault(id(code), (code, code.co_code))
        self._looked = instructions[frame.f_lasti] in LOOKING
        self.moments += looked
        if not looked or self.moments % self._every:
            return self._step
        tries = 1
        status, written = self._copy()
        while not self.copied and status == -SIGALRM and tries < TRIES:
            tries += 1
            status, written = self._copy()
        if not self.copied:
            place = f"{code.co_filename}:{frame.f_lineno} {code.co_name}"
            self.ends.append((place, status, written))
            return self._step
        sys.settrace(None)
        # No call from here, after which Python would look for signals.
        _ = [*map(interrupt_main, (SIGINT,))]
        return None

    def _copy(self) -> tuple[int, str]:
        """Make a copy, and give how it ended and what it wrote, unless this is it."""
        events = sys.modules.get("asyncio.events")
        loop = events._get_running_loop() if events else None
        read = dict(reading())
        reader, writer = os.pipe()
        pid = FORK()
        if pid == 0:
            if events and loop:
                # Before Python 3.12 it runs in no process but the one in which it began to.
                events._set_running_loop(loop)
            os.close(reader)
            os.dup2(writer, 2)
            alarm(SECONDS)
            self.copied = True
            return 0, ""
        os.close(writer)
        with os.fdopen(reader, "rb") as errors:
            written = errors.read().decode()
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        # What a copy reads of an open file is read for this process too.
        for descriptor, to in read.items():
            os.lseek(descriptor, to, os.SEEK_SET)
        return status, written


def reading() -> Iterator[tuple[int, int]]:
    """Give the files that are open, each with how far it is read."""
    for descriptor in range(3, 100):
        try:
            yield descriptor, os.lseek(descriptor, 0, os.SEEK_CUR)
        except OSError:
            continue


def ended(style: str, port: int, followed: Followed) -> int:
    """Run the program; how it ended."""
    try:
        sys.settrace(followed)
        program(style, port)
        sys.settrace(None)
    except KeyboardInterrupt:
        return INTERRUPTED
    return LOST


def main() -> None:
    """Do as the command line says."""
    style, port, every = sys.argv[1], *map(int, sys.argv[2:])
    signal(SIGINT, default_int_handler)
    followed = Followed(every)
    end = ended(style, port, followed)
    if followed.copied:
        if end == INTERRUPTED:
            program(style, port)
        os._exit(end)
    import json

    print(json.dumps({"moments": followed.moments, "ends": followed.ends}))


if __name__ == "__main__":
    main()
