"""The garbage collector frees connections also if an object they hold refers back to them."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from reboto.regioninfo import RegionInfo
from tests.support.child_scripts import CONNECT, finish, start
from tests.support.styles import Blocking, reaching
from tests.support.wire import silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Wire


class Holder:
    """Refers to a connection."""

    name = "us-east-1"

    def __init__(self, connection: Any, endpoint: str = "") -> None:
        self.connection = connection
        self.endpoint = endpoint

    def handle_request_data(self, request: Any, response: Any, error: bool = False) -> None: ...


def hook(connection: Any) -> None:
    connection.request_hook = Holder(connection)


def method(connection: Any) -> None:
    hook: Any = functools.partial(connection._pages)
    hook.handle_request_data = lambda *_: None
    connection.request_hook = hook


def region(connection: Any) -> None:
    connection.region = Holder(connection, connection.host)


def boto_region(connection: Any) -> None:
    connection.region = RegionInfo(connection, "us-east-1", connection.host)


def provider(connection: Any) -> None:
    connection.provider.more = [connection, Holder(connection)]


def options(connection: Any) -> None:
    connection.http_connection_kwargs["more"] = Holder(connection)


def attribute(connection: Any) -> None:
    connection.of_a_subclass = {"all": (connection, Holder(connection))}


def bound_method(connection: Any) -> None:
    connection.of_a_subclass = connection.get_list


def itself(connection: Any) -> None:
    connection.of_a_subclass = connection


WAYS = [hook, method, region, boto_region, provider, options, attribute, bound_method, itself]


def collected(references: list[weakref.ref[Any]]) -> bool:
    for _ in range(3):
        gc.collect()
    return not any(reference() is not None for reference in references)


@pytest.mark.parametrize("way", WAYS)
def test_a_connection_that_made_calls_is_freed(
    way: Callable[[Any], None], style: Blocking, server: Wire
) -> None:
    references: list[weakref.ref[Any]] = []
    for service in (style.autoscale, style.cloudwatch):
        connection = service(server)
        way(connection)
        for _ in range(2):
            assert style.settle(connection.get_status("Action", {}, "/"))
        references.append(weakref.ref(connection))
        del connection
    assert collected(references)


def test_a_replaced_hook_is_freed(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    held = Holder(connection)
    connection.request_hook = held
    style.settle(connection.get_all_groups())
    reference = weakref.ref(held)
    del held
    connection.request_hook = None
    style.settle(connection.get_all_groups())
    assert collected([reference])


def test_attributes_set_after_a_collection_still_count(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    for number in range(20):
        style.settle(connection.get_all_groups())
        connection.http_connection_kwargs = {"timeout": 5 + number}
        gc.collect()
        connection.path = f"/{number}"
        style.settle(connection.get_all_groups())
        assert server.requests[-1].target == f"/{number}/"


def test_connections_of_cancelled_calls_and_closed_loops_are_freed(server: Wire) -> None:
    server.otherwise = silence()
    references: list[weakref.ref[Any]] = []

    def make() -> Any:
        connection = aio.connect_autoscale(**reaching(server))
        connection.request_hook = Holder(connection)
        references.append(weakref.ref(connection))
        return connection

    async def cancelled() -> None:
        task = asyncio.create_task(make().get_all_groups())
        await asyncio.sleep(0.05)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert collected(references)
    make().get_all_groups().close()
    assert collected(references)
    # A task that its loop left, and that refers to itself by its connection.
    loop = asyncio.new_event_loop()
    connection = make()
    task: Any = loop.create_task(connection.get_all_groups())
    task._log_destroy_pending = False
    connection.task = task
    del task
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.close()
    references.append(weakref.ref(loop))
    del loop, connection
    assert collected(references)


def test_a_coroutine_that_is_never_awaited_is_freed_with_its_connection(server: Wire) -> None:
    connection = aio.connect_autoscale(**reaching(server))
    connection.request_hook = Holder(connection)
    vars(connection)["never"] = connection.get_all_groups()
    reference = weakref.ref(connection)
    del connection
    with pytest.warns(RuntimeWarning, match="never awaited") as warned:
        gc.collect()
    # The warning refers to the coroutine.
    warned.clear()
    assert collected([reference])


def test_an_unreferenced_task_is_not_collected_during_its_call(
    server: Wire,
) -> None:
    done: list[Any] = []

    async def main() -> None:
        async def call() -> None:
            done.append(await aio.connect_autoscale(**reaching(server)).get_all_groups())

        weak = weakref.ref(asyncio.create_task(call()))
        while not done:
            gc.collect()
            await asyncio.sleep(0.01)
        assert weak

    asyncio.run(asyncio.wait_for(main(), 20))
    assert done == [[]]


def test_a_forked_child_frees_them_too(server: Wire) -> None:
    process = start(
        CONNECT
        + """
import gc, os, weakref

class Hook:
    def __init__(self, connection):
        self.connection = connection
    def handle_request_data(self, request, response, error=False): ...

connection.request_hook = Hook(connection)
connection.get_all_groups()
child = os.fork()
connection.get_all_groups()
reference = weakref.ref(connection)
del connection
gc.collect()
if not child:
    os._exit(reference() is not None)
print(os.waitpid(child, 0)[1], reference())
""",
        server.port,
    )
    assert finish(process) == (0, "0 None\n", "")
