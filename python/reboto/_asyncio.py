"""Run a call of an awaitable connection on the running event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from weakref import WeakKeyDictionary, ref

from reboto import _core

# One queue for each loop. The loop's reader keeps the queue alive: a strong reference here would
# keep the loop alive too, because the queue holds futures and futures hold their loop.
_queues: WeakKeyDictionary[asyncio.AbstractEventLoop, ref[_core.CompletionQueue]] = (
    WeakKeyDictionary()
)


async def run(call: _core.Call) -> Any:
    """Send a call, wait for the response, log the call's records and return its result.

    Everything runs in the context of the current task.
    """
    loop = running_loop()
    future = loop.create_future()
    call.start(_completion_queue(loop) or await _new_queue(loop), future)
    try:
        await future
        while not call.log():
            future = loop.create_future()
            call.resume(future)
            await future
        if not call.enter():
            # The interpreter is shutting down: wait until it stops this thread.
            await loop.create_future()
        return call.finish()
    finally:
        call.close()


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running event loop.

    Raises
    ------
    RuntimeError
        If no asyncio event loop is running, as in trio and curio.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            "awaitable calls of reboto need asyncio, but no asyncio event loop is running; "
            "start one with asyncio.run(), or use a blocking connection in a thread"
        ) from None


def _completion_queue(loop: asyncio.AbstractEventLoop) -> _core.CompletionQueue | None:
    known = _queues.get(loop)
    return None if known is None else known()


async def _new_queue(loop: asyncio.AbstractEventLoop) -> _core.CompletionQueue:
    queue = _core.CompletionQueue()
    # Stored after the reader is added: a Ctrl-C in between must not store a queue without one.
    try:
        loop.add_reader(queue.fileno(), queue.drain)
    except NotImplementedError:
        await _watch(loop, queue)
    _queues[loop] = ref(queue)
    return queue


async def _watch(loop: asyncio.AbstractEventLoop, queue: _core.CompletionQueue) -> None:
    """Watch a queue on a loop without readers, such as asyncio's default on Windows."""
    import socket

    borrowed = socket.socket(fileno=queue.fileno())
    try:
        # The transport closes its socket, and the queue its own.
        own = borrowed.dup()
    finally:
        borrowed.detach()
    own.setblocking(False)
    transport, protocol = await loop.create_connection(lambda: _Wakeups(queue), sock=own)
    # Loops close their asynchronous generators before they end, and this one closes the transport.
    protocol.closing = _until_shutdown(transport)
    await protocol.closing.__anext__()


class _Wakeups(asyncio.Protocol):
    """Drains a queue when its socket becomes readable. The loop's transport keeps it alive."""

    closing: AsyncGenerator[None]

    def __init__(self, queue: _core.CompletionQueue) -> None:
        self._queue = queue

    def data_received(self, data: bytes) -> None:
        """Set the futures of the completed calls."""
        del data
        self._queue.drain()


async def _until_shutdown(transport: asyncio.Transport) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        transport.abort()
