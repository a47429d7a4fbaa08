"""Anomaly detectors."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._cloudwatch.metrics import Metric, metrics_of
from reboto.local._requests.model_validation import reject
from reboto.local._requests.store import Stored
from reboto.local._world import utcnow

_KIND = "anomaly detectors"
_SINGLE = ("Namespace", "MetricName", "Dimensions", "Stat")
# A model needs some data; AWS trains it for minutes to hours.
_TRAINING = timedelta(minutes=15)
_POINTS = 3


class AnomalyDetectors(Stored, CloudWatchResponse):
    """CloudWatch operations on anomaly detectors."""

    def put_anomaly_detector(self) -> ActionResult:
        """Put an anomaly detector; that of a metric that has one keeps its id."""
        given = self.given()
        key, table = self._key(), self.here.table(_KIND)
        before = table.get(key, {})
        detector = self.put(
            _KIND,
            key,
            "created",
            "",
            AnomalyDetectorId=before.get("AnomalyDetectorId") or str(uuid.uuid4()),
        )
        single = given.get("SingleMetricAnomalyDetector") or {}
        if not given.get("MetricMathAnomalyDetector"):
            for name in _SINGLE:
                detector.setdefault(name, single.get(name))
            detector["Dimensions"] = detector["Dimensions"] or []
            detector["SingleMetricAnomalyDetector"] = {
                **single,
                **{name: detector[name] for name in _SINGLE},
            }
        detector.setdefault("Configuration", {"ExcludedTimeRanges": []})
        return ActionResult({"AnomalyDetectorId": detector["AnomalyDetectorId"]})

    def describe_anomaly_detectors(self) -> ActionResult:
        """Describe anomaly detectors, optionally by id, metric or type."""
        given = self.given()
        ids, kinds = given.get("AnomalyDetectorIds"), given.get("AnomalyDetectorTypes")
        dimensions = given.get("Dimensions", [])
        found = [
            {**one, "StateValue": self._state(one)}
            for one in self.here.table(_KIND).values()
            if (not ids or one["AnomalyDetectorId"] in ids)
            and (not kinds or _type(one) in kinds)
            and given.get("Namespace") in (None, one.get("Namespace"))
            and given.get("MetricName") in (None, one.get("MetricName"))
            and all(wanted in (one.get("Dimensions") or []) for wanted in dimensions)
        ]
        return self.paged(
            self.cloudwatch_backend, "AnomalyDetectors", found, lambda one: one["AnomalyDetectorId"]
        )

    def delete_anomaly_detector(self) -> ActionResult:
        """Delete an anomaly detector by id or by its metric."""
        table, name = self.here.table(_KIND), self._get_param("AnomalyDetectorId")
        if name:
            keys = [key for key, one in table.items() if one["AnomalyDetectorId"] == name]
            key = keys[0] if keys else ""
        else:
            key = self._key()
        self.stored(
            _KIND, key, "ResourceNotFoundException", "The specified anomaly detector doesn't exist."
        )
        del table[key]
        return EmptyResult()

    def _key(self) -> str:
        """Return the identity of the detector in the request: its metric or its queries."""
        given = self.given()
        plain = {name: given[name] for name in _SINGLE if given.get(name)}
        single, math = (
            given.get(f"{kind}AnomalyDetector") for kind in ("SingleMetric", "MetricMath")
        )
        ways = [way for way in (plain, single, math) if way]
        if len(ways) > 1:
            reject(
                "InvalidParameterCombination",
                "Specify one of SingleMetricAnomalyDetector, MetricMathAnomalyDetector, or the "
                "members of a single metric.",
            )
        if not ways:
            reject("MissingParameter", "An anomaly detector needs a metric or metric math.")
        if math:
            return json.dumps(math, sort_keys=True, default=str)
        metric = ways[0]
        if missing := [
            name for name in ("Namespace", "MetricName", "Stat") if not metric.get(name)
        ]:
            reject("MissingParameter", f"The parameter {missing[0]} is required.")
        return json.dumps([*Metric.of(metric), metric["Stat"]])

    def _state(self, detector: dict[str, Any]) -> str:
        if utcnow() - detector["created"] < _TRAINING:
            return "PENDING_TRAINING"
        if _type(detector) == "METRIC_MATH":
            return "TRAINED"
        now = utcnow()
        points = metrics_of(self.here).points(
            Metric.of(detector), now - timedelta(days=14), now, 60, None
        )
        return "TRAINED" if len(list(points)) >= _POINTS else "TRAINED_INSUFFICIENT_DATA"


def _type(detector: dict[str, Any]) -> str:
    return "METRIC_MATH" if detector.get("MetricMathAnomalyDetector") else "SINGLE_METRIC"
