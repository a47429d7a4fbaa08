"""Columns of a timeline. They stay in Rust until they are converted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from reboto._core import Table
from reboto._counts import counted
from reboto.foresight._times import Time, to_datetime, within
from reboto.resultset import Tabular


class Columns(Tabular):
    """Results as columns, convertible to Arrow, pandas, polars and numpy.

    Parameters
    ----------
    make : callable
        Makes the table.
    """

    def __init__(self, make: Callable[[], Table]) -> None:
        self._make = make

    def _table(self) -> Table:
        return self._make()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._make()!r})"

    def _repr_html_(self) -> str:
        from reboto._html import escape

        return f"<code>{escape(repr(self))}</code>"


class Steps(Columns):
    """A number of instances over time: its changes.

    Iteration gives pairs of datetime and number, the first at the start of the simulation.

    Parameters
    ----------
    make : callable
        Makes the table.
    changes : list of tuple
        Times in seconds, and numbers.

    Examples
    --------
    >>> from reboto.foresight import Scenario
    >>> scenario = Scenario(
    ...     {
    ...         "start": 0,
    ...         "duration": 60,
    ...         "group": {"min_size": 1, "max_size": 4},
    ...         "events": [{"at": 30, "kind": "set_desired_capacity", "desired_capacity": 3}],
    ...     }
    ... )
    >>> desired = scenario.simulate().desired
    >>> desired.at("00:00"), desired.at("00:00:30"), desired.most
    (1, 3, 3)
    """

    def __init__(self, make: Callable[[], Table], changes: list[tuple[int, int]]) -> None:
        super().__init__(make)
        self.changes = changes

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Any]:
        for time, count in self.changes:
            yield to_datetime(time), count

    def at(self, time: Time) -> int:
        """Return the number at a time.

        Parameters
        ----------
        time : datetime or int or str
            The time, or a time of day such as ``"12:03"``.

        Returns
        -------
        int
        """
        first = self.changes[0][0]
        index = bisect_right(self.changes, (within("time", time, first), 2**62)) - 1
        return self.changes[max(0, index)][1]

    @property
    def first(self) -> int:
        """Number at the start."""
        return self.changes[0][1]

    @property
    def last(self) -> int:
        """Number at the end."""
        return self.changes[-1][1]

    @property
    def most(self) -> int:
        """Largest number."""
        return max(count for _, count in self.changes)

    @property
    def least(self) -> int:
        """Smallest number."""
        return min(count for _, count in self.changes)

    def __repr__(self) -> str:
        return f"Steps({self.first} to {self.last}, {counted(len(self.changes) - 1, 'change')})"


class MetricValues(Columns):
    """Values of a metric, with the columns ``at`` and ``value``."""
