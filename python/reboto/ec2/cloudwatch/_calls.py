"""Calls of objects that the model has and boto did not have."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, Style, abc, datetime, typing
from reboto._model import Resource
from reboto.ec2.cloudwatch._alarm_calls import AlarmCalls

# Modules of results import this one, and modules may not import each other.
if TYPE_CHECKING:
    from reboto._lazy import Later


class _AlarmCalls(AlarmCalls[Style]):
    """Methods that composite alarms and log alarms share."""

    if TYPE_CHECKING:

        @typing.overload
        def set_state(
            self: _AlarmCalls[Blocking],
            value: typing.Literal["OK", "ALARM", "INSUFFICIENT_DATA"],
            reason: str,
            data: object = None,
        ) -> bool: ...
        @typing.overload
        def set_state(
            self: _AlarmCalls[Awaiting],
            value: typing.Literal["OK", "ALARM", "INSUFFICIENT_DATA"],
            reason: str,
            data: object = None,
        ) -> Later[bool]: ...

    def set_state(
        self,
        value: typing.Literal["OK", "ALARM", "INSUFFICIENT_DATA"],
        reason: str,
        data: object = None,
    ) -> typing.Any:
        """Set the state of the alarm until the next evaluation (SetAlarmState).

        Parameters
        ----------
        value : str
            ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
        reason : str
            Reason, as text for people.
        data : object
            Reason, as data for programs; it is sent as JSON.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().set_alarm_state(self.name, reason, value, data)


class CompositeAlarmCalls(_AlarmCalls[Style]):
    """Methods of a composite alarm that make calls."""

    _alarm_types: typing.ClassVar[dict[str, str]] = {"alarm_types": "CompositeAlarm"}

    if TYPE_CHECKING:

        @typing.overload
        def update(self: CompositeAlarmCalls[Blocking]) -> bool: ...
        @typing.overload
        def update(self: CompositeAlarmCalls[Awaiting]) -> Later[bool]: ...

    def update(self) -> typing.Any:
        """Send the definition of the alarm to AWS (PutCompositeAlarm).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_composite_alarm(self)

    if TYPE_CHECKING:

        @typing.overload
        def get_children(self: CompositeAlarmCalls[Blocking]) -> list[typing.Any]: ...
        @typing.overload
        def get_children(self: CompositeAlarmCalls[Awaiting]) -> Later[list[typing.Any]]: ...

    def get_children(self) -> typing.Any:
        """Return the alarms in the rule of the alarm (DescribeAlarms).

        Returns
        -------
        MetricAlarms of MetricAlarm, CompositeAlarm or LogAlarm
            The alarms, of which a rule has up to 100.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().describe_alarms(
            children_of_alarm_name=self.name, max_records=100
        )


class LogAlarmCalls(_AlarmCalls[Style]):
    """Methods of a log alarm that make calls."""

    _alarm_types: typing.ClassVar[dict[str, str]] = {"alarm_types": "LogAlarm"}

    if TYPE_CHECKING:

        @typing.overload
        def update(self: LogAlarmCalls[Blocking]) -> bool: ...
        @typing.overload
        def update(self: LogAlarmCalls[Awaiting]) -> Later[bool]: ...

    def update(self) -> typing.Any:
        """Send the definition of the alarm to AWS (PutLogAlarm).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_log_alarm(self)


class AnomalyDetectorCalls(Resource[Style]):
    """Methods of an anomaly detector that make calls."""

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: AnomalyDetectorCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: AnomalyDetectorCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the detector (DeleteAnomalyDetector).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_anomaly_detector(self)


class DashboardCalls(Resource[Style]):
    """Methods of a dashboard that make calls."""

    name: str | None

    if TYPE_CHECKING:

        @typing.overload
        def save(self: DashboardCalls[Blocking]) -> bool: ...
        @typing.overload
        def save(self: DashboardCalls[Awaiting]) -> Later[bool]: ...

    def save(self) -> typing.Any:
        """Create or replace the dashboard (PutDashboard).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_dashboard(self)

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: DashboardCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: DashboardCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the dashboard (DeleteDashboards).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_dashboards([self.name])


class MetricStreamCalls(Resource[Style]):
    """Methods of a metric stream that make calls."""

    name: str | None

    if TYPE_CHECKING:

        @typing.overload
        def start(self: MetricStreamCalls[Blocking]) -> bool: ...
        @typing.overload
        def start(self: MetricStreamCalls[Awaiting]) -> Later[bool]: ...

    def start(self) -> typing.Any:
        """Start the stream (StartMetricStreams).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().start_metric_streams([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def stop(self: MetricStreamCalls[Blocking]) -> bool: ...
        @typing.overload
        def stop(self: MetricStreamCalls[Awaiting]) -> Later[bool]: ...

    def stop(self) -> typing.Any:
        """Stop the stream (StopMetricStreams).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().stop_metric_streams([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: MetricStreamCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: MetricStreamCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the stream (DeleteMetricStream).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_metric_stream(self.name)


class InsightRuleCalls(Resource[Style]):
    """Methods of a Contributor Insights rule that make calls."""

    name: str | None

    if TYPE_CHECKING:

        @typing.overload
        def enable(self: InsightRuleCalls[Blocking]) -> bool: ...
        @typing.overload
        def enable(self: InsightRuleCalls[Awaiting]) -> Later[bool]: ...

    def enable(self) -> typing.Any:
        """Enable the rule (EnableInsightRules).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().enable_insight_rules([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def disable(self: InsightRuleCalls[Blocking]) -> bool: ...
        @typing.overload
        def disable(self: InsightRuleCalls[Awaiting]) -> Later[bool]: ...

    def disable(self) -> typing.Any:
        """Disable the rule (DisableInsightRules).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().disable_insight_rules([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: InsightRuleCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: InsightRuleCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the rule (DeleteInsightRules).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_insight_rules([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def get_report(
            self: InsightRuleCalls[Blocking],
            start_time: datetime.datetime,
            end_time: datetime.datetime,
            period: int,
            max_contributor_count: int | None = None,
            metrics: abc.Iterable[str] | None = None,
            order_by: typing.Literal["Sum", "Maximum"] | None = None,
        ) -> typing.Any: ...
        @typing.overload
        def get_report(
            self: InsightRuleCalls[Awaiting],
            start_time: datetime.datetime,
            end_time: datetime.datetime,
            period: int,
            max_contributor_count: int | None = None,
            metrics: abc.Iterable[str] | None = None,
            order_by: typing.Literal["Sum", "Maximum"] | None = None,
        ) -> Later[typing.Any]: ...

    def get_report(
        self,
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        period: int,
        max_contributor_count: int | None = None,
        metrics: abc.Iterable[str] | None = None,
        order_by: typing.Literal["Sum", "Maximum"] | None = None,
    ) -> typing.Any:
        """Return the report of the rule (GetInsightRuleReport).

        Parameters
        ----------
        start_time, end_time : datetime
            Start and end of the report. UTC if they have no time zone.
        period : int
            Period of each datapoint in seconds.
        max_contributor_count : int
            Maximum number of contributors, from 1 to 100.
        metrics : list of str
            Metrics to return, such as ``"UniqueContributors"``.
        order_by : str
            Order of the contributors: ``"Sum"`` or ``"Maximum"``.

        Returns
        -------
        InsightRuleReport
            The report.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_insight_rule_report(
            self.name, start_time, end_time, period, max_contributor_count, metrics, order_by
        )
