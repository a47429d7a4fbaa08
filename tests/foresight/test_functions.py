"""Metrics and loads that are functions in Python."""

from __future__ import annotations

from typing import Any

import pytest

from reboto import foresight
from tests.foresight.scenarios import web


def busy(minute: float) -> float:
    return 100 if minute < 10 else 420 if minute < 70 else 60


def test_a_load_is_a_function_of_the_minute() -> None:
    load = foresight.Utilization(busy, per_instance=100)
    assert web(load=load, until=web().end) == web()
    fine = foresight.Load(lambda minute: minute, resolution=30)
    values = web(load=fine, until="2026-11-27T12:02Z").full()["metrics"]["CPUUtilization"]
    assert values["values"] == [0, 0.5, 1, 1.5]
    doubled = web(load=fine.scaled(2), until="2026-11-27T12:01Z").full()
    assert doubled["metrics"]["CPUUtilization"]["values"] == [0, 1]


def test_a_function_of_the_instances_is_a_closed_loop() -> None:
    calls: list[float] = []

    def usage(minute: float, in_service: int, queue: float) -> float | None:
        calls.append(minute)
        return min(100, 100 * busy(minute) / (in_service * 100)) if in_service else None

    scenario = web(load=usage, until=web().end)
    assert scenario.functions == ["CPUUtilization"]
    assert scenario.simulate().to_dict() == web().simulate().to_dict()
    assert len(calls) > 130
    changed = {"alarms.hot.threshold": 60}
    assert scenario.with_(changed).simulate().to_dict() == web().with_(changed).simulate().to_dict()


def test_a_function_gets_its_last_result() -> None:
    def backlog(minute: float, in_service: int, queue: float) -> float:
        return max(0, queue + busy(minute) - 100 * in_service)

    arrivals = foresight.Queue([busy(minute) for minute in range(130)], per_instance=100)
    got = web(load=backlog, until=web().end)
    values = got.simulate().metric().to_pandas()["value"]
    # The model divides the backlog by the instances.
    counts = got.simulate().to_pandas()["in_service"].iloc[:130]
    limits = {"alarms.hot.threshold": 1e9, "alarms.cold.threshold": -1}
    still = web(load=backlog, until=web().end).with_(limits).simulate()
    model = web(load=arrivals).with_(limits).simulate()
    assert (still.metric().to_pandas()["value"] == model.metric().to_pandas()["value"] * 2).all()
    assert counts.max() > 2
    assert values.max() < still.metric().to_pandas()["value"].max()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: web(load=busy), ValueError, "until is required"),
        (lambda: web(load=two, until=1), TypeError, "2 arguments"),
        (lambda: web(load=text, until=2**31), TypeError, "'x'"),
        (lambda: web(load=endless, until=2**31), ValueError, "finite"),
        (lambda: foresight.Load(busy) + foresight.Load([1]), TypeError, "cannot be added"),
        (lambda: function_scenario().to_json(), ValueError, "must not be functions to be saved"),
        (
            lambda: foresight.sweep(function_scenario(), {"launch": [1]}),
            ValueError,
            "to be swept",
        ),
    ],
)
def test_what_a_function_cannot_be(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def two(first: float, second: float) -> float:
    return first + second


def text(minute: float) -> str:
    return "x"


def endless(minute: float) -> float:
    return 1e999


def steady(minute: float, in_service: int, queue: float) -> float:
    return 50


def function_scenario() -> foresight.Scenario:
    return web(load=steady, until=web().end)
