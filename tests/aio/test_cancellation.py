"""Calls that are cancelled while they wait for the response."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from tests.support.styles import Address, reaching
from tests.support.wire import Wire, failure

if TYPE_CHECKING:
    from tests.aio.silent_server import Run, Silent

LIMIT = 20  # seconds: a busy machine needs some, and the call would wait for 70


def autoscale(place: Address, **arguments: Any) -> aio.AutoScaleConnection:
    return aio.connect_autoscale(**reaching(place, **arguments))


async def cancelled_at(silent: Silent, turn: int) -> float:
    """Cancel a call that waits for its response, and return the time of the cancellation."""
    task = asyncio.create_task(autoscale(silent).get_all_groups())
    await asyncio.to_thread(silent.wait_for_calls, turn)
    now = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return now


def test_cancelling_the_task_closes_the_socket(run: Run, silent: Silent) -> None:
    async def main() -> float:
        now = await cancelled_at(silent, 1)
        return silent.wait_until_left()[-1] - now

    assert run(main()) < LIMIT


def test_nothing_is_left_running_after_a_call_was_cancelled(run: Run, silent: Silent) -> None:
    async def main() -> None:
        before = asyncio.all_tasks()
        await cancelled_at(silent, 1)
        assert asyncio.all_tasks() == before

    run(main())


def test_wait_for_drops_the_request(run: Run, silent: Silent) -> None:
    async def main() -> float:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(autoscale(silent).get_all_groups(), 0.3)
        return time.monotonic()

    ended = run(main())
    assert silent.wait_until_left()[0] - ended < LIMIT


@pytest.mark.skipif(not hasattr(asyncio, "timeout"), reason="Python 3.11 brought asyncio.timeout")
def test_a_timeout_drops_the_request(run: Run, silent: Silent) -> None:
    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await autoscale(silent).get_all_groups()
        return time.monotonic()

    ended = run(main())
    assert silent.wait_until_left()[0] - ended < LIMIT


def test_cancelling_between_two_attempts_ends_the_retries(run: Run, server: Wire) -> None:
    server.otherwise = failure("InternalFailure", status=500)

    async def main() -> int:
        connection = autoscale(server)
        connection.num_retries = 100
        task = asyncio.create_task(connection.get_all_groups())
        await asyncio.to_thread(server.wait_for, 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        sent = len(server.requests)
        await asyncio.sleep(1)
        return len(server.requests) - sent

    assert run(main()) <= 1


def test_other_calls_continue_when_one_is_cancelled(run: Run, server: Wire, silent: Silent) -> None:
    async def main() -> Any:
        connection = autoscale(server)
        others = [asyncio.create_task(connection.get_all_groups()) for _ in range(20)]
        await cancelled_at(silent, 1)
        return await asyncio.gather(*others)

    assert run(main()) == [[]] * 20


def test_a_connection_works_after_a_call_of_it_was_cancelled(run: Run, server: Wire) -> None:
    async def main() -> None:
        connection = autoscale(server)
        for delay in (0, 0.001, 0.002, 0.005):
            task = asyncio.create_task(connection.get_all_groups())
            await asyncio.sleep(delay)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert await connection.get_all_groups() == []

    run(main())


def test_a_call_cancelled_before_it_began_sends_nothing(run: Run, server: Wire) -> None:
    async def main() -> None:
        task = asyncio.create_task(autoscale(server).get_all_groups())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main())
    assert server.requests == []


def test_a_thousand_calls_cancelled_together_all_end(run: Run, silent: Silent) -> None:
    async def main() -> float:
        connection = autoscale(silent)
        tasks = [asyncio.create_task(connection.get_all_groups()) for _ in range(1000)]
        await asyncio.to_thread(silent.wait_for_calls, 20)
        started = time.monotonic()
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}
        return time.monotonic() - started

    assert run(main()) < 5
