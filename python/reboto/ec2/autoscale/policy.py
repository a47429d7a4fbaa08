"""Scaling policies and related types."""

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
    lazy_attributes,
    typing,
)
from reboto._model import ListElement, Value
from reboto.ec2.autoscale._calls import ScalingPolicyCalls
from reboto.ec2.autoscale._generated.members import (
    AdjustmentTypeMembers,
    AlarmMembers,
    ScalingPolicyMembers,
)
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.autoscale._generated import keywords
    from reboto.ec2.autoscale._generated.policy import (
        CapacityForecast,
        CustomizedCapacityMetric,
        CustomizedLoadMetric,
        CustomizedMetric,
        CustomizedScalingMetric,
        Forecast,
        LoadForecast,
        MetricSpecification,
        PredefinedLoadMetric,
        PredefinedMetric,
        PredefinedMetricPair,
        PredefinedScalingMetric,
        PredictiveScaling,
        StepAdjustment,
        TargetTracking,
    )
else:
    keywords = LazyModule("reboto.ec2.autoscale._generated.keywords")
    # Imported at first use, to keep startup fast.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        dict.fromkeys(
            (
                "CapacityForecast",
                "CustomizedCapacityMetric",
                "CustomizedLoadMetric",
                "CustomizedMetric",
                "CustomizedScalingMetric",
                "Forecast",
                "LoadForecast",
                "MetricSpecification",
                "PredefinedLoadMetric",
                "PredefinedMetric",
                "PredefinedMetricPair",
                "PredefinedScalingMetric",
                "PredictiveScaling",
                "StepAdjustment",
                "TargetTracking",
            ),
            "reboto.ec2.autoscale._generated.policy",
        ),
    )

__all__ = [
    "AdjustmentType",
    "Alarm",
    "CapacityForecast",
    "CustomizedCapacityMetric",
    "CustomizedLoadMetric",
    "CustomizedMetric",
    "CustomizedScalingMetric",
    "Forecast",
    "ListElement",
    "LoadForecast",
    "MetricCollectionTypes",
    "MetricSpecification",
    "PredefinedLoadMetric",
    "PredefinedMetric",
    "PredefinedMetricPair",
    "PredefinedScalingMetric",
    "PredictiveScaling",
    "ResultSet",
    "ScalingPolicy",
    "StepAdjustment",
    "TargetTracking",
    "TerminationPolicies",
]


class Alarm(AlarmMembers, Value):
    """A CloudWatch alarm that executes a policy.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    name, alarm_arn : str
        Name and ARN of the alarm.
    """

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.name: str | None = None
        self.alarm_arn: str | None = None

    def __repr__(self) -> str:
        return f"Alarm:{self.name}"


class AdjustmentType(AdjustmentTypeMembers, Value):
    """A way in which a policy can change a group's capacity.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    adjustment_type : str
        ``"ChangeInCapacity"``, ``"ExactCapacity"`` or
        ``"PercentChangeInCapacity"``.
    """

    _identity = "adjustment_type"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.adjustment_type: str | None = None

    def __repr__(self) -> str:
        return f"AdjustmentType:{self.adjustment_type}"


class MetricCollectionTypes(Value):
    """Metrics that a group can publish, as returned by DescribeMetricCollectionTypes.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    metrics, granularities : list
        Metrics and intervals of publishing; the text of each object is in `val`.
    """

    class BaseType(Value):
        """An item of the lists.

        Parameters
        ----------
        connection : AutoScaleConnection
            The connection it was read through.

        Attributes
        ----------
        val : str
            The text.
        """

        _identity = "val"
        arg: typing.ClassVar[str] = ""

        def __init__(self, connection: typing.Any = None) -> None:
            self.connection = connection
            self.val: str | None = None

        def __repr__(self) -> str:
            return f"{self.arg}:{self.val}"

    class Metric(BaseType):
        """A metric, such as ``"GroupDesiredCapacity"``."""

        arg = "Metric"

    class Granularity(BaseType):
        """An interval of publishing: ``"1Minute"``."""

        arg = "Granularity"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.metrics: list[MetricCollectionTypes.Metric] = []
        self.granularities: list[MetricCollectionTypes.Granularity] = []

    def __repr__(self) -> str:
        return f"MetricCollectionTypes:<{self.metrics}, {self.granularities}>"


