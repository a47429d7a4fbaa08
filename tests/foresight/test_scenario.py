"""Scenarios: boto's objects become the JSON interface's, files are read back, paths are checked."""

from __future__ import annotations

import copy
import json
import math
import pickle
import subprocess
import sys
from array import array
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from reboto import _core, foresight
from reboto.ec2.autoscale import ScheduledUpdateGroupAction
from reboto.ec2.autoscale.group import SuspendedProcess
from reboto.ec2.cloudwatch.datapoint import Datapoint
from reboto.ec2.cloudwatch.metric_data import MetricDataResult
from reboto.resultset import ResultSet
from tests.foresight.random_requests import Requests
from tests.foresight.scenarios import NOON, alarm, alarms, group, policies, policy, rising, web

if TYPE_CHECKING:
    from pathlib import Path


def test_importing_reboto_does_not_import_foresight() -> None:
    code = "import sys, reboto; print([name for name in sys.modules if 'foresight' in name])"
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout == "[]\n"


def test_the_python_api_gives_what_the_json_interface_gives() -> None:
    compared = 0
    for request in Requests(seed=41):
        if request["function"] != "run":
            continue
        scenario = request["args"]["scenario"]
        expected = json.loads(_core.foresight("run", json.dumps(request["args"])))
        made = foresight.Scenario(scenario)
        assert made.simulate().to_dict() == expected
        assert foresight.Scenario.from_json(made.to_json()).simulate().to_dict() == expected
        assert made.with_({}).simulate().to_dict() == expected
        compared += 1
        if compared == 60:
            break


def test_boto_s_objects_become_the_scenario() -> None:
    action = ScheduledUpdateGroupAction()
    action.name, action.recurrence, action.desired_capacity = "nightly", "0 22 * * *", "4"
    suspended = group(default_cooldown="120")
    process = SuspendedProcess()
    process.process_name = "Terminate"
    suspended.suspended_processes = ResultSet.of([process])
    made = foresight.scenario(
        suspended,
        [policy("up", 10, min_adjustment_step=2)],
        [alarm("hot", ">=", 70, alarm_actions=["up", "arn:aws:sns:us-east-1:1:topic"])],
        [action],
        load=[50, None, 80],
        start=NOON,
        launch=0,
        drain=0,
        warmup=30,
        events=[{"at": NOON + timedelta(minutes=1), "kind": "unhealthy", "count": 1}],
        parameters={"evaluation_range_extra": 1},
    )
    start = int(NOON.timestamp())
    assert made.full() == {
        "start": start,
        "duration": 180,
        "group": {
            "min_size": 1,
            "max_size": 8,
            "desired_capacity": 2,
            "default_cooldown": 120,
            "suspended_processes": ["Terminate"],
            "terminate_seconds": 60,
            "drain_seconds": 0,
            "default_instance_warmup": 30,
        },
        "policies": [
            {
                "name": "up",
                "adjustment_type": "ChangeInCapacity",
                "min_adjustment_magnitude": 2,
                "scaling_adjustment": 10,
                "cooldown": 180,
            }
        ],
        "alarms": [
            {
                "name": "hot",
                "metric": "CPUUtilization",
                "comparison": "GreaterThanOrEqualToThreshold",
                "threshold": 70.0,
                "evaluation_periods": 3,
                "period": 60,
                "statistic": "Average",
                "alarm_actions": ["up"],
            }
        ],
        "metrics": {"CPUUtilization": {"resolution": 60, "values": [50, None, 80]}},
        "scheduled_actions": [
            {"name": "nightly", "recurrence": "0 22 * * *", "desired_capacity": 4}
        ],
        "events": [{"at": start + 60, "kind": "unhealthy", "count": 1}],
        "parameters": {"evaluation_range_extra": 1},
    }


