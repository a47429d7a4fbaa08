"""The JSON of scenarios: reading and writing text and series."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from typing import Any

Json = dict[str, Any]

DURATIONS = (
    "launch_seconds",
    "launch_hook_seconds",
    "terminate_seconds",
    "terminate_hook_seconds",
    "drain_seconds",
    "default_instance_warmup",
)


def series_key(settings: Json) -> str:
    """Return the key of a metric that has its numbers."""
    return "values" if settings.get("model") is None else "load"


def each_metric(content: Json, change: Callable[[str, Json], Json]) -> Json:
    """Change each metric of a scenario."""
    metrics = content.get("metrics")
    if isinstance(metrics, dict):
        content["metrics"] = {name: change(name, one) for name, one in metrics.items()}
    elif metrics:
        content["metrics"] = [change(one["name"], one) for one in metrics]
    return content


def number(value: float) -> float | int | None:
    """Return a number as JSON has it; null for a missing one."""
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def count(numbers: Iterable[float] | None) -> str | None:
    """Describe a series in a comparison."""
    return None if numbers is None else f"{len(list(numbers))} numbers"


def parsed(text: str) -> Json:
    """Read the object that a scenario is."""
    try:
        content = json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("a scenario must not be nested so deeply") from None
    if not isinstance(content, dict):
        raise ValueError(f"a scenario must be a JSON object, got {type(content).__name__}")
    return content


def _refuse(word: str) -> Any:
    """Refuse words such as NaN, which JSON does not have."""
    raise ValueError(f"numbers must be finite, got {word}")


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    """Make a dict of the pairs of an object, whose keys must differ."""
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"keys must be unique, got {repeated!r} twice")
    return content
