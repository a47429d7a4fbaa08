"""Faults of the sources of credentials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reboto.exception import (
    BotoConnectionError,
    BotoServerError,
    BotoTimeoutError,
    NoAuthHandlerFound,
)
from reboto.provider import ProfileNotFoundError
from tests.errors.fault import Fault, Fixtures, Setup
from tests.errors.network import group
from tests.support.instance import KEYS as KEYS_OF_ROLE
from tests.support.instance import Instance
from tests.support.styles import ACCESS_KEY, SECRET_KEY
from tests.support.wire import Place, Response, Wire, failure, hang_up, result, silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Request

KEYLESS: dict[str, Any] = {"aws_access_key_id": None, "aws_secret_access_key": None}
KEYS = f"aws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"


def nowhere(fixtures: Fixtures) -> Setup:
    server = fixtures.serve()

    def end_fault() -> None:
        fixtures.monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
        fixtures.monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)

    return Setup(fixtures.connect(server, **KEYLESS), end_fault, server)


def profile(before: str, after: str) -> Callable[[Fixtures], Setup]:
    """The profile ``web`` of a file that says one thing, and later another."""

    def setup(fixtures: Fixtures) -> Setup:
        path = fixtures.folder / "config"
        path.write_text(before)
        fixtures.monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
        server = fixtures.serve()
        connection = fixtures.connect(server, profile_name="web", **KEYLESS)
        return Setup(connection, lambda: path.write_text(after), server)

    return setup


def instance(response: Response) -> Callable[[Fixtures], Setup]:
    """An instance metadata service with this response, until the fault ends."""

    def setup(fixtures: Fixtures) -> Setup:
        service = fixtures.closing.enter_context(Instance())
        good, service.otherwise = service.otherwise, response
        fixtures.monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
        fixtures.monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.url)
        server = fixtures.serve()

        def end_fault() -> None:
            service.otherwise = good

        return Setup(fixtures.connect(server, **KEYLESS), end_fault, server)

    return setup


def container(response: Response) -> Callable[[Fixtures], Setup]:
    """A container's credentials service with this response, until the fault ends."""

    def setup(fixtures: Fixtures) -> Setup:
        service = fixtures.serve(response)
        fixtures.monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{service.url}/keys")
        server = fixtures.serve()

        def end_fault() -> None:
            service.otherwise = Response(200, json.dumps(KEYS_OF_ROLE).encode())

        return Setup(fixtures.connect(server, **KEYLESS), end_fault, server)

    return setup


def web_identity(fixtures: Fixtures) -> Setup:
    """A token that STS does not take, until it does."""
    path = fixtures.folder / "token"
    path.write_text("eyJh.token")
    fixtures.monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(path))
    fixtures.monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/boss")
    tokens = fixtures.serve(failure("InvalidIdentityToken", "no such provider", 400, service="sts"))
    fixtures.monkeypatch.setenv("AWS_ENDPOINT_URL_STS", tokens.url)
    server = fixtures.serve()

    def end_fault() -> None:
        tokens.otherwise = assumed

    return Setup(fixtures.connect(server, **KEYLESS), end_fault, server)


def assumed(request: Request) -> Response:
    keys = {
        "AccessKeyId": "ASIAROLE",
        "SecretAccessKey": "s",
        "SessionToken": "t",
        "Expiration": "2099-01-01T00:00:00Z",
    }
    user = {"AssumedRoleId": "AROA:x", "Arn": "arn:aws:sts::1:assumed-role/x/x"}
    return result(
        str(request.operation), {"Credentials": keys, "AssumedRoleUser": user}, service="sts"
    )


def role(response: Response | None, timeout: float = 30) -> Callable[[Fixtures], Setup]:
    """An STS with this response, or unreachable, until the fault ends."""

    def setup(fixtures: Fixtures) -> Setup:
        if response is None:
            with Wire() as gone:
                place = Place(gone.port)
            tokens = Wire(assumed, port=place.port)
        else:
            tokens = fixtures.serve(response)
        fixtures.monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{tokens.port}")
        server = fixtures.serve()

        def end_fault() -> None:
            tokens.otherwise = assumed
            if response is None:
                fixtures.closing.enter_context(tokens)

        arn = "arn:aws:iam::123456789012:role/boss"
        return Setup(fixtures.connect(server, role_arn=arn, timeout=timeout), end_fault, server)

    return setup


def row(
    name: str, setup: Callable[[Fixtures], Setup], gives: type[Exception], **more: Any
) -> Fault:
    return Fault(name, setup, gives, 0, **more)


FAULTS = [
    row("no credentials", nowhere, NoAuthHandlerFound),
    row(
        "a profile that does not exist",
        profile("[profile other]\n", f"[profile web]\n{KEYS}"),
        ProfileNotFoundError,
    ),
    row(
        "a profile without credentials",
        profile("[profile web]\nregion = eu-west-1\n", f"[profile web]\n{KEYS}"),
        NoAuthHandlerFound,
    ),
    row(
        "a profile whose `credential_process` fails",
        profile("[profile web]\ncredential_process = false\n", f"[profile web]\n{KEYS}"),
        NoAuthHandlerFound,
    ),
    row("instance metadata that does not respond", instance(silence()), NoAuthHandlerFound),
    row("instance metadata that closes the connection", instance(hang_up()), NoAuthHandlerFound),
    row("instance metadata that responds 500", instance(Response(500)), NoAuthHandlerFound),
    row(
        "a role that the caller must not assume",
        role(failure("AccessDenied", "not yours", 403, service="sts")),
        BotoServerError,
        status=403,
        code="AccessDenied",
    ),
    row("STS refuses the connection", role(None), BotoConnectionError),
    row("STS does not respond", role(silence(), 0.5), BotoTimeoutError),
    row(
        "a group is created, and STS does not respond",
        role(silence(), 0.5),
        BotoTimeoutError,
        call=group,
    ),
    row(
        "a web identity that STS refuses",
        web_identity,
        BotoServerError,
        status=400,
        code="InvalidIdentityToken",
    ),
    row(
        "a container's credentials service that fails", container(Response(500)), NoAuthHandlerFound
    ),
    row(
        "invalid credentials of a container",
        container(Response(200, b"<html>")),
        NoAuthHandlerFound,
    ),
]
