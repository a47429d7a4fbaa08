"""Batches of variants: the work of a sweep in this process, or in those of an executor."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import suppress
from typing import Any, NamedTuple

from reboto._core import ForesightSweep

# Seconds of work in a batch: Ctrl-C waits for one in this process.
_HERE, _AWAY = 0.15, 1.0
# A batch is tried so often in an executor, then it runs in this process.
_ATTEMPTS = 3
# Errors of a worker that was lost, by name: the libraries need not be installed.
_LOST = {
    "KilledWorker",
    "WorkerCrashedError",
    "RayActorError",
    "ActorDiedError",
    "TerminatedWorkerError",
}


class Work(NamedTuple):
    """What a worker needs for any batch of a sweep."""

    scenario: str
    series: dict[str, bytes]
    pointers: str
    scores: str
    seeds: tuple[int, ...]
    launch_noise: float
    load_noise: float

    def prepare(self) -> ForesightSweep:
        """Read the scenario and make the noise."""
        return ForesightSweep(*self)


# The last sweep of this process: the batches of a sweep share it.
_last: list[tuple[Work, ForesightSweep]] = []


def run_batch(work: Work, variants: str) -> bytes:
    """Run one batch in a worker; its scores are doubles. One thread: there are other workers."""
    if not _last or _last[0][0] != work:
        _last[:] = [(work, work.prepare())]
    return _last[0][1].run(variants, 1)


def run(
    work: Work, variants: Sequence[Sequence[Any]], executor: Any, advance: Callable[[int], object]
) -> array[float]:
    """Run all variants. `advance` is called with the number of variants that are done."""
    scores = array("d")
    sweep = work.prepare()
    if not variants:
        return scores
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # The first variant shows how much fits into a batch.
    begin = time.perf_counter()
    scores.frombytes(_run_here(sweep, variants, 0, 1, 1))
    each = max(1e-6, time.perf_counter() - begin)
    advance(1)
    if executor is not None:
        size = max(1, int(_AWAY / each))
        for part in _run_away(work, sweep, variants, 1, size, executor, advance):
            scores.frombytes(part)
        return scores
    first, size = 1, max(1, int(_HERE / each))
    while first < len(variants):
        last = min(first + size, len(variants))
        begin = time.perf_counter()
        scores.frombytes(_run_here(sweep, variants, first, last, threads or 1))
        advance(last - first)
        took = max(1e-6, time.perf_counter() - begin)
        size = max(1, min(int((last - first) * _HERE / took), 4 * size))
        first = last
    return scores


def _run_here(
    sweep: ForesightSweep, variants: Sequence[Sequence[Any]], first: int, last: int, threads: int
) -> bytes:
    try:
        return sweep.run(json.dumps(variants[first:last], allow_nan=False), threads)
    except ValueError as error:
        raise _invalid(error, first) from None


def _invalid(error: ValueError, first: int) -> ValueError:
    """Name the variant of the whole sweep instead of that of the batch."""
    if len(error.args) == 2:
        index, message = error.args
        return ValueError(f"variant {first + index} is not a valid scenario: {message}")
    return error


def _run_away(
    work: Work,
    sweep: ForesightSweep,
    variants: Sequence[Sequence[Any]],
    begin: int,
    size: int,
    executor: Any,
    advance: Callable[[int], object],
) -> Iterator[bytes]:
    spans = [
        (first, min(first + size, len(variants))) for first in range(begin, len(variants), size)
    ]
    results: dict[int, bytes] = {}
    attempts = dict.fromkeys(range(len(spans)), 0)
    pending: dict[Future[bytes], int] = {}

    def start(number: int) -> None:
        attempts[number] += 1
        first, last = spans[number]
        if attempts[number] <= _ATTEMPTS:
            text = json.dumps(variants[first:last], allow_nan=False)
            # A broken executor takes no work: it is done here.
            with suppress(RuntimeError):
                pending[executor.submit(run_batch, work, text)] = number
                return
        results[number] = _run_here(sweep, variants, first, last, 1)
        advance(last - first)

    try:
        for number in range(len(spans)):
            start(number)
        while pending:
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                number = pending.pop(future)
                first, last = spans[number]
                try:
                    results[number] = future.result()
                except ValueError as error:
                    raise _invalid(error, first) from None
                except (BrokenExecutor, CancelledError, OSError):
                    start(number)
                except Exception as error:
                    if type(error).__name__ not in _LOST:
                        raise
                    start(number)
                else:
                    advance(last - first)
    finally:
        for future in pending:
            future.cancel()
    for number in range(len(spans)):
        yield results[number]


def progress(total: int, show: bool | None) -> Callable[[int], object]:
    """Return a function that shows progress with tqdm, if it is installed and wanted."""
    if show is None:
        show = total > 1 and sys.stderr is not None and sys.stderr.isatty()
    if not show:
        return lambda _: None
    try:
        bars = importlib.import_module("tqdm.auto")
    except ImportError:
        return lambda _: None
    bar: Any = bars.tqdm(total=total, unit="variants", leave=False)

    def advance(count: int) -> None:
        bar.update(count)
        if bar.n >= total:
            bar.close()

    return advance
