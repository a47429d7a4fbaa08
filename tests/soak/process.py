"""What a process holds, as the kernel counts it."""

from __future__ import annotations

import gc
import os
import time
import tracemalloc
from pathlib import Path
from typing import NamedTuple

from server import served

PAGE = os.sysconf("SC_PAGE_SIZE")
SETTLING = 10.0
"""Seconds that threads and sockets have to end in, after what they were for."""


class Held(NamedTuple):
    """What a process holds.

    Attributes
    ----------
    resident, objects : int
        Bytes in memory, and those of them that Python's objects have.
    files, threads, sockets : int
        Open files, threads, and connections to the server as the server counts them.
    """

    resident: int
    objects: int
    files: int
    threads: int
    sockets: int


def held(port: int, threads: int, sockets: int) -> Held:
    """Give what this process holds, once it has no more threads and sockets than that.

    Those that end need a moment to do so; after some seconds it is given as it is.
    """
    end = time.monotonic() + SETTLING
    while (now := _held(port)).threads > threads or now.sockets > sockets:
        if time.monotonic() > end:
            break
        time.sleep(0.02)
    return now


def _held(port: int) -> Held:
    gc.collect()
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
    return Held(
        resident,
        tracemalloc.get_traced_memory()[0],
        # One of them lists the others.
        sum(1 for _ in Path("/proc/self/fd").iterdir()) - 1,
        sum(1 for _ in Path("/proc/self/task").iterdir()),
        # One of them asks.
        served(port)["connections open"] - 1,
    )
