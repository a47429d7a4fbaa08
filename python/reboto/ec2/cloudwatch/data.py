"""Metric data with entities."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.data import (
    Entity,
    EntityMetricData,
    MetricDatum,
    StatisticSet,
)

__all__ = ["Entity", "EntityMetricData", "MetricDatum", "StatisticSet"]
