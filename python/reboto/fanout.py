"""One call over many regions and accounts.

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

In a coroutine the same is ``async for outcome in fanout.each(...)``: the function
gets awaiting connections then, and may be a coroutine function itself.
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
from reboto._endpoints import guess_endpoint, neighbours
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
    """Where one of the calls goes.

    Attributes
    ----------
    region : str
        Name of the region.
    profile : str or None
        The profile whose keys are used; None for those found without one.
    role_arn : str or None
        ARN of the role that is assumed.

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
    """What became of the call at one target.

    Attributes
    ----------
    target : Target
        Where it went.
    value : object
        What it gave; None where it failed.
    error : BaseException or None
        Why it failed.
    """

    target: Target
    value: _T | None = None
    error: BaseException | None = None

    def result(self) -> _T:
        """Give what the call gave, or raise its error.

        Returns
        -------
        object
            The value.

        Raises
        ------
        BaseException
            The error.
        """
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]

    def __hash__(self) -> int:
        # Values such as lists have no hash; equal outcomes have equal targets.
        return hash(self.target)


class Fanout(Generic[_T]):
    """Calls at many targets, made when it is iterated; made by `each`.

    ``for`` makes them in threads, through connections whose calls block; ``async
    for`` in tasks, through connections whose calls are awaited. Outcomes come as
    the calls end. Leaving the loop gives up what has not ended.

    Parameters
    ----------
    call : callable
        Takes a connection and gives what is wanted of it.
    service : str
        ``"autoscaling"`` or ``"cloudwatch"``.
    targets : tuple of Target
        Where the calls go, in the order in which they are begun.
    concurrency : int
        Calls under way at once, at most.
    arguments : dict
        Arguments of every connection.
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

        # Not an attribute: what lists those would list the secrets.
        def make(kind: type[Any], **target: Any) -> Any:
            return kind(**target, **hidden)

        self._make = make

    def __repr__(self) -> str:
        return f"<Fanout of {self._service} over {len(self.targets)} targets>"

    def __len__(self) -> int:
        return len(self.targets)

    def __iter__(self) -> Iterator[Outcome[_T]]:
        waiting, cancellation = deque(self.targets), _core.Cancellation()
        # Of the module at this time: gevent and eventlet replace what is in it.
        outcomes: queue.Queue[Outcome[_T]] = queue.Queue()

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
                yield outcomes.get()
        finally:
            cancellation.cancel()
            waiting.clear()

    async def __aiter__(self) -> AsyncIterator[Outcome[_T]]:
        running_loop()
        waiting = deque(self.targets)
        calls: set[asyncio.Task[Outcome[_T]]] = set()
        # Outcomes, and workers that have ended: a dead one wakes whoever waits for outcomes.
        ended: asyncio.Queue[Outcome[_T] | asyncio.Task[None]] = asyncio.Queue()

        async def work() -> None:
            while waiting:
                target = waiting.popleft()
                # In a task of its own, its cancellation is not mistaken for this worker's.
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
                raise TypeError(f"{self._call!r} returns an awaitable: use `async for`")
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
    """Make one call over regions and accounts, and give each one's outcome as it comes.

    An error at one target is its outcome; the others' are not touched by it. A
    region that an account has not enabled is such an error.

    Parameters
    ----------
    call : callable
        Called with a connection to each target. What it gives is the outcome's
        value; an iterator over pages is gone through first.
    service : str
        ``"autoscaling"`` or ``"cloudwatch"``.
    regions : list of str, optional
        Names of regions; without it all that an account of the region in use may
        have: those of AWS's commercial partition, or China's, or the government's.
    profiles : list of str, optional
        Profiles of the shared files; without it, the keys found without one.
    role_arns : list of str, optional
        ARNs of roles, each assumed in each region with the keys of each profile.
    concurrency : int, default 16
        Calls at once, at the most.
    **connection : object
        Other arguments of the connections, such as `external_id`.

    Returns
    -------
    Fanout
        To be gone through with ``for`` or ``async for``; each item is an `Outcome`.

    Raises
    ------
    ValueError
        If the service is unknown, the concurrency not above 0, or a name empty.
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
    if service not in _CONNECTIONS:
        known = ", ".join(map(repr, _CONNECTIONS))
        raise ValueError(f"service is {service!r}: give one of {known}")
    at_once = _core.to_int("concurrency", concurrency)
    if at_once < 1:
        raise ValueError(f"concurrency: {concurrency!r} is not a number above 0")
    _check_arguments(_CONNECTIONS[service][0], connection)
    accounts = product(_given("profiles", profiles), _given("role_arns", role_arns))
    named = None if regions is None else _names("regions", regions)
    targets = [
        Target(region, profile, role_arn)
        for profile, role_arn in accounts
        for region in (_own_regions(service, profile) if named is None else named)
    ]
    return Fanout(call, service, tuple(targets), at_once, connection)


def _is_pages(given: object) -> TypeGuard[Pages[Any]]:
    return isinstance(given, Pages)


def _given(argument: str, names: Iterable[str] | str | None) -> list[str] | list[None]:
    return [None] if names is None else _names(argument, names)


def _names(argument: str, names: Iterable[str] | str) -> list[str]:
    listed: list[Any] = [names] if isinstance(names, str | RegionInfo) else list(names)
    for name in listed:
        if not isinstance(name, str):
            raise TypeError(f"{argument} must be names such as {_EXAMPLES[argument]}, got {name!r}")
        if not name.strip():
            raise ValueError(
                f"{argument} must be names such as {_EXAMPLES[argument]}, got {name!r}"
            )
    return listed


_EXAMPLES = {
    "regions": "'eu-west-1'",
    "profiles": "'shop'",
    "role_arns": "'arn:aws:iam::123456789012:role/reader'",
}

# Arguments of a connection that differ from target to target.
_PLURALS = {"region": "regions", "profile_name": "profiles", "role_arn": "role_arns"}


def _check_arguments(kind: type[Any], arguments: dict[str, Any]) -> None:
    """Refuse arguments that no connection takes, before the first call and not once a target."""
    for name in arguments:
        plural = _PLURALS.get(name)
        if plural:
            raise TypeError(f"{name} is not an argument of each(): give {plural}=[...]")
        if name not in inspect.signature(kind.__init__).parameters:
            raise TypeError(f"{name} is not an argument of {kind.__name__}, nor of each()")


def _own_regions(service: str, profile: str | None) -> list[str]:
    """Name the regions that the account of a profile may use."""
    kind, _ = _CONNECTIONS[service]
    return neighbours(kind(profile_name=profile).region.name)
