"""Scheduled changes of the size of a group."""

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
from reboto._model import Resource
from reboto.ec2.autoscale._generated.members import ScheduledUpdateGroupActionMembers

if TYPE_CHECKING:
    from datetime import datetime

    from reboto import _time_zones
    from reboto._lazy import Later
    from reboto.ec2.autoscale._generated import keywords
    from reboto.ec2.autoscale._generated.scheduled import FailedScheduledAction
else:
    keywords = LazyModule("reboto.ec2.autoscale._generated.keywords")
    _time_zones = LazyModule("reboto._time_zones")
    __getattr__, __dir__ = lazy_attributes(
        __name__, {"FailedScheduledAction": "reboto.ec2.autoscale._generated.scheduled"}
    )

__all__ = ["FailedScheduledAction", "ScheduledUpdateGroupAction"]


class ScheduledUpdateGroupAction(ScheduledUpdateGroupActionMembers, Resource[Style]):
    """A scheduled action, as returned by DescribeScheduledActions.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    **kwargs : object
        Attributes by name, such as ``recurrence="0 9 * * *"``.

    Attributes
    ----------
    name, action_arn, as_group : str
        Name and ARN of the action, and name of its group.
    time, start_time : datetime
        Time of the first run in UTC, without a time zone. `time` is the older name.
    end_time : datetime
        End of a recurring action in UTC, without a time zone.
    recurrence : str
        Recurrence in cron syntax: ``"0 9 * * 1-5"``.
    desired_capacity : str
        New desired number of instances.
    min_size, max_size : int
        New minimum and maximum number of instances.
    time_zone : str
        Time zone of the recurrence, such as ``"Europe/Berlin"``; by default, UTC.

    Raises
    ------
    TypeError
        If a keyword names no attribute.
    ValueError
        If the IANA database has no such time zone.

    Examples
    --------
    >>> import reboto, reboto.local
    >>> from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration
    >>> from reboto.ec2.autoscale import ScheduledUpdateGroupAction
    >>> with reboto.local.server():
    ...     autoscale = reboto.connect_autoscale()
    ...     lc = LaunchConfiguration(name="lc", image_id="ami-12c6146b")
    ...     made = autoscale.create_launch_configuration(lc)
    ...     web = AutoScalingGroup(
    ...         name="web",
    ...         launch_config="lc",
    ...         availability_zones=["us-east-1a"],
    ...         min_size=0,
    ...         max_size=9,
    ...     )
    ...     made = autoscale.create_auto_scaling_group(web)
    ...     morning = ScheduledUpdateGroupAction(
    ...         autoscale,
    ...         name="morning",
    ...         as_group="web",
    ...         recurrence="0 8 * * 1-5",
    ...         time_zone="Europe/Berlin",
    ...         min_size=3,
    ...     )
    ...     morning.update()
    ...     autoscale.get_all_scheduled_actions(as_group="web")
    True
    [ScheduledUpdateGroupAction:morning]
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "action": "name",
        "group": "as_group",
        "starts, UTC": lambda action: action.start_time or action.time,
        "ends, UTC": "end_time",
        "recurs": "recurrence",
        "time zone": "time_zone",
        "desired": "desired_capacity",
        "min": "min_size",
        "max": "max_size",
    }

    def __init__(
        self,
        connection: Styled[Style] | None = None,
        **kwargs: Unpack[keywords.ScheduledUpdateGroupAction],
    ) -> None:
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
        self._take_keywords(kwargs)
        if self.time_zone is not None:
            _time_zones.check("ScheduledUpdateGroupAction.time_zone", self.time_zone)

    def __repr__(self) -> str:
        return f"ScheduledUpdateGroupAction:{self.name}"

    if TYPE_CHECKING:

        @typing.overload
        def update(self: ScheduledUpdateGroupAction[Blocking]) -> bool: ...
        @typing.overload
        def update(self: ScheduledUpdateGroupAction[Awaiting]) -> Later[bool]: ...

    def update(self) -> typing.Any:
        """Send the definition of the action to AWS (PutScheduledUpdateGroupAction).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().create_scheduled_group_action(
            self.as_group,
            self.name,
            desired_capacity=self.desired_capacity,
            min_size=self.min_size,
            max_size=self.max_size,
            start_time=self.start_time or self.time,
            end_time=self.end_time,
            recurrence=self.recurrence,
            time_zone=self.time_zone,
        )

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: ScheduledUpdateGroupAction[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: ScheduledUpdateGroupAction[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the action (DeleteScheduledAction).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_scheduled_action(self.name, self.as_group)
