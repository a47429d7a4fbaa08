"""Changes of a group's size that are planned ahead."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, typing
from reboto._model import Value

if TYPE_CHECKING:
    from datetime import datetime

    from reboto._html import HtmlColumns


class ScheduledUpdateGroupAction(Value):
    """A scheduled action, as DescribeScheduledActions reports it.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    name, action_arn, as_group : str
        The action and its group.
    time, start_time : datetime
        UTC, without a zone: when it happens, or first happens. `time` is the
        older name.
    end_time : datetime
        UTC, without a zone: when a recurring action ends.
    recurrence : str
        When it recurs, in cron's notation: ``"0 9 * * 1-5"``.
    desired_capacity : str
        Instances that the group shall then have.
    min_size, max_size : int
        Instances that it shall then have at the least and at the most.
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "action": "name",
        "group": "as_group",
        "starts, UTC": lambda action: action.start_time or action.time,
        "ends, UTC": "end_time",
        "recurs": "recurrence",
        "desired": "desired_capacity",
        "min": "min_size",
        "max": "max_size",
    }

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.name: str | None = None
        self.action_arn: str | None = None
        self.as_group: str | None = None
        self.time: datetime | None = None
        self.start_time: datetime | None = None
        self.end_time: datetime | None = None
        self.recurrence: str | None = None
        self.desired_capacity: int | str | None = None
        self.max_size: int | None = None
        self.min_size: int | None = None

    def __repr__(self) -> str:
        return f"ScheduledUpdateGroupAction:{self.name}"
