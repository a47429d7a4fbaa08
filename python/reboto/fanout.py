"""Run one call in many regions and accounts.

>>> import reboto.local
>>> from reboto import fanout
>>> with reboto.local.server():
...     for outcome in fanout.each(
...         lambda cloudwatch: cloudwatch.iter_alarms(state_value="ALARM"),
...         "cloudwatch",
...         regions=["eu-west-1"],
...     ):
...         print(outcome.target, outcome.result())
eu-west-1 []

In a coroutine, use ``async for outcome in fanout.each(...)``. The function then gets
awaitable connections, and may be a coroutine function.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import queue
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, TypeGuard, TypeVar, overload

from reboto import _core, aio
from reboto._asyncio import running_loop
from reboto._endpoints import guess_endpoint, partition_regions
from reboto._secret import hide_in
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.pagination import Pages
from reboto.regioninfo import RegionInfo, load_regions

__all__ = ["Fanout", "Outcome", "Target", "each"]

_T = TypeVar("_T")

_CONNECTIONS: dict[str, tuple[type[Any], type[Any]]] = {
    "autoscaling": (AutoScaleConnection, aio.AutoScaleConnection),
    "cloudwatch": (CloudWatchConnection, aio.CloudWatchConnection),
}


@dataclass(frozen=True)
class Target:
    """Region, profile and role of one call.

    Attributes
    ----------
    region : str
        Name of the region.
    profile : str or None
        Profile of the credentials; None for the default credentials.
    role_arn : str or None
        ARN of the role to assume.

    Examples
    --------
    >>> print(Target("eu-west-1", profile="shop"))
    eu-west-1 (profile shop)
    """

    region: str
    profile: str | None = None
    role_arn: str | None = None

    def __str__(self) -> str:
        parts = [f"profile {self.profile}"] if self.profile else []
        parts += [self.role_arn] if self.role_arn else []
        return f"{self.region} ({', '.join(parts)})" if parts else self.region


@dataclass(frozen=True)
class Outcome(Generic[_T]):
    """Result or error of the call for one target.

    Attributes
    ----------
    target : Target
        Target of the call.
    value : object
        Result of the call; None if it failed.
    error : BaseException or None
        Error of the call; None if it succeeded.
    """

    target: Target
    value: _T | None = None
    error: BaseException | None = None

    def result(self) -> _T:
        """Return the result of the call, or raise its error.

        Returns
        -------
        object
            The result.

        Raises
        ------
        BaseException
            The error of the call.
        """
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]

    def __hash__(self) -> int:
        # Results such as lists are not hashable, so only the target is hashed.
        return hash(self.target)


class Fanout(Generic[_T]):
    """An iterable of outcomes, which runs the calls when it is iterated; see `each`.

    ``for`` runs the calls in threads, with blocking connections. ``async for`` runs them
    in tasks, with awaitable connections. Each outcome is returned when its call
    completes. Leaving the loop cancels the remaining calls.

    Parameters
    ----------
    call : callable
        Function that takes a connection and returns the result.
    service : str
        ``"autoscaling"`` or ``"cloudwatch"``.
    targets : tuple of Target
        Targets of the calls, in the order in which they are started.
    concurrency : int
        Maximum number of concurrent calls.
    arguments : dict
        Arguments of all connections.
    """

    def __init__(
        self,
        call: Callable[[Any], Any],
        service: str,
        targets: tuple[Target, ...],
        concurrency: int,
        arguments: dict[str, Any],
    ) -> None:
        self.targets = targets
        self._call = call
        self._service = service
        self._concurrency = concurrency
        hidden = hide_in(arguments)

        # A closure, so that the attributes do not show the secrets.
        def make(kind: type[Any], **target: Any) -> Any:
            return kind(**target, **hidden)

        self._make = make

    def __repr__(self) -> str:
        return f"<Fanout of {self._service} over {len(self.targets)} targets>"

    def __len__(self) -> int:
        return len(self.targets)

    def __iter__(self) -> Iterator[Outcome[_T]]:
        waiting, cancellation = deque(self.targets), _core.Cancellation()
        outcomes = _new_queue()

        def work() -> None:
            while waiting:
                try:
                    target = waiting.popleft()
                except IndexError:  # another thread took the last one
                    return
                outcomes.put(self._outcome(target, cancellation))

        try:
            for number in range(min(self._concurrency, len(self.targets))):
                run, name = contextvars.copy_context().run, f"reboto-fanout-{number}"
                threading.Thread(target=run, args=(work,), name=name, daemon=True).start()
            for _ in self.targets:
                outcome: Outcome[_T] = outcomes.get()
                yield outcome
        finally:
            cancellation.cancel()
            waiting.clear()

    async def __aiter__(self) -> AsyncIterator[Outcome[_T]]:
        running_loop()
        waiting = deque(self.targets)
        calls: set[asyncio.Task[Outcome[_T]]] = set()
        # Outcomes and finished workers: the end of a worker must wake the loop below.
        ended: asyncio.Queue[Outcome[_T] | asyncio.Task[None]] = asyncio.Queue()

        async def work() -> None:
            while waiting:
                target = waiting.popleft()
                # A separate task, to distinguish its cancellation from that of this worker.
                call = asyncio.create_task(self._awaited_outcome(target))
                calls.add(call)
                try:
                    await asyncio.wait({call})
                except asyncio.CancelledError:
                    call.cancel()
                    raise
                calls.discard(call)
                if call.cancelled():
                    ended.put_nowait(Outcome(target, error=asyncio.CancelledError()))
                else:
                    ended.put_nowait(call.result())

        tasks: list[asyncio.Task[None]] = []
        try:
            for _ in range(min(self._concurrency, len(self.targets))):
                tasks.append(asyncio.create_task(work()))
                tasks[-1].add_done_callback(ended.put_nowait)
            left = len(self.targets)
            while left:
                found = await ended.get()
                if isinstance(found, Outcome):
                    left -= 1
                    yield found
                else:
                    found.result()
        finally:
            waiting.clear()
            for task in (*tasks, *calls):
                task.cancel()
            await asyncio.gather(*tasks, *calls, return_exceptions=True)

    def _outcome(self, target: Target, cancellation: _core.Cancellation) -> Outcome[_T]:
        def call() -> Any:
            given = self._call(self._connect(target, _CONNECTIONS[self._service][0]))
            if inspect.isawaitable(given):
                if inspect.iscoroutine(given):
                    given.close()
                raise TypeError(f"{self._call!r} returns an awaitable; use `async for`")
            return list(given) if _is_pages(given) else given

        outer = cancellation.enter()
        try:
            return Outcome(target, call())
        except BaseException as error:  # noqa: BLE001 - each target's error is its outcome
            return Outcome(target, error=error)
        finally:
            cancellation.leave(outer)

    async def _awaited_outcome(self, target: Target) -> Outcome[_T]:
        try:
            given: Any = self._call(self._connect(target, _CONNECTIONS[self._service][1]))
            if inspect.isawaitable(given):
                given = await given
            if _is_pages(given):
                given = [item async for item in given]
            return Outcome(target, given)
        except KeyboardInterrupt:  # Ctrl-C of the whole program
            raise
        except BaseException as error:  # noqa: BLE001 - each target's error is its outcome
            return Outcome(target, error=error)

    def _connect(self, target: Target, kind: type[Any]) -> Any:
        region = target.region
        hosts = load_regions().get(self._service, {})
        host = hosts.get(region) or guess_endpoint(self._service, region)
        return self._make(
            kind,
            region=RegionInfo(name=region, endpoint=host, connection_cls=kind),
            profile_name=target.profile,
            role_arn=target.role_arn,
        )


def _new_queue() -> Any:
    """Return a queue that an interrupt leaves usable.

    Ctrl-C may end `Queue.get` while it holds the lock of the queue, and the threads would wait for
    it forever. The methods of `SimpleQueue` are atomic, but eventlet does not replace it: with
    gevent and eventlet, `queue.Queue` is a class of theirs.
    """
    made: queue.SimpleQueue[Any] | queue.Queue[Any] = (
        queue.SimpleQueue() if queue.Queue.__module__ == "queue" else queue.Queue()
    )
    return made


@overload
def each(
    call: Callable[[Any], Pages[_T]],
    service: str,
    *,
    regions: Iterable[str] | str | None = ...,
    profiles: Iterable[str] | str | None = ...,
    role_arns: Iterable[str] | str | None = ...,
    concurrency: int = ...,
    **connection: Any,
) -> Fanout[list[_T]]: ...


@overload
def each(
    call: Callable[[Any], Awaitable[_T]],
    service: str,
    *,
    regions: Iterable[str] | str | None = ...,
    profiles: Iterable[str] | str | None = ...,
    role_arns: Iterable[str] | str | None = ...,
    concurrency: int = ...,
    **connection: Any,
) -> Fanout[_T]: ...


@overload
def each(
    call: Callable[[Any], _T],
    service: str,
    *,
    regions: Iterable[str] | str | None = ...,
    profiles: Iterable[str] | str | None = ...,
    role_arns: Iterable[str] | str | None = ...,
    concurrency: int = ...,
    **connection: Any,
) -> Fanout[_T]: ...


def each(
    call: Callable[[Any], Any],
    service: str,
    *,
    regions: Iterable[str] | str | None = None,
    profiles: Iterable[str] | str | None = None,
    role_arns: Iterable[str] | str | None = None,
    concurrency: int = 16,
    **connection: Any,
) -> Fanout[Any]:
    """Run one call in many regions and accounts, and return an iterable of outcomes.

    An error for one target does not affect the others. A region that is not enabled in
    an account is such an error.

    Parameters
    ----------
    call : callable
        Function that is called with a connection to each target. Its result is the value
        of the outcome; an iterator over pages is converted to a list.
    service : str
        ``"autoscaling"`` or ``"cloudwatch"``.
    regions : list of str, optional
        Names of regions. By default, all regions in the partition of the default region:
        commercial, China or GovCloud.
    profiles : list of str, optional
        Profiles of the shared configuration files. By default, the default credentials.
    role_arns : list of str, optional
        ARNs of roles. Each role is assumed in each region with the credentials of each
        profile.
    concurrency : int, default 16
        Maximum number of concurrent calls.
    **connection : object
        Other arguments of the connections, such as `external_id`.

    Returns
    -------
    Fanout
        An iterable of `Outcome` objects, for ``for`` or ``async for``.

    Raises
    ------
    ValueError
        If the service is unknown, `concurrency` is less than 1, or a name is empty.
    TypeError
        If a region, profile or role is not a string, or an argument is unknown.

    Examples
    --------
    >>> outcomes = each(
    ...     lambda cloudwatch: cloudwatch.iter_alarms(state_value="ALARM"),
    ...     "cloudwatch",
    ...     regions=["eu-west-1", "us-east-1"],
    ...     role_arns=["arn:aws:iam::123456789012:role/reader"],
    ... )
    >>> for outcome in outcomes:  # doctest: +SKIP
    ...     print(outcome.target, outcome.error or len(outcome.value))
    """
    connection = hide_in(connection)
    if not isinstance(service, str) or service not in _CONNECTIONS:
        known = ", ".join(map(repr, _CONNECTIONS))
        raise ValueError(f"service must be one of {known}, got {_core.shown(service)}")
    at_once = _core.to_int("concurrency", concurrency)
    if at_once < 1:
        raise ValueError(f"concurrency must be at least 1, got {_core.shown(concurrency)}")
    _check_arguments(_CONNECTIONS[service][0], connection)
    accounts = product(_given("profiles", profiles), _given("role_arns", role_arns))
    named = None if regions is None else _names("regions", regions)
    targets = [
        Target(region, profile, role_arn)
        for profile, role_arn in accounts
        for region in (_own_regions(service, profile) if named is None else named)
    ]
    return Fanout(call, service, tuple(targets), at_once, connection)


def _is_pages(given: object) -> TypeGuard[Pages[Any, Any]]:
    return isinstance(given, Pages)


def _given(argument: str, names: Iterable[str] | str | None) -> list[str] | list[None]:
    return [None] if names is None else _names(argument, names)


def _names(argument: str, names: Iterable[str] | str) -> list[str]:
    listed: list[Any] = [names] if isinstance(names, str | RegionInfo) else list(names)
    for name in listed:
        if not isinstance(name, str):
            raise TypeError(
                f"{argument} must be names such as {_EXAMPLES[argument]}, got {_core.shown(name)}"
            )
        if not name.strip():
            raise ValueError(
                f"{argument} must be names such as {_EXAMPLES[argument]}, got {_core.shown(name)}"
            )
    return listed


_EXAMPLES = {
    "regions": "'eu-west-1'",
    "profiles": "'shop'",
    "role_arns": "'arn:aws:iam::123456789012:role/reader'",
}

# Arguments of a connection that are different for each target.
_PLURALS = {"region": "regions", "profile_name": "profiles", "role_arn": "role_arns"}


def _check_arguments(kind: type[Any], arguments: dict[str, Any]) -> None:
    """Raise TypeError for unknown arguments, before the first call instead of in each outcome."""
    for name in arguments:
        plural = _PLURALS.get(name)
        if plural:
            raise TypeError(f"{name} is not an argument of each(); use {plural}=[...]")
        if name not in inspect.signature(kind.__init__).parameters:
            raise TypeError(f"{name} is not an argument of each() or {kind.__name__}")


def _own_regions(service: str, profile: str | None) -> list[str]:
    """Return the regions that the account of a profile can use."""
    kind, _ = _CONNECTIONS[service]
    return partition_regions(kind(profile_name=profile).region.name)
