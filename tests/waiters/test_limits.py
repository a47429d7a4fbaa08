"""Edge cases of waiters' timeouts, delays and callbacks."""

from __future__ import annotations

import asyncio
import functools
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup
from reboto.exception import BotoTimeoutError
from tests.support.styles import Awaited, Blocking
from tests.support.wire import Wire, result, silence

if TYPE_CHECKING:
    from reboto.style import Awaiting

GROUP = result(
    "DescribeAutoScalingGroups",
    {"AutoScalingGroups": [{"AutoScalingGroupName": "web", "DesiredCapacity": 1}]},
)


@pytest.fixture
def web(style: Blocking, server: Wire) -> AutoScalingGroup:
    server.otherwise = GROUP
    return AutoScalingGroup(style.autoscale(server), name="web")


def never(_: object) -> bool:
    return False


def test_the_timeout_bounds_a_check_in_progress(
    web: AutoScalingGroup, style: Blocking, server: Wire
) -> None:
    server.otherwise = silence()
    begun = time.monotonic()
    with pytest.raises(BotoTimeoutError, match="check 1 was cancelled before it completed"):
        style.settle(web.wait_until(never, timeout=0.5))
    # The connection's own timeout is 70 seconds.
    assert time.monotonic() - begun < 30


def test_the_timeout_of_a_later_check_has_the_last_state(
    web: AutoScalingGroup, style: Blocking, server: Wire
) -> None:
    server.script(GROUP)
    server.otherwise = silence()
    with pytest.raises(BotoTimeoutError, match=r"check 2 .*last seen: no instances"):
        style.settle(web.wait_until(never, timeout=3))


def test_a_timeout_of_0_checks_once(web: AutoScalingGroup, style: Blocking, server: Wire) -> None:
    with pytest.raises(BotoTimeoutError):
        style.settle(web.wait_until(never, timeout=0))
    assert len(server.requests) == 1


@pytest.mark.parametrize("delay", [0, 1e-9, "0", Decimal(0)])
def test_no_delay_is_still_some(
    web: AutoScalingGroup, style: Blocking, server: Wire, delay: Any
) -> None:
    with pytest.raises(BotoTimeoutError):
        style.settle(web.wait_until(never, timeout=1, delay=delay, max_delay=delay))
    assert 1 <= len(server.requests) <= 15


@pytest.mark.parametrize("name", ["timeout", "delay", "max_delay"])
@pytest.mark.parametrize("value", ["1", Decimal(1), 1e300, 10**400 // 10**200, True])
def test_numbers_of_any_kind_are_taken(
    web: AutoScalingGroup, style: Blocking, name: str, value: Any
) -> None:
    assert style.settle(web.wait_until(lambda group: group.name, **{name: value})).name == "web"


@pytest.mark.parametrize("name", ["timeout", "delay", "max_delay"])
@pytest.mark.parametrize("value", ["soon", float("nan"), float("inf"), -1, "-1", Decimal(-1), []])
def test_a_value_that_is_not_a_number_of_seconds_is_refused_by_name(
    web: AutoScalingGroup, server: Wire, name: str, value: Any
) -> None:
    with pytest.raises((ValueError, TypeError), match=f"^{name}"):
        web.wait_until(never, **{name: value})
    assert server.requests == []


class Callable:
    async def __call__(self, _: object) -> bool:
        return True


async def coroutine_function(_: object) -> bool:
    return True


CALLBACKS = [coroutine_function, functools.partial(coroutine_function), Callable()]


@pytest.mark.parametrize("callback", CALLBACKS, ids=["function", "partial", "object"])
@pytest.mark.parametrize("argument", ["condition", "progress"])
def test_blocking_connections_refuse_coroutine_functions_immediately(
    server: Wire, argument: str, callback: Any
) -> None:
    web = AutoScalingGroup(Blocking().autoscale(server), name="web")
    arguments: dict[str, Any] = {"condition": never, argument: callback}
    with pytest.raises(TypeError, match=f"^{argument}.* is a coroutine function"):
        web.wait_until(**arguments)
    assert server.requests == []


def test_a_condition_that_turns_out_to_be_awaitable_is_refused(server: Wire) -> None:
    server.otherwise = GROUP
    web = AutoScalingGroup(Blocking().autoscale(server), name="web")
    with pytest.raises(TypeError, match="returned the awaitable"):
        web.wait_until(lambda group: coroutine_function(group))


@pytest.mark.parametrize("found", [True, False])
def test_awaitable_connections_await_a_condition(server: Wire, found: bool) -> None:
    server.otherwise = GROUP
    style = Awaited()
    looks: list[str] = []

    async def condition(group: AutoScalingGroup) -> bool:
        await asyncio.sleep(0)
        looks.append(group.name or "")
        return found or len(looks) > 1

    async def progress(state: Any) -> None:
        await asyncio.sleep(0)
        looks.append(state.reached)

    web = AutoScalingGroup(style.autoscale(server), name="web")
    group = style.settle(web.wait_until(condition, delay=0.1, progress=progress))
    style.close()
    assert group.name == "web"
    assert looks == (["web", True] if found else ["web", False, "web", True])


def test_a_waiter_that_is_cancelled_ends(server: Wire) -> None:
    server.otherwise = silence()

    async def main() -> None:
        style = Awaited()
        web: AutoScalingGroup[Awaiting] = AutoScalingGroup(style.autoscale(server), name="web")
        waiting = asyncio.create_task(web.wait_until(never))
        await asyncio.to_thread(server.wait_for, 1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        style.close()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
