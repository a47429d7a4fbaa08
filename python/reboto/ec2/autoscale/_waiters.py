"""Waiters for groups and activities."""

from __future__ import annotations

from reboto._core import to_int
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, LazyModule, Style, abc, typing
from reboto._model import Resource
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later

    _BlockingGroup = typing.TypeVar("_BlockingGroup", bound="GroupWaiters[Blocking]")
    _AwaitingGroup = typing.TypeVar("_AwaitingGroup", bound="GroupWaiters[Awaiting]")
    _BlockingActivity = typing.TypeVar("_BlockingActivity", bound="ActivityWaiters[Blocking]")
    _AwaitingActivity = typing.TypeVar("_AwaitingActivity", bound="ActivityWaiters[Awaiting]")
else:
    waiters = LazyModule("reboto.waiters")

_FINAL = frozenset({"Successful", "Failed", "Cancelled"})


class GroupWaiters(Resource[Style]):
    """Waiters of a group."""

    name: str | None
    desired_capacity: int | str | None
    instances: typing.Any

    if TYPE_CHECKING:

        @typing.overload
        def wait_until(
            self: _BlockingGroup,
            condition: abc.Callable[[_BlockingGroup], object],
            *,
            goal: str = "the condition holds",
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> _BlockingGroup: ...
        @typing.overload
        def wait_until(
            self: _AwaitingGroup,
            condition: abc.Callable[[_AwaitingGroup], object],
            *,
            goal: str = "the condition holds",
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingGroup]: ...

    def wait_until(
        self,
        condition: abc.Callable[[typing.Any], object],
        *,
        goal: str = "the condition holds",
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until your condition is true (DescribeAutoScalingGroups).

        Parameters
        ----------
        condition : callable
            Function that is called with the current group at each check. Waiting ends when
            its result is true. On an awaitable connection it may be a coroutine function.
        goal : str
            Description of the condition, for errors and progress bars.
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
        AutoScalingGroup
            The group, as observed by the last check.

        Raises
        ------
        WaitTimeoutError
            If the goal is not reached within the timeout. Its `state` is the last
            observed state.
        BotoClientError
            If the group does not exist.

        Examples
        --------
        >>> group.wait_until(lambda group: not group.suspended_processes)  # doctest: +SKIP
        AutoScaleGroup<web>
        """
        waiters.check_callback(self._require_connection(), "condition", condition)

        def judge(group: typing.Any) -> waiters.Probe[typing.Any]:
            return waiters.Probe(condition(group), _instances(group), 0, 1, group)

        return self._wait(goal, judge, waiters.WaiterConfig(timeout, delay, max_delay, progress))

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_in_service(
            self: _BlockingGroup,
            count: int | None = None,
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> _BlockingGroup: ...
        @typing.overload
        def wait_until_in_service(
            self: _AwaitingGroup,
            count: int | None = None,
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingGroup]: ...

    def wait_until_in_service(
        self,
        count: int | None = None,
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until a number of healthy instances is in service (DescribeAutoScalingGroups).

        Parameters
        ----------
        count : int, optional
            Exact number of instances. By default, the group's desired capacity at each
            check, in units if instances have weights. With 0, wait until the group has no
            instances, so that it can be deleted.
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
        AutoScalingGroup
            The group, as observed by the last check.

        Raises
        ------
        WaitTimeoutError
            If the goal is not reached within the timeout. Its `state` is the last
            observed state.
        BotoClientError
            If the group does not exist.

        Examples
        --------
        >>> group.set_capacity(3)  # doctest: +SKIP
        >>> group = group.wait_until_in_service(timeout=900)  # doctest: +SKIP
        """
        expected = None if count is None else to_int("count", count)
        if expected is not None and expected < 0:
            raise ValueError(f"count must be at least 0, got {count!r}")

        def judge(group: GroupWaiters[typing.Any]) -> waiters.Probe[GroupWaiters[typing.Any]]:
            total = int(group.desired_capacity or 0) if expected is None else expected
            instances: list[typing.Any] = group.instances or []
            # The desired capacity is in units, of which an instance may have several.
            weights = [1 if expected is not None else _units(one) for one in instances]
            in_service = sum(
                weight
                for weight, one in zip(weights, instances, strict=True)
                if one.lifecycle_state == "InService" and not _is_unhealthy(one)
            )
            # The last instance may have more units than were missing.
            reached = total <= in_service < total + max(weights, default=1)
            reached = reached and not (total == 0 and instances)
            return waiters.Probe(reached, _instances(group), in_service, total, group)

        amount = "the desired capacity" if expected is None else f"{expected} instances"
        return self._wait(
            f"{amount} in service", judge, waiters.WaiterConfig(timeout, delay, max_delay, progress)
        )

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_deleted(
            self: GroupWaiters[Blocking],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> None: ...
        @typing.overload
        def wait_until_deleted(
            self: GroupWaiters[Awaiting],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[None]: ...

    def wait_until_deleted(
        self,
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the group does not exist (DescribeAutoScalingGroups).

        Parameters
        ----------
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
        None

        Raises
        ------
        WaitTimeoutError
            If the goal is not reached within the timeout. Its `state` is the last
            observed state.

        Examples
        --------
        >>> group.delete(force_delete=True)  # doctest: +SKIP
        >>> group.wait_until_deleted()  # doctest: +SKIP
        """
        most = 1

        def judge(
            group: GroupWaiters[typing.Any] | None,
        ) -> waiters.Probe[GroupWaiters[typing.Any] | None]:
            nonlocal most
            if group is None:
                return waiters.Probe(True, "no such group", most, most, None)
            left = 1 + len(group.instances or [])
            most = max(most, left)
            return waiters.Probe(False, _instances(group), most - left, most, group)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return self._wait("deleted", judge, config, may_be_gone=True)

    def _wait(
        self,
        goal: str,
        judge: abc.Callable[[typing.Any], waiters.Probe[typing.Any]],
        config: waiters.WaiterConfig,
        may_be_gone: bool = False,
    ) -> typing.Any:
        connection = self._require_connection()

        def ask() -> typing.Any:
            return connection.get_all_groups([self.name])

        def judge_page(page: list[GroupWaiters[typing.Any]]) -> waiters.Probe[typing.Any]:
            group = next((group for group in page if group.name == self.name), None)
            if group is None and not may_be_gone:
                raise BotoClientError(f"group {self.name!r} does not exist")
            return judge(group)

        return waiters.wait(connection, f"group {self.name!r}: {goal}", ask, judge_page, config)


class ActivityWaiters(Resource[Style]):
    """Waiters of a scaling activity."""

    activity_id: str | None
    group_name: str | None
    progress: typing.Any
    status_code: str | None
    status_message: str | None

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_finished(
            self: _BlockingActivity,
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> _BlockingActivity: ...
        @typing.overload
        def wait_until_finished(
            self: _AwaitingActivity,
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingActivity]: ...

    def wait_until_finished(
        self,
        *,
        timeout: float | None = 600,
        delay: float = 5,
        max_delay: float = 30,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the activity succeeds, fails or is cancelled (DescribeScalingActivities).

        Parameters
        ----------
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
        Activity
            The activity, as observed by the last check; its `status_code` is
            ``"Successful"``, ``"Failed"`` or ``"Cancelled"``.

        Raises
        ------
        WaitTimeoutError
            If the activity does not finish within the timeout. Its `state` is the last
            observed state.
        BotoClientError
            If the activity does not exist.

        Examples
        --------
        >>> latest = group.get_activities(max_records=1)[0]  # doctest: +SKIP
        >>> latest.wait_until_finished().status_code  # doctest: +SKIP
        'Successful'
        """
        connection = self._require_connection()
        name = f"activity {self.activity_id} of group {self.group_name!r}"

        def ask() -> typing.Any:
            return connection.get_all_activities(self.group_name, [self.activity_id])

        def judge(
            page: list[ActivityWaiters[typing.Any]],
        ) -> waiters.Probe[ActivityWaiters[typing.Any]]:
            found = next((one for one in page if one.activity_id == self.activity_id), None)
            if found is None:
                raise BotoClientError(f"{name} does not exist")
            percent = int(found.progress or 0)
            seen = f"{found.status_code}, {percent} % done"
            if found.status_message:
                seen += f" ({found.status_message})"
            return waiters.Probe(found.status_code in _FINAL, seen, percent, 100, found)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return waiters.wait(connection, f"{name}: finished", ask, judge, config)


def _units(instance: typing.Any) -> int:
    """Return the units of capacity of an instance: its weight, if the group has weights."""
    return int(instance.weighted_capacity or 1)


def _is_unhealthy(instance: typing.Any) -> bool:
    """Return whether an instance, which may be in service still, will be replaced."""
    return str(instance.health_status).lower() == "unhealthy"


def _instances(group: GroupWaiters[typing.Any]) -> str:
    from collections import Counter

    instances: list[typing.Any] = group.instances or []
    states = Counter(
        f"{one.lifecycle_state}{' (unhealthy)' * _is_unhealthy(one)}" for one in instances
    )
    listed = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return f"{listed or 'no instances'}; desired capacity {group.desired_capacity}"
