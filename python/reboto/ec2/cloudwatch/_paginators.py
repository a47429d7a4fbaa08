"""Iterators over all pages of listings of CloudWatch."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, LazyModule, abc, datetime, typing
from reboto.connection import Connection

if TYPE_CHECKING:
    from reboto import pagination
    from reboto.ec2.cloudwatch import alarm, metric, metric_data
else:
    pagination = LazyModule("reboto.pagination")
    alarm, metric, metric_data = (
        LazyModule(f"reboto.ec2.cloudwatch.{name}") for name in ("alarm", "metric", "metric_data")
    )


class Paginators(Connection):
    """Methods that return iterators over all pages of a listing.

    Use ``for`` on a blocking connection and ``async for`` on an awaitable connection.
    Each method has the parameters of the call for one page, without `next_token`.
    """

    def iter_alarms(
        self,
        action_prefix: str | None = None,
        alarm_name_prefix: str | None = None,
        alarm_names: list[str] | None = None,
        max_records: int | None = None,
        state_value: str | None = None,
    ) -> pagination.Pages[alarm.MetricAlarm]:
        """Iterate over all alarms, or those that match.

        AWS operation: ``DescribeAlarms``, once per page.

        Parameters
        ----------
        action_prefix : str, optional
            Prefix of the ARN of one of the alarm's actions.
        alarm_name_prefix : str, optional
            Prefix of the alarm's name; cannot be combined with `alarm_names`.
        alarm_names : list of str, optional
            Names of alarms, at most 100.
        max_records : int, optional
            Maximum number of alarms per page, at most 100.
        state_value : str, optional
            Only alarms in this state: ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.

        Returns
        -------
        Pages of MetricAlarm
        """
        return self._pages(
            "describe_alarms",
            action_prefix=action_prefix,
            alarm_name_prefix=alarm_name_prefix,
            alarm_names=alarm_names,
            max_records=max_records,
            state_value=state_value,
        )

    def iter_alarm_history(
        self,
        alarm_name: str | None = None,
        start_date: datetime.datetime | None = None,
        end_date: datetime.datetime | None = None,
        max_records: int | None = None,
        history_item_type: str | None = None,
    ) -> pagination.Pages[alarm.AlarmHistoryItem]:
        """Iterate over the history of an alarm or of all alarms, newest first.

        AWS operation: ``DescribeAlarmHistory``, once per page.

        Parameters
        ----------
        alarm_name : str, optional
            Name of the alarm.
        start_date, end_date : datetime, optional
            Only items between these times. UTC if they have no time zone.
        max_records : int, optional
            Maximum number of items per page, at most 100.
        history_item_type : str, optional
            Only items of this type: ``"ConfigurationUpdate"``, ``"StateUpdate"`` or
            ``"Action"``.

        Returns
        -------
        Pages of AlarmHistoryItem
        """
        return self._pages(
            "describe_alarm_history",
            alarm_name=alarm_name,
            start_date=start_date,
            end_date=end_date,
            max_records=max_records,
            history_item_type=history_item_type,
        )

    def iter_metrics(
        self,
        dimensions: abc.Mapping[str, str | list[str] | None] | None = None,
        metric_name: str | None = None,
        namespace: str | None = None,
    ) -> pagination.Pages[metric.Metric]:
        """Iterate over all metrics with data in the last two weeks.

        AWS operation: ``ListMetrics``, once per page of 500.

        Parameters
        ----------
        dimensions : dict, optional
            Only metrics with these dimensions: names with the required value, or None for
            any value.
        metric_name, namespace : str, optional
            Only metrics with this name, and in this namespace.

        Returns
        -------
        Pages of Metric
        """
        return self._pages(
            "list_metrics",
            dimensions=dimensions,
            metric_name=metric_name,
            namespace=namespace,
        )

    def iter_metric_data(
        self,
        queries: abc.Iterable[metric_data.MetricDataQuery]
        | abc.Iterable[abc.Mapping[str, typing.Any]],
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        scan_by: str | None = None,
        max_datapoints: int | None = None,
        label_timezone: str | None = None,
    ) -> pagination.Pages[metric_data.MetricDataResult]:
        """Iterate over the data of many metrics and metric math expressions.

        If a result does not fit on a page, it continues in another result with the same
        ID. ``MetricData`` merges these: ``data.extend(conn.iter_metric_data(...))``.

        AWS operation: ``GetMetricData``, once per page.

        Parameters
        ----------
        queries : list of MetricDataQuery or list of dict
            The queries. A dict is a query in the format of boto3.
        start_time, end_time : datetime
            Start (inclusive) and end (exclusive) of the data. UTC if they have no time zone.
        scan_by : str, optional
            ``"TimestampDescending"`` (newest first, the default of AWS) or
            ``"TimestampAscending"``.
        max_datapoints : int, optional
            Maximum number of datapoints per page, at most 100,800.
        label_timezone : str, optional
            Offset from UTC for the times in labels, such as ``"+0130"``.

        Returns
        -------
        Pages of MetricDataResult
        """
        return self._pages(
            "get_metric_data",
            queries=queries,
            start_time=start_time,
            end_time=end_time,
            scan_by=scan_by,
            max_datapoints=max_datapoints,
            label_timezone=label_timezone,
        )
