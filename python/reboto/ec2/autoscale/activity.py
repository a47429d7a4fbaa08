"""Scaling activities of groups."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, HtmlColumns, Style, Styled, typing
from reboto.ec2.autoscale._activity_waiters import ActivityWaiters
from reboto.ec2.autoscale._generated.members import ActivityMembers

if TYPE_CHECKING:
    from datetime import datetime


class Activity(ActivityMembers, ActivityWaiters[Style]):
    """A scaling activity, as returned by DescribeScalingActivities.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    activity_id, group_name : str
        ID of the activity, and name of its group.
    start_time, end_time : datetime
        UTC, without a time zone. `end_time` is None while the activity is in progress.
    progress : str
        Percent done, from ``"0"`` to ``"100"``.
    status_code : str
        ``"PendingSpotBidPlacement"``, ``"WaitingForInstanceId"``,
        ``"InProgress"``, ``"Successful"``, ``"Failed"``, ``"Cancelled"`` and
        the like.
    cause, description, status_message : str
        Descriptions of its cause, its changes and its status.
    """

    _identity = "activity_id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "started, UTC": "start_time",
        "ended, UTC": "end_time",
        "group": "group_name",
        "status": "status_code",
        "activity": "description",
        "cause": "cause",
    }

    def __init__(self, connection: Styled[Style] | None = None) -> None:
        self.connection = connection
        self.start_time: datetime | None = None
        self.end_time: datetime | None = None
        self.activity_id: str | None = None
        self.progress: str | None = None
        self.status_code: str | None = None
        self.cause: str | None = None
        self.description: str | None = None
        self.status_message: str | None = None
        self.group_name: str | None = None

    def __repr__(self) -> str:
        return (
            f"Activity<{self.activity_id}>: For group:{self.group_name}, "
            f"progress:{self.status_message}, cause:{self.cause}"
        )
