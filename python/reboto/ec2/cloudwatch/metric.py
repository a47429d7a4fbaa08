"""Metrics, and what can be asked about them."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, abc, datetime, typing
from reboto._model import Value
from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.ec2.cloudwatch.dimension import Dimension

if TYPE_CHECKING:
    from reboto._html import HtmlColumns

__all__ = ["Dimension", "Metric", "MetricAlarm"]


class Metric(Value):
    """A metric, as ListMetrics reports it.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection to work through.

    Attributes
    ----------
    name, namespace : str
        The metric, such as ``"CPUUtilization"`` of ``"AWS/EC2"``.
    dimensions : Dimension
        Names of its dimensions, each with a list of values.
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
        "of": "dimensions",
    }

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.name: str | None = None
        self.namespace: str | None = None
        self.dimensions: abc.Mapping[str, typing.Any] | None = None

    def __repr__(self) -> str:
        return f"Metric:{self.name}"

    def query(
        self,
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        statistics: list[str] | str,
        unit: str | None = None,
        period: int | str = 60,
    ) -> typing.Any:
        """Take statistics of the metric (GetMetricStatistics).

        Parameters
        ----------
        start_time, end_time : datetime
            UTC when without a zone: the first moment that counts, and the
            first that does not.
        statistics : list of str
            Of `Metric.Statistics`; a single string is a list of one.
        unit : str
            Only measurements in this unit, one of `Metric.Units`.
        period : int or str
            Seconds that each datapoint covers: a multiple of 60, or 1, 5, 10
            or 30 for a metric measured as often.

        Returns
        -------
        ResultSet of Datapoint
            In no order.
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
    ) -> typing.Any:
        """Create an alarm on the metric, or replace the one of that name (PutMetricAlarm).

        Parameters
        ----------
        name : str
            Name of the alarm.
        comparison : str
            ``">"``, ``">="``, ``"<"`` or ``"<="``.
        threshold : float or str
            The value to compare with, in the metric's unit.
        period : int or str
            Seconds over which each statistic is taken.
        evaluation_periods : int or str
            Periods that must compare so in a row.
        statistic : str
            One of `Metric.Statistics`.
        enabled : bool
            Ignored, as in boto; see `MetricAlarm.disable_actions`.
        description : str
            What it is for.
        dimensions : dict
            Names of dimensions, each with a value or a list of values;
            without any, the metric's own.
        alarm_actions, ok_actions, insufficient_data_actions : list of str
            ARNs of what to do on entering each state.
        unit : str
            Only measurements in this unit count, one of `Metric.Units`.

        Returns
        -------
        MetricAlarm
            The alarm.
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
        )
        return connection._put_alarm(alarm)

    def describe_alarms(
        self,
        period: int | str | None = None,
        statistic: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        unit: str | None = None,
    ) -> typing.Any:
        """List the alarms on the metric (DescribeAlarmsForMetric).

        Parameters
        ----------
        period : int or str
            Seconds: only alarms with this period.
        statistic : str
            Only alarms on this statistic, one of `Metric.Statistics`.
        dimensions : dict
            Only alarms with just these dimensions.
        unit : str
            Only alarms on this unit, one of `Metric.Units`.

        Returns
        -------
        ResultSet of MetricAlarm
            The alarms, all in one page.
        """
        return self._require_connection().describe_alarms_for_metric(
            self.name, self.namespace, period, statistic, dimensions, unit
        )
