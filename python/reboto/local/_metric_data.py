"""CloudWatch operations on metrics and their data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._math_values import MathError, MathUnsupportedError, Series, Span, Value
from reboto.local._metric_math import Expression
from reboto.local._metrics import Metric, dimensions_of, metrics_of, rounded
from reboto.local._model_validation import reject
from reboto.local._paging import page, page_of
from reboto.local._statistics import statistic
from reboto.local.bridge import AnswerError

if TYPE_CHECKING:
    from datetime import datetime

    from reboto.local._metrics import Metrics


class MetricData(CloudWatchResponse):
    """CloudWatch operations on metrics, in place of moto's."""

    @property
    def _metrics(self) -> Metrics:
        return metrics_of(self.cloudwatch_backend)

    def put_metric_data(self) -> ActionResult:
        """Store metric data."""
        self._metrics.put(self._get_param("Namespace"), self._get_param("MetricData"))
        return EmptyResult()

    def list_metrics(self) -> ActionResult:
        """List metrics by namespace, name and some of their dimensions."""
        namespace, name = self._get_param("Namespace"), self._get_param("MetricName")
        filters = self._get_param("Dimensions", [])
        found = [
            metric
            for metric in self._metrics.listed(recent=bool(self._get_param("RecentlyActive")))
            if namespace in (None, metric.namespace)
            and name in (None, metric.name)
            and all(_has(metric, one["Name"], one.get("Value")) for one in filters)
        ]
        chosen, token = page_of(self, self.cloudwatch_backend, found, lambda metric: metric)
        described = [
            {
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
            }
            for metric in chosen
        ]
        return ActionResult({"Metrics": described, "NextToken": token})

    def get_metric_statistics(self) -> ActionResult:
        """Compute statistics of one metric, separately for each unit."""
        params = self._get_params()
        names: list[str] = params.get("Statistics") or params["ExtendedStatistics"]
        extended = "ExtendedStatistics" in params
        datapoints: list[dict[str, Any]] = []
        points = self._metrics.points(
            Metric(params["Namespace"], params["MetricName"], dimensions_of(params)),
            params["StartTime"],
            params["EndTime"],
            params["Period"],
            params.get("Unit"),
        )
        for at, unit, samples in points:
            computed = {name: _computed(name, samples) for name in names}
            values = {name: value for name, value in computed.items() if value is not None}
            if values:
                point: dict[str, Any] = {"Timestamp": at, "Unit": unit}
                datapoints.append(point | ({"ExtendedStatistics": values} if extended else values))
        return ActionResult({"Label": params["MetricName"], "Datapoints": datapoints})

    def get_metric_data(self) -> ActionResult:
        """Evaluate queries of metrics and expressions."""
        results = _Queries(self._metrics, self._get_params()).results()
        newest_first = self._get_param("ScanBy") != "TimestampAscending"
        every = [
            (number, index)
            for number, (_, _, points) in enumerate(results)
            for index in range(len(points))
        ]
        chosen, token = page_of(self, self.cloudwatch_backend, every, lambda one: one)
        last = dict(chosen)
        first = not self._get_param("NextToken")
        described: list[dict[str, Any]] = []
        for number, (name, label, points) in enumerate(results):
            ordered = points[::-1] if newest_first else points
            here = [ordered[index] for one, index in chosen if one == number]
            if not here and not (first and not points):
                continue
            whole = not points or last[number] == len(points) - 1
            described.append(
                {
                    "Id": name,
                    "Label": label,
                    "Timestamps": [at for at, _ in here],
                    "Values": [value for _, value in here],
                    "StatusCode": "Complete" if whole else "PartialData",
                }
            )
        return ActionResult({"MetricDataResults": described, "NextToken": token, "Messages": []})

    def list_dashboards(self) -> ActionResult:
        """List dashboards, optionally by the prefix of their names."""
        prefix = self._get_param("DashboardNamePrefix", "")
        boards = list(self.cloudwatch_backend.list_dashboards(prefix))
        return page(self, self.cloudwatch_backend, "DashboardEntries", boards, lambda one: one.name)

    def describe_insight_rules(self) -> ActionResult:
        """Describe Contributor Insights rules."""
        rules = list(self.cloudwatch_backend.insight_rules.values())
        return page(self, self.cloudwatch_backend, "InsightRules", rules, lambda one: one.name)


class _Queries:
    """The queries of a request; each is evaluated once."""

    def __init__(self, metrics: Metrics, params: dict[str, Any]) -> None:
        self._metrics = metrics
        self._queries: dict[str, dict[str, Any]] = {
            one["Id"]: one for one in params["MetricDataQueries"]
        }
        # LabelOptions affect only dynamic labels.
        if any("${" in query.get("Label", "") for query in self._queries.values()):
            raise AnswerError.unsupported("dynamic labels (${...})")
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

    def _points(self, stat: dict[str, Any]) -> list[tuple[datetime, float]]:
        metric = Metric.of(stat["Metric"])
        points = self._metrics.points(
            metric, self._start, self._end, stat["Period"], stat.get("Unit")
        )
        computed = ((at, _computed(stat["Stat"], samples)) for at, _, samples in points)
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
            raise AnswerError.unsupported("Metrics Insights queries (SELECT)")
        if name in self._evaluating:
            reject("ValidationError", f"Error in expression '{name}': it depends on itself")
        self._evaluating.append(name)
        try:
            return Expression(text, self._value, self._every_metric, self._span(name)).value()
        except MathError as error:
            reject("ValidationError", f"Error in expression '{name}': {error}")
        except MathUnsupportedError as error:
            raise AnswerError.unsupported(f"{error} ({name})") from error
        except (OverflowError, ArithmeticError, ValueError) as error:
            reject("ValidationError", f"Error in expression '{name}': computation failed: {error}")
        finally:
            self._evaluating.pop()

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


def _computed(name: str, samples: Any) -> float | None:
    found = statistic(name)
    value = found.of(samples) if found else None
    return value if value is None or math.isfinite(value) else None


def _has(metric: Metric, name: str, value: str | None) -> bool:
    return any(key == name and value in (None, given) for key, given in metric.dimensions)
