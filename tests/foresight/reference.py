"""A reference implementation of foresight's JSON interface, in plain Python.

It works through a scenario second by second and instance by instance, and computes each
window anew. It is slow, checks no input, and shares no code with the core: results that
differ show a mistake in one of the two. `compare.py` makes the requests.
"""

from __future__ import annotations

from typing import Any

from tests.foresight import functions
from tests.foresight.simulation import run

FUNCTIONS: dict[str, Any] = {
    "evaluate": functions.evaluate,
    "evaluate_alarm": functions.evaluate_alarm,
    "cadence": functions.cadence,
    "alarm_window": functions.alarm_window,
    "statistic": functions.statistic,
    "select_step": functions.select_step,
    "apply_policy": functions.apply_policy,
    "resolve": functions.resolve,
    "scheduled_times": functions.scheduled_times,
    "run": run,
}


def call(function: str, args: functions.Json) -> Any:
    return FUNCTIONS[function](**args)
