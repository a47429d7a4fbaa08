"""FIFOs and devices in place of files: reading them would block the process or have no end."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from reboto.exception import NoAuthHandlerFound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs"),
    pytest.mark.timeout(60, method="thread"),
]
WITHOUT = {"aws_access_key_id": None, "aws_secret_access_key": None}
ROLE = "arn:aws:iam::123456789012:role/web"


@pytest.fixture(params=["FIFO", "device"])
def endless(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "device":
        return "/dev/zero"
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return str(path)


def refused(style: Blocking, server: Wire) -> str:
    with pytest.raises(NoAuthHandlerFound) as raised:
        style.settle(style.autoscale(server, **WITHOUT).get_all_groups())
    assert not server.requests
    return str(raised.value)


def test_a_web_identity_token_of_the_environment_is_refused(
    style: Blocking, server: Wire, endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", endless)
    assert f"{endless} of AWS_WEB_IDENTITY_TOKEN_FILE cannot be read: it is not a regular file" in (
        refused(style, server)
    )


def test_a_web_identity_token_of_a_profile_is_refused(
    style: Blocking, server: Wire, endless: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text(f"[default]\nrole_arn = {ROLE}\nweb_identity_token_file = {endless}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert "it is not a regular file" in refused(style, server)


def test_a_token_of_the_containers_service_is_refused(
    style: Blocking, server: Wire, endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", endless)
    assert f"{endless} of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read" in refused(
        style, server
    )


def test_a_cache_of_single_sign_on_is_refused(
    style: Blocking, server: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    token = folder / f"{hashlib.sha1(b's', usedforsecurity=False).hexdigest()}.json"
    os.mkfifo(token)
    (tmp_path / ".aws" / "config").write_text(
        "[default]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n"
        "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x.awsapps.com/start\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)
    assert f"{token.name} cannot be read: it is not a regular file" in refused(style, server)


def test_a_ca_bundle_is_refused(style: Blocking, server: Wire, endless: str) -> None:
    connection = style.autoscale(server, is_secure=True)
    connection.ca_certificates_file = endless
    with pytest.raises(ValueError, match=f"the CA bundle {endless} cannot be read"):
        style.settle(connection.get_all_groups())


def test_certificates_of_the_environment_are_skipped(
    style: Blocking, server: Wire, endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", endless)
    connection = style.autoscale(server, is_secure=True)
    connection.num_retries = 0
    with pytest.raises(ConnectionError):
        style.settle(connection.get_all_groups())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it does not exist"),
        (b"\xff", "it is not UTF-8 text"),
        (b"a\n", "ends with a newline"),
    ],
)
def test_a_token_of_the_containers_service_that_cannot_be_used_is_named(
    style: Blocking,
    server: Wire,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    reason: str,
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(path))
    message = refused(style, server)
    assert str(path) in message
    assert reason in message


def test_a_containers_token_in_the_environment_is_checked(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\nb")
    message = refused(style, server)
    assert (
        "the environment variable AWS_CONTAINER_AUTHORIZATION_TOKEN contains a newline" in message
    )


@pytest.mark.parametrize("url", ["ftp://x", "::::"])
def test_an_invalid_url_of_the_containers_service_is_named(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)
    assert "AWS_CONTAINER_CREDENTIALS_FULL_URI " in refused(style, server)


def test_an_mfa_device_is_named(
    style: Blocking, server: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile base]\naws_access_key_id = AK\naws_secret_access_key = a-secret\n"
        f"[default]\nrole_arn = {ROLE}\nsource_profile = base\n"
        "mfa_serial = arn:aws:iam::123456789012:mfa/me\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    message = refused(style, server)
    assert "config, line 7, profile `default`: mfa_serial needs a code" in message
