"""Memory of calls and connections, in child processes without other work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.child_scripts import CONNECT, finish, start

if TYPE_CHECKING:
    from tests.support.wire import Wire

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MEASURE = (
    """
import ctypes, gc
from pathlib import Path

def resident():
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4
"""
    + CONNECT
)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_ten_thousand_calls_add_few_megabytes(server: Wire) -> None:
    script = """
calls = [connection.get_all_groups, lambda: connection.set_desired_capacity("web", 1)]
for call in calls:
    call()
first = resident()
for _ in range(100):
    for _ in range(50):
        for call in calls:
            call()
print(resident() - first)
"""
    process = start(MEASURE + script, server.port)
    code, out, err = finish(process, timeout=110)
    assert (code, err) == (0, "")
    assert int(out) < 4096, f"{out} kibibytes"


def test_a_connection_that_made_a_call_takes_few_kilobytes(server: Wire) -> None:
    script = """
def connections(count):
    made = [connect() for _ in range(count)]
    for one in made:
        one.get_all_groups()
    return made

kept = connections(50)
first = resident()
kept += connections(1000)
print(resident() - first)
"""
    process = start(MEASURE + script, server.port)
    code, out, err = finish(process)
    assert (code, err) == (0, "")
    # About 2,200 bytes each, of which Python's attributes take half.
    assert int(out) < 4000, f"{out} kibibytes"


def test_memory_returns_when_connections_go(server: Wire) -> None:
    script = """
def connections(count):
    for number in range(count):
        one = connect()
        # Each has settings of its own.
        one.http_connection_kwargs = {"timeout": 5 + number}
        one.get_all_groups()

connections(100)
first = resident()
connections(500)
print(resident() - first)
"""
    process = start(MEASURE + script, server.port)
    code, out, err = finish(process)
    assert (code, err) == (0, "")
    assert int(out) < 2000, f"{out} kibibytes"
