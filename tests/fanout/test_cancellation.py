"""Fan-outs send nothing after they are cancelled, interrupted or left.

``REBOTO_CANCELLATIONS=1000`` cancels at 1000 random points instead of 20.
"""

from __future__ import annotations

import _thread
import asyncio
import os
import queue
import random
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from reboto import fanout
from tests.support.interpreter import finish, start
from tests.support.wire import Wire, cbor_result, silence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

CANCELLATIONS = int(os.environ.get("REBOTO_CANCELLATIONS", "20"))
REGIONS = [f"eu-west-{number}" for number in range(100)]
AT_ONCE = 8


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, keys: None) -> Iterator[Wire]:
    """A server for all regions."""
    with Wire(lambda _: cbor_result({"MetricAlarms": []})) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running


def threads_of_fan_outs() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "reboto-fanout" in thread.name]


def wait_for_threads() -> None:
    for thread in threads_of_fan_outs():
        thread.join(30)
        assert not thread.is_alive()


def interrupt_at(server: Wire, count: int) -> None:
    server.wait_for(count, timeout=60)
    _thread.interrupt_main()


async def interrupted_for(fan: fanout.Fanout[Any], after: float) -> None:
    async def through() -> None:
        async for _ in fan:
            pass

    task = asyncio.create_task(through())
    await asyncio.sleep(after)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.timeout(60 + CANCELLATIONS)
def test_a_cancelled_fan_out_sends_nothing_afterwards(aws: Wire) -> None:
    chance, begun, cut = random.Random(7), 0, 0  # noqa: S311 - times, no secrets

    async def twice(cloudwatch: Any) -> None:
        nonlocal begun
        for _ in range(2):
            begun += 1
            await cloudwatch.describe_alarms()

    async def main() -> None:
        nonlocal begun, cut
        for _ in range(CANCELLATIONS):
            before = begun
            fan = fanout.each(twice, "cloudwatch", regions=REGIONS, concurrency=AT_ONCE)
            await interrupted_for(fan, chance.random() * 0.05)
            count = begun
            cut += count - before < 2 * len(REGIONS)
            assert asyncio.all_tasks() == {asyncio.current_task()}
            await asyncio.sleep(0.01)
            assert begun == count
            assert len(aws.requests) <= count

    asyncio.run(main())
    assert cut


@pytest.mark.timeout(60 + CANCELLATIONS)
# Python drops an interrupt that arrives in the callback of a weak reference, such as those of
# `threading`'s set of threads. The fan-out is then not interrupted.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*WeakSet:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("how", ["left", "interrupted"])
def test_a_blocking_fan_out_sends_nothing_afterwards(aws: Wire, how: str) -> None:
    chance, cut = random.Random(7), 0  # noqa: S311 - times, no secrets

    def each() -> fanout.Fanout[Any]:
        return fanout.each(
            lambda cloudwatch: [cloudwatch.describe_alarms() for _ in range(2)],
            "cloudwatch",
            regions=REGIONS,
            concurrency=AT_ONCE,
        )

    for _ in range(CANCELLATIONS):
        aws.requests.clear()
        # After a number of requests rather than a time, which depends on the machine's load.
        fan, until = each(), chance.randrange(1, 2 * len(REGIONS) - 4 * AT_ONCE)
        if how == "interrupted":
            interrupting = threading.Thread(target=interrupt_at, args=(aws, until))
            try:
                interrupting.start()
                for _ in fan:
                    pass
                interrupting.join()
                time.sleep(1)
            except KeyboardInterrupt:
                pass
            interrupting.join()
        else:
            for _ in fan:
                if len(aws.requests) >= until:
                    break
        sent = len(aws.requests)
        wait_for_threads()
        # Those that were on their way may have arrived since.
        assert len(aws.requests) - sent <= AT_ONCE
        cut += len(aws.requests) < 2 * len(REGIONS)
    assert cut


class Given(BaseException):
    """An exception that `except Exception` does not catch."""


@pytest.mark.parametrize(
    "error", [Given(), SystemExit(3), GeneratorExit(), pytest.skip.Exception("skip")], ids=repr
)
def test_exceptions_that_exit_programs_do_not_end_a_fan_out(
    aws: Wire, error: BaseException
) -> None:
    async def call(cloudwatch: Any) -> None:
        raise error

    async def main() -> list[Any]:
        fan = fanout.each(call, "cloudwatch", regions=REGIONS[:5], concurrency=2)
        return [outcome.error async for outcome in fan]

    assert asyncio.run(asyncio.wait_for(main(), 30)) == [error] * 5


