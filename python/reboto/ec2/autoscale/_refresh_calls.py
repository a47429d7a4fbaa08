"""Methods of instance refreshes: wait, cancel and roll back."""

from __future__ import annotations

from reboto import _core
from reboto._core import to_float
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, HtmlColumns, LazyModule, Style, typing
from reboto._model import Resource
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later

    _Refresh = typing.TypeVar("_Refresh", bound="InstanceRefreshCalls[typing.Any]")
    _BlockingRefresh = typing.TypeVar("_BlockingRefresh", bound="InstanceRefreshCalls[Blocking]")
    _AwaitingRefresh = typing.TypeVar("_AwaitingRefresh", bound="InstanceRefreshCalls[Awaiting]")
else:
    waiters = LazyModule("reboto.waiters")

# Statuses after which nothing changes.
_FINAL = frozenset({"Successful", "Failed", "Cancelled", "RollbackFailed", "RollbackSuccessful"})


class InstanceRefreshCalls(Resource[Style]):
    """Methods of an instance refresh that make calls."""

    id: str | None
    as_name: str | None
    status: typing.Any
    status_reason: str | None
    percentage_complete: int | None
    instances_to_update: int | None
    preferences: typing.Any

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "group": "as_name",
        "status": "status",
        "complete, %": "percentage_complete",
        "to update": "instances_to_update",
        "started, UTC": "start_time",
        "ended, UTC": "end_time",
        "reason": "status_reason",
    }

    if TYPE_CHECKING:

        @typing.overload
        def reload(self: _BlockingRefresh) -> _BlockingRefresh: ...
        @typing.overload
        def reload(self: _AwaitingRefresh) -> Later[_AwaitingRefresh]: ...

    def reload(self) -> typing.Any:
        """Read the refresh again, and set its attributes (DescribeInstanceRefreshes).

        Returns
        -------
        InstanceRefresh
            The same object.

        Raises
        ------
        BotoClientError
            If the refresh does not exist: AWS keeps finished refreshes for six weeks.
        """
        from reboto.ec2.autoscale._completion import then
        from reboto.ec2.autoscale._reloading import replace

        connection = self._require_connection()

        def finish(page: typing.Any) -> typing.Any:
            return replace(self, self._find(page))

        return then(connection, self._ask(), finish)

    if TYPE_CHECKING:

        @typing.overload
        def cancel(
            self: _BlockingRefresh,
            wait_for_transitioning_instances: bool | None = None,
        ) -> _BlockingRefresh: ...
        @typing.overload
        def cancel(
            self: _AwaitingRefresh,
            wait_for_transitioning_instances: bool | None = None,
        ) -> Later[_AwaitingRefresh]: ...

    def cancel(self, wait_for_transitioning_instances: bool | None = None) -> typing.Any:
        """Cancel the refresh; replaced instances stay (CancelInstanceRefresh).

        Parameters
        ----------
        wait_for_transitioning_instances : bool, optional
            Whether AWS waits for instances that are launching or terminating before the
            refresh is cancelled. AWS's default is True.

        Returns
        -------
        InstanceRefresh
            The cancelled refresh with its ID; `reload` reads its status.

        Raises
        ------
        BotoServerError
            If the group has no refresh in progress; its `error_code` is
            ``ActiveInstanceRefreshNotFound``.
        """
        return self._require_connection().cancel_instance_refresh(
            self.as_name, wait_for_transitioning_instances
        )

    if TYPE_CHECKING:

        @typing.overload
        def rollback(self: _BlockingRefresh) -> _BlockingRefresh: ...
        @typing.overload
        def rollback(self: _AwaitingRefresh) -> Later[_AwaitingRefresh]: ...

    def rollback(self) -> typing.Any:
        """Cancel the refresh and restore replaced instances (RollbackInstanceRefresh).

        Returns
        -------
        InstanceRefresh
            The refresh that is rolled back, with its ID; `wait_until_finished` waits for the
            status ``"RollbackSuccessful"`` or ``"RollbackFailed"``.

        Raises
        ------
        BotoServerError
            If the group has no refresh in progress, or the refresh has no desired
            configuration, or the group uses the version ``$Latest`` or ``$Default`` of its
            launch template.
        """
        return self._require_connection().rollback_instance_refresh(self.as_name)

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_finished(
            self: _BlockingRefresh,
            *,
            timeout: float | None = 3600,
            delay: float = 15,
            max_delay: float = 60,
            progress: waiters.Progress = False,
        ) -> _BlockingRefresh: ...
        @typing.overload
        def wait_until_finished(
            self: _AwaitingRefresh,
            *,
            timeout: float | None = 3600,
            delay: float = 15,
            max_delay: float = 60,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingRefresh]: ...

    def wait_until_finished(
        self,
        *,
        timeout: float | None = 3600,
        delay: float = 15,
        max_delay: float = 60,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until the refresh or its rollback has ended (DescribeInstanceRefreshes).

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
        InstanceRefresh
            The refresh, as observed by the last check. Its `status` is ``"Successful"``,
            ``"Failed"``, ``"Cancelled"``, ``"RollbackSuccessful"`` or ``"RollbackFailed"``,
            and its `status_reason` describes why.

        Raises
        ------
        WaitTimeoutError
            If the refresh has not ended within the timeout. Its `state` is the last observed
            state. The refresh continues; `rollback` or `cancel` ends it.
        BotoClientError
            If the refresh does not exist.

        Examples
        --------
        >>> refresh = group.start_instance_refresh()  # doctest: +SKIP
        >>> refresh.wait_until_finished(progress=True).status  # doctest: +SKIP
        'Successful'
        """

        def probe(found: InstanceRefreshCalls[typing.Any]) -> waiters.Probe[typing.Any]:
            return self._probe(found, found.status in _FINAL)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        return self._wait("finished", probe, config)

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_checkpoint(
            self: _BlockingRefresh,
            percentage: float | None = None,
            *,
            timeout: float | None = 3600,
            delay: float = 15,
            max_delay: float = 60,
            progress: waiters.Progress = False,
        ) -> _BlockingRefresh: ...
        @typing.overload
        def wait_until_checkpoint(
            self: _AwaitingRefresh,
            percentage: float | None = None,
            *,
            timeout: float | None = 3600,
            delay: float = 15,
            max_delay: float = 60,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingRefresh]: ...

    def wait_until_checkpoint(
        self,
        percentage: float | None = None,
        *,
        timeout: float | None = 3600,
        delay: float = 15,
        max_delay: float = 60,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until a percentage of the instances is replaced (DescribeInstanceRefreshes).

        Parameters
        ----------
        percentage : float, optional
            Percentage of replaced instances, from 1 to 100. By default, the first checkpoint
            of the refresh that is not reached at the first check.
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
        InstanceRefresh
            The refresh, as observed by the last check.

        Raises
        ------
        WaitTimeoutError
            If the percentage is not reached within the timeout. Its `state` is the last
            observed state.
        BotoClientError
            If the refresh ends before it reaches the percentage, does not exist, or has no
            checkpoint ahead and `percentage` is not given.

        Examples
        --------
        >>> refresh = group.start_instance_refresh(  # doctest: +SKIP
        ...     checkpoint_percentages=[20, 100]
        ... )
        >>> refresh = refresh.wait_until_checkpoint()  # doctest: +SKIP
        >>> refresh.percentage_complete  # doctest: +SKIP
        20
        """
        goal = None if percentage is None else to_float("percentage", percentage)
        if goal is not None and not 0 < goal <= 100:
            raise ValueError(f"percentage must be from 1 to 100, got {_core.shown(percentage)}")

        def probe(found: InstanceRefreshCalls[typing.Any]) -> waiters.Probe[typing.Any]:
            nonlocal goal
            done = found.percentage_complete or 0
            if goal is None:
                goal = self._next_checkpoint(found, done)
            # A rollback counts its percentage anew.
            is_forward = "Rollback" not in str(found.status)
            reached = found.status == "Successful" or (is_forward and done >= goal)
            if not reached and (found.status in _FINAL or not is_forward):
                raise BotoClientError(
                    f"{self._title()} is {_seen(found)}, so it does not reach {goal:g} %"
                )
            return self._probe(found, reached)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        name = "the next checkpoint" if goal is None else f"{goal:g} % complete"
        return self._wait(name, probe, config)

    def _next_checkpoint(self, found: InstanceRefreshCalls[typing.Any], done: int) -> float:
        given = found.preferences or self.preferences
        checkpoints = (given.checkpoint_percentages if given else None) or ()
        for checkpoint in checkpoints:
            if checkpoint > done:
                return float(checkpoint)
        if checkpoints and found.status == "Successful":
            return 100.0
        raise BotoClientError(
            f"{self._title()} has no checkpoint after {done} %: pass percentage, or start it with "
            "checkpoint_percentages"
        )

    def _title(self) -> str:
        return f"instance refresh {self.id} of group {self.as_name!r}"

    def _ask(self) -> typing.Any:
        connection = self._require_connection()
        if not self.id or not self.as_name:
            raise ValueError(f"{self!r} needs `id` and `as_name`, which a call to AWS names it by")
        return connection.get_all_instance_refreshes(self.as_name, [self.id])

    def _find(self: _Refresh, page: list[_Refresh]) -> _Refresh:
        for refresh in page:
            if refresh.id == self.id:
                return refresh
        raise BotoClientError(f"{self._title()} does not exist")

    def _probe(
        self, found: InstanceRefreshCalls[typing.Any], reached: bool
    ) -> waiters.Probe[typing.Any]:
        return waiters.Probe(reached, _seen(found), found.percentage_complete or 0, 100, found)

    def _wait(self, goal: str, probe: typing.Any, config: waiters.WaiterConfig) -> typing.Any:
        connection = self._require_connection()
        return waiters.wait(
            connection,
            f"{self._title()}: {goal}",
            self._ask,
            lambda page: probe(self._find(page)),
            config,
        )


def _seen(refresh: InstanceRefreshCalls[typing.Any]) -> str:
    """Return the observed state of a refresh in words."""
    parts = [str(refresh.status)]
    if refresh.percentage_complete is not None:
        parts.append(f"{refresh.percentage_complete} % complete")
    if refresh.instances_to_update:
        count = refresh.instances_to_update
        parts.append(f"{count} instance{'s' * (count != 1)} to update")
    reason = f" ({refresh.status_reason})" if refresh.status_reason else ""
    return ", ".join(parts) + reason
