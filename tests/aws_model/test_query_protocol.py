"""Each operation of CloudWatch at an endpoint that speaks only the Query protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore import serialize

from botocore_model.operations import METHODS
from tests.aws_model.calls import call, sent, variants
from tests.aws_model.responses import query_response, response_of
from tests.aws_model.test_responses import adjusted
from tests.compat.describe import Describer
from tests.support.model_values import Filler, operation, service_model

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

NAMES = sorted(service_model("cloudwatch").operation_names)


def _parameters(name: str, given: dict[str, Any]) -> dict[str, str]:
    """Return the parameters that botocore sends."""
    serializer = serialize.create_serializer("query", include_validation=False)
    body = serializer.serialize_to_request(given, operation("cloudwatch", name))["body"]
    return {key: str(value) for key, value in body.items()}


def _comparable(parameters: dict[str, str]) -> dict[str, Any]:
    """Return parameters with numbers as numbers, which may be written in several ways."""

    def number(text: str) -> Any:
        try:
            return float(text)
        except ValueError:
            return text

    return {key: number(value) for key, value in parameters.items()}


@pytest.mark.parametrize("required_only", [False, True], ids=["all", "required"])
@pytest.mark.parametrize("name", NAMES)
def test_requests_are_those_of_botocore(
    style: Blocking, server: Wire, name: str, required_only: bool
) -> None:
    shape = operation("cloudwatch", name).input_shape
    given = Filler(required_only=required_only).fill(shape)
    server.otherwise = query_response("cloudwatch", name, {})
    connection = style.cloudwatch(server, protocol="query")
    for variant in variants(name, given):
        style.settle(call("cloudwatch", name, connection, variant))
        request = server.requests[-1]
        assert (request.method, request.target) == ("POST", "/")
        assert request.scope is not None
        assert request.scope.service == "monitoring"
        assert _comparable(request.parameters) == _comparable(
            _parameters(name, sent(name, variant))
        )


@pytest.mark.parametrize("name", NAMES)
def test_results_are_those_of_cbor(style: Blocking, server: Wire, name: str) -> None:
    of = operation("cloudwatch", name)
    value = adjusted(name, Filler().fill(of.output_shape))
    method = METHODS["cloudwatch"].get(name)
    if method is not None and method.partial:
        value[method.partial] = []
    given = variants(name, Filler(required_only=True).fill(of.input_shape))[0]
    results = []
    for protocol, make in (("cbor", response_of), ("query", query_response)):
        server.otherwise = make("cloudwatch", name, value)
        connection = style.cloudwatch(server, protocol=protocol)
        result = style.settle(call("cloudwatch", name, connection, given))
        described = Describer(made_up=False).describe(result)
        # boto set the request id as an attribute of lists; both protocols have it, in other places.
        described.get("vars", {}).pop("RequestId", None) if isinstance(described, dict) else None
        results.append(described)
    assert results[0] == results[1]
