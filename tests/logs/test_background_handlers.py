"""Log handlers that raise exceptions do not end the threads in the background that log."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import pytest

import reboto
import reboto.local
from reboto.ec2.autoscale import Instance, LifecycleHook
from reboto.ec2.autoscale._lifecycle_actions import LifecycleAction
from reboto.ec2.cloudwatch.publisher import Publisher
from tests.support.messages import cbor_failure, cbor_result, failure
from tests.support.styles import Blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.wire import Request, Response, Wire


class RefusedError(Exception):
    """The exception of a handler."""


class Refusing(logging.Handler):
    """Raises an exception for each record."""

    def emit(self, record: logging.LogRecord) -> None:
        raise RefusedError(record.getMessage())


@pytest.fixture
def refusing() -> Iterator[None]:
    """A handler of the logger that raises an exception."""
    logger, handler = logging.getLogger("reboto"), Refusing()
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


class Count:
    """Refuses all requests, and knows when three of them came."""

    def __init__(self, response: Response) -> None:
        self.response, self.seen = response, threading.Semaphore(0)

    def __call__(self, _: Request) -> Response:
        self.seen.release()
        return self.response

    def wait(self) -> None:
        """Wait for three requests."""
        for _ in range(3):
            assert self.seen.acquire(timeout=20)


@pytest.mark.usefixtures("refusing")
def test_the_local_mock_serves_requests(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG, "reboto.local"), reboto.local.server():
        connection = reboto.connect_autoscale()
        for _ in range(3):
            assert connection.get_all_groups() == []
    assert capsys.readouterr().err.count("RefusedError: ") == 3


@pytest.mark.usefixtures("refusing", "prompt_retries")
def test_the_publisher_continues(server: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    server.otherwise = count = Count(cbor_failure("AccessDenied", "not authorized", 403))
    publisher = Publisher(Blocking().cloudwatch(server), "Shop", flush_interval=0.01)
    publisher.put("Orders", 1)
    count.wait()
    assert "reboto-publisher-Shop" in [thread.name for thread in threading.enumerate()]
    server.otherwise = cbor_result()
    publisher.close()
    assert "RefusedError: " in capsys.readouterr().err


@pytest.mark.usefixtures("refusing", "prompt_retries")
def test_heartbeats_continue(server: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    connection = Blocking().autoscale(server)
    connection.num_retries = 0
    hook = LifecycleHook(
        connection,
        name="drain",
        as_name="web",
        transition="autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeat_timeout=300,
    )
    instance = Instance()
    instance.instance_id, instance.lifecycle_state = "i-1", "Terminating:Wait"
    server.otherwise = count = Count(failure("InternalFailure", status=500))
    action = LifecycleAction(hook, instance, heartbeat=0.01)
    with action:
        count.wait()
        action.release()
    assert "RefusedError: " in capsys.readouterr().err
