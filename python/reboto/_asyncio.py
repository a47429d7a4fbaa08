"""Run a call of an awaitable connection on the running event loop."""

from __future__ import annotations

import asyncio
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
    call.start(_completion_queue(loop), future)
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


def _completion_queue(loop: asyncio.AbstractEventLoop) -> _core.CompletionQueue:
    known = _queues.get(loop)
    queue = None if known is None else known()
    if queue is None:
        queue = _core.CompletionQueue()
        # Stored after the reader is added: a Ctrl-C in between must not store a queue without one.
        loop.add_reader(queue.fileno(), queue.drain)
        _queues[loop] = ref(queue)
    return queue
