"""Faults, and the servers and connections that simulate them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.wire import Response, Wire, success

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.support.messages import Scripted
    from tests.support.styles import Address, Blocking
    from tests.support.wire import Authority


@dataclass(frozen=True)
class Fault:
    """One row of the table: the behavior of a server, and the caller's result.

    Attributes
    ----------
    name : str
        What goes wrong, in words for ``docs/development/faults.md``.
    setup : callable
        Sets up the fault on a `Fixtures`.
    gives : type or None
        The class of the exception; None if the call succeeds.
    attempts : int
        Number of attempts that the error reports.
    arrive : int or None
        Number of requests that reach the server. Default: `attempts`.
    status, code : int, str
        HTTP status and error code of an error response. With a code, the error has a request ID.
    call : callable
        Makes the call on a connection.
    check : callable or None
        Checks the result of the call.
    """

    name: str
    setup: Callable[[Fixtures], Setup]
    gives: type[Exception] | None = None
    attempts: int = 1
    arrive: int | None = None
    status: int | None = None
    code: str | None = None
    call: Callable[[Any], Any] = lambda connection: connection.get_all_groups()
    check: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class Setup:
    """The setup of a fault.

    Attributes
    ----------
    connection : Connection
        The connection whose calls have the fault.
    end_fault : callable
        Ends the fault. The same connection must work afterwards.
    server : Wire or None
        The server that counts requests.
    second : Wire or None
        A second server, such as STS.
    """

    connection: Any
    end_fault: Callable[[], object]
    server: Wire | None = None
    second: Wire | None = None


@dataclass(frozen=True)
class Fixtures:
    """The parts of a setup: connections, servers, certificates and the environment."""

    style: Blocking
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    authority: Authority
    closing: contextlib.ExitStack

    def serve(self, otherwise: Scripted = success, **more: Any) -> Wire:
        """Start a server that runs until the end of the test."""
        return self.closing.enter_context(Wire(otherwise, **more))

    def connect(
        self,
        at: Address | None = None,
        *,
        service: str = "autoscale",
        retries: int = 1,
        timeout: float = 10,
        **arguments: Any,
    ) -> Any:
        """Return a connection with a number of retries and a timeout in seconds."""
        connection = getattr(self.style, service)(at, **arguments)
        connection.num_retries = retries
        connection.http_connection_kwargs = {"timeout": timeout, "connect_timeout": timeout}
        return connection

    def trust(self) -> None:
        """Let connections trust the certificates of the fixtures's authority."""
        path = self.authority.bundle(self.folder / "ca.pem")
        self.monkeypatch.setenv("AWS_CA_BUNDLE", path)


def responding(*responses: Scripted, **settings: Any) -> Callable[[Fixtures], Setup]:
    """Return a setup whose server sends these responses; the last one until the fault ends."""

    def setup(fixtures: Fixtures) -> Setup:
        server = fixtures.serve()
        server.script(*responses[:-1])
        server.otherwise = responses[-1]

        def end_fault() -> None:
            server.otherwise = success

        return Setup(fixtures.connect(server, **settings), end_fault, server)

    return setup


def streaming(*pieces: bytes, ending: Any = "close") -> Response:
    """Return a response that consists of these raw bytes."""
    return Response(stream=lambda: pieces, ending=ending)
