"""Alarms on metrics and their history."""

from __future__ import annotations

from reboto import _core
from reboto._core import to_float, to_int
from reboto._lazy import (
    TYPE_CHECKING,
    HtmlColumns,
    LazyModule,
    Style,
    Styled,
    Unpack,
    abc,
    lazy_attributes,
    typing,
)
from reboto._model import Connected
from reboto.ec2.cloudwatch._alarm_factories import AlarmFactories
from reboto.ec2.cloudwatch._generated import MetricAlarmMembers
from reboto.ec2.cloudwatch._metric_alarm_calls import MetricAlarmCalls
from reboto.ec2.cloudwatch.listelement import Dimension, ListElement
from reboto.resultset import TabularList

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch import _action_types, _actions
    from reboto.ec2.cloudwatch import _alarm_math as alarm_math
    from reboto.ec2.cloudwatch._alarm_history import AlarmHistoryItem
    from reboto.ec2.cloudwatch._composite import CompositeAlarm
    from reboto.ec2.cloudwatch._generated import keywords
    from reboto.ec2.cloudwatch._generated.alarm import (
        ActionConfiguration,
        AlarmContributor,
        AlarmTagsPropagation,
        EvaluationCriteria,
        EvaluationWindow,
        LogAlarm,
        PromQL,
        ScheduleConfiguration,
        ScheduledQuery,
        SlidingWindow,
        WallClockWindow,
        WarmUp,
    )
else:
    alarm_math = LazyModule("reboto.ec2.cloudwatch._alarm_math")
    _actions = LazyModule("reboto.ec2.cloudwatch._actions")
    _action_types = LazyModule("reboto.ec2.cloudwatch._action_types")
    keywords = LazyModule("reboto.ec2.cloudwatch._generated.keywords")
    # Imported at first use, to keep startup fast.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        dict.fromkeys(
            (
                "ActionConfiguration",
                "AlarmContributor",
                "AlarmTagsPropagation",
                "EvaluationCriteria",
                "EvaluationWindow",
                "LogAlarm",
                "PromQL",
                "ScheduleConfiguration",
                "ScheduledQuery",
                "SlidingWindow",
                "WallClockWindow",
                "WarmUp",
            ),
            "reboto.ec2.cloudwatch._generated.alarm",
        )
        | {
            "AlarmHistoryItem": "reboto.ec2.cloudwatch._alarm_history",
            "CompositeAlarm": "reboto.ec2.cloudwatch._composite",
        },
    )

__all__ = [
    "ActionConfiguration",
    "AlarmContributor",
    "AlarmHistoryItem",
    "AlarmTagsPropagation",
    "CompositeAlarm",
    "Dimension",
    "EvaluationCriteria",
    "EvaluationWindow",
    "ListElement",
    "LogAlarm",
    "MetricAlarm",
    "MetricAlarms",
    "PromQL",
    "ScheduleConfiguration",
    "ScheduledQuery",
    "SlidingWindow",
    "WallClockWindow",
    "WarmUp",
]


# Comparisons with an anomaly band, which boto has no symbols for.
_BAND_COMPARISONS = (
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
)


def _arns(name: str, actions: typing.Any) -> typing.Any:
    """Return actions with ARNs in place of policies; alarms that are read have none yet."""
    return None if actions is None else _actions.arns(f"MetricAlarm.{name}", actions)


