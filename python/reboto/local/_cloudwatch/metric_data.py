"""CloudWatch operations on metrics and their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._cloudwatch.metric_queries import Queries, compute
from reboto.local._cloudwatch.metrics import Metric, dimensions_of, metrics_of
from reboto.local._requests.paging import page_of
from reboto.local._requests.store import Stored

if TYPE_CHECKING:
    from reboto.local._cloudwatch.metrics import Metrics


class MetricData(Stored, CloudWatchResponse):
    """CloudWatch operations on metrics, in place of moto's."""

    @property
    def _metrics(self) -> Metrics:
        return metrics_of(self.here)

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
            computed = {name: compute(name, samples) for name in names}
            values = {name: value for name, value in computed.items() if value is not None}
            if values:
                point: dict[str, Any] = {"Timestamp": at, "Unit": unit}
                datapoints.append(point | ({"ExtendedStatistics": values} if extended else values))
        return ActionResult({"Label": params["MetricName"], "Datapoints": datapoints})

    def get_metric_data(self) -> ActionResult:
        """Evaluate queries of metrics and expressions."""
        results = Queries(self._metrics, self._get_params()).results()
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


def _has(metric: Metric, name: str, value: str | None) -> bool:
    return any(key == name and value in (None, given) for key, given in metric.dimensions)
