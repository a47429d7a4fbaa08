"""Secrets that a service or a proxy repeats under unknown names and in other encodings."""

from __future__ import annotations

import base64
import copy
import gc
import json
import logging
import os
import pickle
import traceback
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, unquote

import pytest

from reboto.ec2.autoscale import LaunchConfiguration
from reboto.exception import BotoServerError, UnreadableAnswerError
from reboto.utils import RequestHook
from tests.secrets.planted import MARKS, SECRETS, forms
from tests.support.instance import KEYS, Instance
from tests.support.styles import STYLES
from tests.support.wire import Response, Wire, cbor_failure, failure, result, success

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.styles import Blocking
    from tests.support.wire import Request

KEY, TOKEN, PASSWORD = (SECRETS[name] for name in ("secret key", "session token", "proxy password"))
USER_DATA = SECRETS["user data"]


def percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def numbered(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "for a URL": lambda text: quote(text, safe=""),
    "for a URL's path": quote,
    "for a form": quote_plus,
    "for a URL, each sign": percent,
    "for a URL, twice": lambda text: quote(quote(text, safe=""), safe=""),
    "for XML": escape,
    "for XML, each sign": numbered,
    "for JSON": lambda text: json.dumps(text)[1:-1],
    "for JSON in XML": lambda text: escape(json.dumps(text)),
    "as Python writes it": repr,
    "in Base64": in_base64,
    "in Base64, after other words": lambda text: in_base64(f"me:{text}!"),
    "in Base64 for a URL": lambda text: quote(in_base64(f"x{text}"), safe=""),
    "in URL's Base64": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "in hexadecimal": lambda text: text.encode().hex(),
    "in hexadecimal, byte by byte": lambda text: text.encode().hex(" "),
}


def written(secret: str) -> str:
    """A text in which a service repeats the secret under an unknown name."""
    return " ".join(f"oddity{n} {form(secret)} ." for n, form in enumerate(FORMS.values()))


def pieces(secret: str) -> set[str]:
    """The parts of a secret that must not be shown: its mark in each encoding."""
    mark = next(mark for mark in MARKS.values() if mark in secret)
    return {percent(mark), numbered(mark), mark.encode().hex(" ")} | {
        form.decode("latin-1") for name, form in forms(mark.encode()) if name != "in UTF-16"
    }


def shown(text: str, secret: str) -> list[str]:
    """The parts of a secret that a text contains."""
    everything = f"{text} {unquote(text)} {unquote(unquote(text))}".lower()
    return [piece for piece in pieces(secret) if piece.lower() in everything]


class Kept(RequestHook):
    """Keeps the headers of requests and responses."""

    def __init__(self) -> None:
        self.reported: list[str] = []

    def handle_request_data(self, request: Any, response: Any, error: Any = False) -> None:  # noqa: ARG002
        self.reported.append(f"{request.headers} {response and response.getheaders()}")


@pytest.fixture
def reported(caplog: pytest.LogCaptureFixture) -> Callable[..., str]:
    """Make a failing call; return its error, the headers that the hook got, and the log."""
    caplog.set_level(logging.DEBUG, "boto")

    def reported(style: Blocking, connection: Any, call: Callable[[Any], Any]) -> str:
        connection.num_retries = 0
        connection.debug = 2
        connection.request_hook = hook = Kept()
        with pytest.raises(BotoServerError) as caught:
            style.settle(call(connection))
        error = caught.value
        listed = {**vars(error), "args": error.args, "message": error.error_message}
        log = [record.getMessage() for record in caplog.records]
        assert any("response after" in line for line in log)
        return "\n".join(
            ["".join(traceback.format_exception(error)), repr(listed), *log, *hook.reported]
        )

    return reported


def groups(connection: Any) -> Any:
    return connection.get_all_groups()


def holds_none(text: str, secret: str) -> None:
    assert "oddity" in text, "nothing was repeated"
    assert "***" in text
    assert shown(text, secret) == []


RESPONSES: dict[str, Callable[[str], Response]] = {
    "an error": lambda text: failure("ValidationError", text),
    "a web page": lambda text: Response(503, f"<html>{text}</html>".encode()),
    "a page for a response": lambda text: Response(200, f"<html>{text}</html>".encode()),
    "a root for a response": lambda text: Response(200, f"<a{text.split()[1]}/> {text}".encode()),
    "headers": lambda text: Response(
        400, b"", {"X-Oddity": text, "X-Amzn-RequestId": text, "Content-Type": text}
    ),
}


@pytest.mark.parametrize("response", RESPONSES.values(), ids=RESPONSES)
@pytest.mark.parametrize("secret", [KEY, TOKEN], ids=["secret key", "session token"])
def test_credentials_are_redacted_by_value(
    style: Blocking, server: Wire, reported: Any, response: Callable[[str], Response], secret: str
) -> None:
    server.otherwise = response(written(secret))
    keys = {"aws_secret_access_key": KEY, "security_token": TOKEN}
    holds_none(reported(style, style.autoscale(server, **keys), groups), secret)


