"""Statistics of samples: medians, quartiles, ratios within a round."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any, NamedTuple

from rows import RUST

if TYPE_CHECKING:
    from rows import Goal

Sample = dict[str, Any]
Samples = dict[str, dict[str, list[Sample]]]


class Spread(NamedTuple):
    """Median and quartiles of several values."""

    low: float
    median: float
    high: float


def spread(values: list[float]) -> Spread:
    """Return the quartiles of some values."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    return Spread(*statistics.quantiles(values, n=4, method="inclusive"))


def of_sample(sample: Sample, measure: str) -> float:
    """Return one measure of a sample.

    Seconds per call for ``cpu``, ``wall`` and ``server``, calls per second for ``rate``,
    MB for ``peak``, ``resident`` and ``grown``.
    """
    if measure == "rate":
        return float(sample["calls"] / sample["wall"])
    if measure in ("peak", "resident", "grown"):
        return float(sample[measure] * 1024 / 1e6)
    return float(sample[measure] / sample["calls"])


def of(samples: Samples, row: str, contender: str, measure: str) -> Spread:
    """Return the spread of a measure over the rounds."""
    return spread([of_sample(sample, measure) for sample in samples[row][contender]])


def ratio(samples: Samples, row: str, measure: str, over: str, under: str) -> Spread:
    """Return the spread of the ratios of two contenders within a round."""
    pairs = zip(samples[row][over], samples[row][under], strict=True)
    return spread([of_sample(a, measure) / of_sample(b, measure) for a, b in pairs])


def reached(results: dict[str, Any], goal: Goal) -> float | None:
    """Return a goal's value; None if the run does not have all of its samples."""
    samples: Samples = results["samples"]
    if goal.row == "size":
        value = results["sizes"].get(goal.measure)
        return None if value is None else float(value)
    present = samples.get(goal.row, {})
    if goal.measure == "row":
        if goal.over not in present or goal.over not in samples.get(goal.under, {}):
            return None
        pairs = zip(present[goal.over], samples[goal.under][goal.over], strict=True)
        return spread([of_sample(a, "cpu") / of_sample(b, "cpu") for a, b in pairs]).median
    if goal.measure == "grown":
        return of(samples, goal.row, goal.over, "grown").median if goal.over in present else None
    needed = {goal.over, goal.under or "bare"}
    if not needed <= present.keys():
        return None
    if goal.measure == "added":
        bare, own = (of(samples, goal.row, who, "resident") for who in ("bare", goal.over))
        return own.median - bare.median
    return ratio(samples, goal.row, goal.measure, goal.over, goal.under).median


def time(seconds: float) -> str:
    """Format a time with three digits, in µs, ms or s."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size or unit == "µs":
            return f"{digits(seconds / size)} {unit}"
    raise AssertionError("the last unit takes all")


def digits(value: float) -> str:
    """Format a number with three digits, with commas between thousands."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def added(samples: Samples, contender: str) -> float:
    """Return the MB that startup adds to the bare interpreter; for Rust, the whole process."""
    own = of(samples, "start_up", contender, "resident").median
    if contender == RUST:
        return own
    return own - of(samples, "start_up", "bare", "resident").median
