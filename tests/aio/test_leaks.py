"""Thousands of calls and dozens of event loops leave no resources behind."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reboto import aio
from tests.support.interpreter import finish, start
from tests.support.styles import reaching

if TYPE_CHECKING:
    import reboto.local
    from tests.aio.silent_server import Run
    from tests.support.wire import Wire

FILES = Path("/proc/self/fd")

SCRIPT = """
import asyncio, gc, sys
from pathlib import Path
from reboto import aio

def resident():
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4 // 1024

async def many(connection):
    calls = [connection.get_all_groups() for _ in range(2000)]
    answers = await asyncio.gather(*calls)
    assert answers == [[]] * 2000, answers

async def main():
    connection = aio.connect_autoscale()
    for turn in range(2):
        await many(connection)
        print(resident(), sys.getallocatedblocks())

asyncio.run(main())
"""


@pytest.mark.timeout(180)
def test_2000_calls_at_once_leave_memory_flat(endpoint: reboto.local.Endpoint) -> None:
    process = start(SCRIPT)
    code, out, err = finish(process, timeout=170)
    assert (code, err) == (0, "")
    first, blocks, second, blocks_then = map(int, out.split())
    # How many sockets are kept differs from time to time, and with it some of the memory.
    assert second - first < 32, f"mebibytes and blocks after each 2,000 calls: {out}"
    assert blocks_then - blocks < 2000, f"mebibytes and blocks after each 2,000 calls: {out}"


def test_calls_one_after_another_leave_memory_flat(run: Run, server: Wire) -> None:
    connection = aio.connect_autoscale(**reaching(server))

    async def call(times: int) -> int:
        for _ in range(times):
            await connection.get_all_groups()
            # A thousand that are kept are more than what is looked for.
            server.requests.clear()
        return resident()

    async def main() -> int:
        await call(200)
        return -await call(200) + await call(1000)

    # About a kibibyte a call.
    assert run(main()) < 1200


def resident() -> int:
    """Kibibytes of this process in memory."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def open_files() -> int:
    return len(list(FILES.iterdir()))


@pytest.mark.skipif(not FILES.exists(), reason="only Linux lists open files so")
def test_loops_by_the_dozen_leave_no_file_open(run: Run, server: Wire) -> None:
    connection = aio.connect_autoscale(**reaching(server))

    async def main() -> None:
        assert await connection.get_all_groups() == []

    for _ in range(3):
        run(main())
    before = open_files()
    for _ in range(40):
        run(main())
    # A few sockets come and go by themselves; a loop's own would be 80.
    assert open_files() < before + 20
