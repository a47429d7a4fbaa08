"""Calls in forked processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import select
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from tests.support.child_scripts import CONNECT, finish, start
from tests.support.styles import Blocking, reaching
from tests.support.wire import Wire, result

if TYPE_CHECKING:
    from collections.abc import Callable

# Python 3.12 warns about a fork in a process with threads; the test's server runs in threads.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

GROUPS = result("DescribeAutoScalingGroups", {"AutoScalingGroups": [{"AutoScalingGroupName": "g"}]})
SECONDS = 20


@pytest.fixture
def connection(server: Wire) -> Any:
    server.otherwise = GROUPS
    return Blocking().autoscale(server)


def names(connection: Any) -> list[str]:
    return [group.name for group in connection.get_all_groups()]


def in_child(work: Callable[[], object]) -> object:
    """Run `work` in a forked child with a timeout, and return its result."""
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(sending, pickle.dumps(work()))
        except BaseException as error:  # noqa: BLE001 - the child's only way to tell
            os.write(sending, pickle.dumps(f"{type(error).__name__}: {error}"))
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        if not select.select([pipe], [], [], SECONDS)[0]:
            os.kill(pid, signal.SIGKILL)
        response = pipe.read()
    _, status = os.waitpid(pid, 0)
    assert status == 0, f"the child hung or crashed: {status}"
    return pickle.loads(response)  # noqa: S301 - written by the test itself


def test_a_child_calls_on_a_connection_used_before(connection: Any) -> None:
    assert names(connection) == ["g"]
    assert in_child(lambda: names(connection)) == ["g"]


class Forking:
    """A hook that forks, again and again."""

    def __init__(self) -> None:
        self.children: list[object] = []

    def handle_request_data(self, *_: object) -> None:
        self.children += [in_child(os.getppid) for _ in range(15)]


def test_a_fork_within_a_call_does_not_wait_for_that_call(connection: Any) -> None:
    hook = Forking()
    connection.set_request_hook(hook)
    began = time.monotonic()
    assert names(connection) == ["g"]
    assert hook.children == [os.getpid()] * 15
    assert time.monotonic() - began < SECONDS


def test_a_child_calls_on_a_connection_made_before_but_not_used(
    server: Wire, connection: Any
) -> None:
    names(Blocking().autoscale(server))
    assert in_child(lambda: names(connection)) == ["g"]


def test_a_child_makes_its_own_connections(server: Wire, connection: Any) -> None:
    names(connection)
    assert in_child(lambda: names(Blocking().autoscale(server))) == ["g"]


def test_a_child_opens_its_own_sockets(server: Wire, connection: Any) -> None:
    names(connection)
    in_child(lambda: names(connection))
    names(connection)
    before, child, after = (request.connection for request in server.requests)
    assert child != before
    assert after == before


def test_a_grandchild_calls(connection: Any) -> None:
    def child() -> object:
        return names(connection), in_child(lambda: names(connection)), names(connection)

    assert names(connection) == ["g"]
    assert in_child(child) == (["g"], ["g"], ["g"])
    assert names(connection) == ["g"]


def call_from_pool(arguments: dict[str, Any]) -> list[str]:
    return names(reboto.connect_autoscale(**arguments))


def test_the_workers_of_a_pool_call(server: Wire, connection: Any) -> None:
    names(connection)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        calls = pool.map_async(call_from_pool, [reaching(server)] * 6)
        assert calls.get(timeout=SECONDS) == [["g"]] * 6


def test_a_child_has_credentials_found_before(server: Wire, connection: Any, keys: None) -> None:
    by_chain = Blocking().autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
    names(by_chain)
    assert in_child(lambda: names(by_chain)) == ["g"]


def test_a_child_is_not_left_with_an_unfinished_import_of_the_parent(
    server: Wire,
) -> None:
    """The child would wait forever for the import, which only the parent's thread finishes."""
    process = start(
        """
import asyncio, os, sys, threading, time, warnings
from reboto import aio
"""
        + CONNECT
        + """
warnings.filterwarnings("ignore", ".*fork", DeprecationWarning)

class Slow:
    def find_spec(self, name, path, target=None):
        if name == "reboto._asyncio":
            begun.set()
            time.sleep(0.5)

async def groups():
    return await connect(aio.connect_autoscale).get_all_groups()

assert "reboto._asyncio" not in sys.modules
sys.meta_path.insert(0, Slow())
begun = threading.Event()
thread = threading.Thread(target=asyncio.run, args=(groups(),))
thread.start()
begun.wait(10)
child = os.fork()
if child == 0:
    os._exit(0 if asyncio.run(groups()) == [] else 1)
thread.join()
for _ in range(100):
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended:
        break
    time.sleep(0.1)
else:
    os.kill(child, 9)
    status = "hung"
print(status)
""",
        server.port,
    )
    assert finish(process) == (0, "0\n", "")


def test_forks_while_threads_call(server: Wire, connection: Any) -> None:
    """In the middle of anything: a lock held at the fork would hang the child."""
    done, responses = threading.Event(), []

    def call() -> None:
        while not done.is_set():
            responses.append(names(connection))

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        server.wait_for(4)
        children = [in_child(lambda: names(connection)) for _ in range(20)]
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert children == [["g"]] * 20
    assert len(responses) > 20
    assert all(response == ["g"] for response in responses)


def test_a_child_drops_the_connections_of_its_parent(server: Wire, keys: None) -> None:
    """The parent's locks and sockets, which another thread may be using, are left alone."""
    held = [
        Blocking().autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
        for _ in range(4)
    ]
    for number, connection in enumerate(held):
        connection.http_connection_kwargs = {"timeout": 50 + number}
        assert connection.get_all_groups() == []
    done, responses = threading.Event(), []
    shared = held[0]

    def call() -> None:
        while not done.is_set():
            responses.append(shared.get_all_groups())

    def child() -> object:
        nonlocal shared
        held.clear()
        del shared
        gc.collect()
        return names(Blocking().autoscale(server))

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        children = [in_child(child) for _ in range(5)]
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert children == [[]] * 5
    assert all(response == [] for response in responses)
