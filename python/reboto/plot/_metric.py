"""A metric over time, with an alarm's threshold and states."""

from __future__ import annotations

from itertools import cycle, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reboto._core import table_of_rows, table_of_series
from reboto._extras import need
from reboto._table import numpy_records
from reboto.ec2.cloudwatch.metric_data import MetricDataResult
from reboto.plot._axes import (
    GOOD,
    LINES,
    WARNING,
    around,
    axes,
    finish,
    legend,
    matplotlib,
    say,
    utc,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem, MetricAlarm
    from reboto.ec2.cloudwatch.datapoint import Datapoint

# Colour and hatching both tell the state.
_STATES = {
    "OK": (GOOD, ""),
    "ALARM": (WARNING, "////"),
    "INSUFFICIENT_DATA": ("#b0b0b0", ".."),
}
_UNITS = {"Percent": "%", "None": "", "Count": ""}
_SYMBOLS = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
}


def metric(
    datapoints: Iterable[Datapoint] | Iterable[MetricDataResult],
    statistic: str | None = None,
    *,
    alarm: MetricAlarm | None = None,
    history: Iterable[AlarmHistoryItem] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a metric over time, with an alarm's threshold and its states.

    Parameters
    ----------
    datapoints : ResultSet of Datapoint or MetricData
        What `get_metric_statistics` or `get_metric_data` gave.
    statistic : str, optional
        The one to draw, such as ``"Average"``; without it the alarm's, if that
        is there, or all.
    alarm : MetricAlarm, optional
        The alarm whose threshold is drawn.
    history : list of AlarmHistoryItem, optional
        What `describe_alarm_history` gave: a band above the axes shows the
        states.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed: it is the extra ``plot``.
    ValueError
        If there is no such statistic.

    Examples
    --------
    >>> from datetime import datetime
    >>> from reboto.ec2.cloudwatch import Datapoint
    >>> point = Datapoint()
    >>> point.update(Timestamp=datetime(2026, 11, 24), Average=40.0, Unit="Percent")
    >>> metric([point]).get_ylabel()
    '%'
    """
    on = axes(ax)
    given = list(datapoints)
    times, series, unit = _series(given)
    if statistic is not None and given and statistic not in series:
        raise ValueError(f"statistic is {statistic!r}: the datapoints have {', '.join(series)}")
    wanted = statistic or (alarm.statistic if alarm and alarm.statistic in series else None)
    drawn = {name: values for name, values in series.items() if wanted in {None, name}}
    for colour, (name, values) in zip(cycle(LINES), drawn.items(), strict=False):
        _line(on, times, values, colour, name)
    label = getattr(datapoints, "Label", None) or (alarm.metric if alarm else None)
    spans = _spans(history, alarm) if len(times) else []
    finish(on, (alarm.name if alarm else label) or "", lifted=bool(spans))
    on.set_ylabel(", ".join(filter(None, [label, _UNITS.get(unit, unit)])) or "value")
    if not len(times):
        say(on, "no datapoints")
    elif times[0] == times[-1]:
        around(on, times[0].item())
    if alarm and alarm.threshold is not None:
        _threshold(on, alarm)
    if spans:
        _band(on, spans)
    if on.get_legend_handles_labels()[0]:
        legend(on)
    picture: Axes = on
    return picture


def _series(given: list[Any]) -> tuple[NDArray[Any], dict[str, NDArray[Any]], str]:
    """Take the times, each line's values, and the unit out of what was given."""
    if given and isinstance(given[0], MetricDataResult):
        time, records = "timestamp", numpy_records(table_of_series(given, True))
    else:
        time = "Timestamp"
        records = numpy_records(table_of_rows(given, {time: "time"}))
    names = records.dtype.names or ()
    series = {
        name: records[name].astype("float64") for name in names if records.dtype[name].kind in "fi"
    }
    units: set[str] = {unit for unit in records["Unit"] if unit} if "Unit" in names else set()
    return records[time], series, ", ".join(sorted(units))


def _line(ax: Any, times: NDArray[Any], values: NDArray[Any], colour: str, name: str) -> None:
    numpy = need("numpy", "reboto[plot]")
    there = ~numpy.isnan(values)
    times, values = times[there], values[there]
    marker = "o" if len(times) <= 60 else ""
    steps = numpy.diff(times)
    if len(steps):
        # Where datapoints are missing there is no line.
        gaps = numpy.flatnonzero(steps > 1.5 * numpy.median(steps).astype("timedelta64[us]")) + 1
        values = numpy.insert(values, gaps, numpy.nan)
        times = numpy.insert(times, gaps, times[gaps])
    ax.plot(times, values, color=colour, lw=1.8, marker=marker, ms=3.5, label=name)


def _threshold(ax: Any, alarm: MetricAlarm) -> None:
    threshold = float(alarm.threshold or 0)
    symbol = _SYMBOLS.get(str(alarm.comparison), str(alarm.comparison))
    low, high = ax.get_ylim() if ax.lines else (0.0, threshold)
    low, high = min(low, threshold), max(high, threshold)
    room = (high - low or 1) * 0.08
    low -= room * (low == threshold)
    high += room * (high == threshold)
    ax.set_ylim(low, high)
    ax.axhline(
        threshold,
        color=WARNING,
        lw=1.5,
        ls="--",
        label=f"alarm {symbol} {threshold:g}",
        zorder=1.5,
    )
    breached = (threshold, high) if symbol.startswith(">") else (low, threshold)
    ax.axhspan(*breached, color=WARNING, alpha=0.08, lw=0, zorder=0.5)


def _spans(
    history: Iterable[AlarmHistoryItem] | None, alarm: MetricAlarm | None
) -> list[tuple[datetime | None, str]]:
    """Tell each state with when it began; the first began before what is known."""
    changes: list[tuple[datetime, dict[str, Any]]] = [
        (utc(item.timestamp), item.data)
        for item in history or ()
        if item.item_type == "StateUpdate"
        and item.timestamp
        and isinstance(item.data, dict)
        and (alarm is None or item.name == alarm.name)
    ]
    spans: list[tuple[datetime | None, str]] = []
    for time, data in sorted(changes, key=itemgetter(0)):
        if not spans:
            spans.append((None, _state(data, "oldState")))
        spans.append((time, _state(data, "newState")))
    return spans


def _state(data: dict[str, Any], which: str) -> str:
    state: dict[str, Any] = data.get(which) or {}
    return str(state.get("stateValue", ""))


def _band(ax: Any, spans: list[tuple[datetime | None, str]]) -> None:
    dates = matplotlib("dates")
    patches = matplotlib("patches")
    first, last = ax.get_xlim()
    begins = [first if time is None else max(first, dates.date2num(time)) for time, _ in spans]
    shown: set[str] = set()
    for (begin, end), (_, state) in zip(pairwise([*begins, last]), spans, strict=True):
        end = min(end, last)
        if end <= begin or state not in _STATES:
            continue
        colour, hatch = _STATES[state]
        ax.add_patch(
            patches.Rectangle(
                (begin, 1.015),
                end - begin,
                0.045,
                transform=ax.get_xaxis_transform(),
                facecolor=colour,
                edgecolor="white",
                lw=0,
                hatch=hatch,
                clip_on=False,
                label=None if state in shown else state.replace("_", " "),
            )
        )
        shown.add(state)