@pytest.mark.parametrize("secret", [KEY, TOKEN], ids=["secret key", "session token"])
def test_secrets_that_cloudwatch_repeats_are_hidden(
    style: Blocking, server: Wire, reported: Any, secret: str
) -> None:
    server.otherwise = cbor_failure("ValidationError", written(secret))
    keys = {"aws_secret_access_key": KEY, "security_token": TOKEN}
    call = lambda it: it.describe_alarms()  # noqa: E731
    holds_none(reported(style, style.cloudwatch(server, **keys), call), secret)


@pytest.mark.parametrize("form", FORMS)
def test_user_data_is_hidden_in_each_form(
    style: Blocking, server: Wire, reported: Any, form: str
) -> None:
    server.otherwise = failure("ValidationError", f"oddity {FORMS[form](USER_DATA)} .")
    configuration = LaunchConfiguration(name="lc", image_id="ami-1", user_data=USER_DATA)
    call = lambda it: it.create_launch_configuration(configuration)  # noqa: E731
    holds_none(reported(style, style.autoscale(server), call), USER_DATA)


@pytest.mark.parametrize("response", ["an error", "a page for a response"])
@pytest.mark.parametrize("encode", [str, in_base64], ids=["as text", "in Base64"])
def test_user_data_of_an_action_by_name_is_hidden(
    style: Blocking, server: Wire, reported: Any, response: str, encode: Callable[[str], str]
) -> None:
    server.otherwise = RESPONSES[response](written(USER_DATA))
    params = {"LaunchConfigurationName": "lc", "UserData": encode(USER_DATA)}
    call = lambda it: it.get_status("CreateLaunchConfiguration", params)  # noqa: E731
    holds_none(reported(style, style.autoscale(server), call), USER_DATA)


@pytest.mark.parametrize("checked", [True, False])
@pytest.mark.parametrize("named_by", ["argument", "environment"])
def test_a_proxy_s_password_is_hidden(
    style: Blocking,
    server: Wire,
    reported: Any,
    named_by: str,
    checked: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Wire(Response(403, written(PASSWORD).encode())) as proxy:
        arguments: dict[str, Any] = {"validate_certs": checked}
        if named_by == "argument":
            arguments |= {"proxy": proxy.host, "proxy_port": proxy.port}
            arguments |= {"proxy_user": "me", "proxy_pass": PASSWORD}
        else:
            login = f"me:{quote(PASSWORD, safe='')}"
            monkeypatch.setenv("http_proxy", f"http://{login}@{proxy.host}:{proxy.port}")
        text = reported(style, style.autoscale(server, **arguments), groups)
        assert proxy.request.proxy_login == f"me:{PASSWORD}"
    holds_none(text, PASSWORD)


def in_the_environment(monkeypatch: pytest.MonkeyPatch, **_: Any) -> dict[str, Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)
    return {}


def in_boto_cfg(boto_cfg: Any, **_: Any) -> dict[str, Any]:
    boto_cfg(
        f"[Credentials]\naws_access_key_id = AKID\naws_secret_access_key = {KEY}\n"
        f"aws_security_token = {TOKEN}\n"
    )
    return {}


def in_the_shared_files(aws_files: Any, **_: Any) -> dict[str, Any]:
    aws_files(
        f"[default]\naws_access_key_id = AKID\naws_secret_access_key = {KEY}\n"
        f"aws_session_token = {TOKEN}\n"
    )
    return {}


def from_the_instance(
    monkeypatch: pytest.MonkeyPatch, instance: Instance, **_: Any
) -> dict[str, Any]:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.url)
    document = {**KEYS, "SecretAccessKey": KEY, "Token": TOKEN}
    instance.pages["meta-data/iam/security-credentials/role"] = json.dumps(document)
    return {}


def as_a_role(monkeypatch: pytest.MonkeyPatch, sts: Wire, **_: Any) -> dict[str, Any]:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-base")
    return {"role_arn": "arn:aws:iam::123456789012:role/reader"}


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch, boto_cfg: Any, aws_files: Any) -> Any:
    def assumed(_: Request) -> Response:
        keys = {"AccessKeyId": "ASIAROLE", "SecretAccessKey": KEY, "SessionToken": TOKEN}
        content = {"Credentials": {**keys, "Expiration": "2099-01-01T00:00:00Z"}}
        return result("AssumeRole", content, service="sts")

    with Instance() as instance, Wire(assumed) as sts:
        yield {
            "monkeypatch": monkeypatch,
            "boto_cfg": boto_cfg,
            "aws_files": aws_files,
            "instance": instance,
            "sts": sts,
        }


SOURCES = [in_the_environment, in_boto_cfg, in_the_shared_files, from_the_instance, as_a_role]


