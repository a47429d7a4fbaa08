"""CloudWatch at endpoints that speak only the Query protocol, such as private clouds."""

from __future__ import annotations

import datetime
import threading
from typing import TYPE_CHECKING, Any

import moto.server
import pytest

import reboto
from reboto.exception import BotoServerError
from tests.support.styles import reaching
from tests.support.wire import Place, Response, Wire, cbor_failure, cbor_result, failure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.messages import Request
    from tests.support.styles import Blocking

XML = {"Content-Type": "text/xml"}
ALARMS = Response(
    200,
    b"<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms><member><AlarmName>busy</AlarmName>"
    b"<Threshold>70.0</Threshold><ComparisonOperator>GreaterThanThreshold</ComparisonOperator>"
    b"<Period>60</Period></member></MetricAlarms><NextToken>more</NextToken></DescribeAlarmsResult>"
    b"<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></DescribeAlarmsResponse>",
    XML,
)
REFUSALS = {
    "404": Response(404, b"<html><body>Not Found</body></html>", {"Content-Type": "text/html"}),
    "405": Response(405, b"", {}),
    "415": Response(415, b"{}", {"Content-Type": "application/json"}),
    "501": Response(501, b"not implemented", {}),
    "action": failure("InvalidAction", "The action is not valid"),
    "operation": cbor_failure("com.amazonaws.coral.service#UnknownOperationException", ""),
}


def speaks_query(refusal: Response, response: Response = ALARMS) -> Any:
    """Return a server's behavior: it refuses CBOR."""

    def reply(request: Request) -> Response:
        return response if request.parameters else refusal

    return reply


@pytest.mark.parametrize("refusal", REFUSALS)
def test_query_is_used_after_a_refusal_of_cbor(style: Blocking, server: Wire, refusal: str) -> None:
    server.otherwise = speaks_query(REFUSALS[refusal])
    connection = style.cloudwatch(server)
    alarms = style.settle(connection.describe_alarms())
    assert [(alarm.name, alarm.threshold, alarm.comparison) for alarm in alarms] == [
        ("busy", 70.0, ">")
    ]
    assert alarms.next_token == "more"
    style.settle(connection.describe_alarms())
    # The protocol is kept, also for connections that are made later.
    style.settle(style.cloudwatch(server).describe_alarms())
    assert [bool(request.parameters) for request in server.requests] == [False, True, True, True]
    assert server.requests[1].parameters == {"Action": "DescribeAlarms", "Version": "2010-08-01"}


def test_calls_at_the_same_time_fall_back_together(server: Wire) -> None:
    server.otherwise = speaks_query(REFUSALS["404"])
    connection = reboto.connect_cloudwatch(**reaching(server))
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(connection.describe_alarms())))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8


def test_a_server_that_has_cbor_is_not_asked_again(style: Blocking, server: Wire) -> None:
    server.script(cbor_result({"MetricAlarms": []}), REFUSALS["404"])
    connection = style.cloudwatch(server)
    style.settle(connection.describe_alarms())
    with pytest.raises(BotoServerError) as caught:
        style.settle(connection.describe_alarms())
    assert caught.value.status == 404
    assert len(server.requests) == 2


def test_a_server_that_has_neither_protocol(style: Blocking, server: Wire) -> None:
    server.otherwise = REFUSALS["404"]
    connection = style.cloudwatch(server)
    for _ in range(2):
        with pytest.raises(BotoServerError) as caught:
            style.settle(connection.describe_alarms())
        assert (caught.value.status, caught.value.body) == (
            404,
            "<html><body>Not Found</body></html>",
        )
    # It may be reached only now.
    server.otherwise = speaks_query(REFUSALS["404"])
    assert len(style.settle(connection.describe_alarms())) == 1


def test_an_error_in_query_is_that_of_the_call(style: Blocking, server: Wire) -> None:
    server.otherwise = speaks_query(REFUSALS["404"], failure("ValidationError", "no such state"))
    connection = style.cloudwatch(server)
    for _ in range(2):
        with pytest.raises(BotoServerError) as caught:
            style.settle(connection.describe_alarms())
        assert (caught.value.error_code, caught.value.message) == (
            "ValidationError",
            "no such state",
        )
    assert [bool(request.parameters) for request in server.requests] == [False, True, True]


@pytest.mark.parametrize("response", [cbor_failure("AccessDenied", "no"), Response(403, b"", {})])
def test_other_errors_are_not_refusals(style: Blocking, server: Wire, response: Response) -> None:
    server.otherwise = response
    with pytest.raises(BotoServerError):
        style.settle(style.cloudwatch(server).describe_alarms())
    assert len(server.requests) == 1


def test_cbor_can_be_chosen(style: Blocking, server: Wire) -> None:
    server.otherwise = speaks_query(REFUSALS["404"])
    with pytest.raises(BotoServerError):
        style.settle(style.cloudwatch(server, protocol="cbor").describe_alarms())
    assert [bool(request.parameters) for request in server.requests] == [False]


def _with_file(home: Path, text: str) -> None:
    (home / ".boto").write_text(text)


