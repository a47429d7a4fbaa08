"""One call over many regions and accounts."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import reboto.local
from reboto import fanout
from reboto.exception import BotoServerError
from reboto.fanout import Fanout, Outcome, Target
from tests.support.interpreter import finish, start
from tests.support.wire import (
    Request,
    Response,
    Wire,
    cbor_failure,
    cbor_result,
    failure,
    result,
    silence,
    success,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REGIONS = ["eu-west-1", "us-east-1", "us-west-2"]


def by_for(fan: Fanout[Any]) -> list[Outcome[Any]]:
    return list(fan)


def by_async_for(fan: Fanout[Any]) -> list[Outcome[Any]]:
    async def main() -> list[Outcome[Any]]:
        return [outcome async for outcome in fan]

    return asyncio.run(main())


@pytest.fixture(params=[by_for, by_async_for], ids=["blocking", "awaited"])
def gather(request: pytest.FixtureRequest) -> Callable[[Fanout[Any]], list[Outcome[Any]]]:
    """Go through a fan-out."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, keys: None) -> Iterator[Wire]:
    """A server for all regions."""
    with Wire(alarms) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running


def region_of(request: Request) -> str:
    assert request.scope is not None
    return request.scope.region


def alarms(request: Request) -> Response:
    """An alarm of the region's name in each."""
    return cbor_result({"MetricAlarms": [{"AlarmName": region_of(request)}]})


def in_alarm(cloudwatch: Any) -> Any:
    return cloudwatch.describe_alarms(state_value="ALARM")


def regions_of(outcomes: list[Outcome[Any]]) -> list[str]:
    return sorted(outcome.target.region for outcome in outcomes)


def test_every_region_gives_its_own(gather: Any, aws: Wire) -> None:
    outcomes = gather(fanout.each(in_alarm, "cloudwatch", regions=REGIONS))
    found = {outcome.target.region: outcome.result()[0].name for outcome in outcomes}
    assert found == {region: region for region in REGIONS}
    assert all(outcome.error is None for outcome in outcomes)
    assert aws.requests[0].document["StateValue"] == "ALARM"


def test_pages_are_iterated(gather: Any, aws: Wire) -> None:
    def two_pages(request: Request) -> Response:
        second = request.document.get("NextToken")
        name = f"{region_of(request)}-{2 if second else 1}"
        content: dict[str, Any] = {"MetricAlarms": [{"AlarmName": name}]}
        return cbor_result(content if second else {**content, "NextToken": "two"})

    aws.otherwise = two_pages
    fan = fanout.each(lambda c: c.iter_alarms(), "cloudwatch", regions=REGIONS)
    found = {o.target.region: [alarm.name for alarm in o.result()] for o in gather(fan)}
    assert found == {region: [f"{region}-1", f"{region}-2"] for region in REGIONS}


def test_a_region_that_fails_loses_no_others_result(gather: Any, aws: Wire) -> None:
    def respond(request: Request) -> Response:
        if region_of(request) == "us-east-1":
            return cbor_failure("AccessDenied", "not here", 403)
        return alarms(request)

    aws.otherwise = respond
    outcomes = gather(fanout.each(in_alarm, "cloudwatch", regions=REGIONS))
    failed = [outcome for outcome in outcomes if outcome.error]
    assert regions_of(outcomes) == REGIONS
    assert regions_of(failed) == ["us-east-1"]
    assert failed[0].value is None
    with pytest.raises(BotoServerError, match="not here"):
        failed[0].result()


def test_an_exception_in_the_function_is_an_outcome_too(gather: Any, aws: Wire) -> None:
    def call(cloudwatch: Any) -> Any:
        if cloudwatch.region.name == "us-east-1":
            raise LookupError("no")
        return in_alarm(cloudwatch)

    outcomes = gather(fanout.each(call, "cloudwatch", regions=REGIONS))
    errors = [type(outcome.error) for outcome in outcomes if outcome.error]
    assert (errors, len(outcomes)) == ([LookupError], 3)


def test_outcomes_come_as_the_calls_end(aws: Wire) -> None:
    gate = threading.Event()

    def respond(request: Request) -> Response:
        if region_of(request) == REGIONS[0]:
            gate.wait(20)
        return alarms(request)

    aws.otherwise = respond
    seen = []
    for outcome in fanout.each(in_alarm, "cloudwatch", regions=REGIONS):
        seen.append(outcome.target.region)
        if len(seen) == 2:
            gate.set()
    assert seen[2] == REGIONS[0]


