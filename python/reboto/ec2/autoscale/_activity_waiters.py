"""Waiters for scaling activities."""

from __future__ import annotations

from reboto._error_types import BotoClientError
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, LazyModule, Style, typing
from reboto._model import Resource

if TYPE_CHECKING:
    from reboto import waiters
    from reboto._lazy import Later

    _BlockingActivity = typing.TypeVar("_BlockingActivity", bound="ActivityWaiters[Blocking]")
    _AwaitingActivity = typing.TypeVar("_AwaitingActivity", bound="ActivityWaiters[Awaiting]")
else:
    waiters = LazyModule("reboto.waiters")

_FINAL = frozenset({"Successful", "Failed", "Cancelled"})


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

        def probe(
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
        return waiters.wait(connection, f"{name}: finished", ask, probe, config)
