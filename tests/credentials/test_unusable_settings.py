"""Settings of credential sources that cannot be used are named, with the variable or the file."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import NoAuthHandlerFound
from tests.credentials.sources import NO_KEYS, START, credentials
from tests.support.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.styles import Blocking

FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"


def refused(style: Blocking, server: Wire) -> str:
    """The error of a call without credentials, the same in each call."""
    connection = style.autoscale(server, **NO_KEYS)
    messages = set()
    for _ in range(2):
        with pytest.raises(NoAuthHandlerFound) as caught:
            style.settle(connection.get_all_groups())
        messages.add(re.sub(r"after [\d.]+ s", "", str(caught.value)))
    assert server.requests == []
    (message,) = messages
    return message


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({FULL: " "}, rf"{FULL} must be a URL such as .*, got ' '"),
        ({FULL: "127.0.0.1/keys"}, rf"{FULL} must be a URL such as"),
        ({FULL: "http://127.0.0.1/\n"}, rf"{FULL} must be a URL such as .*, got '.*\\n'"),
        ({RELATIVE: "keys"}, rf"{RELATIVE} must be a path such as .*, got 'keys'"),
        ({RELATIVE: "/a b"}, rf"{RELATIVE} must be a path such as"),
        ({RELATIVE: "", FULL: "http://127.0.0.1:1"}, rf"{RELATIVE} is empty; unset it"),
        (
            {FULL: "http://127.0.0.1:1", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": ""},
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is empty; unset it",
        ),
        ({ENDPOINT: "127.0.0.1"}, rf"{ENDPOINT} must be a URL such as .*, got '127\.0\.0\.1'"),
        ({ENDPOINT: "http://127.0.0.1\n"}, rf"{ENDPOINT} must be a URL such as"),
        ({MODE: "IPv5"}, rf"{MODE} must be IPv4 or IPv6, got 'IPv5'"),
    ],
)
def test_a_variable_is_named(
    style: Blocking,
    server: Wire,
    variables: dict[str, str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert re.search(words, refused(style, server))


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("ec2_metadata_service_endpoint = x", "ec2_metadata_service_endpoint must be a URL"),
        ("ec2_metadata_service_endpoint_mode = x", "_mode must be IPv4 or IPv6, got 'x'"),
    ],
)
def test_an_option_of_the_instance_is_named(
    style: Blocking,
    server: Wire,
    option: str,
    words: str,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    aws_files(config=f"[default]\n{option}\n")
    assert re.search(
        rf"/\.aws/config, line 2, profile `default`: .*{words}", refused(style, server)
    )


def test_the_named_profiles_metadata_service_is_asked(
    style: Blocking, server: Wire, aws_files: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_PROFILE", "here")
    with Wire(credentials) as instance:
        lines = f"ec2_metadata_service_endpoint = {instance.url}\n"
        aws_files(config=f"[default]\nec2_metadata_service_endpoint = x\n[profile here]\n{lines}")
        style.settle(style.autoscale(server, **NO_KEYS).get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.access_key == "ASIATEMPORARY"


TOKEN: dict[str, Any] = {"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read: it does not exist"),
        ("junk", "is invalid: it is not a JSON object"),
        ("[]", "is invalid: it is not a JSON object"),
        ("{}", "is invalid: it has no accessToken"),
        (json.dumps({"accessToken": "t"}), "is invalid: it has no expiresAt"),
        (
            json.dumps({**TOKEN, "expiresAt": "2001-01-01T00:00:00Z"}),
            "expired at 2001-01-01T00:00:00Z",
        ),
    ],
)
@pytest.mark.parametrize("session", [True, False])
def test_a_token_of_single_sign_on_is_named(
    style: Blocking,
    server: Wire,
    home: Path,
    aws_files: Callable[..., None],
    content: str | None,
    words: str,
    session: bool,
) -> None:
    place = f"sso_start_url = {START}\nsso_region = us-east-1\n"
    account = "sso_account_id = 123456789012\nsso_role_name = reader\n"
    if session:
        aws_files(config=f"[default]\nsso_session = s\n{account}[sso-session s]\n{place}")
    else:
        aws_files(config=f"[default]\n{place}{account}")
    key = "s" if session else START
    folder = home / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    path = folder / f"{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}.json"
    if content is not None:
        path.write_text(content)
    message = refused(style, server)
    assert f"the token of single sign-on {path} {words}; sign in with `aws sso login`" in message


def test_single_sign_on_needs_no_empty_endpoint(
    style: Blocking, server: Wire, aws_files: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "")
    aws_files(
        config=f"[default]\nsso_start_url = {START}\nsso_region = us-east-1\n"
        "sso_account_id = 123456789012\nsso_role_name = reader\n"
    )
    assert "AWS_ENDPOINT_URL is empty; unset it" in refused(style, server)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none", "cannot be read: it does not exist"),
        ("", "cannot be read: it is a directory"),
    ],
)
@pytest.mark.parametrize("variable", ["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"])
def test_a_file_that_a_variable_names_is_named(
    style: Blocking,
    server: Wire,
    home: Path,
    name: str,
    words: str,
    variable: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = str(home / name)
    monkeypatch.setenv(variable, path)
    assert f"; {path} of {variable} {words}" in refused(style, server)


def test_a_credentials_file_that_is_a_directory_is_named(
    style: Blocking, server: Wire, home: Path
) -> None:
    path = home / ".aws" / "credentials"
    path.mkdir(parents=True)
    assert f"; {path} cannot be read: it is a directory" in refused(style, server)
