"""Thousands of calls, and loops by the dozen: what they leave behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interpreter import finish, start
from reboto import aio
from styles import reaching

if TYPE_CHECKING:
    from places import Run

    import reboto.local
    from wire import Wire

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
    grown = []
    for turn in range(2):
        await many(connection)
        grown.append(resident())
    print(*grown)

asyncio.run(main())
"""


@pytest.mark.timeout(180)
def test_2000_calls_at_once_leave_memory_flat(endpoint: reboto.local.Endpoint) -> None:
    process = start(SCRIPT)
    code, out, err = finish(process, timeout=170)
    assert (code, err) == (0, "")
    first, second = map(int, out.split())
    assert second - first < 8, f"mebibytes after each 2,000 calls: {out}"


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
    for _ in range(30):
        run(main())
    assert open_files() <= before
