"""Loops and interpreters that end during calls, and forked processes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.interpreter import finish, start

if TYPE_CHECKING:
    from tests.aio.silent_server import Silent
    from tests.support.wire import Wire

SETUP = """
import asyncio, os, sys
from reboto import aio
from reboto.regioninfo import RegionInfo
run = asyncio.run
if sys.argv[2] == "uvloop":
    import uvloop
    run, asyncio.new_event_loop = uvloop.run, uvloop.new_event_loop

def connect():
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    port = int(sys.argv[1])
    return aio.connect_autoscale("k", "s", region=region, port=port, is_secure=False)

connection = connect()
"""


def warnings_are(action: str) -> str:
    """In place of the errors that they are else."""
    return f"import warnings; warnings.simplefilter({action!r})"


KINDS = pytest.mark.parametrize(
    "kind", ["asyncio"] + (["uvloop"] if sys.platform == "linux" else [])
)


@KINDS
def test_a_run_that_ends_with_calls_in_flight_is_quiet(silent: Silent, kind: str) -> None:
    process = start(
        SETUP
        + """
async def main():
    global tasks
    tasks = [asyncio.create_task(connection.get_all_groups()) for _ in range(20)]
    await asyncio.sleep(0.3)
    print("leaving")

run(main())
print({task.cancelled() for task in tasks})
""",
        silent.port,
        kind,
    )
    assert finish(process) == (0, "leaving\n{True}\n", "")


@KINDS
def test_closing_the_loop_with_calls_in_flight_neither_hangs_nor_complains(
    silent: Silent, kind: str
) -> None:
    """Those who close it so lose their tasks, and Python warns of these; no more than that."""
    process = start(
        SETUP
        + """
loop = asyncio.new_event_loop()
task = loop.create_task(connection.get_all_groups())
loop.run_until_complete(asyncio.sleep(0.3))
loop.close()
task._log_destroy_pending = False
del task
print("closed")
""",
        silent.port,
        kind,
    )
    assert finish(process) == (0, "closed\n", "")


@KINDS
def test_responses_for_a_closed_loop_are_dropped(server: Wire, kind: str) -> None:
    process = start(
        SETUP
        + """
import threading, time
for _ in range(5):
    loop = asyncio.new_event_loop()
    tasks = [loop.create_task(connection.get_all_groups()) for _ in range(10)]
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    for task in tasks:
        task._log_destroy_pending = False
    time.sleep(0.1)
print(run(connection.get_all_groups()))
""",
        server.port,
        kind,
    )
    assert finish(process) == (0, "[]\n", "")


@KINDS
def test_the_interpreter_ends_with_a_loop_in_a_daemon_thread(silent: Silent, kind: str) -> None:
    process = start(
        SETUP
        + """
import threading
threading.Thread(target=lambda: run(connection.get_all_groups()), daemon=True).start()
sys.stdin.readline()
""",
        silent.port,
        kind,
    )
    silent.wait_for_calls()
    assert finish(process, given="\n") == (0, "", "")


@KINDS
def test_ctrl_c_ends_a_run(silent: Silent, kind: str) -> None:
    process = start(
        SETUP
        + """
import signal, threading
try:
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    run(connection.get_all_groups())
except KeyboardInterrupt:
    print("interrupted")
""",
        silent.port,
        kind,
    )
    assert finish(process) == (0, "interrupted\n", "")


@KINDS
def test_a_forgotten_await_warns_as_any_coroutine_does(server: Wire, kind: str) -> None:
    process = start(
        SETUP.replace(
            "import asyncio", "import warnings; warnings.simplefilter('always')\nimport asyncio"
        )
        + """
connection.get_all_groups()
""",
        server.port,
        kind,
    )
    code, out, err = finish(process)
    assert (code, out) == (0, "")
    assert "was never awaited" in err
    assert server.requests == []


@KINDS
@pytest.mark.parametrize("used_before", [True, False])
def test_a_forked_child_runs_its_own_loop(server: Wire, kind: str, used_before: bool) -> None:
    process = start(
        SETUP.replace(
            "import asyncio", "import warnings; warnings.simplefilter('ignore')\nimport asyncio"
        )
        + f"""
if {used_before}:
    assert run(connection.get_all_groups()) == []
child = os.fork()
answer = run(connection.get_all_groups())
if child:
    print(os.waitpid(child, 0)[1], answer)
""",
        server.port,
        kind,
    )
    assert finish(process) == (0, "0 []\n", "")


def test_a_child_forked_by_a_running_loop_calls(server: Wire) -> None:
    process = start(
        SETUP.replace(
            "import asyncio", "import warnings; warnings.simplefilter('ignore')\nimport asyncio"
        )
        + """
async def main():
    await connection.get_all_groups()
    child = os.fork()
    if not child:
        asyncio.events._set_running_loop(None)
        os._exit(0 if run(connection.get_all_groups()) == [] else 1)
    print(os.waitpid(child, 0)[1], await connection.get_all_groups())

run(main())
""",
        server.port,
        "asyncio",
    )
    assert finish(process) == (0, "0 []\n", "")
