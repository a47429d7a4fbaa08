"""Loops that have no `add_reader`, such as asyncio's default on Windows."""

from __future__ import annotations

import asyncio
import gc
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from reboto import aio
from reboto.exception import BotoServerError
from tests.support.styles import reaching
from tests.support.wire import failure, result

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tests.support.wire import Wire


class WithoutReaders(asyncio.SelectorEventLoop):
    """Its own transports use the private methods, as those of the Proactor loop do."""

    def add_reader(self, fd: object, callback: object, *args: object) -> NoReturn:
        raise NotImplementedError

    def remove_reader(self, fd: object) -> NoReturn:
        raise NotImplementedError


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Like `asyncio.run`, on a loop without readers."""
    loop = WithoutReaders()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture(autouse=True)
def no_leaks() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
        gc.collect()


def test_calls_are_awaited(server: Wire) -> None:
    server.otherwise = result("DescribeAutoScalingGroups", {"AutoScalingGroups": []})

    async def work() -> list[Any]:
        autoscale = aio.connect_autoscale(**reaching(server))
        first = await autoscale.get_all_groups()
        return [first, *await asyncio.gather(*(autoscale.get_all_groups() for _ in range(50)))]

    for _ in range(3):
        assert run(work()) == [[]] * 51


def test_first_calls_can_be_concurrent(server: Wire) -> None:
    server.otherwise = result("DescribeAutoScalingGroups", {"AutoScalingGroups": []})

    async def work() -> list[Any]:
        autoscale = aio.connect_autoscale(**reaching(server))
        return await asyncio.gather(*(autoscale.get_all_groups() for _ in range(20)))

    assert run(work()) == [[]] * 20


def test_errors_are_raised(server: Wire) -> None:
    server.otherwise = failure("ValidationError", "no such group")

    async def work() -> None:
        await aio.connect_autoscale(**reaching(server)).get_all_groups()

    with pytest.raises(BotoServerError, match="no such group"):
        run(work())


def test_a_call_is_cancelled(server: Wire) -> None:
    server.otherwise = result("DescribeAutoScalingGroups", {"AutoScalingGroups": []})

    async def work() -> Any:
        autoscale = aio.connect_autoscale(**reaching(server))
        task = asyncio.ensure_future(autoscale.get_all_groups())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await autoscale.get_all_groups()

    assert run(work()) == []
