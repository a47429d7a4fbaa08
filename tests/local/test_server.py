"""`reboto.local.server`: its settings, and the cleanup afterwards."""

from __future__ import annotations

import gc
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

import reboto.local
from tests.local.rawclient import RawClient

if TYPE_CHECKING:
    from reboto.local import Endpoint

METRIC = {"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": 1}]}


def metrics_of(endpoint: Endpoint) -> list[str]:
    client = RawClient(endpoint.host, endpoint.port)
    try:
        metrics = client.cloudwatch("ListMetrics").document["Metrics"]
    finally:
        client.close()
    return [metric["MetricName"] for metric in metrics]


def put_metric(endpoint: Endpoint) -> None:
    client = RawClient(endpoint.host, endpoint.port)
    try:
        assert client.cloudwatch("PutMetricData", METRIC).status == 200
    finally:
        client.close()


def test_the_endpoint_says_where_it_is(endpoint: Endpoint) -> None:
    assert endpoint.host == "127.0.0.1"
    assert endpoint.port > 0
    assert endpoint.url == str(endpoint) == f"http://127.0.0.1:{endpoint.port}"


def test_it_runs_on_the_host_and_port_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with reboto.local.server(host="0.0.0.0", port=port) as endpoint:
        assert (endpoint.host, endpoint.port) == ("127.0.0.1", port)
        assert metrics_of(endpoint) == []


def test_it_runs_on_ipv6() -> None:
    with reboto.local.server(host="::1") as endpoint:
        assert endpoint.url == f"http://[::1]:{endpoint.port}"
        assert metrics_of(endpoint) == []


def test_clients_are_pointed_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    with reboto.local.server() as endpoint:
        assert os.environ["AWS_ENDPOINT_URL"] == endpoint.url
        assert os.environ["AWS_ACCESS_KEY_ID"]
        assert os.environ["AWS_SECRET_ACCESS_KEY"]
        assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"
        assert os.environ["AWS_DEFAULT_REGION"] == "us-east-1"


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_that_is_set_stays(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "eu-west-1")
    with reboto.local.server():
        assert os.environ[variable] == "eu-west-1"
        assert os.environ.get("AWS_DEFAULT_REGION", "eu-west-1") == "eu-west-1"


@pytest.mark.parametrize(
    "variable",
    [
        "AWS_ENDPOINT_URL_AUTO_SCALING",
        "AWS_ENDPOINT_URL_CLOUDWATCH",
        "AWS_ENDPOINT_URL_STS",
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_USE_FIPS_ENDPOINT",
    ],
)
def test_variables_that_redirect_calls_are_unset_within_the_block(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "elsewhere")
    with reboto.local.server() as endpoint:
        assert variable not in os.environ
        assert endpoint.environment[variable] is None
    assert os.environ[variable] == "elsewhere"


def test_proxies_are_not_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "intranet.example")
    with reboto.local.server():
        assert os.environ["no_proxy"] == "intranet.example,127.0.0.1"
        assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1"
    assert os.environ["no_proxy"] == "intranet.example"


def test_the_environment_is_as_before_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    before = dict(os.environ)
    with reboto.local.server():
        assert os.environ["AWS_ACCESS_KEY_ID"] != "mine"
        os.environ["AWS_PROFILE"] = "set inside"
    assert dict(os.environ) == before


def test_the_environment_is_as_before_after_an_exception() -> None:
    before = dict(os.environ)
    with pytest.raises(ZeroDivisionError), reboto.local.server():
        raise ZeroDivisionError
    assert dict(os.environ) == before


def test_an_inner_block_gives_way_to_the_outer_one() -> None:
    with reboto.local.server() as outer:
        with reboto.local.server() as inner:
            assert inner.url != outer.url
            assert os.environ["AWS_ENDPOINT_URL"] == inner.url
        assert os.environ["AWS_ENDPOINT_URL"] == outer.url


def test_an_inner_block_has_its_own_state(endpoint: Endpoint) -> None:
    put_metric(endpoint)
    with reboto.local.server() as inner:
        assert metrics_of(inner) == []
        inner.reset()
    assert metrics_of(endpoint) == ["Orders"]


