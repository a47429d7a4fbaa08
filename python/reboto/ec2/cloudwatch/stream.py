"""Metric streams."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.stream import (
    MetricStream,
    MetricStreamFilter,
    StatisticsConfiguration,
    StatisticsMetric,
)

__all__ = ["MetricStream", "MetricStreamFilter", "StatisticsConfiguration", "StatisticsMetric"]
