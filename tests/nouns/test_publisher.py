"""The publisher of metrics: aggregation, batches, failures, exit and fork."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import math
import os
import subprocess
import sys
import threading
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reboto
from reboto import aio
from reboto.ec2.cloudwatch._publisher_data import Buffer, Datum, Series, batches
from reboto.exception import BotoServerError
from reboto.warnings import DroppedMetricsWarning
from tests.support.messages import cbor_failure, cbor_result
from tests.support.styles import reaching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reboto.ec2.cloudwatch import Publisher
    from tests.support.messages import Response
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

NOON = datetime.datetime(2026, 1, 1, 12, 0, 7)


@pytest.fixture(autouse=True)
def _all_closed() -> Iterator[None]:
    """Fail if a test leaves a publisher running, which would still send during other tests."""
    yield
    assert [thread.name for thread in threading.enumerate() if "publisher" in thread.name] == []


def sent(server: Wire) -> list[dict[str, Any]]:
    return [datum for request in server.requests for datum in request.document["MetricData"]]


def by_name(server: Wire) -> dict[str, dict[str, Any]]:
    return {datum["MetricName"]: datum for datum in sent(server)}


def test_values_are_aggregated_and_sent_at_the_end(style: Blocking, server: Wire) -> None:
    server.otherwise = cbor_result()
    metrics = style.cloudwatch(server).publisher("Shop", dimensions={"Stage": "live"}, unit="Count")
    for value in (1, 2, 1, 1):
        metrics.put("Orders", value, timestamp=NOON)
    metrics.put("Orders", 5, timestamp=NOON + datetime.timedelta(seconds=60))
    metrics.put("Latency", [0.5, 0.25], "Seconds", {"Till": ["7"]}, NOON, storage_resolution=1)
    metrics.put("Hits", 3, timestamp=NOON, count=10)
    assert server.requests == []
    assert metrics.pending == 8
    style.settle(metrics.flush())
    assert metrics.pending == 0
    assert metrics.sent == 17
    style.settle(metrics.close())
    (request,) = server.requests
    assert request.document["Namespace"] == "Shop"
    orders, later, latency, hits = request.document["MetricData"]
    stage = {"Name": "Stage", "Value": "live"}
    assert {key: part for key, part in orders.items() if key != "Timestamp"} == {
        "MetricName": "Orders",
        "Dimensions": [stage],
        "Unit": "Count",
        "Values": [1.0, 2.0],
        "Counts": [3.0, 1.0],
    }
    assert (later["MetricName"], later["Value"]) == ("Orders", 5.0)
    assert "Values" not in later
    assert latency["Dimensions"] == [stage, {"Name": "Till", "Value": "7"}]
    assert (latency["StorageResolution"], latency["Unit"]) == (1, "Seconds")
    assert (hits["Values"], hits["Counts"]) == ([3.0], [10.0])
    assert later["Timestamp"] != orders["Timestamp"] != latency["Timestamp"]


def test_a_with_block_sends_what_is_left(server: Wire) -> None:
    server.otherwise = cbor_result()
    with reboto.connect_cloudwatch(**reaching(server)).publisher("Shop") as metrics:
        metrics.put("Orders", 1)
    assert by_name(server)["Orders"]["Value"] == 1.0
    with pytest.raises(ValueError, match="the publisher of Shop is closed"):
        metrics.put("Orders", 1)
    metrics.close()
    assert repr(metrics) == "<Publisher Shop: closed, 1 sent>"
    with pytest.raises(TypeError, match="async with"):
        aio.connect_cloudwatch("key", "secret").publisher("Shop").__enter__()  # type: ignore[misc]


def test_an_async_with_block_sends_what_is_left(server: Wire) -> None:
    server.otherwise = cbor_result()

    async def publish() -> None:
        connection = aio.connect_cloudwatch(**reaching(server))
        async with connection.publisher("Shop") as metrics:
            metrics.put("Orders", 1)
            await metrics.flush()
            metrics.put("Returns", 2)
        with pytest.raises(TypeError, match="use `with`"):
            await reboto.connect_cloudwatch("key", "secret").publisher("Shop").__aenter__()  # type: ignore[misc]

    asyncio.run(publish())
    assert len(server.requests) == 2
    assert {name: datum["Value"] for name, datum in by_name(server).items()} == {
        "Orders": 1.0,
        "Returns": 2.0,
    }


def test_values_are_sent_at_intervals(style: Blocking, server: Wire) -> None:
    server.otherwise = cbor_result()
    metrics = style.cloudwatch(server).publisher("Shop", flush_interval=0.05)
    metrics.put("Orders", 1)
    server.wait_for(1)
    metrics.put("Orders", 2)
    server.wait_for(2)
    assert [datum["Value"] for datum in sent(server)] == [1.0, 2.0]
    style.settle(metrics.close())


def test_put_does_not_wait_for_a_request(server: Wire) -> None:
    release = threading.Event()
    server.otherwise = dataclasses.replace(cbor_result(), when=release.wait)
    metrics = reboto.connect_cloudwatch(**reaching(server)).publisher("Shop", flush_interval=0.01)
    metrics.put("Orders", 1)
    server.wait_for(1)
    # The thread waits for the response now.
    for _ in range(1000):
        metrics.put("Orders", 2)
    assert metrics.sent == 0
    release.set()
    metrics.close()
    assert metrics.sent == 1001


def test_many_threads_lose_nothing(server: Wire) -> None:
    server.otherwise = cbor_result()
    metrics = reboto.connect_cloudwatch(**reaching(server)).publisher("Shop", flush_interval=0.01)

    def work() -> None:
        for number in range(2000):
            metrics.put("Orders", number % 7)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    metrics.close()
    total = sum(sum(each.get("Counts", [1])) for each in sent(server))
    assert (total, metrics.sent, metrics.dropped) == (8000, 8000, {})


@pytest.mark.parametrize(
    "failure", [cbor_failure("Throttling", "slow"), cbor_failure("AccessDenied", "no", 403)]
)
@pytest.mark.usefixtures("prompt_retries")
def test_values_that_could_not_be_sent_are_kept(
    style: Blocking, server: Wire, failure: Response
) -> None:
    server.otherwise = failure
    metrics = style.cloudwatch(server).publisher("Shop")
    metrics.put("Orders", 1, timestamp=NOON)
    with pytest.raises(BotoServerError):
        flushed(style, metrics)
    assert (metrics.sent, metrics.dropped, metrics.pending) == (0, {}, 1)
    assert isinstance(metrics.last_error, BotoServerError)
    metrics.put("Orders", 1, timestamp=NOON)
    server.otherwise = cbor_result()
    count = len(server.requests)
    flushed(style, metrics)
    assert metrics.last_error is None
    assert len(server.requests) == count + 1
    (datum,) = server.requests[-1].document["MetricData"]
    assert (datum["Values"], datum["Counts"]) == ([1.0], [2.0])
    style.settle(metrics.close())


def flushed(style: Blocking, metrics: Publisher[Any]) -> None:
    style.settle(metrics.flush())


def test_only_invalid_values_are_dropped_and_reported(style: Blocking, server: Wire) -> None:
    def respond(request: Any) -> Response:
        names = [datum["MetricName"] for datum in request.document["MetricData"]]
        if "m13" in names:
            return cbor_failure("InvalidParameterValue", "too old")
        return cbor_result()

    server.otherwise = respond
    metrics = style.cloudwatch(server).publisher("Shop")
    for number in range(20):
        metrics.put(f"m{number}", 1)
    with (
        pytest.warns(DroppedMetricsWarning, match="dropped: 1 of m13: AWS refused them: Inv"),
        pytest.raises(BotoServerError, match="too old"),
    ):
        flushed(style, metrics)
    assert (metrics.sent, metrics.dropped, metrics.pending) == (19, {"m13": 1}, 0)
    accepted = [
        datum["MetricName"]
        for request in server.requests
        for datum in request.document["MetricData"]
        if "m13" not in {each["MetricName"] for each in request.document["MetricData"]}
    ]
    assert sorted(accepted) == sorted(f"m{number}" for number in range(20) if number != 13)
    style.settle(metrics.close())


def test_a_request_that_is_too_large_is_split(style: Blocking, server: Wire) -> None:
    def respond(request: Any) -> Response:
        if len(request.document["MetricData"]) > 3:
            return dataclasses.replace(cbor_failure("", ""), status=413)
        return cbor_result()

    server.otherwise = respond
    metrics = style.cloudwatch(server).publisher("Shop")
    for number in range(8):
        metrics.put(f"m{number}", 1)
    flushed(style, metrics)
    assert (metrics.sent, metrics.dropped) == (8, {})
    sizes = [len(request.document["MetricData"]) for request in server.requests]
    assert sizes == [8, 4, 2, 2, 4, 2, 2]
    style.settle(metrics.close())


def test_a_limit_drops_new_values_and_says_so(style: Blocking, server: Wire) -> None:
    server.otherwise = cbor_result()
    metrics = style.cloudwatch(server).publisher("Shop", max_pending=2)
    for value in range(5):
        metrics.put("Orders", value, timestamp=NOON)
    with pytest.warns(DroppedMetricsWarning, match="3 of Orders: more than 2 are waiting"):
        flushed(style, metrics)
    assert (metrics.sent, metrics.dropped) == (2, {"Orders": 3})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        flushed(style, metrics)
    style.settle(metrics.close())


@pytest.mark.usefixtures("prompt_retries")
def test_values_that_cannot_be_sent_at_the_end_are_reported(server: Wire) -> None:
    server.otherwise = cbor_failure("AccessDenied", "no", 403)
    metrics = reboto.connect_cloudwatch(**reaching(server)).publisher("Shop")
    metrics.put("Orders", 1, count=3)
    with (
        pytest.warns(DroppedMetricsWarning, match="3 of Orders: they could not be sent before"),
        pytest.raises(BotoServerError, match="no"),
    ):
        metrics.close()
    assert metrics.dropped == {"Orders": 3}


many: Any = "many"


def made(*arguments: Any, **more: Any) -> Any:
    return reboto.connect_cloudwatch("key", "secret").publisher(*arguments, **more)


WRONG: list[tuple[Callable[[Publisher[Any]], Any], type[Exception], str]] = [
    (lambda p: p.put("", 1), ValueError, "name must be a string of 1 to 255 characters"),
    (lambda p: p.put("a", math.nan), ValueError, "value must be a finite number"),
    (lambda p: p.put("a", 2.0**361), ValueError, r"value must be a number from -2\*\*360"),
    (lambda p: p.put("a", many), ValueError, "value must be a number"),
    (lambda p: p.put("a", [1, math.inf]), ValueError, r"value\[1\] must be a finite"),
    (lambda p: p.put("a", 1, count=0), ValueError, "count must be above 0, got 0"),
    (lambda p: p.put("a", 1, storage_resolution=5), ValueError, "must be 1 or 60 seconds, got 5"),
    (lambda p: p.put("a", 1, dimensions={":x": "y"}), ValueError, "dimensions must be"),
    (lambda p: p.put("a", 1, dimensions={"x": ""}), ValueError, r"dimensions\['x'\] must be"),
    (lambda p: p.put("a", 1, dimensions={"x": ["y", "z"]}), ValueError, "must have one value"),
    (lambda p: p.put("a", 1, timestamp=7), TypeError, "timestamp must be a datetime"),  # type: ignore[arg-type]
    (lambda _: made(""), ValueError, "namespace must be a non-empty"),
    (lambda _: made("AWS/EC2"), ValueError, "must not begin with 'AWS/'"),
    (lambda _: made("a", flush_interval=0), ValueError, "flush_interval must be"),
    (lambda _: made("a", max_pending=0), ValueError, "max_pending must be at"),
    (
        lambda _: made("a", dimensions={f"d{n}": "x" for n in range(31)}),
        ValueError,
        "dimensions must have at most 30 names, got 31",
    ),
]


@pytest.mark.parametrize(("call", "kind", "message"), WRONG)
def test_wrong_arguments_are_refused_at_once(
    call: Callable[[Publisher[Any]], Any], kind: type[Exception], message: str
) -> None:
    metrics = reboto.connect_cloudwatch("key", "secret").publisher("Shop")
    with pytest.raises(kind, match=message):
        call(metrics)
    assert metrics.pending == 0


series = st.builds(
    Series,
    st.sampled_from(["a", "b" * 255]),
    st.sampled_from([(), (("x", "y" * 1000),) * 30]),
    st.none(),
    st.just(60),
)
values = st.tuples(series, st.integers(0, 3), st.floats(-9, 9, width=16), st.integers(1, 5))


@given(st.lists(values, max_size=600))
def test_batches_keep_all_values_and_the_limits(
    given_values: list[tuple[Series, int, float, float]],
) -> None:
    buffer = Buffer()
    expected: dict[Any, float] = {}
    for of, start, value, count in given_values:
        buffer.add(of, start, value, count)
        key = (of, start, value)
        expected[key] = expected.get(key, 0) + count
    assert buffer.distinct == len(expected)
    found: dict[Any, float] = {}
    taken = list(batches(buffer.take()))
    for batch in taken:
        assert len(batch) <= 1000
        assert sum(datum.size for datum in batch) <= 1_000_000
        for datum in batch:
            assert 1 <= len(datum.values) <= 150
            for value, count in datum.values:
                key = (datum.series, datum.time, value)
                assert key not in found
                found[key] = count
    assert found == expected
    assert buffer.distinct == 0
    buffer.restore(datum for batch in taken for datum in batch)
    assert buffer.distinct == len(expected)


def test_a_request_has_at_most_a_thousand_data() -> None:
    data = [Datum(Series(f"m{number}", (), None, 60), 0, [(1.0, 1)]) for number in range(2500)]
    assert [len(batch) for batch in batches(data)] == [1000, 1000, 500]
    wide = [Datum(data[0].series, 0, [(float(n), 1) for n in range(150)]) for _ in range(1000)]
    assert len(list(batches(wide))) == 3


AT_EXIT = """
import sys, reboto
from reboto import aio
from reboto.regioninfo import RegionInfo

