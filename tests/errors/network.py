"""Connections that fail or break."""

from __future__ import annotations

import random
import socket
import time
from typing import TYPE_CHECKING, Any

from reboto._core import record_endpoint
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration
from reboto.exception import BotoConnectionError, BotoServerError, BotoTimeoutError
from tests.errors.fault import Fault, Fixtures, Setup, responding, streaming
from tests.support.wire import (
    Place,
    Response,
    Wire,
    failure,
    hang_up,
    reset,
    result,
    silence,
    success,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n"
GROUPS = "DescribeAutoScalingGroups"


def unused_port() -> int:
    """A port on which nothing listens, and which reboto does not take for a closed endpoint's.

    The system gives ports of the ephemeral range to servers, so this one is below it.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        try:
            with Wire(port=port) as server:
                pass
        except OSError:
            continue
        record_endpoint(f"{server.host}:{port}", False)
        return port
    raise AssertionError("all ports are in use")


def refused(fixtures: Fixtures) -> Setup:
    port = unused_port()
    connection = fixtures.connect(Place(port))
    return Setup(connection, lambda: fixtures.serve(port=port))


def nameless(fixtures: Fixtures) -> Setup:
    server = fixtures.serve()
    connection = fixtures.connect(server)
    connection.host = "nowhere.invalid"
    return Setup(connection, lambda: setattr(connection, "host", server.host), server)


def full(fixtures: Fixtures) -> Setup:
    """Connections are begun and never made: the listener's queue is full."""
    listener = fixtures.closing.enter_context(socket.socket())
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    for _ in range(8):
        filler = fixtures.closing.enter_context(socket.socket())
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
    server = fixtures.serve()
    connection = fixtures.connect(Place(listener.getsockname()[1]), timeout=3)
    connection.http_connection_kwargs["connect_timeout"] = 0.2
    return Setup(connection, lambda: setattr(connection, "port", server.port), server)


def idle_closed(fixtures: Fixtures) -> Setup:
    """The server closed the connection while it was idle."""
    server = fixtures.serve(result(GROUPS, {}, ending="close", lingers=0.1))
    connection = fixtures.connect(server, retries=0)
    fixtures.style.settle(connection.get_all_groups())
    heard(server)
    return Setup(connection, lambda: heard(server), server)


def heard(server: Wire) -> None:
    server.wait_closed()
    # Leave time for the client to notice it in the background.
    time.sleep(0.05)


def used_closed(fixtures: Fixtures) -> Setup:
    """The server closes the connection when the next request is on its way already."""
    server = fixtures.serve()
    server.script(success, hang_up())
    connection = fixtures.connect(server)
    fixtures.style.settle(connection.get_all_groups())
    return Setup(connection, lambda: None, server)


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(1000):
        yield b"X-%d: " % number + b"a" * 8000 + b"\r\n"


def group(connection: Any) -> Any:
    web = AutoScalingGroup(connection, name="web", launch_config="c", min_size=1, max_size=2)
    return connection.create_auto_scaling_group(web)


def configuration(connection: Any) -> Any:
    return connection.create_launch_configuration(LaunchConfiguration(name="c", image_id="ami-1"))


def scheduled(connection: Any) -> Any:
    return connection.create_scheduled_group_action("web", "nightly", desired_capacity=1)


def deletion(connection: Any) -> Any:
    return connection.delete_auto_scaling_group("web")


def done(given: Any) -> None:
    assert given is True or given == "", given


def lost_then(response: Response, lost: Response | None = None) -> Any:
    """AWS applied the request but its response was lost; the retry gets `response`."""
    return responding(lost or hang_up(), response)


TAKEN = failure("AlreadyExists", "AutoScalingGroup by this name already exists - web")
TAKEN_CONFIGURATION = failure("AlreadyExists", "Launch Configuration by this name already exists")
GONE = failure("ValidationError", "AutoScalingGroup name not found - no such group: web")
REFUSED: dict[str, Any] = {"gives": BotoServerError, "status": 400, "attempts": 2}

FAULTS = [
    Fault("the connection is refused", refused, BotoConnectionError, 2, 0),
    Fault("the host name does not resolve", nameless, BotoConnectionError, 2, 0),
    Fault("connecting times out", full, BotoTimeoutError, 2, 0),
    Fault("the server does not respond", responding(silence(), timeout=0.3), BotoTimeoutError, 2),
    Fault(
        "the server does not respond, once",
        responding(silence(), success, timeout=0.3),
        arrive=2,
    ),
    Fault(
        "the connection is closed before the headers", responding(hang_up()), BotoConnectionError, 2
    ),
    Fault(
        "the connection is reset before the headers", responding(reset()), BotoConnectionError, 2
    ),
    Fault(
        "the connection is reset within the headers",
        responding(streaming(HEAD[:30], ending="reset")),
        BotoConnectionError,
        2,
    ),
    Fault(
        "the connection is closed within the headers",
        responding(streaming(HEAD[:30])),
        BotoConnectionError,
        2,
    ),
    Fault(
        "the connection is reset after the headers",
        responding(streaming(HEAD, ending="reset")),
        BotoConnectionError,
        2,
    ),
    Fault("the body ends too early", responding(streaming(HEAD, b"<Desc")), BotoConnectionError, 2),
    Fault(
        "the body ends too early, once",
        responding(streaming(HEAD, b"<Desc"), success),
        arrive=2,
    ),
    Fault(
        "the headers stop",
        responding(streaming(HEAD[:30], ending="stall"), timeout=0.3),
        BotoTimeoutError,
        2,
    ),
    Fault(
        "the body stops",
        responding(streaming(HEAD, b"<Desc", ending="stall"), timeout=1),
        BotoTimeoutError,
        2,
    ),
    Fault(
        "the body arrives byte by byte, slower than the timeout",
        responding(result(GROUPS, {}, piece=1, pause=0.05), timeout=1),
        BotoTimeoutError,
        2,
    ),
    Fault("the server closed an idle connection", idle_closed),
    Fault("the server closes an idle connection while the request is sent", used_closed, arrive=2),
    Fault(
        "the server does not use HTTP",
        responding(streaming(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
        BotoConnectionError,
    ),
    Fault("headers without an end", responding(Response(stream=endless)), BotoConnectionError),
    Fault(
        "invalid chunks in the body",
        responding(streaming(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")),
        BotoConnectionError,
        2,
    ),
    Fault(
        "a group is created, and no response arrives",
        responding(silence(), timeout=0.3),
        BotoTimeoutError,
        2,
        call=group,
    ),
    Fault(
        "a group is created, and the connection is refused",
        refused,
        BotoConnectionError,
        2,
        0,
        call=group,
    ),
    Fault(
        "a group is created, and connecting times out",
        full,
        BotoTimeoutError,
        2,
        0,
        call=group,
    ),
    Fault(
        "a group was created, and the response was lost",
        lost_then(TAKEN),
        code="AlreadyExists",
        call=group,
        **REFUSED,
    ),
    Fault(
        "a group was created, and the response ended too early",
        lost_then(TAKEN, streaming(HEAD, b"<Create")),
        code="AlreadyExists",
        call=group,
        **REFUSED,
    ),
    Fault(
        "a group was created, and AWS responded 500 once",
        lost_then(TAKEN, Response(500)),
        code="AlreadyExists",
        call=group,
        **REFUSED,
    ),
    Fault(
        "a group was created, and AWS responds 500",
        responding(Response(500)),
        BotoServerError,
        2,
        status=500,
        call=group,
    ),
    Fault(
        "a group is created after throttling",
        lost_then(TAKEN, failure("Throttling", "Rate exceeded")),
        code="AlreadyExists",
        call=group,
        **REFUSED,
    ),
    Fault(
        "a launch configuration was created, and the response was lost",
        lost_then(TAKEN_CONFIGURATION),
        code="AlreadyExists",
        call=configuration,
        **REFUSED,
    ),
    Fault(
        "a scheduled action was created, and the response was lost",
        responding(hang_up(), success),
        arrive=2,
        call=scheduled,
        check=done,
    ),
    Fault(
        "a group was deleted, and the response was lost",
        lost_then(GONE),
        code="ValidationError",
        call=deletion,
        **REFUSED,
    ),
    Fault(
        "a group is created with a name that exists",
        responding(TAKEN),
        BotoServerError,
        status=400,
        code="AlreadyExists",
        call=group,
    ),
]
