"""The source of a call's credentials."""

from __future__ import annotations

import json
import shlex
import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import BotoServerError, NoAuthHandlerFound
from reboto.provider import ProfileNotFoundError
from tests.support.wire import Response, Wire, failure, result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.styles import Blocking
    from tests.support.wire import Request

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
LATER = datetime.now(timezone.utc) + timedelta(hours=2)


def document(access_key: str) -> dict[str, str]:
    """Credentials in the format of the container's and the instance's services."""
    return {
        "Code": "Success",
        "Type": "AWS-HMAC",
        "LastUpdated": "2026-01-01T00:00:00Z",
        "AccessKeyId": access_key,
        "SecretAccessKey": SECRET,
        "Token": f"token-of-{access_key}",
        "Expiration": LATER.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def used(style: Blocking, server: Wire, **arguments: Any) -> tuple[str, str | None]:
    """Access key and token of a call by a connection without credentials arguments."""
    connection = by_chain(style, server, **arguments)
    style.settle(connection.get_all_groups())
    return signed(server.requests[-1])


def by_chain(style: Blocking, server: Wire, **arguments: Any) -> Any:
    return style.autoscale(
        server, **{"aws_access_key_id": None, "aws_secret_access_key": None, **arguments}
    )


def signed(request: Request) -> tuple[str, str | None]:
    assert request.scope is not None
    return request.scope.access_key, request.headers.get("x-amz-security-token")


@pytest.fixture
def environment_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """An instance's metadata service, in its second version alone."""

    def respond(request: Request) -> Response:
        if request.method == "PUT" and request.path == "/latest/api/token":
            return Response(body=b"session", headers={"x-aws-ec2-metadata-token-ttl-seconds": "60"})
        if request.headers.get("x-aws-ec2-metadata-token") != "session":
            return Response(401)
        _, found, role = request.path.partition("/iam/security-credentials/")
        if not found:
            return Response(404)
        return Response(body=json.dumps(document("INSTANCE")).encode() if role else b"web")

    with Wire(respond) as running:
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", running.url)
        yield running


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A container's credentials service."""

    def respond(request: Request) -> Response:
        if request.path != "/keys":
            return Response(404)
        return Response(body=json.dumps(document("CONTAINER")).encode())

    with Wire(respond) as running:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{running.url}/keys")
        yield running


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A security token service."""

    def respond(request: Request) -> Response:
        operation = str(request.operation)
        role = request.parameters["RoleArn"].rpartition("/")[2]
        keys = {
            "AccessKeyId": role.upper(),
            "SecretAccessKey": SECRET,
            "SessionToken": f"token-of-{role}",
            "Expiration": LATER.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        user = {"AssumedRoleId": "AROA:x", "Arn": "arn:aws:sts::1:assumed-role/x/x"}
        return result(operation, {"Credentials": keys, "AssumedRoleUser": user}, service="sts")

    with Wire(respond) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", running.url)
        yield running


def test_given_keys_are_used(style: Blocking, server: Wire, environment_keys: None) -> None:
    given = {"aws_access_key_id": "GIVEN", "aws_secret_access_key": SECRET}
    assert used(style, server, **given) == ("GIVEN", None)
    assert used(style, server, **given, security_token="mine") == ("GIVEN", "mine")


def test_calls_are_signed_for_service_and_region(style: Blocking, server: Wire) -> None:
    style.settle(style.autoscale(server).get_all_groups())
    style.settle(style.cloudwatch(server).describe_alarms())
    scopes = [request.scope for request in server.requests]
    assert [(scope.region, scope.service) for scope in scopes if scope] == [
        ("us-east-1", "autoscaling"),
        ("us-east-1", "monitoring"),
    ]


def test_the_environments_keys_are_used(
    style: Blocking, server: Wire, environment_keys: None
) -> None:
    assert used(style, server) == ("ENVIRONMENT", None)


@pytest.mark.parametrize("name", ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"])
def test_the_environments_token_is_used(
    style: Blocking,
    server: Wire,
    environment_keys: None,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, "env-token")
    assert used(style, server) == ("ENVIRONMENT", "env-token")


def test_botos_variable_of_the_token_takes_precedence_as_in_botocore(
    style: Blocking, server: Wire, environment_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    monkeypatch.setenv("AWS_SECURITY_TOKEN", "security")
    assert used(style, server) == ("ENVIRONMENT", "security")


def test_keys_of_the_environment_that_change_count_for_new_connections(
    style: Blocking, server: Wire, environment_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert used(style, server) == ("ENVIRONMENT", None)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "CHANGED")
    assert used(style, server) == ("CHANGED", None)


FILES = f"""
    [default]
    aws_access_key_id = DEFAULT
    aws_secret_access_key = {SECRET}

    [dev]
    aws_access_key_id = DEV
    aws_secret_access_key = {SECRET}
    aws_session_token = dev-token
    """


def test_the_shared_files_default_profile_is_used(
    style: Blocking, server: Wire, aws_files: Any
) -> None:
    aws_files(FILES)
    assert used(style, server) == ("DEFAULT", None)


def test_a_named_profile_is_used(
    style: Blocking, server: Wire, aws_files: Any, environment_keys: None
) -> None:
    aws_files(FILES)
    assert used(style, server, profile_name="dev") == ("DEV", "dev-token")


@pytest.mark.parametrize(
    ("first", "second", "access_key"),
    [
        ("dev", None, "DEV"),
        (None, "dev", "DEV"),
        ("", "dev", "DEV"),
        ("dev", "", "DEV"),
        ("dev", "none", "DEV"),
        ("default", "dev", "DEFAULT"),
        ("", "", "DEFAULT"),
    ],
)
def test_the_environment_names_a_profile(
    style: Blocking,
    server: Wire,
    aws_files: Any,
    monkeypatch: pytest.MonkeyPatch,
    first: str | None,
    second: str | None,
    access_key: str,
) -> None:
    aws_files(FILES, "[profile dev]\nregion = eu-west-3\n")
    for name, value in {"AWS_PROFILE": first, "AWS_DEFAULT_PROFILE": second}.items():
        if value is not None:
            monkeypatch.setenv(name, value)
    token = "dev-token" if access_key == "DEV" else None
    assert used(style, server) == (access_key, token)
    region = "eu-west-3" if access_key == "DEV" else "us-east-1"
    assert style.autoscale().region.name == region


def test_files_elsewhere_are_used(
    style: Blocking, server: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys"
    path.write_text(f"[default]\naws_access_key_id = ELSE\naws_secret_access_key = {SECRET}\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))
    assert used(style, server) == ("ELSE", None)


def test_an_undefined_profile_is_named(
    style: Blocking, server: Wire, aws_files: Any, environment_keys: None
) -> None:
    aws_files(FILES)
    connection = by_chain(style, server, profile_name="production")
    with pytest.raises(ProfileNotFoundError, match="production"):
        style.settle(connection.get_all_groups())
    assert server.requests == []


def test_a_profile_without_keys_is_named(style: Blocking, server: Wire, aws_files: Any) -> None:
    aws_files(config="[profile bare]\nregion = eu-west-1\n")
    connection = by_chain(style, server, profile_name="bare")
    with pytest.raises(NoAuthHandlerFound, match="bare"):
        style.settle(connection.get_all_groups())


BOTO_CFG = f"""
    [Credentials]
    aws_access_key_id = BOTO
    aws_secret_access_key = {SECRET}

    [profile old]
    aws_access_key_id = OLD
    aws_secret_access_key = {SECRET}
    aws_security_token = old-token
    """


def test_boto_cfgs_keys_are_used(style: Blocking, server: Wire, boto_cfg: Any) -> None:
    boto_cfg(BOTO_CFG)
    assert used(style, server) == ("BOTO", None)


def test_boto_cfgs_profile_is_used(style: Blocking, server: Wire, boto_cfg: Any) -> None:
    boto_cfg(BOTO_CFG)
    assert used(style, server, profile_name="old") == ("OLD", "old-token")


def test_the_shared_files_take_precedence_over_boto_cfg(
    style: Blocking, server: Wire, boto_cfg: Any, aws_files: Any
) -> None:
    boto_cfg(BOTO_CFG)
    aws_files(FILES)
    assert used(style, server) == ("DEFAULT", None)


def test_boto_cfg_takes_precedence_over_the_roles_of_container_and_instance(
    style: Blocking, server: Wire, boto_cfg: Any, metadata: Wire, container: Wire
) -> None:
    boto_cfg(BOTO_CFG)
    assert used(style, server) == ("BOTO", None)
    assert (metadata.requests, container.requests) == ([], [])


def test_the_environment_takes_precedence_over_files(
    style: Blocking, server: Wire, boto_cfg: Any, aws_files: Any, environment_keys: None
) -> None:
    boto_cfg(BOTO_CFG)
    aws_files(FILES)
    assert used(style, server) == ("ENVIRONMENT", None)


def test_a_credential_file_of_the_old_tools_is_used(
    style: Blocking, server: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys"
    path.touch(mode=0o600)
    path.write_text(f"AWSAccessKeyId=JAVA\nAWSSecretKey={SECRET}\n")
    monkeypatch.setenv("AWS_CREDENTIAL_FILE", str(path))
    assert used(style, server) == ("JAVA", None)


def test_a_containers_role_is_used(
    style: Blocking, server: Wire, container: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in")
    assert used(style, server) == ("CONTAINER", "token-of-CONTAINER")
    assert container.request.headers["authorization"] == "let me in"


def test_an_instances_role_is_used(style: Blocking, server: Wire, metadata: Wire) -> None:
    assert used(style, server) == ("INSTANCE", "token-of-INSTANCE")


def test_the_containers_role_takes_precedence_over_the_instances(
    style: Blocking, server: Wire, container: Wire, metadata: Wire
) -> None:
    assert used(style, server) == ("CONTAINER", "token-of-CONTAINER")
    assert metadata.requests == []


@pytest.mark.parametrize(
    "names",
    [
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
        ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"],
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"],
    ],
)
def test_an_instances_role_is_used_if_the_variables_of_containers_are_empty(
    style: Blocking,
    server: Wire,
    metadata: Wire,
    monkeypatch: pytest.MonkeyPatch,
    names: list[str],
) -> None:
    for name in names:
        monkeypatch.setenv(name, "")
    assert used(style, server) == ("INSTANCE", "token-of-INSTANCE")


def test_an_instances_role_is_asked_for_once(style: Blocking, server: Wire, metadata: Wire) -> None:
    used(style, server)
    asked = len(metadata.requests)
    for _ in range(3):
        used(style, server)
    style.settle(
        style.cloudwatch(
            server, aws_access_key_id=None, aws_secret_access_key=None
        ).describe_alarms()
    )
    assert len(metadata.requests) == asked
    assert signed(server.requests[-1]) == ("INSTANCE", "token-of-INSTANCE")


def test_an_instances_and_a_containers_role_are_asked_for_without_a_proxy(
    style: Blocking, metadata: Wire, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        style.settle(
            by_chain(style, server, proxy=proxy.host, proxy_port=proxy.port).get_all_groups()
        )
        assert signed(proxy.request) == ("INSTANCE", "token-of-INSTANCE")


def test_an_instance_without_a_role_has_no_credentials(
    style: Blocking, server: Wire, metadata: Wire
) -> None:
    metadata.otherwise = lambda request: (
        Response(body=b"t", headers={"x-aws-ec2-metadata-token-ttl-seconds": "60"})
        if request.method == "PUT"
        else Response(404)
    )
    with pytest.raises(NoAuthHandlerFound):
        style.settle(by_chain(style, server).get_all_groups())
    assert server.requests == []


def test_a_program_may_give_keys(
    style: Blocking, server: Wire, aws_files: Any, tmp_path: Path
) -> None:
    keys = {"Version": 1, "AccessKeyId": "PROGRAM", "SecretAccessKey": SECRET}
    script = tmp_path / "keys.py"
    script.write_text(f"print({json.dumps(json.dumps(keys))})")
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"
    aws_files(config=f"[profile dev]\ncredential_process = {command}\n")
    assert used(style, server, profile_name="dev") == ("PROGRAM", None)


ROLES = """
    [profile admin]
    role_arn = arn:aws:iam::123456789012:role/boss
    source_profile = dev
    external_id = 42
    """


def test_a_profiles_role_is_assumed(
    style: Blocking, server: Wire, aws_files: Any, tokens: Wire
) -> None:
    aws_files(FILES, ROLES)
    assert used(style, server, profile_name="admin") == ("BOSS", "token-of-boss")
    assert signed(tokens.request) == ("DEV", "dev-token")
    assert tokens.request.parameters["ExternalId"] == "42"


def test_a_role_is_assumed_once(
    style: Blocking, server: Wire, aws_files: Any, tokens: Wire
) -> None:
    aws_files(FILES, ROLES)
    for _ in range(3):
        used(style, server, profile_name="admin")
    assert len(tokens.requests) == 1


def test_a_role_that_cannot_be_assumed_is_reported(
    style: Blocking, server: Wire, aws_files: Any, tokens: Wire
) -> None:
    tokens.otherwise = failure("AccessDenied", "boss says no", 403, service="sts")
    aws_files(FILES, ROLES)
    with pytest.raises(BotoServerError, match="boss says no") as caught:
        style.settle(by_chain(style, server, profile_name="admin").get_all_groups())
    assert (caught.value.status, caught.value.code) == (403, "AccessDenied")


def test_a_web_identity_is_used(
    style: Blocking,
    server: Wire,
    tokens: Wire,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "token").write_text("a.web.token")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/pod")
    monkeypatch.setenv("AWS_ROLE_SESSION_NAME", "s")
    assert used(style, server) == ("POD", "token-of-pod")
    assert tokens.request.parameters["WebIdentityToken"] == "a.web.token"


def test_missing_credentials_are_reported_at_the_first_call_with_all_sources(
    style: Blocking, server: Wire
) -> None:
    connection = by_chain(style, server)
    with pytest.raises(NoAuthHandlerFound) as caught:
        style.settle(connection.get_all_groups())
    text = str(caught.value)
    for tried in (
        "AWS_ACCESS_KEY_ID",
        "~/.aws/credentials",
        "boto.cfg",
        "web identity",
        "container",
        "instance metadata",
    ):
        assert tried in text
    assert "Error" not in text
    assert server.requests == []


def test_files_that_change_count_for_new_connections(
    style: Blocking, server: Wire, aws_files: Any
) -> None:
    with pytest.raises(NoAuthHandlerFound):
        used(style, server)
    aws_files(FILES)
    assert used(style, server) == ("DEFAULT", None)
    aws_files(FILES.replace("DEFAULT", "ROTATED"))
    assert used(style, server) == ("ROTATED", None)


def test_a_connection_shows_the_credentials_that_it_would_use(
    style: Blocking, server: Wire, aws_files: Any
) -> None:
    aws_files(FILES)
    connection = by_chain(style, server, profile_name="dev")
    assert (connection.aws_access_key_id, connection.access_key) == ("DEV", "DEV")
    assert connection.aws_secret_access_key == connection.secret_key == SECRET
    assert connection.provider.security_token == "dev-token"
    assert connection.profile_name == "dev"


def test_reading_the_access_key_without_credentials_raises(style: Blocking, server: Wire) -> None:
    with pytest.raises(NoAuthHandlerFound):
        _ = by_chain(style, server).aws_access_key_id


def test_keys_of_a_broken_file_are_not_found(style: Blocking, server: Wire, aws_files: Any) -> None:
    aws_files("[default\naws_access_key_id = DEFAULT\n")
    with pytest.raises(NoAuthHandlerFound) as caught:
        style.settle(by_chain(style, server).get_all_groups())
    assert SECRET not in str(caught.value)
