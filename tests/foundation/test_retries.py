"""Calls that are tried again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.exception import BotoConnectionError, BotoServerError, BotoTimeoutError
from wire import Answer, Wire, failure, hang_up, reset, result, silence

if TYPE_CHECKING:
    from styles import Blocking

pytestmark = pytest.mark.usefixtures("prompt_retries")

PASSING = {
    "500": Answer(500),
    "502": Answer(502),
    "503": Answer(503, b"<html>busy", {"Content-Type": "text/html"}),
    "504": Answer(504),
    "throttling": failure("Throttling", "Rate exceeded"),
    "request-limit": failure("RequestLimitExceeded", "slower", 503),
    "closed": hang_up(),
    "reset": reset(),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again(style: Blocking, server: Wire, trouble: Answer) -> None:
    server.script(trouble, trouble)
    assert style.settle(style.autoscale(server).get_all_groups()) == []
    assert len(server.requests) == 3


def test_silence_is_tried_again(style: Blocking, server: Wire) -> None:
    server.script(silence())
    connection = style.autoscale(server)
    connection.http_connection_kwargs["timeout"] = 0.3
    assert style.settle(connection.get_all_groups()) == []
    assert len(server.requests) == 2


LASTING = {
    "validation": failure("ValidationError", "no"),
    "denied": failure("AccessDenied", "no", 403),
    "absent": Answer(404),
    "unreadable": Answer(200, b"<"),
}


@pytest.mark.parametrize("refusal", LASTING.values(), ids=LASTING)
def test_what_stays_so_is_not_tried_again(style: Blocking, server: Wire, refusal: Answer) -> None:
    server.otherwise = refusal
    with pytest.raises(BotoServerError):
        style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 1


@pytest.mark.parametrize("retries", [0, 1, 2])
def test_num_retries_is_obeyed(style: Blocking, server: Wire, retries: int) -> None:
    server.otherwise = Answer(500)
    connection = style.autoscale(server)
    connection.num_retries = retries
    with pytest.raises(BotoServerError):
        style.settle(connection.get_all_groups())
    assert len(server.requests) == retries + 1


def test_a_call_is_tried_seven_times_as_boto_does(style: Blocking, server: Wire) -> None:
    server.otherwise = Answer(503)
    with pytest.raises(BotoServerError):
        style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 7


def test_num_retries_comes_from_botos_configuration(style: Blocking, server: Wire) -> None:
    reboto.config.set("Boto", "num_retries", "1")
    server.otherwise = Answer(503)
    with pytest.raises(BotoServerError):
        style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 2


def test_retries_are_not_used_up_by_earlier_calls(style: Blocking, server: Wire) -> None:
    """The SDK allows a process some hundred in all; boto allowed each call its own."""
    server.otherwise = Answer(503)
    connection = style.autoscale(server)
    connection.num_retries = 2
    for _ in range(60):
        with pytest.raises(BotoServerError):
            style.settle(connection.get_all_groups())
    assert len(server.requests) == 180


def test_a_connection_that_the_server_closed_meanwhile_is_no_error(
    style: Blocking, server: Wire
) -> None:
    """Keep-alive ends some time; the next call opens another connection, without a retry."""
    connection = style.autoscale(server)
    connection.num_retries = 0
    server.otherwise = result("DescribeAutoScalingGroups", {}, ending="close", lingers=0.1)
    for _ in range(5):
        assert style.settle(connection.get_all_groups()) == []
        server.wait_closed()
        # Who hears it in the background has the time to.
        time.sleep(0.05)
    assert len(server.requests) == 5


def test_a_connection_is_used_again(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    for _ in range(5):
        style.settle(connection.get_all_groups())
    assert server.connections == 1


@pytest.mark.parametrize("retries", ["many", 1.5, -1, 2**40])
def test_num_retries_that_is_no_count_is_refused(
    style: Blocking, server: Wire, retries: Any
) -> None:
    connection = style.autoscale(server)
    connection.num_retries = retries
    with pytest.raises((ValueError, TypeError), match="num_retries"):
        style.settle(connection.get_all_groups())


def test_the_last_failure_is_told(style: Blocking, server: Wire) -> None:
    server.script(Answer(500), hang_up())
    connection = style.autoscale(server)
    connection.num_retries = 1
    with pytest.raises(BotoConnectionError):
        style.settle(connection.get_all_groups())


def test_the_wait_between_attempts_must_be_seconds(style: Blocking, server: Wire) -> None:
    reboto.config.set("Boto", "max_retry_delay", "-1")
    with pytest.raises(ValueError, match="max_retry_delay"):
        style.settle(style.autoscale(server).get_all_groups())


def test_a_read_time_out_tells_its_attempts(style: Blocking, server: Wire) -> None:
    server.otherwise = silence()
    connection = style.autoscale(server)
    connection.num_retries, connection.http_connection_kwargs = 1, {"timeout": 0.1}
    with pytest.raises(BotoTimeoutError, match="2 attempts"):
        style.settle(connection.get_all_groups())
