"""Wait for calls in the hubs of gevent and eventlet."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from reboto import _core

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


class Hub:
    """Wakes the greenlets of a hub when their calls can continue.

    Parameters
    ----------
    hub : gevent.hub.Hub or eventlet.hubs.hub.BaseHub
        The hub.

    Attributes
    ----------
    queue : CompletionQueue
        Queue that the hub reads while a greenlet waits.
    event : callable
        Creates the future that a greenlet waits for and the queue sets.
    """

    event: Callable[[], Any]

    def __init__(self, hub: Any) -> None:
        self.queue = _core.CompletionQueue()
        self.process = os.getpid()
        self._waiting = 0
        self._make_listener(hub)

    def wait(self, event: Any) -> None:
        """Run other greenlets until the queue sets an event.

        Parameters
        ----------
        event : object
            The result of `event`.
        """
        self._waiting += 1
        try:
            if self._waiting == 1:
                self._listen()
            self._wait(event)
        finally:
            self._waiting -= 1
            # An active listener would keep gevent's loop running.
            if not self._waiting:
                self._stop_listening()

    def _read(self, *_: object) -> None:
        if self.process == os.getpid():
            self.queue.drain()
        else:
            # This is a forked child: the socket is shared, and the calls belong to the parent.
            self._stop_listening()

    # The hubs of gevent and eventlet, below, implement these.

    def _make_listener(self, hub: Any) -> None:
        """Prepare to read the queue's socket in the hub's loop."""
        raise NotImplementedError

    def _wait(self, event: Any) -> None:
        """Suspend the greenlet until the event is set."""
        raise NotImplementedError

    def _listen(self) -> None:
        """Begin to read the queue's socket."""
        raise NotImplementedError

    def _stop_listening(self) -> None:
        """Stop reading the queue's socket."""
        raise NotImplementedError


class _GeventHub(Hub):
    def _make_listener(self, hub: Any) -> None:
        self.event = import_module("gevent.event").AsyncResult
        self._watcher = hub.loop.io(self.queue.fileno(), 1)

    def _wait(self, event: Any) -> None:
        event.get()

    def _listen(self) -> None:
        self._watcher.start(self._read)

    def _stop_listening(self) -> None:
        self._watcher.stop()


class _EventletHub(Hub):
    def _make_listener(self, hub: Any) -> None:
        event: Any = import_module("eventlet.event").Event
        future = {"done": event.ready, "set_result": event.send}
        self.event = type("Future", (event,), future)
        self._hub = ref(hub)

    def _wait(self, event: Any) -> None:
        event.wait()

    def _listen(self) -> None:
        hub: Any = self._hub()
        self._listener = hub.add(hub.READ, self.queue.fileno(), self._read, self._read, None)

    def _stop_listening(self) -> None:
        hub: Any = self._hub()
        hub.remove(self._listener)


_hubs: WeakKeyDictionary[Any, Hub] = WeakKeyDictionary()


def current_hub() -> Hub | None:
    """Return the hub in which the current greenlet can wait.

    Returns
    -------
    Hub or None
        None if sockets are not monkey-patched, in threads without a hub, and in
        the hub's own greenlet, which cannot wait for itself.
    """
    for module, find in (("gevent.monkey", _find_gevent), ("eventlet.patcher", _find_eventlet)):
        patcher = sys.modules.get(module)
        found = patcher and find(patcher)
        if found:
            hub, kind = found
            known = _hubs.get(hub)
            if known is None or known.process != os.getpid():
                known = _hubs[hub] = kind(hub)
            return known
    return None


def _find_gevent(monkey: ModuleType) -> tuple[Any, type[Hub]] | None:
    patched = getattr(monkey, "is_module_patched", None)  # missing during import
    if patched is None or not patched("socket"):
        return None
    # `gevent.get_hub` would create a hub in threads that have none.
    hub = import_module("gevent._hub_local").get_hub_if_exists()
    return None if hub is None or hub is _current_greenlet() else (hub, _GeventHub)


def _find_eventlet(patcher: ModuleType) -> tuple[Any, type[Hub]] | None:
    patched = getattr(patcher, "is_monkey_patched", None)
    if patched is None or not patched("socket"):
        return None
    hub = getattr(import_module("eventlet.hubs")._threadlocal, "hub", None)
    return None if hub is None or hub.greenlet is _current_greenlet() else (hub, _EventletHub)


def _current_greenlet() -> Any:
    return import_module("greenlet").getcurrent()