@pytest.mark.parametrize("source", SOURCES, ids=[source.__name__ for source in SOURCES])
@pytest.mark.parametrize("secret", [KEY, TOKEN], ids=["secret key", "session token"])
def test_keys_that_were_found_are_hidden_too(
    style: Blocking, server: Wire, reported: Any, sources: Any, source: Any, secret: str
) -> None:
    server.otherwise = failure("ValidationError", written(secret))
    keys = source(**sources)
    connection = style.autoscale(server, aws_access_key_id=None, aws_secret_access_key=None, **keys)
    holds_none(reported(style, connection, groups), secret)
    assert server.request.headers["x-amz-security-token"] == TOKEN


def test_the_keys_before_the_last_are_hidden_as_long_as_a_call_may_have_used_them(
    style: Blocking, server: Wire, home: Path, aws_files: Any
) -> None:
    def write(secret: str, token: str) -> None:
        aws_files(
            f"[default]\naws_access_key_id = AKID\naws_secret_access_key = {secret}\n"
            f"aws_session_token = {token}\n"
        )

    # Credentials of this test only, because connections of other tests may still exist.
    key, token = f"{KEY}-of-its-own", f"own-{TOKEN}"
    write(key, token)
    connection = style.autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
    connection.num_retries = 1
    style.settle(connection.get_all_groups())
    server.script(failure("ExpiredToken", "ended", 403))
    server.otherwise = failure("ValidationError", f"oddity {token}")
    write("other-secret-key", "other-session-token")
    os.utime(home / ".aws" / "credentials", (1, 1))
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.get_all_groups())
    assert server.requests[-1].headers["x-amz-security-token"] == "other-session-token"
    assert "oddity ***" in str(caught.value)
    assert token not in str(caught.value)


def test_a_long_secret_that_is_cut_short_is_hidden(
    style: Blocking, server: Wire, reported: Any
) -> None:
    long = "FwoG" + "aB3+/x" * 40
    server.otherwise = failure("ValidationError", f"oddity {long[:60]}...")
    text = reported(style, style.autoscale(server, security_token=long), groups)
    assert "oddity ***..." in text
    assert long[4:30] not in text


def test_other_words_stay(style: Blocking, server: Wire, reported: Any) -> None:
    words = "the group web in us-east-1a has 3 of 4 instances, 100%; C:/path aB+/= %41"
    server.otherwise = failure("ValidationError", words)
    keys = {"aws_secret_access_key": KEY, "security_token": TOKEN}
    text = reported(style, style.autoscale(server, **keys), groups)
    assert words in text


def test_credentials_of_freed_connections_are_not_redacted(server: Wire) -> None:
    style = STYLES["blocking"]()
    server.otherwise = failure("ValidationError", "it was gone-with-its-connection")
    for secret in ("gone-with-its-connection", "the-other-one's"):
        connection = style.autoscale(server, aws_secret_access_key=secret)
        with pytest.raises(BotoServerError) as caught:
            connection.get_all_groups()
        assert ("gone-with" in str(caught.value)) is (secret == "the-other-one's")
        del connection, caught
        gc.collect()


def test_an_error_document_of_megabytes_is_cut(style: Blocking, server: Wire) -> None:
    server.otherwise = Response(400, b"<ErrorResponse>" + b"&#37;" * 1_000_000)
    connection = style.autoscale(server, aws_secret_access_key=KEY)
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.get_all_groups())
    assert 1_000_000 < len(str(caught.value)) < 1_001_000
    assert str(caught.value).endswith("... (5000015 bytes)")
    server.otherwise = Response(200, b"<html>" + b"a" * 5_000_000)
    with pytest.raises(UnreadableAnswerError, match=r"\.\.\. \(5000006 bytes\)"):
        style.settle(connection.get_all_groups())


def test_a_fork_knows_the_secrets_too(server: Wire) -> None:
    style = STYLES["blocking"]()
    server.otherwise = success
    connection = style.autoscale(server, aws_secret_access_key=KEY)
    connection.get_all_groups()
    server.otherwise = failure("ValidationError", written(KEY))
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            connection.get_all_groups()
        except BotoServerError as error:
            os.write(writing, f"{error}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    holds_none(text, KEY)


def test_the_search_would_find_each_form() -> None:
    for secret in (KEY, TOKEN, PASSWORD, USER_DATA):
        for name, form in FORMS.items():
            assert shown(f"before {form(secret)} after", secret), name


def test_a_copy_without_user_data_is_pickled_without_it() -> None:
    configuration = LaunchConfiguration(name="lc", image_id="ami-1", user_data=USER_DATA)
    without = copy.copy(configuration)
    without.user_data = None
    assert shown(pickle.dumps(configuration, 0).decode("latin-1"), USER_DATA)
    assert shown(pickle.dumps(without, 0).decode("latin-1"), USER_DATA) == []
    assert configuration.user_data == USER_DATA
