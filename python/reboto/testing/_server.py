"""An HTTP server on the loopback interface, in threads of this process."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from reboto._core import record_endpoint


class Message(NamedTuple):
    """A response: status, content type and body."""

    status: int
    content_type: str
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Threads end when their sockets are shut down; joining them could wait for a slow caller.
    block_on_close = False

    def __init__(self, respond: Callable[[str, str, bytes], Message]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond = respond
        self.sockets: set[socket.socket] = set()
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore that a caller closed its connection."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # buffered, so that headers and body are sent in one packet
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def handle(self) -> None:
        with self.server.lock:
            self.server.sockets.add(self.connection)
        try:
            super().handle()
        finally:
            with self.server.lock:
                self.server.sockets.discard(self.connection)

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def _respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        sent = self.server.respond(self.path, self.headers.get("Content-Type", ""), body)
        self.send_response_only(sent.status)
        self.send_header("Content-Type", sent.content_type)
        self.send_header("Date", self.date_time_string())
        self.send_header("x-amzn-RequestId", "00000000-0000-4000-8000-000000000000")
        if "cbor" in sent.content_type:
            self.send_header("smithy-protocol", "rpc-v2-cbor")
        self.send_header("Content-Length", str(len(sent.body)))
        self.end_headers()
        self.wfile.write(sent.body)


@contextlib.contextmanager
def serving(respond: Callable[[str, str, bytes], Message]) -> Generator[tuple[str, int]]:
    """Serve requests inside a ``with`` block.

    Parameters
    ----------
    respond : callable
        Takes the path, the content type and the body of a request, and returns a `Message`.

    Yields
    ------
    tuple of str and int
        Host and port.
    """
    with _Server(respond) as server:
        host, port = "127.0.0.1", server.server_port
        thread = threading.Thread(
            target=server.serve_forever, args=(0.02,), name="reboto-testing", daemon=True
        )
        record_endpoint(f"{host}:{port}", False)
        thread.start()
        try:
            yield host, port
        finally:
            record_endpoint(f"{host}:{port}", True)
            server.shutdown()
            thread.join()
            with server.lock:
                for connection in server.sockets:
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
