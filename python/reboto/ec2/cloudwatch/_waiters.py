"""Waiters for alarms."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, LazyModule, Style, typing
from reboto._model import Resource
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later

    _BlockingAlarm = typing.TypeVar("_BlockingAlarm", bound="AlarmWaiters[Blocking]")
    _AwaitingAlarm = typing.TypeVar("_AwaitingAlarm", bound="AlarmWaiters[Awaiting]")
else:
    waiters = LazyModule("reboto.waiters")

_STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")


class AlarmWaiters(Resource[Style]):
    """Waiters of an alarm."""

    name: str | None
    state_value: typing.Any
    state_reason: str | None
    # Argument of `describe_alarms` for other alarms than those of boto.
    _alarm_types: typing.ClassVar[dict[str, str]] = {}

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
            raise ValueError(f"state must be one of {', '.join(map(repr, _STATES))}, got {state!r}")
        connection = self._require_connection()

        def ask() -> typing.Any:
            return connection.describe_alarms(alarm_names=[self.name], **self._alarm_types)

        def judge(page: list[AlarmWaiters[typing.Any]]) -> waiters.Probe[AlarmWaiters[typing.Any]]:
            alarm = next((alarm for alarm in page if alarm.name == self.name), None)
            if alarm is None:
                raise BotoClientError(f"alarm {self.name!r} does not exist")
            reached = alarm.state_value == state
            seen = f"{alarm.state_value} ({alarm.state_reason})"
            return waiters.Probe(reached, seen, int(reached), 1, alarm)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return waiters.wait(
            connection, f"alarm {self.name!r}: in state {state}", ask, judge, config
        )
