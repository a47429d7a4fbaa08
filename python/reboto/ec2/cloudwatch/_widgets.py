"""Widgets of dashboards: alarms, graphs, numbers and text on a grid of 24 columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from reboto import _core
from reboto._arguments import list_of, need_text
from reboto._core import to_int
from reboto._member_values import is_mapping, is_sequence
from reboto.ec2.cloudwatch._metric_data_query import MetricDataQuery

# The public module, which pickles refer to.
__name__ = "reboto.ec2.cloudwatch.dashboard"

# Times of pictures.
Time: TypeAlias = datetime | timedelta | str | None

COLUMNS, _HIGHEST = 24, 1000
_MOST_ALARMS = 100
_PLACE = ("x", "y", "width", "height")


class Widget:
    """A widget of a dashboard, with its place on the grid.

    Parameters
    ----------
    type : str
        ``"metric"``, ``"alarm"``, ``"text"``, ``"log"`` or another type of AWS.
    properties : dict
        Properties in AWS's form.
    width, height : int
        Size in units of the grid, which has 24 columns.
    x, y : int, optional
        Column and row; by default, the dashboard places it after its last widget.
    **others : object
        Other members of the widget.

    Examples
    --------
    >>> Widget("text", {"markdown": "# Shop"}, 24, 2)
    Widget(text '# Shop', 24x2)
    """

    def __init__(
        self,
        type: str,  # noqa: A002 - AWS's name
        properties: Mapping[str, Any],
        width: int = 6,
        height: int = 6,
        x: int | None = None,
        y: int | None = None,
        **others: Any,
    ) -> None:
        self.type = type
        if not isinstance(properties, Mapping):
            raise TypeError(f"properties must be a dict, got {_core.shown(properties)}")
        self.properties: dict[str, Any] = dict(properties)
        self.width = _size("width", width, COLUMNS)
        self.height = _size("height", height, _HIGHEST)
        self.x, self.y = x, y
        self.others: dict[str, Any] = others

    @property
    def title(self) -> str:
        """Title; the first line of a text widget."""
        markdown = str(self.properties.get("markdown") or "").strip()
        return str(self.properties.get("title") or markdown.partition("\n")[0])

    @classmethod
    def from_dict(cls, members: Mapping[str, Any]) -> Widget:
        """Create a widget from its JSON object in the body of a dashboard.

        Parameters
        ----------
        members : dict
            The JSON object.

        Returns
        -------
        Widget

        Raises
        ------
        TypeError
            If `members` is not a dict.
        """
        if not isinstance(members, Mapping):
            raise TypeError(f"members must be a dict, got {_core.shown(members)}")
        rest = dict(members)
        widget = cls(str(rest.pop("type", "")), rest.pop("properties", None) or {})
        for name in _PLACE:
            if name in rest:
                setattr(widget, name, rest.pop(name))
        widget.others = rest
        return widget

    def to_dict(self) -> dict[str, Any]:
        """Convert the widget to its JSON object in the body of a dashboard.

        Returns
        -------
        dict
        """
        place = {name: getattr(self, name) for name in _PLACE if getattr(self, name) is not None}
        return {"type": self.type, **place, **self.others, "properties": self.properties}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Widget) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Widget({self.type} {self.title!r}, {self.width}x{self.height})"


def _size(name: str, given: Any, most: int) -> int:
    size = to_int(name, given)
    if not 1 <= size <= most:
        raise ValueError(
            f"{name} must be from 1 to {most} units of the grid, got {_core.shown(given)}"
        )
    return size


def place(widgets: list[Widget], widget: Widget) -> None:
    """Place a widget to the right of the last one, or in a new row."""
    if widget.x is not None and widget.y is not None:
        return
    bottom = max([(each.y or 0) + each.height for each in widgets], default=0)
    last = widgets[-1] if widgets else None
    x, y = 0, bottom
    if last is not None and last.y == max(each.y or 0 for each in widgets):
        right = (last.x or 0) + last.width
        if right + widget.width <= COLUMNS:
            x, y = right, last.y
    widget.x, widget.y = x, y


def text(markdown: str, width: int, height: int | None) -> Widget:
    """Return a widget with Markdown text."""
    if not isinstance(markdown, str) or not markdown.strip():
        raise ValueError(f"markdown must be a non-empty text, got {_core.shown(markdown)}")
    lines = markdown.strip().count("\n") + 1
    return Widget("text", {"markdown": markdown}, width, height or min(lines + 1, _HIGHEST))


def alarm_states(
    alarms: Iterable[Any], title: str | None, width: int, height: int | None
) -> list[Widget]:
    """Return widgets with the states of alarms, up to 100 each."""
    _need_texts(title=title)
    if isinstance(alarms, str) or hasattr(alarms, "alarm_arn"):
        alarms = [alarms]
    given = list_of("alarms", alarms, "alarms or ARNs")
    arns = [arn(f"alarms[{at}]", alarm) for at, alarm in enumerate(given)]
    found: list[Widget] = []
    for start in range(0, len(arns), _MOST_ALARMS):
        part = arns[start : start + _MOST_ALARMS]
        across = max(width // 4, 1)
        needed = height or 1 + math.ceil(len(part) / across)
        found.append(Widget("alarm", {"title": title or "Alarms", "alarms": part}, width, needed))
    return found


def alarm_graph(alarm: Any, title: str | None, width: int, height: int) -> Widget:
    """Return a graph of an alarm, or its state if it has no metric."""
    _need_texts(title=title)
    name = title or getattr(alarm, "name", None) or arn("alarm", alarm).rpartition(":")[2]
    found = arn("alarm", alarm)
    # Only metric alarms can be drawn.
    if not isinstance(alarm, str) and not hasattr(alarm, "metrics"):
        return Widget("alarm", {"title": name, "alarms": [found]}, width, height)
    properties = {
        "title": name,
        "view": "timeSeries",
        "stacked": False,
        "annotations": {"alarms": [found]},
        "region": region_of(found),
    }
    kept = {key: part for key, part in properties.items() if part is not None}
    return Widget("metric", kept, width, height)


def _need_texts(**given: object) -> None:
    for name, value in given.items():
        if value is not None:
            need_text(name, value)


def arn(argument: str, alarm: Any) -> str:
    """Return the ARN of an alarm."""
    found = alarm if isinstance(alarm, str) else getattr(alarm, "alarm_arn", None)
    if isinstance(found, str) and found.startswith("arn:"):
        return found
    if not isinstance(alarm, str) and hasattr(alarm, "alarm_arn"):
        raise ValueError(
            f"{argument}: {alarm!r} has no alarm_arn; read the alarm with describe_alarms, "
            "because AWS assigns the ARN"
        )
    raise TypeError(f"{argument} must be an alarm or its ARN, got {_core.shown(alarm)}")


def region_of(found: str) -> str | None:
    """Return the region in an ARN."""
    parts = found.split(":")
    return parts[3] or None if len(parts) > 3 else None


def graph(
    metrics: Any,
    title: str | None,
    width: int,
    height: int,
    statistic: str | None,
    period: int | None,
    *,
    view: str,
    stacked: bool,
    region: str | None,
    options: Mapping[str, Any] | None,
) -> Widget:
    """Return a graph or numbers of metrics."""
    _need_texts(title=title, statistic=statistic, region=region)
    if options is not None and not is_mapping(options):
        raise TypeError(f"options must be a dict, got {_core.shown(options)}")
    given = [metrics] if _is_one(metrics) else list_of("metrics", metrics, "metrics")
    if not given:
        raise ValueError("metrics must have at least one metric")
    rows = [_row(f"metrics[{at}]", metric) for at, metric in enumerate(given)]
    properties: dict[str, Any] = {
        "title": title or _title(given),
        "view": view,
        "stacked": _core.to_bool("stacked", stacked),
        "metrics": rows,
        "stat": statistic,
        "period": None if period is None else to_int("period", period),
        "region": region or next(filter(None, map(_region, given)), None),
        **(options or {}),
    }
    kept = {key: part for key, part in properties.items() if part is not None}
    return Widget("metric", kept, width, height)


def _is_one(metrics: Any) -> bool:
    if isinstance(metrics, MetricDataQuery) or hasattr(metrics, "namespace"):
        return True
    # AWS's own form: a namespace, a name and dimensions.
    return is_sequence(metrics) and bool(metrics) and isinstance(metrics[0], str)


def _title(given: list[Any]) -> str | None:
    names = [getattr(each, "metric", None) or getattr(each, "name", None) for each in given]
    return str(names[0]) if len(given) == 1 and names[0] else None


def _region(metric: Any) -> str | None:
    connection = getattr(metric, "connection", None)
    return None if connection is None else str(connection.region.name)


def _row(argument: str, metric: Any) -> list[Any]:
    """Return AWS's array of a metric."""
    if is_sequence(metric):
        return list(metric)
    if isinstance(metric, MetricDataQuery):
        options = {
            "expression": metric.expression,
            "id": metric.id,
            "label": metric.label,
            "stat": metric.statistic,
            "period": metric.period,
            "accountId": metric.account_id,
            "visible": False if metric.return_data is False else None,
        }
        options = {key: part for key, part in options.items() if part is not None}
        if metric.expression is not None:
            return [options]
        return [*_metric(argument, metric.namespace, metric.metric, metric.dimensions), options]
    if hasattr(metric, "namespace") and hasattr(metric, "name"):
        return _metric(argument, metric.namespace, metric.name, metric.dimensions)
    raise TypeError(
        f"{argument} must be a MetricDataQuery, a Metric or a list such as ['AWS/EC2', "
        f"'CPUUtilization', 'InstanceId', 'i-1'], got {_core.shown(metric)}"
    )


