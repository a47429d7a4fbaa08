"""The results of a simulation."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reboto._core import ForesightTimeline, Table, shown
from reboto._counts import counted
from reboto._dataframe import numpy_records
from reboto._lazy import LazyModule
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem
from reboto.foresight._activities import activities, history
from reboto.foresight._arguments import real
from reboto.foresight._parameters import Assumption, assumptions
from reboto.foresight._sentences import Explainer
from reboto.foresight._tables import Columns, MetricValues, Steps
from reboto.foresight._times import Time, length, within
from reboto.resultset import ResultSet, Tabular

if TYPE_CHECKING:
    from matplotlib import axes as mpl_axes
else:
    mpl_axes = LazyModule("matplotlib.axes")


class Timeline(Tabular):
    """What AWS will do: states of alarms, decisions, activities and capacity over time.

    Its table (`to_pandas`, `to_polars`, `to_arrow`, `to_numpy`) has a row a minute with the
    desired capacity, the instances in service and each metric.

    Parameters
    ----------
    scenario : Scenario
        What was simulated.
    core : ForesightTimeline
        The results of the compiled simulation.

    Attributes
    ----------
    scenario : Scenario
        What was simulated.
    core : ForesightTimeline
        The results of the compiled simulation.

    Examples
    --------
    >>> from reboto.foresight import Scenario
    >>> scenario = Scenario(
    ...     {
    ...         "start": 0,
    ...         "duration": 7200,
    ...         "group": {"min_size": 1, "max_size": 4},
    ...         "events": [{"at": 3600, "kind": "set_desired_capacity", "desired_capacity": 3}],
    ...     }
    ... )
    >>> future = scenario.simulate()
    >>> round(future.instance_hours, 2), future.desired.most, round(future.cost(per_hour=0.05), 2)
    (4.0, 3, 0.2)
    >>> print(future.why("01:00"))
    01:00 request from outside: capacity from 1 to 3.
    """

    def __init__(self, scenario: Any, core: ForesightTimeline) -> None:
        self.scenario = scenario
        self.core = core
        self._content = scenario.content
        self._start = int(self._content["start"])
        self._end = self._start + scenario.duration

    def _table(self) -> Table:
        return self.core.table("minutes")

    @cached_property
    def activities(self) -> ResultSet[Activity]:
        """Scaling activities as AWS lists them, newest first: one for each instance."""
        return activities(self.core, self.scenario.name, self._end)

    @cached_property
    def history(self) -> ResultSet[AlarmHistoryItem]:
        """Changes of alarm states as AWS lists them, newest first."""
        return history(self.core)

    @property
    def decisions(self) -> Columns:
        """Each execution of a policy, with its reason.

        The reasons are ``scale_out``, ``scale_in``, ``no_change``, ``cooldown``,
        ``activity_in_progress``, ``warmup``, ``no_step``, ``no_data``, ``outvoted``,
        ``disabled``, ``suspended``, ``not_all_ready`` and ``scale_in_disabled``.
        """
        return Columns(lambda: self.core.table("decisions"))

    @property
    def alarm_states(self) -> Columns:
        """Changes of alarm states."""
        return Columns(lambda: self.core.table("alarm_states"))

    @property
    def changes(self) -> Columns:
        """Changes of the desired capacity, with who caused them."""
        return Columns(lambda: self.core.table("activities"))

    @property
    def desired(self) -> Steps:
        """The desired capacity over time."""
        return Steps(lambda: self.core.table("desired"), self.core.changes(False))

    @property
    def in_service(self) -> Steps:
        """The number of instances in service over time."""
        return Steps(lambda: self.core.table("in_service"), self.core.changes(True))

    def metric(self, name: str | None = None) -> MetricValues:
        """Return the values of a metric, as the simulation made or read them.

        Parameters
        ----------
        name : str, optional
            Name of the metric; default is the only one.

        Returns
        -------
        MetricValues

        Raises
        ------
        KeyError
            If there is no such metric.
        """
        table = self.core.metric_table(self._metric(name))
        return MetricValues(lambda: table)

    def _metric(self, name: str | None) -> str:
        names: list[str] = self.scenario.metrics
        if name is not None:
            return name
        if len(names) != 1:
            known = ", ".join(names) or "none"
            raise KeyError(f"name the metric, of which there is {known}")
        return names[0]

    @property
    def instance_hours(self) -> float:
        """Hours of all instances that exist, those that start or end included."""
        return self.core.instance_seconds() / 3600

    def cost(self, per_hour: float) -> float:
        """Return the cost of the instances.

        Parameters
        ----------
        per_hour : float
            Price of one instance for an hour.

        Returns
        -------
        float
        """
        real("per_hour", per_hour, least=0)
        return self.instance_hours * per_hour

    def above(self, metric: str, limit: float) -> float:
        """Return the minutes in which a metric is above a limit.

        Parameters
        ----------
        metric : str
            Name of the metric.
        limit : float
            The limit, exclusive.

        Returns
        -------
        float
        """
        return self.core.minutes(metric, real("limit", limit), False)

    def below(self, metric: str, limit: float) -> float:
        """Return the minutes in which a metric is below a limit.

        Parameters
        ----------
        metric : str
            Name of the metric.
        limit : float
            The limit, exclusive.

        Returns
        -------
        float
        """
        return self.core.minutes(metric, real("limit", limit), True)

    def minutes(self, predicate: Callable[[float], bool], metric: str | None = None) -> float:
        """Return the minutes in which a condition on a metric holds.

        Parameters
        ----------
        predicate : callable
            Function of a value. Missing values are not passed to it.
        metric : str, optional
            Name of the metric; default is the only one.

        Returns
        -------
        float

        Raises
        ------
        TypeError
            If `predicate` is not callable.
        KeyError
            If there is no such metric, or several and `metric` is not given.

        Examples
        --------
        >>> from reboto.foresight import Scenario
        >>> values = {"cpu": {"values": [10, 85, None, 95]}}
        >>> group = {"min_size": 1, "max_size": 1}
        >>> scenario = Scenario({"start": 0, "duration": 240, "group": group, "metrics": values})
        >>> scenario.simulate().minutes(lambda usage: usage > 80)
        2.0
        """
        if not callable(predicate):
            raise TypeError(f"predicate must be a function of a value, got {shown(predicate)}")
        name = self._metric(metric)
        rows = numpy_records(self.core.metric_table(name))
        times = rows["at"].astype("int64") // 1_000_000
        inside = (times >= self._start) & (times < self._end)
        values: list[float] = rows["value"][inside].tolist()
        count = sum(value == value and bool(predicate(value)) for value in values)
        resolution: int = self.scenario.resolution(name)
        return count * resolution / 60

    def flaps(self, within: float = 900) -> int:
        """Count how often the desired capacity reverses its last change.

        Parameters
        ----------
        within : float, default 900
            Only reversals within so many seconds.

        Returns
        -------
        int
        """
        return len(self.core.flaps(int(within)))

    @property
    def final_states(self) -> dict[str, str]:
        """State of each alarm at the end."""
        return self.core.final_states()

    @property
    def assumptions(self) -> list[Assumption]:
        """Values that AWS does not publish and that this simulation depends on."""
        return assumptions(self._content)

    def why(self, at: Time) -> str:
        """Explain what happened at a time.

        Parameters
        ----------
        at : datetime or int or str
            The time; with full minutes, the whole minute. A time of day such as
            ``"12:03"`` is the first one in the simulation.

        Returns
        -------
        str
            A line for each decision.
        """
        return self._explainer.why(*self._span(at))

    def why_not(self, at: Time) -> str:
        """Explain for each policy why it did not act at a time.

        Parameters
        ----------
        at : datetime or int or str
            The time, as for `why`.

        Returns
        -------
        str
            A line for each policy.
        """
        return self._explainer.why_not(*self._span(at))

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.core, self._content)

    def _span(self, at: Time) -> tuple[int, int]:
        first = within("at", at, self._start)
        if not self._start <= first <= self._end:
            raise ValueError(
                f"at must be within the simulation, {self.scenario.start:%Y-%m-%d %H:%M} to "
                f"{self.scenario.end:%Y-%m-%d %H:%M} UTC, got {shown(at)}"
            )
        return first, first + 59 if first % 60 == 0 else first

    def summary(self) -> dict[str, Any]:
        """Return the most important numbers.

        Returns
        -------
        dict of str to object
        """
        desired, in_service = self.desired, self.in_service
        return {
            "start": self.scenario.start,
            "end": self.scenario.end,
            "desired": (desired.least, desired.most),
            "in_service": (in_service.least, in_service.most),
            "instance_hours": self.instance_hours,
            "changes": len(self.core.activities()),
            "flaps": self.flaps(),
            "decisions": self.core.decision_count(),
            "final_states": self.final_states,
        }

    def to_json(self) -> str:
        """Convert to the timeline of the JSON interface.

        Returns
        -------
        str
        """
        return self.core.json()

    def to_dict(self) -> dict[str, Any]:
        """Convert to the timeline of the JSON interface, as a dict.

        Returns
        -------
        dict of str to object
        """
        timeline: dict[str, Any] = json.loads(self.core.json())
        return timeline

    def svg(self) -> str:
        """Draw capacity, metrics and alarm states.

        Returns
        -------
        str
            An SVG element.
        """
        from reboto.foresight._picture import Picture

        return Picture(self.core, self._content, self._end - self._start).draw()

    def plot(self, ax: mpl_axes.Axes | None = None) -> mpl_axes.Axes:
        """Draw the desired capacity and the instances in service with matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            The axes to draw on. Default: a new figure.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        ImportError
            If matplotlib is not installed (the extra ``plot``).
        """
        from reboto.foresight._plot import plot

        drawn: mpl_axes.Axes = plot(self.core, self.scenario.name, self._end, ax)
        return drawn

    def __repr__(self) -> str:
        desired = self.desired
        name = f"{self.scenario.name}: " if self.scenario.name else ""
        return (
            f"Timeline({name}{length(self._end - self._start)}, {desired.least} to "
            f"{desired.most} instances desired, {counted(len(desired) - 1, 'change')}, "
            f"{self.instance_hours:.1f} instance hours)"
        )

    def _repr_html_(self) -> str:
        return self.html()

    def html(self) -> str:
        """Return the summary and the picture as HTML, without JavaScript.

        Returns
        -------
        str
        """
        from reboto._html import STYLE, escape

        desired, in_service = self.desired, self.in_service
        rows = [
            (
                "simulated",
                f"{self.scenario.start:%Y-%m-%d %H:%M} to {self.scenario.end:%Y-%m-%d %H:%M} UTC",
            ),
            (
                "desired",
                f"{desired.least} to {desired.most}, {counted(len(desired) - 1, 'change')}",
            ),
            ("in service", f"{in_service.least} to {in_service.most}"),
            ("instance hours", f"{self.instance_hours:,.1f}"),
            ("flaps within 15 min", str(self.flaps())),
            *((f"alarm {name}", state) for name, state in self.final_states.items()),
        ]
        cells = "".join(
            f"<tr><th>{escape(key)}</th><td>{escape(text)}</td></tr>" for key, text in rows
        )
        title = escape(self.scenario.name or "scenario")
        table = f'<table class="reboto"><caption>{title}</caption><tbody>{cells}</tbody></table>'
        return f"<div>{STYLE}{table}{self.svg()}</div>"


__all__ = ["Timeline"]
