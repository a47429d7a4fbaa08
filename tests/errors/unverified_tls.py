"""Faults of HTTPS without certificate checks, for which reboto has a separate client."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from reboto.connection import UncheckedCertificatesWarning
from reboto.exception import BotoConnectionError, BotoServerError, BotoTimeoutError
from tests.errors import tls as encryption
from tests.errors.fault import Fault, Scene, Stage, streaming
from tests.errors.network import GROUPS, HEAD, full, heard, unused_port
from tests.errors.proxies import NO, WHO, proxied
from tests.errors.tls import CERTIFICATES, LOCAL
from tests.support.wire import Answer, Authority, Wire, hang_up, reset, result, silence, success

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.messages import Scripted

UNCHECKED: dict[str, Any] = {"validate_certs": False}


def quiet(scene: Callable[[Stage], Scene]) -> Callable[[Stage], Scene]:
    """The warning is given once in a process: other tests are about it."""

    def quietly(stage: Stage) -> Scene:
        stage.closing.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", UncheckedCertificatesWarning)
        return scene(stage)

    return quietly


def secured(*answers: Scripted, **settings: Any) -> Callable[[Stage], Scene]:
    """An untrusted server with these responses; the last is repeated until the fault ends."""

    def scene(stage: Stage) -> Scene:
        server = stage.serve(tls=Authority().context(LOCAL))
        server.script(*answers[:-1])
        server.otherwise = answers[-1]

        def end_fault() -> None:
            server.otherwise = success

        return Scene(stage.connect(server, **UNCHECKED, **settings), end_fault, server)

    return scene


def gone(stage: Stage) -> Scene:
    server = Wire(tls=Authority().context(LOCAL), port=unused_port())
    connection = stage.connect(server, **UNCHECKED)
    return Scene(connection, lambda: stage.closing.enter_context(server))


def never_connecting(stage: Stage) -> Scene:
    scene = full(stage)
    scene.connection.is_secure, scene.connection.https_validate_certificates = True, False

    def end_fault() -> None:
        scene.end_fault()
        scene.connection.is_secure = False

    return Scene(scene.connection, end_fault, scene.server)


def idle_closed(stage: Stage) -> Scene:
    """The server closed the connection while it was idle."""
    answer = result(GROUPS, {}, ending="close", lingers=0.1)
    server = stage.serve(answer, tls=Authority().context(LOCAL))
    connection = stage.connect(server, retries=0, **UNCHECKED)
    stage.style.settle(connection.get_all_groups())
    heard(server)
    return Scene(connection, lambda: heard(server), server)


def used_closed(stage: Stage) -> Scene:
    """The server closes the connection when the next request is on its way already."""
    server = stage.serve(tls=Authority().context(LOCAL))
    server.script(success, hang_up())
    connection = stage.connect(server, **UNCHECKED)
    stage.style.settle(connection.get_all_groups())
    return Scene(connection, lambda: None, server)


def redirected(stage: Stage) -> Scene:
    """To another host, which must not see the signature."""
    elsewhere = stage.serve(tls=Authority().context(LOCAL))
    server = stage.serve(
        Answer(307, b"", {"Location": f"{elsewhere.url}/"}), tls=Authority().context(LOCAL)
    )

    def end_fault() -> None:
        assert elsewhere.connections == 0
        server.otherwise = success

    return Scene(stage.connect(server, **UNCHECKED), end_fault, server)


def row(name: str, scene: Callable[[Stage], Scene], *more: Any, **named: Any) -> Fault:
    return Fault(f"unverified: {name}", quiet(scene), *more, **named)


def tunnel(answer: Answer | None, **settings: Any) -> Callable[[Stage], Scene]:
    return proxied(answer, tunnel=True, **UNCHECKED, **settings)


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
        lambda stage: encryption.plain(stage, **UNCHECKED),
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
    row("503, then success", secured(Answer(503), success), arrive=2),
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
