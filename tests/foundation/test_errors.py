"""What a call that fails raises."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

from reboto.exception import (
    BotoClientError,
    BotoConnectionError,
    BotoServerError,
    BotoTimeoutError,
)
from wire import (
    REQUEST_ID,
    Answer,
    Place,
    Wire,
    cbor_failure,
    failure,
    hang_up,
    reset,
    result,
    silence,
)

if TYPE_CHECKING:
    from styles import Blocking

# What must never reach a user: a debug print, an escaped line end, a panic, a source position.
DUMP = re.compile(r"Some\(|None\b|Error \{|Err\(|\{ |\\n|\\\"|panic|\.rs:|Sdk|dispatch", re.ASCII)


def refusal(style: Blocking, server: Wire, **arguments: Any) -> BotoServerError:
    connection = style.autoscale(server, **arguments)
    connection.num_retries = 0
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.get_all_groups())
    return caught.value


def loss(style: Blocking, server: Wire, seconds: float = 10) -> BotoClientError:
    connection = style.autoscale(server)
    connection.num_retries, connection.http_connection_kwargs = 0, {"timeout": seconds}
    with pytest.raises(BotoClientError) as caught:
        style.settle(connection.get_all_groups())
    assert not DUMP.search(str(caught.value)), caught.value
    return caught.value


def test_an_error_has_the_answers_fields(style: Blocking, server: Wire) -> None:
    answer = failure("ValidationError", "1 validation error: a < b")
    server.otherwise = answer
    error = refusal(style, server)
    assert (error.status, error.reason) == (400, "Bad Request")
    assert error.error_code == error.code == "ValidationError"
    assert error.message == error.error_message == "1 validation error: a < b"
    assert error.request_id == REQUEST_ID
    assert error.body == answer.body.decode()


def test_an_error_is_printed_as_botos(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("AccessDenied", "not yours", 403)
    error = refusal(style, server)
    assert str(error) == repr(error) == f"BotoServerError: 403 Forbidden\n{error.body}"


def test_scripts_find_the_code_in_the_body(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("Throttling", "Rate exceeded")
    assert "<Code>Throttling</Code>" in refusal(style, server).body


def test_the_request_id_is_also_taken_from_the_head(style: Blocking, server: Wire) -> None:
    server.otherwise = Answer(500, b"", {"x-amzn-RequestId": "from-the-head"})
    assert refusal(style, server).request_id == "from-the-head"


def test_an_error_that_is_a_web_page_is_told_as_it_came(style: Blocking, server: Wire) -> None:
    page = b"<html><body><h1>503 Service Unavailable<br></h1></body></html>"
    server.otherwise = Answer(503, page, {"Content-Type": "text/html"})
    error = refusal(style, server)
    assert (error.status, error.reason, error.code) == (503, "Service Unavailable", None)
    assert error.message == page.decode()


def test_an_error_without_a_body_has_its_status(style: Blocking, server: Wire) -> None:
    server.otherwise = Answer(502)
    error = refusal(style, server)
    assert (error.status, error.reason) == (502, "Bad Gateway")
    assert (error.body, error.code, error.message) == ("", None, "")


def test_an_error_in_json_is_read(style: Blocking, server: Wire) -> None:
    document = {"Error": {"Code": "Denied", "Message": "not yours"}, "RequestId": "r-1"}
    kind = {"Content-Type": "application/json"}
    server.otherwise = Answer(403, json.dumps(document).encode(), kind)
    error = refusal(style, server)
    assert (error.code, error.message, error.request_id) == ("Denied", "not yours", "r-1")


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"<", b"<Error><Code>x", b"null", b"\x00" * 50])
def test_an_error_that_cannot_be_read_still_has_its_status(
    style: Blocking, server: Wire, body: bytes
) -> None:
    server.otherwise = Answer(400, body, {"Content-Type": "text/xml"})
    assert refusal(style, server).status == 400


def test_an_unknown_status_is_no_obstacle(style: Blocking, server: Wire) -> None:
    server.otherwise = failure("Odd", "very", 499)
    error = refusal(style, server)
    assert (error.status, error.reason, error.code) == (499, "", "Odd")


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirection_is_an_error(style: Blocking, server: Wire, status: int) -> None:
    server.otherwise = Answer(status, b"", {"Location": f"{server.url}/elsewhere"})
    assert refusal(style, server).status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html><body>Log in to the hotel's network",
        b"<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult>",
        b"<a></b>",
        b"\xff\xfe<",
        b'{"AutoScalingGroups": []}',
        cbor2.dumps({"AutoScalingGroups": []}),
    ],
    ids=["empty", "text", "html", "half", "crossed", "binary", "json", "cbor"],
)
def test_a_success_that_cannot_be_read_is_an_error_that_shows_it(
    style: Blocking, server: Wire, body: bytes
) -> None:
    server.otherwise = Answer(200, body)
    error = refusal(style, server)
    assert (error.status, error.reason) == (200, "OK")
    assert "the answer is not the XML that was expected" in str(error)
    assert len(server.requests) == 1


def test_nobody_listening_is_a_connection_error(style: Blocking) -> None:
    with Wire() as gone:
        pass
    error = loss(style, gone)
    assert isinstance(error, BotoConnectionError)
    assert isinstance(error, ConnectionError)
    assert "refused" in str(error)


def test_an_unknown_host_is_a_connection_error(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.num_retries, connection.host = 0, "nowhere.invalid"
    with pytest.raises(BotoConnectionError, match=r"nowhere\.invalid") as caught:
        style.settle(connection.get_all_groups())
    assert not DUMP.search(str(caught.value)), caught.value


@pytest.mark.parametrize("lost", [hang_up, reset])
def test_a_connection_that_breaks_is_a_connection_error(
    style: Blocking, server: Wire, lost: Any
) -> None:
    server.otherwise = lost()
    assert isinstance(loss(style, server), BotoConnectionError)


@pytest.mark.parametrize("ending", ["close", "reset"])
def test_an_answer_that_breaks_off_is_a_connection_error(
    style: Blocking, server: Wire, ending: Any
) -> None:
    server.otherwise = result("DescribeAutoScalingGroups", {}, sends=20, ending=ending)
    assert isinstance(loss(style, server), BotoConnectionError)


def test_something_that_does_not_speak_http_is_a_connection_error(style: Blocking) -> None:
    def greet() -> None:
        with contextlib.suppress(OSError):
            while True:
                accepted, _ = listener.accept()
                with accepted:
                    accepted.sendall(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
                    accepted.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet)
        thread.start()
        connection = style.autoscale(Place(listener.getsockname()[1]))
        connection.num_retries = 0
        with pytest.raises(BotoConnectionError) as caught:
            style.settle(connection.get_all_groups())
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert not DUMP.search(str(caught.value)), caught.value


def test_silence_is_a_time_out(style: Blocking, server: Wire) -> None:
    server.otherwise = silence()
    error = loss(style, server, seconds=0.2)
    assert isinstance(error, BotoTimeoutError)
    assert isinstance(error, TimeoutError)


def test_a_message_names_the_call_the_place_and_what_was_tried(
    style: Blocking, server: Wire, prompt_retries: None
) -> None:
    server.otherwise = hang_up()
    connection = style.autoscale(server)
    connection.num_retries = 2
    with pytest.raises(BotoConnectionError) as caught:
        style.settle(connection.get_all_groups())
    text = str(caught.value)
    assert "DescribeAutoScalingGroups" in text
    assert server.url in text
    assert "3 attempts" in text
    assert not DUMP.search(text), text


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


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", cbor2.dumps(["not", "a", "map"])])
def test_a_success_that_is_no_cbor_is_an_error(style: Blocking, server: Wire, body: bytes) -> None:
    server.otherwise = Answer(200, body, {"Content-Type": "application/cbor"})
    with pytest.raises((BotoServerError, BotoClientError)) as caught:
        style.settle(style.cloudwatch(server).describe_alarms())
    assert not DUMP.search(str(caught.value)), caught.value
    assert len(server.requests) == 1


def test_an_exception_of_boto_is_caught_by_the_connections_own_name(
    style: Blocking, server: Wire
) -> None:
    server.otherwise = failure("ValidationError", "no")
    connection = style.autoscale(server)
    with pytest.raises(connection.ResponseError):
        style.settle(connection.get_all_groups())
