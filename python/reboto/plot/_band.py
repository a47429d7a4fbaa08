"""The band of an anomaly detector behind the line of its metric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reboto._core import table_of_series
from reboto._dataframe import numpy_records
from reboto._optional import import_optional
from reboto.ec2.cloudwatch.metric_data import MetricDataResult
from reboto.plot._axes import QUIET, WARNING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reboto.plot._lines import Line


class Edges(NamedTuple):
    """The lower and upper edge of a band at each time."""

    times: NDArray[Any]
    lower: NDArray[Any]
    upper: NDArray[Any]


def split_band(given: list[Any], band: str | None) -> tuple[Edges | None, list[Any]]:
    """Separate the two results of a band from the others.

    Parameters
    ----------
    given : list of MetricDataResult or Datapoint
        The results.
    band : str, optional
        ID of the band.

    Returns
    -------
    tuple of Edges and list
        None instead of the edges, and all results, if there is no band with values.
    """

    def is_edge(item: Any) -> bool:
        return isinstance(item, MetricDataResult) and band is not None and item.id == band

    found = [item for item in given if is_edge(item)]
    if not found:
        return None, given
    others = [item for item in given if not is_edge(item)]
    numpy = import_optional("numpy", "reboto[plot]")
    # One row per value: both edges have a value at each time, in any order.
    records = numpy_records(table_of_series(found, False))
    times, where = numpy.unique(records["timestamp"], return_inverse=True)
    values = records["value"].astype("float64")
    lower, upper = numpy.full(len(times), numpy.inf), numpy.full(len(times), -numpy.inf)
    numpy.minimum.at(lower, where, values)
    numpy.maximum.at(upper, where, values)
    return (Edges(times, lower, upper) if len(times) else None), others


def draw_band(ax: Any, edges: Edges, lines: list[Line]) -> None:
    """Draw a band, and mark the values of the lines that are outside it."""
    numpy = import_optional("numpy", "reboto[plot]")
    ax.fill_between(
        edges.times,
        edges.lower,
        edges.upper,
        color=QUIET,
        alpha=0.22,
        lw=0,
        label="expected",
        zorder=0.8,
    )
    times: list[Any] = []
    values: list[Any] = []
    for line in lines:
        _, mine, theirs = numpy.intersect1d(line.times, edges.times, return_indices=True)
        outside = (line.values[mine] < edges.lower[theirs]) | (
            line.values[mine] > edges.upper[theirs]
        )
        times.append(line.times[mine][outside])
        values.append(line.values[mine][outside])
    if times and sum(map(len, times)):
        ax.plot(
            numpy.concatenate(times),
            numpy.concatenate(values),
            ls="",
            marker="X",
            ms=8,
            color=WARNING,
            label="outside",
            zorder=3,
        )
