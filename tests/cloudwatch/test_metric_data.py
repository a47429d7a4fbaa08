"""`get_metric_data`: requests, responses, and arguments that are refused."""

from __future__ import annotations

import copy
import datetime
import pickle
import re
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

import reboto
from reboto.ec2.cloudwatch import Metric, MetricData, MetricDataQuery, MetricDataResult
from reboto.exception import BotoServerError
from reboto.resultset import ResultSet
from tests.support.styles import Blocking
from tests.support.wire import Wire, cbor_failure, cbor_result

if TYPE_CHECKING:
    import reboto.local

START = datetime.datetime(2026, 11, 24, 10)
END = datetime.datetime(2026, 11, 24, 11)
CPU = MetricDataQuery(
    "cpu",
    "CPUUtilization",
    "AWS/EC2",
    {"AutoScalingGroupName": "web"},
    statistic="p99",
    period="300",
    unit="Percent",
    label="CPU",
    return_data=False,
    account_id="123456789012",
)
IDLE = MetricDataQuery("idle", expression="100 - cpu", period=300)
# The same as boto3's documentation of get_metric_data writes queries.
CPU_WRITTEN = {
    "Id": "cpu",
    "MetricStat": {
        "Metric": {
            "Namespace": "AWS/EC2",
            "MetricName": "CPUUtilization",
            "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "web"}],
        },
        "Period": 300,
        "Stat": "p99",
        "Unit": "Percent",
    },
    "Label": "CPU",
    "ReturnData": False,
    "AccountId": "123456789012",
}
IDLE_WRITTEN = {"Id": "idle", "Expression": "100 - cpu", "Period": 300, "ReturnData": True}


def timestamp(minute: int) -> cbor2.CBORTag:
    at = START.replace(tzinfo=datetime.timezone.utc) + datetime.timedelta(minutes=minute)
    return cbor2.CBORTag(1, at.timestamp())


def series(name: str, *values: float, status: str = "Complete") -> dict[str, Any]:
    return {
        "Id": name,
        "Label": name.upper(),
        "Timestamps": [timestamp(minute) for minute in range(len(values))],
        "Values": list(values),
        "StatusCode": status,
    }


def test_queries_are_sent_as_aws_reads_them(style: Blocking, server: Wire) -> None:
    server.script(cbor_result({"MetricDataResults": []}))
    style.settle(
        style.cloudwatch(server).get_metric_data(
            [CPU, IDLE],
            START,
            END.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
            "TimestampAscending",
            max_datapoints=500,
            next_token="token",
            label_timezone="+0130",
        )
    )
    (request,) = server.requests
    assert request.operation == "GetMetricData"
    sent = request.document
    assert sent.pop("StartTime") == START.replace(tzinfo=datetime.timezone.utc)
    assert sent.pop("EndTime") == START.replace(tzinfo=datetime.timezone.utc)
    assert sent == {
        "MetricDataQueries": [CPU_WRITTEN, IDLE_WRITTEN],
        "ScanBy": "TimestampAscending",
        "MaxDatapoints": 500,
        "NextToken": "token",
        "LabelOptions": {"Timezone": "+0130"},
    }


def test_queries_as_boto3_writes_them_are_sent_unchanged(style: Blocking, server: Wire) -> None:
    server.script(cbor_result({"MetricDataResults": []}))
    queries = [CPU_WRITTEN, IDLE_WRITTEN]
    style.settle(style.cloudwatch(server).get_metric_data(queries, START, END))
    assert server.requests[0].document["MetricDataQueries"] == [CPU_WRITTEN, IDLE_WRITTEN]


def test_a_metric_brings_its_namespace_and_dimensions() -> None:
    metric = Metric()
    metric.name, metric.namespace, metric.dimensions = "Orders", "Shop", {"Site": ["a"]}
    query = MetricDataQuery("m", metric, statistic="Sum", period=60)
    assert (query.metric, query.namespace, query.dimensions) == ("Orders", "Shop", {"Site": ["a"]})


def test_results_have_values_with_their_times(style: Blocking, server: Wire) -> None:
    first = series("cpu", 1.5, 2.5, status="PartialData")
    first["Messages"] = [{"Code": "Slow", "Value": "took long"}]
    server.script(
        cbor_result(
            {
                "MetricDataResults": [first, series("idle")],
                "NextToken": "more",
                "Messages": [{"Code": "Note", "Value": "on all"}],
            }
        )
    )
    connection = style.cloudwatch(server)
    data = style.settle(connection.get_metric_data([CPU], START, END))
    assert type(data) is MetricData
    assert issubclass(MetricData, ResultSet)
    assert (data.next_token, data.messages) == ("more", ["Note: on all"])
    cpu, idle = data
    assert (cpu.id, cpu.label, cpu.status_code) == ("cpu", "CPU", "PartialData")
    assert cpu.timestamps == [START, START + datetime.timedelta(minutes=1)]
    assert cpu.values == [1.5, 2.5]
    assert cpu.messages == ["Slow: took long"]
    assert cpu.connection is connection
    assert (idle.timestamps, idle.values) == ([], [])
    assert repr(data) == (
        "[MetricDataResult:cpu[CPU: 2 PartialData], MetricDataResult:idle[IDLE: 0 Complete]]"
    )


