"""Faults of HTTPS."""

from __future__ import annotations

import ssl
import warnings
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from reboto.exception import BotoConnectionError
from tests.errors.fault import Fault, Fixtures, Setup, streaming
from tests.support.wire import Authority, Response, hang_up, reset, success

if TYPE_CHECKING:
    from collections.abc import Callable

LOCAL = "127.0.0.1"
DAY = timedelta(days=1)


def presenting(
    context: Callable[[Fixtures], ssl.SSLContext], **arguments: Any
) -> Callable[[Fixtures], Setup]:
    """A server with this certificate or protocol, until it has a good one."""

    def setup(fixtures: Fixtures) -> Setup:
        fixtures.trust()
        server = fixtures.serve(tls=context(fixtures))

        def end_fault() -> None:
            server.tls = fixtures.authority.context(LOCAL)

        return Setup(fixtures.connect(server, **arguments), end_fault, server)

    return setup


def lasting(begins: timedelta, ends: timedelta) -> Callable[[Fixtures], ssl.SSLContext]:
    """A certificate that holds from one time to another, both from now."""

    def context(fixtures: Fixtures) -> ssl.SSLContext:
        now = datetime.now(timezone.utc)
        return fixtures.authority.context(LOCAL, not_before=now + begins, not_after=now + ends)

    return context


def outdated(fixtures: Fixtures) -> ssl.SSLContext:
    """Nothing newer than TLS 1.1."""
    context = fixtures.authority.context(LOCAL)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def plain(fixtures: Fixtures, **arguments: Any) -> Setup:
    """HTTPS is protocol to a server that speaks HTTP."""
    fixtures.trust()
    server = fixtures.serve()
    connection = fixtures.connect(server, is_secure=True, **arguments)
    return Setup(connection, lambda: setattr(connection, "is_secure", False), server)


def secret(fixtures: Fixtures) -> Setup:
    """HTTP is protocol to a server that speaks HTTPS."""
    fixtures.trust()
    server = fixtures.serve(tls=fixtures.authority.context(LOCAL))
    connection = fixtures.connect(server, is_secure=False)
    return Setup(connection, lambda: setattr(connection, "is_secure", True), server)


def refused(name: str, context: Callable[[Fixtures], ssl.SSLContext]) -> Fault:
    """A TLS fault that is not retried, and over which no request is sent."""
    return Fault(name, presenting(context), BotoConnectionError, 1, 0)


def broken(name: str, response: Response) -> Fault:
    """A connection that breaks, in which another attempt may fare better."""

    def setup(fixtures: Fixtures) -> Setup:
        fixtures.trust()
        server = fixtures.serve(response, tls=fixtures.authority.context(LOCAL))

        def end_fault() -> None:
            server.otherwise = success

        return Setup(fixtures.connect(server), end_fault, server)

    return Fault(name, setup, BotoConnectionError, 2)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
WHOLE = b"<DescribeAutoScalingGroupsResponse/>"

CERTIFICATES: dict[str, Callable[[Fixtures], ssl.SSLContext]] = {
    "a certificate of an unknown authority": lambda _: Authority().context(LOCAL),
    "a certificate that has expired": lasting(-9 * DAY, -3 * DAY),
    "a certificate that is not valid yet": lasting(DAY, 3 * DAY),
    "a certificate for another host": lambda fixtures: fixtures.authority.context("example.com"),
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
