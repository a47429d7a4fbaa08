"""Evaluation of alarms: their data, their new state and its reason."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from moto.core.exceptions import ServiceException

from reboto.local._cloudwatch.alarm_store import ALARM, UNKNOWN, Alarm
from reboto.local._cloudwatch.bands import BAND, HISTORY, band_of
from reboto.local._cloudwatch.metric_queries import Queries
from reboto.local._cloudwatch.metrics import Metric, metrics_of
from reboto.local._core import foresight, seconds, timestamp
from reboto.local._statistics import statistic
from reboto.local.bridge import ServiceError

if TYPE_CHECKING:
    from reboto.local._statistics import Samples
    from reboto.local._world import Region

_WORDS = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to the threshold",
    "GreaterThanThreshold": "greater than the threshold",
    "LessThanThreshold": "less than the threshold",
    "LessThanOrEqualToThreshold": "less than or equal to the threshold",
    "LessThanLowerOrGreaterThanUpperThreshold": "outside of the band",
    "LessThanLowerThreshold": "less than the lower threshold of the band",
    "GreaterThanUpperThreshold": "greater than the upper threshold of the band",
}
_MINUTE = 60


class Verdict(NamedTuple):
    """The result of an evaluation."""

    state: str
    reason: str
    data: str


class _Point(NamedTuple):
    at: datetime
    value: float | None
    samples: float


def period_of(alarm: Alarm) -> int | None:
    """Return the period of an alarm's data in seconds; None if its data are not in metrics."""
    if (period := alarm.get("Period")) is not None:
        return int(period)
    for query in alarm.get("Metrics", []):
        if stat := query.get("MetricStat"):
            return int(stat["Period"])
        if query.get("Period"):
            return int(query["Period"])
    return None


def cadence_of(alarm: Alarm) -> timedelta | None:
    """Return the time between two evaluations of an alarm; None if it is not evaluated here."""
    period = period_of(alarm)
    if period is None:
        return None
    if (every := alarm.get("EvaluationInterval")) is not None:
        return timedelta(seconds=max(every, 10))
    window = {"period": period, "evaluation_periods": alarm.get("EvaluationPeriods")}
    return timedelta(seconds=foresight("cadence", alarm=window))


def evaluate(region: Region, alarm: Alarm, now: datetime) -> Verdict:
    """Evaluate an alarm by the data in the metrics, with the rules of foresight's core."""
    points = _window(region, alarm, now)
    bands = _bands(region, alarm, points, now)
    if bands is not None:
        points = [
            point._replace(value=None) if one is None else point
            for point, one in zip(points, bands, strict=True)
        ]
    rule = {
        "comparison": alarm.get("ComparisonOperator"),
        "threshold": alarm.get("Threshold"),
        "evaluation_periods": alarm.get("EvaluationPeriods"),
        "datapoints_to_alarm": alarm.get("DatapointsToAlarm"),
        "treat_missing_data": alarm.get("TreatMissingData"),
        "bands": bands,
    }
    state = foresight(
        "evaluate", alarm=rule, window=[point.value for point in points], state=alarm.state
    )
    return Verdict(state, _reason(alarm, state, points), _data(alarm, points, now))


def newest_values(region: Region, alarm: Alarm, now: datetime, count: int) -> list[float]:
    """Return the newest values of an alarm's evaluation range, oldest first; at most so many."""
    values = [point.value for point in _window(region, alarm, now) if point.value is not None]
    return values[-count:]


def _window(region: Region, alarm: Alarm, now: datetime) -> list[_Point]:
    period = period_of(alarm) or _MINUTE
    wall = (alarm.get("EvaluationWindow") or {}).get("WallClockWindow") is not None
    window = {
        "period": period,
        "evaluation_periods": alarm.get("EvaluationPeriods"),
        "evaluation_window": "WallClockWindow" if wall else None,
    }
    spans = foresight("alarm_window", alarm=window, now=seconds(now))
    start, end = timestamp(spans[0][0]), timestamp(spans[-1][1])
    found = _values(region, alarm, start, end, period)
    return [
        _Point(timestamp(begin), *found.get(timestamp(begin), (None, 0.0))) for begin, _ in spans
    ]


def _values(
    region: Region, alarm: Alarm, start: datetime, end: datetime, period: int
) -> dict[datetime, tuple[float | None, float]]:
    if not alarm.get("Metrics"):
        return single_values(
            region,
            Metric(alarm.get("Namespace"), alarm.get("MetricName"), alarm.dimensions),
            str(alarm.get("Statistic") or alarm.get("ExtendedStatistic")),
            (start, end, period),
            alarm.get("Unit"),
        )
    band = alarm.get("ThresholdMetricId")
    queries = [
        {**one, "ReturnData": one["Id"] == _main(alarm)}
        for one in alarm.get("Metrics")
        if one["Id"] != band
    ]
    wanted = {"StartTime": start, "EndTime": end, "MetricDataQueries": queries}
    try:
        results = Queries(metrics_of(region), wanted).results()
    except (ServiceException, ServiceError):
        # AWS treats data that cannot be computed as missing.
        return {}
    return {at: (value, 1.0) for _, _, points in results[:1] for at, value in points}