class MetricAlarm(MetricAlarmMembers, AlarmFactories, MetricAlarmCalls[Style]):
    """An alarm on a metric: its condition, and actions for each state.

    An alarm on metric math has `metrics` instead of `metric`. Exactly one of the queries
    returns data, the one that no other query uses: this is inferred. `MetricAlarm.anomaly`
    and `MetricAlarm.promql` create alarms on anomaly bands and on PromQL queries.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection that methods use.
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
        Comparison of the statistic with the threshold: ``">"``, ``">="``, ``"<"`` or
        ``"<="``, or CloudWatch's name of it, such as ``"GreaterThanThreshold"``. The
        attribute is the name; on an alarm that was read from AWS it is the symbol.
    threshold : float or str
        Value to compare with, in the unit of the metric.
    period : int or str
        Period of each statistic in seconds: 10, 20, 30 or a multiple of 60.
    evaluation_periods : int or str
        Number of consecutive periods in which the comparison must be true.
    unit : str
        Only measurements in this unit are used; one of `Metric.Units`.
    description : str
        Description of the alarm.
    dimensions : dict
        Dimensions of the metric: names, each with a value or a list of values.
    alarm_actions, insufficient_data_actions, ok_actions : list of str or ScalingPolicy
        Actions for each state: ARNs, and scaling policies that were created or read. A single
        string is converted to a list.
    **kwargs : object
        Members that AWS added after boto, such as `treat_missing_data`,
        `datapoints_to_alarm`, `extended_statistic` and `metrics`.

    Attributes
    ----------
    actions_enabled : str or None
        ``"true"`` or ``"false"``, as text like in boto.
    alarm_arn : str or None
        ARN; only set on objects that were read from AWS.
    last_updated : str or None
        Time of the last change of its definition, UTC, as text.
    state_value : str or None
        ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
    state_reason : str or None
        Reason for the state.

    Raises
    ------
    ValueError, TypeError
        If a number is invalid, the comparison is unknown, or a keyword names no member.

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

    An alarm on an error rate, by metric math:

    >>> from reboto.ec2.cloudwatch import MetricDataQuery
    >>> balancer = ("AWS/ApplicationELB", {"LoadBalancer": "app/web/1"}, "Sum", 60)
    >>> MetricAlarm(
    ...     name="error-rate",
    ...     comparison=">",
    ...     threshold=5,
    ...     evaluation_periods=5,
    ...     metrics=[
    ...         MetricDataQuery("rate", expression="100 * errors / requests"),
    ...         MetricDataQuery("errors", "HTTPCode_Target_5XX_Count", *balancer),
    ...         MetricDataQuery("requests", "RequestCount", *balancer),
    ...     ],
    ... )
    MetricAlarm:error-rate[100 * errors / requests GreaterThanThreshold 5.0]
    """

    # What was received, for updates; a slot, because `vars()` has boto's attributes.
    __slots__ = ("_received",)

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"

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
        "condition": lambda alarm: _condition(alarm),
        "dimensions": "dimensions",
        "actions": lambda alarm: [str(arn).rpartition(":")[2] for arn in alarm.alarm_actions or ()],
    }

    def __init__(
        self,
        connection: Styled[Style] | None = None,
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
        alarm_actions: _action_types.Actions | None = None,
        insufficient_data_actions: _action_types.Actions | None = None,
        ok_actions: _action_types.Actions | None = None,
        **kwargs: Unpack[keywords.MetricAlarm],
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
        self.alarm_actions = _arns("alarm_actions", alarm_actions)
        self.insufficient_data_actions = _arns(
            "insufficient_data_actions", insufficient_data_actions
        )
        self.ok_actions = _arns("ok_actions", ok_actions)
        self._take_keywords(kwargs)
        if kwargs and self.metrics:
            alarm_math.infer(self)

    def __repr__(self) -> str:
        if self.metric is None and (self.metrics or self.evaluation_criteria):
            return f"MetricAlarm:{self.name}[{alarm_math.condition(self)}]"
        return (
            f"MetricAlarm:{self.name}[{self.metric}({self.statistic}) "
            f"{self.comparison} {self.threshold}]"
        )

    def _comparison_word(self, comparison: str) -> str:
        if isinstance(comparison, str):
            word = self._cmp_map.get(comparison, comparison)
            if word in self._rev_cmp_map or word in _BAND_COMPARISONS:
                return word
        known = (*self._cmp_map, *self._rev_cmp_map, *_BAND_COMPARISONS)
        raise ValueError(
            f"MetricAlarm.comparison must be one of {', '.join(map(repr, known))}, "
            f"got {_core.shown(comparison)}"
        )


class MetricAlarms(TabularList[MetricAlarm[Style]], Connected, Styled[Style]):
    """One page of alarms, as returned by `describe_alarms`.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.

    Attributes
    ----------
    next_token : str or None
        Token to pass as `next_token` for the next page; None on the last page.
    """

    next_token: str | None = None
    _class = MetricAlarm

    def __init__(self, connection: Styled[Style] | None = None) -> None:
        super().__init__()
        self.connection = connection


def _condition(alarm: MetricAlarm) -> str:
    """Return a short description of the condition of an alarm."""
    from reboto._counts import counted
    from reboto._html import text

    if alarm.metric is None and (alarm.metrics or alarm.evaluation_criteria):
        periods = alarm.evaluation_periods
        suffix = "" if periods is None else f" for {counted(periods, 'period')}"
        return f"{alarm_math.condition(alarm)}{suffix}"
    comparison = alarm.comparison or "?"
    symbols = MetricAlarm._rev_cmp_map  # pyright: ignore[reportPrivateUsage]
    symbol = symbols.get(comparison, comparison)
    threshold = "?" if alarm.threshold is None else text(alarm.threshold)
    return (
        f"{alarm.statistic} {alarm.metric} {symbol} {threshold} "
        f"for {counted(alarm.evaluation_periods, 'period')} of {alarm.period} s"
    )
