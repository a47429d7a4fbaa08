"""Methods of warm pools."""

from __future__ import annotations

from reboto import _core
from reboto._core import to_int
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, HtmlColumns, LazyModule, Style, typing
from reboto._model import Resource
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import pagination, waiters
    from reboto._lazy import Later
    from reboto.ec2.autoscale import instance

    _BlockingPool = typing.TypeVar("_BlockingPool", bound="WarmPoolCalls[Blocking]")
    _AwaitingPool = typing.TypeVar("_AwaitingPool", bound="WarmPoolCalls[Awaiting]")
else:
    pagination = LazyModule("reboto.pagination")
    instance = LazyModule("reboto.ec2.autoscale.instance")
    waiters = LazyModule("reboto.waiters")

# States of instances that are ready to be moved to the group.
_WARM = frozenset({"Warmed:Stopped", "Warmed:Running", "Warmed:Hibernated"})


class WarmPoolCalls(Resource[Style]):
    """Methods of a warm pool that make calls."""

    auto_scaling_group_name: str | None
    min_size: int | None
    max_group_prepared_capacity: int | None
    pool_state: typing.Any
    instances: typing.Any
    next_token: str | None

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "group": "auto_scaling_group_name",
        "state": "pool_state",
        "min": "min_size",
        "max prepared": "max_group_prepared_capacity",
        "instances": "instances",
        "status": "status",
    }

    @property
    def as_name(self) -> str | None:
        """Name of the group."""
        return self.auto_scaling_group_name

    @as_name.setter
    def as_name(self, name: str | None) -> None:
        self.auto_scaling_group_name = name

    if TYPE_CHECKING:

        @typing.overload
        def update(self: WarmPoolCalls[Blocking]) -> bool: ...
        @typing.overload
        def update(self: WarmPoolCalls[Awaiting]) -> Later[bool]: ...

    def update(self) -> typing.Any:
        """Send the definition of the pool to AWS (PutWarmPool).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_warm_pool(self._group(), self)

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: WarmPoolCalls[Blocking], force_delete: bool | None = None) -> bool: ...
        @typing.overload
        def delete(
            self: WarmPoolCalls[Awaiting], force_delete: bool | None = None
        ) -> Later[bool]: ...

    def delete(self, force_delete: bool | None = None) -> typing.Any:
        """Delete the pool (DeleteWarmPool).

        Parameters
        ----------
        force_delete : bool, optional
            Whether to terminate the instances of the pool at once, without waiting for
            lifecycle actions.

        Returns
        -------
        bool
            True. The instances are terminated later.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_warm_pool(self._group(), force_delete)

    def iter_instances(self) -> pagination.Pages[instance.Instance, Style]:
        """Iterate over all instances of the pool (DescribeWarmPool).

        `instances` has only those of the first page.

        Returns
        -------
        Pages of Instance
        """
        connection = self._require_connection()
        pages: pagination.Pages[instance.Instance, Style]
        pages = connection.iter_warm_pool_instances(self._group())
        return pages

    if TYPE_CHECKING:

        @typing.overload
        def wait_until_warm(
            self: _BlockingPool,
            count: int | None = None,
            *,
            timeout: float | None = 900,
            delay: float = 10,
            max_delay: float = 60,
            progress: waiters.Progress = False,
        ) -> _BlockingPool: ...
        @typing.overload
        def wait_until_warm(
            self: _AwaitingPool,
            count: int | None = None,
            *,
            timeout: float | None = 900,
            delay: float = 10,
            max_delay: float = 60,
            progress: waiters.Progress = False,
        ) -> Later[_AwaitingPool]: ...

    def wait_until_warm(
        self,
        count: int | None = None,
        *,
        timeout: float | None = 900,
        delay: float = 10,
        max_delay: float = 60,
        progress: waiters.Progress = False,
    ) -> typing.Any:
        """Wait until instances of the pool are ready to be used (DescribeWarmPool).

        Parameters
        ----------
        count : int, optional
            Minimum number of instances in the state of the pool: stopped, running or
            hibernated. By default, the minimum size of the pool, or 1.
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
        WarmPool
            The pool with all its instances, as observed by the last check.

        Raises
        ------
        WaitTimeoutError
            If the goal is not reached within the timeout. Its `state` is the last observed
            state.
        BotoClientError
            If the group has no warm pool.

        Examples
        --------
        >>> pool = group.get_warm_pool()  # doctest: +SKIP
        >>> pool = pool.wait_until_warm(2, progress=True)  # doctest: +SKIP
        """
        connection, group = self._require_connection(), self._group()
        given = None if count is None else to_int("count", count)
        if given is not None and given < 0:
            raise ValueError(f"count must be at least 0, got {_core.shown(count)}")

        def probe(pool: WarmPoolCalls[typing.Any]) -> waiters.Probe[typing.Any]:
            if pool.pool_state is None and pool.min_size is None and not pool.instances:
                raise BotoClientError(
                    f"group {group!r} has no warm pool; create it with put_warm_pool"
                )
            least = (pool.min_size or 1) if given is None else given
            warm = sum(one.lifecycle_state in _WARM for one in pool.instances or ())
            return waiters.Probe(warm >= least, _seen(pool), min(warm, least), least, pool)

        config = waiters.WaiterConfig(timeout, delay, max_delay, progress)
        goal = "warm" if given is None else f"{given} instances warm"
        ask = _all_later if connection._awaits else _all
        return waiters.wait(
            connection,
            f"warm pool of {group!r}: {goal}",
            lambda: ask(connection, group),
            probe,
            config,
        )

    def _group(self) -> str:
        if not self.auto_scaling_group_name:
            raise ValueError(f"{self!r} needs the name of its group, auto_scaling_group_name")
        return self.auto_scaling_group_name


def _all(connection: typing.Any, group: str) -> typing.Any:
    """Return a pool with the instances of all pages."""
    pool = connection.get_warm_pool(group)
    while pool.next_token:
        _extend(pool, connection.get_warm_pool(group, next_token=pool.next_token))
    return pool


async def _all_later(connection: typing.Any, group: str) -> typing.Any:
    pool = await connection.get_warm_pool(group)
    while pool.next_token:
        _extend(pool, await connection.get_warm_pool(group, next_token=pool.next_token))
    return pool


def _extend(pool: typing.Any, page: typing.Any) -> None:
    pool.instances = [*(pool.instances or ()), *(page.instances or ())]
    pool.next_token = page.next_token


def _seen(pool: WarmPoolCalls[typing.Any]) -> str:
    from collections import Counter

    states = Counter(str(one.lifecycle_state) for one in pool.instances or ())
    return (
        ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "no instances"
    )
