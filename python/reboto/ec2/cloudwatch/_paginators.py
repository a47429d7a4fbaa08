"""All pages of what CloudWatch lists."""

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
    """Iterators over all pages, for ``for`` or ``async for`` as the connection is.

    Each takes the parameters of the call that lists one page, without `next_token`.
    """

    def iter_alarms(
        self,
        action_prefix: str | None = None,
        alarm_name_prefix: str | None = None,
        alarm_names: list[str] | None = None,
        max_records: int | None = None,
        state_value: str | None = None,
    ) -> pagination.Pages[alarm.MetricAlarm]:
        """Go through all alarms, or those asked for.

        AWS operation: ``DescribeAlarms``, once a page.

        Parameters
        ----------
        action_prefix : str, optional
            What the ARN of one of the alarm's actions begins with.
        alarm_name_prefix : str, optional
            What the alarm's name begins with; not together with `alarm_names`.
        alarm_names : list of str, optional
            Names of alarms, at most 100.
        max_records : int, optional
            Alarms a page, at most 100.
        state_value : str, optional
            Only ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.

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
        """Go through what happened to an alarm, or to all, the latest first.

        AWS operation: ``DescribeAlarmHistory``, once a page.

        Parameters
        ----------
        alarm_name : str, optional
            Name of the alarm.
        start_date, end_date : datetime, optional
            UTC when without a zone: only items between them.
        max_records : int, optional
            Items a page, at most 100.
        history_item_type : str, optional
            Only ``"ConfigurationUpdate"``, ``"StateUpdate"`` or ``"Action"``.

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
        """Go through all metrics that had data in the last two weeks.

        AWS operation: ``ListMetrics``, once a page of 500.

        Parameters
        ----------
        dimensions : dict, optional
            Names of dimensions that a metric must have, each with the value it
            must have, or None for any.
        metric_name, namespace : str, optional
            Only metrics of this name, and in this namespace.

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
        """Go through the data of many metrics, and of arithmetic over them.

        What a page could not hold goes on in a further result of the same id.
        ``MetricData`` puts them together again: ``data.extend(conn.iter_metric_data(...))``.

        AWS operation: ``GetMetricData``, once a page.

        Parameters
        ----------
        queries : list of MetricDataQuery or list of dict
            What to get. A dict is a query as boto3 writes it.
        start_time, end_time : datetime
            UTC when without a zone: the first moment, and the first one after.
        scan_by : str, optional
            ``"TimestampDescending"``, the newest first, or
            ``"TimestampAscending"``; AWS takes the first without it.
        max_datapoints : int, optional
            Datapoints a page, at most 100,800.
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
