"""Instances that wait for a lifecycle hook, in the order in which they are found."""

from __future__ import annotations

import contextlib
import functools
import threading
from typing import TYPE_CHECKING, Any

from reboto import _core
from reboto._core import to_float
from reboto._guarded_log import GuardedLog
from reboto._lazy import Awaiting, Blocking, Style, Styled
from reboto.ec2.autoscale._lifecycle_actions import LifecycleAction, is_transient
from reboto.exception import BotoClientError, BotoServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

# The public module, which pickles and documentation refer to.
__name__ = "reboto.ec2.autoscale.lifecycle"

_log = GuardedLog("reboto.lifecycle")

# States in which instances wait, by the hook's transition; the second is in the warm pool.
_STATES = {
    "autoscaling:EC2_INSTANCE_LAUNCHING": {"Pending:Wait", "Warmed:Pending:Wait"},
    "autoscaling:EC2_INSTANCE_TERMINATING": {"Terminating:Wait", "Warmed:Terminating:Wait"},
}
# AWS's default timeout of a hook in seconds.
_TIMEOUT = 3600
# Largest factor of the delay after errors, and seconds after which a sleeping task checks `stop`.
_SLOWEST = 8
_SLICE = 0.5


class WaitingInstances(Styled[Style]):
    """An iterator over the instances that wait for a lifecycle hook.

    Use ``for`` on a blocking connection, and ``async for`` on an awaitable connection. Each
    instance is returned once while it waits.

    Parameters
    ----------
    hook : LifecycleHook
        The hook.
    delay : float
        Seconds between checks.
    heartbeat : float, optional
        Seconds between heartbeats of the actions.
    timeout : float, optional
        Seconds after which no further check is made, and the iterator ends.
    """

    def __init__(
        self,
        hook: Styled[Style],
        *,
        delay: float = 15,
        heartbeat: float | None = None,
        timeout: float | None = None,
    ) -> None:
        self.hook: Any = hook
        if not all(getattr(hook, name) for name in ("name", "as_name")):
            raise ValueError(f"{hook!r} must have a name and the name of its group, as_name")
        self._delay = _seconds("delay", delay)
        self._heartbeat = None if heartbeat is None else _seconds("heartbeat", heartbeat)
        self._timeout = None if timeout is None else _seconds("timeout", timeout)
        self._began = _core.monotonic()
        self._failures = 0
        self._error: Exception | None = None
        self._has_checked = False
        self._states: set[str] | None = None
        # Actions by instance, until their instances do not wait any more.
        self._taken: dict[str, LifecycleAction[Style]] = {}
        self._ready: list[LifecycleAction[Style]] = []
        self._stop = threading.Event()

    def __repr__(self) -> str:
        return f"<WaitingInstances of hook {self.hook.name!r}, group {self.hook.as_name!r}>"

    def stop(self) -> None:
        """End the iterator at its next step; can be called from any thread or task."""
        self._stop.set()

    def __iter__(self: WaitingInstances[Blocking]) -> WaitingInstances[Blocking]:
        if self._connection()._awaits:
            raise TypeError(f"calls of {self._connection()!r} are awaitable; use `async for`")
        return self

    def __next__(self: WaitingInstances[Blocking]) -> LifecycleAction[Blocking]:
        iter(self)
        while not self._stop.is_set():
            if self._ready:
                return self._ready.pop(0)
            if self._is_late():
                break
            with self._errors(), contextlib.closing(self._check()) as calls:
                result = None
                with contextlib.suppress(StopIteration):
                    while True:
                        result = calls.send(result)()
            self._stop.wait(self._pause())
        raise StopIteration

    def __aiter__(self: WaitingInstances[Awaiting]) -> WaitingInstances[Awaiting]:
        if not self._connection()._awaits:
            raise TypeError(f"calls of {self._connection()!r} block; use `for`")
        return self

    async def __anext__(self: WaitingInstances[Awaiting]) -> LifecycleAction[Awaiting]:
        aiter(self)
        while not self._stop.is_set():
            if self._ready:
                return self._ready.pop(0)
            if self._is_late():
                break
            with self._errors(), contextlib.closing(self._check()) as calls:
                result = None
                with contextlib.suppress(StopIteration):
                    while True:
                        result = await calls.send(result)()
            until = _core.monotonic() + self._pause()
            while (left := until - _core.monotonic()) > 0 and not self._stop.is_set():
                await _core.sleep(min(left, _SLICE))
        raise StopAsyncIteration

    def _connection(self) -> Any:
        return self.hook._require_connection()  # pyright: ignore[reportPrivateUsage]

    def _check(self) -> Generator[Callable[[], Any], Any, None]:
        """Yield the calls of one check, and take the instances that wait."""
        connection, name = self._connection(), self.hook.as_name
        if self._states is None:
            given: Any = self.hook
            if given.transition is None or given.heartbeat_timeout is None:
                hooks = yield lambda: connection.get_all_lifecycle_hooks(name, [given.name])
                given = next((hook for hook in hooks if hook.name == given.name), None)
                if given is None:
                    raise BotoClientError(
                        f"lifecycle hook {self.hook.name!r} of group {name!r} does not exist"
                    )
            self._learn(given)
        groups = yield lambda: connection.get_all_groups([name])
        group = next((group for group in groups if group.name == name), None)
        if group is None:
            raise BotoClientError(f"group {name!r} does not exist")
        instances = list(group.instances or ())
        token, has_pool = None, group.warm_pool_configuration is not None
        while has_pool:
            pool = yield functools.partial(connection.get_warm_pool, name, next_token=token)
            instances += pool.instances or ()
            token = pool.next_token
            has_pool = bool(token)
        self._take(instances)

    def _learn(self, hook: Any) -> None:
        """Take the states and the time between heartbeats from the definition of the hook."""
        states = _STATES.get(hook.transition)
        if states is None:
            known = " or ".join(map(repr, _STATES))
            raise ValueError(
                f"LifecycleHook.transition must be {known}, got {_core.shown(hook.transition)}"
            )
        if self._heartbeat is None:
            self._heartbeat = max((hook.heartbeat_timeout or _TIMEOUT) / 3, 1)
        self._states = states

    def _take(self, instances: list[Any]) -> None:
        states = self._states or set()
        waiting = {
            instance.instance_id: instance
            for instance in instances
            if instance.lifecycle_state in states
        }
        self._taken = {name: self._taken[name] for name in self._taken if name in waiting}
        for name, instance in waiting.items():
            taken = self._taken.get(name)
            if taken is None or taken._released:  # pyright: ignore[reportPrivateUsage]
                action: LifecycleAction[Style] = LifecycleAction(
                    self.hook, instance, self._heartbeat or 0
                )
                self._taken[name] = action
                self._ready.append(action)

    @contextlib.contextmanager
    def _errors(self) -> Generator[None]:
        """Log an error that may pass, and check less often; raise others."""
        try:
            yield
        except (BotoServerError, BotoClientError) as error:
            if not is_transient(error):
                raise
            self._failures += 1
            self._error = error
            _log.warning("%r: a check failed: %s", self, error)
        else:
            self._failures, self._error = 0, None
        self._has_checked = True

    def _left(self) -> float:
        """Return the seconds that are left for checks."""
        if self._timeout is None:
            return float("inf")
        return self._timeout - (_core.monotonic() - self._began)

    def _is_late(self) -> bool:
        """Return whether the time for checks is over; raise the error of a last failed check."""
        if not self._has_checked or self._left() > 0:
            return False
        if self._error is not None:
            raise self._error
        return True

    def _pause(self) -> float:
        """Return the seconds until the next check."""
        if self._ready:
            return 0
        pause: float = self._delay * min(2**self._failures, _SLOWEST)
        return max(min(pause, self._left()), 0)


def _seconds(name: str, given: Any) -> float:
    seconds = to_float(name, given)
    if not 0 <= seconds < 1e9:
        raise ValueError(
            f"{name} must be a number of seconds of at least 0, got {_core.shown(given)}"
        )
    return seconds
