"""Recording of metric data on behalf of AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reboto.local._cloudwatch.metrics import metrics_of
from reboto.local._world import LOCK, current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reboto.local._world import World

_MINUTE = 60


def record(
    world: World,
    region: str,
    namespace: str,
    metric: str,
    value: float,
    dimensions: Mapping[str, str] | None,
    unit: str | None,
    period: int,
) -> None:
    """Record a value of a metric at the present time of the endpoint's clock."""
    datum = {
        "MetricName": metric,
        "Value": float(value),
        "Unit": unit or "None",
        "Dimensions": [{"Name": key, "Value": one} for key, one in (dimensions or {}).items()],
        "StorageResolution": 1 if period < _MINUTE else _MINUTE,
    }
    with LOCK, current(world), world.request():
        metrics_of(world.region(region)).put(namespace, [datum])