def test_ctrl_c_in_a_worker_is_raised_in_the_iterating_thread(aws: Wire) -> None:
    async def call(cloudwatch: Any) -> None:
        raise KeyboardInterrupt

    async def main() -> None:
        async for _ in fanout.each(call, "cloudwatch", regions=REGIONS[:5], concurrency=2):
            raise AssertionError("no outcome")

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(main())


def test_cancelled_workers_wake_the_iterating_thread(aws: Wire) -> None:
    aws.otherwise = silence()

    async def main() -> None:
        async def others() -> None:
            await asyncio.to_thread(aws.wait_for, 2)
            for task in asyncio.all_tasks() - {asyncio.current_task(), here}:
                task.cancel()

        here = asyncio.current_task()
        cancelling = asyncio.create_task(others())
        fan = fanout.each(
            lambda c: c.describe_alarms(), "cloudwatch", regions=REGIONS, concurrency=2
        )
        with pytest.raises(asyncio.CancelledError):
            async for _ in fan:
                pass
        await cancelling

    asyncio.run(main())
    assert len(aws.requests) == 2


def test_a_loop_ends_though_a_traceback_holds_the_iterator(aws: Wire) -> None:
    aws.otherwise = silence()
    held: list[Any] = []

    async def main() -> None:
        fan = fanout.each(lambda c: c.describe_alarms(), "cloudwatch", regions=REGIONS)
        iterator = aiter(fan)
        held.append(iterator)
        waiting = asyncio.ensure_future(anext(iterator))
        await asyncio.to_thread(aws.wait_for, 16)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        held.append(aiter(fan))
        asyncio.ensure_future(anext(held[-1]))  # noqa: RUF006 - the loop's end cancels it
        await asyncio.sleep(0.1)

    ended = threading.Thread(target=asyncio.run, args=(main(),))
    ended.start()
    ended.join(60)
    assert not ended.is_alive()
    assert len(aws.requests) <= 32


def test_a_failed_thread_start_cancels_the_running_calls(
    aws: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, started = threading.Thread.start, 0

    def limited(thread: threading.Thread) -> None:
        nonlocal started
        if "reboto-fanout" in thread.name:
            started += 1
            if started > 2:
                raise RuntimeError("can't start new thread")
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", limited)
    fan = fanout.each(lambda c: c.describe_alarms(), "cloudwatch", regions=REGIONS)
    with pytest.raises(RuntimeError, match="new thread"):
        list(fan)
    sent = len(aws.requests)
    wait_for_threads()
    assert len(aws.requests) - sent <= 2


def test_an_interrupted_start_is_over(aws: Wire) -> None:
    aws.otherwise = silence()
    process = start(
        """
import threading
from reboto import fanout
begin = threading.Thread.start
def interrupted(thread):
    begin(thread)
    if thread.name == "reboto-fanout-3":
        raise KeyboardInterrupt
threading.Thread.start = interrupted
try:
    list(fanout.each(lambda c: c.describe_alarms(), "cloudwatch"))
except KeyboardInterrupt:
    for thread in threading.enumerate():
        if thread.name.startswith("reboto-fanout"):
            thread.join()
    print("interrupted")
"""
    )
    assert finish(process) == (0, "interrupted\n", "")
    assert len(aws.requests) <= 4


def test_an_interrupt_at_the_lock_of_a_queue_leaves_no_thread(aws: Wire) -> None:
    at_exit = False

    def interrupt(frame: FrameType, event: str, _: object) -> Any:
        # Just before `Queue.get` releases its lock.
        nonlocal at_exit
        caller = frame.f_back
        if caller and caller.f_code.co_filename == queue.__file__ and not at_exit:
            at_exit = frame.f_code.co_name == "__exit__"
            if at_exit:
                raise KeyboardInterrupt
        return interrupt

    fan = fanout.each(
        lambda cloudwatch: cloudwatch.describe_alarms(),
        "cloudwatch",
        regions=REGIONS,
        concurrency=AT_ONCE,
    )
    former = sys.gettrace()
    sys.settrace(interrupt)
    try:
        assert len(list(fan)) == len(REGIONS)
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(former)
    wait_for_threads()
