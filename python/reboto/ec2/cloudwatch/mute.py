"""Rules that mute the actions of alarms."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import list_of
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    LazyModule,
    Style,
    abc,
    datetime,
    typing,
    with_inherited_parameters,
)
from reboto.ec2.cloudwatch._generated import mute as generated
from reboto.ec2.cloudwatch._generated.mute import MuteTargets, Rule, Schedule
from reboto.ec2.cloudwatch._tags import Tagged

if TYPE_CHECKING:
    from reboto import _steps as steps
    from reboto import _time_zones, waiters
    from reboto._lazy import Later
else:
    _time_zones = LazyModule("reboto._time_zones")
    steps = LazyModule("reboto._steps")
    waiters = LazyModule("reboto.waiters")

__all__ = ["AlarmMuteRule", "MuteTargets", "Rule", "Schedule"]

_MOST_ALARMS = 100
_STATUSES = ("SCHEDULED", "ACTIVE", "EXPIRED")


@with_inherited_parameters
class AlarmMuteRule(generated.AlarmMuteRule[Style], Tagged[Style]):
    """A rule that mutes the actions of alarms, once or at recurring times.

    The alarms are still evaluated. `once` and `recurring` create rules; `MetricAlarm.mute`
    creates and sends one for a single alarm. A listing has rules without a name: it is read
    from the ARN.

    Examples
    --------
    >>> import datetime
    >>> AlarmMuteRule.recurring("nights", ["busy"], "0 22 * * *", hours=8).rule.schedule
    Schedule(expression='cron(0 22 * * *)', duration='PT8H')
    """

    _arn: typing.ClassVar[str] = "alarm_mute_rule_arn"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "rule": "name",
        "status": "status",
        "type": "mute_type",
        "schedule": lambda rule: _schedule(rule),
        "alarms": lambda rule: rule.mute_targets.alarm_names if rule.mute_targets else None,
        "expires, UTC": "expire_date",
    }

    if not TYPE_CHECKING:

        @property
        def name(self):
            """Name; that of the ARN if AWS left it out."""
            given = self.__dict__.get("name")
            arn = self.__dict__.get("alarm_mute_rule_arn")
            if given is None and isinstance(arn, str) and ":alarm-mute-rule:" in arn:
                return arn.partition(":alarm-mute-rule:")[2]
            return given

        @name.setter
        def name(self, given):
            self.__dict__["name"] = given

        @name.deleter
        def name(self):
            self.__dict__.pop("name", None)

    @classmethod
    def once(
        cls,
        name: str,
        alarms: abc.Iterable[typing.Any],
        duration: datetime.timedelta | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        start: datetime.datetime | None = None,
        description: str | None = None,
        tags: abc.Mapping[str, str] | None = None,
    ) -> AlarmMuteRule:
        """Create a rule that mutes alarms once.

        Parameters
        ----------
        name : str
            Name of the rule. AWS replaces a rule of the same name.
        alarms : iterable of str, MetricAlarm, CompositeAlarm or LogAlarm
            At most 100 alarms or names.
        duration : timedelta, optional
            From 1 minute to 15 days, in whole minutes. Days, hours and minutes are added.
        days, hours, minutes : float
            Parts of the duration.
        start : datetime, optional
            Start, rounded up to a minute; UTC without a time zone. Default: the next
            full minute.
        description : str, optional
            Description of the rule.
        tags : dict of str to str, optional
            Tags of the rule.

        Returns
        -------
        AlarmMuteRule
            The rule; pass it to `put_alarm_mute_rule`, or call `save`.

        Raises
        ------
        TypeError
            If `start` is not a datetime, or `duration` not a timedelta.
        ValueError
            If the duration is out of range.

        Examples
        --------
        >>> import datetime
        >>> start = datetime.datetime(2026, 12, 24, 18)
        >>> rule = AlarmMuteRule.once("holidays", ["busy", "idle"], days=3, start=start)
        >>> rule.rule.schedule
        Schedule(expression='at(2026-12-24T18:00)', duration='P3D', timezone='UTC')
        """
        # pandas' NaT is a datetime that does not equal itself.
        if start is not None and (not isinstance(start, datetime.datetime) or start != start):
            raise TypeError(f"start must be a datetime, got {_core.shown(start)}")
        zone = datetime.timezone.utc
        begin = datetime.datetime.now(zone) if start is None else start
        try:
            begin = begin.replace(tzinfo=zone) if begin.tzinfo is None else begin.astimezone(zone)
            if begin.second or begin.microsecond:
                begin = begin.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
        except OverflowError as error:
            shown = _core.shown(start)
            raise ValueError(f"start must be in the years 1 to 9999 in UTC, got {shown}") from error
        schedule = Schedule(
            expression=f"at({begin:%Y-%m-%dT%H:%M})",
            duration=_duration(duration, days=days, hours=hours, minutes=minutes),
            timezone="UTC",
        )
        return cls._of(name, alarms, schedule, description, tags)

    @classmethod
    def recurring(
        cls,
        name: str,
        alarms: abc.Iterable[typing.Any],
        cron: str,
        duration: datetime.timedelta | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        time_zone: str | None = None,
        start: datetime.datetime | None = None,
        end: datetime.datetime | None = None,
        description: str | None = None,
        tags: abc.Mapping[str, str] | None = None,
    ) -> AlarmMuteRule:
        """Create a rule that mutes alarms at recurring times.

        Parameters
        ----------
        name : str
            Name of the rule. AWS replaces a rule of the same name.
        alarms : iterable of str, MetricAlarm, CompositeAlarm or LogAlarm
            At most 100 alarms or names.
        cron : str
            Minute, hour, day of the month, month and day of the week, such as
            ``"0 2 * * SUN"``.
        duration : timedelta, optional
            From 1 minute to 15 days, in whole minutes. Days, hours and minutes are added.
        days, hours, minutes : float
            Parts of the duration.
        time_zone : str, optional
            Time zone of the times, such as ``"Europe/Berlin"``; default is UTC.
        start, end : datetime, optional
            The rule mutes only between these times.
        description : str, optional
            Description of the rule.
        tags : dict of str to str, optional
            Tags of the rule.

        Returns
        -------
        AlarmMuteRule
            The rule; pass it to `put_alarm_mute_rule`, or call `save`.

        Raises
        ------
        TypeError
            If `cron` is not text, or `duration` not a timedelta.
        ValueError
            If `cron` does not have 5 fields, the duration is out of range, or there is no such
            time zone.
        """
        _time_zones.check("time_zone", time_zone)
        if not isinstance(cron, str):
            raise TypeError(f"cron must be text with 5 fields, got {_core.shown(cron)}")
        fields = cron.strip().removeprefix("cron(").removesuffix(")").split()
        if len(fields) != 5:
            raise ValueError(
                "cron must have 5 fields (minute, hour, day of the month, month, day of the "
                f"week), got {_core.shown(cron)}"
            )
        schedule = Schedule(
            expression=f"cron({' '.join(fields)})",
            duration=_duration(duration, days=days, hours=hours, minutes=minutes),
            timezone=time_zone,
        )
        rule = cls._of(name, alarms, schedule, description, tags)
        rule.start_date, rule.expire_date = start, end
        return rule

    @classmethod
    def _of(
        cls,
        name: str,
        alarms: abc.Iterable[typing.Any],
        schedule: Schedule,
        description: str | None,
        tags: abc.Mapping[str, str] | None,
    ) -> AlarmMuteRule:
        if isinstance(alarms, str) or hasattr(alarms, "state_value"):
            alarms = [alarms]
        given = list_of("alarms", alarms, "alarms or names")
        names = [_alarm_name(f"alarms[{at}]", alarm) for at, alarm in enumerate(given)]
        if not 1 <= len(names) <= _MOST_ALARMS:
            raise ValueError(f"alarms must have 1 to {_MOST_ALARMS} alarms, got {len(names)}")
        kind: typing.Any = cls
        return kind(  # type: ignore[no-any-return]
            name=name,
            description=description,
            rule=Rule(schedule=schedule),
            mute_targets=MuteTargets(alarm_names=names),
            tags=tags,
        )

    if TYPE_CHECKING:

        @typing.overload
        def save(self: AlarmMuteRule[Blocking]) -> bool: ...
        @typing.overload
        def save(self: AlarmMuteRule[Awaiting]) -> Later[bool]: ...

    def save(self) -> typing.Any:
        """Create or replace the rule (PutAlarmMuteRule).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_alarm_mute_rule(self)

    def _put(self, connection: typing.Any) -> typing.Any:
        """Send the rule through a connection, and return it."""
        self.connection = connection

        def calls() -> abc.Generator[typing.Any, typing.Any, typing.Any]:
            yield lambda: connection.put_alarm_mute_rule(self)
            return self

        return steps.run(connection, calls())

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_status(
            self: AlarmMuteRule[Blocking],
            status: typing.Literal["SCHEDULED", "ACTIVE", "EXPIRED"],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> AlarmMuteRule[Blocking]: ...
        @typing.overload
        def wait_until_status(
            self: AlarmMuteRule[Awaiting],
            status: typing.Literal["SCHEDULED", "ACTIVE", "EXPIRED"],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[AlarmMuteRule[Awaiting]]: ...

    def wait_until_status(
        self,
        status: typing.Literal["SCHEDULED", "ACTIVE", "EXPIRED"],
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the rule has a status (GetAlarmMuteRule).

        Parameters
        ----------
        status : str
            ``"SCHEDULED"``, ``"ACTIVE"`` or ``"EXPIRED"``.
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
        AlarmMuteRule
            The rule, as observed by the last check.

        Raises
        ------
        ValueError
            If the status is unknown.
        BotoTimeoutError
            If the goal is not reached within the timeout.
        """
        if status not in _STATUSES:
            expected = ", ".join(map(repr, _STATUSES))
            raise ValueError(f"status must be one of {expected}, got {_core.shown(status)}")
        connection, name = self._require_connection(), self.name

        def probe(rule: AlarmMuteRule) -> waiters.Probe[AlarmMuteRule]:
            reached = rule.status == status
            return waiters.Probe(reached, str(rule.status), int(reached), 1, rule)

        return waiters.wait(
            connection,
            f"mute rule {name!r}: {status}",
            lambda: connection.get_alarm_mute_rule(name),
            probe,
            waiters.WaiterConfig(timeout, delay, max_delay, progress),
        )


def _alarm_name(argument: str, alarm: typing.Any) -> str:
    name = alarm if isinstance(alarm, str) else getattr(alarm, "name", None)
    if not isinstance(name, str):
        raise TypeError(f"{argument} must be an alarm or its name, got {_core.shown(alarm)}")
    return name


def _duration(given: datetime.timedelta | None, **units: float) -> str:
    """Return the sum of a duration and of numbers of days, hours and minutes, in ISO 8601."""
    if given is not None and not isinstance(given, datetime.timedelta):
        raise TypeError(f"duration must be a timedelta, got {_core.shown(given)}")
    total = given or datetime.timedelta()
    for name, count in units.items():
        try:
            total += datetime.timedelta(**{name: count})
        except (TypeError, ValueError, OverflowError):
            error = ValueError if isinstance(count, (int, float)) else TypeError
            raise error(f"{name} must be a number of {name}, got {_core.shown(count)}") from None
    minutes, rest = divmod(total, datetime.timedelta(minutes=1))
    if rest or not 1 <= minutes <= 15 * 24 * 60:
        raise ValueError(
            "the duration must be from 1 minute to 15 days, in whole minutes, got "
            f"{total}; pass a timedelta, or days=, hours= and minutes="
        )
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    date = f"{days}D" if days else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return f"P{date}{'T' if time else ''}{time}"


def _schedule(rule: typing.Any) -> str | None:
    schedule = getattr(rule.rule, "schedule", None)
    if schedule is None:
        return None
    return f"{schedule.expression} for {schedule.duration} {schedule.timezone or 'UTC'}"
