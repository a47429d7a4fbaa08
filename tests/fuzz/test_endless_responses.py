"""Endless responses are read only up to the limit, with any framing and from any service."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import BotoConnectionError, BotoServerError, NoAuthHandlerFound
from reboto.utils import retry_url
from tests.support.instance import Instance
from tests.support.messages import Request, Response
from tests.support.styles import Blocking
from tests.support.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
MEGABYTE = b"a" * 1_000_000
CHUNKED = "Transfer-Encoding: chunked"
# How a body is framed, and whether it comes in chunks.
FRAMINGS = {
    "chunks": ("HTTP/1.1", [CHUNKED]),
    "chunks and a length": ("HTTP/1.1", ["Content-Length: 5", CHUNKED]),
    "a length and chunks": ("HTTP/1.1", [CHUNKED, "Content-Length: 5"]),
    "until it is closed": ("HTTP/1.1", ["Connection: close"]),
    "HTTP/1.0": ("HTTP/1.0", []),
    "a long length": ("HTTP/1.1", ["Content-Length: 400000000"]),
    "compressed": ("HTTP/1.1", ["Content-Encoding: gzip", CHUNKED]),
}


class Endless:
    """A body of 400 MB, and how much of it was sent."""

    def __init__(self, framing: str, status: int = 200, size: int = 1_000_000) -> None:
        self.version, self.headers = FRAMINGS[framing]
        self.status, self.size = status, size
        self.sent = 0

    def response(self) -> Response:
        return Response(stream=self._stream, ending="close")

    def _stream(self) -> Iterator[bytes]:
        head = [f"{self.version} {self.status} OK", "Content-Type: text/xml", *self.headers]
        yield ("\r\n".join(head) + "\r\n\r\n").encode()
        piece = MEGABYTE[: self.size]
        if CHUNKED in self.headers:
            piece = b"%x\r\n%s\r\n" % (self.size, piece)
        # Many small chunks per write, because single writes would take minutes.
        repeated = max(1, len(MEGABYTE) // len(piece))
        while self.sent < 400_000_000:
            yield piece * repeated
            self.sent += self.size * repeated


@pytest.mark.parametrize("framing", FRAMINGS)
def test_a_response_is_read_up_to_the_limit(server: Wire, framing: str) -> None:
    body = Endless(framing)
    server.otherwise = body.response()
    with pytest.raises(BotoConnectionError, match="longer than 100 MB"):
        Blocking().autoscale(server).get_all_groups()
    assert body.sent < 200_000_000
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 503])
def test_an_error_is_read_up_to_the_limit(style: Blocking, server: Wire, status: int) -> None:
    body = Endless("chunks and a length", status)
    server.otherwise = body.response()
    with pytest.raises((BotoConnectionError, BotoServerError)):
        style.settle(style.cloudwatch(server).describe_alarms())
    assert body.sent < 200_000_000
    assert len(server.requests) == 1


def test_a_response_is_not_decompressed(style: Blocking, server: Wire) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    server.otherwise = Response(200, bomb, {"Content-Type": "text/xml", "Content-Encoding": "gzip"})
    with pytest.raises(BotoServerError) as raised:
        style.settle(style.autoscale(server).get_all_groups())
    assert len(str(raised.value)) < 20_000


# The services that give credentials, each found by the environment.
def tokens(sender: Wire, monkeypatch: pytest.MonkeyPatch, **_: Any) -> dict[str, str]:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sender.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    return {"role_arn": "arn:aws:iam::123456789012:role/r"}


def web_identity(
    sender: Wire, monkeypatch: pytest.MonkeyPatch, home: Path, **_: Any
) -> dict[str, str]:
    (home / "token").write_text("token")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sender.url)
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(home / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r")
    return {}


def container(sender: Wire, monkeypatch: pytest.MonkeyPatch, **_: Any) -> dict[str, str]:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{sender.url}/keys")
    return {}


def metadata(sender: Wire, monkeypatch: pytest.MonkeyPatch, **_: Any) -> dict[str, str]:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", sender.url)
    return {}


@pytest.mark.parametrize("size", [64, 100_000])
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("source", [tokens, web_identity, container, metadata])
def test_a_service_of_credentials_is_read_up_to_the_limit(
    server: Wire,
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    source: Any,
    status: int,
    size: int,
) -> None:
    bodies = []

    def endless(_: Request) -> Response:
        bodies.append(Endless("chunks and a length", status, size))
        return bodies[-1].response()

    with Wire(endless) as sender:
        arguments = source(sender, monkeypatch, home=home)
        connection = Blocking().autoscale(
            server, aws_access_key_id=None, aws_secret_access_key=None, **arguments
        )
        connection.num_retries = 0
        with pytest.raises((NoAuthHandlerFound, BotoConnectionError, BotoServerError)):
            connection.get_all_groups()
    assert bodies
    # Each of them stopped soon after a megabyte; what fills the sockets' buffers comes on top.
    assert max(body.sent for body in bodies) < 50_000_000
    assert server.requests == []


def test_a_page_of_metadata_is_read_up_to_the_limit() -> None:
    with Instance() as instance:
        instance.pages["meta-data/long"] = "a" * 1_000_001
        assert retry_url(f"{instance.url}/latest/meta-data/long", num_retries=1) == ""
