"""Faults of HTTPS."""

from __future__ import annotations

import ssl
import warnings
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from reboto.exception import BotoConnectionError
from tests.errors.fault import Fault, Scene, Stage, streaming
from tests.support.wire import Answer, Authority, hang_up, reset, success

if TYPE_CHECKING:
    from collections.abc import Callable

LOCAL = "127.0.0.1"
DAY = timedelta(days=1)


def presenting(
    context: Callable[[Stage], ssl.SSLContext], **arguments: Any
) -> Callable[[Stage], Scene]:
    """A server with this certificate or protocol, until it has a good one."""

    def scene(stage: Stage) -> Scene:
        stage.trust()
        server = stage.serve(tls=context(stage))

        def end_fault() -> None:
            server.tls = stage.authority.context(LOCAL)

        return Scene(stage.connect(server, **arguments), end_fault, server)

    return scene


def lasting(begins: timedelta, ends: timedelta) -> Callable[[Stage], ssl.SSLContext]:
    """A certificate that holds from one time to another, both from now."""

    def context(stage: Stage) -> ssl.SSLContext:
        now = datetime.now(timezone.utc)
        return stage.authority.context(LOCAL, not_before=now + begins, not_after=now + ends)

    return context


def outdated(stage: Stage) -> ssl.SSLContext:
    """Nothing newer than TLS 1.1."""
    context = stage.authority.context(LOCAL)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def plain(stage: Stage, **arguments: Any) -> Scene:
    """HTTPS is protocol to a server that speaks HTTP."""
    stage.trust()
    server = stage.serve()
    connection = stage.connect(server, is_secure=True, **arguments)
    return Scene(connection, lambda: setattr(connection, "is_secure", False), server)


def secret(stage: Stage) -> Scene:
    """HTTP is protocol to a server that speaks HTTPS."""
    stage.trust()
    server = stage.serve(tls=stage.authority.context(LOCAL))
    connection = stage.connect(server, is_secure=False)
    return Scene(connection, lambda: setattr(connection, "is_secure", True), server)


def refused(name: str, context: Callable[[Stage], ssl.SSLContext]) -> Fault:
    """A TLS fault that is not retried, and over which no request is sent."""
    return Fault(name, presenting(context), BotoConnectionError, 1, 0)


def broken(name: str, answer: Answer) -> Fault:
    """A connection that breaks, in which another attempt may fare better."""

    def scene(stage: Stage) -> Scene:
        stage.trust()
        server = stage.serve(answer, tls=stage.authority.context(LOCAL))

        def end_fault() -> None:
            server.otherwise = success

        return Scene(stage.connect(server), end_fault, server)

    return Fault(name, scene, BotoConnectionError, 2)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
WHOLE = b"<DescribeAutoScalingGroupsResponse/>"

CERTIFICATES: dict[str, Callable[[Stage], ssl.SSLContext]] = {
    "a certificate of an unknown authority": lambda _: Authority().context(LOCAL),
    "a certificate that has expired": lasting(-9 * DAY, -3 * DAY),
    "a certificate that is not valid yet": lasting(DAY, 3 * DAY),
    "a certificate for another host": lambda stage: stage.authority.context("example.com"),
}

FAULTS = [
    *(refused(name, context) for name, context in CERTIFICATES.items()),
    refused("a server that supports TLS 1.1 at most", outdated),
    broken("the connection is closed before the headers, over HTTPS", hang_up()),
    broken("the connection is reset before the headers, over HTTPS", reset()),
    broken("the body ends too early, over HTTPS", streaming(HEAD, b"<Desc")),
    broken(
        "a body without a length ends too early, over HTTPS",
        streaming(ENDLESS, WHOLE, ending="reset"),
    ),
    Fault("HTTPS to an HTTP server", plain, BotoConnectionError, 2, 0),
    Fault("HTTP to an HTTPS server", secret, BotoConnectionError, 2, 0),
]