def test_step_and_tracking_policies_have_aws_s_attributes() -> None:
    step, tracking = policy("step", 0), policy("tracking", 0)
    values: Any = {
        step: {
            "policy_type": "StepScaling",
            "step_adjustments": [
                {"MetricIntervalLowerBound": "0", "ScalingAdjustment": "1"},
            ],
            "estimated_instance_warmup": "60",
        },
        tracking: {
            "policy_type": "TargetTrackingScaling",
            "target_tracking_configuration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ASGAverageCPUUtilization"
                },
                "TargetValue": "50.0",
                "DisableScaleIn": "true",
            },
        },
    }
    for one, attributes in values.items():
        for name, value in attributes.items():
            setattr(one, name, value)
    made = foresight.scenario(
        group(),
        [step, tracking],
        [alarm("hot", ">", 70, alarm_actions=["step"])],
        load=rising(),
        start=NOON,
    )
    assert made.full()["policies"] == [
        {
            "name": "step",
            "policy_type": "StepScaling",
            "adjustment_type": "ChangeInCapacity",
            "step_adjustments": [{"lower": 0.0, "adjustment": 1}],
            "estimated_instance_warmup": 60,
        },
        {
            "name": "tracking",
            "policy_type": "TargetTrackingScaling",
            "metric": "CPUUtilization",
            "target_value": 50.0,
            "disable_scale_in": True,
        },
    ]
    assert "AlarmHigh-tracking" in made.simulate().final_states


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: web(alarms=[alarm("hot", ">", 70, alarm_actions=["scle_up"])]), "scale_up"),
        (lambda: web(load=None, metrics={"Requests": [1]}), "CPUUtilization"),
        (lambda: web(load=None), "metric"),
        (lambda: web(alarms=[alarm("a", ">", 1, period=45)]), r"alarms\[0\].period"),
        (lambda: web(until=NOON - timedelta(1)), "until"),
        (lambda: web(launch=-1), "launch"),
        (lambda: web(load=["x"]), "load|metrics"),
        (lambda: web(parameters={"extra": 1}), "parameters.extra"),
        (lambda: web(load=[math.inf]), "finite"),
        (lambda: foresight.scenario(group()), "until"),
    ],
)
def test_an_invalid_argument_is_named(make: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        make()


def test_points_with_times_become_slots() -> None:
    times = [NOON + timedelta(minutes=5 * slot) for slot in (0, 1, 3, 3)]
    numbers = [1.0, 2.0, 4.0, 6.0]
    naive = [time.replace(tzinfo=None) for time in times]
    result = MetricDataResult()
    result.timestamps, result.values = naive[::-1], numbers[::-1]
    datapoints = [Datapoint() for _ in times]
    for point, time, number in zip(datapoints, naive, numbers, strict=True):
        point.update({"Timestamp": time, "Average": number, "Unit": "Percent"})
    series = pd.Series(numbers, index=pd.DatetimeIndex(times))
    for points in (result, datapoints, series):
        load = foresight.Load(points)
        # Two points in a slot are two samples.
        assert load.values == [1.0, 2.0, None, 5.0]
        assert (load.series.start, load.series.resolution) == (int(NOON.timestamp()), 300)
    assert foresight.Load({times[0]: 3, times[1]: None}).values == [3.0]


@pytest.mark.parametrize(
    "points",
    [
        [1, None, 3.5],
        (1, math.nan, 3.5),
        array("d", [1, math.nan, 3.5]),
        np.array([1, np.nan, 3.5]),
        np.array([1, np.nan, 3.5], dtype="float32")[::1],
        pd.Series([1, None, 3.5]),
        iter([1, None, 3.5]),
    ],
)
def test_points_without_times_are_numbers(points: Any) -> None:
    assert foresight.Load(points).values == [1.0, None, 3.5]


def test_loads_are_added_at_their_times() -> None:
    first = foresight.Load([1, 1], start=NOON)
    later = foresight.Load([5, 5], start=NOON + timedelta(minutes=1))
    assert (later + first).values == [1.0, 6.0, 5.0]
    with pytest.raises(ValueError, match="resolution"):
        _ = first + foresight.Load([1], resolution=10)


def test_files_give_the_same_scenario(tmp_path: Path) -> None:
    scenario = web()
    path = tmp_path / "web.json"
    scenario.save(path)
    loaded = foresight.Scenario.load(path)
    assert loaded == scenario
    assert loaded.name == "web"
    # A series is one line, not one a number.
    assert len(path.read_text().splitlines()) < 100
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301
    assert copy.deepcopy(scenario) == scenario
    assert scenario.diff(loaded) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "object"),
        ("{", "Expecting"),
        ('{"start": NaN}', "finite"),
        ('{"start": 0, "start": 1}', "start"),
        ('{"start": 0, "duration": 1, "grp": {}}', "scenario.grp"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_the_key(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        foresight.Scenario.from_json(text)


def test_paths_change_one_value() -> None:
    scenario = web()
    changed = scenario.with_(
        {
            "alarms.hot.threshold": 80,
            "policies.scale_up.cooldown": 60,
            "launch": 30,
            "group.max_size": 12,
            "metrics.CPUUtilization.per_instance": 110,
            "parameters.metric_delay_seconds": 10,
        }
    )
    assert scenario.diff(changed) == {
        "alarms.hot.threshold": (70.0, 80),
        "policies.scale_up.cooldown": (180, 60),
        "group.launch_seconds": (90, 30),
        "group.max_size": (8, 12),
        "metrics.CPUUtilization.per_instance": (100, 110),
        "parameters.metric_delay_seconds": (None, 10),
    }
    assert changed.value("alarms.hot.threshold") == 80
    assert scenario.value("alarms.hot.threshold") == 70


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("alarms.warm.threshold", "hot, cold"),
        ("alarms", "alarms"),
        ("groups.max_size", "group.max_size"),
        ("metrics.Requests.load", "CPUUtilization"),
        ("group.max_sise", "scenario.group.max_sise"),
    ],
)
def test_a_missing_path_is_an_error(path: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        web().with_({path: 1})


def test_parts_are_replaced_by_boto_s_objects() -> None:
    scenario = web()
    busy = alarm("hot", ">", 50, alarm_actions=[foresight.arn(policies()[0])])
    replaced = scenario.with_(
        alarms=[busy],
        group=group(max_size=3),
        parameters=foresight.Parameters(too_young="ok").to_dict(),
    )
    assert replaced.alarms == ["hot"]
    assert replaced.simulate().desired.most == 3
    assert replaced.value("group.launch_seconds") == 90
    with pytest.raises(TypeError, match="alarm"):
        scenario.with_(alarm=[])


def test_the_capacity_stays_within_limits_and_runs_repeat() -> None:
    for seed in range(5):
        load = foresight.Daily(900, 20, days=2, noise=0.4, seed=seed)
        scenario = web(load=foresight.Utilization(load, per_instance=100), alarms=alarms())
        future = scenario.simulate()
        assert 1 <= future.desired.least <= future.desired.most <= 8
        assert future.to_json() == scenario.simulate().to_json()


def test_open_and_closed_loops_agree_under_a_constant_load() -> None:
    # With as many instances as the group keeps, the utilization never moves an alarm.
    closed = web(load=foresight.Utilization([100] * 200, per_instance=100)).simulate()
    values = [value for _, value in closed.metric().to_numpy().tolist()]
    assert set(values) == {50.0}
    assert web(load=values).simulate().to_dict() == closed.to_dict()


def test_naive_datetimes_are_utc() -> None:
    assert web(start=datetime(2026, 11, 27, 12)).start == NOON
    assert web(start="2026-11-27T13:00:00+01:00").start == NOON
