"""Secrets are not shown."""

from __future__ import annotations

import io
import json
import logging
import pickle
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import reboto.ec2.autoscale
import reboto.ec2.cloudwatch
from reboto import aio
from reboto.exception import BotoServerError
from tests.support.wire import Response, Wire, failure, hang_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.styles import Blocking

SECRETS = {
    "aws_secret_access_key": "secret-key-MARKED/1+2",
    "security_token": "token-MARKED==",
    "proxy_pass": "pass-MARKED@:/",
}
ACCESS_KEY = "AKIDEXAMPLE"


def shown(text: str) -> list[str]:
    return [secret for secret in SECRETS.values() if secret in text or "MARKED" in text]


@pytest.fixture
def connection(style: Blocking, server: Wire) -> Any:
    """A connection full of secrets."""
    given = {"aws_access_key_id": ACCESS_KEY, "proxy_user": "me", **SECRETS}
    connection = style.autoscale(server, **given)
    connection.num_retries = 0
    return connection


def everything_in(value: Any, depth: int = 4) -> Iterator[str]:
    """A value's text forms, and those of what it holds."""
    yield repr(value)
    yield str(value)
    if depth:
        for inner in getattr(value, "__dict__", {}).values():
            yield from everything_in(inner, depth - 1)


def test_a_connections_texts_hold_none(connection: Any) -> None:
    texts = list(everything_in(connection))
    assert len(texts) > 20
    assert not [text for text in texts if shown(text)]


def test_a_connections_attributes_hold_none(connection: Any) -> None:
    assert shown(repr(vars(connection))) == []
    assert shown(json.dumps(vars(connection), default=repr)) == []


def test_credentials_are_readable_by_name(connection: Any) -> None:
    assert connection.aws_secret_access_key == SECRETS["aws_secret_access_key"]
    assert connection.provider.security_token == SECRETS["security_token"]
    assert connection.proxy_pass == SECRETS["proxy_pass"]


@pytest.mark.parametrize(
    "response",
    [hang_up(), failure("SignatureDoesNotMatch", "no"), Response(500), Response(200, b"<")],
    ids=["lost", "refused", "broken", "unreadable"],
)
def test_an_errors_texts_hold_none(
    style: Blocking, server: Wire, connection: Any, response: Response
) -> None:
    server.otherwise = response
    with pytest.raises((BotoServerError, ConnectionError)) as caught:
        style.settle(connection.get_all_groups())
    error = caught.value
    formatted = "".join(
        traceback.TracebackException.from_exception(error, capture_locals=True).format()
    )
    assert "connection" in formatted
    assert shown(formatted) == []
    assert not [text for text in everything_in(error) if shown(text)]
    assert shown(repr(error.args)) == []


def test_a_failing_proxys_error_holds_none(style: Blocking, connection: Any) -> None:
    with Wire() as gone:
        pass
    connection.proxy, connection.proxy_port = gone.host, gone.port
    with pytest.raises(ConnectionError) as caught:
        style.settle(connection.get_all_groups())
    assert shown("".join(traceback.format_exception(caught.value))) == []


def test_a_wrong_arguments_error_holds_none(style: Blocking, connection: Any) -> None:
    connection.proxy, connection.proxy_port = "not a host", 1
    with pytest.raises(ValueError, match="proxy") as caught:
        style.settle(connection.get_all_groups())
    assert shown("".join(traceback.format_exception(caught.value))) == []


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_before_it_holds_any(connection: Any, protocol: int) -> None:
    for holder in (connection, connection.provider, vars(connection)):
        written = io.BytesIO()
        with pytest.raises(TypeError):
            pickle.Pickler(written, protocol).dump(holder)
        assert b"MARKED" not in written.getvalue()


def test_pickled_values_contain_no_credentials(
    style: Blocking, server: Wire, connection: Any
) -> None:
    from tests.support.wire import result

    server.otherwise = result("DescribePolicies", {"Policies": [{"PolicyName": "p"}]})
    policies = style.settle(connection.get_all_policies())
    assert b"MARKED" not in pickle.dumps(policies)
    assert pickle.loads(pickle.dumps(policies))[0].name == "p"  # noqa: S301


def test_keys_that_were_found_are_not_shown_either(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRETS["aws_secret_access_key"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", SECRETS["security_token"])
    found = style.autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
    style.settle(found.get_all_groups())
    assert found.secret_key == SECRETS["aws_secret_access_key"]
    assert not [text for text in everything_in(found) if shown(text)]


def test_logs_hold_none(
    style: Blocking, server: Wire, connection: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        connection.debug = 2
        style.settle(connection.get_all_groups())
    assert shown(caplog.text) == []


def test_requests_carry_the_token_and_never_the_key(
    style: Blocking, server: Wire, connection: Any
) -> None:
    style.settle(connection.get_all_groups())
    request = server.request
    assert request.headers["x-amz-security-token"] == SECRETS["security_token"]
    rest = {name: value for name, value in request.headers.items() if "token" not in name}
    assert shown(f"{request.target} {rest} {request.body!r}") == []


CONNECTING: dict[str, Callable[..., Any]] = {
    "connect_autoscale": reboto.connect_autoscale,
    "connect_cloudwatch": reboto.connect_cloudwatch,
    "aio.connect_autoscale": aio.connect_autoscale,
    "aio.connect_cloudwatch": aio.connect_cloudwatch,
    "autoscale.connect_to_region": partial(reboto.ec2.autoscale.connect_to_region, "us-east-1"),
    "cloudwatch.connect_to_region": partial(reboto.ec2.cloudwatch.connect_to_region, "us-east-1"),
}
# Built at each use as a new string: the frames of the test are not searched.
GIVEN: dict[str, Any] = {
    **SECRETS,
    "proxy": "http://me:MARKED@proxy",
    "proxy of another type": ["MARKED"],
    "aws_secret_access_key of another type": b"MARKED",
    "security_token of another type": ["MARKED"],
    "proxy_pass of another type": {"MARKED": 1},
    "aws_secret_access_key that is no Unicode": "MARKED\ud800",
    "security_token that is no Unicode": "MARKED\udfff",
}


def variables(error: BaseException) -> str:
    """The variables that a traceback with locals shows in reboto's frames."""
    formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in formatted.stack if "/reboto/" in frame.filename]
    assert ours
    return "\n".join([*(f"{frame.name} {frame.locals}" for frame in ours), str(error)])


@pytest.mark.parametrize("connect", CONNECTING.values(), ids=CONNECTING)
@pytest.mark.parametrize("given", GIVEN)
def test_the_variables_of_a_connection_that_is_not_made_hold_none(
    connect: Callable[..., Any], given: str
) -> None:
    arguments = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": "s"}
    arguments |= {given.partition(" ")[0]: GIVEN[given]}
    with pytest.raises((TypeError, ValueError)) as caught:
        connect(**arguments, https_connection_factory=(object, ()), nothing_of_the_kind=1)
    shown = variables(caught.value)
    assert "MARKED" not in shown
    assert "<hidden>" in shown


@pytest.mark.parametrize("given", [name for name in GIVEN if " " in name])
def test_a_secret_that_cannot_be_one_is_refused_without_it(style: Blocking, given: str) -> None:
    name = given.partition(" ")[0]
    arguments: dict[str, Any] = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": "s"}
    with pytest.raises((TypeError, ValueError), match=name) as caught:
        style.autoscale(**{**arguments, name: GIVEN[given]})
    assert "MARKED" not in variables(caught.value)
