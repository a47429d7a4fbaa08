"""A section of a page in which sliders change thresholds and cooldowns.

The page repeats the simulation with a model of its own, `what_if.js`, and shows the sliders only if
that model gives the same results. It knows simple scaling policies; other scenarios stay static.
"""

from __future__ import annotations

import json
import math
from importlib import resources
from typing import Any

from reboto._html import escape
from reboto.foresight._objects import filled
from reboto.foresight._parameters import Parameters
from reboto.foresight._timeline import Timeline

Json = dict[str, Any]

# Numbers in the page, and sliders of each kind.
_MOST_NUMBERS, _MOST_SLIDERS = 50_000, 8
_STATES = {
    "ALARM": "alarm_actions",
    "OK": "ok_actions",
    "INSUFFICIENT_DATA": "insufficient_data_actions",
}
_DURATIONS = (
    "launch_seconds",
    "launch_hook_seconds",
    "terminate_seconds",
    "terminate_hook_seconds",
)


def section(timeline: Timeline) -> str:
    """Return the section as HTML: with sliders, or with the reason why there are none.

    Parameters
    ----------
    timeline : Timeline
        The timeline.

    Returns
    -------
    str
    """
    content = timeline.scenario.full()
    reason = _static(content, timeline)
    if reason:
        return (
            "<section id=what-if data-exact=false><h2>What if</h2>"
            f"<p>This page has no sliders: {escape(reason)}.</p></section>"
        )
    model = _model(content, timeline)
    text = json.dumps(model, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    sliders = "".join([*_thresholds(model, timeline), *_cooldowns(model)])
    script = resources.files("reboto.foresight").joinpath("what_if.js").read_text("utf-8")
    return (
        "<section id=what-if hidden><h2>What if</h2>"
        "<p>Move a slider: the page simulates again, with the same results as reboto.</p>"
        f"<div class=sliders>{sliders}</div><p><button type=button>Reset</button></p>"
        '<table class="reboto"><thead><tr><th></th><th>before</th><th>after</th></tr></thead>'
        "<tbody></tbody></table><figure></figure></section>"
        f'<script type="application/json" id="scenario">{text}</script><script>{script}</script>'
    )


def _static(content: Json, timeline: Timeline) -> str | None:
    """Return why the page's model does not know a scenario."""
    policies = content.get("policies") or ()
    metrics = _metrics(content)
    numbers = sum(len(one.get("values") or one.get("load") or ()) for one in metrics)
    alarms: list[Json] = list(content.get("alarms") or ())
    if any((one.get("policy_type") or "SimpleScaling") != "SimpleScaling" for one in policies):
        return "its model knows simple scaling policies only"
    if content.get("scheduled_actions") or content.get("schedule") or content.get("events"):
        return "its model knows no scheduled actions and events"
    if content["group"].get("suspended_processes"):
        return "its model knows no suspended processes"
    if timeline.scenario.functions:
        return "a metric is a function"
    if not alarms:
        return "the scenario has no alarms"
    if numbers > _MOST_NUMBERS:
        return f"the metrics have more than {_MOST_NUMBERS:,} values"
    return None


def _metrics(content: Json) -> list[Json]:
    given: Any = content.get("metrics") or {}
    if isinstance(given, dict):
        return [{"name": name, **one} for name, one in given.items()]
    return list(given)


def _model(content: Json, timeline: Timeline) -> Json:
    """Return what the page needs, with all defaults."""
    start: int = content["start"]
    given: Json = content["group"]
    least: int = given["min_size"]
    parameters = {**Parameters().to_dict(), **filled(content.get("parameters") or {})}
    metrics = [
        {
            "name": one["name"],
            "start": _or(one.get("start"), start),
            "resolution": _or(one.get("resolution"), 60),
            "model": one.get("model"),
            "per_instance": _or(one.get("per_instance"), 1),
            "most": _or(one.get("most"), 100),
            "initial_backlog": _or(one.get("initial_backlog"), 0),
            "values": one["load"] if one.get("model") else one["values"],
        }
        for one in _metrics(content)
    ]
    names = [str(one["name"]) for one in metrics]
    policies: list[Json] = list(content.get("policies") or ())
    known = [one["name"] for one in policies]
    steps = (timeline.core.changes(False), timeline.core.changes(True))
    states = timeline.final_states
    return {
        "start": start,
        "duration": timeline.scenario.duration,
        "group": {
            "min_size": least,
            "max_size": given["max_size"],
            "desired_capacity": _or(given.get("desired_capacity"), least),
            "default_cooldown": _or(given.get("default_cooldown"), 300),
            "drain_seconds": given.get("drain_seconds"),
            **{key: _or(given.get(key), 0) for key in _DURATIONS},
        },
        "policies": [
            {
                "name": one["name"],
                "enabled": _or(one.get("enabled"), True),
                "type": one["adjustment_type"],
                "adjustment": one["scaling_adjustment"],
                "least": _or(one.get("min_adjustment_magnitude"), 0),
                "cooldown": _or(one.get("cooldown"), _or(given.get("default_cooldown"), 300)),
            }
            for one in policies
        ],
        "alarms": [_alarm(one, names, known, parameters) for one in content.get("alarms") or ()],
        "metrics": metrics,
        "parameters": parameters,
        "expected": {
            "desired": steps[0],
            "in_service": steps[1],
            "instance_seconds": timeline.core.instance_seconds(),
            "final_states": [states[one["name"]] for one in content.get("alarms") or ()],
        },
    }


def _alarm(one: Json, metrics: list[str], policies: list[str], parameters: Json) -> Json:
    period, periods = one["period"], one["evaluation_periods"]
    # The rule of the interface's function `cadence`.
    cadence = 10 if period < 60 else 60 if period * periods <= 86_400 else 3600
    enabled = _or(one.get("actions_enabled"), True)
    return {
        "name": one["name"],
        "metric": metrics.index(one["metric"]),
        "comparison": one["comparison"],
        "threshold": one["threshold"],
        "periods": periods,
        "needed": _or(one.get("datapoints_to_alarm"), periods),
        "missing": _or(one.get("treat_missing_data"), "missing"),
        "period": period,
        "cadence": cadence,
        "grid": period if one.get("evaluation_window") else cadence,
        "range": periods + parameters["evaluation_range_extra"],
        "statistic": _or(one.get("statistic"), "Average"),
        "state": _or(one.get("state"), "INSUFFICIENT_DATA"),
        "actions": {
            state: [policies.index(name) for name in one.get(key) or ()] if enabled else []
            for state, key in _STATES.items()
        },
    }


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value


def _thresholds(model: Json, timeline: Timeline) -> list[str]:
    sliders: list[str] = []
    for index, alarm in enumerate(model["alarms"][:_MOST_SLIDERS]):
        name: str = model["metrics"][alarm["metric"]]["name"]
        pairs = timeline.core.outline(name, 1)
        values = [value for pair in pairs for value in pair if not math.isnan(value)]
        threshold: float = alarm["threshold"]
        low, high = min([0, threshold, *values]), max([threshold * 1.25, *values])
        high = high if high > low else low + 1
        # About a hundred positions, at multiples of 1, 2 or 5, of which the threshold is one.
        step = _round((high - low) / 100)
        low = threshold - math.ceil((threshold - low) / step) * step
        title = f"threshold of {alarm['name']}"
        sliders.append(_slider("alarms", index, "threshold", title, (low, high, step), threshold))
    return sliders


def _cooldowns(model: Json) -> list[str]:
    return [
        _slider(
            "policies",
            index,
            "cooldown",
            f"cooldown of {policy['name']} in seconds",
            (0, max(900, 2 * policy["cooldown"]), 10 if policy["cooldown"] % 10 == 0 else 1),
            policy["cooldown"],
        )
        for index, policy in enumerate(model["policies"][:_MOST_SLIDERS])
    ]


def _round(step: float) -> float:
    if step <= 0:
        return 1
    power = 10 ** math.floor(math.log10(step))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step))


def _slider(
    part: str, index: int, key: str, title: str, scale: tuple[float, float, float], value: float
) -> str:
    low, high, step = (f"{number:.12g}" for number in scale)
    name = f"{part}-{index}"
    return (
        f"<label for={name}>{escape(title)}</label>"
        f"<input type=range id={name} data-part={part} data-index={index} data-key={key} "
        f'min="{low}" max="{high}" step="{step}" value="{value!r}">'
        f"<output for={name}>{value:.12g}</output>"
    )
