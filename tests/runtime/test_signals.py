"""Ctrl-C and other signals during a call."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.styles import Blocking
from tests.support.wire import Wire, failure, silence, success

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 20  # seconds; enough for a busy machine, and uninterrupted calls would take 70


@pytest.fixture
def blocking() -> Blocking:
    return Blocking()


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGUSR1)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Sender(threading.Thread):
    """Sends this process a signal once the server has received so many requests."""

    def __init__(self, server: Wire, count: int = 1, number: int = signal.SIGINT) -> None:
        super().__init__(daemon=True)
        self.server, self.count, self.number = server, count, number
        self.sent_at = 0.0
        self.start()

    def run(self) -> None:
        self.server.wait_for(self.count)
        self.sent_at = time.monotonic()
        os.kill(os.getpid(), self.number)


def seconds_to_interrupt(server: Wire, count: int, call: Callable[[], object]) -> float:
    sender = Sender(server, count)
    with pytest.raises(KeyboardInterrupt):
        call()
    stopped_at = time.monotonic()
    sender.join()
    return stopped_at - sender.sent_at


def test_ctrl_c_ends_a_call(server: Wire, blocking: Blocking) -> None:
    server.otherwise = silence()
    connection = blocking.autoscale(server)
    assert seconds_to_interrupt(server, 1, connection.get_all_groups) < LIMIT


def test_a_connection_works_after_ctrl_c(server: Wire, blocking: Blocking) -> None:
    server.script(silence())
    connection = blocking.autoscale(server)
    seconds_to_interrupt(server, 1, connection.get_all_groups)
    assert connection.get_all_groups() == []
    assert connection.get_all_policies() == []


def test_ctrl_c_ends_the_wait_between_two_attempts(server: Wire, blocking: Blocking) -> None:
    server.otherwise = failure("InternalFailure", status=500)
    connection = blocking.autoscale(server)
    connection.num_retries = 100
    assert seconds_to_interrupt(server, 3, connection.get_all_groups) < LIMIT


def test_ctrl_c_ends_the_search_for_credentials(
    server: Wire, blocking: Blocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.otherwise = silence()
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url)
    connection = blocking.autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
    assert seconds_to_interrupt(server, 1, connection.get_all_groups) < LIMIT
    assert seconds_to_interrupt(server, 2, lambda: connection.aws_access_key_id) < LIMIT


def test_the_call_continues_after_a_handler_that_returns(server: Wire, blocking: Blocking) -> None:
    handled = threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: handled.set())
    # The server responds after the handler has run, so the handler must run during the call.
    server.otherwise = success
    server.script(lambda request: handled.wait(10) and success(request))
    Sender(server, number=signal.SIGUSR1)
    assert blocking.autoscale(server).get_all_groups() == []
    assert len(server.requests) == 1


def test_an_exception_in_a_handler_is_raised_by_the_call(server: Wire, blocking: Blocking) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("enough")

    signal.signal(signal.SIGUSR1, refuse)
    server.otherwise = silence()
    Sender(server, number=signal.SIGUSR1)
    with pytest.raises(RuntimeError, match="enough"):
        blocking.autoscale(server).get_all_groups()


def test_ctrl_c_leaves_other_threads_calls_alone(server: Wire, blocking: Blocking) -> None:
    gate, answers = threading.Event(), []
    connection = blocking.autoscale(server)
    server.script(lambda request: gate.wait(10) and success(request), silence())
    other = threading.Thread(target=lambda: answers.append(connection.get_all_groups()))
    other.start()
    server.wait_for(1)
    seconds_to_interrupt(server, 2, connection.get_all_groups)
    gate.set()
    other.join()
    assert answers == [[]]


class Interrupted:
    """Ctrl-C comes while it is asked whether it is a mapping, which runs Python code."""

    @property
    def __class__(self) -> type:
        raise KeyboardInterrupt

    @__class__.setter
    def __class__(self, value: type) -> None: ...


def test_ctrl_c_while_an_argument_is_read_is_not_lost(server: Wire, blocking: Blocking) -> None:
    cloudwatch = blocking.cloudwatch(server)
    with pytest.raises(KeyboardInterrupt):
        cloudwatch.list_metrics(dimensions=Interrupted())
    with pytest.raises(KeyboardInterrupt):
        cloudwatch.delete_alarms(Interrupted())
    assert server.requests == []
