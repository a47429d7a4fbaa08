"""Queries of alarms: which one returns data, anomaly bands, PromQL."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reboto import _core
from reboto._core import to_float, to_int
from reboto._member_values import is_sequence
from reboto.ec2.cloudwatch._metric_data_query import MetricDataQuery

_BAND = "ANOMALY_DETECTION_BAND"
_BAND_COMPARISONS = {
    "outside": "LessThanLowerOrGreaterThanUpperThreshold",
    ">": "GreaterThanUpperThreshold",
    "<": "LessThanLowerThreshold",
}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ID = re.compile(r"(?<![\w.])[a-z]\w*")
_ALL = re.compile(r"\bMETRICS\s*\(")
_INSIGHTS = re.compile(r"\s*SELECT\b", re.IGNORECASE)


def used(expression: str) -> set[str]:
    """Return the IDs of queries that a metric math expression uses.

    Parameters
    ----------
    expression : str
        The expression.

    Returns
    -------
    set of str
        Empty for a Metrics Insights query.

    Examples
    --------
    >>> sorted(used("IF(m1 > 1e3, 100 * errors / requests, FILL(m1, 0))"))
    ['errors', 'm1', 'requests']
    """
    if _INSIGHTS.match(expression):
        return set()
    return set(_ID.findall(_QUOTED.sub("", expression)))


def inferred(queries: Iterable[Any]) -> list[Any]:
    """Return queries, of which those that others use return no data.

    Parameters
    ----------
    queries : list of MetricDataQuery
        The queries. They are not changed.

    Returns
    -------
    list of MetricDataQuery
        The same queries; copies of those that change.
    """
    given = list(queries)
    inner: set[str] = set()
    for query in _mathematical(given):
        if not is_band(query):
            inner |= used(query.expression)
            if _ALL.search(query.expression):
                inner |= {other.id for other in given if not getattr(other, "expression", None)}
    result: list[Any] = []
    for query in given:
        if (
            isinstance(query, MetricDataQuery)
            and query.id in inner
            and query.return_data is not False
        ):
            query = copy.copy(query)
            query.return_data = False
        result.append(query)
    return result


def infer(alarm: Any) -> None:
    """Replace the list `metrics` of an alarm if a query changes."""
    queries = inferred(alarm.metrics)
    if any(new is not old for new, old in zip(queries, alarm.metrics, strict=True)):
        alarm.metrics = queries


def is_band(query: Any) -> bool:
    """Return whether a query is the band of an anomaly detector."""
    return _BAND in (getattr(query, "expression", None) or "")


def watched(alarm: Any) -> Any:
    """Return the query whose values an alarm compares, or None."""
    for query in alarm.metrics or ():
        returns = getattr(query, "return_data", None) is not False
        if (
            returns
            and not is_band(query)
            and getattr(query, "id", None) != alarm.threshold_metric_id
        ):
            return query
    return None


def condition(alarm: Any) -> str | None:
    """Return the condition of an alarm that does not watch a single metric; None if it does."""
    criteria_of = getattr(alarm, "evaluation_criteria", None)
    prom = getattr(criteria_of, "promql_criteria", None)
    if prom is not None:
        return str(prom.query)
    query = watched(alarm) if is_sequence(alarm.metrics) else None
    if query is None:
        return None
    what = query.expression or f"{query.metric}({query.statistic})"
    against: Any = alarm.threshold
    if alarm.threshold_metric_id:
        band = next((each for each in alarm.metrics if each.id == alarm.threshold_metric_id), None)
        against = band.expression if band is not None else alarm.threshold_metric_id
    return f"{what} {alarm.comparison} {against}"


def check(alarm: Any) -> None:
    """Infer which query of an alarm returns data, and check the queries.

    Parameters
    ----------
    alarm : MetricAlarm
        The alarm. The list `metrics` is replaced if a query changes.

    Raises
    ------
    ValueError
        If an expression uses an ID that no query has, or not exactly one query returns data.
    """
    given = getattr(alarm, "metrics", None)
    # AWS refuses alarms that have both a metric and queries.
    if not is_sequence(given) or not given or alarm.metric is not None:
        return
    infer(alarm)
    queries = alarm.metrics
    if not all(isinstance(query, MetricDataQuery) for query in queries):
        return
    ids = [query.id for query in queries]
    for query in _mathematical(queries):
        for name in sorted(used(query.expression) - set(ids)):
            raise ValueError(
                f"MetricAlarm.metrics: the expression of {query.id!r} uses {name!r}, which is not "
                f"the ID of a query; the IDs are {', '.join(map(repr, ids))}"
            )
    band = alarm.threshold_metric_id
    if band is not None and band not in ids:
        raise ValueError(
            f"MetricAlarm.threshold_metric_id must be the ID of a query, "
            f"got {_core.shown(band)}; the IDs "
            f"are {', '.join(map(repr, ids))}"
        )
    returning = [
        query.id
        for query in queries
        if query.return_data is not False and query.id != band and not is_band(query)
    ]
    if len(returning) != 1:
        raise ValueError(
            "MetricAlarm.metrics must have exactly one query that returns data, got "
            f"{', '.join(map(repr, returning)) or 'none'}; set return_data=False on the others"
        )


def _mathematical(queries: Iterable[Any]) -> Iterator[Any]:
    for query in queries:
        if isinstance(query, MetricDataQuery) and isinstance(query.expression, str):
            yield query


def band_comparison(comparison: str) -> str:
    """Return AWS's comparison with an anomaly band."""
    known = [*_BAND_COMPARISONS, *_BAND_COMPARISONS.values()]
    if comparison not in known:
        raise ValueError(
            f"comparison must be one of {', '.join(map(repr, known))}, "
            f"got {_core.shown(comparison)}"
        )
    return _BAND_COMPARISONS.get(comparison, comparison)


