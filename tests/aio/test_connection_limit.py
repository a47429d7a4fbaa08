"""Thousands of concurrent calls in a process with a low limit of open files."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto import aio
from reboto.exception import BotoConnectionError, BotoTimeoutError
from reboto.pyami.config import Config
from tests.support.interpreter import finish, start
from tests.support.styles import ACCESS_KEY, SECRET_KEY, Blocking, reaching
from tests.support.wire import (
    Authority,
    Place,
    Request,
    Response,
    Wire,
    cbor_result,
    failure,
    result,
    silence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PREPARED = """
import asyncio, os, resource, sys, threading
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
import reboto
from reboto import aio
from reboto.regioninfo import RegionInfo

port, bundle, key, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
if bundle:
    os.environ["AWS_CA_BUNDLE"] = bundle
arguments = dict(
    aws_access_key_id=key, aws_secret_access_key=secret, port=port, is_secure=bool(bundle),
    region=RegionInfo(name="us-east-1", endpoint="127.0.0.1"),
)

def open_files():
    return len(os.listdir("/proc/self/fd"))
"""

AWAITS = """
async def main():
    autoscale = aio.connect_autoscale(**arguments)
    cloudwatch = aio.connect_cloudwatch(**arguments)
    # A timeout that the whole burst exceeds, and no call.
    for connection in autoscale, cloudwatch:
        connection.num_retries = 0
    calls = [autoscale.get_all_groups() for _ in range(1000)]
    calls += [cloudwatch.describe_alarms() for _ in range(1000)]
    most = 0
    async def watch():
        nonlocal most
        while True:
            most = max(most, open_files())
            await asyncio.sleep(0.01)
    watching = asyncio.create_task(watch())
    answers = await asyncio.gather(*calls, return_exceptions=True)
    watching.cancel()
    errors = [answer for answer in answers if isinstance(answer, BaseException)]
    assert not errors, (len(errors), errors[0])
    print(most, open_files())

asyncio.run(main())
"""

THREADS = """
autoscale = reboto.connect_autoscale(**arguments)
cloudwatch = reboto.connect_cloudwatch(**arguments)
autoscale.num_retries = cloudwatch.num_retries = 0
start, errors = threading.Barrier(200), []

def work(number):
    start.wait()
    try:
        for _ in range(5):
            (autoscale.get_all_groups if number % 2 else cloudwatch.describe_alarms)()
    except BaseException as error:
        errors.append(error)

