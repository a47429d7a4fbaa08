"""Plot of a metric over time, with an alarm's threshold and states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reboto._lazy import LazyModule
from reboto._optional import import_optional
from reboto.ec2.cloudwatch._alarm_math import watched
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem, MetricAlarm
from reboto.ec2.cloudwatch.datapoint import Datapoint
from reboto.ec2.cloudwatch.metric_data import MetricDataResult
from reboto.plot._axes import (
    GOOD,
    WARNING,
    axes,
    center,
    finish,
    label,
    label_y,
    legend,
    matplotlib,
    message,
    style,
    utc,
)
from reboto.plot._band import draw_band, split_band
from reboto.plot._lines import Line, measures, read
from reboto.plot._objects import objects

if TYPE_CHECKING:
    from matplotlib import axes as mpl_axes
else:
    mpl_axes = LazyModule("matplotlib.axes")

# Color and hatching of each state; hatching is visible in grayscale too.
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
    band: str | None = None,
    ax: mpl_axes.Axes | None = None,
) -> mpl_axes.Axes:
    """Plot a metric over time, with an alarm's threshold and states.

    Data with a second unit, and ``SampleCount``, use a second axis on the right,
    the last one in the figure's ``axes``.

    Parameters
    ----------
    datapoints : ResultSet of Datapoint or MetricData
        The result of `get_metric_statistics` or `get_metric_data`.
    statistic : str, optional
        The statistic to draw, such as ``"Average"``. Default: the alarm's
        statistic if the datapoints have it, otherwise all statistics.
    alarm : MetricAlarm, optional
        The alarm whose threshold is drawn.
    history : list of AlarmHistoryItem, optional
        The result of `describe_alarm_history`. A band above the axes shows the
        states.
    band : str, optional
        ID of the query of an ``ANOMALY_DETECTION_BAND``, whose two results are drawn as a
        band; values outside it are marked. Default: the band of the alarm.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on. Default: a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed (the extra ``plot``).
    TypeError
        If an object has another type.
    ValueError
        If the datapoints do not have the statistic, or have more than two units.

    Examples
    --------
    >>> from datetime import datetime
    >>> from reboto.ec2.cloudwatch import Datapoint
    >>> point = Datapoint()
    >>> point.update(Timestamp=datetime(2026, 11, 24), Average=40.0, Unit="Percent")
    >>> metric([point]).get_ylabel()
    '%'
    """
    matplotlib("dates")  # If packages are missing, the error names the extra.
    given = objects(
        "datapoints",
        datapoints,
        (Mapping, MetricDataResult),
        "the result of get_metric_statistics or get_metric_data",
    )
    edges, given = split_band(given, band or (alarm.threshold_metric_id if alarm else None))
    lines = read(given)
    names = list(dict.fromkeys(line.name for line in lines))
    if statistic is not None and given and statistic not in names:
        raise ValueError(f"statistic must be one of {', '.join(names)}, got {statistic!r}")
    selected = statistic or (alarm.statistic if alarm and alarm.statistic in names else None)
    lines = [line for line in lines if selected in {None, line.name}]
    units = measures(lines, alarm.unit if alarm else None)
    on = axes(ax)
    sides = [on, *(on.twinx() for _ in units[1:])]
    for number, line in enumerate(lines):
        _draw(sides[units.index(line.unit)], line, number, len(lines))
    if edges is not None:
        draw_band(on, edges, lines)
    what = getattr(datapoints, "Label", None) or (_watched_metric(alarm) if alarm else None)
    times = [time for line in lines for time in (line.times[:1], line.times[-1:]) if len(time)]
    spans = _spans(history, alarm) if times else []
    finish(on, (alarm.name if alarm else what) or "", lifted=bool(spans))
    for side, unit in zip(sides, units, strict=True):
        label_y(side, ", ".join(filter(None, [what, _UNITS.get(unit, unit)])) or "value")
    for side in sides[1:]:
        side.spines[["top", "left"]].set_visible(False)
        side.margins(x=0.01)
    if not times:
        message(on, "no datapoints")
        for side in sides if not alarm or alarm.threshold is None else sides[1:]:
            # Tick labels of an axis without data would be arbitrary.
            side.set_yticks([])
    elif min(times) == max(times):
        center(on, min(times)[0].item())
    if alarm and alarm.threshold is not None:
        _threshold(on, alarm)
    if spans:
        _band(on, spans)
    if any(side.get_legend_handles_labels()[0] for side in sides):
        legend(*sides)
    picture: mpl_axes.Axes = on
    return picture


def _watched_metric(alarm: MetricAlarm) -> str | None:
    """Return the name of the metric of an alarm, also if it is in a query."""
    query = None if alarm.metric else watched(alarm)
    return alarm.metric or getattr(query, "metric", None)


def _draw(ax: Any, line: Line, number: int, count: int) -> None:
    numpy = import_optional("numpy", "reboto[plot]")
    times, values = line.times, line.values
    steps = numpy.diff(times)
    if len(steps):
        # Interrupt the line where datapoints are missing.
        gaps = numpy.flatnonzero(steps > 1.5 * numpy.median(steps).astype("timedelta64[us]")) + 1
        values = numpy.insert(values, gaps, numpy.nan)
        times = numpy.insert(times, gaps, times[gaps])
    name = line.title if len(times) else f"{line.title} (no datapoints)"
    ax.plot(times, values, lw=1.8, label=label(name), **style(number, count, len(line.times)))


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
    """Return each state with its start time; None for the first, which began earlier."""
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
        color, hatch = _STATES[state]
        ax.add_patch(
            patches.Rectangle(
                (begin, 1.015),
                end - begin,
                0.045,
                transform=ax.get_xaxis_transform(),
                facecolor=color,
                edgecolor="white",
                lw=0,
                hatch=hatch,
                clip_on=False,
                label=None if state in shown else state.replace("_", " "),
            )
        )
        shown.add(state)
