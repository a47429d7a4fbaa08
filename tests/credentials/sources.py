"""Every network service that supplies credentials, and the settings that select it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from tests.support.wire import Response, result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.support.wire import Request

ROLE = "arn:aws:iam::123456789012:role/reader"
START = "https://start.example.com"
NO_KEYS = {"aws_access_key_id": None, "aws_secret_access_key": None}


def credentials(request: Request) -> Response:
    """Answer as STS, the SSO portal, a container's and an instance's service do."""
    end = datetime.now(timezone.utc) + timedelta(hours=1)
    expiration = end.strftime("%Y-%m-%dT%H:%M:%SZ")
    keys = {"AccessKeyId": "ASIATEMPORARY", "SecretAccessKey": "temporary-secret"}
    operation = request.operation or ""
    if operation.startswith("AssumeRole"):
        given = {**keys, "SessionToken": "token", "Expiration": expiration}
        user = {"AssumedRoleId": "AROA:x", "Arn": f"{ROLE}/x"}
        return result(operation, {"Credentials": given, "AssumedRoleUser": user}, service="sts")
    if request.path.startswith("/federation/credentials"):
        portal = {
            "accessKeyId": keys["AccessKeyId"],
            "secretAccessKey": keys["SecretAccessKey"],
            "sessionToken": "token",
            "expiration": int(end.timestamp() * 1000),
        }
        return Response(body=json.dumps({"roleCredentials": portal}).encode())
    if request.method == "PUT":
        return Response(body=b"session", headers={"x-aws-ec2-metadata-token-ttl-seconds": "60"})
    if request.path.endswith("/security-credentials/"):
        return Response(body=b"role")
    document = {**keys, "Code": "Success", "Type": "AWS-HMAC", "Token": "token"}
    document |= {"LastUpdated": "2026-01-01T00:00:00Z", "Expiration": expiration}
    return Response(body=json.dumps(document).encode())


class Setting:
    """A user's configuration: variables and files."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        self.home, self.url, self._monkeypatch = home, url, monkeypatch
        (home / ".aws" / "sso" / "cache").mkdir(parents=True, exist_ok=True)

    def variables(self, **values: object) -> None:
        for name, value in values.items():
            self._monkeypatch.setenv(name, str(value))

    def config(self, text: str) -> None:
        (self.home / ".aws" / "config").write_text(text)


def role(setting: Setting) -> dict[str, Any]:
    setting.variables(AWS_ENDPOINT_URL_STS=setting.url)
    return {"role_arn": ROLE}


def web_identity(setting: Setting) -> dict[str, Any]:
    token = setting.home / "token"
    token.write_text("a-bearer-token")
    setting.variables(
        AWS_ENDPOINT_URL_STS=setting.url, AWS_WEB_IDENTITY_TOKEN_FILE=token, AWS_ROLE_ARN=ROLE
    )
    return NO_KEYS


def profile_role(setting: Setting) -> dict[str, Any]:
    setting.variables(AWS_ENDPOINT_URL_STS=setting.url)
    setting.config(
        f"[profile worker]\nrole_arn = {ROLE}\nsource_profile = base\n"
        "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n"
    )
    return {**NO_KEYS, "profile_name": "worker"}


def profile_web_identity(setting: Setting) -> dict[str, Any]:
    token = setting.home / "token"
    token.write_text("a-bearer-token")
    setting.variables(AWS_ENDPOINT_URL_STS=setting.url)
    setting.config(f"[profile worker]\nrole_arn = {ROLE}\nweb_identity_token_file = {token}\n")
    return {**NO_KEYS, "profile_name": "worker"}


def sso(setting: Setting) -> dict[str, Any]:
    setting.variables(AWS_ENDPOINT_URL_SSO=setting.url, AWS_ENDPOINT_URL_SSO_OIDC=setting.url)
    setting.config(
        f"[profile worker]\nsso_start_url = {START}\nsso_region = us-east-1\n"
        "sso_account_id = 123456789012\nsso_role_name = reader\nregion = us-east-1\n"
    )
    name = hashlib.sha1(START.encode(), usedforsecurity=False).hexdigest()
    token = {"accessToken": "a-portal-token", "expiresAt": "2099-01-01T00:00:00Z"}
    token |= {"startUrl": START, "region": "us-east-1"}
    (setting.home / ".aws" / "sso" / "cache" / f"{name}.json").write_text(json.dumps(token))
    return {**NO_KEYS, "profile_name": "worker"}


def container(setting: Setting) -> dict[str, Any]:
    setting.variables(
        AWS_CONTAINER_CREDENTIALS_FULL_URI=f"{setting.url}/keys",
        AWS_CONTAINER_AUTHORIZATION_TOKEN="a-container-token",
    )
    return NO_KEYS


def instance(setting: Setting) -> dict[str, Any]:
    setting.variables(
        AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=setting.url
    )
    return NO_KEYS


SOURCES: dict[str, Callable[[Setting], dict[str, Any]]] = {
    made.__name__: made
    for made in (
        role,
        web_identity,
        profile_role,
        profile_web_identity,
        sso,
        container,
        instance,
    )
}
