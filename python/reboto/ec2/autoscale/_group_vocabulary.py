"""Values that AWS lists for groups: processes, metrics and termination policies."""

from __future__ import annotations

from reboto._lazy import typing
from reboto._model import Value
from reboto.ec2.autoscale._generated.members import ProcessTypeMembers

# The module that boto defines the classes in, and that pickles refer to.
__name__ = "reboto.ec2.autoscale.group"


class ProcessType(ProcessTypeMembers, Value):
    """A scaling process that can be suspended.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    process_name : str
        Name of the process: ``"Launch"``, ``"Terminate"``, ``"HealthCheck"``,
        ``"ReplaceUnhealthy"``, ``"AZRebalance"``, ``"AlarmNotification"``,
        ``"ScheduledActions"``, ``"AddToLoadBalancer"`` and others.
    """

    _identity = "process_name"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.process_name: str | None = None

    def __repr__(self) -> str:
        return f"ProcessType({self.process_name})"


class TerminationPolicies(list[str]):
    """Termination policies of a group, in order."""


class AutoScalingGroupMetric(Value):
    """A metric of a group and its interval of publishing.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    metric, granularity : str
        Name of the metric, and ``"1Minute"``.
    """

    _identity = "metric"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.metric: str | None = None
        self.granularity: str | None = None

    def __repr__(self) -> str:
        return f"AutoScalingGroupMetric:{self.metric}"