style, port = sys.argv[1:]
place = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
arguments = dict(region=place, port=int(port), is_secure=False)
connect = aio.connect_cloudwatch if style == "awaited" else reboto.connect_cloudwatch
metrics = connect("key", "secret", **arguments).publisher("Shop", exit_timeout=5)
metrics.put("Orders", 3)
"""


@pytest.mark.parametrize("how", ["blocking", "awaited"])
def test_values_are_sent_at_exit(server: Wire, how: str) -> None:
    server.otherwise = cbor_result()
    command = [sys.executable, "-W", "error", "-c", AT_EXIT, how, str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert by_name(server)["Orders"]["Value"] == 3.0


def test_values_that_cannot_be_sent_at_exit_are_reported(server: Wire) -> None:
    server.otherwise = cbor_failure("AccessDenied", "no", 403)
    command = [sys.executable, "-c", AT_EXIT, "blocking", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "DroppedMetricsWarning" in done.stderr
    assert "1 of Orders" in done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
def test_a_child_process_sends_its_own_values_only(server: Wire) -> None:
    server.otherwise = cbor_result()
    metrics = reboto.connect_cloudwatch(**reaching(server)).publisher("Shop")
    metrics.put("Parent", 1)
    with warnings.catch_warnings():
        # Python 3.12 warns of threads; this test is about them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            metrics.put("Child", 2)
            metrics.close()
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert list(by_name(server)) == ["Child"]
    metrics.close()
    assert list(by_name(server)) == ["Child", "Parent"]
