"""Dashboards: build them from alarms, metrics and text, and show them as pictures."""

from __future__ import annotations

from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    LazyModule,
    Style,
    Styled,
    abc,
    cast,
    lazy_attributes,
    typing,
    with_inherited_parameters,
)
from reboto.ec2.cloudwatch._generated import dashboard as generated
from reboto.ec2.cloudwatch._generated.dashboard import DashboardEntry, DashboardValidationMessage
from reboto.ec2.cloudwatch._tags import Tagged

if TYPE_CHECKING:
    from reboto import _steps as steps
    from reboto._lazy import Later
    from reboto.ec2.cloudwatch import _dashboard_image as dashboard_image
    from reboto.ec2.cloudwatch import _widgets as build
    from reboto.ec2.cloudwatch._dashboard_errors import DashboardError
    from reboto.ec2.cloudwatch._dashboard_image import DashboardImage, WidgetImage
    from reboto.ec2.cloudwatch._widgets import Widget

else:
    steps = LazyModule("reboto._steps")
    build = LazyModule("reboto.ec2.cloudwatch._widgets")
    dashboard_image = LazyModule("reboto.ec2.cloudwatch._dashboard_image")
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "DashboardError": "reboto.ec2.cloudwatch._dashboard_errors",
            "DashboardImage": "reboto.ec2.cloudwatch._dashboard_image",
            "Widget": "reboto.ec2.cloudwatch._widgets",
            "WidgetImage": "reboto.ec2.cloudwatch._dashboard_image",
        },
    )

__all__ = [
    "Dashboard",
    "DashboardEntry",
    "DashboardError",
    "DashboardImage",
    "DashboardValidationMessage",
    "Widget",
    "WidgetImage",
]


