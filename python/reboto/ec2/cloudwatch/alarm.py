"""Alarms on metrics, and their history."""

from __future__ import annotations

from reboto._arguments import string_list
from reboto._core import to_float, to_int
from reboto._dataframe import TabularList
from reboto._lazy import TYPE_CHECKING, abc, cast, datetime, typing
from reboto._model import Connected, Value
from reboto.ec2.cloudwatch._waiters import AlarmWaiters
from reboto.ec2.cloudwatch.dimension import Dimension
from reboto.ec2.cloudwatch.listelement import ListElement

if TYPE_CHECKING:
    from reboto._html import HtmlColumns

__all__ = ["AlarmHistoryItem", "Dimension", "ListElement", "MetricAlarm", "MetricAlarms"]


class MetricAlarm(AlarmWaiters):
    """A watch over one metric, with what to do when it passes a threshold.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection to work through.
    name : str
        Name of the alarm.
    metric : str
        Name of the metric, such as ``"CPUUtilization"``.
    namespace : str
        Namespace of the metric, such as ``"AWS/EC2"``.
    statistic : str
        ``"SampleCount"``, ``"Average"``, ``"Sum"``, ``"Minimum"`` or
        ``"Maximum"``.
    comparison : str
        How the statistic must compare with the threshold: ``">"``, ``">="``,
        ``"<"`` or ``"<="``, or CloudWatch's own words for them, such as
        ``"GreaterThanThreshold"``. The words are what is kept; on an alarm
        read from AWS it is the symbol.
    threshold : float or str
        The value to compare with, in the metric's unit.
    period : int or str
        Seconds over which each statistic is taken: 10, 20, 30 or a multiple
        of 60.
    evaluation_periods : int or str
        Periods that must compare so in a row.
    unit : str
        Only measurements in this unit count, one of `Metric.Units`.
    description : str
        What it is for.
    dimensions : dict
        Names of dimensions, each with a value or a list of values.
    alarm_actions, insufficient_data_actions, ok_actions : list of str
        ARNs of what to do on entering each state. A single string is a list
        of one.

    Attributes
    ----------
    actions_enabled : str or None
        ``"true"`` or ``"false"``: text, as in boto.
    alarm_arn : str or None
        Amazon's name, on one read from AWS.
    last_updated : str or None
        UTC, as text: when its definition last changed.
    state_value : str or None
        ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
    state_reason : str or None
        Why it is in that state.
    TreatMissingData, DatapointsToAlarm, ExtendedStatistic and the like : str
        What AWS has told since boto, under its own names and as text; only
        what an alarm read from AWS has is set.

    Raises
    ------
    ValueError, TypeError
        When a number cannot be read as one, or the comparison is unknown.

    Examples
    --------
    >>> alarm = MetricAlarm(
    ...     name="busy",
    ...     namespace="AWS/EC2",
    ...     metric="CPUUtilization",
    ...     statistic="Average",
    ...     comparison=">",
    ...     threshold="70",
    ...     period="60",
    ...     evaluation_periods=2,
    ...     dimensions={"AutoScalingGroupName": "my-group"},
    ... )
    >>> alarm
    MetricAlarm:busy[CPUUtilization(Average) GreaterThanThreshold 70.0]
    """

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"

    # What AWS tells since boto, on an alarm read from it.
    DatapointsToAlarm: str
    EvaluateLowSampleCountPercentile: str
    EvaluationState: str
    ExtendedStatistic: str
    StateReasonData: str
    StateTransitionedTimestamp: str
    StateUpdatedTimestamp: str
    ThresholdMetricId: str
    TreatMissingData: str

    _cmp_map: typing.ClassVar[dict[str, str]] = {
        ">=": "GreaterThanOrEqualToThreshold",
        ">": "GreaterThanThreshold",
        "<": "LessThanThreshold",
        "<=": "LessThanOrEqualToThreshold",
    }
    _rev_cmp_map: typing.ClassVar[dict[str, str]] = {
        word: symbol for symbol, word in _cmp_map.items()
    }

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "state": "state_value",
        "alarm": "name",
        "when": lambda alarm: _condition(alarm),
        "of": "dimensions",
        "then": lambda alarm: [str(arn).rpartition(":")[2] for arn in alarm.alarm_actions or ()],
    }

    def __init__(
        self,
        connection: typing.Any = None,
        name: str | None = None,
        metric: str | None = None,
        namespace: str | None = None,
        statistic: str | None = None,
        comparison: str | None = None,
        threshold: float | str | None = None,
        period: int | str | None = None,
        evaluation_periods: int | str | None = None,
        unit: str | None = None,
        description: str | None = "",
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        alarm_actions: list[str] | str | None = None,
        insufficient_data_actions: list[str] | str | None = None,
        ok_actions: list[str] | str | None = None,
    ) -> None:
        self.name = name
        self.connection = connection
        self.metric = metric
        self.namespace = namespace
        self.statistic = statistic
        self.threshold = None if threshold is None else to_float("MetricAlarm.threshold", threshold)
        self.comparison = None if comparison is None else self._comparison_word(comparison)
        self.period = None if period is None else to_int("MetricAlarm.period", period)
        self.evaluation_periods = (
            None
            if evaluation_periods is None
            else to_int("MetricAlarm.evaluation_periods", evaluation_periods)
        )
        self.actions_enabled: str | None = None
        self.alarm_arn: str | None = None
        self.last_updated: str | None = None
        self.description = description
        self.dimensions = dimensions
        self.state_reason: str | None = None
        self.state_value: str | None = None
        self.unit = unit
        self.alarm_actions = alarm_actions
        self.insufficient_data_actions = insufficient_data_actions
        self.ok_actions = ok_actions

    def __repr__(self) -> str:
        return (
            f"MetricAlarm:{self.name}[{self.metric}({self.statistic}) "
            f"{self.comparison} {self.threshold}]"
        )

    def set_state(self, value: str, reason: str, data: str | None = None) -> typing.Any:
        """Put the alarm into a state until it is next evaluated (SetAlarmState).

        Parameters
        ----------
        value : str
            ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
        reason : str
            Why, for a person to read.
        data : object
            Why, for a program: it is sent as JSON.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().set_alarm_state(self.name, reason, value, data)

    def update(self) -> typing.Any:
        """Write the alarm's definition to AWS (PutMetricAlarm).

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().update_alarm(self)

    def enable_actions(self) -> typing.Any:
        """Let the alarm act (EnableAlarmActions).

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().enable_alarm_actions([self.name])

    def disable_actions(self) -> typing.Any:
        """Keep the alarm from acting (DisableAlarmActions).

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().disable_alarm_actions([self.name])

    def describe_history(
        self,
        start_date: datetime.datetime | None = None,
        end_date: datetime.datetime | None = None,
        max_records: int | None = None,
        history_item_type: str | None = None,
        next_token: str | None = None,
    ) -> typing.Any:
        """List what happened to the alarm (DescribeAlarmHistory).

        Parameters
        ----------
        start_date, end_date : datetime
            UTC when without a zone: only items between them.
        max_records : int
            Items to return at the most, from 1 to 100.
        history_item_type : str
            Only ``"ConfigurationUpdate"``, ``"StateUpdate"`` or ``"Action"``.
        next_token : str
            The `next_token` of the page before.

        Returns
        -------
        ResultSet of AlarmHistoryItem
            The newest first.
        """
        return self._require_connection().describe_alarm_history(
            self.name, start_date, end_date, max_records, history_item_type, next_token
        )

    def add_alarm_action(self, action_arn: str | None = None) -> None:
        """Add something to do on entering ALARM; `update` sends it.

        Parameters
        ----------
        action_arn : str
            ARN of an SNS topic, a scaling policy and the like. Without one,
            nothing changes.
        """
        self._add_action("alarm_actions", action_arn)

    def add_insufficient_data_action(self, action_arn: str | None = None) -> None:
        """Add something to do on entering INSUFFICIENT_DATA; `update` sends it.

        Parameters
        ----------
        action_arn : str
            ARN of an SNS topic, a scaling policy and the like. Without one,
            nothing changes.
        """
        self._add_action("insufficient_data_actions", action_arn)

    def add_ok_action(self, action_arn: str | None = None) -> None:
        """Add something to do on entering OK; `update` sends it.

        Parameters
        ----------
        action_arn : str
            ARN of an SNS topic, a scaling policy and the like. Without one,
            nothing changes.
        """
        self._add_action("ok_actions", action_arn)

    def delete(self) -> typing.Any:
        """Delete the alarm (DeleteAlarms).

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().delete_alarms([self.name])

    def _add_action(self, kind: str, action_arn: str | None) -> None:
        if not action_arn:
            return
        given = getattr(self, kind)
        actions = (
            cast("list[str]", given) if isinstance(given, list) else ListElement(string_list(given))
        )
        setattr(self, kind, actions)
        self.actions_enabled = "true"
        actions.append(action_arn)

    def _comparison_word(self, comparison: str) -> str:
        if isinstance(comparison, str):
            word = self._cmp_map.get(comparison, comparison)
            if word in self._rev_cmp_map:
                return word
        raise ValueError(
            f"MetricAlarm.comparison is {comparison!r}: give one of "
            f"{', '.join(map(repr, (*self._cmp_map, *self._rev_cmp_map)))}"
        )


class MetricAlarms(TabularList[MetricAlarm], Connected):
    """One page of alarms, as `describe_alarms` returns it.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.

    Attributes
    ----------
    next_token : str or None
        What to pass as `next_token` for the next page; None on the last.
    """

    next_token: str | None = None
    _class = MetricAlarm

    def __init__(self, connection: typing.Any = None) -> None:
        super().__init__()
        self.connection = connection


class AlarmHistoryItem(Value):
    """Something that happened to an alarm, as DescribeAlarmHistory reports it.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.

    Attributes
    ----------
    name : str
        Name of the alarm.
    tem_type : str
        ``"ConfigurationUpdate"``, ``"StateUpdate"`` or ``"Action"``; boto's
        spelling of `item_type`.
    summary : str
        What happened, for a person to read.
    data : dict
        What happened, for a program.
    timestamp : datetime
        UTC, without a zone: when it happened.
    """

    name: str | None = None
    tem_type: str | None = None
    summary: str | None = None
    data: typing.Any = None
    timestamp: datetime.datetime | None = None

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "when, UTC": "timestamp",
        "alarm": "name",
        "kind": "tem_type",
        "summary": "summary",
    }

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection

    @property
    def item_type(self) -> str | None:
        """What kind of thing happened: `tem_type`, spelt right."""
        return self.tem_type

    @item_type.setter
    def item_type(self, value: str | None) -> None:
        self.tem_type = value

    def __repr__(self) -> str:
        return f"AlarmHistory:{self.name}[{self.summary} at {self.timestamp}]"


def _condition(alarm: MetricAlarm) -> str:
    """Say in few words when an alarm goes off."""
    from reboto._html import text

    comparison = alarm.comparison or "?"
    symbols = MetricAlarm._rev_cmp_map  # pyright: ignore[reportPrivateUsage]
    symbol = symbols.get(comparison, comparison)
    threshold = "?" if alarm.threshold is None else text(alarm.threshold)
    return (
        f"{alarm.statistic} {alarm.metric} {symbol} {threshold} "
        f"for {alarm.evaluation_periods} periods of {alarm.period} s"
    )