def test_reset_inside_an_inner_block_leaves_nothing_behind(endpoint: Endpoint) -> None:
    with reboto.local.server() as inner:
        put_metric(inner)
        inner.reset()
        assert metrics_of(inner) == []
        put_metric(endpoint)
        assert metrics_of(inner) == []


def test_every_block_begins_clean() -> None:
    for _ in range(2):
        with reboto.local.server() as endpoint:
            assert metrics_of(endpoint) == []
            put_metric(endpoint)
            assert metrics_of(endpoint) == ["Orders"]


def test_reset_empties_the_endpoint(endpoint: Endpoint) -> None:
    put_metric(endpoint)
    endpoint.reset()
    assert metrics_of(endpoint) == []


def test_the_only_endpoint_uses_the_usual_account(client: RawClient, endpoint: Endpoint) -> None:
    endpoint.reset()
    client.autoscale(
        "CreateLaunchConfiguration",
        LaunchConfigurationName="web",
        ImageId="ami-12345678",
        InstanceType="m1.small",
    )
    response = client.autoscale("DescribeLaunchConfigurations")
    assert b"arn:aws:autoscaling:us-east-1:123456789012:launchConfiguration" in response.body


def test_query_requests_are_answered_in_xml(client: RawClient) -> None:
    response = client.autoscale("DescribeAutoScalingGroups")
    assert response.status == 200
    assert b"<DescribeAutoScalingGroupsResult>" in response.body


def test_an_action_that_does_not_exist_is_an_aws_error(client: RawClient) -> None:
    response = client.autoscale("DescribeAutoscalingGroop")
    assert response.status == 400
    assert b"<Type>Sender</Type><Code>InvalidAction</Code>" in response.body
    assert b"DescribeAutoscalingGroop" in response.body


def test_a_name_that_does_not_exist_is_quoted_in_one_error(client: RawClient) -> None:
    response = client.autoscale("DescribeInstanceRefreshes", AutoScalingGroupName="none&lt;")
    assert response.status == 400
    assert b"<Type>Sender</Type><Code>ValidationError</Code>" in response.body
    assert b"<Message>AutoScalingGroup name not found - none&amp;lt;</Message>" in response.body


def test_a_connection_serves_many_calls(client: RawClient) -> None:
    client.cloudwatch("ListMetrics")
    first = client.connection.sock
    assert first is not None
    client.autoscale("DescribeAutoScalingGroups")
    client.cloudwatch("NoSuchOperation")
    client.cloudwatch("ListMetrics")
    assert client.connection.sock is first


def test_a_response_is_sent_in_one_piece(endpoint: Endpoint) -> None:
    # If a response is sent in two pieces, the second waits 40 ms until the first is acknowledged.
    with socket.create_connection((endpoint.host, endpoint.port), timeout=30) as connection:
        for _ in range(5):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: local\r\n\r\n")
            head, _, body = connection.recv(65_536).partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            assert length
            assert len(body) == int(length[1]) > 0


def test_a_body_may_come_in_chunks(endpoint: Endpoint) -> None:
    client = RawClient(endpoint.host, endpoint.port)
    client.connection.request(
        "POST",
        "/",
        iter([b"Action=DescribeAutoScaling", b"Groups&Version=2011-01-01"]),
        {
            "content-type": "application/x-www-form-urlencoded",
            "authorization": "AWS4-HMAC-SHA256 Credential=a/1/us-east-1/autoscaling/aws4_request",
        },
        encode_chunked=True,
    )
    response = client.connection.getresponse()
    assert (response.status, b"DescribeAutoScalingGroupsResult" in response.read()) == (200, True)
    assert client.autoscale("DescribeAutoScalingGroups").status == 200
    client.close()


@pytest.mark.parametrize(
    "request_head",
    [
        b"POST / HTTP/1.1\r\nHost: local\r\nContent-Length: 100\r\n\r\nhalf a bod",
        b"POST / HTTP/1.1\r\nHost: local\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: local\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: local\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ],
)
def test_a_body_that_is_broken_is_refused(endpoint: Endpoint, request_head: bytes) -> None:
    with socket.create_connection((endpoint.host, endpoint.port)) as broken:
        broken.sendall(request_head)
        broken.shutdown(socket.SHUT_WR)
        assert broken.makefile("rb").readline() == b"HTTP/1.1 400 Bad Request\r\n"
    assert metrics_of(endpoint) == []


def test_many_clients_are_served_at_once(endpoint: Endpoint) -> None:
    def calls(_: int) -> list[int]:
        client = RawClient(endpoint.host, endpoint.port)
        try:
            return [client.cloudwatch("ListMetrics").status for _ in range(5)]
        finally:
            client.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(calls, range(8))) == [[200] * 5] * 8


