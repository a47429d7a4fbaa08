"""Connections that assume a role."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import BotoConnectionError, BotoServerError, NoAuthHandlerFound
from reboto.regioninfo import RegionInfo
from tests.support.sts import ROLE, credentials
from tests.support.styles import ACCESS_KEY, Blocking
from tests.support.wire import Wire, failure, silence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import reboto.local


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """An STS that accepts every request for a role."""
    with Wire(lambda _: credentials()) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", running.url)
        yield running


def test_calls_are_signed_with_the_roles_credentials(
    style: Blocking, server: Wire, sts: Wire
) -> None:
    style.settle(style.autoscale(server, role_arn=ROLE).get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.access_key == "ASIAROLE"
    assert server.request.headers["x-amz-security-token"] == "role-token"


def test_the_role_is_assumed_with_the_keys_given(style: Blocking, server: Wire, sts: Wire) -> None:
    connection = style.cloudwatch(
        server,
        role_arn=ROLE,
        external_id="company-7",
        role_session_name="nightly",
        region=RegionInfo(name="eu-west-1", endpoint=server.host),
    )
    style.settle(connection.describe_alarms())
    sent = sts.request.parameters
    assert (sent["Action"], sent["RoleArn"]) == ("AssumeRole", ROLE)
    assert (sent["ExternalId"], sent["RoleSessionName"]) == ("company-7", "nightly")
    scope = sts.request.scope
    assert scope is not None
    assert (scope.access_key, scope.region, scope.service) == (ACCESS_KEY, "eu-west-1", "sts")


def test_the_role_is_assumed_with_the_environments_keys(
    style: Blocking, server: Wire, sts: Wire, keys: None
) -> None:
    connection = style.autoscale(
        server, role_arn=ROLE, aws_access_key_id=None, aws_secret_access_key=None
    )
    style.settle(connection.get_all_groups())
    assert sts.request.scope is not None
    assert sts.request.scope.access_key == ACCESS_KEY
    assert sts.request.parameters["RoleSessionName"].startswith("reboto-")
    assert "ExternalId" not in sts.request.parameters


def call_as_base(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(
        server,
        role_arn=ROLE,
        profile_name="base",
        aws_access_key_id=None,
        aws_secret_access_key=None,
    )
    style.settle(connection.get_all_groups())


def test_the_role_is_assumed_with_a_profiles_keys(
    style: Blocking, server: Wire, sts: Wire, home: Path
) -> None:
    (home / ".aws").mkdir()
    text = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n"
    (home / ".aws" / "credentials").write_text(text)
    call_as_base(style, server)
    assert sts.request.scope is not None
    assert sts.request.scope.access_key == "AKIDBASE"


def test_a_profile_may_say_where_sts_is(style: Blocking, server: Wire, home: Path) -> None:
    with Wire(lambda _: credentials()) as elsewhere:
        (home / ".aws").mkdir()
        (home / ".aws" / "config").write_text(
            "[profile base]\nservices = ours\naws_access_key_id = AKIDBASE\n"
            "aws_secret_access_key = s\n"
            f"[services ours]\nsts =\n  endpoint_url = {elsewhere.url}\n"
        )
        call_as_base(style, server)
        assert elsewhere.request.parameters["RoleArn"] == ROLE


def test_connections_with_the_same_arguments_share_the_credentials(
    style: Blocking, server: Wire, sts: Wire
) -> None:
    for make in (style.autoscale, style.autoscale):
        connection = make(server, role_arn=ROLE)
        style.settle(connection.get_all_groups())
        style.settle(connection.get_all_policies())
    style.settle(style.cloudwatch(server, role_arn=ROLE).describe_alarms())
    assert len(sts.requests) == 1
    style.settle(style.autoscale(server, role_arn=ROLE + "-2").get_all_groups())
    assert len(sts.requests) == 2


def test_many_threads_assume_the_role_once(server: Wire, sts: Wire) -> None:
    ready = threading.Barrier(8)

    def call(number: int) -> Any:
        connection = Blocking().autoscale(server, role_arn=ROLE)
        ready.wait()
        return connection.get_all_groups()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [[]] * 8
    assert len(sts.requests) == 1


def test_the_role_is_assumed_again_when_its_credentials_expire(
    style: Blocking, server: Wire, sts: Wire
) -> None:
    sts.script(credentials("ASIAFIRST", minutes=1 / 60), credentials("ASIASECOND"))
    connection = style.autoscale(server, role_arn=ROLE)
    style.settle(connection.get_all_groups())
    time.sleep(1.5)
    for _ in range(2):
        style.settle(connection.get_all_groups())
    used = [request.scope.access_key for request in server.requests if request.scope]
    assert used == ["ASIAFIRST", "ASIASECOND", "ASIASECOND"]


def test_a_role_set_later_counts_from_the_next_call(
    style: Blocking, server: Wire, sts: Wire
) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups())
    connection.role_arn = ROLE
    style.settle(connection.get_all_groups())
    connection.role_arn = None
    style.settle(connection.get_all_groups())
    used = [request.scope.access_key for request in server.requests if request.scope]
    assert used == [ACCESS_KEY, "ASIAROLE", ACCESS_KEY]


def test_the_error_of_sts_is_reported_unchanged(style: Blocking, server: Wire, sts: Wire) -> None:
    message = f"User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on {ROLE}"
    sts.otherwise = failure("AccessDenied", message, 403, service="sts")
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.autoscale(server, role_arn=ROLE).get_all_groups())
    error = caught.value
    assert (error.status, error.code, error.message) == (403, "AccessDenied", message)
    assert server.requests == []
    assert len(sts.requests) == 1


def test_an_sts_that_cannot_be_reached_is_named(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1")
    with pytest.raises(
        BotoConnectionError, match=r"STS at http://127\.0\.0\.1:1 failed after 3 attempts"
    ):
        style.settle(style.autoscale(server, role_arn=ROLE).get_all_groups())


def test_without_keys_no_role_is_assumed(style: Blocking, server: Wire, sts: Wire) -> None:
    connection = style.autoscale(
        server, role_arn=ROLE, aws_access_key_id=None, aws_secret_access_key=None
    )
    with pytest.raises(NoAuthHandlerFound, match="no AWS credentials were found"):
        style.settle(connection.get_all_groups())
    assert sts.requests == []


def test_the_roles_keys_are_those_of_the_connection(server: Wire, sts: Wire, keys: None) -> None:
    connection = Blocking().autoscale(
        server, role_arn=ROLE, aws_access_key_id=None, aws_secret_access_key=None
    )
    assert connection.aws_access_key_id == "ASIAROLE"
    assert connection.provider.security_token == "role-token"


@pytest.mark.parametrize("wrong", ["reader", "arn:aws:iam::123456789012:user/me", "role/reader"])
def test_a_value_that_is_not_a_role_is_refused(
    style: Blocking, server: Wire, sts: Wire, wrong: str
) -> None:
    with pytest.raises(ValueError, match=r"role_arn must be a role's ARN, such as .*, got "):
        style.settle(style.autoscale(server, role_arn=wrong).get_all_groups())
    assert sts.requests == []


def test_a_silent_sts_does_not_hold_up_other_connections(server: Wire, sts: Wire) -> None:
    sts.otherwise = silence()
    waiting = Blocking().autoscale(server, role_arn=ROLE)
    other = Blocking().autoscale(server)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(waiting.get_all_groups)
        sts.wait_for(1)
        assert [other.get_all_groups() for _ in range(10)] == [[]] * 10
        assert not call.done()
        sts.__exit__()
        assert isinstance(call.exception(timeout=30), BotoConnectionError)


def test_the_local_endpoint_knows_roles(style: Blocking, endpoint: reboto.local.Endpoint) -> None:
    assert style.settle(style.autoscale(role_arn=ROLE).get_all_groups()) == []
