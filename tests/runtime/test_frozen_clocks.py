"""Waiters under a library that freezes Python's clocks."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup
from reboto.exception import BotoTimeoutError
from tests.support.wire import Wire, result

if TYPE_CHECKING:
    from tests.support.styles import Blocking

freezegun = pytest.importorskip("freezegun", reason="freezegun is not installed")

FROZEN = "2031-02-03 04:05:06"
GROUPS = result("DescribeAutoScalingGroups", {"AutoScalingGroups": [{"AutoScalingGroupName": "g"}]})


@pytest.fixture
def group(style: Blocking, server: Wire) -> Any:
    server.otherwise = GROUPS
    return AutoScalingGroup(style.autoscale(server), name="g")


@pytest.mark.parametrize("options", [{}, {"tick": True}, {"auto_tick_seconds": 3600}])
def test_a_waiter_ends_under_freezegun(
    style: Blocking, group: Any, options: dict[str, Any]
) -> None:
    with (
        freezegun.freeze_time(FROZEN, **options),
        pytest.raises(BotoTimeoutError, match="timed out after 1 s"),
    ):
        style.settle(group.wait_until(lambda _: False, timeout=1, delay=0.2))


def test_a_waiter_that_started_before_the_freeze_ends(
    style: Blocking, server: Wire, group: Any
) -> None:
    freezer = freezegun.freeze_time(FROZEN)
    looks: list[object] = []

    def look(state: object) -> None:
        looks.append(state)
        if len(looks) == 1:
            freezer.start()

    try:
        with pytest.raises(BotoTimeoutError, match="timed out after 1 s"):
            style.settle(group.wait_until(lambda _: False, timeout=1, delay=0.2, progress=look))
    finally:
        freezer.stop()
    assert len(looks) > 1


def test_requests_are_signed_with_the_real_time(style: Blocking, server: Wire, group: Any) -> None:
    with freezegun.freeze_time(FROZEN):
        style.settle(group.connection.get_all_groups())
    signed = datetime.strptime(server.requests[-1].headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
    age = datetime.now(timezone.utc) - signed.replace(tzinfo=timezone.utc)
    assert abs(age) < timedelta(minutes=5)
