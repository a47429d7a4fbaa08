"""Proxies that do not lead to the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reboto.exception import (
    BotoConnectionError,
    BotoServerError,
    BotoTimeoutError,
    UnreadableAnswerError,
)
from tests.errors.fault import Fault, Fixtures, Setup, streaming
from tests.support.wire import Response, Wire, hang_up, silence, success

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "autoscaling.us-east-1.amazonaws.com"
LOGIN: dict[str, Any] = {"proxy_user": "me", "proxy_pass": "hush-hush"}


def proxied(
    response: Response | None, *, tunnel: bool, connect_timeout: float = 10, **arguments: Any
) -> Callable[[Fixtures], Setup]:
    """A proxy with this response, or unreachable, until the fault ends."""

    def setup(fixtures: Fixtures) -> Setup:
        fixtures.trust()
        port = None
        if response is None:
            with Wire() as gone:
                port = gone.port
            proxy = Wire(tunnel=fixtures.authority.context(HOST), port=port)
        else:
            proxy = fixtures.serve(response)
            port = proxy.port
        where: Any = None if tunnel else fixtures.serve()
        keys: dict[str, Any] = (
            {} if where else {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret"}
        )
        connection = fixtures.connect(
            where, proxy="127.0.0.1", proxy_port=port, **keys, **LOGIN, **arguments
        )
        connection.http_connection_kwargs["connect_timeout"] = connect_timeout

        def end_fault() -> None:
            if response is None:
                fixtures.closing.enter_context(proxy)
            proxy.otherwise = success
            proxy.tunnel = fixtures.authority.context(HOST)

        return Setup(connection, end_fault, proxy)

    return setup


def row(
    name: str,
    response: Response | None,
    gives: type[Exception],
    attempts: int = 1,
    *,
    arrive: int | None = None,
    status: int | None = None,
    **settings: Any,
) -> Fault:
    return Fault(name, proxied(response, **settings), gives, attempts, arrive, status)


WHO = Response(407, b"who are you?")
NO = Response(403, b"not through me")

FAULTS = [
    row("a proxy that does not run", None, BotoConnectionError, 2, arrive=0, tunnel=True),
    row("a proxy that requires other credentials", WHO, BotoConnectionError, tunnel=True),
    row("a proxy that refuses", NO, BotoConnectionError, tunnel=True),
    row("a proxy that drops the connection", hang_up(), BotoConnectionError, tunnel=True),
    row(
        "a proxy that does not respond",
        silence(),
        BotoTimeoutError,
        2,
        tunnel=True,
        connect_timeout=0.3,
    ),
    row(
        "a proxy that does not use HTTP",
        streaming(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        BotoConnectionError,
        tunnel=True,
    ),
    row(
        "HTTP through a proxy that does not run",
        None,
        BotoConnectionError,
        2,
        arrive=0,
        tunnel=False,
    ),
    row(
        "HTTP through a proxy that requires other credentials",
        WHO,
        BotoServerError,
        status=407,
        tunnel=False,
    ),
    row("HTTP through a proxy that refuses", NO, BotoServerError, status=403, tunnel=False),
    row(
        "HTTP through a proxy that drops the connection",
        hang_up(),
        BotoConnectionError,
        2,
        tunnel=False,
    ),
    row(
        "HTTP through a proxy that responds itself",
        Response(200, b"<html>Blocked by policy</html>", {"Content-Type": "text/html"}),
        UnreadableAnswerError,
        status=200,
        tunnel=False,
    ),
]