threads = [threading.Thread(target=work, args=(number,)) for number in range(200)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not errors, (len(errors), errors[0])
print(0, open_files())
"""


def either(request: Request) -> Response:
    if request.headers.get("smithy-protocol"):
        return cbor_result({"MetricAlarms": [{"AlarmName": "busy"}]})
    return result("DescribeAutoScalingGroups", {"AutoScalingGroups": []})


@pytest.fixture(params=["plain", "tls"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Wire, str]]:
    """A server for both services, and the bundle by which it is trusted."""
    if request.param == "plain":
        with Wire(either) as running:
            yield running, ""
    else:
        authority = Authority()
        with Wire(either, tls=authority.context("127.0.0.1")) as running:
            yield running, authority.bundle(tmp_path / "ca.pem")


@pytest.mark.timeout(180)
@pytest.mark.parametrize("burst", [AWAITS, THREADS], ids=["2000 awaits", "200 threads"])
def test_a_burst_needs_few_descriptors(place: tuple[Wire, str], burst: str) -> None:
    server, bundle = place
    process = start(PREPARED + burst, server.port, bundle, ACCESS_KEY, SECRET_KEY)
    code, out, err = finish(process, timeout=170)
    assert (code, err) == (0, "")
    most, afterwards = map(int, out.split())
    assert most < 128, out
    # Idle connections leave file descriptors for the program.
    assert afterwards < 64, out


# All file descriptors are in use when the response arrives, so no module can be imported.
TAKEN = """
import time
asked, taken = sys.argv[5:]

def take_all():
    while not os.path.exists(asked):
        time.sleep(0.001)
    try:
        while True:
            files.append(os.dup(0))
    except OSError:
        os.rename(asked, taken)

def answered(call):
    filling = threading.Thread(target=take_all)
    filling.start()
    try:
        return call()
    finally:
        filling.join()
        for file in files:
            os.close(file)

files = []
"""

GROUP = {
    "AutoScalingGroupName": "web",
    "Instances": [{"InstanceId": "i-1"}],
    "Tags": [{"Key": "k"}],
    "EnabledMetrics": [{"Metric": "m"}],
    "SuspendedProcesses": [{"ProcessName": "p"}],
}
POLICY = {"PolicyName": "up", "Alarms": [{"AlarmName": "a"}]}
CONFIGURATION = {
    "LaunchConfigurationName": "small",
    "BlockDeviceMappings": [{"DeviceName": "a", "Ebs": {"VolumeSize": 1}}],
}

CALLS: list[tuple[str, str, Response]] = [
    (
        "autoscale.get_all_groups()",
        "web",
        result("DescribeAutoScalingGroups", {"AutoScalingGroups": [GROUP]}),
    ),
    (
        "autoscale.get_all_policies()",
        "up",
        result("DescribePolicies", {"ScalingPolicies": [POLICY]}),
    ),
    (
        "autoscale.get_all_launch_configurations()",
        "small",
        result("DescribeLaunchConfigurations", {"LaunchConfigurations": [CONFIGURATION]}),
    ),
    ("autoscale.get_all_tags()", "ValidationError", failure("ValidationError", "no")),
    (
        "cloudwatch.describe_alarms()",
        "",
        cbor_result(
            {
                "MetricAlarms": [
                    {
                        "AlarmName": "a",
                        "Dimensions": [{"Name": "n", "Value": "v"}],
                        "StateReasonData": "{}",
                        "AlarmActions": ["x"],
                    }
                ]
            }
        ),
    ),
    (
        "cloudwatch.list_metrics()",
        "",
        cbor_result({"Metrics": [{"MetricName": "m", "Dimensions": []}]}),
    ),
    (
        "cloudwatch.describe_alarm_history()",
        "",
        cbor_result({"AlarmHistoryItems": [{"AlarmName": "a", "HistoryData": "{}"}]}),
    ),
    (
        "cloudwatch.list_metric_streams()",
        "s",
        cbor_result({"Entries": [{"Name": "s"}]}),
    ),
    (
        "cloudwatch.delete_insight_rules(['r'])",
        "Throttled",
        cbor_result({"Failures": [{"FailureResource": "r", "FailureCode": "Throttled"}]}),
    ),
    (
        "autoscale.get_warm_pool('web')",
        "i-1",
        result("DescribeWarmPool", {"Instances": [{"InstanceId": "i-1"}]}),
    ),
    ("cloudwatch.make_request('DescribeAlarms')", "", result("DescribeAlarms")),
]


@pytest.mark.parametrize("style", ["reboto", "aio"])
@pytest.mark.parametrize(("call", "shown", "response"), CALLS, ids=[call for call, *_ in CALLS])
def test_a_response_needs_no_file_descriptor(
    call: str, shown: str, response: Response, style: str, tmp_path: Path
) -> None:
    asked, taken = tmp_path / "asked", tmp_path / "taken"
    code = f"""
autoscale = {style}.connect_autoscale(**arguments)
cloudwatch = {style}.connect_cloudwatch(**arguments)
autoscale.num_retries = cloudwatch.num_retries = 0

async def awaited():
    return await {call}

def made():
    try:
        return asyncio.run(awaited()) if {style == "aio"} else {call}
    except reboto.exception.BotoServerError as error:
        return error.error_code

print(answered(made))
"""

    def when() -> None:
        asked.touch()
        for _ in range(10_000):
            if taken.exists():
                return
            time.sleep(0.001)

    with Wire(replace(response, when=when)) as server:
        process = start(
            PREPARED + TAKEN + code, server.port, "", ACCESS_KEY, SECRET_KEY, asked, taken
        )
        status, out, err = finish(process)
    assert (status, err) == (0, ""), err
    assert shown in out


def test_no_descriptor_for_a_connection_is_said_with_the_address(style: Blocking) -> None:
    place = Place(port=1)
    connection = style.autoscale(place)
    connection.num_retries = 0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Wire(either) as server:
        # The runtime and the loop have theirs.
        style.settle(style.autoscale(server).get_all_groups())
        highest = max(int(file.name) for file in Path("/proc/self/fd").iterdir())
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, hard))
        files: list[int] = []
        try:
            with contextlib.suppress(OSError):
                while True:
                    files.append(os.dup(0))
            with pytest.raises(BotoConnectionError) as caught:
                style.settle(connection.get_all_groups())
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            for file in files:
                os.close(file)
    assert "http://127.0.0.1:1" in str(caught.value)
    assert "open files" in str(caught.value)


@pytest.mark.parametrize("count", [0, -1, "many", 1.5])
def test_a_limit_that_is_not_a_number_of_connections_is_refused(
    style: Blocking, count: object
) -> None:
    connection = style.autoscale(Place(port=1))
    connection.max_connections = count
    with pytest.raises((ValueError, TypeError), match="max_connections"):
        style.settle(connection.get_all_groups())


def test_no_more_connections_than_the_user_allows(aio_server: Wire) -> None:
    async def main() -> list[Any]:
        connection = aio.connect_autoscale(**reaching(aio_server))
        connection.max_connections = 3
        return await asyncio.gather(*(connection.get_all_groups() for _ in range(50)))

    assert asyncio.run(main()) == [[]] * 50
    assert aio_server.connections <= 3


def test_boto_cfg_says_how_many_connections_there_may_be(
    monkeypatch: pytest.MonkeyPatch, style: Blocking
) -> None:
    monkeypatch.setattr(reboto, "config", Config(fp=io.StringIO("[Boto]\nmax_connections = 7\n")))
    assert style.autoscale().max_connections == 7


def test_a_cancelled_wait_for_a_connection_gives_its_place_back() -> None:
    released = threading.Event()
    with Wire(replace(either_of_autoscale(), when=released.wait)) as server:

        async def main() -> None:
            connection = aio.connect_autoscale(**reaching(server))
            connection.max_connections = 1
            first = asyncio.create_task(connection.get_all_groups())
            await asyncio.to_thread(server.wait_for, 1)
            waiting = [asyncio.create_task(connection.get_all_groups()) for _ in range(5)]
            await asyncio.sleep(0)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            released.set()
            assert await first == []
            assert await asyncio.wait_for(connection.get_all_groups(), 10) == []

        asyncio.run(main())
    assert len(server.requests) == 2


def test_waiting_for_a_connection_that_never_gets_free_ends_by_the_timeouts(
    style: Blocking,
) -> None:
    with Wire(silence()) as server, ThreadPoolExecutor() as pool:
        holder = reboto.connect_autoscale(**reaching(server))
        holder.max_connections = 1
        # Two attempts of the one hold the place for longer than the other waits.
        holder.http_connection_kwargs = {"timeout": 5, "connect_timeout": 1}
        holder.num_retries = 0
        held = pool.submit(holder.get_all_groups)
        server.wait_for(1)
        other = style.autoscale(server)
        other.max_connections = 1
        other.http_connection_kwargs = {"timeout": 0.2, "connect_timeout": 0.1}
        with pytest.raises(BotoTimeoutError, match="max_connections") as caught:
            style.settle(other.get_all_groups())
        assert "was not sent" in str(caught.value)
        assert str(server.port) in str(caught.value)
        with pytest.raises(BotoTimeoutError):
            held.result()
    assert len(server.requests) == 1


def either_of_autoscale() -> Response:
    return result("DescribeAutoScalingGroups", {"AutoScalingGroups": []})


@pytest.fixture
def aio_server() -> Iterator[Wire]:
    with Wire(either) as running:
        yield running


@pytest.mark.parametrize("style", ["reboto", "aio"])
def test_a_first_call_without_any_descriptor_says_so(style: str) -> None:
    code = f"""
connection = {style}.connect_autoscale(**arguments)
loop = asyncio.new_event_loop()
connection.get_all_groups  # what is imported on the way is not what this is about
files = []
try:
    while True:
        files.append(os.dup(0))
except OSError:
    pass
try:
    made = connection.get_all_groups()
    loop.run_until_complete(made)
except reboto.exception.BotoConnectionError as error:
    said = str(error)
for file in files:
    os.close(file)
print(said)
loop.close()
"""
    process = start(PREPARED + code, 1, "", ACCESS_KEY, SECRET_KEY)
    status, out, err = finish(process)
    assert (status, err) == (0, ""), err
    assert "http://127.0.0.1:1" in out
    assert "open files" in out
