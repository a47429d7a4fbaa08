"""`credentials_provider=` of awaitable connections: asynchronous providers."""

from __future__ import annotations

import asyncio
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from reboto.exception import NoAuthHandlerFound
from tests.credentials.vault import IN_AN_HOUR, NO_KEYS, SECRET, WHO, SealedError, call, signers
from tests.support.styles import Blocking, reaching

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Wire


def aio_connection(server: Wire, provider: Any) -> aio.AutoScaleConnection:
    return aio.connect_autoscale(**reaching(server, **NO_KEYS, credentials_provider=provider))


async def awaited_vault() -> Any:
    await asyncio.sleep(0)
    return "AKAWAITED", SECRET, "t", IN_AN_HOUR


async def awaitable_of_awaitable() -> Any:
    return awaited_vault()


class AwaitedVault:
    """A provider whose call is awaited."""

    async def __call__(self) -> Any:
        return await awaited_vault()


AWAITED: dict[str, Callable[[], Any]] = {
    "function": awaited_vault,
    "partial": functools.partial(awaited_vault),
    "object": AwaitedVault(),
    "awaitable": lambda: awaited_vault(),
    "awaitable that returns an awaitable": awaitable_of_awaitable,
}


@pytest.mark.parametrize("provider", AWAITED.values(), ids=AWAITED)
def test_an_async_provider_is_awaited(server: Wire, provider: Any) -> None:
    asyncio.run(aio_connection(server, provider).get_all_groups())
    assert signers(server) == ["AKAWAITED"]


# Another one than those whose credentials the test before has left in the cache.
REFUSED: dict[str, Callable[[], Any]] = {
    "function": awaited_vault,
    "partial": functools.partial(awaited_vault),
    "object": AwaitedVault(),
    "awaitable": lambda: awaited_vault(),
}


@pytest.mark.parametrize("provider", REFUSED.values(), ids=REFUSED)
def test_an_async_provider_is_refused_by_a_blocking_connection(server: Wire, provider: Any) -> None:
    with pytest.raises(TypeError, match="which a blocking connection cannot await"):
        call(Blocking(), server, provider)
    assert not server.requests


def test_an_async_provider_runs_on_the_callers_loop_with_its_context(server: Wire) -> None:
    seen: list[Any] = []

    async def provider() -> Any:
        seen.append((asyncio.get_running_loop(), WHO.get(), threading.get_ident()))
        return "AK", SECRET

    async def main() -> None:
        WHO.set("the task")
        await aio_connection(server, provider).get_all_groups()
        assert seen == [(asyncio.get_running_loop(), "the task", threading.get_ident())]

    asyncio.run(main())


def test_an_exception_in_an_async_provider_is_raised_unchanged(server: Wire) -> None:
    error = SealedError("sealed")

    async def provider() -> Any:
        raise error

    with pytest.raises(SealedError) as raised:
        asyncio.run(aio_connection(server, provider).get_all_groups())
    assert raised.value is error
    assert not server.requests


def test_an_async_provider_that_never_returns_is_cancelled_in_time(server: Wire) -> None:
    ended: list[str] = []

    async def provider() -> Any:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> None:
        connection = aio_connection(server, provider)
        connection.http_connection_kwargs = {"timeout": 0.3}
        with pytest.raises(NoAuthHandlerFound, match=r"did not return within 0\.3 s"):
            await connection.get_all_groups()
        while not ended:
            await asyncio.sleep(0)

    asyncio.run(main())
    assert not server.requests


def test_cancelling_a_call_cancels_its_provider(server: Wire) -> None:
    ended: list[str] = []

    async def main() -> None:
        begun = asyncio.Event()

        async def provider() -> Any:
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                ended.append("cancelled")
                raise

        call = asyncio.ensure_future(aio_connection(server, provider).get_all_groups())
        await begun.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        while not ended:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 20))
    assert not server.requests


def test_cancelling_one_call_leaves_the_others_their_credentials(server: Wire) -> None:
    calls: list[int] = []

    async def main() -> None:
        begun = asyncio.Event()

        async def provider() -> Any:
            calls.append(1)
            begun.set()
            await asyncio.sleep(0.1)
            return "AK", SECRET

        connection = aio_connection(server, provider)
        first = asyncio.ensure_future(connection.get_all_groups())
        await begun.wait()
        others = [asyncio.ensure_future(connection.get_all_groups()) for _ in range(3)]
        await asyncio.sleep(0.02)
        first.cancel()
        await asyncio.gather(*others)

    asyncio.run(asyncio.wait_for(main(), 20))
    assert signers(server) == ["AK"] * 3
    assert len(calls) == 2


def test_one_provider_serves_several_loops(server: Wire) -> None:
    connection = aio_connection(server, awaited_vault)

    def one(_: int) -> None:
        asyncio.run(connection.get_all_groups())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(8)))
    assert signers(server) == ["AKAWAITED"] * 8


def test_attributes_of_an_awaitable_connection_refuse_an_async_provider(server: Wire) -> None:
    async def provider() -> Any:
        return await awaited_vault()

    with pytest.raises(TypeError, match="async function"):
        _ = aio_connection(server, provider).aws_access_key_id
