"""A server that never responds and records when its clients disconnect."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

Run = Callable[[Coroutine[Any, Any, Any]], Any]


class Silent:
    """It accepts connections, reads what comes, and says nothing.

    Attributes
    ----------
    host, port : str, int
        Where it listens.
    """

    host, secure = "127.0.0.1", False

    def __init__(self) -> None:
        self._listener = socket.create_server((self.host, 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._changed = threading.Condition()
        self._asking = 0
        self._left_at: list[float] = []
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *exception: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._changed:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def wait_for_calls(self, count: int = 1) -> None:
        """Wait until so many connections have brought a request."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._asking >= count, 10), self._asking

    def wait_until_left(self, count: int = 1) -> list[float]:
        """Wait until so many callers have closed; when each did, on the monotonic clock."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._left_at) >= count, 10), self._left_at
            return list(self._left_at)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._listen, args=(connection,), daemon=True).start()

    def _listen(self, connection: socket.socket) -> None:
        with connection:
            with self._changed:
                self._open.add(connection)
            with contextlib.suppress(OSError):
                if connection.recv(65536):
                    with self._changed:
                        self._asking += 1
                        self._changed.notify_all()
                while connection.recv(65536):
                    pass
            with self._changed:
                self._open.discard(connection)
                self._left_at.append(time.monotonic())
                self._changed.notify_all()
