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
