"""Credentials that cannot sign a request."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import NoAuthHandlerFound
from tests.support.wire import Response, Wire, result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.styles import Blocking

NAMES: tuple[str, ...] = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
GOOD: dict[str, str] = dict(zip(NAMES, ("AKIDEXAMPLE", "a-secret-key", "a-token"), strict=True))
BAD = {
    "\n": "ends with a newline",
    "\r\n": "ends with a newline",
    " ": "ends with a space or tab",
    "\nx": "contains a newline",
    " x": "contains a space or tab",
    "\x01": "contains a control character",
    "\x7f": "contains a control character",
    "\xe9": "contains a character that is not ASCII",
    "\u200b": "contains a character that is not ASCII",
    "\U0001f600": "contains a character that is not ASCII",
}
CASES = [(name, end) for name in NAMES for end in BAD]
WITHOUT = {"aws_access_key_id": None, "aws_secret_access_key": None}


def refused(style: Blocking, server: Wire, **arguments: Any) -> str:
    connection = style.autoscale(server, **WITHOUT, **arguments)
    message = []
    for _ in range(2):
        with pytest.raises(NoAuthHandlerFound) as caught:
            style.settle(connection.get_all_groups())
        message.append(str(caught.value))
    assert server.requests == []
    for secret in ("a-secret-key", "a-token"):
        assert secret not in message[0] + message[1]
    assert (
        message[0].partition(": ")[2].partition(": ")[2]
        == message[1].partition(": ")[2].partition(": ")[2]
    )
    return message[0]


@pytest.mark.parametrize(("name", "end"), CASES)
def test_given_keys_are_refused_when_the_connection_is_made(
    style: Blocking, server: Wire, name: str, end: str
) -> None:
    keys = {**GOOD, name: GOOD[name] + end}
    keys["security_token"] = keys.pop("aws_session_token")
    argument = name.replace("aws_session_token", "security_token")
    with pytest.raises(ValueError, match=f"^{argument} {BAD[end]}") as caught:
        style.autoscale(server, **keys)
    assert "a-secret-key" not in str(caught.value)
    assert "a-token" not in str(caught.value)


@pytest.mark.parametrize(("name", "end"), CASES)
def test_the_environments_keys_are_refused(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch, name: str, end: str
) -> None:
    for known, value in {**GOOD, name: GOOD[name] + end}.items():
        monkeypatch.setenv(known.upper(), value)
    assert f"the environment variable {name.upper()} {BAD[end]}" in refused(style, server)


@pytest.mark.parametrize(("name", "end"), [case for case in CASES if not case[1].isspace()])
def test_a_profiles_keys_are_refused(
    style: Blocking, server: Wire, home: Path, name: str, end: str
) -> None:
    values = {**GOOD, name: GOOD[name] + end.replace("\n", "\n  ")}
    text = "[default]\n" + "".join(f"{known} = {value}\n" for known, value in values.items())
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_bytes(text.encode())
    message = refused(style, server)
    line = NAMES.index(name) + 2
    assert f"/.aws/credentials, line {line}, profile `default`: " in message


@pytest.mark.parametrize("name", NAMES)
def test_boto_cfgs_keys_are_refused(
    style: Blocking, server: Wire, boto_cfg: Callable[[str], None], name: str
) -> None:
    values = {**GOOD, name: GOOD[name] + " x"}
    values["aws_security_token"] = values.pop("aws_session_token")
    boto_cfg("[Credentials]\n" + "".join(f"{known} = {value}\n" for known, value in values.items()))
    message = refused(style, server)
    assert "contains a space or tab (from boto.cfg)" in message


@pytest.mark.parametrize("name", ["AccessKeyId", "SecretAccessKey", "SessionToken"])
def test_a_programs_keys_are_refused(
    style: Blocking, server: Wire, aws_files: Callable[..., None], name: str
) -> None:
    keys: dict[str, str] = dict(
        zip(("AccessKeyId", "SecretAccessKey", "SessionToken"), GOOD.values(), strict=True)
    )
    message = json.dumps({"Version": 1, **keys, name: keys[name] + " "})
    aws_files(config=f"[default]\ncredential_process = echo {shlex.quote(message)}\n")
    assert "ends with a space or tab (from profile `default`)" in refused(style, server)


@pytest.mark.parametrize("name", ["AccessKeyId", "SecretAccessKey", "SessionToken"])
def test_stss_keys_are_refused(
    style: Blocking, server: Wire, keys: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    given: dict[str, str] = dict(
        zip(("AccessKeyId", "SecretAccessKey", "SessionToken"), GOOD.values(), strict=True)
    )
    given[name] += "\xe9"

    def respond(_: Any) -> Response:
        return result(
            "AssumeRole",
            {
                "Credentials": {**given, "Expiration": "2099-01-01T00:00:00Z"},
                "AssumedRoleUser": {
                    "AssumedRoleId": "A:x",
                    "Arn": "arn:aws:sts::1:assumed-role/x/x",
                },
            },
            service="sts",
        )

    with Wire(respond) as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
        message = refused(style, server, role_arn="arn:aws:iam::123456789012:role/x")
    assert "contains a character that is not ASCII (from STS)" in message


@pytest.mark.parametrize(
    ("variable", "missing"),
    [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
        ("SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ],
)
@pytest.mark.parametrize("other", [None, "", " "])
def test_half_a_pair_in_the_environment_is_reported(
    style: Blocking,
    server: Wire,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    missing: str,
    other: str | None,
) -> None:
    monkeypatch.setenv(variable, "half")
    if other is not None:
        monkeypatch.setenv(missing, other)
    message = refused(style, server)
    assert f"{variable} is set, but {missing} is not" in message


def test_an_id_alone_hides_the_file_as_in_botocore_and_a_secret_alone_does_not(
    style: Blocking,
    server: Wire,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aws_files("[default]\naws_access_key_id = FILE\naws_secret_access_key = a-secret-key\n")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "half")
    style.settle(style.autoscale(server, **WITHOUT).get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.access_key == "FILE"
    server.requests.clear()
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "half")
    assert "AWS_SECRET_ACCESS_KEY is not" in refused(style, server)


@pytest.mark.parametrize("given", [5, b"dev", ["dev"], True])
def test_a_profile_that_is_no_name_is_refused(style: Blocking, given: Any) -> None:
    with pytest.raises(TypeError, match=r"^profile_name must be a string, got "):
        style.autoscale(profile_name=given)


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_excessive_length_are_refused(style: Blocking, server: Wire, name: str) -> None:
    """Such as a file in place of a token. The search for secrets would take seconds per call."""
    keys = GOOD | {name: "x" * 10_000_000}
    keys["security_token"] = keys.pop("aws_session_token")
    argument = name.replace("aws_session_token", "security_token")
    with pytest.raises(ValueError, match=f"^{argument} has more than 65,536 characters") as caught:
        style.autoscale(server, **keys)
    assert len(str(caught.value)) < 1000
