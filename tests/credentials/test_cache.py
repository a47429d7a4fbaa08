"""The number of requests to a source of credentials."""

from __future__ import annotations

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from reboto.exception import BotoServerError
from tests.credentials.sources import NO_KEYS, ROLE, credentials
from tests.support.styles import Blocking, reaching
from tests.support.wire import Response, Wire, failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.wire import Request


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    with Wire(credentials) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", running.url)
        yield running


def roles(sts: Wire) -> list[str]:
    """The roles requested from STS, in order."""
    return [request.parameters["RoleArn"] for request in sts.requests]


def test_each_of_many_roles_is_assumed_once(style: Blocking, server: Wire, sts: Wire) -> None:
    names = [f"{ROLE}-{number}" for number in range(80)]
    connections = [style.autoscale(server, role_arn=name) for name in names]
    for _ in range(2):
        for connection in connections:
            style.settle(connection.get_all_groups())
    assert roles(sts) == names


def test_each_of_many_roles_of_short_lived_connections_is_assumed_once(
    style: Blocking, server: Wire, sts: Wire
) -> None:
    names = [f"{ROLE}-{number}" for number in range(80)]
    for _ in range(2):
        for name in names:
            style.settle(style.autoscale(server, role_arn=name).get_all_groups())
    assert roles(sts) == names


def test_connections_with_credentials_do_not_evict_a_roles(
    style: Blocking, server: Wire, sts: Wire
) -> None:
    connection = style.autoscale(server, role_arn=ROLE)
    for number in range(80):
        style.settle(connection.get_all_groups())
        other = style.autoscale(server, aws_access_key_id=f"AKID{number}")
        style.settle(other.get_all_groups())
    assert roles(sts) == [ROLE]


def test_a_role_that_is_being_assumed_while_many_others_are_is_assumed_once(
    server: Wire, sts: Wire
) -> None:
    released = threading.Event()

    def respond(request: Request) -> Response:
        response = credentials(request)
        return (
            replace(response, when=released.wait)
            if request.parameters["RoleArn"] == ROLE
            else response
        )

    def call(role: str) -> object:
        return Blocking().autoscale(server, role_arn=role).get_all_groups()

    sts.otherwise = respond
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(call, ROLE)
        sts.wait_for(1)
        # More than the clients that are kept, and fewer than take STS's timeout of ten seconds.
        for number in range(70):
            call(f"{ROLE}-{number}")
        released.set()
        assert first.result() == []
    # The source must outlive its connection.
    gc.collect()
    assert call(ROLE) == []
    assert roles(sts).count(ROLE) == 1


def test_many_roles_ask_once_for_the_credentials_that_they_are_assumed_with(
    style: Blocking, server: Wire, sts: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire(credentials) as container:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{container.url}/keys")
        for number in range(5):
            connection = style.autoscale(server, role_arn=f"{ROLE}-{number}", **NO_KEYS)
            style.settle(connection.get_all_groups())
        assert len(sts.requests) == 5
        assert len(container.requests) == 1


def test_expired_credentials_that_a_role_is_assumed_with_are_renewed(
    style: Blocking, server: Wire, sts: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = failure("ExpiredTokenException", "expired", 400, service="sts")
    with Wire(credentials) as container:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{container.url}/keys")
        sts.script(expired)
        connection = style.autoscale(server, role_arn=ROLE, **NO_KEYS)
        assert style.settle(connection.get_all_groups()) == []
        assert (len(sts.requests), len(container.requests)) == (2, 2)


def test_a_failed_load_is_not_kept(style: Blocking, server: Wire, sts: Wire) -> None:
    sts.script(failure("AccessDenied", "no", 403, service="sts"))
    connection = style.autoscale(server, role_arn=ROLE)
    with pytest.raises(BotoServerError, match="no"):
        style.settle(connection.get_all_groups())
    assert style.settle(connection.get_all_groups()) == []
    assert len(sts.requests) == 2


def test_credentials_that_aws_calls_expired_are_renewed_once_a_call(
    style: Blocking, server: Wire, sts: Wire, prompt_retries: None
) -> None:
    expired = failure("ExpiredToken", "expired", 403)
    connection = style.autoscale(server, role_arn=ROLE)
    server.script(expired)
    assert style.settle(connection.get_all_groups()) == []
    assert len(sts.requests) == 2
    server.script(expired, expired)
    with pytest.raises(BotoServerError, match="expired"):
        style.settle(connection.get_all_groups())
    assert len(sts.requests) == 3


def test_threads_share_a_failed_load(server: Wire, sts: Wire) -> None:
    waiting, released = threading.Barrier(5), threading.Event()

    def refuse(request: Request) -> Response:
        released.wait()
        response = failure("AccessDenied", "no", 403, service="sts")
        assert isinstance(response, Response)
        return response

    sts.otherwise = refuse
    connection = Blocking().autoscale(server, role_arn=ROLE)

    def call() -> Any:
        waiting.wait()
        return connection.get_all_groups()

    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(call) for _ in range(4)]
        waiting.wait()
        sts.wait_for(1)
        # Later threads may send another request, so only fewer requests than threads are certain.
        released.set()
        assert all(isinstance(made.exception(), BotoServerError) for made in calls)
    assert 1 <= len(sts.requests) <= 4


def test_a_cancelled_call_leaves_the_others_their_load(server: Wire, sts: Wire) -> None:
    released = threading.Event()

    def late(request: Request) -> Response:
        released.wait()
        return credentials(request)

    sts.otherwise = late

    async def calls() -> None:
        connection = aio.connect_autoscale(**reaching(server, role_arn=ROLE))
        made = [asyncio.ensure_future(connection.get_all_groups()) for _ in range(5)]
        await asyncio.get_running_loop().run_in_executor(None, sts.wait_for, 1)
        made[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await made[0]
        released.set()
        assert await asyncio.gather(*made[1:]) == [[]] * 4

    asyncio.run(calls())
    # The load that the first one drove, and another in its place.
    assert len(sts.requests) <= 2
