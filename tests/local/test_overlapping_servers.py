"""Local endpoints whose `with` blocks overlap, and connections that outlive their endpoint."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

import reboto
import reboto.local
from reboto.exception import BotoConnectionError
from tests.support.wire import Place, Wire

if TYPE_CHECKING:
    from reboto.local import Endpoint
    from tests.support.styles import Blocking

# Six tries of boto's take half a minute and more.
AT_ONCE = 15.0


def open_one() -> tuple[contextlib.ExitStack, Endpoint]:
    stack = contextlib.ExitStack()
    return stack, stack.enter_context(reboto.local.server())


def test_blocks_may_end_in_any_order() -> None:
    before = dict(os.environ)
    blocks = [open_one() for _ in range(3)]
    (first, _), (second, _), (third, last) = blocks
    first.close()
    assert os.environ["AWS_ENDPOINT_URL"] == last.url
    second.close()
    assert os.environ["AWS_ENDPOINT_URL"] == last.url
    assert reboto.connect_cloudwatch().list_metrics() == []
    third.close()
    assert dict(os.environ) == before


def test_the_block_below_is_back_once_the_one_above_ends() -> None:
    before = dict(os.environ)
    (first, _), (second, middle), (third, _) = (open_one() for _ in range(3))
    first.close()
    third.close()
    assert os.environ["AWS_ENDPOINT_URL"] == middle.url
    second.close()
    assert dict(os.environ) == before


def test_the_environment_is_restored_at_the_end_of_each_nested_block() -> None:
    before = dict(os.environ)
    with reboto.local.server() as outer:
        os.environ["AWS_REGION"] = "eu-west-1"
        os.environ["AWS_ENDPOINT_URL_CLOUDWATCH"] = outer.url
        with reboto.local.server() as inner:
            assert "AWS_ENDPOINT_URL_CLOUDWATCH" not in os.environ
            os.environ["AWS_REGION"] = "eu-north-1"
            os.environ["AWS_PROFILE"] = "work"
            assert os.environ["AWS_ENDPOINT_URL"] == inner.url
        assert os.environ["AWS_REGION"] == "eu-west-1"
        assert os.environ["AWS_ENDPOINT_URL_CLOUDWATCH"] == outer.url
        assert "AWS_PROFILE" not in os.environ
    assert dict(os.environ) == before


def test_threads_open_and_close_blocks_concurrently() -> None:
    before = dict(os.environ)
    ready = threading.Barrier(4)
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            ready.wait()
            with reboto.local.server() as endpoint:
                time.sleep(0.05 * number)
                region = reboto.regioninfo.RegionInfo(name="us-east-1", endpoint=endpoint.host)
                connection = reboto.connect_cloudwatch(
                    "local", "local", is_secure=False, port=endpoint.port, region=region
                )
                connection.put_metric_data("Shop", f"m{number}", 1.0)
                assert [one.name for one in connection.list_metrics()] == [f"m{number}"]
        except BaseException as error:  # noqa: BLE001 - reported by the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert dict(os.environ) == before


def test_tasks_open_and_close_blocks_out_of_order() -> None:
    before = dict(os.environ)

    async def work(opened: asyncio.Event, go: asyncio.Event) -> None:
        with reboto.local.server():
            opened.set()
            await go.wait()

    async def both() -> None:
        events = [(asyncio.Event(), asyncio.Event()) for _ in range(2)]
        tasks = []
        for opened, go in events:
            tasks.append(asyncio.create_task(work(opened, go)))
            await opened.wait()
        for task, (_, go) in zip(tasks, events, strict=True):
            last = os.environ["AWS_ENDPOINT_URL"]
            go.set()
            await task
            assert os.environ.get("AWS_ENDPOINT_URL") in (None, last)

    asyncio.run(both())
    assert dict(os.environ) == before


@pytest.mark.parametrize("used", [True, False])
def test_a_connection_kept_past_its_block_fails_immediately(style: Blocking, used: bool) -> None:
    with reboto.local.server() as endpoint:
        connection = style.cloudwatch()
        if used:
            assert style.settle(connection.list_metrics()) == []
    began = time.monotonic()
    with pytest.raises(BotoConnectionError, match="is closed") as caught:
        style.settle(connection.list_metrics())
    assert time.monotonic() - began < AT_ONCE
    assert f"127.0.0.1:{endpoint.port}" in str(caught.value)


def test_another_server_at_a_closed_endpoints_address_is_reached(
    style: Blocking, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reboto.local.server() as endpoint:
        pass
    with Wire(port=endpoint.port) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        connection = style.cloudwatch()
        assert style.settle(connection.list_metrics()) == []
        assert style.settle(connection.list_metrics()) == []
        assert len(server.requests) == 2


def test_a_refused_call_to_a_closed_endpoints_address_tells_the_cause_too(style: Blocking) -> None:
    # Another server may have had the address since, and be the one that is gone.
    with reboto.local.server() as endpoint:
        pass
    connection = style.cloudwatch(Place(endpoint.port))
    with pytest.raises(BotoConnectionError, match=r"the connection was refused; .* is closed"):
        style.settle(connection.list_metrics())


def test_a_connection_from_before_the_block_fails_immediately_after_it(style: Blocking) -> None:
    connection = style.cloudwatch()
    with reboto.local.server():
        assert style.settle(connection.list_metrics()) == []
    began = time.monotonic()
    with pytest.raises(BotoConnectionError, match="is closed"):
        style.settle(connection.list_metrics())
    assert time.monotonic() - began < AT_ONCE


def test_a_connection_kept_past_its_block_reaches_no_other_one(style: Blocking) -> None:
    with reboto.local.server():
        connection = style.cloudwatch()
    with reboto.local.server(), pytest.raises(BotoConnectionError, match="is closed"):
        style.settle(connection.list_metrics())
