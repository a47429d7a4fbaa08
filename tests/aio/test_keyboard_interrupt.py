"""Ctrl-C in an event loop: the loop raises KeyboardInterrupt and can run again afterwards."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from reboto import aio
from tests.support.styles import reaching
from tests.support.wire import Wire, result

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = 4


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.SelectorEventLoop()
    yield made
    made.close()


def interrupt(loop: asyncio.AbstractEventLoop, name: str) -> None:
    """Have Ctrl-C come where the loop's method of that name is used next."""

    def come(*_: object, **__: object) -> NoReturn:
        delattr(loop, name)
        raise KeyboardInterrupt

    setattr(loop, name, come)


def test_calls_that_complete_during_ctrl_c_are_reported_afterwards(
    loop: asyncio.AbstractEventLoop, server: Wire
) -> None:
    connection = aio.connect_autoscale(**reaching(server))
    together = threading.Barrier(CALLS)
    server.otherwise = result("DescribeAutoScalingGroups", {}, when=together.wait)

    async def begun() -> list[asyncio.Task[Any]]:
        return [asyncio.ensure_future(connection.get_all_groups()) for _ in range(CALLS)]

    calls = loop.run_until_complete(begun())

    async def heard() -> None:
        server.wait_for(CALLS)
        # The loop is blocked meanwhile, so that it handles all of them together.
        threading.Event().wait(1)
        interrupt(loop, "call_soon")
        await asyncio.Event().wait()

    with pytest.raises(KeyboardInterrupt):
        loop.run_until_complete(heard())

    async def done() -> None:
        # asyncio itself forgets whom to wake of the one at which it came.
        while len(waiting := [call for call in calls if not call.done()]) > 1:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        waiting[0].cancel()

    loop.run_until_complete(asyncio.wait_for(done(), 20))
    assert [call.result() for call in calls if call.done() and not call.cancelled()] == [[]] * (
        CALLS - 1
    )


def test_a_loop_in_which_ctrl_c_came_at_its_first_call_makes_calls(
    loop: asyncio.AbstractEventLoop, server: Wire
) -> None:
    connection = aio.connect_autoscale(**reaching(server))
    interrupt(loop, "add_reader")
    with pytest.raises(KeyboardInterrupt):
        loop.run_until_complete(connection.get_all_groups())
    call = asyncio.wait_for(connection.get_all_groups(), 20)
    assert loop.run_until_complete(call) == []
