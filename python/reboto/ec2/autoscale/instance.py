"""The instances of a group."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, typing
from reboto._model import Value

if TYPE_CHECKING:
    from reboto._html import HtmlColumns


class Instance(Value):
    """An EC2 instance, as Auto Scaling sees it.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    instance_id, availability_zone, launch_config_name : str
        The instance, where it runs, and what it was launched from.
    health_status : str
        ``"Healthy"`` or ``"Unhealthy"`` (in capitals where it was read with
        DescribeAutoScalingInstances).
    lifecycle_state : str
        ``"Pending"``, ``"InService"``, ``"Terminating"``, ``"Standby"``,
        ``"Detached"`` and the like.
    group_name : str or None
        Its group; None where it was read as a part of that.
    """

    _identity = "instance_id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "instance": "instance_id",
        "state": "lifecycle_state",
        "health": "health_status",
        "zone": "availability_zone",
        "launched from": "launch_config_name",
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
