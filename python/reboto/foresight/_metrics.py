"""Metrics of a scenario, from what a caller gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from reboto.foresight._functions import is_feedback
from reboto.foresight._series import series
from reboto.foresight.load import Load, Model, Replay

# A metric: points to replay, or a model of a load.
Metric: TypeAlias = Any


def metric(argument: str, given: Metric) -> dict[str, Any]:
    """Convert an argument, named in errors, to a metric of the JSON interface."""
    if isinstance(given, Model):
        return given.to_metric()
    if callable(given):
        is_feedback(argument, given)
        given = Load(given)
    if isinstance(given, Load):
        return Replay(given).to_metric()
    if isinstance(given, dict) and ({"values", "model"} & given.keys()):
        settings: dict[str, Any] = dict(given)  # pyright: ignore[reportUnknownArgumentType]
        for key in ("values", "load"):
            if key in settings:
                settings[key] = series(argument, settings[key]).values
        return settings
    return Replay(series(argument, given)).to_metric()


def metrics(given: Mapping[str, Metric]) -> dict[str, dict[str, Any]]:
    """Convert an argument `metrics`, whose items are named in errors."""
    return {name: metric(f"metrics[{name!r}]", one) for name, one in given.items()}