def _metric(argument: str, namespace: Any, name: Any, dimensions: Any) -> list[Any]:
    if not namespace or not name:
        raise ValueError(f"{argument} must have a namespace and a name")
    row = [namespace, name]
    pairs: dict[str, Any] = dict(dimensions or {})
    for key, values in pairs.items():
        # A metric has one value per dimension; lists are boto's form.
        value: Any = values if isinstance(values, str) else next(iter(values), None)
        row += [key, value]
    return row


def image_definition(
    widget: Widget, region: str, start: str | None, end: str | None, scale: int
) -> dict[str, Any] | None:
    """Return the definition of a graph for GetMetricWidgetImage; None if it is no graph."""
    if widget.type != "metric":
        return None
    definition = {key: part for key, part in widget.properties.items() if key != "region"}
    of = widget.properties.get("region")
    if of and of != region:
        definition["metrics"] = [_in_region(row, of) for row in definition.get("metrics", ())]
    definition["width"] = max(widget.width * scale, 100)
    definition["height"] = max(widget.height * scale, 100)
    times = {"start": start, "end": end}
    return {**definition, **{key: time for key, time in times.items() if time is not None}}


def _in_region(row: Any, region: str) -> Any:
    if not is_sequence(row):
        return row
    items: list[Any] = list(row)
    if items and isinstance(items[-1], dict):
        return [*items[:-1], {"region": region, **items[-1]}]
    return [*items, {"region": region}]
