"""The HTTP server in front of moto: keep-alive connections, no output, and a complete stop."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import LISTEN_QUEUE, ThreadedWSGIServer
from werkzeug.test import run_wsgi_app

from reboto._guarded_log import GuardedLog
from reboto.local.bridge import ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_log = GuardedLog("reboto.local")

_ERROR = (
    "<ErrorResponse><Error><Type>{type}</Type><Code>{code}</Code><Message>{message}</Message>"
    "</Error></ErrorResponse>"
)


class LocalServer(ThreadedWSGIServer):
    """Serve a WSGI application; all threads end when the server stops.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on; 0 chooses a free port, which the attribute `port` returns.
    app
        The WSGI application.

    Raises
    ------
    OSError
        If the server cannot listen on the address, for example because the port is in use.
    """

    timeout = 0

    def __init__(self, host: str, port: int, app: WSGIApplication) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Werkzeug exits the process if the port is in use; create_server raises OSError.
        with socket.create_server((host, port), family=family, backlog=LISTEN_QUEUE) as listener:
            super().__init__(host, port, app, handler=_Handler, fd=listener.fileno())
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._lock = threading.Lock()
        self._stop_sender, self._stop_receiver = socket.socketpair()
        self._acceptor = threading.Thread(target=self._accept, name="reboto-local", daemon=True)

    def start(self) -> None:
        """Start serving requests, in background threads."""
        self._acceptor.start()

    def stop(self) -> None:
        """Close all sockets and wait for all threads to end."""
        self._stop_sender.close()
        self._acceptor.join()
        self._stop_receiver.close()
        self.socket.close()
        with self._lock:
            connections = dict(self._connections)
        for thread, connection in connections.items():
            # In a forked child the threads are not alive; they exist only in the parent.
            if thread.is_alive():
                # The client may already have closed the connection.
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                thread.join()

    def _accept(self) -> None:
        # serve_forever polls for shutdown; this loop sleeps until a socket is ready.
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._stop_receiver, selectors.EVENT_READ)
            while all(key.fileobj is not self._stop_receiver for key, _ in selector.select()):
                self.handle_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for a new connection."""
        thread = threading.Thread(
            target=self._serve_connection,
            args=(request, client_address),
            name="reboto-local-connection",
            daemon=True,
        )
        with self._lock:
            self._connections[thread] = request
        thread.start()

    def _serve_connection(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._lock:
                del self._connections[threading.current_thread()]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Log an error of a connection."""
        _log.error("error on the connection from %s", client_address, exc_info=True)


class _Handler(MotoRequestHandler):
    """Handle the requests of one keep-alive connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # buffered, so that headers and body are sent in one packet

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        try:
            body = self._body(environ)
        except (OSError, ValueError) as error:
            self.close_connection = True
            self._reply(400, "", [("Content-Type", "text/plain")], f"{error}\n".encode())
            return
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        try:
            chunks, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        except Exception as error:  # noqa: BLE001 - the client receives it as an error response
            failure = ServiceError.of(error)
            text = _ERROR.format(
                type="Sender" if failure.status < 500 else "Receiver",
                code=failure.code,
                message=escape(failure.message),
            )
            self._reply(failure.status, "", [("Content-Type", "text/xml")], text.encode())
        else:
            code, _, reason = status.partition(" ")
            self._reply(int(code), reason, list(headers), b"".join(chunks))

    def _body(self, environ: WSGIEnvironment) -> bytes:
        """Read the whole body, so that the connection is at the start of the next request."""
        if environ.pop("HTTP_TRANSFER_ENCODING", None):
            return bytes(environ["wsgi.input"].read())
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = self.rfile.read(max(length, 0))
        if len(body) != length:
            raise ValueError(f"the request body ended after {len(body)} of {length} bytes")
        return body

    def _reply(self, status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.log_request(status)
        self.send_response_only(status, reason or None)
        for name, value in headers:
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        self.send_header("Date", self.date_time_string())
        if self.command == "HEAD" or status in {204, 304}:
            self.end_headers()
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ARG002
        _log.debug(message, *args)