@pytest.mark.parametrize("source", ["argument", "environment", "section", "option"])
def test_sources_of_the_protocol(
    style: Blocking,
    server: Wire,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
) -> None:
    """The argument overrides the environment, which overrides boto.cfg."""
    server.otherwise = speaks_query(REFUSALS["404"])
    arguments: dict[str, Any] = {}
    lines = {"section": "[CloudWatch]\nprotocol = Query\n", "option": ""}
    option = "query" if source == "option" else "cbor"
    _with_file(home, f"[Boto]\ncloudwatch_protocol = {option}\n" + lines.get(source, ""))
    if source == "argument":
        monkeypatch.setenv("REBOTO_CLOUDWATCH_PROTOCOL", "cbor")
        arguments["protocol"] = "query"
    if source == "environment":
        monkeypatch.setenv("REBOTO_CLOUDWATCH_PROTOCOL", "query")
    connection = style.cloudwatch(server, **arguments)
    assert len(style.settle(connection.describe_alarms())) == 1
    assert [bool(request.parameters) for request in server.requests] == [True]
    # boto's attribute is the scheme of the URL.
    assert connection.protocol == "http"


@pytest.mark.parametrize(
    ("given", "kind"), [("soap", ValueError), ("https", ValueError), (1, TypeError)]
)
def test_other_protocols_are_refused(style: Blocking, given: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=f"protocol must be 'query' or 'cbor', got {given!r}"):
        style.cloudwatch(protocol=given)


def test_a_wrong_option_is_named(
    style: Blocking, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_file(home, "[CloudWatch]\nprotocol = json\n")
    with pytest.raises(ValueError, match=r"protocol in section \[CloudWatch\] of boto.cfg must be"):
        style.cloudwatch()
    monkeypatch.setenv("REBOTO_CLOUDWATCH_PROTOCOL", "json")
    with pytest.raises(ValueError, match="REBOTO_CLOUDWATCH_PROTOCOL must be"):
        style.cloudwatch()


def test_data_is_not_compressed(style: Blocking, server: Wire) -> None:
    """Servers that do not know CBOR do not know compressed requests either."""
    server.otherwise = Response(200, b"<PutMetricDataResponse/>", XML)
    connection = style.cloudwatch(server, protocol="query")
    assert style.settle(
        connection.put_metric_data("Shop", ["Orders" + "x" * 200] * 400, [1.0] * 400)
    )
    request = server.requests[0]
    assert "content-encoding" not in {name.lower() for name in request.headers}
    assert request.parameters["MetricData.member.400.Value"] == "1.0"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>an error page</html>", "the response is not the expected XML: its root element"),
        (b"<DescribeAlarmsResponse><Describe", "the response is not the expected XML"),
        (b"", "the response is not the expected XML: it contains no elements"),
    ],
)
def test_an_unreadable_response(style: Blocking, server: Wire, body: bytes, words: str) -> None:
    server.otherwise = Response(200, body, XML)
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.cloudwatch(server, protocol="query").describe_alarms())
    assert words in str(caught.value)


def test_results_without_their_element(style: Blocking, server: Wire) -> None:
    """Some servers write the members into the root, and numbers and times in other forms."""
    server.otherwise = Response(
        200,
        b"<GetMetricStatisticsResponse xmlns='urn:x'><Label>CPU</Label><Datapoints><member>"
        b"<Timestamp>2026-11-24T10:00:00+00:00</Timestamp><Average> 1e1 </Average>"
        b"<Unit>Percent</Unit></member></Datapoints></GetMetricStatisticsResponse>",
        XML,
    )
    connection = style.cloudwatch(server, protocol="query")
    (point,) = style.settle(
        connection.get_metric_statistics(60, "2026-11-24", "2026-11-25", "CPU", "Shop", "Average")
    )
    assert (point["Average"], point["Unit"], point["Timestamp"].hour) == (10.0, "Percent", 10)


@pytest.mark.parametrize("arguments", [{}, {"protocol": "query"}], ids=["detected", "query"])
def test_a_plain_server_of_moto(style: Blocking, arguments: dict[str, Any]) -> None:
    server = moto.server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        connection = style.cloudwatch(Place(server.get_host_and_port()[1]), **arguments)
        shop = f"Shop{server.get_host_and_port()[1]}"  # moto's servers share their state
        alarm = reboto.ec2.cloudwatch.MetricAlarm(
            name="busy",
            namespace=shop,
            metric="Orders",
            statistic="Average",
            comparison=">",
            threshold=70,
            period=60,
            evaluation_periods=2,
            dimensions={"Store": "web"},
        )
        assert style.settle(connection.put_metric_alarm(alarm))
        assert style.settle(connection.set_alarm_state("busy", "a trial", "ALARM"))
        (found,) = style.settle(connection.describe_alarms(alarm_names=["busy"]))
        assert (found.state_value, found.dimensions, found.period) == (
            "ALARM",
            {"Store": ["web"]},
            60,
        )
        assert style.settle(connection.put_metric_data(shop, "Orders", 3.0))
        assert [
            metric.name for metric in style.settle(connection.list_metrics(namespace=shop))
        ] == ["Orders"]
        now = datetime.datetime.now(datetime.timezone.utc)
        hour = datetime.timedelta(hours=1)
        points = connection.get_metric_statistics(
            60, now - hour, now + hour, "Orders", shop, ["Sum"]
        )
        assert [point["Sum"] for point in style.settle(points)] == [3.0]
        assert style.settle(connection.delete_alarms("busy"))
    finally:
        server.stop()
