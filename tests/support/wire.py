"""A server on loopback that keeps what it is sent and answers what it is told.

It speaks plain HTTP/1.1 with keep-alive over real sockets, one thread a connection:

>>> with Wire() as server:
...     server.script(failure("Throttling", "Rate exceeded"), result("DescribePolicies"))
...     ...  # calls to server.host, server.port
...     server.requests[0].parameters["Action"]

**What was sent.** `Wire.requests` has a `Request` for each request that arrived whole, in order:
its method, target, headers and body; the parameters of a Query request, the document of a CBOR one,
the operation's name for both, the scope of its signature and the connection it came by.

**What is answered.** `Wire.script` appends answers, each used once; when they are used up, or if
there are none, `Wire.otherwise` answers. An answer is an `Answer` or a function from `Request` to
`Answer`, or to False, which gives none. `result`, `failure`, `cbor_result` and `cbor_failure` write
those of AWS; `hang_up`, `reset` and `silence` give none. An `Answer` can come late (`when`), slowly
(`piece`, `pause`) or in part (`sends`, `ending`).

**Order between threads.** Nothing here sleeps to be in time: `Wire.wait_for` waits until so many
requests have arrived, and ``Answer(when=barrier.wait)`` answers when as many are in as the barrier
has parties.

**TLS.** ``Wire(tls=Authority().context("127.0.0.1"))`` serves HTTPS; `Authority` is a private
certificate authority.

**Proxies.** A `Wire` is also a proxy that answers in place of the origin: of plain requests, which
come with a whole URL as their target, and of those in a tunnel, which it opens for ``CONNECT`` and
serves with the certificate given as ``tunnel``.
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
    Answer,
    Request,
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
    "Answer",
    "Authority",
    "Place",
    "Request",
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
        """Its own certificate."""
        return self._authority.cert_pem.bytes()

    def bundle(self, path: Path) -> str:
        """Write its own certificate to `path`, and give that back as text."""
        path.write_bytes(self.pem)
        return str(path)

    def context(self, *names: str, **lasting: Any) -> ssl.SSLContext:
        """A server's context, with a certificate for host names or addresses.

        It may be valid ``not_before`` or ``not_after`` a time.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names, **lasting).configure_cert(context)
        return context


@dataclass(frozen=True)
class Place:
    """An address at which no `Wire` runs, in its words."""

    port: int
    host: str = "127.0.0.1"
    secure: bool = False


class Wire:
    """The server; in a ``with`` block it runs.

    Parameters
    ----------
    otherwise : Answer or callable
        The answer when none is scripted.
    tls : ssl.SSLContext, optional
        Makes it serve HTTPS.
    tunnel : ssl.SSLContext, optional
        Makes it open tunnels, in which it serves HTTPS itself; without it ``CONNECT`` is answered
        as anything else is.
    port : int, default 0
        Where to listen; 0 for any port that is free.

    Attributes
    ----------
    host, port : str, int
        Where it listens.
    tls, tunnel : ssl.SSLContext or None
        As given; may be set at any time, and count for the connections to come.
    requests : list of Request
        What came whole so far; ``CONNECT`` included.
    connections : int
        TCP connections accepted so far.
    otherwise : Answer or callable
        May be set at any time.
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
        # Closing alone would leave `accept` waiting.
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
        """Whether it serves HTTPS."""
        return self.tls is not None

    @property
    def url(self) -> str:
        """Where it listens, as a URL."""
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"

    @property
    def request(self) -> Request:
        """The one request that came; it is an error if it was not one."""
        (request,) = self.requests
        return request

    @property
    def operations(self) -> list[str | None]:
        """What was asked for, in order."""
        return [request.operation for request in self.requests]

    def script(self, *answers: Scripted) -> None:
        """Append answers, each to be used once."""
        self._scripted.extend(answers)

    def wait_for(self, count: int, timeout: float = 10.0) -> list[Request]:
        """Wait until `count` requests have arrived; the requests are given back."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.requests) >= count, timeout):
                raise AssertionError(f"{len(self.requests)} of {count} requests in {timeout} s")
            return list(self.requests)

    def wait_closed(self, timeout: float = 10.0) -> None:
        """Wait until every connection so far is closed."""
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
        # A client that leaves in the middle is what some tests are about.
        with contextlib.suppress(OSError), _Stream(connection) as stream:
            if self.tls:
                stream.secure(self.tls)
            tunnel = None
            while request := stream.read_request(number, tunnel):
                answer = self._next(request)
                if request.method == "CONNECT" and self.tunnel and answer is None:
                    stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    stream.secure(self.tunnel)
                    tunnel = request.target
                elif answer and not self._send(stream, answer):
                    break
        with self._arrived:
            self._open.discard(connection)
            self._arrived.notify_all()

    def _next(self, request: Request) -> Answer | Literal[False] | None:
        with self._arrived:
            self.requests.append(request)
            if request.method == "CONNECT" and self.tunnel:
                scripted = None
            else:
                scripted = self._scripted.popleft() if self._scripted else self.otherwise
            self._arrived.notify_all()
        return scripted(request) if callable(scripted) else scripted

    def _send(self, stream: _Stream, answer: Answer) -> bool:
        """Send an answer; say whether the connection goes on."""
        if answer.when:
            answer.when()
        for number, piece in enumerate(_pieces(answer)):
            if number and self._stopped.wait(answer.pause):
                return False
            stream.send(piece)
        if answer.ending == "stall":
            self._stopped.wait()
        elif answer.ending == "reset":
            stream.reset()
        elif answer.ending == "close":
            self._stopped.wait(answer.lingers)
        return answer.ending == "keep"


class _Stream:
    """A connection's two directions, in the clear or not."""

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
        # Whoever speaks TLS here may never send the end of a line.
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


def _pieces(answer: Answer) -> Iterable[bytes]:
    if answer.stream:
        return answer.stream()
    if answer.status is None:
        return ()
    body = answer.body[: answer.sends]
    step = answer.piece or max(len(body), 1)
    pieces = [body[start : start + step] for start in range(0, len(body), step)]
    return [_head(answer) + b"".join(pieces[:1]), *pieces[1:]]


def _head(answer: Answer) -> bytes:
    status = answer.status or 0
    known = {item.value: item.phrase for item in HTTPStatus}
    reason = known.get(status, "") if answer.reason is None else answer.reason
    headers = {"Content-Length": str(len(answer.body)), **answer.headers}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {text}" for name, text in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
