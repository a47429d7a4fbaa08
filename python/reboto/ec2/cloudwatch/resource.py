"""Metrics that resources publish."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.resource import (
    ResourceMetricsConfiguration,
    ResourceMetricSelection,
)

__all__ = ["ResourceMetricSelection", "ResourceMetricsConfiguration"]
