"""Metrics, their statistics and their alarms."""

from __future__ import annotations

from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    LazyModule,
    Style,
    Styled,
    Unpack,
    abc,
    datetime,
    typing,
)
from reboto._model import Resource
from reboto.ec2.cloudwatch._generated.members import MetricMembers
from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.ec2.cloudwatch.listelement import Dimension

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.cloudwatch._generated import keywords
    from reboto.ec2.cloudwatch.datapoint import Datapoint
    from reboto.resultset import ResultSet
else:
    keywords = LazyModule("reboto.ec2.cloudwatch._generated.keywords")

__all__ = ["Dimension", "Metric", "MetricAlarm"]


class Metric(MetricMembers, Resource[Style]):
    """A metric, as returned by ListMetrics.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection that methods use.

    Attributes
    ----------
    name, namespace : str
        Name and namespace of the metric, such as ``"CPUUtilization"`` and ``"AWS/EC2"``.
    dimensions : Dimension
        Dimensions of the metric: names, each with a list of values.
    """

    Statistics: typing.ClassVar[list[str]] = ["Minimum", "Maximum", "Sum", "Average", "SampleCount"]
    Units: typing.ClassVar[list[str | None]] = [
        "Seconds",
        "Microseconds",
        "Milliseconds",
        "Bytes",
        "Kilobytes",
        "Megabytes",
        "Gigabytes",
        "Terabytes",
        "Bits",
        "Kilobits",
        "Megabits",
        "Gigabits",
        "Terabits",
        "Percent",
        "Count",
        "Bytes/Second",
        "Kilobytes/Second",
        "Megabytes/Second",
        "Gigabytes/Second",
        "Terabytes/Second",
        "Bits/Second",
        "Kilobits/Second",
        "Megabits/Second",
        "Gigabits/Second",
        "Terabits/Second",
        "Count/Second",
        None,
    ]

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "namespace": "namespace",
        "metric": "name",
        "dimensions": "dimensions",
    }

    def __init__(self, connection: Styled[Style] | None = None) -> None:
        self.connection = connection
        self.name: str | None = None
        self.namespace: str | None = None
        self.dimensions: abc.Mapping[str, typing.Any] | None = None

    def __repr__(self) -> str:
        return f"Metric:{self.name}"

    if TYPE_CHECKING:

        @typing.overload
        def query(
            self: Metric[Blocking],
            start_time: datetime.datetime,
            end_time: datetime.datetime,
            statistics: list[str] | str,
            unit: str | None = None,
            period: int | str = 60,
        ) -> ResultSet[Datapoint]: ...
        @typing.overload
        def query(
            self: Metric[Awaiting],
            start_time: datetime.datetime,
            end_time: datetime.datetime,
            statistics: list[str] | str,
            unit: str | None = None,
            period: int | str = 60,
        ) -> Later[ResultSet[Datapoint]]: ...

    def query(
        self,
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        statistics: list[str] | str,
        unit: str | None = None,
        period: int | str = 60,
    ) -> typing.Any:
        """Return statistics of the metric (GetMetricStatistics).

        Parameters
        ----------
        start_time, end_time : datetime
            Start (inclusive) and end (exclusive) of the data. UTC if they have no time zone.
        statistics : list of str
            Items of `Metric.Statistics`. A single string is converted to a list.
        unit : str
            Only measurements in this unit; one of `Metric.Units`.
        period : int or str, default 60
            Period of each datapoint in seconds: a multiple of 60, or 1, 5, 10 or 30 for a
            metric with this resolution.

        Returns
        -------
        ResultSet of Datapoint
            The datapoints, unordered.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        if not isinstance(statistics, list):
            statistics = [statistics]
        return self._require_connection().get_metric_statistics(
            period,
            start_time,
            end_time,
            self.name,
            self.namespace,
            statistics,
            self.dimensions,
            unit,
        )

    if TYPE_CHECKING:

        @typing.overload
        def create_alarm(
            self: Metric[Blocking],
            name: str,
            comparison: str,
            threshold: float | str,
            period: int | str,
            evaluation_periods: int | str,
            statistic: str,
            enabled: bool = True,
            description: str | None = None,
            dimensions: abc.Mapping[str, typing.Any] | None = None,
            alarm_actions: list[str] | str | None = None,
            ok_actions: list[str] | str | None = None,
            insufficient_data_actions: list[str] | str | None = None,
            unit: str | None = None,
            **kwargs: Unpack[keywords.MetricAlarm],
        ) -> MetricAlarm[Blocking]: ...
        @typing.overload
        def create_alarm(
            self: Metric[Awaiting],
            name: str,
            comparison: str,
            threshold: float | str,
            period: int | str,
            evaluation_periods: int | str,
            statistic: str,
            enabled: bool = True,
            description: str | None = None,
            dimensions: abc.Mapping[str, typing.Any] | None = None,
            alarm_actions: list[str] | str | None = None,
            ok_actions: list[str] | str | None = None,
            insufficient_data_actions: list[str] | str | None = None,
            unit: str | None = None,
            **kwargs: Unpack[keywords.MetricAlarm],
        ) -> Later[MetricAlarm[Awaiting]]: ...

    def create_alarm(
        self,
        name: str,
        comparison: str,
        threshold: float | str,
        period: int | str,
        evaluation_periods: int | str,
        statistic: str,
        enabled: bool = True,  # noqa: ARG002
        description: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        alarm_actions: list[str] | str | None = None,
        ok_actions: list[str] | str | None = None,
        insufficient_data_actions: list[str] | str | None = None,
        unit: str | None = None,
        **kwargs: Unpack[keywords.MetricAlarm],
    ) -> typing.Any:
        """Create or replace an alarm on the metric (PutMetricAlarm).

        Parameters
        ----------
        name : str
            Name of the alarm.
        comparison : str
            Comparison with the threshold: ``">"``, ``">="``, ``"<"`` or ``"<="``.
        threshold : float or str
            Value to compare with, in the unit of the metric.
        period : int or str
            Period of each statistic in seconds.
        evaluation_periods : int or str
            Number of consecutive periods in which the comparison must be true.
        statistic : str
            One of `Metric.Statistics`.
        enabled : bool
            Ignored, as in boto; see `MetricAlarm.disable_actions`.
        description : str
            Description of the alarm.
        dimensions : dict
            Dimensions: names, each with a value or a list of values. By default, the
            dimensions of the metric.
        alarm_actions, ok_actions, insufficient_data_actions : list of str
            ARNs of actions for each state.
        unit : str
            Only measurements in this unit are used; one of `Metric.Units`.
        **kwargs : object
            Members of `MetricAlarm` that AWS added after boto, such as `treat_missing_data`.

        Returns
        -------
        MetricAlarm
            The alarm.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        connection = self._require_connection()
        alarm = MetricAlarm(
            connection,
            name,
            self.name,
            self.namespace,
            statistic,
            comparison,
            threshold,
            period,
            evaluation_periods,
            unit,
            description,
            dimensions or self.dimensions,
            alarm_actions,
            insufficient_data_actions,
            ok_actions,
            **kwargs,
        )
        return connection._put_alarm(alarm)

    if TYPE_CHECKING:

        @typing.overload
        def describe_alarms(
            self: Metric[Blocking],
            period: int | str | None = None,
            statistic: str | None = None,
            dimensions: abc.Mapping[str, typing.Any] | None = None,
            unit: str | None = None,
        ) -> ResultSet[MetricAlarm[Blocking]]: ...
        @typing.overload
        def describe_alarms(
            self: Metric[Awaiting],
            period: int | str | None = None,
            statistic: str | None = None,
            dimensions: abc.Mapping[str, typing.Any] | None = None,
            unit: str | None = None,
        ) -> Later[ResultSet[MetricAlarm[Awaiting]]]: ...

    def describe_alarms(
        self,
        period: int | str | None = None,
        statistic: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        unit: str | None = None,
    ) -> typing.Any:
        """Return the alarms on the metric (DescribeAlarmsForMetric).

        Parameters
        ----------
        period : int or str
            Only alarms with this period, in seconds.
        statistic : str
            Only alarms on this statistic; one of `Metric.Statistics`.
        dimensions : dict
            Only alarms with exactly these dimensions.
        unit : str
            Only alarms on this unit; one of `Metric.Units`.

        Returns
        -------
        ResultSet of MetricAlarm
            The alarms, all in one page.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().describe_alarms_for_metric(
            self.name, self.namespace, period, statistic, dimensions, unit
        )
