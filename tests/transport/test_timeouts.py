"""Timeouts of calls."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from reboto.exception import BotoTimeoutError
from tests.support.styles import Blocking
from tests.support.wire import Place, Wire, result, silence


def impatient(style: Blocking, server: Wire | Place, **seconds: float) -> Any:
    connection = style.autoscale(server)
    connection.num_retries, connection.http_connection_kwargs = 0, seconds
    return connection


def test_the_time_out_is_botos_unless_set(style: Blocking) -> None:
    assert style.autoscale().http_connection_kwargs == {"timeout": 70}


def test_the_time_out_comes_from_boto_cfg(style: Blocking, server: Wire, boto_cfg: Any) -> None:
    boto_cfg("[Boto]\nhttp_socket_timeout = 1\nnum_retries = 0\n")
    server.otherwise = silence()
    with pytest.raises(BotoTimeoutError):
        style.settle(style.autoscale(server).get_all_groups())


def test_a_time_out_set_later_counts(style: Blocking, server: Wire) -> None:
    server.otherwise = silence()
    connection = style.autoscale(server)
    connection.num_retries = 0
    connection.http_connection_kwargs["timeout"] = 0.2
    with pytest.raises(BotoTimeoutError, match="no response arrived"):
        style.settle(connection.get_all_groups())


def test_a_response_that_comes_byte_by_byte_is_read(style: Blocking, server: Wire) -> None:
    server.otherwise = result("DescribeAutoScalingGroups", {}, piece=1, pause=0.001)
    assert style.settle(impatient(style, server, timeout=10).get_all_groups()) == []


def test_a_response_before_the_timeout_is_read(style: Blocking, server: Wire) -> None:
    late = result("DescribeAutoScalingGroups", {}, when=lambda: time.sleep(0.3))
    server.otherwise = late
    assert style.settle(impatient(style, server, timeout=20).get_all_groups()) == []


def test_no_other_limit_ends_a_call() -> None:
    """The SDK has its own timeout of five seconds for stalled transfers."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        connection = Blocking().autoscale(Place(mute.getsockname()[1], secure=True))
        connection.num_retries, connection.http_connection_kwargs = 0, {"timeout": 7.5}
        connection.http_connection_kwargs["connect_timeout"] = 7.5
        started = time.monotonic()
        with pytest.raises(BotoTimeoutError):
            connection.get_all_groups()
        assert time.monotonic() - started > 7


@pytest.mark.parametrize("timeout", [0, -1, "soon", float("nan"), float("inf"), [], 1e300])
def test_an_invalid_timeout_is_refused(style: Blocking, server: Wire, timeout: Any) -> None:
    connection = style.autoscale(server)
    connection.http_connection_kwargs["timeout"] = timeout
    with pytest.raises((ValueError, TypeError), match=r"http_connection_kwargs\['timeout'\]"):
        style.settle(connection.get_all_groups())
    assert server.requests == []


def test_no_time_out_is_botos_default(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.http_connection_kwargs = {}
    assert style.settle(connection.get_all_groups()) == []
