"""Boto's objects become a scenario with everything that matters, or errors that name them."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest

from reboto import foresight
from reboto.ec2.autoscale import ScalingPolicy, StepAdjustment, TargetTracking
from reboto.ec2.cloudwatch import MetricDataQuery
from tests.foresight.scenarios import NOON, alarm, group, policy, rising, web


def test_the_type_of_an_unsent_policy_follows_from_its_settings() -> None:
    steps = ScalingPolicy(
        name="steps",
        adjustment_type="ChangeInCapacity",
        step_adjustments=StepAdjustment.ladder(70, {70: 1, 90: 3}),
    )
    tracking = ScalingPolicy(
        name="cpu", target_tracking=TargetTracking("ASGAverageCPUUtilization", 50)
    )
    hot = alarm("hot", ">", 70, alarm_actions=["steps"])
    made = foresight.scenario(group(), [steps, tracking], [hot], load=rising(), start=NOON)
    first, second = made.full()["policies"]
    assert first["policy_type"] == "StepScaling"
    assert [one["adjustment"] for one in first["step_adjustments"]] == [1, 3]
    assert second["policy_type"] == "TargetTrackingScaling"
    assert (second["metric"], second["target_value"]) == ("CPUUtilization", 50)
    assert made.simulate().desired.most > 2


def test_a_wall_clock_window_is_simulated() -> None:
    window: dict[str, Any] = {"WallClockWindow": {}}
    hot = alarm("hot", ">", 70, period=300, evaluation_periods=1, evaluation_window=window)
    sliding = alarm("hot", ">", 70, period=300, evaluation_periods=1)
    load = [50] * 8 + [100] * 12
    changes = [
        [f"{row['at']:%H:%M}" for row in future.alarm_states.to_polars().to_dicts()]
        for future in (
            foresight.simulate(group(), alarms=[one], load=load, start=NOON)
            for one in (hot, sliding)
        )
    ]
    assert changes == [["12:05", "12:15"], ["12:01", "12:11"]]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: foresight.simulate(None, until=60), "group must be an AutoScalingGroup or a dict"),  # type: ignore[arg-type]
        (lambda: foresight.simulate("web", until=60), "group must be an AutoScalingGroup or"),  # type: ignore[arg-type]
        (lambda: web(policies=policy("up", 1)), "policies must be a list of ScalingPolicy, got Sc"),
        (
            lambda: web(policies=["up"]),
            r"policies\[0\] must be a ScalingPolicy or a dict, got 'up'",
        ),
        (
            lambda: web(policies=[alarm("hot", ">", 1)]),
            r"policies\[0\] must be a ScalingPolicy or a dict, got MetricAlarm",
        ),
        (lambda: web(alarms=[policy("up", 1)]), r"alarms\[0\] must be a MetricAlarm or a dict"),
        (
            lambda: web(schedule=["night"]),
            r"schedule\[0\] must be a ScheduledUpdateGroupAction or a dict, got 'night'",
        ),
        (lambda: web(events=["boom"]), r"events\[0\] must be a dict, got 'boom'"),
        (lambda: web(parameters=[1]), r"parameters must be a dict, got \[1\]"),
        (lambda: web(load=None, metrics=[1]), r"metrics must be a dict, got \[1\]"),
        (lambda: web(launch=None), "launch must be seconds, a timedelta or text, got None"),
        (
            lambda: web(
                alarms=[
                    alarm(
                        "rate",
                        ">",
                        1,
                        metric=None,
                        metrics=[MetricDataQuery("e", expression="1 + 1")],
                    )
                ]
            ),
            "alarm 'rate' is on metric math or a query, which cannot be simulated",
        ),
        (
            lambda: web(
                alarms=[
                    alarm(
                        "new", ">", 1, warm_up_configuration={"WarmUpPeriodDurationInMinutes": 5}
                    ),
                ]
            ),
            "alarm 'new' has a warm-up at its creation, which is not simulated",
        ),
        (
            lambda: web(
                alarms=[
                    alarm(
                        "hot",
                        ">",
                        1,
                        period=3600,
                        evaluation_window={"WallClockWindow": {"Timezone": "Asia/Kolkata"}},
                    )
                ]
            ),
            "alarm 'hot' has a wall clock window in the time zone 'Asia/Kolkata', which can be",
        ),
        (
            lambda: web(
                alarms=[],
                policies=[
                    {
                        "name": "steps",
                        "step_adjustments": [{"lower": math.nan, "adjustment": 1}],
                    }
                ],
            ),
            "metric_interval_lower_bound of .* must be a finite number, got nan",
        ),
        (lambda: foresight.Utilization([1], per_instance=0), "per_instance must be a number above"),
        (lambda: foresight.Utilization([1], per_instance="x"), "per_instance must be a number"),  # type: ignore[arg-type]
        (lambda: foresight.Utilization([1], 1, most=-1), "most must be a number above 0, got -1"),
        (lambda: foresight.Queue([1], 1, -1), "initial_backlog must be a number of at least 0"),
        (lambda: foresight.Load([1], resolution=0), "resolution must be an integer of at least 1"),
        (lambda: foresight.Load([1], resolution=1.5), "resolution must be an integer"),  # type: ignore[arg-type]
        (lambda: foresight.Load([1]).scaled(math.nan), "factor must be a number of at least 0"),
        (lambda: foresight.Daily(peak=1, trough=2), "peak must be a number of at least 2, got 1"),
        (lambda: foresight.Daily(2, 1, noise=-1), "noise must be a number of at least 0, got -1"),
        (lambda: foresight.Burst(math.inf, 0, 60), "height must be a number, got inf"),
        (lambda: foresight.Load.from_cpu([50], "x"), "instances must be"),
        (lambda: foresight.Load.from_cpu([50], -1), "instances must be a number of at least 0"),
        (
            lambda: foresight.Load.from_cpu({NOON: 50}, {NOON + timedelta(hours=1): 2}),
            "instances must have the times of points",
        ),
        (
            lambda: foresight.Load([1], NOON) + foresight.Load([1], NOON + timedelta(seconds=30)),
            "loads must begin a multiple of their resolution apart to be added, got 30 seconds",
        ),
    ],
)
def test_an_invalid_argument_is_named(make: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        make()


def test_no_policies_and_no_alarms_may_be_none() -> None:
    future = foresight.simulate(group(), None, None, None, events=None, metrics=None, until=60)  # type: ignore[arg-type]
    assert future.desired.last == 2


def _future() -> foresight.Timeline:
    return web().simulate()


def _sweep(space: Any = None, **arguments: Any) -> Any:
    return foresight.sweep(web(), {"launch": [60]} if space is None else space, **arguments)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: _future().cost(-1), "per_hour must be a number of at least 0, got -1"),
        (lambda: _future().cost("x"), "per_hour must be a number of at least 0, got 'x'"),  # type: ignore[arg-type]
        (lambda: _future().above("CPUUtilization", "x"), "limit must be a number, got 'x'"),  # type: ignore[arg-type]
        (lambda: _future().below("CPUUtilization", math.nan), "limit must be a number, got nan"),
        (lambda: _future().minutes(5), "predicate must be a function of a value, got 5"),  # type: ignore[arg-type]
        (lambda: _sweep(score=None), "score must be a name or a list of names, got None"),
        (lambda: _sweep({"launch": 60}), r"space\['launch'\] must be a list of values, got 60"),
        (lambda: _sweep({"launch": "60"}), r"space\['launch'\] must be a list of values, got '60'"),
        (lambda: _sweep({"launch": []}), r"space\['launch'\] must have at least one value"),
        (lambda: _sweep(5), "space must be a dict of paths, each with values, or a list of dicts"),
        (lambda: _sweep([1]), r"space\[0\] must be a dict, got 1"),
        (lambda: _sweep(seeds=-1), "seeds must be an integer of at least 0, got -1"),
        (lambda: _sweep(seeds=1.5), "seeds must be an integer of at least 0, got 1.5"),
        (lambda: _sweep(seeds=[1, "x"]), r"seeds\[1\] must be an integer of at least 0, got 'x'"),
        (lambda: _sweep(executor=5), "executor must be a concurrent.futures.Executor or None"),
        (lambda: _sweep(per_hour=-1), "per_hour must be a number of at least 0, got -1"),
        (lambda: _sweep(seeds=2, load_noise="x"), "load_noise must be a number of at least 0"),
    ],
)
def test_arguments_of_results_and_sweeps_are_named(make: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        make()


def test_one_score_needs_no_list() -> None:
    assert _sweep(score="peak").cheapest().scores == {
        "peak": web(launch=60).simulate().desired.most
    }
