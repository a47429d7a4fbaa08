"""Scaling policies, and the words Auto Scaling has for them."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, typing
from reboto._model import Value
from reboto.ec2.elb.listelement import ListElement
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from reboto._html import HtmlColumns

__all__ = [
    "AdjustmentType",
    "Alarm",
    "ListElement",
    "MetricCollectionTypes",
    "ResultSet",
    "ScalingPolicy",
    "TerminationPolicies",
]


class Alarm(Value):
    """A CloudWatch alarm that a policy answers to.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    name, alarm_arn : str
        The alarm.
    """

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.name: str | None = None
        self.alarm_arn: str | None = None

    def __repr__(self) -> str:
        return f"Alarm:{self.name}"


class AdjustmentType(Value):
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
    """The metrics a group can publish, as DescribeMetricCollectionTypes lists them.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    metrics, granularities : list
        The metrics, and how often they are published; each object has its
        text in `val`.
    """

    class BaseType(Value):
        """One word of the lists.

        Parameters
        ----------
        connection : AutoScaleConnection
            The connection it was read through.

        Attributes
        ----------
        val : str
            The word.
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
        """How often metrics are published: ``"1Minute"``."""

        arg = "Granularity"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.metrics: list[MetricCollectionTypes.Metric] = []
        self.granularities: list[MetricCollectionTypes.Granularity] = []

    def __repr__(self) -> str:
        return f"MetricCollectionTypes:<{self.metrics}, {self.granularities}>"


class ScalingPolicy(Value):
    """A rule by which a group's capacity changes when it is executed.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection to work through.
    name : str
        Name of the policy.
    adjustment_type : str
        What `scaling_adjustment` counts: ``"ChangeInCapacity"`` (instances
        more or fewer), ``"ExactCapacity"`` (instances) or
        ``"PercentChangeInCapacity"`` (percent more or fewer).
    as_name : str
        Name or ARN of the group.
    scaling_adjustment : int or str
        Instances or percent, as `adjustment_type` says; negative to shrink.
    cooldown : int or str
        Seconds after a scaling activity before the next can begin.
    min_adjustment_step : int or str
        Instances by which to change at the least, with
        ``"PercentChangeInCapacity"``.
    **kwargs : object
        Ignored, as in boto.

    Attributes
    ----------
    policy_arn : str
        Amazon's name for the policy, on one read from AWS: what an alarm's
        `alarm_actions` take.
    alarms : list of Alarm
        The alarms that execute it, on one read from AWS.

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
    """

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
        connection: typing.Any = None,
        *,
        name: str | None = None,
        adjustment_type: str | None = None,
        as_name: str | None = None,
        scaling_adjustment: int | str | None = None,
        cooldown: int | str | None = None,
        min_adjustment_step: int | str | None = None,
        **kwargs: typing.Any,  # noqa: ARG002
    ) -> None:
        self.name = name
        self.adjustment_type = adjustment_type
        self.as_name = as_name
        self.scaling_adjustment = scaling_adjustment
        self.cooldown = cooldown
        self.connection = connection
        self.min_adjustment_step = min_adjustment_step

    def __repr__(self) -> str:
        return f"ScalingPolicy({self.name} group:{self.as_name} adjustment:{self.adjustment_type})"

    def delete(self) -> typing.Any:
        """Delete the policy (DeletePolicy).

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().delete_policy(self.name, self.as_name)


class TerminationPolicies(list[str]):
    """The ways of choosing which instance to terminate first.

    DescribeTerminationPolicyTypes lists them: ``"Default"``,
    ``"OldestInstance"``, ``"NewestInstance"``,
    ``"OldestLaunchConfiguration"``, ``"ClosestToNextInstanceHour"`` and the
    like.

    Parameters
    ----------
    connection : AutoScaleConnection
        Accepted and not kept, as in boto.
    **kwargs : object
        Ignored, as in boto.
    """

    def __init__(self, connection: typing.Any = None, **kwargs: typing.Any) -> None:  # noqa: ARG002
        super().__init__()


def _change(policy: ScalingPolicy) -> str | None:
    """Say in few words what a policy does to the capacity."""
    if policy.scaling_adjustment is None:
        # One that has steps or a target: of a later time than boto, which does not know these.
        kind: str | None = getattr(policy, "PolicyType", None)
        return kind
    by = str(policy.scaling_adjustment)
    signed = by if by.startswith("-") else f"+{by}"
    match policy.adjustment_type:
        case "ExactCapacity":
            return f"to {by}"
        case "PercentChangeInCapacity":
            least = policy.min_adjustment_step
            return f"{signed} %" + (f", at least {least}" if least else "")
        case "ChangeInCapacity":
            return signed
        case other:
            return str(other)
