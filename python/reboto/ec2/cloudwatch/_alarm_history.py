"""Items of the history of alarms."""

from __future__ import annotations

from reboto._lazy import HtmlColumns, datetime, typing
from reboto._model import Value
from reboto.ec2.cloudwatch._generated.members import AlarmHistoryItemMembers

# The module that boto defines the class in, and that pickles refer to.
__name__ = "reboto.ec2.cloudwatch.alarm"


class AlarmHistoryItem(AlarmHistoryItemMembers, Value):
    """An item of the history of an alarm, as returned by DescribeAlarmHistory.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.

    Attributes
    ----------
    name : str
        Name of the alarm.
    tem_type : str
        ``"ConfigurationUpdate"``, ``"StateUpdate"`` or ``"Action"``. The name is
        misspelled as in boto; `item_type` is the same.
    summary : str
        Description of the event, as text for people.
    data : dict
        Description of the event, as data for programs.
    timestamp : datetime
        Time of the event, UTC, without a time zone.
    """

    name: str | None = None
    tem_type: str | None = None
    summary: str | None = None
    data: typing.Any = None
    timestamp: datetime.datetime | None = None

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "time, UTC": "timestamp",
        "alarm": "name",
        "type": "tem_type",
        "summary": "summary",
    }

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection

    @property
    def item_type(self) -> str | None:
        """Type of the event; the same as `tem_type`."""
        return self.tem_type

    @item_type.setter
    def item_type(self, value: str | None) -> None:
        self.tem_type = value

    def __repr__(self) -> str:
        return f"AlarmHistory:{self.name}[{self.summary} at {self.timestamp}]"
