"""Calls and waiters of groups."""

from __future__ import annotations

from reboto import _core
from reboto._core import to_int
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    LazyModule,
    Style,
    abc,
    cast,
    typing,
)
from reboto._model import Resource

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later
    from reboto.ec2.autoscale import _group_waits
    from reboto.ec2.autoscale.activity import Activity
    from reboto.ec2.autoscale.request import Request
    from reboto.resultset import ResultSet

    _BlockingGroup = typing.TypeVar("_BlockingGroup", bound="GroupCalls[Blocking]")
    _AwaitingGroup = typing.TypeVar("_AwaitingGroup", bound="GroupCalls[Awaiting]")
else:
    waiters = LazyModule("reboto.waiters")
    _group_waits = LazyModule("reboto.ec2.autoscale._group_waits")


class GroupCalls(Resource[Style]):
    """Methods of a group that boto had, and waiters."""

    name: str | None
    desired_capacity: int | str | None
    instances: typing.Any
    min_size: int | None
    max_size: int | None

    if TYPE_CHECKING:

        @typing.overload
        def set_capacity(self: GroupCalls[Blocking], capacity: int | str) -> Request: ...
        @typing.overload
        def set_capacity(self: GroupCalls[Awaiting], capacity: int | str) -> Later[Request]: ...

    def set_capacity(self, capacity: int | str) -> typing.Any:
        """Set the desired number of instances (SetDesiredCapacity).

        Parameters
        ----------
        capacity : int or str
            Number of instances, from `min_size` to `max_size`.

        Returns
        -------
        Request
            Result with the request ID; also kept as `last_request` of the connection.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection()._set_capacity(self.name, capacity)

    if TYPE_CHECKING:

        @typing.overload
        def update(self: GroupCalls[Blocking]) -> Request: ...
        @typing.overload
        def update(self: GroupCalls[Awaiting]) -> Later[Request]: ...

    def update(self) -> typing.Any:
        """Send the changed attributes to AWS (UpdateAutoScalingGroup).

        Returns
        -------
        Request
            Result with the request ID.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection()._update_group("UpdateAutoScalingGroup", self)

    if TYPE_CHECKING:

        @typing.overload
        def shutdown_instances(self: GroupCalls[Blocking]) -> Request: ...
        @typing.overload
        def shutdown_instances(self: GroupCalls[Awaiting]) -> Later[Request]: ...

    def shutdown_instances(self) -> typing.Any:
        """Terminate all instances by setting all sizes to 0 (UpdateAutoScalingGroup).

        Returns
        -------
        Request
            Result with the request ID. The instances are terminated later.
        """
        self.min_size = 0
        self.max_size = 0
        self.desired_capacity = 0
        return cast("typing.Any", self).update()

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: GroupCalls[Blocking], force_delete: bool = False) -> Request: ...
        @typing.overload
        def delete(self: GroupCalls[Awaiting], force_delete: bool = False) -> Later[Request]: ...

    def delete(self, force_delete: bool = False) -> typing.Any:
        """Delete the group (DeleteAutoScalingGroup).

        Parameters
        ----------
        force_delete : bool, default False
            Whether to terminate the instances of the group. Otherwise a group with
            instances cannot be deleted.

        Returns
        -------
        Request
            Result with the request ID.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_auto_scaling_group(self.name, force_delete)

    if TYPE_CHECKING:

        @typing.overload
        def get_activities(
            self: GroupCalls[Blocking],
            activity_ids: list[str] | None = None,
            max_records: int | None = 50,
        ) -> ResultSet[Activity[Blocking]]: ...
        @typing.overload
        def get_activities(
            self: GroupCalls[Awaiting],
            activity_ids: list[str] | None = None,
            max_records: int | None = 50,
        ) -> Later[ResultSet[Activity[Awaiting]]]: ...

    def get_activities(
        self, activity_ids: list[str] | None = None, max_records: int | None = 50
    ) -> typing.Any:
        """Return the scaling activities of the group (DescribeScalingActivities).

        Parameters
        ----------
        activity_ids : list of str
            IDs of activities; only these are returned.
        max_records : int, default 50
            Maximum number of activities, from 1 to 100.

        Returns
        -------
        ResultSet of Activity
            The activities, newest first.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_all_activities(self, activity_ids, max_records)

    if TYPE_CHECKING:

        @typing.overload
        def suspend_processes(
            self: GroupCalls[Blocking], scaling_processes: list[str] | str | None = None
        ) -> bool: ...
        @typing.overload
        def suspend_processes(
            self: GroupCalls[Awaiting], scaling_processes: list[str] | str | None = None
        ) -> Later[bool]: ...

    def suspend_processes(self, scaling_processes: list[str] | str | None = None) -> typing.Any:
        """Suspend scaling processes of the group (SuspendProcesses).

        Parameters
        ----------
        scaling_processes : list of str
            Names of processes, as in `ProcessType`; by default, all processes.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().suspend_processes(self.name, scaling_processes)

    if TYPE_CHECKING:

        @typing.overload
        def resume_processes(
            self: GroupCalls[Blocking], scaling_processes: list[str] | str | None = None
        ) -> bool: ...
        @typing.overload
        def resume_processes(
            self: GroupCalls[Awaiting], scaling_processes: list[str] | str | None = None
        ) -> Later[bool]: ...

    def resume_processes(self, scaling_processes: list[str] | str | None = None) -> typing.Any:
        """Resume scaling processes of the group (ResumeProcesses).

        Parameters
        ----------
        scaling_processes : list of str
            Names of processes, as in `ProcessType`; by default, all processes.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().resume_processes(self.name, scaling_processes)

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

        def probe(group: typing.Any) -> waiters.Probe[typing.Any]:
            return waiters.Probe(condition(group), _group_waits.described(group), 0, 1, group)

        return _group_waits.wait(
            self, goal, probe, waiters.WaiterConfig(timeout, delay, max_delay, progress)
        )

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
            raise ValueError(f"count must be at least 0, got {_core.shown(count)}")

        def probe(group: GroupCalls[typing.Any]) -> waiters.Probe[GroupCalls[typing.Any]]:
            total = int(group.desired_capacity or 0) if expected is None else expected
            instances: list[typing.Any] = group.instances or []
            # The desired capacity is in units, of which an instance may have several.
            weights = [1 if expected is not None else _group_waits.units(one) for one in instances]
            in_service = sum(
                weight
                for weight, one in zip(weights, instances, strict=True)
                if one.lifecycle_state == "InService" and not _group_waits.is_unhealthy(one)
            )
            # The last instance may have more units than were missing.
            reached = total <= in_service < total + max(weights, default=1)
            reached = reached and not (total == 0 and instances)
            return waiters.Probe(reached, _group_waits.described(group), in_service, total, group)

        amount = "the desired capacity" if expected is None else f"{expected} instances"
        return _group_waits.wait(
            self,
            f"{amount} in service",
            probe,
            waiters.WaiterConfig(timeout, delay, max_delay, progress),
        )

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_deleted(
            self: GroupCalls[Blocking],
            *,
            timeout: float | None = 600,
            delay: float = 5,
            max_delay: float = 30,
            progress: waiters.Progress = False,
        ) -> None: ...
        @typing.overload
        def wait_until_deleted(
            self: GroupCalls[Awaiting],
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

        def probe(
            group: GroupCalls[typing.Any] | None,
        ) -> waiters.Probe[GroupCalls[typing.Any] | None]:
            nonlocal most
            if group is None:
                return waiters.Probe(True, "no such group", most, most, None)
            left = 1 + len(group.instances or [])
            most = max(most, left)
            return waiters.Probe(False, _group_waits.described(group), most - left, most, group)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return _group_waits.wait(self, "deleted", probe, config, may_be_gone=True)
