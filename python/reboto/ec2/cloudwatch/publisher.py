"""A publisher of metrics that buffers and aggregates, and never blocks its caller.

>>> with cloudwatch.publisher("Shop", dimensions={"Stage": "live"}) as metrics:  # doctest: +SKIP
...     metrics.put("Orders", 1, unit="Count")
...     metrics.put("Latency", 0.25, unit="Seconds")
"""

from __future__ import annotations

import atexit
import os
import threading
import time
import warnings
import weakref
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import TracebackType  # noqa: TC003 - type hints are resolved at runtime
from typing import TYPE_CHECKING, Any, overload

from reboto import _core
from reboto._guarded_log import GuardedLog
from reboto._lazy import Awaiting, Blocking, Style, Styled
from reboto.ec2.cloudwatch import _publisher_data as parts
from reboto.exception import BotoServerError, BotoTimeoutError
from reboto.warnings import DroppedMetricsWarning

if TYPE_CHECKING:
    from reboto._lazy import Later

__all__ = ["Publisher"]

_log = GuardedLog("reboto.publisher")

# The thread aggregates the queue when it is this long, to limit its memory.
_LONG = 10_000


class Publisher(Styled[Style]):
    """Publish values of metrics in the background (PutMetricData).

    `put` only appends to a queue in memory: it makes no request, takes no lock and never
    waits. A thread aggregates the values, counts equal ones, and sends them at intervals in
    batches of up to 1,000 data and 1 MB. What is left is sent at the end of the ``with``
    block, at `close`, and at exit of the interpreter.

    Values that cannot be sent, because of a network failure, throttling or missing
    permissions, stay in memory until they can. Values are dropped only if AWS refuses them
    as invalid, if more than `max_pending` are waiting, or if they cannot be sent at exit.
    A `DroppedMetricsWarning` and the attribute `dropped` say so.

    `reboto.ec2.cloudwatch.CloudWatchConnection.publisher` creates publishers.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection, of either style. With an awaitable connection, `flush` and `close`
        are awaited; `put` is not.
    namespace : str
        Namespace of the metrics. It must not begin with ``AWS/``.
    dimensions : dict of str to str, optional
        Dimensions of all values.
    unit : str, optional
        Unit of values that have none.
    storage_resolution : int, default 60
        60, or 1 to store values per second.
    flush_interval : float, default 60
        Seconds between requests.
    max_pending : int, optional
        Maximum number of different values in memory. Default: no limit.
    exit_timeout : float, default 10
        Seconds that the exit of the interpreter waits for the last requests.

    Attributes
    ----------
    sent : float
        Number of values that AWS accepted.
    dropped : dict of str to float
        Number of values that were dropped, by the name of the metric.
    last_error : Exception or None
        The error of the last request; None if it succeeded.
    """

    def __init__(
        self,
        connection: Styled[Style],
        namespace: str,
        *,
        dimensions: Mapping[str, Any] | None = None,
        unit: str | None = None,
        storage_resolution: int = 60,
        flush_interval: float = 60,
        max_pending: int | None = None,
        exit_timeout: float = 10,
    ) -> None:
        if not isinstance(namespace, str) or not namespace:
            raise ValueError(f"namespace must be a non-empty string, got {_core.shown(namespace)}")
        _core.check_limit("new_namespace", "namespace", namespace)
        if namespace.startswith("AWS/"):
            raise ValueError(f"namespace must not begin with 'AWS/', got {_core.shown(namespace)}")
        self.connection = connection
        self.namespace = namespace
        self.dimensions = parts.mapping(dimensions)
        self.unit = unit
        self.storage_resolution = storage_resolution
        parts.checked_series("metric", self.dimensions, unit, storage_resolution)
        self.flush_interval = parts.above_zero("flush_interval", flush_interval)
        self.exit_timeout = parts.above_zero("exit_timeout", exit_timeout)
        self.max_pending = None if max_pending is None else _core.to_int("max_pending", max_pending)
        if self.max_pending is not None and self.max_pending < 1:
            raise ValueError(f"max_pending must be at least 1, got {_core.shown(max_pending)}")
        self.sent: float = 0
        self.dropped: dict[str, float] = {}
        self.last_error: Exception | None = None
        self._closed = False
        # Timeout of awaitable calls in seconds; only at exit.
        self._limit: float | None = None
        self._series: dict[Any, parts.Series] = {}
        self._reset()
        _all.add(self)

    def _reset(self) -> None:
        """Start with nothing to send, at first or in a child process."""
        self._queue: deque[tuple[parts.Series, int, float, float]] = deque()
        self._buffer = parts.Buffer()
        self._unreported: dict[str, dict[str, float]] = {}
        # Held while values are aggregated or sent; `put` does not take it.
        self._sending = threading.Lock()
        self._starting = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def __repr__(self) -> str:
        state = "closed" if self._closed else f"{self.pending} pending"
        return f"<Publisher {self.namespace}: {state}, {self.sent:g} sent>"

    @property
    def pending(self) -> int:
        """Number of values that are not sent yet; equal values that were aggregated count once."""
        return len(self._queue) + self._buffer.distinct

    def put(
        self,
        name: str,
        value: float | Iterable[float],
        unit: str | None = None,
        dimensions: Mapping[str, Any] | None = None,
        timestamp: datetime | None = None,
        *,
        count: float = 1,
        storage_resolution: int | None = None,
    ) -> None:
        """Add a value, or several; it is sent later.

        The method makes no request and never waits, in both styles. It can be called from
        any thread.

        Parameters
        ----------
        name : str
            Name of the metric.
        value : float or iterable of float
            The measured value or values.
        unit : str, optional
            Unit, such as ``"Seconds"``; default is that of the publisher.
        dimensions : dict of str to str, optional
            Dimensions, in addition to those of the publisher.
        timestamp : datetime, optional
            Time of the measurement; UTC without a time zone. Default: now. AWS's resolution
            is a minute or, with ``storage_resolution=1``, a second.
        count : float, default 1
            How often each value was measured.
        storage_resolution : int, optional
            60 or 1; default is that of the publisher.

        Raises
        ------
        ValueError, TypeError
            If an argument is invalid, or the publisher is closed.
        """
        if self._closed:
            raise ValueError(f"the publisher of {self.namespace} is closed")
        series = self._series_of(name, unit, dimensions, storage_resolution)
        seconds = time.time() if timestamp is None else parts.seconds_of(timestamp)
        start = int(seconds // series.resolution) * series.resolution
        times = count if count == 1 else parts.checked_value("count", count)
        if times <= 0:
            raise ValueError(f"count must be above 0, got {_core.shown(count)}")
        if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            numbers = [parts.checked_value("value", value)]
        else:
            numbers = [parts.checked_value(f"value[{at}]", each) for at, each in enumerate(value)]
        for number in numbers:
            if self.max_pending is not None and self.pending >= self.max_pending:
                self._drop(series.name, times, f"more than {self.max_pending:,} are waiting")
            else:
                self._queue.append((series, start, number, times))
        if self._thread is None:
            self._start()
        if len(self._queue) > _LONG:
            self._wake.set()

    def _series_of(
        self,
        name: str,
        unit: str | None,
        dimensions: Mapping[str, Any] | None,
        resolution: int | None,
    ) -> parts.Series:
        try:
            key = (name, unit, resolution, tuple(dimensions.items()) if dimensions else ())
            known = self._series.get(key)
        except (TypeError, AttributeError):
            key, known = None, None
        if known is not None:
            return known
        given = self.storage_resolution if resolution is None else resolution
        every = {**self.dimensions, **parts.mapping(dimensions)}
        series = parts.checked_series(name, every, unit or self.unit, given)
        if key is not None and len(self._series) < _LONG:
            self._series[key] = series
        return series

    if TYPE_CHECKING:

        @overload
        def flush(self: Publisher[Blocking]) -> None: ...
        @overload
        def flush(self: Publisher[Awaiting]) -> Later[None]: ...

    def flush(self) -> Any:
        """Send all values now, and wait until they are sent.

        Returns
        -------
        None
            On an awaitable connection, a coroutine.

        Raises
        ------
        BotoServerError, BotoClientError
            If a request failed. The values stay in memory, unless AWS refused them as invalid.
        """
        return self._awaited(self._flush) if self._is_awaitable else self._flush()

    if TYPE_CHECKING:

        @overload
        def close(self: Publisher[Blocking]) -> None: ...
        @overload
        def close(self: Publisher[Awaiting]) -> Later[None]: ...

    def close(self) -> Any:
        """Send all values, and stop the thread. Further values are refused.

        Returns
        -------
        None
            On an awaitable connection, a coroutine.

        Raises
        ------
        BotoServerError, BotoClientError
            If a request failed. The values are dropped.
        """
        return self._awaited(self._close) if self._is_awaitable else self._close()

    def __enter__(self: Publisher[Blocking]) -> Publisher[Blocking]:
        if self._is_awaitable:
            raise TypeError("use `async with` for the publisher of an awaitable connection")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave(error)

    async def __aenter__(self: Publisher[Awaiting]) -> Publisher[Awaiting]:
        if not self._is_awaitable:
            raise TypeError("use `with` for the publisher of a blocking connection")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._awaited(self._leave, error)

    def _leave(self, error: BaseException | None) -> None:
        try:
            self._close()
        except Exception as failed:
            # The error of the block is more important.
            if error is None:
                raise
            _log.warning("%s", failed)

    @property
    def _is_awaitable(self) -> bool:
        return bool(getattr(self.connection, "_awaits", False))

    async def _awaited(self, function: Any, *arguments: Any) -> None:
        """Run a function that blocks in a thread."""
        import asyncio

        await asyncio.get_running_loop().run_in_executor(None, function, *arguments)

    def _start(self) -> None:
        """Start the thread, unless another call does."""
        if not self._starting.acquire(blocking=False):
            return
        try:
            if self._thread is None and not self._closed:
                thread = threading.Thread(
                    target=self._run, name=f"reboto-publisher-{self.namespace}", daemon=True
                )
                thread.start()
                self._thread = thread
                _started.add(self)
        except RuntimeError as error:
            # The interpreter is exiting, or no thread is left; the values are sent at exit.
            _log.warning("cannot start the thread of the publisher: %s", error)
            _started.add(self)
        finally:
            self._starting.release()

    def _run(self) -> None:
        due = _core.monotonic() + self.flush_interval
        wake = self._wake
        while not self._closed and wake is self._wake:
            wake.wait(max(due - _core.monotonic(), 0))
            wake.clear()
            if self._closed:
                return
            try:
                with self._sending:
                    self._absorb()
                    full = self._buffer.data >= parts.MOST_DATA and self.last_error is None
                if full or _core.monotonic() >= due:
                    due = _core.monotonic() + self.flush_interval
                    self._flush()
            except Exception as error:  # noqa: BLE001 - the values are kept for the next time
                _log.warning("publishing metrics of %s failed: %s", self.namespace, error)

    def _absorb(self) -> None:
        """Aggregate the queue."""
        queue = self._queue
        for _ in range(len(queue)):
            self._buffer.add(*queue.popleft())

    def _flush(self, timeout: float = -1) -> None:
        if not self._sending.acquire(timeout=timeout):
            raise BotoTimeoutError(f"the publisher was still sending after {timeout:g} s")
        failed: Exception | None = None
        try:
            self._absorb()
            waiting = deque(parts.batches(self._buffer.take()))
            try:
                while waiting:
                    failed = self._send(waiting) or failed
            except Exception as error:  # noqa: BLE001 - raised below, when the lock is free
                failed = error
            finally:
                for batch in waiting:
                    self._buffer.restore(batch)
            self.last_error = failed
        finally:
            self._sending.release()
        self._report()
        if failed is not None:
            raise failed

    def _send(self, waiting: deque[list[parts.Datum]]) -> Exception | None:
        """Send the first batch, and remove it. Return the error if AWS refused it as invalid.

        The batch stays in the list until AWS accepted it: Ctrl-C must not lose it.
        """
        batch = waiting[0]
        try:
            self._call([datum.to_dict() for datum in batch])
        except BotoServerError as error:
            if not parts.is_final(error):
                raise
            waiting.popleft()
            if len(batch) == 1:
                reason = f"AWS refused them: {error.error_code}: {error.message}"
                self._drop(batch[0].series.name, batch[0].samples, reason)
                return error
            # Only the invalid data may get lost, not the others.
            half = len(batch) // 2
            waiting.extendleft([batch[half:], batch[:half]])
            return None
        waiting.popleft()
        self.sent += sum(datum.samples for datum in batch)
        return None

    def _call(self, data: list[dict[str, Any]]) -> None:
        connection: Any = self.connection
        if not self._is_awaitable:
            connection.put_metric_data(self.namespace, metric_data=data)
            return
        import asyncio

        async def send() -> None:
            later = connection.put_metric_data(self.namespace, metric_data=data)
            await asyncio.wait_for(later, self._limit)

        asyncio.run(send())

    def _drop(self, name: str, count: float, reason: str) -> None:
        self.dropped[name] = self.dropped.get(name, 0) + count
        of_reason = self._unreported.setdefault(reason, {})
        of_reason[name] = of_reason.get(name, 0) + count

    def _report(self) -> None:
        """Warn of values that were dropped."""
        unreported, self._unreported = self._unreported, {}
        for reason, names in unreported.items():
            shown = ", ".join(f"{count:g} of {name}" for name, count in list(names.items())[:5])
            more = f" and {len(names) - 5} other metrics" if len(names) > 5 else ""
            warnings.warn(
                f"values of metrics in {self.namespace} were dropped: {shown}{more}: {reason}",
                DroppedMetricsWarning,
                stacklevel=2,
            )

    def _close(self, timeout: float = -1) -> None:
        if self._closed:
            return
        self._closed = True
        self._wake.set()
        try:
            self._flush(timeout)
        finally:
            self._abandon("they could not be sent before the publisher was closed")
            _started.discard(self)
            thread = self._thread
            if thread is not None and thread is not threading.current_thread():
                thread.join(self.exit_timeout)

    def _abandon(self, reason: str) -> None:
        """Drop what is left, and report it."""
        self._absorb()
        left = self._buffer.take()
        for datum in left:
            self._drop(datum.series.name, datum.samples, reason)
        if left:
            self._report()

    def _at_exit(self) -> None:
        limit = _core.Cancellation(self.exit_timeout)
        outer = limit.enter()
        self._limit = self.exit_timeout
        try:
            self._close(self.exit_timeout)
        except Exception as error:  # noqa: BLE001 - an exit has no caller
            _log.warning("publishing metrics of %s failed at exit: %s", self.namespace, error)
        finally:
            limit.leave(outer)


# All publishers, to reset them in child processes.
_all: weakref.WeakSet[Publisher[Any]] = weakref.WeakSet()
# Publishers with values to send at exit.
_started: set[Publisher[Any]] = set()


@atexit.register
def _close_all() -> None:
    for publisher in list(_started):
        publisher._at_exit()  # pyright: ignore[reportPrivateUsage]


def _forked() -> None:
    """Forget the parent's values, which the parent sends, in a child process."""
    for publisher in list(_all):
        publisher._reset()  # pyright: ignore[reportPrivateUsage]
    _started.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
