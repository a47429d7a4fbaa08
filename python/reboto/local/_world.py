"""The state of one local endpoint beyond moto's: its clock, and what happens as time passes.

Nothing runs in the background. Each request first lets everything happen that was due since the
previous one, in the order of time, so that a test that advances the clock is deterministic.
"""

from __future__ import annotations

import contextlib
import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    _P = TypeVar("_P")

# moto stores its state in plain dictionaries without locks.
LOCK = threading.RLock()

# More steps at one time than this are an error here, which must not keep all requests waiting.
_MOST_STEPS = 10_000
_LONGEST = timedelta(days=366 * 100)


@dataclass(frozen=True)
class Options:
    """How fast time passes, and how long instances take, in seconds of the endpoint's clock.

    The clock begins at `start`, in UTC without a time zone; by default, at the present time.
    """

    speed: float = 1.0
    launch_seconds: float = 0.0
    terminate_seconds: float = 0.0
    start: datetime | None = None


class Part(Protocol):
    """A part of a region's state in which something happens as time passes."""

    def next(self) -> datetime | None:
        """Return when something happens next; None if nothing will."""

    def step(self, now: datetime) -> None:
        """Let everything happen that is due. Afterwards, `next` is later than now."""


class Region:
    """The state of a region of an endpoint.

    Attributes
    ----------
    account, name : str
        The account number and the name of the region, which select moto's state.
    tables : dict
        Resources that moto does not have, by kind and name.
    """

    def __init__(self, world: World, account: str, name: str) -> None:
        self.world = world
        self.account = account
        self.name = name
        self.tables: dict[str, dict[Any, Any]] = {}
        self._parts: dict[str, Any] = {}

    def table(self, kind: str) -> dict[Any, Any]:
        """Return the resources of a kind by name."""
        return self.tables.setdefault(kind, {})

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource."""
        partition = "aws-cn" if self.name.startswith("cn-") else "aws"
        if self.name.startswith("us-gov-"):
            partition = "aws-us-gov"
        return f"arn:{partition}:{service}:{self.name}:{self.account}:{resource}"

    def part(self, name: str, make: Callable[[Region], _P]) -> _P:
        """Return a part of the state; make it if it does not exist."""
        if name not in self._parts:
            self._parts[name] = make(self)
        return cast("_P", self._parts[name])

    def parts(self) -> list[Part]:
        """Return all parts, in the order in which they act within a second."""
        return [self._parts[name] for name in sorted(self._parts)]


class World:
    """The clock and the regions of an endpoint."""

    def __init__(self, account: str, options: Options | None = None) -> None:
        self.account = account
        self.options = options or Options()
        self._begin = self.options.start or _real()
        self._began = time.monotonic()
        self._ahead = timedelta()
        self._at: datetime | None = None
        self._seen = datetime.min
        self._regions: dict[tuple[str, str], Region] = {}

    def now(self) -> datetime:
        """Return the time of the event that is happening, else the clock's, in UTC."""
        return self._at or self._clock()

    def _clock(self) -> datetime:
        if self.options.speed == 1 and self.options.start is None:
            return _real() + self._ahead
        passed = (time.monotonic() - self._began) * self.options.speed
        return self._begin + timedelta(seconds=passed) + self._ahead

    def region(self, name: str, account: str | None = None) -> Region:
        """Return a region of the endpoint's account."""
        key = account or self.account, name
        if key not in self._regions:
            self._regions[key] = Region(self, *key)
        return self._regions[key]

    def advance(self, seconds: float) -> None:
        """Set the clock forward, and let everything happen that becomes due."""
        with LOCK, current(self):
            if self._ahead + timedelta(seconds=seconds) > _LONGEST:
                raise ValueError("seconds must not set the clock more than 100 years ahead")
            self._ahead += timedelta(seconds=seconds)
            self._catch_up(self._clock())

    @contextlib.contextmanager
    def request(self) -> Generator[None, None, None]:
        """Let everything happen that is due; the clock stands still inside the block."""
        if self._at is not None:
            yield
            return
        now = self._clock()
        self._catch_up(now)
        self._at = max(now, self._seen)
        try:
            yield
        finally:
            self._seen, self._at = self._at, None

    def _catch_up(self, now: datetime) -> None:
        steps = 0
        try:
            while True:
                parts = [part for one in list(self._regions.values()) for part in one.parts()]
                due = min((at for part in parts if (at := part.next()) is not None), default=None)
                if due is None or due > now:
                    return
                steps = steps + 1 if due <= self._seen else 0
                if steps > _MOST_STEPS:
                    raise RuntimeError("the state of the endpoint does not settle")
                self._at = max(due, self._seen)
                for part in parts:
                    part.step(self._at)
                self._seen = self._at
        finally:
            self._at = None


_world: ContextVar[World | None] = ContextVar("reboto.local.world", default=None)


@contextlib.contextmanager
def current(world: World) -> Generator[None, None, None]:
    """Make a world the current one inside the block."""
    token = _world.set(world)
    try:
        yield
    finally:
        _world.reset(token)


def this_world() -> World:
    """Return the world of the request that is being handled."""
    world = _world.get()
    if world is None:
        world = World("123456789012")
        _world.set(world)
    return world


def utcnow() -> datetime:
    """Return the time of the endpoint's clock, in UTC without a time zone."""
    world = _world.get()
    return _real() if world is None else world.now()


def _real() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)