@with_inherited_parameters
class Dashboard(generated.Dashboard[Style], Tagged[Style]):
    """A dashboard of alarms, graphs and text.

    The methods ``add_...`` add widgets on a grid of 24 columns, from left to right, and
    return the dashboard. `put_dashboard` or `save` sends it. The first argument of the
    constructor can also be the name.

    Examples
    --------
    >>> from reboto.ec2.cloudwatch import MetricDataQuery
    >>> board = Dashboard("shop")
    >>> board.add_text("# Shop")
    Dashboard(name='shop', 1 widget)
    >>> cpu = MetricDataQuery(
    ...     "cpu", "CPUUtilization", "AWS/EC2", {"AutoScalingGroupName": "web"}, "Average", 60
    ... )
    >>> board.add_graph([cpu], "CPU", region="eu-west-1")
    Dashboard(name='shop', 2 widgets)
    >>> board.widgets
    [Widget(text '# Shop', 24x2), Widget(metric 'CPU', 12x6)]
    """

    # The parsed widgets, which the body follows; a slot, because it is no member.
    __slots__ = ("_parsed",)

    _arn: typing.ClassVar[str] = "dashboard_arn"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "dashboard": "name",
        "widgets": lambda board: _shown(board),
        "messages": lambda board: [str(each.message) for each in board.messages or ()],
    }

    def __init__(
        self,
        connection: Styled[Style] | str | None = None,
        *,
        dashboard_arn: str | None = None,
        body: str | None = None,
        name: str | None = None,
        tags: abc.Mapping[str, str] | None = None,
        messages: abc.Iterable[DashboardValidationMessage | abc.Mapping[str, typing.Any]]
        | None = None,
    ) -> None:
        if isinstance(connection, str):
            if name is not None:
                raise TypeError(f"Dashboard got two names: {connection!r} and {name!r}")
            name, connection = connection, None
        super().__init__(
            connection,
            dashboard_arn=dashboard_arn,
            body=body,
            name=name,
            tags=tags,
            messages=messages,
        )

    if not TYPE_CHECKING:

        @property
        def body(self):
            """Definition of the dashboard, as JSON text; it has the current widgets."""
            self._write()
            return self.__dict__.get("body")

        @body.setter
        def body(self, given):
            self.__dict__["body"] = given
            self._parsed = None

        @body.deleter
        def body(self):
            self._parsed = None
            try:
                del self.__dict__["body"]
            except KeyError:
                raise AttributeError("body") from None

        def __getstate__(self) -> typing.Any:
            self._write()
            return super().__getstate__()

        def __copy__(self) -> Dashboard:
            self._write()
            return super().__copy__()

        def __deepcopy__(self, memo: dict[int, typing.Any]) -> Dashboard:
            self._write()
            return super().__deepcopy__(memo)

        def __eq__(self, other: object) -> bool:
            for each in (self, other):
                if isinstance(each, Dashboard):
                    each._write()
            return super().__eq__(other)

        __hash__ = generated.Dashboard.__hash__

    def __repr__(self) -> str:
        if getattr(self, "_parsed", None) is None:
            return super().__repr__()
        count = len(self.widgets)
        return f"Dashboard(name={self.name!r}, {count} widget{'s' * (count != 1)})"

    @property
    def widgets(self) -> list[build.Widget]:
        """The widgets, a list that can be changed; `body` follows it.

        Raises
        ------
        ValueError
            If the body is not the JSON text of a dashboard.
        """
        return self._parse()[1]

    def _parse(self) -> tuple[dict[str, typing.Any], list[build.Widget]]:
        """Return the members of the body without the widgets, and the widgets."""
        parsed: typing.Any = getattr(self, "_parsed", None)
        if parsed is None:
            parsed = _read(self.name, self.__dict__.get("body"))
            self._parsed = parsed
        return cast("tuple[dict[str, typing.Any], list[build.Widget]]", parsed)

    def _write(self) -> None:
        """Write the body from the widgets, if they were read or added."""
        parsed: typing.Any = getattr(self, "_parsed", None)
        if parsed is None:
            return
        import json

        others, widgets = parsed
        content = {**others, "widgets": [widget.to_dict() for widget in widgets]}
        self.__dict__["body"] = json.dumps(content, separators=(",", ":"))

    def add(self, *widgets: build.Widget) -> Dashboard[Style]:
        """Add widgets.

        Parameters
        ----------
        *widgets : Widget
            The widgets. Those without a place are placed to the right of the last one if
            they fit, or in a new row.

        Returns
        -------
        Dashboard
            The dashboard, for calls in a chain.
        """
        mine = self.widgets
        for widget in widgets:
            build.place(mine, widget)
            mine.append(widget)
        return self

    def add_text(
        self, markdown: str, *, width: int = 24, height: int | None = None
    ) -> Dashboard[Style]:
        """Add text.

        Parameters
        ----------
        markdown : str
            Text in Markdown.
        width : int, default 24
            Width in columns of the grid, which has 24.
        height : int, optional
            Height in units of the grid; by default it follows from the number of lines.

        Returns
        -------
        Dashboard
            The dashboard, for calls in a chain.
        """
        return self.add(build.text(markdown, width, height))

    def add_alarms(
        self,
        alarms: abc.Iterable[typing.Any],
        title: str | None = None,
        *,
        width: int = 24,
        height: int | None = None,
    ) -> Dashboard[Style]:
        """Add the states of alarms.

        Parameters
        ----------
        alarms : iterable of MetricAlarm, CompositeAlarm, LogAlarm or str
            Alarms that were read, or their ARNs. More than 100 become several widgets, none
            adds no widget.
        title : str, optional
            Title; default is ``Alarms``.
        width : int, default 24
            Width in columns of the grid, which has 24.
        height : int, optional
            Height in units of the grid; by default it follows from the number of alarms.

        Returns
        -------
        Dashboard
            The dashboard, for calls in a chain.

        Raises
        ------
        ValueError
            If an alarm has no ARN, because it was not read from AWS.
        """
        return self.add(*build.alarm_states(alarms, title, width, height))

    def add_alarm_graph(
        self, alarm: typing.Any, title: str | None = None, *, width: int = 12, height: int = 6
    ) -> Dashboard[Style]:
        """Add a graph of an alarm's metric with its threshold.

        AWS draws metric alarms only; for other alarms, their state is added.

        Parameters
        ----------
        alarm : MetricAlarm, CompositeAlarm, LogAlarm or str
            An alarm that was read, or the ARN of a metric alarm.
        title : str, optional
            Title; default is the name of the alarm.
        width : int, default 12
            Width in columns of the grid, which has 24.
        height : int, default 6
            Height in units of the grid.

        Returns
        -------
        Dashboard
            The dashboard, for calls in a chain.

        Raises
        ------
        ValueError
            If the alarm has no ARN, because it was not read from AWS.
        """
        return self.add(build.alarm_graph(alarm, title, width, height))

    def add_graph(
        self,
        metrics: typing.Any,
        title: str | None = None,
        *,
        width: int = 12,
        height: int = 6,
        statistic: str | None = None,
        period: int | None = None,
        stacked: bool = False,
        view: typing.Literal["timeSeries", "bar", "pie", "gauge", "singleValue"] = "timeSeries",
        region: str | None = None,
        options: abc.Mapping[str, typing.Any] | None = None,
    ) -> Dashboard[Style]:
        """Add a graph of metrics.

        Parameters
        ----------
        metrics : iterable of MetricDataQuery or Metric, or one of them
            Metrics and metric math expressions. Lists in AWS's form, such as
            ``["AWS/EC2", "CPUUtilization", "InstanceId", "i-1"]``, are metrics too.
        title : str, optional
            Title; default is the name of a single metric.
        width : int, default 12
            Width in columns of the grid, which has 24.
        height : int, default 6
            Height in units of the grid.
        statistic : str, optional
            Statistic of metrics that have none; AWS's default is ``"Average"``.
        period : int, optional
            Period of metrics that have none, in seconds; AWS's default is 300.
        stacked : bool, default False
            Whether to stack the lines.
        view : str, default "timeSeries"
            ``"timeSeries"``, ``"bar"``, ``"pie"``, ``"gauge"`` or ``"singleValue"``.
        region : str, optional
            Region of the metrics; default is that of the metrics or of the connection.
        options : dict, optional
            Other properties in AWS's form, such as ``{"yAxis": {"left": {"min": 0}}}``.

        Returns
        -------
        Dashboard
            The dashboard, for calls in a chain.
        """
        widget = build.graph(
            metrics,
            title,
            width,
            height,
            statistic,
            period,
            view=view,
            stacked=stacked,
            region=region,
            options=options,
        )
        return self.add(widget)

    def add_numbers(
        self,
        metrics: typing.Any,
        title: str | None = None,
        *,
        width: int = 6,
        height: int = 3,
        statistic: str | None = None,
        period: int | None = None,
        region: str | None = None,
    ) -> Dashboard[Style]:
        """Add the latest values of metrics as numbers.

        Parameters
        ----------
        metrics : iterable of MetricDataQuery or Metric, or one of them
            As in `add_graph`.
        title : str, optional
            Title; default is the name of a single metric.
        width : int, default 6
            Width in columns of the grid, which has 24.
        height : int, default 3
            Height in units of the grid.
        statistic : str, optional
            Statistic of metrics that have none.
        period : int, optional
            Period of metrics that have none, in seconds.
        region : str, optional
            Region of the metrics.

        Returns
        -------
        Dashboard
            The dashboard, for calls in a chain.
        """
        return self.add_graph(
            metrics,
            title,
            width=width,
            height=height,
            statistic=statistic,
            period=period,
            view="singleValue",
            region=region,
        )

    if TYPE_CHECKING:

        @typing.overload
        def image(
            self: Dashboard[Blocking],
            start: build.Time = None,
            end: build.Time = None,
            *,
            scale: int = 50,
            connection: Styled[Blocking] | None = None,
        ) -> DashboardImage: ...
        @typing.overload
        def image(
            self: Dashboard[Awaiting],
            start: build.Time = None,
            end: build.Time = None,
            *,
            scale: int = 50,
            connection: Styled[Awaiting] | None = None,
        ) -> Later[DashboardImage]: ...

    def image(
        self,
        start: build.Time = None,
        end: build.Time = None,
        *,
        scale: int = 50,
        connection: typing.Any = None,
    ) -> typing.Any:
        """Draw the graphs, one call for each (GetMetricWidgetImage).

        Parameters
        ----------
        start, end : datetime, timedelta or str, optional
            Times; a timedelta is before now. Default: the last 3 hours.
        scale : int, default 50
            Pixels per unit of the grid.
        connection : CloudWatchConnection, optional
            Default: the connection of the dashboard.

        Returns
        -------
        DashboardImage
            A list of the pictures, PNG files as bytes. Notebooks show them in the layout of
            the dashboard; `DashboardImage.save` writes them to a file.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        import json

        on = self._require_connection() if connection is None else connection
        times = (dashboard_image.timestamp("start", start), dashboard_image.timestamp("end", end))
        widgets = list(self.widgets)
        found = (
            build.image_definition(widget, str(on.region.name), *times, scale) for widget in widgets
        )
        definitions = {
            number: json.dumps(definition)
            for number, definition in enumerate(found)
            if definition is not None
        }
        calls = dashboard_image.calls(on, str(self.name), widgets, definitions)
        return steps.run(on, calls)

    def _complete(self, region: str) -> None:
        """Set the region of graphs that have none, which AWS requires."""
        if getattr(self, "_parsed", None) is None and "body" not in self.__dict__:
            self._parse()
        parsed: typing.Any = getattr(self, "_parsed", None)
        for widget in () if parsed is None else parsed[1]:
            if widget.type == "metric":
                widget.properties.setdefault("region", region)


def _shown(board: Dashboard[typing.Any]) -> object:
    """Return the types and titles of the widgets, or the body if it is no JSON."""
    try:
        return [f"{widget.type} {widget.title!r}" for widget in board.widgets]
    except ValueError:
        return board.body


def _read(name: str | None, body: typing.Any) -> tuple[dict[str, typing.Any], list[build.Widget]]:
    from reboto._json import loads

    try:
        content: typing.Any = loads(body) if body else {}
        others = dict(content)
        widgets = [build.Widget.from_dict(each) for each in others.pop("widgets", None) or ()]
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(
            f"the body of dashboard {name!r} must be a JSON object with widgets: {error}"
        ) from None
    return others, widgets
