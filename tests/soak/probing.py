"""Ctrl-C at every point of a first call at which Python checks for signals.

::

    python -m tests.soak.probing STYLE PORT EVERY

A program that imports reboto, connects and makes calls is traced by bytecode. At every EVERY-th
point at which Python checks for signals, the process is forked, with a pending SIGINT in the copy.
There the program must raise `KeyboardInterrupt`, and must succeed when it is run again.

Python checks for signals at the start of functions, after calls and at backward jumps. A signal
that arrives between two checks is noticed at the second one, so these points suffice.
"""

from __future__ import annotations

# Few imports, so that the modules the program imports are imported while it is traced.
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
    # asyncio cannot be imported again after Ctrl-C interrupted its import.
    __import__("asyncio")
    import selectors

    # An epoll descriptor would be shared between a process and its copies.
    selectors.DefaultSelector = selectors.PollSelector  # type: ignore[misc,assignment]

LOOKING = {
    number
    for name, number in opmap.items()
    if name.startswith(("CALL", "JUMP_BACKWARD", "JUMP_ABSOLUTE"))
}
SECONDS = 20
# The thread that drives calls may hold a lock during the fork, which stays locked in the copy.
TRIES = 3
# Exit statuses of a copy.
INTERRUPTED, LOST = 10, 11
# os.fork would run hooks in Python code.
FORK = PyDLL(None).fork
# An interrupted copy must not leave a partial bytecode file for others.
sys.dont_write_bytecode = True


def program(style: str, port: int) -> None:
    """Import reboto, connect, and make two calls to Auto Scaling and one to CloudWatch."""
    if style == "blocking":
        blocking(port)
    else:
        import asyncio

        asyncio.run(awaited(port))


def arguments(port: int) -> dict[str, Any]:
    """Return the arguments of connections."""
    from reboto.regioninfo import RegionInfo

    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    return {**keys, "region": region, "port": port, "is_secure": False}


def blocking(port: int) -> None:
    """Run the program with blocking calls."""
    import reboto

    autoscale = reboto.connect_autoscale(**arguments(port))
    cloudwatch = reboto.connect_cloudwatch(**arguments(port))
    for _ in range(2):
        autoscale.get_all_groups(["web-000"])
    cloudwatch.describe_alarms(alarm_names=["web-000"])


async def awaited(port: int) -> None:
    """Run the program with awaitable calls."""
    from reboto import aio

    autoscale = aio.connect_autoscale(**arguments(port))
    cloudwatch = aio.connect_cloudwatch(**arguments(port))
    for _ in range(2):
        await autoscale.get_all_groups(["web-000"])
    await cloudwatch.describe_alarms(alarm_names=["web-000"])


class Tracer:
    """Traces a program, and forks the process at every n-th signal check.

    Parameters
    ----------
    every : int
        The interval n.

    Attributes
    ----------
    checks : int
        Number of signal checks.
    ends : list of tuple
        For each copy the location of the signal, the exit status and the output.
    copied : bool
        Whether this process is a copy.
    """

    def __init__(self, every: int) -> None:
        self._every = every
        self._codes: dict[int, tuple[CodeType, bytes]] = {}
        self._looked = False
        self.checks = 0
        self.ends: list[tuple[str, int, str]] = []
        self.copied = False

    def __call__(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Trace a function that starts."""
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        self._looked = True
        return self._step

    def _step(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event != "opcode":
            return self._step
        looked, code = self._looked, frame.f_code
        _, instructions = self._codes.setdefault(id(code), (code, code.co_code))
        self._looked = instructions[frame.f_lasti] in LOOKING
        self.checks += looked
        if not looked or self.checks % self._every:
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
        # Without a call in the bytecode, because Python would check for signals after it.
        _ = [*map(interrupt_main, (SIGINT,))]
        return None

    def _copy(self) -> tuple[int, str]:
        """Fork; in the original process, return the exit status and output of the copy."""
        events = sys.modules.get("asyncio.events")
        loop = events._get_running_loop() if events else None
        read = dict(reading())
        reader, writer = os.pipe()
        pid = FORK()
        if pid == 0:
            if events and loop:
                # Before Python 3.12, asyncio associates the running loop with the process ID.
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
        # The copy shares file offsets with this process; restore them.
        for descriptor, to in read.items():
            os.lseek(descriptor, to, os.SEEK_SET)
        return status, written


def reading() -> Iterator[tuple[int, int]]:
    """Yield the open file descriptors with their offsets."""
    for descriptor in range(3, 100):
        try:
            yield descriptor, os.lseek(descriptor, 0, os.SEEK_CUR)
        except OSError:
            continue


def ended(style: str, port: int, tracer: Tracer) -> int:
    """Run the program, and return its exit status."""
    try:
        sys.settrace(tracer)
        program(style, port)
        sys.settrace(None)
    except KeyboardInterrupt:
        return INTERRUPTED
    return LOST


def main() -> None:
    """Run the program with the arguments of the command line."""
    style, port, every = sys.argv[1], *map(int, sys.argv[2:])
    signal(SIGINT, default_int_handler)
    tracer = Tracer(every)
    end = ended(style, port, tracer)
    if tracer.copied:
        if end == INTERRUPTED:
            program(style, port)
        os._exit(end)
    import json

    print(json.dumps({"checks": tracer.checks, "ends": tracer.ends}))


if __name__ == "__main__":
    main()
