"""HTTP messages: requests that the server received, and responses in AWS's formats."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote_plus, urlsplit
from xml.sax.saxutils import escape

import cbor2

REQUEST_ID = "8c3b1d2e-0000-4000-8000-feedfacecafe"

_NAMESPACES = {
    "autoscaling": "http://autoscaling.amazonaws.com/doc/2011-01-01/",
    "monitoring": "http://monitoring.amazonaws.com/doc/2010-08-01/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
}


@dataclass(frozen=True)
class Scope:
    """The credential scope of a signature: access key, region and service."""

    access_key: str
    date: str
    region: str
    service: str


@dataclass(frozen=True)
class Request:
    """A received request.

    Attributes
    ----------
    method, target : str
        Method and target of the request line. The target is a full URL for a plain proxy, and
        ``host:port`` for ``CONNECT``.
    headers : dict
        Values by lowercase name.
    body : bytes
        The body, decompressed if it was gzip.
    connection : int
        Number of the TCP connection, from 0.
    tunnel : str or None
        ``host:port`` of the proxy tunnel, if there is one.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int
    tunnel: str | None = None

    @property
    def path(self) -> str:
        """Path of the target."""
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of a Query request; empty for other requests."""
        if "form-urlencoded" not in self.headers.get("content-type", ""):
            return {}
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def document(self) -> Any:
        """Decoded body of a CBOR request."""
        return cbor2.loads(self.body)

    @property
    def operation(self) -> str | None:
        """AWS's name of the operation."""
        if "/operation/" in self.target:
            return self.target.rpartition("/")[2]
        # Bodies may have many megabytes, for which `parameters` takes seconds.
        action = re.search(rb"(?:^|&)Action=([^&]*)", self.body)
        return unquote_plus(action[1].decode()) if action else None

    @property
    def scope(self) -> Scope | None:
        """Credential scope of the signature; None for an unsigned request."""
        kind, _, rest = self.headers.get("authorization", "").partition(" ")
        if kind != "AWS4-HMAC-SHA256":
            return None
        credential = rest.partition(",")[0].removeprefix("Credential=")
        access_key, date, region, service, _ = credential.rsplit("/", 4)
        return Scope(access_key, date, region, service)

    @property
    def proxy_login(self) -> str | None:
        """``user:password`` for the proxy; None without proxy authorization."""
        kind, _, encoded = self.headers.get("proxy-authorization", "").partition(" ")
        return base64.b64decode(encoded).decode() if kind.lower() == "basic" else None


@dataclass(frozen=True)
class Response:
    """A response to send.

    Attributes
    ----------
    status : int or None
        HTTP status. None sends nothing before `ending`.
    body : bytes
        The body. ``Content-Length`` is its full length, even if `sends` truncates it.
    headers : dict
        Headers in addition to ``Content-Length``.
    reason : str or None
        Reason phrase; None for the standard phrase of the status.
    when : callable or None
        Called before anything is sent; it can block to delay the response.
    sends : int or None
        Number of bytes of the body to send before `ending`; None for all.
    piece : int or None
        Number of bytes to send at a time; None for all.
    pause : float
        Seconds between pieces.
    stream : callable or None
        Returns raw pieces of bytes to send instead of headers and body.
    ending : {"keep", "close", "reset", "stall"}
        What happens to the connection afterwards: it is kept for the next request, closed,
        reset, or left open without further data until the server stops.
    lingers : float
        Seconds to wait before closing the connection.
    """

    status: int | None = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    when: Callable[[], object] | None = None
    sends: int | None = None
    piece: int | None = None
    pause: float = 0.0
    stream: Callable[[], Iterable[bytes]] | None = None
    ending: Literal["keep", "close", "reset", "stall"] = "keep"
    lingers: float = 0.0


Scripted = Response | Callable[[Request], Response | Literal[False]]


def hang_up() -> Response:
    """Close the connection without a response."""
    return Response(None, ending="close")


def reset() -> Response:
    """Reset the connection without a response."""
    return Response(None, ending="reset")


def silence() -> Response:
    """Send no response, and keep the connection open."""
    return Response(None, ending="stall")


def xml(value: Any) -> str:
    """Serialize a value as XML, as AWS's Query services do.

    A mapping becomes elements, a sequence ``<member>`` elements, and a boolean lowercase text.
    None is left out. Other values become their text.
    """
    if isinstance(value, Mapping):
        return "".join(
            f"<{name}>{xml(child)}</{name}>" for name, child in value.items() if child is not None
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(f"<member>{xml(child)}</member>" for child in value)
    if isinstance(value, bool):
        return str(value).lower()
    return escape(str(value))


def result(
    operation: str,
    content: Mapping[str, Any] | None = None,
    *,
    service: str = "autoscaling",
    **more: Any,
) -> Response:
    """Build a successful Query response. `content` is serialized by `xml`."""
    inner = "" if content is None else f"<{operation}Result>{xml(content)}</{operation}Result>"
    body = (
        f'<{operation}Response xmlns="{_NAMESPACES[service]}">{inner}<ResponseMetadata>'
        f"<RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></{operation}Response>"
    )
    return _document(200, body, **more)


def failure(
    code: str,
    message: str = "",
    status: int = 400,
    *,
    service: str = "autoscaling",
    **more: Any,
) -> Response:
    """Build an error response of a Query service."""
    side = "Sender" if status < 500 else "Receiver"
    error = xml({"Type": side, "Code": code, "Message": message})
    body = (
        f'<ErrorResponse xmlns="{_NAMESPACES[service]}"><Error>{error}</Error>'
        f"<RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
    )
    return _document(status, body, **more)


def cbor_result(content: Mapping[str, Any] | None = None, **more: Any) -> Response:
    """Build a successful CBOR response."""
    return _cbor(200, content or {}, {}, **more)


def cbor_failure(code: str, message: str = "", status: int = 400, **more: Any) -> Response:
    """Build a CBOR error response, with the Query error code in a header, as CloudWatch does."""
    side = "Sender" if status < 500 else "Receiver"
    content = {"__type": f"com.amazonaws.cloudwatch#{code}", "message": message}
    return _cbor(status, content, {"x-amzn-query-error": f"{code};{side}"}, **more)


def _document(status: int, body: str, **more: Any) -> Response:
    headers = {"Content-Type": "text/xml", "x-amzn-RequestId": REQUEST_ID}
    return Response(status, body.encode(), headers, **more)


def _cbor(status: int, content: Any, headers: Mapping[str, str], **more: Any) -> Response:
    headers = {
        "Content-Type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-RequestId": REQUEST_ID,
        **headers,
    }
    return Response(status, cbor2.dumps(content), headers, **more)


def success(request: Request) -> Response:
    """Respond to any request with an empty result."""
    if request.operation is None:
        return Response(404)
    if "/operation/" in request.target:
        return cbor_result()
    return result(request.operation, {})
