"""A server on the loopback interface that records requests and sends scripted responses.

It uses HTTP/1.1 with keep-alive over real sockets, with one thread per connection:

>>> with Wire() as server:
...     server.script(failure("Throttling", "Rate exceeded"), result("DescribePolicies"))
...     ...  # calls to server.host, server.port
...     server.requests[0].parameters["Action"]

**Requests.** `Wire.requests` lists each complete request as a `Request`, in order: method, target,
headers and body, the parameters of a Query request or the document of a CBOR request, the name of
the operation, the scope of the signature and the number of the connection.

**Responses.** `Wire.script` appends responses, each of which is used once. When none is left,
`Wire.otherwise` is used. A response is a `Response`, or a function that takes the `Request` and
returns a `Response`, or False to send nothing. `result`, `failure`, `cbor_result` and
`cbor_failure` build AWS's responses; `hang_up`, `reset` and `silence` send none. A `Response` can
be delayed (`when`), slow (`piece`, `pause`) or incomplete (`sends`, `ending`).

**Synchronization.** There are no sleeps: `Wire.wait_for` blocks until a number of requests have
arrived, and ``Response(when=barrier.wait)`` is sent when as many requests have arrived as the
barrier has parties.

**TLS.** ``Wire(tls=Authority().context("127.0.0.1"))`` serves HTTPS; `Authority` is a private
certificate authority.

**Proxies.** A `Wire` can also be a proxy that responds in place of the origin server: to plain
requests, whose target is a full URL, and to requests in a tunnel. It opens tunnels for ``CONNECT``
and serves HTTPS in them with the context `tunnel`.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

import trustme

from tests.support.messages import (
    REQUEST_ID,
    Request,
    Response,
    Scope,
    Scripted,
    cbor_failure,
    cbor_result,
    failure,
    hang_up,
    reset,
    result,
    silence,
    success,
    xml,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "REQUEST_ID",
    "Authority",
    "Place",
    "Request",
    "Response",
    "Scope",
    "Wire",
    "cbor_failure",
    "cbor_result",
    "failure",
    "hang_up",
    "reset",
    "result",
    "silence",
    "success",
    "xml",
]


class Authority:
    """A private certificate authority."""

    def __init__(self) -> None:
        self._authority = trustme.CA()

    @property
    def pem(self) -> bytes:
        """Certificate of the authority, in PEM format."""
        return self._authority.cert_pem.bytes()

    def bundle(self, path: Path) -> str:
        """Write the authority's certificate to `path`, and return the path as a string."""
        path.write_bytes(self.pem)
        return str(path)

    def context(self, *names: str, **lasting: Any) -> ssl.SSLContext:
        """Return a server's TLS context, with a certificate for host names or addresses.

        Keywords ``not_before`` and ``not_after`` limit the validity of the certificate.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names, **lasting).configure_cert(context)
        return context


@dataclass(frozen=True)
class Place:
    """An address where no `Wire` runs, with the same attributes."""

    port: int
    host: str = "127.0.0.1"
    secure: bool = False


class Wire:
    """The server. It runs inside a ``with`` block.

    Parameters
    ----------
    otherwise : Response or callable
        The response if none is scripted.
    tls : ssl.SSLContext, optional
        The context to serve HTTPS with. Default: plain HTTP.
    tunnel : ssl.SSLContext, optional
        The context to serve HTTPS with inside proxy tunnels. Default: ``CONNECT`` gets a response
        like any other request.
    port : int, default 0
        Port to listen on; 0 chooses a free port.

    Attributes
    ----------
    host, port : str, int
        The address of the server.
    tls, tunnel : ssl.SSLContext or None
        As given. May be set at any time, for new connections.
    requests : list of Request
        Complete requests received so far, including ``CONNECT``.
    connections : int
        Number of TCP connections accepted so far.
    otherwise : Response or callable
        As given. May be set at any time.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        otherwise: Scripted = success,
        *,
        tls: ssl.SSLContext | None = None,
        tunnel: ssl.SSLContext | None = None,
        port: int = 0,
    ) -> None:
        self.otherwise = otherwise
        self.port = port
        self.requests: list[Request] = []
        self.connections = 0
        self.tls, self.tunnel = tls, tunnel
        self._scripted: deque[Scripted] = deque()
        self._arrived = threading.Condition()
        self._stopped = threading.Event()
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Wire:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.create_server((self.host, self.port), family=family, backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="wire", daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopped.set()
        # Closing alone would not wake `accept`.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._arrived:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def secure(self) -> bool:
        """Whether the server uses HTTPS."""
        return self.tls is not None

    @property
    def url(self) -> str:
        """URL of the server."""
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"

    @property
    def request(self) -> Request:
        """The only request; ValueError unless there is exactly one."""
        (request,) = self.requests
        return request

    @property
    def operations(self) -> list[str | None]:
        """Names of the requested operations, in order."""
        return [request.operation for request in self.requests]

    def script(self, *responses: Scripted) -> None:
        """Append responses; each is used once."""
        self._scripted.extend(responses)

    def wait_for(self, count: int, timeout: float = 40.0) -> list[Request]:
        """Wait until `count` requests have arrived, and return them."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.requests) >= count, timeout):
                raise AssertionError(f"{len(self.requests)} of {count} requests in {timeout} s")
            return list(self.requests)

    def wait_closed(self, timeout: float = 40.0) -> None:
        """Wait until all connections are closed."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: not self._open, timeout):
                raise AssertionError(f"{len(self._open)} connections still open after {timeout} s")

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._arrived:
                self._open.add(connection)
                number, self.connections = self.connections, self.connections + 1
            threading.Thread(
                target=self._serve, args=(connection, number), name=f"wire-{number}", daemon=True
            ).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        # Some tests close the client's connection in the middle of a message.
        with contextlib.suppress(OSError), _Stream(connection) as stream:
            if self.tls:
                stream.secure(self.tls)
            tunnel = None
            while request := stream.read_request(number, tunnel):
                response = self._next(request)
                if request.method == "CONNECT" and self.tunnel and response is None:
                    stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    stream.secure(self.tunnel)
                    tunnel = request.target
                elif response and not self._send(stream, response):
                    break
        with self._arrived:
            self._open.discard(connection)
            self._arrived.notify_all()

    def _next(self, request: Request) -> Response | Literal[False] | None:
        with self._arrived:
            self.requests.append(request)
            if request.method == "CONNECT" and self.tunnel:
                scripted = None
            else:
                scripted = self._scripted.popleft() if self._scripted else self.otherwise
            self._arrived.notify_all()
        return scripted(request) if callable(scripted) else scripted

    def _send(self, stream: _Stream, response: Response) -> bool:
        """Send a response; return whether the connection stays open."""
        if response.when:
            response.when()
        for number, piece in enumerate(_pieces(response)):
            if number and self._stopped.wait(response.pause):
                return False
            stream.send(piece)
        if response.ending == "stall":
            self._stopped.wait()
        elif response.ending == "reset":
            stream.reset()
        elif response.ending == "close":
            self._stopped.wait(response.lingers)
        return response.ending == "keep"


class _Stream:
    """A connection, plain or with TLS."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._reader = connection.makefile("rb")

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *exception: object) -> None:
        self._reader.close()
        self._socket.close()

    def secure(self, context: ssl.SSLContext) -> None:
        self._reader.close()
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._reader = self._socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def reset(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def read_request(self, connection: int, tunnel: str | None) -> Request | None:
        # A client that sends a TLS handshake may never send the end of a line.
        if not self._reader.peek(1)[:1].isalpha():
            return None
        line = self._reader.readline().decode("latin-1").split()
        if len(line) != 3:
            return None
        headers = {}
        while (header := self._reader.readline().strip()) != b"":
            name, _, value = header.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        body = self._reader.read(length)
        if len(body) < length:
            return None
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Request(line[0], line[1], headers, body, connection, tunnel)


def _pieces(response: Response) -> Iterable[bytes]:
    if response.stream:
        return response.stream()
    if response.status is None:
        return ()
    body = response.body[: response.sends]
    step = response.piece or max(len(body), 1)
    pieces = [body[start : start + step] for start in range(0, len(body), step)]
    return [_head(response) + b"".join(pieces[:1]), *pieces[1:]]


def _head(response: Response) -> bytes:
    status = response.status or 0
    known = {item.value: item.phrase for item in HTTPStatus}
    reason = known.get(status, "") if response.reason is None else response.reason
    headers = {"Content-Length": str(len(response.body)), **response.headers}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {text}" for name, text in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
