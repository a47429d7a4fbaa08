"""Statistics of samples, including percentiles and trimmed statistics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIMPLE = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
_NUMBER = r"[0-9]+(?:\.[0-9]{0,10})?(?:[Ee][+-]?[0-9]+)?"
_SHORT = re.compile(r"(p|tm|wm|tc|ts)([0-9]{1,2}(?:\.[0-9]{0,10})?|100)")
_RANGE = re.compile(rf"(TM|WM|TC|TS|PR)\(({_NUMBER})?(%?):({_NUMBER})?(%?)\)")


class Samples(NamedTuple):
    """The samples of one datum of ``PutMetricData``.

    Attributes
    ----------
    number, total, least, most
        Their number, sum, minimum and maximum.
    values
        The values with their counts; None for a statistic set, whose values are unknown.
    """

    number: float
    total: float
    least: float
    most: float
    values: tuple[tuple[float, float], ...] | None


@dataclass(frozen=True)
class Statistic:
    """A statistic, parsed from its name in a request.

    Attributes
    ----------
    kind
        One of AWS's five statistics, or ``"p"``, ``"TM"``, ``"WM"``, ``"TC"``, ``"TS"``, ``"PR"``.
    low, high
        Bounds of the samples to include; None for no bound.
    percent
        Whether the bounds are percentiles.
    """

    kind: str
    low: float | None = None
    high: float | None = None
    percent: bool = True

    @property
    def simple(self) -> bool:
        """Whether it is one of the five statistics that AWS keeps for all data."""
        return self.kind in _SIMPLE

    def of(self, samples: Sequence[Samples]) -> float | None:
        """Compute the statistic; None if CloudWatch has no value, as for unknown samples."""
        count, total = sum(one.number for one in samples), math.fsum(one.total for one in samples)
        match self.kind:
            case "SampleCount":
                return count
            case "Sum":
                return total
            case "Minimum":
                return min(one.least for one in samples)
            case "Maximum":
                return max(one.most for one in samples)
            case "Average":
                return total / count if count else None
            case _:
                return self._of_values(samples)

    def _of_values(self, samples: Sequence[Samples]) -> float | None:
        known = [one.values for one in samples if one.values is not None]
        values = sorted(pair for pairs in known for pair in pairs)
        # CloudWatch does not compute these for statistic sets or negative values.
        if len(known) < len(samples) or not values or values[0][0] < 0:
            return None
        if self.kind == "p":
            return _percentile(values, self.high or 0.0)
        if self.kind == "WM":
            low, high = self._bounds(values)
            return _mean((min(max(value, low), high), count) for value, count in values)
        inside = self._inside(values)
        count = sum(count for _, count in inside)
        match self.kind:
            case "TC":
                return count
            case "TS":
                return math.fsum(value * count for value, count in inside)
            case "PR":
                return 100 * count / sum(count for _, count in values)
            case _:
                return _mean(inside)

    def _bounds(self, values: list[tuple[float, float]]) -> tuple[float, float]:
        low = values[0][0] if self.low is None else self.low
        high = values[-1][0] if self.high is None else self.high
        if not self.percent:
            return low, high
        return _percentile(values, self.low or 0.0), _percentile(
            values, 100.0 if self.high is None else self.high
        )

    def _inside(self, values: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return the samples between the bounds, by rank or by value; the lower is exclusive."""
        if not self.percent:
            low, high = self.low, self.high
            return [
                (value, count)
                for value, count in values
                if (low is None or value > low) and (high is None or value <= high)
            ]
        every = sum(count for _, count in values)
        first = every * (self.low or 0.0) / 100
        last = every * (100.0 if self.high is None else self.high) / 100
        kept: list[tuple[float, float]] = []
        before = 0.0
        for value, count in values:
            share = min(before + count, last) - max(before, first)
            if share > 0:
                kept.append((value, share))
            before += count
        return kept


@cache
def statistic(name: str) -> Statistic | None:
    """Parse the name of a statistic; None if it is unknown."""
    if name in _SIMPLE:
        return Statistic(name)
    if name == "IQM":
        return Statistic("TM", 25.0, 75.0)
    if found := _SHORT.fullmatch(name):
        kind = found[1] if found[1] == "p" else found[1].upper()
        return Statistic(kind, None, float(found[2]))
    found = _RANGE.fullmatch(name)
    if not found or not (found[2] or found[4]):
        return None
    percents = {mark for number, mark in ((found[2], found[3]), (found[4], found[5])) if number}
    stray = (found[3] and not found[2]) or (found[5] and not found[4])
    low, high = (float(number) if number else None for number in (found[2], found[4]))
    percent = percents == {"%"}
    if len(percents) > 1 or stray or (percent and found[1] == "PR"):
        return None
    if percent and max(low or 0, high or 0) > 100:
        return None
    if low is not None and high is not None and low >= high:
        return None
    return Statistic(found[1], low, high, percent)


def _percentile(values: list[tuple[float, float]], percent: float) -> float:
    """Return the value at a percentile, interpolated between samples."""
    ends = list(accumulate(count for _, count in values))
    rank = (ends[-1] - 1) * percent / 100
    if rank <= 0:
        return values[0][0]
    at = next(index for index, end in enumerate(ends) if rank <= end - 1 or index == len(ends) - 1)
    value = values[at][0]
    start = ends[at] - values[at][1]
    if rank >= start or not at:
        return value
    below = values[at - 1][0]
    return below + (value - below) * (rank - (start - 1))


def _mean(values: Iterable[tuple[float, float]]) -> float | None:
    pairs = list(values)
    count = sum(count for _, count in pairs)
    return math.fsum(value * count for value, count in pairs) / count if count else None
