"""Awaitable calls where no asyncio loop runs, as under trio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio, fanout
from reboto.ec2.autoscale import AutoScalingGroup
from tests.support.styles import reaching

if TYPE_CHECKING:
    from tests.support.wire import Wire


def step(awaitable: Any) -> None:
    """Begin it as any event loop would."""
    awaitable.__await__().send(None)


def test_one_sentence_says_that_asyncio_is_needed(server: Wire) -> None:
    connection = aio.connect_autoscale(**reaching(server))
    web = AutoScalingGroup(connection, name="web")
    fan = fanout.each(lambda c: c.get_all_groups(), "autoscaling", regions="eu-west-1")
    for begun in (
        lambda: connection.get_all_groups(),
        lambda: anext(connection.iter_groups()),
        lambda: web.wait_until(bool),
        lambda: anext(aiter(fan)),
    ):
        with pytest.raises(RuntimeError, match="awaitable calls of reboto need asyncio"):
            step(begun())
    assert server.requests == []