def test_nothing_runs_after_the_block() -> None:
    before = threading.enumerate()
    with reboto.local.server() as endpoint:
        idle = http.client.HTTPConnection(endpoint.host, endpoint.port)
        idle.request("GET", "/moto-api/data.json")
        assert idle.getresponse().read()
        assert len(threading.enumerate()) > len(before)
    assert threading.enumerate() == before
    assert idle.sock.recv(1) == b""
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((endpoint.host, endpoint.port))
    gc.collect()  # an unclosed socket would warn here, and a warning is an error


FORK = """
import http.client, os, sys
import reboto.local

with reboto.local.server() as endpoint:
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
    connection.request("GET", "/moto-api/data.json")
    connection.getresponse().read()
    pid = os.fork()
    if not pid:
        sys.exit()
    os.waitpid(pid, 0)
    before = connection.sock
    connection.request("GET", "/moto-api/data.json")
    print(connection.getresponse().status, connection.sock is before)
    connection.close()
"""


def test_a_child_that_leaves_the_block_does_not_disturb_its_parent() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORK], capture_output=True, text=True, check=True
    )
    assert result.stdout == "200 True\n"


def test_a_port_in_use_is_an_error_that_changes_nothing(endpoint: Endpoint) -> None:
    environment, threads = dict(os.environ), threading.enumerate()
    with (
        pytest.raises(OSError, match="in use"),
        reboto.local.server(port=endpoint.port),
    ):
        pass
    assert (dict(os.environ), threading.enumerate()) == (environment, threads)
    put_metric(endpoint)
    endpoint.reset()
    assert metrics_of(endpoint) == []


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "reboto.local.bridge", raising=False)
    monkeypatch.setitem(sys.modules, "cbor2", None)
    with (
        pytest.raises(ImportError, match=r'pip install "reboto\[local\]"'),
        reboto.local.server(),
    ):
        pass


def test_moto_is_imported_only_when_it_is_used() -> None:
    code = "import sys, reboto.local, reboto.cli; sys.exit('moto' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("start", "begins"),
    [
        (datetime(2026, 11, 24, 12), datetime(2026, 11, 24, 12)),
        ("2026-11-24T13:00:00+01:00", datetime(2026, 11, 24, 12)),
        (1_795_521_600, datetime(2026, 11, 24, 12)),
        ("2060-01-01", datetime(2060, 1, 1)),
    ],
    ids=str,
)
def test_the_clock_starts_at_a_given_time(start: Any, begins: datetime) -> None:
    begins, minute = begins.replace(tzinfo=timezone.utc), timedelta(minutes=1)
    with reboto.local.server(start=start) as endpoint:
        assert begins <= endpoint.now < begins + minute
        endpoint.advance(3600)
        endpoint.reset()
        assert begins <= endpoint.now < begins + minute


def test_data_is_as_old_as_the_endpoints_clock_says() -> None:
    end = datetime(2020, 2, 29, 12, tzinfo=timezone.utc)
    with reboto.local.server(start=end):
        cloudwatch = reboto.connect_cloudwatch()
        cloudwatch.put_metric_data("Shop", "Orders", 3, end - timedelta(minutes=1))
        (point,) = cloudwatch.get_metric_statistics(
            60, end - timedelta(minutes=1), end, "Orders", "Shop", ["Sum"]
        )
    assert (point["Timestamp"], point["Sum"]) == (datetime(2020, 2, 29, 11, 59), 3)


def test_an_accelerated_clock_starts_at_a_given_time() -> None:
    start = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
    with reboto.local.server(start=start, speed=0.001) as endpoint:
        assert start <= endpoint.now < start + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("start", "error"),
    [("soon", ValueError), (1e30, ValueError), (0, ValueError), (True, TypeError), ([], TypeError)],
    ids=repr,
)
def test_a_start_that_is_no_time_is_refused(start: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^start must be"), reboto.local.server(start=start):
        pass
