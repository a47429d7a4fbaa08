"""Metrics of a scenario, from what a caller gives."""

from __future__ import annotations

from typing import Any, TypeAlias

from reboto.foresight._functions import is_feedback
from reboto.foresight._series import series
from reboto.foresight.load import Load, Model, Replay

# A metric: points to replay, or a model of a load.
Metric: TypeAlias = Any


def metric(name: str, given: Metric) -> dict[str, Any]:
    """Convert a metric argument to a metric of the JSON interface."""
    if isinstance(given, Model):
        return given.to_metric()
    if callable(given):
        is_feedback(f"metrics[{name!r}]", given)
        given = Load(given)
    if isinstance(given, Load):
        return Replay(given).to_metric()
    if isinstance(given, dict) and ({"values", "model"} & given.keys()):
        settings: dict[str, Any] = dict(given)  # pyright: ignore[reportUnknownArgumentType]
        for key in ("values", "load"):
            if key in settings:
                settings[key] = series(f"metrics[{name!r}]", settings[key]).values
        return settings
    return Replay(series(f"metrics[{name!r}]", given)).to_metric()