def test_no_more_concurrent_calls_than_the_limit(gather: Any, aws: Wire) -> None:
    changed, now, most = threading.Condition(), 0, 0

    def respond(request: Request) -> Response:
        nonlocal now, most
        with changed:
            now += 1
            most = max(most, now)
            changed.notify_all()
            changed.wait_for(lambda: most >= 3, timeout=60)
        # One call too many would arrive meanwhile.
        time.sleep(0.05)
        with changed:
            now -= 1
        return alarms(request)

    aws.otherwise = respond
    regions = [f"eu-west-{number}" for number in range(1, 9)]
    assert len(gather(fanout.each(in_alarm, "cloudwatch", regions=regions, concurrency=3))) == 8
    assert most == 3


def test_without_regions_all_of_the_partition_are_asked(gather: Any, aws: Wire) -> None:
    outcomes = gather(fanout.each(in_alarm, "cloudwatch"))
    regions = regions_of(outcomes)
    assert len(regions) > 30
    assert {"us-east-1", "ap-southeast-1"} <= set(regions)
    assert not [name for name in regions if name.startswith(("cn-", "us-gov-", "us-iso"))]


@pytest.mark.parametrize(
    ("home_region", "expected"),
    [
        ("cn-north-1", ("cn-north-1", "cn-northwest-1")),
        ("us-gov-west-1", ("us-gov-east-1", "us-gov-west-1")),
        ("eusc-de-east-1", ("eusc-de-east-1",)),
    ],
)
def test_the_partition_is_that_of_the_region_in_use(
    monkeypatch: pytest.MonkeyPatch, home_region: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AWS_REGION", home_region)
    fan = fanout.each(in_alarm, "cloudwatch")
    assert tuple(target.region for target in fan.targets) == expected


def test_each_profile_has_the_regions_of_its_own_partition(home: Path) -> None:
    (home / ".aws").mkdir()
    (home / ".aws" / "config").write_text(
        "[profile here]\nregion = eu-west-1\n[profile china]\nregion = cn-north-1\n"
    )
    targets = fanout.each(in_alarm, "cloudwatch", profiles=["here", "china"]).targets
    assert [t.region for t in targets if t.profile == "china"] == ["cn-north-1", "cn-northwest-1"]
    assert len([t for t in targets if t.profile == "here"]) > 30


def test_profiles_and_roles_are_combined() -> None:
    roles = ["arn:aws:iam::1:role/a", "arn:aws:iam::2:role/b"]
    fan = fanout.each(
        in_alarm,
        "cloudwatch",
        regions=iter(["eu-west-1", "us-east-1"]),
        profiles=["p", "q"],
        role_arns=roles,
    )
    assert len(fan) == len(set(fan.targets)) == 8
    assert Target("us-east-1", "q", roles[1]) in fan.targets


def test_profiles_sign_with_their_own_keys(gather: Any, aws: Wire, home: Path) -> None:
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_text(
        "".join(
            f"[{name}]\naws_access_key_id = AKID{name}\naws_secret_access_key = s\n"
            for name in ("one", "two")
        )
    )
    fan = fanout.each(in_alarm, "cloudwatch", regions="eu-west-1", profiles=["one", "two", "none"])
    outcomes = {outcome.target.profile: outcome for outcome in gather(fan)}
    used = {request.scope.access_key for request in aws.requests if request.scope}
    assert used == {"AKIDone", "AKIDtwo"}
    assert outcomes["one"].error is outcomes["two"].error is None
    assert "none" in str(outcomes["none"].error)


def test_a_role_that_is_refused_is_its_own_outcome(gather: Any, aws: Wire) -> None:
    def respond(request: Request) -> Response:
        if request.operation == "AssumeRole":
            return failure("AccessDenied", "not you", 403, service="sts")
        return alarms(request)

    aws.otherwise = respond
    fan = fanout.each(
        in_alarm,
        "cloudwatch",
        regions=["eu-west-1"],
        role_arns=["arn:aws:iam::1:role/a", "arn:aws:iam::2:role/b"],
        external_id="seven",
    )
    outcomes = gather(fan)
    assert {getattr(outcome.error, "code", None) for outcome in outcomes} == {"AccessDenied"}
    assert {request.parameters["ExternalId"] for request in aws.requests} == {"seven"}


def test_auto_scaling_is_fanned_out_too(gather: Any, aws: Wire) -> None:
    aws.otherwise = lambda request: result(
        "DescribeAutoScalingGroups",
        {"AutoScalingGroups": [{"AutoScalingGroupName": region_of(request)}]},
    )
    fan = fanout.each(lambda c: c.iter_groups(), "autoscaling", regions=REGIONS)
    found = sorted(group.name for outcome in gather(fan) for group in outcome.result())
    assert found == REGIONS


def test_several_calls_may_be_made_at_each_target(aws: Wire) -> None:
    aws.otherwise = success

    async def call(connection: Any) -> int:
        return len(await connection.get_all_groups()) + len(await connection.get_all_policies())

    outcomes = by_async_for(fanout.each(call, "autoscaling", regions=REGIONS))
    assert [outcome.result() for outcome in outcomes] == [0, 0, 0]
    assert len(aws.requests) == 6


def test_the_error_for_a_coroutine_function_in_a_for_loop_names_the_remedy(aws: Wire) -> None:
    async def call(connection: Any) -> int:
        return len(await connection.get_all_groups())

    (outcome,) = fanout.each(call, "autoscaling", regions="eu-west-1")
    with pytest.raises(TypeError, match="use `async for`"):
        outcome.result()


class Leaving:
    """A server that responds for the first region only."""

    def __init__(self, server: Wire) -> None:
        server.otherwise = self.respond
        self.server = server

    def respond(self, request: Request) -> Response:
        return alarms(request) if region_of(request) == "eu-west-1" else silence()

    @property
    def fan(self) -> Fanout[Any]:
        regions = ["eu-west-1", *(f"eu-central-{number}" for number in range(20))]
        return fanout.each(in_alarm, "cloudwatch", regions=regions, concurrency=4)


def test_leaving_the_loop_cancels_the_remaining_calls(aws: Wire) -> None:
    before = set(threading.enumerate())
    for outcome in Leaving(aws).fan:
        assert outcome.target.region == "eu-west-1"
        break
    ended = time.monotonic() + 30
    while mine := [t for t in set(threading.enumerate()) - before if "fanout" in t.name]:
        assert time.monotonic() < ended, mine
        time.sleep(0.01)
    assert len(aws.requests) <= 5


def test_ctrl_c_ends_the_loop_and_cancels_the_remaining_calls(aws: Wire) -> None:
    Leaving(aws)
    process = start(
        """
import os, signal, threading
from reboto import fanout
try:
    for outcome in fanout.each(
        lambda c: c.describe_alarms(), "cloudwatch", regions=["eu-west-1", "eu-central-1"]
    ):
        print(outcome.target)
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
except KeyboardInterrupt:
    print("interrupted")
"""
    )
    assert finish(process) == (0, "eu-west-1\ninterrupted\n", "")


def test_leaving_the_async_loop_cancels_the_remaining_calls(aws: Wire) -> None:
    async def main() -> set[asyncio.Task[Any]]:
        before = asyncio.all_tasks()
        async for outcome in Leaving(aws).fan:
            assert outcome.target.region == "eu-west-1"
            break
        await asyncio.sleep(0.3)
        return asyncio.all_tasks() - before

    assert asyncio.run(main()) == set()
    assert len(aws.requests) <= 5


def test_cancelling_the_task_cancels_all_calls(aws: Wire) -> None:
    async def through() -> None:
        async for _ in Leaving(aws).fan:
            pass

    async def main() -> set[asyncio.Task[Any]]:
        before = asyncio.all_tasks()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(through(), 0.5)
        return asyncio.all_tasks() - before

    assert asyncio.run(main()) == set()


def test_a_call_that_cancels_itself_is_an_outcome(aws: Wire) -> None:
    async def call(connection: Any) -> Any:
        raise asyncio.CancelledError

    outcomes = by_async_for(fanout.each(call, "cloudwatch", regions=REGIONS, concurrency=1))
    assert [type(outcome.error) for outcome in outcomes] == [asyncio.CancelledError] * 3


def test_context_variables_reach_the_calls(gather: Any, aws: Wire) -> None:
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable")
    variable.set("set")

    def call(cloudwatch: Any) -> str:
        return variable.get()

    outcomes = gather(fanout.each(call, "cloudwatch", regions=REGIONS))
    assert [outcome.result() for outcome in outcomes] == ["set"] * 3


def test_a_fanout_may_be_iterated_again(gather: Any, aws: Wire) -> None:
    fan = fanout.each(in_alarm, "cloudwatch", regions=REGIONS)
    assert regions_of(gather(fan)) == regions_of(gather(fan)) == REGIONS


def test_no_regions_make_no_calls(gather: Any, aws: Wire) -> None:
    assert gather(fanout.each(in_alarm, "cloudwatch", regions=[])) == []


@pytest.mark.parametrize("wrong", [0, -1, "many"])
def test_an_invalid_concurrency_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="concurrency"):
        fanout.each(in_alarm, "cloudwatch", concurrency=wrong)


def test_an_unknown_service_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'autoscaling', 'cloudwatch', got 'sqs'"):
        fanout.each(in_alarm, "sqs")


def test_the_local_endpoint_keeps_regions_apart(
    gather: Any, endpoint: reboto.local.Endpoint
) -> None:
    reboto.connect_cloudwatch().put_metric_data("Shop", "Orders", 3)
    fan = fanout.each(lambda c: c.iter_metrics(), "cloudwatch", regions=REGIONS)
    found = {outcome.target.region: len(outcome.result()) for outcome in gather(fan)}
    assert found == {"eu-west-1": 0, "us-east-1": 1, "us-west-2": 0}
