"""Retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.exception import BotoConnectionError, BotoServerError
from tests.support.wire import Response, Wire, hang_up

if TYPE_CHECKING:
    from tests.support.styles import Blocking

pytestmark = pytest.mark.usefixtures("prompt_retries")


@pytest.mark.parametrize("retries", [0, 1, 2])
def test_num_retries_is_obeyed(style: Blocking, server: Wire, retries: int) -> None:
    server.otherwise = Response(500)
    connection = style.autoscale(server)
    connection.num_retries = retries
    with pytest.raises(BotoServerError):
        style.settle(connection.get_all_groups())
    assert len(server.requests) == retries + 1


def test_a_call_is_tried_seven_times_as_boto_does(style: Blocking, server: Wire) -> None:
    server.otherwise = Response(503)
    with pytest.raises(BotoServerError):
        style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 7


def test_num_retries_comes_from_botos_configuration(style: Blocking, server: Wire) -> None:
    reboto.config.set("Boto", "num_retries", "1")
    server.otherwise = Response(503)
    with pytest.raises(BotoServerError):
        style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 2


def test_retries_are_not_used_up_by_earlier_calls(style: Blocking, server: Wire) -> None:
    """The SDK allows a process some hundred in all; boto allowed each call its own."""
    server.otherwise = Response(503)
    connection = style.autoscale(server)
    connection.num_retries = 2
    for _ in range(60):
        with pytest.raises(BotoServerError):
            style.settle(connection.get_all_groups())
    assert len(server.requests) == 180


def test_a_connection_is_used_again(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    for _ in range(5):
        style.settle(connection.get_all_groups())
    assert server.connections == 1


@pytest.mark.parametrize("retries", ["many", 1.5, -1, 2**40])
def test_num_retries_that_is_not_a_count_is_refused(
    style: Blocking, server: Wire, retries: Any
) -> None:
    connection = style.autoscale(server)
    connection.num_retries = retries
    with pytest.raises((ValueError, TypeError), match="num_retries"):
        style.settle(connection.get_all_groups())


def test_the_last_failure_is_reported(style: Blocking, server: Wire) -> None:
    server.script(Response(500), hang_up())
    connection = style.autoscale(server)
    connection.num_retries = 1
    with pytest.raises(BotoConnectionError):
        style.settle(connection.get_all_groups())


def test_the_wait_between_attempts_must_be_seconds(style: Blocking, server: Wire) -> None:
    reboto.config.set("Boto", "max_retry_delay", "-1")
    with pytest.raises(ValueError, match="max_retry_delay"):
        style.settle(style.autoscale(server).get_all_groups())
