"""The arguments of `each`: invalid names, unknown arguments and secrets; and its return value."""

from __future__ import annotations

import asyncio
import pprint
import traceback
from typing import Any

import pytest

import reboto.local
from reboto import fanout
from reboto.fanout import Outcome, Target
from reboto.regioninfo import RegionInfo

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


def call(connection: Any) -> Any:
    return connection


@pytest.mark.parametrize(
    "regions", ["", [""], [" "], [None], RegionInfo(name="eu-west-1"), [RegionInfo(name="x")], [3]]
)
def test_regions_that_are_not_names_are_refused_immediately(regions: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="regions must be names such as 'eu-west-1'"):
        fanout.each(call, "cloudwatch", regions=regions)


@pytest.mark.parametrize("argument", ["profiles", "role_arns"])
@pytest.mark.parametrize("names", ["", [""], [None], [3]])
def test_other_invalid_names_are_refused_too(argument: str, names: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=f"{argument} must be names"):
        fanout.each(call, "cloudwatch", regions="eu-west-1", **{argument: names})


@pytest.mark.parametrize(
    ("name", "hint"),
    [("region", "regions="), ("profile_name", "profiles="), ("role_arn", "role_arns=")],
)
def test_the_argument_of_one_connection_is_refused_with_that_of_many(name: str, hint: str) -> None:
    wrong: dict[str, Any] = {name: "x"}
    with pytest.raises(TypeError, match=hint):
        fanout.each(call, "cloudwatch", **wrong)


@pytest.mark.parametrize("service", ["cloudwatch", "autoscaling"])
def test_an_argument_that_no_connection_takes_is_refused(service: str) -> None:
    with pytest.raises(TypeError, match="reigons is not an argument"):
        fanout.each(call, service, reigons=["eu-west-1"])


def test_secrets_are_in_no_listing() -> None:
    def broken(connection: Any) -> Any:
        raise LookupError("no")

    fan = fanout.each(
        broken,
        "cloudwatch",
        regions="eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key=SECRET,
        proxy_pass=SECRET,
    )
    (outcome,) = fan
    assert isinstance(outcome.error, LookupError)
    traceback_text = traceback.TracebackException.from_exception(outcome.error, capture_locals=True)
    for shown in (
        pprint.pformat(vars(fan)),
        str(vars(fan)),
        repr(fan),
        "".join(traceback_text.format()),
    ):
        assert SECRET not in shown


def test_secrets_of_a_wrong_call_are_not_shown() -> None:
    with pytest.raises(TypeError) as caught:
        fanout.each(call, "cloudwatch", aws_secret_access_key=SECRET, reigons=1)
    traceback_text = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    frames = [frame for frame in traceback_text.stack if "fanout.py" in frame.filename]
    assert frames
    assert SECRET not in str([frame.locals for frame in frames if "test_" not in frame.filename])


def test_outcomes_have_a_hash() -> None:
    target = Target("eu-west-1")
    assert len({Outcome(target, [1]), Outcome(target, [1]), Outcome(target, error=OSError())}) == 2


def test_a_coroutine_function_may_return_pages() -> None:
    async def listed(cloudwatch: Any) -> Any:
        return cloudwatch.iter_alarms()

    async def main() -> list[Any]:
        fan = fanout.each(
            listed,
            "cloudwatch",
            regions="eu-west-1",
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        return [outcome.value async for outcome in fan]

    with reboto.local.server():
        assert asyncio.run(main()) == [[]]
