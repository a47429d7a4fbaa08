"""The exceptions that failing calls raise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import (
    BotoServerError,
)
from tests.support.wire import (
    REQUEST_ID,
    Response,
    Wire,
    cbor_failure,
    failure,
)

if TYPE_CHECKING:
    from tests.support.styles import Blocking


def refusal(style: Blocking, server: Wire, **arguments: Any) -> BotoServerError:
    connection = style.autoscale(server, **arguments)
    connection.num_retries = 0
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.get_all_groups())
    return caught.value


def test_an_error_has_the_fields_of_the_response(style: Blocking, server: Wire) -> None:
    response = failure("ValidationError", "1 validation error: a < b")
    server.otherwise = response
    error = refusal(style, server)
    assert (error.status, error.reason) == (400, "Bad Request")
    assert error.error_code == error.code == "ValidationError"
    assert error.message == error.error_message == "1 validation error: a < b"
    assert error.request_id == REQUEST_ID
    assert error.body == response.body.decode()


def test_an_error_is_printed_as_botos(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("AccessDenied", "not yours", 403)
    error = refusal(style, server)
    assert str(error) == repr(error) == f"BotoServerError: 403 Forbidden\n{error.body}"


def test_scripts_find_the_code_in_the_body(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("Throttling", "Rate exceeded")
    assert "<Code>Throttling</Code>" in refusal(style, server).body


def test_the_request_id_is_also_taken_from_the_headers(style: Blocking, server: Wire) -> None:
    server.otherwise = Response(500, b"", {"x-amzn-RequestId": "from-the-head"})
    assert refusal(style, server).request_id == "from-the-head"


def test_an_error_that_is_a_web_page_is_reported_unchanged(style: Blocking, server: Wire) -> None:
    page = b"<html><body><h1>503 Service Unavailable<br></h1></body></html>"
    server.otherwise = Response(503, page, {"Content-Type": "text/html"})
    error = refusal(style, server)
    assert (error.status, error.reason, error.code) == (503, "Service Unavailable", None)
    assert error.message == page.decode()


def test_an_error_without_a_body_has_its_status(style: Blocking, server: Wire) -> None:
    server.otherwise = Response(502)
    error = refusal(style, server)
    assert (error.status, error.reason) == (502, "Bad Gateway")
    assert (error.body, error.code, error.message) == ("", None, "")


def test_an_error_in_json_is_read(style: Blocking, server: Wire) -> None:
    document = {"Error": {"Code": "Denied", "Message": "not yours"}, "RequestId": "r-1"}
    kind = {"Content-Type": "application/json"}
    server.otherwise = Response(403, json.dumps(document).encode(), kind)
    error = refusal(style, server)
    assert (error.code, error.message, error.request_id) == ("Denied", "not yours", "r-1")


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"<", b"<Error><Code>x", b"null", b"\x00" * 50])
def test_an_error_that_cannot_be_read_still_has_its_status(
    style: Blocking, server: Wire, body: bytes
) -> None:
    server.otherwise = Response(400, body, {"Content-Type": "text/xml"})
    assert refusal(style, server).status == 400


def test_an_unknown_status_is_accepted(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("Odd", "very", 499)
    error = refusal(style, server)
    assert (error.status, error.reason, error.code) == (499, "", "Odd")


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirection_is_an_error(style: Blocking, server: Wire, status: int) -> None:
    server.otherwise = Response(status, b"", {"Location": f"{server.url}/elsewhere"})
    assert refusal(style, server).status == status
    assert len(server.requests) == 1


def test_an_error_in_cbor_has_the_query_apis_form(style: Blocking, server: Wire) -> None:
    server.otherwise = cbor_failure("ResourceNotFound", "no alarm of that name", 404)
    connection = style.cloudwatch(server)
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.describe_alarms())
    error = caught.value
    assert (error.status, error.reason) == (404, "Not Found")
    assert (error.code, error.message) == ("ResourceNotFound", "no alarm of that name")
    assert error.request_id == REQUEST_ID
    assert "<Code>ResourceNotFound</Code>" in error.body


def test_an_exception_of_boto_is_caught_by_the_connections_own_name(
    style: Blocking, server: Wire
) -> None:
    server.otherwise = failure("ValidationError", "no")
    connection = style.autoscale(server)
    with pytest.raises(connection.ResponseError):
        style.settle(connection.get_all_groups())


def test_an_unreadable_response_does_not_control_the_terminal(
    style: Blocking, server: Wire
) -> None:
    server.otherwise = Response(200, b"<html>\x1b[2J\x00\n\tdone")
    text = str(refusal(style, server))
    assert "\x1b" not in text
    assert text.endswith("<html>\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}\n\tdone")


def test_a_long_unreadable_response_is_shown_truncated(style: Blocking, server: Wire) -> None:
    server.otherwise = Response(200, b"<html>" + b"a" * 1_000_000)
    text = str(refusal(style, server))
    assert len(text) < 20_000
    assert "(1000006 bytes)" in text
