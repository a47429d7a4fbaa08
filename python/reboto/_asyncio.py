"""How a call of an awaiting connection waits in its event loop."""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakKeyDictionary, ref

from reboto import _core

# A mailbox is its loop's, which reads it. It holds the calls' futures, and these their loop.
_mailboxes: WeakKeyDictionary[asyncio.AbstractEventLoop, ref[_core.CompletionQueue]] = (
    WeakKeyDictionary()
)


async def run(call: _core.Call) -> Any:
    """Send a call, log its records, wait for its answer and build what it holds.

    All of it happens in the task's own context.
    """
    loop = running_loop()
    future = loop.create_future()
    call.start(_mailbox(loop), future)
    try:
        await future
        while not call.log():
            future = loop.create_future()
            call.resume(future)
            await future
        if not call.enter():
            # The interpreter ends, and this loop's thread with it.
            await loop.create_future()
        return call.finish()
    finally:
        call.close()


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running event loop.

    Raises
    ------
    RuntimeError
        If there is none, as in trio and curio.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            "awaitable calls of reboto need asyncio, and no asyncio event loop is running: "
            "start it with asyncio.run(), or use a blocking connection in a thread"
        ) from None


def _mailbox(loop: asyncio.AbstractEventLoop) -> _core.CompletionQueue:
    known = _mailboxes.get(loop)
    mailbox = None if known is None else known()
    if mailbox is None:
        mailbox = _core.CompletionQueue()
        # Kept once it is read: Ctrl-C between the two would leave one that nobody empties.
        loop.add_reader(mailbox.fileno(), mailbox.drain)
        _mailboxes[loop] = ref(mailbox)
    return mailbox
