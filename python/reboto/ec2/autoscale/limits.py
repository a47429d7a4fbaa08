"""How many groups and launch configurations an account may have."""

from __future__ import annotations

from reboto._lazy import typing
from reboto._model import Value


class AccountLimits(Value):
    """An account's limits in one region, as DescribeAccountLimits reports them.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    max_autoscaling_groups, max_launch_configurations : int
        The most that may exist.
    """

    _identity = "max_autoscaling_groups"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.max_autoscaling_groups: int | None = None
        self.max_launch_configurations: int | None = None

    def __repr__(self) -> str:
        return f"AccountLimits: [{self.max_autoscaling_groups}, {self.max_launch_configurations}]"
