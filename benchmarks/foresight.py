"""Measure foresight, and the loops that it replaces: plain Python and numpy.

    python benchmarks/foresight.py [--long]

Prints a table with the CPU time of each row: the best of several runs. `--long` adds the sweep over
a year, which takes a minute.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from reboto import foresight
from reboto.ec2.autoscale import AutoScalingGroup, ScalingPolicy
from reboto.ec2.cloudwatch import MetricAlarm

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR, WEEK = 365 * 1440, 7 * 1440
PER_INSTANCE, COOLDOWN, LAUNCH = 120.0, 180, 90


def load(minutes: int, step: int = 60) -> Any:
    """A daily rhythm with noise, a number each `step` seconds."""
    chance = np.random.default_rng(7)
    times = np.arange(minutes * 60 // step) * step / 86_400
    return 500 - 400 * np.cos(2 * np.pi * times) + chance.normal(0, 40, times.size)


def scenario(values: Any, period: int = 60) -> foresight.Scenario:
    """Two alarms, two simple policies and a closed loop."""
    group = AutoScalingGroup(name="web", min_size=1, max_size=20, desired_capacity=4)
    policies = [
        ScalingPolicy(
            name=name,
            adjustment_type="ChangeInCapacity",
            scaling_adjustment=change,
            cooldown=COOLDOWN,
        )
        for name, change in (("up", 1), ("down", -1))
    ]
    alarms = [
        MetricAlarm(
            name=name,
            metric="CPUUtilization",
            statistic="Average",
            comparison=comparison,
            threshold=threshold,
            period=period,
            evaluation_periods=3,
            alarm_actions=[action],
        )
        for name, comparison, threshold, action in (
            ("hot", ">", 70, "up"),
            ("cold", "<", 40, "down"),
        )
    ]
    model = foresight.Utilization(foresight.Load(values, resolution=period), PER_INSTANCE)
    return foresight.scenario(group, policies, alarms, load=model, launch=LAUNCH)


def plain_python(values: list[float]) -> list[tuple[int, int]]:
    """The same alarms and policies as a loop over minutes, without missing data."""
    instances, high, low, free_from = 4, 0, 0, 0
    pending: list[tuple[int, int]] = []
    changes: list[tuple[int, int]] = []
    for minute, value in enumerate(values):
        while pending and pending[0][0] <= minute * 60:
            instances += pending.pop(0)[1]
        usage = min(100.0, 100 * value / (instances * PER_INSTANCE))
        high = high + 1 if usage > 70 else 0
        low = low + 1 if usage < 40 else 0
        if minute * 60 < free_from or pending:
            continue
        if high >= 3 and instances < 20:
            pending.append((minute * 60 + LAUNCH, 1))
            free_from = minute * 60 + LAUNCH + COOLDOWN
            changes.append((minute, 1))
        elif low >= 3 and instances > 1:
            instances -= 1
            free_from = minute * 60 + COOLDOWN
            changes.append((minute, -1))
    return changes


def with_numpy(values: Any) -> tuple[Any, Any]:
    """The states of both alarms in an open loop: numpy cannot feed the capacity back."""
    usage = np.minimum(100, 100 * values / (8 * PER_INSTANCE))
    windows = np.lib.stride_tricks.sliding_window_view(usage, 3)
    return (windows > 70).all(axis=1), (windows < 40).all(axis=1)


def best(work: Callable[[], object], runs: int = 5) -> float:
    """The least CPU time of several runs, in milliseconds."""
    times: list[float] = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure foresight and its peers.")
    parser.add_argument("--long", action="store_true", help="also sweep over a year")
    options = parser.parse_args()
    year, fine, week = load(YEAR), load(YEAR, 10), load(WEEK)
    as_list: list[float] = year.tolist()
    made = scenario(year)
    future = made.simulate()
    rows = [
        ("a year at 1 minute, from objects to a timeline", best(lambda: scenario(year).simulate())),
        ("the same, without reading the objects", best(made.simulate)),
        ("the same as a loop in plain Python", best(lambda: plain_python(as_list), 3)),
        ("the states of its alarms with numpy, open loop", best(lambda: with_numpy(year))),
        ("a year at 10 seconds", best(lambda: scenario(fine, 10).simulate(), 3)),
        ("all columns of the year to polars", best(future.to_polars)),
        ("why", best(lambda: future.why(YEAR * 30))),
    ]
    space = {"alarms.hot.threshold": range(50, 90), "alarms.cold.threshold": range(10, 35)}
    space["policies.up.cooldown"] = range(60, 360, 30)
    for name, values in [("week", week), ("year", year)][: 2 if options.long else 1]:
        base = scenario(values)
        begin = time.perf_counter()
        found = foresight.sweep(base, space, ("cost", "minutes_above_80"))
        took = (time.perf_counter() - begin) * 1000
        rows.append((f"{len(found):,} variants of a {name}, elapsed time on all cores", took))
    print("| work | ms |\n| --- | ---: |")
    for title, took in rows:
        print(f"| {title} | {took:,.2f} |")


if __name__ == "__main__":
    main()
