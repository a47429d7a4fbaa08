"""`credentials_provider=`: the credentials of a boto3 or botocore session."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reboto._credentials_provider import source
from reboto.credentials import from_boto3
from reboto.exception import NoAuthHandlerFound
from tests.credentials.vault import NO_KEYS, SECRET, UTC, call, signers

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def boto3_session(**credentials: Any) -> Any:
    import boto3

    return boto3.Session(region_name="us-east-1", **credentials)


def test_a_boto3_session_gives_its_credentials(style: Blocking, server: Wire) -> None:
    session = boto3_session(
        aws_access_key_id="AKBOTO3", aws_secret_access_key=SECRET, aws_session_token="t3"
    )
    call(style, server, from_boto3(session))
    call(style, server, session.get_credentials())
    assert signers(server) == ["AKBOTO3", "AKBOTO3"]
    assert server.requests[0].headers["x-amz-security-token"] == "t3"


def test_botocores_refreshable_credentials_are_refreshed(style: Blocking, server: Wire) -> None:
    from botocore.credentials import RefreshableCredentials

    names = iter(["AK1", "AK2", "AK3"])

    def refresh() -> dict[str, str]:
        expiry = datetime.now(UTC) + timedelta(seconds=3)
        return {
            "access_key": next(names),
            "secret_key": SECRET,
            "token": "t",
            "expiry_time": expiry.isoformat(),
        }

    credentials = RefreshableCredentials.create_from_metadata(
        refresh(), refresh_using=refresh, method="test"
    )
    connection = style.autoscale(server, **NO_KEYS, credentials_provider=credentials)
    for _ in range(2):
        style.settle(connection.get_all_groups())
    first, second = signers(server)
    assert first < second


def test_a_boto3_session_without_credentials_says_so(style: Blocking, server: Wire) -> None:
    with pytest.raises(NoAuthHandlerFound, match="the boto3 session has no credentials"):
        call(style, server, from_boto3(boto3_session()))


def test_connections_of_one_session_share_its_credentials(server: Wire) -> None:
    session = boto3_session(aws_access_key_id="AKBOTO3", aws_secret_access_key=SECRET)
    one, other = from_boto3(session), from_boto3(session)
    assert source(one) is source(other)


def test_a_value_that_is_not_a_session_is_refused() -> None:
    with pytest.raises(TypeError, match="session must be a boto3 or botocore session, got int"):
        from_boto3(5)
