"""Between the attempts of a call: the backoff, and the refresh of credentials."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.exception import BotoServerError
from tests.errors import refusals
from tests.support.instance import Instance
from tests.support.styles import Awaited
from tests.support.wire import Response, Wire, success

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.errors.fault import Fixtures, Setup
    from tests.support.styles import Blocking
    from tests.support.wire import Request


ROLE = "meta-data/iam/security-credentials/role"


def together(style: Blocking, calls: list[Callable[[], Any]]) -> list[Any]:
    """Make calls at the same time."""
    if isinstance(style, Awaited):

        async def gathered() -> list[Any]:
            return await asyncio.gather(*(call() for call in calls))

        return list(style.settle(gathered()))
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda call: call(), calls))


def clock(server: Wire, failures: int) -> dict[str, list[float]]:
    """Make a server fail a number of times per group; return the times of the requests."""
    times: dict[str, list[float]] = defaultdict(list)

    def respond(request: Request) -> Response:
        asked = times[request.parameters["AutoScalingGroupNames.member.1"]]
        asked.append(time.monotonic())
        return Response(500) if len(asked) <= failures else success(request)

    server.otherwise = respond
    return times


def test_calls_that_fail_together_are_not_tried_again_together(
    style: Blocking, server: Wire
) -> None:
    times = clock(server, 1)
    connection = style.autoscale(server)
    names = [f"group-{number}" for number in range(8)]
    together(style, [partial(connection.get_all_groups, [name]) for name in names])
    waits = [asked[1] - asked[0] for asked in times.values()]
    assert len(waits) == len(names)
    # Each waits for a part of a second that chance decides.
    assert max(waits) - min(waits) > 0.1


def test_an_attempt_waits_before_it_is_made_again(style: Blocking, server: Wire) -> None:
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "max_retry_delay", "0.2")
    times = clock(server, 6)
    style.settle(style.autoscale(server).get_all_groups(["web"]))
    assert len(times["web"]) == 7
    # The sum of six random delays of up to 0.2 s is shorter once in fifty thousand runs.
    assert times["web"][-1] - times["web"][0] > 0.1


@pytest.fixture
def expired(fixtures: Fixtures) -> Setup:
    """A connection whose role credentials have expired; refreshed ones are available."""
    return refusals.renewed(fixtures)


def test_calls_refresh_credentials_that_expired_once(fixtures: Fixtures, expired: Setup) -> None:
    assert isinstance(expired.second, Instance)
    before = expired.second.asked.count(ROLE)
    assert together(fixtures.style, [expired.connection.get_all_groups] * 8) == [[]] * 8
    assert expired.second.asked.count(ROLE) == before + 1


def test_expired_credentials_are_dropped_without_a_retry(
    fixtures: Fixtures, expired: Setup
) -> None:
    expired.connection.num_retries = 0
    with pytest.raises(BotoServerError, match="ExpiredToken"):
        fixtures.style.settle(expired.connection.get_all_groups())
    assert fixtures.style.settle(expired.connection.get_all_groups()) == []