def band_queries(
    metric: Any,
    namespace: str | None,
    dimensions: Mapping[str, Any] | None,
    statistic: str,
    period: int | str,
    unit: str | None,
    band: float,
) -> list[MetricDataQuery]:
    """Return the queries of a metric and of its band."""
    width = to_float("band", band)
    if not 0 < width < math.inf:
        raise ValueError(
            f"band must be a number of standard deviations above 0, got {_core.shown(band)}"
        )
    seconds = to_int("period", period)
    of = MetricDataQuery("metric", metric, namespace, dimensions, statistic, seconds, unit)
    if not of.metric or not of.namespace:
        missing = "metric" if not of.metric else "namespace"
        raise ValueError(f"{missing} is required and must be a non-empty string")
    return [of, MetricDataQuery("band", expression=f"{_BAND}(metric, {width:g})")]


def checked_interval(interval: Any) -> int:
    """Return the seconds between evaluations of a PromQL alarm."""
    seconds = to_int("interval", interval)
    if seconds not in (10, 20, 30) and (seconds % 60 or not 60 <= seconds <= 3600):
        raise ValueError(
            f"interval must be 10, 20, 30 or a multiple of 60 up to 3600 seconds, "
            f"got {_core.shown(interval)}"
        )
    return seconds


def criteria(query: str, pending: int | None, recovery: int | None) -> Any:
    """Return the evaluation criteria of a PromQL alarm."""
    from reboto.ec2.cloudwatch._generated.alarm import EvaluationCriteria, PromQL

    if not isinstance(query, str) or not query.strip():
        raise ValueError(f"query must be a PromQL query, got {_core.shown(query)}")
    for name, seconds in (("pending_period", pending), ("recovery_period", recovery)):
        if seconds is not None and not 0 <= to_int(name, seconds) <= 86_400:
            raise ValueError(f"{name} must be from 0 to 86400 seconds, got {_core.shown(seconds)}")
    prom = PromQL(query=query, pending_period=pending, recovery_period=recovery)
    return EvaluationCriteria(promql_criteria=prom)
