"""Anomaly detectors."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.anomaly import (
    AnomalyDetector,
    AnomalyDetectorConfiguration,
    MetricCharacteristics,
    MetricMathAnomalyDetector,
    Range,
    SingleMetricAnomalyDetector,
)

__all__ = [
    "AnomalyDetector",
    "AnomalyDetectorConfiguration",
    "MetricCharacteristics",
    "MetricMathAnomalyDetector",
    "Range",
    "SingleMetricAnomalyDetector",
]
