"""OpenTelemetry enrichment of metrics."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.enrichment import (
    MetricSelector,
    OTelEnrichment,
)

__all__ = ["MetricSelector", "OTelEnrichment"]
