"""An endpoint that answers both packages with the same content, each in its protocol."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import cbor2

from tests.compat.scenario import Failure, Raw
from tests.support.wire import REQUEST_ID, Response, cbor_failure, cbor_result, failure, result

if TYPE_CHECKING:
    from tests.support.wire import Request, Wire

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_NOT_OF_THE_OPERATION = {"Action", "Version"}


def parameters(request: Request) -> dict[str, Any]:
    """Return what a request says by the names that the Query protocol has for it."""
    if "/operation/" in request.target:
        return dict(_flat("", request.document))
    query = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    return {**dict(query), **request.parameters}


def operation(request: Request) -> str:
    """Return the name of the operation that a request asks for."""
    return request.operation or parameters(request)["Action"]


def sent(requests: Sequence[Request]) -> list[dict[str, Any]]:
    """Describe requests in one form for both protocols."""
    return [{operation(request): canonical(parameters(request))} for request in requests]


def canonical(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Spell parameters in one way: numbers, flags and times as their values."""
    return {
        name: _canonical(value)
        for name, value in sorted(parameters.items())
        if name not in _NOT_OF_THE_OPERATION
    }


def _canonical(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return _utc(value)
    text = str(value)
    if text in {"True", "False"}:
        return text.lower()
    if _NUMBER.fullmatch(text):
        return repr(float(text))
    if _MOMENT.fullmatch(text):
        # Python 3.10 reads no "Z", and fractions of three or six digits only.
        padded = re.sub(r"\.\d+", lambda fraction: f"{fraction[0]:0<7}", text)
        return _utc(datetime.datetime.fromisoformat(padded.replace("Z", "+00:00")))
    return text


def _utc(time: datetime.datetime) -> str:
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.timezone.utc)
    return time.astimezone(datetime.timezone.utc).isoformat()


def _flat(name: str, document: Any) -> list[tuple[str, Any]]:
    """Name each leaf of a document as a Query parameter would be."""
    if isinstance(document, Mapping):
        parts = [(f"{name}.{key}" if name else key, item) for key, item in document.items()]
    elif isinstance(document, list):
        parts = [(f"{name}.member.{at}", item) for at, item in enumerate(document, 1)]
    else:
        return [(name, document)]
    return [leaf for part, item in parts for leaf in _flat(part, item)]


def respond_with(wire: Wire, responses: Mapping[str, Any]) -> None:
    """Set a server's responses by operation; see `scenario.Scenario` for their form."""
    left = {name: list(listed) for name, listed in responses.items() if isinstance(listed, list)}

    def respond(request: Request) -> Response:
        name = operation(request)
        content = responses.get(name, {})
        if name in left:
            content = left[name].pop(0)
        if callable(content):
            content = content(parameters(request))
        return _response(request, name, content)

    wire.requests.clear()
    wire.otherwise = respond


def _response(request: Request, name: str, content: Any) -> Response:
    in_cbor = "/operation/" in request.target
    signed = request.headers.get("authorization", "")
    service = "monitoring" if "/monitoring/" in signed else "autoscaling"
    if isinstance(content, Failure):
        error = (content.code, content.message, content.status)
        return cbor_failure(*error) if in_cbor else _indented(failure(*error, service=service))
    if isinstance(content, Raw):
        headers = {"Content-Type": content.kind, "x-amzn-RequestId": REQUEST_ID}
        return Response(content.status, content.body.encode(), headers)
    if in_cbor:
        return cbor_result(_for_cbor(content))
    return _indented(result(name, _for_xml(content), service=service))


def _indented(compact: Response) -> Response:
    """Lay a document out as AWS does."""
    root = ElementTree.fromstring(compact.body)  # noqa: S314 - our own
    ElementTree.indent(root)
    namespace = root.tag[1:].partition("}")[0]
    ElementTree.register_namespace("", namespace)
    return dataclasses.replace(
        compact, body=ElementTree.tostring(root, short_empty_elements=False) + b"\n"
    )


def _for_xml(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _for_xml(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_for_xml(item) for item in value]
    if isinstance(value, datetime.datetime):
        whole = "milliseconds" if value.microsecond else "seconds"
        return value.astimezone(datetime.timezone.utc).isoformat(timespec=whole)[:-6] + "Z"
    return value


def _for_cbor(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _for_cbor(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_for_cbor(item) for item in value]
    if isinstance(value, datetime.datetime):
        return cbor2.CBORTag(1, value.timestamp())
    return value


def only(server: Wire) -> dict[str, Any]:
    """The parameters of the one request that a server received."""
    ((parameters,),) = (request.values() for request in sent(server.requests))
    return dict(parameters)
