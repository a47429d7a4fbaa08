"""Faults of HTTPS without certificate checks, for which reboto has a separate client."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from reboto.connection import UncheckedCertificatesWarning
from reboto.exception import BotoConnectionError, BotoServerError, BotoTimeoutError
from tests.errors import tls as encryption
from tests.errors.fault import Fault, Fixtures, Setup, streaming
from tests.errors.network import GROUPS, HEAD, full, heard, unused_port
from tests.errors.proxies import NO, WHO, proxied
from tests.errors.tls import CERTIFICATES, LOCAL
from tests.support.wire import Authority, Response, Wire, hang_up, reset, result, silence, success

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.messages import Scripted

UNCHECKED: dict[str, Any] = {"validate_certs": False}


def quiet(setup: Callable[[Fixtures], Setup]) -> Callable[[Fixtures], Setup]:
    """The warning is given once in a process: other tests are about it."""

    def quietly(fixtures: Fixtures) -> Setup:
        fixtures.closing.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", UncheckedCertificatesWarning)
        return setup(fixtures)

    return quietly


def secured(*responses: Scripted, **settings: Any) -> Callable[[Fixtures], Setup]:
    """An untrusted server with these responses; the last is repeated until the fault ends."""

    def setup(fixtures: Fixtures) -> Setup:
        server = fixtures.serve(tls=Authority().context(LOCAL))
        server.script(*responses[:-1])
        server.otherwise = responses[-1]

        def end_fault() -> None:
            server.otherwise = success

        return Setup(fixtures.connect(server, **UNCHECKED, **settings), end_fault, server)

    return setup


def gone(fixtures: Fixtures) -> Setup:
    server = Wire(tls=Authority().context(LOCAL), port=unused_port())
    connection = fixtures.connect(server, **UNCHECKED)
    return Setup(connection, lambda: fixtures.closing.enter_context(server))


def never_connecting(fixtures: Fixtures) -> Setup:
    setup = full(fixtures)
    setup.connection.is_secure, setup.connection.https_validate_certificates = True, False

    def end_fault() -> None:
        setup.end_fault()
        setup.connection.is_secure = False

    return Setup(setup.connection, end_fault, setup.server)


def idle_closed(fixtures: Fixtures) -> Setup:
    """The server closed the connection while it was idle."""
    response = result(GROUPS, {}, ending="close", lingers=0.1)
    server = fixtures.serve(response, tls=Authority().context(LOCAL))
    connection = fixtures.connect(server, retries=0, **UNCHECKED)
    fixtures.style.settle(connection.get_all_groups())
    heard(server)
    return Setup(connection, lambda: heard(server), server)


def used_closed(fixtures: Fixtures) -> Setup:
    """The server closes the connection when the next request is on its way already."""
    server = fixtures.serve(tls=Authority().context(LOCAL))
    server.script(success, hang_up())
    connection = fixtures.connect(server, **UNCHECKED)
    fixtures.style.settle(connection.get_all_groups())
    return Setup(connection, lambda: None, server)


def redirected(fixtures: Fixtures) -> Setup:
    """To another host, which must not see the signature."""
    elsewhere = fixtures.serve(tls=Authority().context(LOCAL))
    server = fixtures.serve(
        Response(307, b"", {"Location": f"{elsewhere.url}/"}), tls=Authority().context(LOCAL)
    )

    def end_fault() -> None:
        assert elsewhere.connections == 0
        server.otherwise = success

    return Setup(fixtures.connect(server, **UNCHECKED), end_fault, server)


def row(name: str, setup: Callable[[Fixtures], Setup], *more: Any, **named: Any) -> Fault:
    return Fault(f"unverified: {name}", quiet(setup), *more, **named)


def tunnel(response: Response | None, **settings: Any) -> Callable[[Fixtures], Setup]:
    return proxied(response, tunnel=True, **UNCHECKED, **settings)


FAULTS = [
    *(
        row(name, encryption.presenting(context, **UNCHECKED))
        for name, context in CERTIFICATES.items()
    ),
    row(
        "a server that supports TLS 1.1 at most",
        encryption.presenting(encryption.outdated, **UNCHECKED),
        BotoConnectionError,
        1,
        0,
    ),
    row(
        "HTTPS to an HTTP server",
        lambda fixtures: encryption.plain(fixtures, **UNCHECKED),
        BotoConnectionError,
        2,
        0,
    ),
    row("the connection is refused", gone, BotoConnectionError, 2, 0),
    row("connecting times out", never_connecting, BotoTimeoutError, 2, 0),
    row("the server does not respond", secured(silence(), timeout=0.5), BotoTimeoutError, 2),
    row("the connection is closed before the headers", secured(hang_up()), BotoConnectionError, 2),
    row("the connection is reset before the headers", secured(reset()), BotoConnectionError, 2),
    row("the body ends too early", secured(streaming(HEAD, b"<Desc")), BotoConnectionError, 2),
    row(
        "the body stops",
        secured(streaming(HEAD, b"<Desc", ending="stall"), timeout=1),
        BotoTimeoutError,
        2,
    ),
    row(
        "the server does not use HTTP",
        secured(streaming(b"SSH-2.0-x\r\n\r\n")),
        BotoConnectionError,
    ),
    row("503, then success", secured(Response(503), success), arrive=2),
    row("the server closed an idle connection", idle_closed),
    row("the server closes an idle connection while the request is sent", used_closed, arrive=2),
    row("a redirect to another host", redirected, BotoServerError, status=307),
    row("a proxy that does not run", tunnel(None), BotoConnectionError, 2, 0),
    row("a proxy that requires other credentials", tunnel(WHO), BotoConnectionError),
    row("a proxy that refuses", tunnel(NO), BotoConnectionError),
    row("a proxy that drops the connection", tunnel(hang_up()), BotoConnectionError),
    row(
        "a proxy that does not respond",
        tunnel(silence(), connect_timeout=0.3),
        BotoTimeoutError,
        2,
    ),
    row(
        "a proxy that does not use HTTP",
        tunnel(streaming(b"SSH-2.0-x\r\n\r\n")),
        BotoConnectionError,
    ),
]
