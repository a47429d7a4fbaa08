"""Lifecycle actions: the instances that a worker handles."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Literal

from reboto import _core
from reboto._guarded_log import GuardedLog
from reboto._lazy import Awaiting, Blocking, LazyModule, Style, Styled
from reboto.exception import (
    BotoClientError,
    BotoConnectionError,
    BotoServerError,
    BotoTimeoutError,
)

if TYPE_CHECKING:
    import types

    from reboto.ec2.autoscale import instance as instances
else:
    # The hints are resolved at run time too.
    instances = LazyModule("reboto.ec2.autoscale.instance")
    types = LazyModule("types")

# The public module, which pickles and documentation refer to.
__name__ = "reboto.ec2.autoscale.lifecycle"

_log = GuardedLog("reboto.lifecycle")

# Attempts to complete an action, and seconds before the second attempt.
_ATTEMPTS, _PAUSE = 6, 0.5
_THROTTLED = {
    "Throttling",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TooManyRequestsException",
    "RequestThrottled",
    "RequestThrottledException",
    "ResourceContention",
}


def is_transient(error: BaseException) -> bool:
    """Return whether the same call may succeed later."""
    if isinstance(error, BotoServerError):
        return error.status >= 500 or error.error_code in _THROTTLED
    return isinstance(error, (BotoConnectionError, BotoTimeoutError))


def _is_over(error: BaseException) -> bool:
    """Return whether an error means that the lifecycle action does not wait any more."""
    return isinstance(error, BotoServerError) and "No active Lifecycle Action" in str(error.message)


class LifecycleAction(Styled[Style]):
    """An instance that waits for a lifecycle hook; a context manager for handling it.

    `LifecycleHook.waiting_instances` returns it. The block of ``with``, or of ``async with`` on
    an awaitable connection, is the work for the instance. Heartbeats are sent in the background
    until it ends. Then the action is completed: with ``CONTINUE``, or with ``ABANDON`` after an
    `Exception`. If the block ends because the worker stops (`KeyboardInterrupt`, `SystemExit`,
    a cancelled task), the instance keeps waiting, and the next worker gets it.

    Parameters
    ----------
    hook : LifecycleHook
        The hook.
    instance : Instance
        The instance.
    heartbeat : float
        Seconds between heartbeats; 0 sends none.

    Attributes
    ----------
    instance_id, lifecycle_state : str
        ID of the instance, and its state, such as ``"Terminating:Wait"``.
    instance : Instance
        The instance, as it was read.
    hook : LifecycleHook
        The hook.
    result : str or None
        ``"CONTINUE"`` or ``"ABANDON"``; None if the action is not completed.
    is_over : bool
        Whether AWS no longer waits: the action was completed, or its timeout has passed.
    """

    def __init__(
        self,
        hook: Styled[Style],
        instance: instances.Instance,
        heartbeat: float = 0,
    ) -> None:
        self.hook: Any = hook
        self.instance = instance
        self.result: str | None = None
        self.is_over = False
        self._interval = heartbeat
        self._released = False
        self._stopped: threading.Event | None = None
        self._worker: Any = None

    @property
    def instance_id(self) -> str:
        """ID of the instance."""
        return str(self.instance.instance_id)

    @property
    def lifecycle_state(self) -> str:
        """State of the instance when it was read."""
        return str(self.instance.lifecycle_state)

    def __repr__(self) -> str:
        state = self.result or ("over" if self.is_over else self.lifecycle_state)
        return f"LifecycleAction<{self.instance_id}, {self.hook.name}: {state}>"

    def heartbeat(self) -> Any:
        """Extend the time that AWS waits by the hook's timeout (RecordLifecycleActionHeartbeat).

        The context manager does this in the background.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If the action was completed, or its timeout has passed.
        """
        return self._connection().record_lifecycle_action_heartbeat(
            self.hook.name, self.hook.as_name, instance_id=self.instance_id
        )

    def complete(self, result: Literal["CONTINUE", "ABANDON"] = "CONTINUE") -> Any:
        """Complete the action (CompleteLifecycleAction).

        Throttled calls and failed connections are retried for half a minute. If the action
        does not wait any more, a warning is logged, and `is_over` is set.

        Parameters
        ----------
        result : str
            ``"CONTINUE"``, or ``"ABANDON"`` to terminate an instance that launches. An instance
            that terminates is terminated in both cases.

        Returns
        -------
        bool
            Whether AWS waited for the action.

        Raises
        ------
        ValueError
            If `result` is another text.
        BotoServerError, BotoClientError
            If the call fails. The instance keeps waiting.
        """
        if result not in ("CONTINUE", "ABANDON"):
            raise ValueError(f"result must be 'CONTINUE' or 'ABANDON', got {_core.shown(result)}")
        awaits = self._connection()._awaits
        return self._complete_later(result) if awaits else self._complete(result)

    def abandon(self) -> Any:
        """Complete the action with ``ABANDON`` (CompleteLifecycleAction).

        Returns
        -------
        bool
            Whether AWS waited for the action.
        """
        return self.complete("ABANDON")

    def release(self) -> None:
        """Give the instance back uncompleted: the next check of the iterator returns it again."""
        self._released = True

    def __enter__(self: LifecycleAction[Blocking]) -> LifecycleAction[Blocking]:
        if self._connection()._awaits:
            raise TypeError("the calls of this action are awaitable; use `async with`")
        if self._interval:
            self._stopped = threading.Event()
            self._worker = threading.Thread(
                target=self._beat, args=(self._stopped,), daemon=True, name=f"heartbeat-{self!r}"
            )
            self._worker.start()
        return self

    def __exit__(
        self: LifecycleAction[Blocking],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: types.TracebackType | None,
    ) -> None:
        if self._stopped is not None:
            self._stopped.set()
            self._worker.join(timeout=5)
            self._stopped = self._worker = None
        result = self._result_of(error)
        if result is None:
            return
        try:
            self._complete(result)
        except (BotoServerError, BotoClientError) as failed:
            self.release()
            if error is None:
                raise
            self._log_failure(failed)

    async def __aenter__(self: LifecycleAction[Awaiting]) -> LifecycleAction[Awaiting]:
        if not self._connection()._awaits:
            raise TypeError("the calls of this action block; use `with`")
        if self._interval:
            self._worker = asyncio.ensure_future(self._beat_later())
        return self

    async def __aexit__(
        self: LifecycleAction[Awaiting],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: types.TracebackType | None,
    ) -> None:
        if self._worker is not None:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait({self._worker})
            self._worker = None
        result = self._result_of(error)
        if result is None:
            return
        try:
            await self._complete_later(result)
        except (BotoServerError, BotoClientError) as failed:
            self.release()
            if error is None:
                raise
            self._log_failure(failed)

    def _connection(self) -> Any:
        return self.hook._require_connection()  # pyright: ignore[reportPrivateUsage]

    def _result_of(self, error: BaseException | None) -> str | None:
        """Return the result for the end of the block; None to leave the action as it is."""
        if self.result is not None or self.is_over or self._released:
            return None
        if error is None:
            return "CONTINUE"
        if isinstance(error, Exception) and not isinstance(error, asyncio.CancelledError):
            return "ABANDON"
        self.release()
        return None

    def _log_failure(self, failed: Exception) -> None:
        _log.error("%r: CompleteLifecycleAction failed: %s", self, failed)

    def _beat(self, stopped: threading.Event) -> None:
        while not stopped.wait(self._interval):
            try:
                self.heartbeat()
            except Exception as error:  # noqa: BLE001 - a thread has no caller to raise it to
                if stopped.is_set() or self._ends_heartbeats(error):
                    return

    async def _beat_later(self) -> None:
        while True:
            await _core.sleep(self._interval)
            try:
                await self.heartbeat()
            except Exception as error:  # noqa: BLE001 - the block of the user is not interrupted
                if self._ends_heartbeats(error):
                    return

    def _ends_heartbeats(self, error: Exception) -> bool:
        if _is_over(error):
            self.is_over = True
            _log.warning("%r: AWS no longer waits for the instance: %s", self, error)
            return True
        _log.warning("%r: a heartbeat failed: %s", self, error)
        return not is_transient(error)

    def _send(self, result: str) -> Any:
        return self._connection().complete_lifecycle_action(
            self.hook.name, self.hook.as_name, result, instance_id=self.instance_id
        )

    def _complete(self, result: str) -> bool:
        for attempt in range(_ATTEMPTS):
            try:
                self._send(result)
            except (BotoServerError, BotoClientError) as error:
                if not self._continues(error, result, attempt):
                    return self.result is not None
            else:
                self.result, self.is_over = result, True
                return True
            threading.Event().wait(_PAUSE * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _complete_later(self, result: str) -> bool:
        for attempt in range(_ATTEMPTS):
            try:
                await self._send(result)
            except (BotoServerError, BotoClientError) as error:
                if not self._continues(error, result, attempt):
                    return self.result is not None
            else:
                self.result, self.is_over = result, True
                return True
            await _core.sleep(_PAUSE * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _continues(self, error: Exception, result: str, attempt: int) -> bool:
        """Return whether to try again; raise an error that does not pass."""
        if _is_over(error):
            self.is_over = True
            if attempt:
                self.result = result  # The response to an earlier attempt was lost.
            else:
                _log.warning("%r: the action was over before it was completed: %s", self, error)
            return False
        if not is_transient(error) or attempt == _ATTEMPTS - 1:
            raise error
        return True
