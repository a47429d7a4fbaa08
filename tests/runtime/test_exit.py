"""The exit of an interpreter that made calls."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.child_scripts import CONNECT, finish, start
from tests.support.wire import Wire, silence, success

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Request, Response


def slow(seconds: float) -> Callable[[Request], Response]:
    """Respond with success after some seconds."""

    def respond(request: Request) -> Response:
        return dataclasses.replace(success(request), when=lambda: time.sleep(seconds))

    return respond


def test_exit_after_a_call(server: Wire) -> None:
    process = start(CONNECT + "print(connection.get_all_groups())", server.port)
    assert finish(process) == (0, "[]\n", "")


@pytest.mark.parametrize("attempt", range(3))
def test_exit_while_daemon_threads_wait_for_responses(server: Wire, attempt: int) -> None:
    server.otherwise = silence()
    process = start(
        CONNECT
        + """
for _ in range(8):
    threading.Thread(target=connection.get_all_groups, daemon=True).start()
sys.stdin.readline()
""",
        server.port,
    )
    server.wait_for(8)
    assert finish(process, given="\n") == (0, "", "")


@pytest.mark.parametrize("attempt", range(5))
def test_exit_while_daemon_threads_make_one_call_after_another(server: Wire, attempt: int) -> None:
    process = start(
        CONNECT
        + """
def call():
    while True:
        connection.get_all_groups()

for _ in range(4):
    threading.Thread(target=call, daemon=True).start()
sys.stdin.readline()
""",
        server.port,
    )
    server.wait_for(40)
    assert finish(process, given="\n") == (0, "", "")


@pytest.mark.parametrize("style", ["blocking", "awaited"])
def test_exit_waits_for_a_daemon_thread_that_runs_python_within_a_call(
    server: Wire, style: str
) -> None:
    """Before Python 3.14 such a thread would be unwound from outside, and the process abort."""
    process = start(
        CONNECT
        + f"""
import asyncio, time
from reboto import aio

class Hook:
    def handle_request_data(self, request, answer, error):
        begun.set()
        # Busy, so that it wants the interpreter's lock again and again.
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            pass
        print("done", flush=True)

def call():
    if {style == "awaited"}:
        connection = connect(aio.connect_autoscale)
        connection.set_request_hook(Hook())
        asyncio.run(connection.get_all_groups())
    else:
        connection = connect()
        connection.set_request_hook(Hook())
        connection.get_all_groups()

begun = threading.Event()
threading.Thread(target=call, daemon=True).start()
begun.wait(10)
time.sleep(0.1)
""",
        server.port,
    )
    assert finish(process) == (0, "done\n", "")


def test_a_daemon_thread_gives_back_its_locks_when_the_interpreter_ends(server: Wire) -> None:
    """An exit function that was registered earlier waits for a lock, as that of logging does."""
    server.otherwise = slow(0.3)
    process = start(
        """
import atexit, threading
lock = threading.Lock()
atexit.register(lambda: print(lock.acquire(timeout=10)))
"""
        + CONNECT
        + """
def call():
    with lock:
        connection.get_all_groups()

threading.Thread(target=call, daemon=True).start()
sys.stdin.readline()
""",
        server.port,
    )
    server.wait_for(1)
    assert finish(process, given="\n") == (0, "True\n", "")


def test_exit_while_a_connection_attempt_is_under_way() -> None:
    # No host has this address: the range is reserved for documentation.
    process = start(
        CONNECT.replace("127.0.0.1", "192.0.2.1")
        + """
threading.Thread(target=connection.get_all_groups, daemon=True).start()
print("started")
""",
        9,
    )
    assert finish(process) == (0, "started\n", "")


def test_calls_while_the_interpreter_ends(server: Wire) -> None:
    process = start(
        CONNECT
        + """
import atexit
atexit.register(lambda: print(connection.get_all_groups()))
connection.get_all_groups()
""",
        server.port,
    )
    assert finish(process) == (0, "[]\n", "")


def test_exit_after_ctrl_c(server: Wire) -> None:
    server.otherwise = silence()
    process = start(
        CONNECT
        + """
import os, signal
try:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    connection.get_all_groups()
except KeyboardInterrupt:
    print("interrupted")
""",
        server.port,
    )
    assert finish(process) == (0, "interrupted\n", "")


def test_a_forked_child_ends_as_any_other_process(server: Wire) -> None:
    process = start(
        CONNECT
        + """
import os
connection.get_all_groups()
child = os.fork()
answer = connection.get_all_groups()
if child:
    print(os.waitpid(child, 0)[1], answer)
""",
        server.port,
    )
    assert finish(process) == (0, "0 []\n", "")


def test_calls_of_finalizers_at_the_end_of_a_shutdown_raise(server: Wire) -> None:
    """Python has removed its modules then, so that nothing can be imported."""
    script = """
import os

class Owner:
    def __init__(self, calls):
        self.connection = connect()
        if calls:
            self.connection.get_all_groups()

    def __del__(self, write=os.write):
        try:
            self.connection.get_all_groups()
        except Exception as error:
            write(1, type(error).__name__.encode())
        else:
            write(1, b"made")

sys.kept = Owner(int(sys.argv[2]))
"""
    for calls in ("0", "1"):
        process = start(CONNECT + script, server.port, calls)
        status, out, err = finish(process)
        assert (status, err) == (0, "")
        assert out.strip() in ("made", "RuntimeError")
