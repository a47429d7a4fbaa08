"""The values of metric math: numbers, time series and lists of time series.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# The maximum number of values in a response of GetMetricData.
_MAX_VALUES = 100_800


class MathError(Exception):
    """An expression that CloudWatch rejects."""


class MathUnsupportedError(Exception):
    """An expression that CloudWatch evaluates, but the local endpoint does not."""


@dataclass(frozen=True)
class Series:
    """A time series.

    Attributes
    ----------
    label
        Label in the response.
    points
        Values by time, in ascending order.
    period
        Length of a period, in seconds.
    """

    label: str
    points: dict[datetime, float]
    period: int

    def having(self, points: Iterable[tuple[datetime, float]]) -> Series:
        """Return a copy of this series with other values; NaN and infinity are left out."""
        return replace(self, points={at: value for at, value in points if math.isfinite(value)})


Value: TypeAlias = "float | Series | list[Series]"


@dataclass(frozen=True)
class Span:
    """The time range of a request, and the default period."""

    start: datetime
    end: datetime
    period: int

    def times(self, period: int) -> list[datetime]:
        """Return the start of each period in the time range."""
        length = timedelta(seconds=period)
        count = math.ceil((self.end - self.start) / length)
        if count > _MAX_VALUES:
            raise MathUnsupportedError(f"a time series of {count} values")
        return [self.start + index * length for index in range(count)]


def is_number(value: Value) -> bool:
    """Check whether a value is a single number."""
    return isinstance(value, int | float)


def series_of(value: Value, what: str) -> list[Series]:
    """Return the series in a value."""
    if isinstance(value, Series):
        return [value]
    if isinstance(value, list):
        return value
    raise MathError(f"{what} requires a time series, got a number")


def one_period(series: Iterable[Series]) -> None:
    """Reject series with different periods, which CloudWatch would convert to a common one."""
    if len({one.period for one in series}) > 1:
        raise MathUnsupportedError("metrics of different periods in one expression")


def combined(left: Value, right: Value, operator: Callable[[float, float], float]) -> Value:
    """Apply an operator at each time for which both sides have a value."""
    if isinstance(left, list) and isinstance(right, list):
        raise MathError("an operator must not have an array of time series on both sides")
    if isinstance(left, list):
        return [_combined(one, right, operator) for one in left]  # type: ignore[arg-type, misc]
    if isinstance(right, list):
        return [_combined(left, one, operator) for one in right]  # type: ignore[misc]
    return _combined(left, right, operator)


def _combined(
    left: float | Series, right: float | Series, operator: Callable[[float, float], float]
) -> float | Series:
    if isinstance(left, Series) and isinstance(right, Series):
        one_period([left, right])
        return left.having(
            (at, operator(value, right.points[at]))
            for at, value in left.points.items()
            if at in right.points
        )
    if isinstance(left, Series):
        assert not isinstance(right, Series)  # noqa: S101 - the case before has both
        return left.having((at, operator(value, right)) for at, value in left.points.items())
    if isinstance(right, Series):
        return right.having((at, operator(left, value)) for at, value in right.points.items())
    return operator(left, right)


def each(value: Value, function: Callable[[float], float]) -> Value:
    """Apply a function to every number."""
    if isinstance(value, list):
        return [
            one.having((at, function(number)) for at, number in one.points.items()) for one in value
        ]
    if isinstance(value, Series):
        return value.having((at, function(number)) for at, number in value.points.items())
    return function(value)


AGGREGATES: dict[str, Callable[[list[float]], float]] = {
    "AVG": statistics.fmean,
    "MAX": max,
    "MIN": min,
    "STDDEV": statistics.pstdev,
    "SUM": math.fsum,
}


def aggregated(name: str, value: Value, span: Span) -> Value:
    """Aggregate a series to a number, or an array to a series: AVG, MAX, MIN, STDDEV or SUM."""
    function = AGGREGATES[name]
    if isinstance(value, Series):
        return function(list(value.points.values())) if value.points else math.nan
    series = series_of(value, name)
    one_period(series)
    times = sorted({at for one in series for at in one.points})
    points = {at: function([one.points[at] for one in series if at in one.points]) for at in times}
    return Series("", points, series[0].period if series else span.period)


def filled(series: Series, filling: Value | str, span: Span) -> Series:
    """Fill gaps: with a number, another series, the previous value, or by interpolation."""
    times = span.times(series.period)
    known = [at for at in times if at in series.points]
    points: dict[datetime, float] = {}
    for at in times:
        if at in series.points:
            points[at] = series.points[at]
        elif isinstance(filling, Series):
            points[at] = filling.points.get(at, math.nan)
        elif filling in {"REPEAT", "LINEAR"}:
            before = [one for one in known if one < at]
            after = [one for one in known if one > at]
            if filling == "REPEAT" and before:
                points[at] = series.points[before[-1]]
            elif filling == "LINEAR" and before and after:
                low, high = series.points[before[-1]], series.points[after[0]]
                points[at] = low + (high - low) * ((at - before[-1]) / (after[0] - before[-1]))
        elif isinstance(filling, int | float):
            points[at] = filling
        else:
            raise MathError("FILL requires a number, a time series, REPEAT or LINEAR")
    return series.having(points.items())


def chosen(condition: Value, yes: Value, no: Value | None) -> Value:
    """Choose between two values at each time, by a condition."""
    if isinstance(condition, list):
        raise MathError("the condition of IF must be a number or one time series")
    if not isinstance(condition, Series):
        picked = yes if condition else no
        if picked is None:
            raise MathError("IF requires a third argument if the condition is a number and false")
        return picked
    for value in (yes, no):
        if isinstance(value, list):
            raise MathUnsupportedError("IF with an array of time series")
        if isinstance(value, Series):
            one_period([condition, value])

    def at_time(at: datetime, holds: float) -> float:
        picked = yes if holds else no
        if isinstance(picked, Series):
            return picked.points.get(at, math.nan)
        return math.nan if picked is None else picked  # type: ignore[return-value]

    named = yes if isinstance(yes, Series) else condition
    return named.having((at, at_time(at, holds)) for at, holds in condition.points.items())


def steps(series: Series, function: Callable[[float, float], float]) -> Series:
    """Apply a function to the difference and the seconds between successive values."""
    points = list(series.points.items())
    return series.having(
        (at, function(value - before, (at - earlier).total_seconds()))
        for (earlier, before), (at, value) in pairwise(points)
    )


def running_sum(series: Series) -> Series:
    """Return the running sum of a series."""
    total, points = 0.0, {}
    for at, value in series.points.items():
        total += value
        points[at] = total
    return series.having(points.items())


CLOCK: dict[str, Callable[[datetime], float]] = {
    "MINUTE": lambda at: at.minute,
    "HOUR": lambda at: at.hour,
    "DAY": lambda at: at.isoweekday(),
    "DATE": lambda at: at.day,
    "MONTH": lambda at: at.month,
    "YEAR": lambda at: at.year,
    "EPOCH": lambda at: at.replace(tzinfo=timezone.utc).timestamp(),
}
