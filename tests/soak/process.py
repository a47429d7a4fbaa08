"""The resources of a process, as counted by the kernel."""

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
"""Seconds within which unused threads and sockets must end."""


class Held(NamedTuple):
    """The resources of a process.

    Attributes
    ----------
    resident, objects : int
        Resident memory, and memory of Python objects, in bytes.
    files, threads, sockets : int
        Number of open files, of threads, and of connections as counted by the server.
    """

    resident: int
    objects: int
    files: int
    threads: int
    sockets: int


def held(port: int, threads: int, sockets: int) -> Held:
    """Return this process's resources when it has at most these numbers of threads and sockets.

    Threads and sockets take some time to end. After `SETTLING` seconds, the current values are
    returned.
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
        # The listing itself uses one descriptor.
        sum(1 for _ in Path("/proc/self/fd").iterdir()) - 1,
        sum(1 for _ in Path("/proc/self/task").iterdir()),
        # The request for the counts uses one connection.
        served(port)["connections open"] - 1,
    )
