"""Predictive policies with a given forecast: published rules, in a simulation."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from reboto import foresight
from reboto.ec2.autoscale import ScalingPolicy
from reboto.ec2.autoscale.policy import Forecast
from tests.foresight.scenarios import NOON, alarm, group, policy

HOUR = timedelta(hours=1)


def settings(**changed: Any) -> dict[str, Any]:
    pair = {"PredefinedMetricType": "ASGCPUUtilization"}
    specification = {"TargetValue": 40, "PredefinedMetricPairSpecification": pair}
    return {"MetricSpecifications": [specification], "Mode": "ForecastAndScale", **changed}


def predictive(**changed: Any) -> ScalingPolicy:
    return ScalingPolicy(name="plan", as_name="web", predictive_scaling=settings(**changed))


def desired(forecast: foresight.Predictive, **changed: Any) -> list[tuple[str, int]]:
    arguments: dict[str, Any] = {"start": NOON, "until": 4 * HOUR, "policies": [], **changed}
    sizes = arguments.pop("sizes", {"min_size": 1, "max_size": 40, "desired_capacity": 1})
    arguments["policies"] = [forecast, *arguments["policies"]]
    future = foresight.simulate(group(**sizes), **arguments)
    return [(f"{time:%H:%M}", count) for time, count in future.desired]


def test_a_forecast_raises_early_and_never_lowers() -> None:
    """Five minutes before the hour; the desired capacity stays when the forecast falls."""
    forecast = foresight.Predictive([1, 4, 6.2, 2])
    assert desired(forecast) == [("12:00", 1), ("12:55", 4), ("13:55", 7)]


def test_policies_can_lower_after_the_hour_only() -> None:
    """With others, the maximum wins."""
    down = policy("down", -1, cooldown=0)
    cold = alarm("cold", "<", 30, evaluation_periods=1, alarm_actions=["down"])
    found = desired(
        foresight.Predictive([3, 1]), policies=[down], alarms=[cold], load=[10] * 240, terminate=0
    )
    assert found[:2] == [("12:00", 3), ("13:00", 2)]
    assert found[-1][1] == 1


def test_policies_can_add_to_a_forecast() -> None:
    oracle = _oracle("multi_policy-006")
    tracked, forecast = (one["capacity"] for one in oracle["candidates"])
    up = policy("up", tracked)
    up.adjustment_type = "ExactCapacity"
    hot = alarm("hot", ">", 50, evaluation_periods=1, alarm_actions=["up"])
    found = desired(
        foresight.Predictive([forecast]),
        policies=[up],
        alarms=[hot],
        load=[90] * 30,
        sizes={"min_size": 1, "max_size": 40},
    )
    assert found[-1][1] == oracle["expected_capacity"]


@pytest.mark.parametrize("buffer", [10, 0])
def test_the_maximum_is_raised_for_good_if_the_policy_says_so(buffer: int) -> None:
    plan = predictive(MaxCapacityBreachBehavior="IncreaseMaxCapacity", MaxCapacityBuffer=buffer)
    most = _oracle("predictive-002")
    first, _ = foresight.Predictive([50], plan).actions(0, 9999, 1, most["max"])
    assert first["max_size"] == {10: 55, 0: most["expected_max"]}[buffer]
    assert desired(foresight.Predictive([1, 50, 1], plan)) == [("12:00", 1), ("12:55", 50)]
    assert desired(foresight.Predictive([1, 50])) == [("12:00", 1), ("12:55", 40)]


def test_the_buffer_time_is_that_of_the_policy() -> None:
    assert _oracle("predictive-005")["default"] == foresight.Predictive([1]).scheduling_buffer_time
    plan = predictive(SchedulingBufferTime=600)
    assert desired(foresight.Predictive([1, 4], plan)) == [("12:00", 1), ("12:50", 4)]
    later = foresight.Predictive([1, 4], plan, scheduling_buffer_time=0)
    assert desired(later) == [("12:00", 1), ("13:00", 4)]


def test_a_forecast_alone_changes_nothing() -> None:
    plan = predictive(Mode="ForecastOnly")
    assert desired(foresight.Predictive([9], plan)) == [("12:00", 1)]
    assert desired(foresight.Predictive([9], plan, mode="ForecastAndScale"))[0] == ("12:00", 9)
    # AWS's default.
    assert foresight.Predictive([9], predictive(Mode=None)).mode == "ForecastOnly"


def test_forecasts_of_aws_have_times() -> None:
    capacity = {"Timestamps": [NOON + HOUR, NOON + 2 * HOUR], "Values": [3.0, 5.5]}
    forecast = Forecast.from_dict({"LoadForecast": [], "CapacityForecast": capacity})
    expected = [("12:00", 1), ("12:55", 3), ("13:55", 6)]
    assert desired(foresight.Predictive(forecast)) == expected
    assert desired(foresight.Predictive({NOON + HOUR: 3, NOON + 2 * HOUR: 5.5})) == expected
    missing = foresight.Predictive([None, 3, None, 6])
    assert desired(missing) == [("12:00", 1), ("12:55", 3), ("14:55", 6)]


def test_the_policy_is_named_in_sentences_and_files(tmp_path: Path) -> None:
    plan = foresight.Predictive([1, 4], predictive())
    made = foresight.scenario(group(), [plan], start=NOON, until=4 * HOUR)
    expected = "12:55 scheduled action plan at 2026-11-27T12:55:00Z: capacity from 2 to 4."
    assert made.simulate().why("12:55") == expected
    made.save(tmp_path / "web.json")
    again = foresight.Scenario.load(tmp_path / "web.json").simulate()
    assert again.why("12:55") == expected
    assert repr(plan) == "Predictive(plan: 2 hours, ForecastAndScale)"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: foresight.Predictive([-1]), "forecast must be a number of at least 0, got -1.0"),
        (lambda: foresight.Predictive(["x"]), "forecast must be numbers and None, got 'x'"),
        (lambda: foresight.Predictive([1], mode="Scale"), "mode must be 'ForecastAndScale' or"),
        (
            lambda: foresight.Predictive([1], scheduling_buffer_time=3600),
            "scheduling_buffer_time must be at most 3599, got 3600",
        ),
        (
            lambda: foresight.Predictive([1], max_capacity_buffer=5),
            "max_capacity_buffer must be given with, and only with, max_capacity_breach",
        ),
        (
            lambda: foresight.Predictive([1], max_capacity_breach_behavior="IncreaseMaxCapacity"),
            "max_capacity_buffer must be given with",
        ),
        (lambda: foresight.Predictive([1], policy("up", 1)), "policy must be a predictive policy"),
        (
            lambda: foresight.simulate(group(), [predictive()], until=60),
            r"policy 'plan' is predictive: .* give foresight\.Predictive\(forecast, policy\)",
        ),
        (
            lambda: desired(foresight.Predictive([1]), policies=[foresight.Predictive([2])]),
            "at most one Predictive that scales",
        ),
        (
            lambda: desired(
                foresight.Predictive([1]), schedule=[{"name": "night", "min_size": 2, "time": 60}]
            ),
            "'night' changes min_size or max_size, which cannot be simulated together with Pred",
        ),
        (
            lambda: desired(
                foresight.Predictive([1]), events=[{"at": NOON, "kind": "update", "max_size": 9}]
            ),
            "'update' changes min_size or max_size",
        ),
        (
            lambda: foresight.scenario(group(), until=60).with_(
                policies=[foresight.Predictive([1])]
            ),
            "must be given to foresight.scenario or foresight.simulate",
        ),
    ],
)
def test_invalid_forecasts_are_refused(make: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        make()


class Account:
    """A connection that has a year of forecasts, for at most 30 days a call."""

    def get_predictive_scaling_forecast(
        self, as_group: str, policy_name: str, start: datetime, end: datetime
    ) -> Forecast:
        assert (as_group, policy_name) == ("web", "plan")
        assert end - start <= timedelta(days=30)
        hours = range(int(start.timestamp()), int(end.timestamp()), 3600)
        times = [datetime.fromtimestamp(hour, timezone.utc) for hour in hours]
        return Forecast.from_dict(
            {"CapacityForecast": {"Timestamps": times, "Values": [2.0 for _ in times]}}
        )


def test_forecasts_of_an_account_are_read_in_parts() -> None:
    from reboto.foresight._read import _forecast  # pyright: ignore[reportPrivateUsage]
    from reboto.foresight._recipes import follow

    days = 75
    begin = NOON - timedelta(days=days)
    found = follow(_forecast(Account(), "web", "plan", begin, NOON))
    assert len(found) == days * 24
    assert desired(foresight.Predictive(found, predictive()), start=begin)[0][1] == 2


def _oracle(name: str) -> Any:
    text = (Path(__file__).parent / "oracles.json").read_text("utf-8")
    return next(one for one in json.loads(text) if one["id"] == name)