class ScalingPolicy(ScalingPolicyMembers, ScalingPolicyCalls[Style]):
    """A scaling policy: a rule that changes the capacity of a group when it is executed.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection that methods use.
    name : str
        Name of the policy.
    adjustment_type : str
        Meaning of `scaling_adjustment`: ``"ChangeInCapacity"`` (number of instances to
        add), ``"ExactCapacity"`` (number of instances) or
        ``"PercentChangeInCapacity"`` (percent to add).
    as_name : str
        Name or ARN of the group.
    scaling_adjustment : int or str
        Instances or percent, depending on `adjustment_type`; negative to remove instances.
    cooldown : int or str
        Seconds after a scaling activity before the next one can start.
    min_adjustment_step : int or str
        Minimum number of instances to add or remove, with
        ``"PercentChangeInCapacity"``.
    **kwargs : object
        Members that AWS added after boto, such as `target_tracking`, `step_adjustments`,
        `predictive_scaling` and `enabled`. `policy_type` follows from them. Other keywords
        are ignored with a warning.

    Attributes
    ----------
    policy_arn : str
        ARN of the policy; only set on policies that were created or read. Alarms also take
        the policy itself in `alarm_actions`.
    alarms : list of Alarm
        Alarms that execute the policy; only set on policies that were read from AWS.

    Warns
    -----
    UnknownKeywordWarning
        If a keyword names no member; once per keyword.

    Examples
    --------
    >>> ScalingPolicy(
    ...     name="scale_up",
    ...     as_name="my-group",
    ...     adjustment_type="ChangeInCapacity",
    ...     scaling_adjustment=1,
    ...     cooldown=180,
    ... )
    ScalingPolicy(scale_up group:my-group adjustment:ChangeInCapacity)
    >>> from reboto.ec2.autoscale import StepAdjustment, TargetTracking
    >>> cpu = ScalingPolicy(
    ...     name="cpu",
    ...     as_name="my-group",
    ...     target_tracking=TargetTracking("ASGAverageCPUUtilization", 50),
    ... )
    >>> up = ScalingPolicy(
    ...     name="up",
    ...     as_name="my-group",
    ...     adjustment_type="ChangeInCapacity",
    ...     step_adjustments=StepAdjustment.ladder(70, {70: 1, 80: 2, 90: 4}),
    ... )
    """

    # The ARN of a policy that was created, because `vars()` has boto's attributes.
    __slots__ = ("_received",)

    policy_arn: str
    alarms: ResultSet[Alarm]

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "policy": "name",
        "group": "as_name",
        "change": lambda policy: _change(policy),
        "cooldown, s": "cooldown",
        "alarms": lambda policy: [alarm.name for alarm in getattr(policy, "alarms", ())],
    }

    def __init__(
        self,
        connection: Styled[Style] | None = None,
        *,
        name: str | None = None,
        adjustment_type: str | None = None,
        as_name: str | None = None,
        scaling_adjustment: int | str | None = None,
        cooldown: int | str | None = None,
        min_adjustment_step: int | str | None = None,
        **kwargs: Unpack[keywords.ScalingPolicy],
    ) -> None:
        self.name = name
        self.adjustment_type = adjustment_type
        self.as_name = as_name
        self.scaling_adjustment = scaling_adjustment
        self.cooldown = cooldown
        self.connection = connection
        self.min_adjustment_step = min_adjustment_step
        self._take_known_keywords(kwargs)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> typing.Any:
            if name == "policy_arn":
                try:
                    return object.__getattribute__(self, "_received")["policy_arn"]
                except AttributeError:
                    pass
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"ScalingPolicy({self.name} group:{self.as_name} adjustment:{self.adjustment_type})"

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: ScalingPolicy[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: ScalingPolicy[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the policy (DeletePolicy).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_policy(self.name, self.as_name)


class TerminationPolicies(list[str]):
    """Policies to choose the instance to terminate.

    They are returned by DescribeTerminationPolicyTypes: ``"Default"``,
    ``"OldestInstance"``, ``"NewestInstance"``,
    ``"OldestLaunchConfiguration"``, ``"ClosestToNextInstanceHour"`` and
    others.

    Parameters
    ----------
    connection : AutoScaleConnection
        Ignored, as in boto.
    **kwargs : object
        Ignored, as in boto.
    """

    def __init__(self, connection: typing.Any = None, **kwargs: typing.Any) -> None:  # noqa: ARG002
        super().__init__()


def _change(policy: ScalingPolicy) -> str | None:
    """Return a short description of the change of the capacity, and whether it is disabled."""
    found = _enabled_change(policy)
    return f"{found} (disabled)" if policy.enabled is False else found


def _enabled_change(policy: ScalingPolicy) -> str | None:
    if policy.target_tracking is not None:
        return f"keep {_metric(policy.target_tracking)} at {_number(policy.target_tracking)}"
    if policy.predictive_scaling is not None:
        found = policy.predictive_scaling.metric_specifications or []
        kept = (f"{_metric(one)} at {_number(one)}" for one in found)
        return f"forecast {', '.join(kept)} ({policy.predictive_scaling.mode or 'ForecastOnly'})"
    if policy.step_adjustments:
        return "; ".join(_step(policy, step) for step in policy.step_adjustments)
    if policy.scaling_adjustment is None:
        return policy.policy_type
    return _by(policy, policy.scaling_adjustment)


def _by(policy: ScalingPolicy, adjustment: object) -> str:
    by = str(adjustment)
    signed = by if by.startswith("-") else f"+{by}"
    match policy.adjustment_type:
        case "ExactCapacity":
            return f"to {by}"
        case "PercentChangeInCapacity":
            least = policy.min_adjustment_magnitude or policy.min_adjustment_step
            return f"{signed} %" + (f", at least {least}" if least else "")
        case "ChangeInCapacity":
            return signed
        case other:
            return str(other)


def _step(policy: ScalingPolicy, step: typing.Any) -> str:
    """Return the range of a step, relative to the threshold, and its change."""
    bounds = (step.metric_interval_lower_bound, step.metric_interval_upper_bound)
    low, high = (None if bound is None else f"{bound:+g}" for bound in bounds)
    parts = [*([f"from {low}"] if low else []), *([f"to {high}"] if high else [])]
    return f"{' '.join(parts) or 'always'}: {_by(policy, step.scaling_adjustment)}"


def _metric(value: typing.Any) -> str:
    """Return the name of the metric of a target tracking or predictive scaling policy."""
    for name in (
        "predefined_metric_specification",
        "predefined_metric_pair_specification",
        "predefined_scaling_metric_specification",
    ):
        found = getattr(value, name, None)
        if found is not None:
            return str(found.predefined_metric_type)
    custom = getattr(value, "customized_metric_specification", None)
    return str(custom.metric_name) if custom is not None and custom.metric_name else "a metric"


def _number(value: typing.Any) -> str:
    return "?" if value.target_value is None else f"{value.target_value:g}"
