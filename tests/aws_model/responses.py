"""Responses of AWS with the members of the model, and requests in the form of boto3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cbor2

from tests.support.messages import REQUEST_ID, Response
from tests.support.model_values import operation, query, xml

if TYPE_CHECKING:
    from tests.support.messages import Request


def response_of(service: str, name: str, value: dict[str, Any]) -> Response:
    """Return the response of an operation with an output in boto3's form."""
    if service == "cloudwatch":
        body = cbor2.dumps(value, datetime_as_timestamp=True)
        headers = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
        return Response(200, body, headers)
    return query_response(service, name, value)


def query_response(service: str, name: str, value: dict[str, Any]) -> Response:
    """Return the response of an operation in the Query protocol."""
    shape = operation(service, name).output_shape
    content = xml(shape, value) if shape is not None else ""
    text = (
        f"<{name}Response><{name}Result>{content}</{name}Result>"
        f"<ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></{name}Response>"
    )
    return Response(200, text.encode(), {"Content-Type": "text/xml"})


def document(request: Request) -> dict[str, Any]:
    """Return what a request has: parameters by name, or members with times as numbers."""
    if parameters := request.parameters:
        return {name: one for name, one in parameters.items() if name not in ("Action", "Version")}
    members: dict[str, Any] = comparable(request.document)
    return members


def encoded(service: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the document that a request with an input in boto3's form has."""
    if service == "cloudwatch":
        members: dict[str, Any] = comparable(given)
        return members
    shape = operation(service, name).input_shape
    return {} if shape is None else query(shape, given)


def comparable(value: Any) -> Any:
    """Return a document with times without their representation."""
    if isinstance(value, dict):
        return {key: comparable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [comparable(one) for one in value]
    return value.timestamp() if hasattr(value, "timestamp") else value
