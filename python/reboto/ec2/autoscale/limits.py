"""Limits of an account: numbers of groups and launch configurations."""

from __future__ import annotations

from reboto._lazy import typing
from reboto._model import Value
from reboto.ec2.autoscale._generated.members import AccountLimitsMembers


class AccountLimits(AccountLimitsMembers, Value):
    """Limits of an account in a region, as returned by DescribeAccountLimits.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    max_autoscaling_groups, max_launch_configurations : int
        Maximum number of groups and launch configurations.
    """

    _identity = "max_autoscaling_groups"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.max_autoscaling_groups: int | None = None
        self.max_launch_configurations: int | None = None

    def __repr__(self) -> str:
        return f"AccountLimits: [{self.max_autoscaling_groups}, {self.max_launch_configurations}]"