def _main(alarm: Alarm) -> str:
    """Return the id of the query whose data the alarm compares."""
    band = alarm.get("ThresholdMetricId")
    queries = [one for one in alarm.get("Metrics") if one["Id"] != band]
    if band is not None:
        found = BAND.search(next(o for o in alarm.get("Metrics") if o["Id"] == band)["Expression"])
        if found:
            return found[1]
    returned = [one["Id"] for one in queries if one.get("ReturnData", True)]
    return str((returned or [queries[0]["Id"]])[0])


def single_values(
    region: Region,
    metric: Metric,
    name: str,
    window: tuple[datetime, datetime, int],
    unit: str | None,
) -> dict[datetime, tuple[float | None, float]]:
    """Return the values of a metric by the starts of their periods, with the number of samples."""
    start, end, period = window
    samples: dict[datetime, list[Samples]] = defaultdict(list)
    for at, _, some in metrics_of(region).points(metric, start, end, period, unit):
        samples[at].extend(some)
    wanted = statistic(name)
    values: dict[datetime, tuple[float | None, float]] = {}
    for at, some in samples.items():
        value = wanted.of(some) if wanted else None
        if value is not None and math.isfinite(value):
            values[at] = value, sum(one.number for one in some)
    return values


def _bands(
    region: Region, alarm: Alarm, points: list[_Point], now: datetime
) -> list[tuple[float, float] | None] | None:
    band = alarm.get("ThresholdMetricId")
    if band is None:
        return None
    queries = {one["Id"]: one for one in alarm.get("Metrics", [])}
    found = BAND.search(queries.get(band, {}).get("Expression", ""))
    width = float(found[2] or 2) if found else 2.0
    period = period_of(alarm) or _MINUTE
    start = points[0].at
    past = _values(region, alarm, now - HISTORY, start, period)
    known = {at: value for at, (value, _) in past.items() if value is not None}
    return [None if point.value is None else band_of(known, point.at, width) for point in points]


def _reason(alarm: Alarm, state: str, points: list[_Point]) -> str:
    needed = int(alarm.get("DatapointsToAlarm") or alarm.get("EvaluationPeriods"))
    periods = int(alarm.get("EvaluationPeriods"))
    real = [point for point in points if point.value is not None][-periods:]
    if state == UNKNOWN or not real:
        unknown = periods - len(real)
        were = "datapoint was" if unknown == 1 else "datapoints were"
        treated = alarm.get("TreatMissingData", "missing")
        if state == UNKNOWN:
            return f"Insufficient Data: {unknown} {were} unknown."
        kind = {"breaching": "Breaching", "notBreaching": "NonBreaching"}.get(treated, "Ignored")
        return (
            f"Threshold Crossed: no datapoints were received for {periods} "
            f"period{'s'[: periods > 1]} and {unknown} missing {were} treated as [{kind}]."
        )
    shown = ", ".join(f"{point.value!r} ({point.at:%d/%m/%y %H:%M:%S})" for point in reversed(real))
    threshold = alarm.get("Threshold")
    what = "" if threshold is None else f" ({threshold!r})"
    is_were = "was" if len(real) == 1 else "were"
    negated = "" if state == ALARM else " not"
    change = "OK -> ALARM" if state == ALARM else "ALARM -> OK"
    count = len(real)
    return (
        f"Threshold Crossed: {count} out of the last {periods} datapoint{'s'[: periods > 1]} "
        f"[{shown}] {is_were}{negated} {_WORDS[alarm.get('ComparisonOperator')]}{what} "
        f"(minimum {needed} datapoint{'s'[: needed > 1]} for {change} transition)."
    )


def _data(alarm: Alarm, points: list[_Point], now: datetime) -> str:
    periods = int(alarm.get("EvaluationPeriods"))
    real = [point for point in points if point.value is not None][-periods:]

    def time(at: datetime) -> str:
        return f"{at:%Y-%m-%dT%H:%M:%S}.000+0000"

    document = {
        "version": "1.0",
        "queryDate": time(now),
        **({"startDate": time(real[0].at)} if real else {}),
        **({"unit": alarm.get("Unit")} if alarm.get("Unit") else {}),
        **({"statistic": alarm.get("Statistic")} if alarm.get("Statistic") else {}),
        "period": period_of(alarm),
        "recentDatapoints": [point.value for point in real],
        **({"threshold": alarm.get("Threshold")} if alarm.get("Threshold") is not None else {}),
        "evaluatedDatapoints": [
            {"timestamp": time(point.at), "sampleCount": point.samples, "value": point.value}
            for point in reversed(real)
        ],
    }
    return json.dumps(document, separators=(",", ":"))


def composite_reason(alarm: Alarm, state: str, cause: Alarm | None) -> tuple[str, str]:
    """Return the reason of a composite alarm's state, as text and as JSON."""
    if cause is None:
        return f"The rule of {alarm.name} evaluates to {state}.", json.dumps(
            {"triggeringAlarms": []}
        )
    text = f"{cause.arn} transitioned to {cause.state} at "
    text += f"{cause.updated:%A %d %B, %Y %H:%M:%S} UTC"
    document = {
        "triggeringAlarms": [
            {
                "arn": cause.arn,
                "state": {
                    "value": cause.state,
                    "timestamp": f"{cause.updated:%Y-%m-%dT%H:%M:%S}.000+0000",
                },
            }
        ]
    }
    return text, json.dumps(document, separators=(",", ":"))
