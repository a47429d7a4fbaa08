"""A cancelled call releases its Python objects at once, not when the runtime next runs."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from tests.support.child_scripts import CONNECT, finish, start
from tests.support.styles import ACCESS_KEY, SECRET_KEY, reaching
from tests.support.wire import Wire, result, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Call = Callable[[Any], tuple[object, Coroutine[Any, Any, Any]]]

MANY = 40
GROUPS = result(
    "DescribeAutoScalingGroups",
    {"AutoScalingGroups": [{"AutoScalingGroupName": "web", "MinSize": 1, "MaxSize": 2}]},
)


class Held:
    """An object that a call refers to."""

    def handle_request_data(self, request: Any, response: Any, error: bool = False) -> None: ...

    def __call__(self) -> tuple[str, str]:
        return ACCESS_KEY, SECRET_KEY


def the_connection(connection: Any) -> tuple[object, Coroutine[Any, Any, Any]]:
    return connection, connection.get_all_groups()


def the_hook(connection: Any) -> tuple[object, Coroutine[Any, Any, Any]]:
    connection.request_hook = hook = Held()
    return hook, connection.get_all_groups()


def the_provider(connection: Any) -> tuple[object, Coroutine[Any, Any, Any]]:
    provider = Held()
    at: dict[str, Any] = {
        "region": connection.region,
        "port": connection.port,
        "is_secure": False,
    }
    connection = aio.connect_autoscale(credentials_provider=provider, **at)
    return provider, connection.get_all_groups()


def the_parent(connection: Any) -> tuple[object, Coroutine[Any, Any, Any]]:
    parent = Held()
    return parent, connection.get_list("DescribeTags", {}, [("member", dict)], parent=parent)


def the_class(connection: Any) -> tuple[object, Coroutine[Any, Any, Any]]:
    class Local:
        def __init__(self, connection: Any) -> None: ...

    return Local, connection.get_object("DescribeTags", {}, Local)


CALLS = [the_connection, the_hook, the_provider, the_parent, the_class]


@pytest.mark.parametrize("call", CALLS)
def test_objects_of_cancelled_calls_are_released(call: Call, server: Wire) -> None:
    server.otherwise = silence()

    async def main() -> int:
        references: list[weakref.ref[object]] = []
        tasks: list[asyncio.Task[Any]] = []

        def begin() -> None:
            held, coroutine = call(aio.connect_autoscale(**reaching(server)))
            references.append(weakref.ref(held))
            tasks.append(asyncio.ensure_future(coroutine))

        def cancel() -> None:
            for task in tasks:
                task.cancel()

        for _ in range(MANY):
            begin()
        await asyncio.to_thread(server.wait_for, 1)
        gc.collect()
        assert all(reference() is not None for reference in references)
        cancel()
        await asyncio.wait(tasks)
        tasks.clear()
        gc.collect()  # Connections and classes refer to themselves.
        return sum(reference() is not None for reference in references)

    assert asyncio.run(main()) == 0


def test_the_group_of_a_cancelled_update_is_released(server: Wire) -> None:
    server.otherwise = GROUPS

    async def main() -> bool:
        connection = aio.connect_autoscale(**reaching(server))
        group: Any = (await connection.get_all_groups())[0]
        server.otherwise = silence()
        group.max_size = 5
        task = asyncio.ensure_future(group.update())
        reference = weakref.ref(group)
        del group
        await asyncio.to_thread(server.wait_for, 2)
        task.cancel()
        await asyncio.wait([task])
        del task
        gc.collect()
        return reference() is None

    assert asyncio.run(main())


async def a_group(connection: Any) -> tuple[Any, Coroutine[Any, Any, Any]]:
    group = (await connection.get_all_groups())[0]
    group.max_size = 5
    return group, group.update()


async def a_class(connection: Any) -> tuple[Any, Coroutine[Any, Any, Any]]:
    return the_class(connection)


async def a_parent(connection: Any) -> tuple[Any, Coroutine[Any, Any, Any]]:
    return the_parent(connection)


@pytest.mark.parametrize("call", [a_group, a_class, a_parent])
def test_objects_that_refer_to_a_task_of_a_closed_loop_are_collected(
    call: Callable[[Any], Coroutine[Any, Any, tuple[Any, Coroutine[Any, Any, Any]]]], server: Wire
) -> None:
    server.otherwise = lambda request: (
        GROUPS if request.operation == "DescribeAutoScalingGroups" else silence()
    )

    async def main() -> weakref.ref[Any]:
        held, coroutine = await call(aio.connect_autoscale(**reaching(server)))
        held.task = asyncio.ensure_future(coroutine)
        await asyncio.to_thread(server.wait_for, len(server.requests) + 1)
        return weakref.ref(held)

    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # "Task was destroyed but it is pending"
    reference = loop.run_until_complete(main())
    gc.collect()
    assert reference() is not None
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    del loop
    gc.collect()
    assert reference() is None


def test_objects_are_released_while_other_calls_run(server: Wire) -> None:
    async def main() -> None:
        shared = aio.connect_autoscale(**reaching(server))
        for _ in range(MANY):
            connection = aio.connect_autoscale(**reaching(server))
            reference = weakref.ref(connection)
            task = asyncio.ensure_future(connection.get_all_groups())
            del connection
            await asyncio.sleep(0)
            others = [asyncio.ensure_future(shared.get_all_groups()) for _ in range(4)]
            await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            del task
            gc.collect()
            assert reference() is None
            assert await asyncio.gather(*others) == [[]] * 4

    # Only objects of this test are collected: the process of a test run has many others.
    gc.freeze()
    try:
        asyncio.run(main())
    finally:
        gc.unfreeze()


def test_a_forked_child_drops_a_call_of_its_parent(server: Wire) -> None:
    """The parent's sockets stay open, and the child does not wait for the parent's thread."""
    server.otherwise = lambda _: GROUPS if len(server.requests) > 2 else False
    process = start(
        "import asyncio, gc, os, warnings\nfrom reboto import aio\n"
        + CONNECT
        + """
warnings.filterwarnings("ignore", ".*fork", DeprecationWarning)

async def main():
    calls = [asyncio.ensure_future(connect(aio.connect_autoscale).get_all_groups()) for _ in "ab"]
    await asyncio.sleep(0.3)
    child = os.fork()
    if not child:
        for call in calls:
            call.get_coro().close()
        calls.clear()
        gc.collect()
        os._exit(3)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    groups = await connect(aio.connect_autoscale).get_all_groups()
    print([group.name for group in groups])

asyncio.run(main())
""",
        server.port,
    )
    assert finish(process)[:2] == (0, "3\n['web']\n")
