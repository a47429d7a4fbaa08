"""Instances of groups."""

from __future__ import annotations

from reboto._lazy import HtmlColumns, typing
from reboto._model import Value
from reboto.ec2.autoscale._generated import InstanceMembers


class Instance(InstanceMembers, Value):
    """An EC2 instance of a group.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    instance_id, availability_zone, launch_config_name : str
        ID of the instance, its availability zone, and its launch configuration.
    health_status : str
        ``"Healthy"`` or ``"Unhealthy"``; in upper case if it was read with
        DescribeAutoScalingInstances.
    lifecycle_state : str
        ``"Pending"``, ``"InService"``, ``"Terminating"``, ``"Standby"``,
        ``"Detached"`` and others.
    group_name : str or None
        Name of the group; None if the instance was read as part of its group.
    """

    _identity = "instance_id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "instance": "instance_id",
        "state": "lifecycle_state",
        "health": "health_status",
        "zone": "availability_zone",
        "launch configuration": "launch_config_name",
    }

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.instance_id: str | None = None
        self.health_status: str | None = None
        self.launch_config_name: str | None = None
        self.lifecycle_state: str | None = None
        self.availability_zone: str | None = None
        self.group_name: str | None = None

    def __repr__(self) -> str:
        group = f" group:{self.group_name}" if self.group_name else ""
        return (
            f"Instance<id:{self.instance_id}, state:{self.lifecycle_state}, "
            f"health:{self.health_status}{group}>"
        )
