"""Iterators over all pages of listings of CloudWatch."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, LazyModule, Style, abc, datetime, typing
from reboto.connection import Connection

if TYPE_CHECKING:
    from reboto import pagination
    from reboto.ec2.cloudwatch import (
        alarm,
        anomaly,
        dashboard,
        insight,
        metric,
        metric_data,
        mute,
        stream,
    )
else:
    pagination = LazyModule("reboto.pagination")
    alarm = LazyModule("reboto.ec2.cloudwatch.alarm")
    anomaly = LazyModule("reboto.ec2.cloudwatch.anomaly")
    dashboard = LazyModule("reboto.ec2.cloudwatch.dashboard")
    insight = LazyModule("reboto.ec2.cloudwatch.insight")
    metric = LazyModule("reboto.ec2.cloudwatch.metric")
    metric_data = LazyModule("reboto.ec2.cloudwatch.metric_data")
    mute = LazyModule("reboto.ec2.cloudwatch.mute")
    stream = LazyModule("reboto.ec2.cloudwatch.stream")


class Paginators(Connection[Style]):
    """Methods that return iterators over all pages of a listing.

    Use ``for`` on a blocking connection and ``async for`` on an awaitable connection.
    Each method has the parameters of the call for one page, without `next_token`.
    """

    def iter_alarms(
        self,
        action_prefix: str | None = None,
        alarm_name_prefix: str | None = None,
        alarm_names: abc.Iterable[str]
        | abc.Iterable[alarm.MetricAlarm[typing.Any]]
        | alarm.MetricAlarm[typing.Any]
        | None = None,
        max_records: int | str | None = None,
        state_value: str | None = None,
        *,
        alarm_types: abc.Iterable[str] | str | None = None,
        children_of_alarm_name: str | alarm.CompositeAlarm[typing.Any] | None = None,
        parents_of_alarm_name: str | alarm.MetricAlarm[typing.Any] | None = None,
    ) -> pagination.Pages[alarm.MetricAlarm[Style], Style]:
        """Iterate over all alarms, or those that match.

        AWS operation: ``DescribeAlarms``, once per page.

        Parameters
        ----------
        action_prefix : str, optional
            Prefix of the ARN of one of the alarm's actions.
        alarm_name_prefix : str, optional
            Prefix of the alarm's name; cannot be combined with `alarm_names`.
        alarm_names : list of str or list of MetricAlarm or MetricAlarm, optional
            Names of alarms, at most 100.
        max_records : int, optional
            Maximum number of alarms per page, at most 100.
        state_value : str, optional
            Only alarms in this state: ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
        alarm_types : list of str or str, optional
            Types of alarms: ``"MetricAlarm"``, ``"CompositeAlarm"``, ``"LogAlarm"``, or
            ``"all"``. By default, metric alarms.
        children_of_alarm_name : str or CompositeAlarm, optional
            Only the alarms in the rule of this composite alarm.
        parents_of_alarm_name : str or MetricAlarm, optional
            Only the composite alarms whose rules have this alarm.

        Returns
        -------
        Pages of MetricAlarm
        """
        return self._pages(
            "describe_alarms",
            {
                "alarm_types": alarm_types,
                "children_of_alarm_name": children_of_alarm_name,
                "parents_of_alarm_name": parents_of_alarm_name,
            },
            action_prefix=action_prefix,
            alarm_name_prefix=alarm_name_prefix,
            alarm_names=alarm_names,
            max_records=max_records,
            state_value=state_value,
        )

    def iter_alarm_history(
        self,
        alarm_name: str | alarm.MetricAlarm[typing.Any] | None = None,
        start_date: datetime.datetime | str | None = None,
        end_date: datetime.datetime | str | None = None,
        max_records: int | str | None = None,
        history_item_type: str | None = None,
        *,
        alarm_contributor_id: str | None = None,
        alarm_types: abc.Iterable[str] | str | None = None,
        scan_by: typing.Literal["TimestampDescending", "TimestampAscending"] | None = None,
    ) -> pagination.Pages[alarm.AlarmHistoryItem, Style]:
        """Iterate over the history of an alarm or of all alarms, newest first.

        AWS operation: ``DescribeAlarmHistory``, once per page.

        Parameters
        ----------
        alarm_name : str or MetricAlarm, optional
            Name of the alarm.
        start_date, end_date : datetime, optional
            Only items between these times. UTC if they have no time zone.
        max_records : int, optional
            Maximum number of items per page, at most 100.
        history_item_type : str, optional
            Only items of this type: ``"ConfigurationUpdate"``, ``"StateUpdate"`` or
            ``"Action"``.
        alarm_contributor_id : str, optional
            Only items of this contributor of the alarm.
        alarm_types : list of str or str, optional
            Types of alarms, as in `iter_alarms`.
        scan_by : str, optional
            ``"TimestampDescending"`` (newest first, the default of AWS) or
            ``"TimestampAscending"``.

        Returns
        -------
        Pages of AlarmHistoryItem
        """
        return self._pages(
            "describe_alarm_history",
            {
                "alarm_contributor_id": alarm_contributor_id,
                "alarm_types": alarm_types,
                "scan_by": scan_by,
            },
            alarm_name=alarm_name,
            start_date=start_date,
            end_date=end_date,
            max_records=max_records,
            history_item_type=history_item_type,
        )

    def iter_metrics(
        self,
        dimensions: abc.Mapping[str, str | abc.Iterable[str] | None] | None = None,
        metric_name: str | None = None,
        namespace: str | None = None,
        *,
        recently_active: typing.Literal["PT3H"] | None = None,
        include_linked_accounts: bool | None = None,
        owning_account: str | None = None,
    ) -> pagination.Pages[metric.Metric[Style], Style]:
        """Iterate over all metrics with data in the last two weeks.

        AWS operation: ``ListMetrics``, once per page of 500.

        Parameters
        ----------
        dimensions : dict, optional
            Only metrics with these dimensions: names with the required value, or None for
            any value.
        metric_name, namespace : str, optional
            Only metrics with this name, and in this namespace.
        recently_active : str, optional
            ``"PT3H"``: only metrics with data in the last three hours.
        include_linked_accounts : bool, optional
            Whether to include metrics of accounts that are linked to a monitoring account.
        owning_account : str, optional
            ID of a linked account; only its metrics are returned.

        Returns
        -------
        Pages of Metric
        """
        return self._pages(
            "list_metrics",
            {
                "recently_active": recently_active,
                "include_linked_accounts": include_linked_accounts,
                "owning_account": owning_account,
            },
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
        scan_by: typing.Literal["TimestampDescending", "TimestampAscending"] | None = None,
        max_datapoints: int | None = None,
        label_timezone: str | None = None,
    ) -> pagination.Pages[metric_data.MetricDataResult, Style]:
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

    def iter_anomaly_detectors(
        self,
        anomaly_detector_ids: abc.Iterable[str] | None = None,
        max_results: int | None = None,
        namespace: str | None = None,
        metric_name: str | None = None,
        dimensions: abc.Mapping[str, str | abc.Iterable[str]] | None = None,
        anomaly_detector_types: abc.Iterable[typing.Literal["SINGLE_METRIC", "METRIC_MATH"]]
        | None = None,
    ) -> pagination.Pages[anomaly.AnomalyDetector[Style], Style]:
        """Iterate over all anomaly detectors, or those that match.

        AWS operation: ``DescribeAnomalyDetectors``, once per page.

        Parameters
        ----------
        anomaly_detector_ids : list of str, optional
            IDs of detectors.
        max_results : int, optional
            Maximum number of detectors per page.
        namespace, metric_name : str, optional
            Only detectors of metrics in this namespace, and with this name.
        dimensions : dict, optional
            Only detectors of metrics with these dimensions.
        anomaly_detector_types : list of str, optional
            ``"SINGLE_METRIC"`` or ``"METRIC_MATH"``.

        Returns
        -------
        Pages of AnomalyDetector
        """
        return self._pages(
            "describe_anomaly_detectors",
            anomaly_detector_ids=anomaly_detector_ids,
            max_results=max_results,
            namespace=namespace,
            metric_name=metric_name,
            dimensions=dimensions,
            anomaly_detector_types=anomaly_detector_types,
        )

    def iter_insight_rules(
        self,
        max_results: int | None = None,
    ) -> pagination.Pages[insight.InsightRule[Style], Style]:
        """Iterate over all Contributor Insights rules.

        AWS operation: ``DescribeInsightRules``, once per page.

        Parameters
        ----------
        max_results : int, optional
            Maximum number of rules per page, at most 500.

        Returns
        -------
        Pages of InsightRule
        """
        return self._pages("describe_insight_rules", max_results=max_results)

    def iter_managed_insight_rules(
        self,
        resource_arn: str,
        max_results: int | None = None,
    ) -> pagination.Pages[insight.ManagedRule, Style]:
        """Iterate over the Contributor Insights rules that AWS manages for a resource.

        AWS operation: ``ListManagedInsightRules``, once per page.

        Parameters
        ----------
        resource_arn : str
            ARN of the resource.
        max_results : int, optional
            Maximum number of rules per page, at most 500.

        Returns
        -------
        Pages of ManagedRule
        """
        return self._pages(
            "list_managed_insight_rules", resource_arn=resource_arn, max_results=max_results
        )

    def iter_metric_streams(
        self,
        max_results: int | None = None,
    ) -> pagination.Pages[stream.MetricStream[Style], Style]:
        """Iterate over all metric streams.

        AWS operation: ``ListMetricStreams``, once per page.

        Parameters
        ----------
        max_results : int, optional
            Maximum number of streams per page, at most 500.

        Returns
        -------
        Pages of MetricStream
        """
        return self._pages("list_metric_streams", max_results=max_results)

    def iter_alarm_mute_rules(
        self,
        alarm_name: str | None = None,
        statuses: abc.Iterable[typing.Literal["SCHEDULED", "ACTIVE", "EXPIRED"]] | None = None,
        max_records: int | str | None = None,
    ) -> pagination.Pages[mute.AlarmMuteRule[Style], Style]:
        """Iterate over all mute rules, or those that match.

        AWS operation: ``ListAlarmMuteRules``, once per page.

        Parameters
        ----------
        alarm_name : str, optional
            Only rules that mute this alarm.
        statuses : list of str, optional
            Only rules in these states: ``"SCHEDULED"``, ``"ACTIVE"`` or ``"EXPIRED"``.
        max_records : int, optional
            Maximum number of rules per page, at most 100.

        Returns
        -------
        Pages of AlarmMuteRule
        """
        return self._pages(
            "list_alarm_mute_rules",
            alarm_name=alarm_name,
            statuses=statuses,
            max_records=max_records,
        )

    def iter_alarm_contributors(
        self,
        alarm_name: str,
    ) -> pagination.Pages[alarm.AlarmContributor, Style]:
        """Iterate over the contributors of an alarm that are in ALARM.

        AWS operation: ``DescribeAlarmContributors``, once per page.

        Parameters
        ----------
        alarm_name : str
            Name of the alarm.

        Returns
        -------
        Pages of AlarmContributor
        """
        return self._pages("describe_alarm_contributors", alarm_name=alarm_name)

    def iter_dashboards(
        self,
        dashboard_name_prefix: str | None = None,
    ) -> pagination.Pages[dashboard.DashboardEntry, Style]:
        """Iterate over all dashboards, without their bodies.

        AWS operation: ``ListDashboards``, once per page.

        Parameters
        ----------
        dashboard_name_prefix : str, optional
            Prefix of the names.

        Returns
        -------
        Pages of DashboardEntry
        """
        return self._pages("list_dashboards", dashboard_name_prefix=dashboard_name_prefix)

    def iter_metric_data_query_definitions(
        self,
        max_results: int | None = None,
    ) -> pagination.Pages[metric_data.MetricDataQueryDefinition, Style]:
        """Iterate over all stored queries.

        AWS operation: ``ListMetricDataQueryDefinitions``, once per page.

        Parameters
        ----------
        max_results : int, optional
            Maximum number of queries per page.

        Returns
        -------
        Pages of MetricDataQueryDefinition
        """
        return self._pages("list_metric_data_query_definitions", max_results=max_results)
