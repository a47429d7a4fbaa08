"""Calls that metric alarms, composite alarms and log alarms share."""

from __future__ import annotations

from reboto import _core
from reboto._error_types import BotoClientError
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    LazyModule,
    Style,
    datetime,
    typing,
)
from reboto.ec2.cloudwatch._tags import Tagged

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later
    from reboto.ec2.cloudwatch import mute as mute_rules
    from reboto.ec2.cloudwatch._alarm_history import AlarmHistoryItem
    from reboto.resultset import ResultSet

    _BlockingAlarm = typing.TypeVar("_BlockingAlarm", bound="AlarmCalls[Blocking]")
    _AwaitingAlarm = typing.TypeVar("_AwaitingAlarm", bound="AlarmCalls[Awaiting]")
else:
    waiters = LazyModule("reboto.waiters")
    mute_rules = LazyModule("reboto.ec2.cloudwatch.mute")

_STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")


class AlarmCalls(Tagged[Style]):
    """Methods of all kinds of alarms."""

    name: str | None
    state_value: typing.Any
    state_reason: str | None
    _arn: typing.ClassVar[str] = "alarm_arn"
    # Argument of `describe_alarms` for other alarms than those of boto.
    _alarm_types: typing.ClassVar[dict[str, str]] = {}

    if TYPE_CHECKING:

        @typing.overload
        def enable_actions(self: AlarmCalls[Blocking]) -> bool: ...
        @typing.overload
        def enable_actions(self: AlarmCalls[Awaiting]) -> Later[bool]: ...

    def enable_actions(self) -> typing.Any:
        """Enable the actions of the alarm (EnableAlarmActions).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().enable_alarm_actions([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def disable_actions(self: AlarmCalls[Blocking]) -> bool: ...
        @typing.overload
        def disable_actions(self: AlarmCalls[Awaiting]) -> Later[bool]: ...

    def disable_actions(self) -> typing.Any:
        """Disable the actions of the alarm (DisableAlarmActions).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().disable_alarm_actions([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: AlarmCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: AlarmCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the alarm (DeleteAlarms).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_alarms([self.name])

    if TYPE_CHECKING:

        @typing.overload
        def get_parents(self: AlarmCalls[Blocking]) -> list[typing.Any]: ...
        @typing.overload
        def get_parents(self: AlarmCalls[Awaiting]) -> Later[list[typing.Any]]: ...

    def get_parents(self) -> typing.Any:
        """Return the composite alarms whose rule has this alarm (DescribeAlarms).

        AWS returns only their names, ARNs and states.

        Returns
        -------
        MetricAlarms of CompositeAlarm
            The first page, of up to 100 alarms.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().describe_alarms(
            parents_of_alarm_name=self.name, max_records=100
        )

    if TYPE_CHECKING:

        @typing.overload
        def get_contributors(self: AlarmCalls[Blocking]) -> ResultSet[typing.Any]: ...
        @typing.overload
        def get_contributors(self: AlarmCalls[Awaiting]) -> Later[ResultSet[typing.Any]]: ...

    def get_contributors(self) -> typing.Any:
        """Return the contributors that are in ALARM (DescribeAlarmContributors).

        Alarms on PromQL and Metrics Insights queries have one contributor per time series.

        Returns
        -------
        ResultSet of AlarmContributor
            The first page.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().describe_alarm_contributors(self.name)

    if TYPE_CHECKING:

        @typing.overload
        def mute(
            self: AlarmCalls[Blocking],
            duration: datetime.timedelta | None = None,
            *,
            days: float = 0,
            hours: float = 0,
            minutes: float = 0,
            start: datetime.datetime | None = None,
            name: str | None = None,
            description: str | None = None,
        ) -> mute_rules.AlarmMuteRule[Blocking]: ...
        @typing.overload
        def mute(
            self: AlarmCalls[Awaiting],
            duration: datetime.timedelta | None = None,
            *,
            days: float = 0,
            hours: float = 0,
            minutes: float = 0,
            start: datetime.datetime | None = None,
            name: str | None = None,
            description: str | None = None,
        ) -> Later[mute_rules.AlarmMuteRule[Awaiting]]: ...

    def mute(
        self,
        duration: datetime.timedelta | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        start: datetime.datetime | None = None,
        name: str | None = None,
        description: str | None = None,
    ) -> typing.Any:
        """Mute the actions of the alarm once, for a duration (PutAlarmMuteRule).

        The alarm is still evaluated. `AlarmMuteRule` also has recurring schedules, and
        rules for several alarms.

        Parameters
        ----------
        duration : timedelta, optional
            From 1 minute to 15 days, in whole minutes. Days, hours and minutes are added.
        days, hours, minutes : float
            Parts of the duration.
        start : datetime, optional
            Start, rounded up to a minute; UTC without a time zone. Default: the next
            full minute, because AWS's schedules have no seconds.
        name : str, optional
            Name of the rule; default is ``mute-`` and the name of the alarm. AWS replaces
            a rule of the same name.
        description : str, optional
            Description of the rule.

        Returns
        -------
        AlarmMuteRule
            The rule; its method `delete` ends it early.

        Raises
        ------
        ValueError
            If the duration is not from 1 minute to 15 days.

        Examples
        --------
        >>> rule = alarm.mute(hours=2)  # doctest: +SKIP
        >>> rule.delete()  # doctest: +SKIP
        True
        """
        from reboto._arguments import is_true

        connection = self._require_connection()
        rule = mute_rules.AlarmMuteRule.once(
            name if name is not None and is_true(name) else f"mute-{self.name}"[:255],
            [self],
            duration,
            days=days,
            hours=hours,
            minutes=minutes,
            start=start,
            description=description,
        )
        return rule._put(connection)  # pyright: ignore[reportPrivateUsage]

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_state(
            self: _BlockingAlarm,
            state: typing.Literal["OK", "ALARM", "INSUFFICIENT_DATA"],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> _BlockingAlarm: ...
        @typing.overload
        def wait_until_state(
            self: _AwaitingAlarm,
            state: typing.Literal["OK", "ALARM", "INSUFFICIENT_DATA"],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingAlarm]: ...

    def wait_until_state(
        self,
        state: typing.Literal["OK", "ALARM", "INSUFFICIENT_DATA"],
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the alarm is in a state (DescribeAlarms).

        Parameters
        ----------
        state : str
            ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.
        timeout : float or None
            Timeout in seconds. None waits without a limit; 0 checks once.
        delay : float
            Seconds before the second check; each later delay is 1.5 times as long.
        max_delay : float
            Maximum delay in seconds.
        progress : bool or callable
            Function that is called with a `reboto.waiters.WaitState` after each check;
            True shows a progress bar (install the extra ``reboto[progress]``).

        Returns
        -------
        MetricAlarm, CompositeAlarm or LogAlarm
            The alarm, as observed by the last check.

        Raises
        ------
        ValueError
            If the state is unknown.
        WaitTimeoutError
            If the goal is not reached within the timeout. Its `state` is the last
            observed state.
        BotoClientError
            If the alarm does not exist.

        Examples
        --------
        >>> alarm.wait_until_state("ALARM", timeout=1800)  # doctest: +SKIP
        MetricAlarm:busy[CPUUtilization(Average) > 70.0]
        """
        if state not in _STATES:
            raise ValueError(
                f"state must be one of {', '.join(map(repr, _STATES))}, got {_core.shown(state)}"
            )
        connection = self._require_connection()

        def ask() -> typing.Any:
            return connection.describe_alarms(alarm_names=[self.name], **self._alarm_types)

        def probe(page: list[AlarmCalls[typing.Any]]) -> waiters.Probe[AlarmCalls[typing.Any]]:
            alarm = next((alarm for alarm in page if alarm.name == self.name), None)
            if alarm is None:
                raise BotoClientError(f"alarm {self.name!r} does not exist")
            reached = alarm.state_value == state
            seen = f"{alarm.state_value} ({alarm.state_reason})"
            return waiters.Probe(reached, seen, int(reached), 1, alarm)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return waiters.wait(
            connection, f"alarm {self.name!r}: in state {state}", ask, probe, config
        )

    if TYPE_CHECKING:

        @typing.overload
        def describe_history(
            self: AlarmCalls[Blocking],
            start_date: datetime.datetime | None = None,
            end_date: datetime.datetime | None = None,
            max_records: int | None = None,
            history_item_type: str | None = None,
            next_token: str | None = None,
        ) -> ResultSet[AlarmHistoryItem]: ...
        @typing.overload
        def describe_history(
            self: AlarmCalls[Awaiting],
            start_date: datetime.datetime | None = None,
            end_date: datetime.datetime | None = None,
            max_records: int | None = None,
            history_item_type: str | None = None,
            next_token: str | None = None,
        ) -> Later[ResultSet[AlarmHistoryItem]]: ...

    def describe_history(
        self,
        start_date: datetime.datetime | None = None,
        end_date: datetime.datetime | None = None,
        max_records: int | None = None,
        history_item_type: str | None = None,
        next_token: str | None = None,
    ) -> typing.Any:
        """Return the history of the alarm (DescribeAlarmHistory).

        Parameters
        ----------
        start_date, end_date : datetime
            Only items between these times. UTC if they have no time zone.
        max_records : int
            Maximum number of items, from 1 to 100.
        history_item_type : str
            Only items of this type: ``"ConfigurationUpdate"``, ``"StateUpdate"`` or
            ``"Action"``.
        next_token : str
            `next_token` of the previous page.

        Returns
        -------
        ResultSet of AlarmHistoryItem
            The items, newest first.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().describe_alarm_history(
            self.name,
            start_date,
            end_date,
            max_records,
            history_item_type,
            next_token,
            **self._alarm_types,
        )