def test_all_pages_are_iterated(style: Blocking, server: Wire) -> None:
    server.script(
        cbor_result({"MetricDataResults": [series("cpu", 1.0)], "NextToken": "more"}),
        cbor_result({"MetricDataResults": [series("cpu", 2.0)]}),
    )
    found = style.all(style.cloudwatch(server).iter_metric_data([CPU], START, END))
    assert [result.values for result in found] == [[1.0], [2.0]]
    assert [request.document.get("NextToken") for request in server.requests] == [None, "more"]


def test_a_refusal_is_an_error(style: Blocking, server: Wire) -> None:
    server.script(cbor_failure("ValidationError", "too many queries"))
    with pytest.raises(BotoServerError, match="too many queries") as caught:
        style.settle(style.cloudwatch(server).get_metric_data([CPU], START, END))
    assert caught.value.error_code == "ValidationError"


def test_queries_are_copied_compared_and_pickled() -> None:
    again = pickle.loads(pickle.dumps(CPU))  # noqa: S301 - its own
    assert copy.deepcopy(CPU) == CPU == again
    assert CPU != IDLE
    assert repr([CPU, IDLE]) == (
        "[MetricDataQuery:cpu[CPUUtilization(p99)], MetricDataQuery:idle[100 - cpu]]"
    )


@pytest.mark.parametrize(
    ("queries", "message"),
    [
        ([], "queries is required and must be a list of MetricDataQuery"),
        (None, "queries is required"),
        ([3], "queries[0] must be a MetricDataQuery or a dict in boto3's form, got 3"),
        ([IDLE, MetricDataQuery("")], "queries[1].id is required"),
        ([MetricDataQuery("a")], "queries[0] must have either metric= or expression=, got neither"),
        (
            [MetricDataQuery("a", "Orders", expression="1")],
            "queries[0] must have either metric= or expression=, got both",
        ),
        ([MetricDataQuery("a", "Orders")], "queries[0].namespace is required"),
        (
            [MetricDataQuery("a", "Orders", "Shop", statistic="Sum")],
            "queries[0].period is required and must be 1, 5, 10",
        ),
        (
            [MetricDataQuery("a", "Orders", "Shop", statistic="Sum", period=0)],
            "queries[0].period must be 1, 5, 10, 20, 30 or a multiple of 60, got 0",
        ),
        (
            [MetricDataQuery("a", "Orders", "Shop", period=60)],
            "queries[0].statistic is required",
        ),
        ([{"Id": "a", "Metric": {}}], "queries[0]'s key must be one of Id, MetricStat,"),
        ([{"Id": "a", "MetricStat": 5}], 'queries[0]["MetricStat"] must be a dict, got 5'),
        (
            [
                {
                    "Id": "a",
                    "MetricStat": {
                        "Metric": {
                            "MetricName": "m",
                            "Namespace": "n",
                            "Dimensions": [{"Name": "x"}],
                        }
                    },
                }
            ],
            'queries[0]["MetricStat"]["Metric"]["Dimensions"][0]["Value"] is required',
        ),
    ],
)
def test_invalid_queries_are_named(server: Wire, queries: Any, message: str) -> None:
    connection = Blocking().cloudwatch(server)
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        connection.get_metric_data(queries, START, END)
    assert not server.requests


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"start_time": None}, "start_time is required and must be a datetime"),
        ({"end_time": "soon"}, "end_time must be a datetime or ISO 8601 text, got 'soon'"),
        ({"scan_by": "Newest"}, "scan_by must be 'TimestampDescending' or"),
        ({"max_datapoints": "many"}, "max_datapoints must be an integer, got 'many'"),
    ],
)
def test_invalid_arguments_are_named(server: Wire, arguments: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"queries": [CPU], "start_time": START, "end_time": END, **arguments}
    connection = Blocking().cloudwatch(server)
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        connection.get_metric_data(**given)
    assert not server.requests


def test_data_that_was_put_is_returned(style: Blocking, endpoint: reboto.local.Endpoint) -> None:
    cloudwatch = style.cloudwatch()
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
    style.settle(cloudwatch.put_metric_data("Shop", "Orders", 7, now, dimensions={"Site": "a"}))
    data = style.settle(
        cloudwatch.get_metric_data(
            [
                MetricDataQuery("orders", "Orders", "Shop", {"Site": "a"}, "Sum", 60),
                MetricDataQuery("again", expression="orders"),
            ],
            now - datetime.timedelta(minutes=5),
            now + datetime.timedelta(minutes=5),
        )
    )
    assert {result.id: result.values for result in data} == {"orders": [7.0], "again": [7.0]}
    assert all(isinstance(result, MetricDataResult) for result in data)
