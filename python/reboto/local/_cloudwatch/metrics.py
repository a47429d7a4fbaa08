"""Storage of metric data by namespace, name, exact dimensions and unit."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from reboto.local._statistics import Samples
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reboto.local._world import Region

_MINUTE, _HOUR = 60, 3600
_FINE_KEPT = timedelta(hours=3)
_MINUTES_KEPT = timedelta(days=15)
_FIVE_MINUTES_KEPT = timedelta(days=63)


class Metric(NamedTuple):
    """The identity of a metric.

    Attributes
    ----------
    namespace, name
        Its namespace and name.
    dimensions
        All dimensions, sorted. CloudWatch does not aggregate across dimensions.
    """

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, described: dict[str, Any]) -> Metric:
        """Read a metric from a request."""
        return cls(described["Namespace"], described["MetricName"], dimensions_of(described))


class _Datum(NamedTuple):
    timestamp: datetime
    unit: str
    fine: bool
    samples: Samples


def _time(datum: _Datum) -> datetime:
    return datum.timestamp


class Metrics:
    """The metrics of an account in a region."""

    def __init__(self) -> None:
        self._data: dict[Metric, list[_Datum]] = {}

    def put(self, namespace: str, data: list[dict[str, Any]]) -> None:
        """Store the data of a ``PutMetricData`` request."""
        for one in data:
            metric = Metric(namespace, one["MetricName"], dimensions_of(one))
            fine = one.get("StorageResolution") == 1
            timestamp = _floor(one.get("Timestamp") or utcnow(), 1 if fine else _MINUTE)
            datum = _Datum(timestamp, one.get("Unit") or "None", fine, _samples(one))
            # In order of time, so that an alarm finds its window in years of data.
            insort(self._data.setdefault(metric, []), datum, key=_time)

    def listed(self, recent: bool) -> list[Metric]:
        """List all metrics, or only those with data from the last three hours."""
        since = utcnow() - _FINE_KEPT
        return [
            metric
            for metric, data in self._data.items()
            if not recent or any(datum.timestamp >= since for datum in data)
        ]

    def points(
        self, metric: Metric, start: datetime, end: datetime, period: int, unit: str | None
    ) -> Iterator[tuple[datetime, str, list[Samples]]]:
        """Group a metric's samples by period and unit, in order of time."""
        start = rounded(start, period)
        found: dict[tuple[datetime, str], list[Samples]] = defaultdict(list)
        length, now = timedelta(seconds=period), utcnow()
        data = self._data.get(metric, [])
        first, last = bisect_left(data, start, key=_time), bisect_left(data, end, key=_time)
        for datum in data[first:last]:
            if unit not in (None, datum.unit):
                continue
            # CloudWatch keeps older data only in longer periods.
            if now - datum.timestamp > _FINE_KEPT and period % _MINUTE:
                continue
            begin = start + (datum.timestamp - start) // length * length
            found[begin, datum.unit].append(datum.samples)
        for begin, kept in sorted(found):
            yield begin, kept, found[begin, kept]


def metrics_of(region: Region) -> Metrics:
    """Return the metrics of a region."""
    metrics: Metrics = region.table("metrics").setdefault("", Metrics())
    return metrics


def dimensions_of(described: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Read the dimensions of a metric in a request, and sort them."""
    return tuple(sorted((one["Name"], one["Value"]) for one in described.get("Dimensions") or ()))


def rounded(start: datetime, period: int) -> datetime:
    """Round a start time down, as CloudWatch does depending on its age and the period.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
    """
    age = utcnow() - start
    if age >= _FIVE_MINUTES_KEPT:
        return _floor(start, _HOUR)
    if age >= _MINUTES_KEPT:
        return _floor(start, 5 * _MINUTE)
    return _floor(start, min(_MINUTE, period))


def _floor(time: datetime, seconds: int) -> datetime:
    midnight = time.replace(hour=0, minute=0, second=0, microsecond=0)
    return time - (time - midnight) % timedelta(seconds=seconds)


def _samples(datum: dict[str, Any]) -> Samples:
    if statistics := datum.get("StatisticValues"):
        count, total = statistics["SampleCount"], statistics["Sum"]
        least, most = statistics["Minimum"], statistics["Maximum"]
        # The values of a statistic set are known only if all are equal.
        same = least == most and (total == least * count)
        return Samples(count, total, least, most, ((least, count),) if same else None)
    values = datum.get("Values")
    if values is None:
        values = [datum["Value"]]
    counts = datum.get("Counts") or [1.0] * len(values)
    pairs = tuple(zip(values, counts, strict=True))
    total = sum(value * count for value, count in pairs)
    return Samples(sum(counts), total, min(values), max(values), pairs)
