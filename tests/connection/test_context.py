"""Connections with calls that block are context managers, as awaitable ones are."""

from __future__ import annotations

from typing import Any

import pytest

import reboto
from reboto import aio


@pytest.mark.parametrize("connect", [reboto.connect_autoscale, reboto.connect_cloudwatch])
def test_a_blocking_connection_is_a_context_manager(connect: Any) -> None:
    connection = connect("key", "secret")
    with connection as entered:
        assert entered is connection
    # It can be used again, like an awaitable connection.
    with pytest.raises(KeyError, match="x"), connection:
        raise KeyError("x")


@pytest.mark.parametrize("connect", [aio.connect_autoscale, aio.connect_cloudwatch])
def test_an_awaitable_connection_is_not(connect: Any) -> None:
    assert not hasattr(connect("key", "secret"), "__enter__")
