"""Evaluation of the queries of ``GetMetricData`` and of alarms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from reboto.local._cloudwatch.bands import BAND, HISTORY, band_of
from reboto.local._cloudwatch.math_values import (
    MathError,
    MathUnsupportedError,
    Series,
    Span,
    Value,
)
from reboto.local._cloudwatch.metric_math import Expression
from reboto.local._cloudwatch.metrics import Metric, rounded
from reboto.local._requests.model_validation import reject
from reboto.local._statistics import statistic
from reboto.local.bridge import ServiceError

if TYPE_CHECKING:
    from datetime import datetime

    from reboto.local._cloudwatch.metrics import Metrics


class Queries:
    """The queries of a request; each is evaluated once."""

    def __init__(self, metrics: Metrics, params: dict[str, Any]) -> None:
        self._metrics = metrics
        self._queries: dict[str, dict[str, Any]] = {
            one["Id"]: one for one in params["MetricDataQueries"]
        }
        # LabelOptions affect only dynamic labels.
        if any("${" in query.get("Label", "") for query in self._queries.values()):
            raise ServiceError.unsupported("dynamic labels (${...})")
        self._start, self._end = params["StartTime"], params["EndTime"]
        self._values: dict[str, Value] = {}
        self._evaluating: list[str] = []

    def results(self) -> list[tuple[str, str, list[tuple[datetime, float]]]]:
        """Return the id, label and points of each requested series."""
        found: list[tuple[str, str, list[tuple[datetime, float]]]] = []
        for name, query in self._queries.items():
            stat = query.get("MetricStat")
            # Expressions that are not returned are evaluated too, because their errors count.
            value = None if stat else self._expression(name)
            if not query.get("ReturnData", True):
                continue
            if value is None:
                found.append((name, _label(query), self._points(query["MetricStat"])))
            elif isinstance(value, Series):
                found.append((name, query.get("Label") or name, list(value.points.items())))
            elif isinstance(value, list):
                for one in value:
                    label = " ".join(filter(None, (query.get("Label") or name, one.label)))
                    found.append((name, label, list(one.points.items())))
            else:
                reject(
                    "ValidationError",
                    f"Error in expression '{name}': the result must be one or more time series, "
                    "got a number",
                )
        return found

    def _points(
        self, stat: dict[str, Any], start: datetime | None = None
    ) -> list[tuple[datetime, float]]:
        metric = Metric.of(stat["Metric"])
        points = self._metrics.points(
            metric, start or self._start, self._end, stat["Period"], stat.get("Unit")
        )
        computed = ((at, compute(stat["Stat"], samples)) for at, _, samples in points)
        return [(at, value) for at, value in computed if value is not None]

    def _value(self, name: str) -> Value:
        if name not in self._queries:
            raise MathError(f"no query has the id {name!r}")
        if name in self._values:
            return self._values[name]
        query = self._queries[name]
        if stat := query.get("MetricStat"):
            points = self._points(stat)
            if len({at for at, _ in points}) < len(points):
                raise MathUnsupportedError(f"{name} with data of several units in an expression")
            self._values[name] = Series(_label(query), dict(points), stat["Period"])
        else:
            self._values[name] = self._expression(name)
        return self._values[name]

    def _expression(self, name: str) -> Value:
        text: str = self._queries[name]["Expression"]
        if text.lstrip().upper().startswith("SELECT"):
            raise ServiceError.unsupported("Metrics Insights queries (SELECT)")
        if found := BAND.fullmatch(text):
            return self._band(found[1], float(found[2] or 2), self._span(name).period)
        if name in self._evaluating:
            reject("ValidationError", f"Error in expression '{name}': it depends on itself")
        self._evaluating.append(name)
        try:
            return Expression(text, self._value, self._every_metric, self._span(name)).value()
        except MathError as error:
            reject("ValidationError", f"Error in expression '{name}': {error}")
        except MathUnsupportedError as error:
            raise ServiceError.unsupported(f"{error} ({name})") from error
        except (OverflowError, ArithmeticError, ValueError) as error:
            reject("ValidationError", f"Error in expression '{name}': computation failed: {error}")
        finally:
            self._evaluating.pop()

    def _band(self, name: str, width: float, period: int) -> Value:
        """Return the upper and the lower end of the band of a query with a metric."""
        stat = self._queries.get(name, {}).get("MetricStat")
        if stat is None:
            reject("ValidationError", f"ANOMALY_DETECTION_BAND: {name!r} is not the id of a metric")
        past = dict(self._points(stat, self._start - HISTORY))
        ends: tuple[dict[datetime, float], dict[datetime, float]] = {}, {}
        for at, _ in self._points(stat):
            if (band := band_of(past, at, width)) is not None:
                ends[0][at], ends[1][at] = band[1], band[0]
        label = _label(self._queries[name])
        return [Series(f"{label} (expected)", points, period) for points in ends]

    def _every_metric(self) -> dict[str, Series]:
        found = {
            name: self._value(name)
            for name, query in self._queries.items()
            if query.get("MetricStat")
        }
        return {name: value for name, value in found.items() if isinstance(value, Series)}

    def _span(self, name: str) -> Span:
        stats = [query["MetricStat"] for query in self._queries.values() if query.get("MetricStat")]
        period = self._queries[name].get("Period") or min(
            (one["Period"] for one in stats), default=60
        )
        return Span(rounded(self._start, period), self._end, period)


def _label(query: dict[str, Any]) -> str:
    return str(query.get("Label") or query["MetricStat"]["Metric"]["MetricName"])


def compute(name: str, samples: Any) -> float | None:
    """Compute a statistic of samples; None if CloudWatch has no value."""
    found = statistic(name)
    value = found.of(samples) if found else None
    return value if value is None or math.isfinite(value) else None
