"""The bridge between CloudWatch's CBOR protocol and a JSON application."""

from __future__ import annotations

import base64
import gzip
import json
import logging
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import cbor2
import pytest
from botocore.loaders import Loader
from werkzeug.test import Client as WsgiClient
from werkzeug.wrappers import Request, Response

from reboto.local.bridge import CborBridge
from tests.local.rawclient import SERVICE, authorization

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local.rawclient import RawClient

NOW = datetime.now(timezone.utc).replace(microsecond=0)
THE_MINUTE = NOW.replace(second=0)
ALARM = {
    "AlarmName": "busy",
    "Namespace": "AWS/EC2",
    "MetricName": "CPUUtilization",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 2,
    "Threshold": 70,
    "ComparisonOperator": "GreaterThanThreshold",
    "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "web"}],
}
AN_HOUR = {"StartTime": NOW - timedelta(hours=1), "EndTime": NOW + timedelta(minutes=1)}


class Backend:
    """Records the request that arrives behind the bridge and sends a scripted response."""

    def __init__(self, response: Callable[[], Response]) -> None:
        self.response = response
        self.request: Request

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.request = Request(environ)
        return self.response()(environ, start_response)


def ask(backend: Any, operation: str = "ListMetrics", document: Any = None, **headers: str) -> Any:
    return WsgiClient(CborBridge(backend)).post(
        f"/service/{SERVICE}/operation/{operation}",
        data=document if isinstance(document, bytes) else cbor2.dumps(document or {}),
        headers={
            "Smithy-Protocol": "rpc-v2-cbor",
            "Content-Type": "application/cbor",
            "Authorization": authorization("monitoring"),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )


def respond(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Backend:
    return Backend(lambda: Response(json.dumps(document), status, headers))


def test_an_alarm_is_put_and_read_back_with_its_types(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    [alarm] = client.cloudwatch("DescribeAlarms").document["MetricAlarms"]
    assert alarm["Dimensions"] == ALARM["Dimensions"]
    assert (alarm["Period"], type(alarm["Period"])) == (60, int)
    assert (alarm["Threshold"], type(alarm["Threshold"])) == (70.0, float)
    assert alarm["ActionsEnabled"] is True
    age = datetime.now(timezone.utc) - alarm["StateUpdatedTimestamp"]
    assert timedelta(0) <= age < timedelta(minutes=1)


def test_a_response_without_members_has_no_body(client: RawClient) -> None:
    response = client.cloudwatch("PutMetricAlarm", ALARM)
    assert (response.status, response.body) == (200, b"")
    assert "content-type" not in response.headers
    assert response.headers["smithy-protocol"] == "rpc-v2-cbor"
    assert response.headers["x-amzn-requestid"]


def test_metric_data_comes_back_as_statistics(client: RawClient) -> None:
    data = [{"MetricName": "Orders", "Value": n, "Timestamp": NOW, "Unit": "Count"} for n in (1, 2)]
    client.cloudwatch("PutMetricData", {"Namespace": "Shop", "MetricData": data})
    response = client.cloudwatch(
        "GetMetricStatistics",
        {
            "Namespace": "Shop",
            "MetricName": "Orders",
            "Period": 60,
            "Statistics": ["Sum", "SampleCount"],
            **AN_HOUR,
        },
    )
    [point] = response.document["Datapoints"]
    assert point == {"Timestamp": THE_MINUTE, "SampleCount": 2.0, "Sum": 3.0, "Unit": "Count"}


def test_metric_data_may_be_compressed(client: RawClient) -> None:
    data = [{"MetricName": f"m{n}", "Value": 1.0} for n in range(300)]
    body = gzip.compress(cbor2.dumps({"Namespace": "Shop", "MetricData": data}))
    assert client.cloudwatch("PutMetricData", body, content_encoding="gzip").status == 200
    metrics = client.cloudwatch("ListMetrics", {"Namespace": "Shop"}).document["Metrics"]
    assert {metric["MetricName"] for metric in metrics} == {f"m{n}" for n in range(300)}


def test_metrics_are_listed_by_dimension(client: RawClient) -> None:
    data = [
        {"MetricName": "Orders", "Value": 1, "Dimensions": [{"Name": "Shop", "Value": shop}]}
        for shop in ("north", "south")
    ]
    client.cloudwatch("PutMetricData", {"Namespace": "Shop", "MetricData": data})
    filters = [{"Name": "Shop", "Value": "south"}]
    response = client.cloudwatch("ListMetrics", {"Namespace": "Shop", "Dimensions": filters})
    assert [metric["Dimensions"] for metric in response.document["Metrics"]] == [filters]


def test_metric_data_is_queried_with_timestamps_in_a_list(client: RawClient) -> None:
    data = [{"MetricName": "Orders", "Value": 5, "Timestamp": NOW}]
    client.cloudwatch("PutMetricData", {"Namespace": "Shop", "MetricData": data})
    metric = {"Namespace": "Shop", "MetricName": "Orders"}
    query = {"Id": "orders", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
    response = client.cloudwatch("GetMetricData", {"MetricDataQueries": [query], **AN_HOUR})
    [result] = response.document["MetricDataResults"]
    assert result["Values"] == [5.0]
    assert result["Timestamps"] == [THE_MINUTE]


def test_an_error_carries_its_code_in_both_spellings(client: RawClient) -> None:
    response = client.cloudwatch("GetDashboard", {"DashboardName": "none"})
    assert response.status == 404
    assert response.headers["content-type"] == "application/cbor"
    assert response.headers["x-amzn-query-error"] == "ResourceNotFound;Sender"
    assert response.document["__type"].endswith("#ResourceNotFound")
    assert response.document["message"] == "Dashboard does not exist"


def test_a_refused_value_is_named(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    response = client.cloudwatch(
        "SetAlarmState", {"AlarmName": "busy", "StateValue": "LOUD", "StateReason": "test"}
    )
    assert response.status == 400
    assert "'LOUD'" in response.document["message"]


@pytest.mark.parametrize(
    "operation", Loader().load_service_model("cloudwatch", "service-2")["operations"]
)
def test_every_operation_is_answered_in_cbor(client: RawClient, operation: str) -> None:
    response = client.cloudwatch(operation)
    assert response.headers["smithy-protocol"] == "rpc-v2-cbor"
    if response.status == 200:
        assert not response.body or isinstance(response.document, dict)
    else:
        assert response.document["__type"]
        assert response.document["message"]


def test_an_operation_that_does_not_exist_is_refused(client: RawClient) -> None:
    response = client.cloudwatch("PutMetricAlrm", ALARM)
    assert (response.status, response.document["__type"]) == (404, "UnknownOperationException")
    assert "PutMetricAlrm" in response.document["message"]


def test_an_operation_that_the_backend_lacks_is_not_worth_a_retry() -> None:
    def lacking() -> Response:
        raise NotImplementedError("no list_metrics yet")

    response = ask(Backend(lacking))
    document = cbor2.loads(response.data)
    assert (response.status_code, document["__type"]) == (400, "UnsupportedOperation")
    assert document["message"] == "not supported here: the request with these values"


def test_an_exception_in_the_backend_is_logged_and_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def failing() -> Response:
        raise KeyError("web")

    with caplog.at_level(logging.DEBUG, "reboto.local"):
        response = ask(Backend(failing))
    assert response.status_code == 400
    assert "KeyError" not in cbor2.loads(response.data)["message"]
    assert caplog.records[-1].exc_info is not None


def test_a_response_that_is_not_json_becomes_an_error() -> None:
    response = ask(Backend(lambda: Response("<html>lost</html>", 404)))
    assert response.status_code == 404
    assert cbor2.loads(response.data) == {
        "__type": "InternalFailure",
        "message": "<html>lost</html>",
    }


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"", {}, "not valid CBOR"),
        (b"\xa1\x61", {}, "not valid CBOR"),
        (cbor2.dumps([1]), {}, "must be a CBOR map, got list"),
        (cbor2.dumps({1: 2}), {}, "member names must be strings, got 1"),
        (cbor2.dumps({"Namespace": cbor2.CBORTag(6000, 1)}), {}, "a type that is not allowed"),
        (cbor2.dumps({}), {"Content_Encoding": "gzip"}, "not valid gzip"),
        (
            gzip.compress(cbor2.dumps({}), mtime=0)[:-9],
            {"Content_Encoding": "gzip"},
            "not valid gzip",
        ),
        (cbor2.dumps({}), {"Content_Encoding": "br"}, "must be gzip or identity, got 'br'"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    body: bytes, headers: dict[str, str], reason: str
) -> None:
    response = ask(respond({}), document=body, **headers)
    document = cbor2.loads(response.data)
    assert (response.status_code, document["__type"]) == (400, "SerializationException")
    assert reason in document["message"]


def test_a_request_that_is_not_signed_for_cloudwatch_is_refused() -> None:
    response = ask(respond({}), Authorization=authorization("autoscaling"))
    assert response.status_code == 403
    assert "monitoring" in cbor2.loads(response.data)["message"]


def test_the_backend_receives_json() -> None:
    backend = respond({})
    document = {
        "Text": "naïve",
        "Count": 3,
        "Ratio": 0.5,
        "Big": 1e300,
        "On": True,
        "Nothing": None,
        "Image": b"\x00\xff",
        "At": datetime(2026, 1, 2, 3, 4, 5, 250000, tzinfo=timezone.utc),
        "Many": [{"At": cbor2.CBORTag(1, 1700000000)}],
    }
    ask(backend, "PutMetricData", document, User_Agent="probe")
    request = backend.request
    assert request.path == "/"
    assert request.mimetype == "application/x-amz-json-1.0"
    assert request.headers["X-Amz-Target"] == f"{SERVICE}.PutMetricData"
    assert request.headers["User-Agent"] == "probe"
    assert request.get_json(force=True) == {
        "Text": "naïve",
        "Count": 3,
        "Ratio": 0.5,
        "Big": 1e300,
        "On": True,
        "Nothing": None,
        "Image": base64.b64encode(b"\x00\xff").decode(),
        "At": 1767323045.25,
        "Many": [{"At": 1700000000.0}],
    }


def test_a_blob_of_a_response_is_bytes() -> None:
    backend = respond({"MetricWidgetImage": base64.b64encode(b"\x89PNG").decode()})
    response = ask(backend, "GetMetricWidgetImage")
    assert cbor2.loads(response.data) == {"MetricWidgetImage": b"\x89PNG"}


def test_doubles_stay_doubles_and_nothing_stays_absent() -> None:
    result = {"Id": "a", "Label": None, "Values": [1, 2.5], "Timestamps": [1700000000.5]}
    response = ask(respond({"MetricDataResults": [result]}), "GetMetricData")
    [returned] = cbor2.loads(response.data)["MetricDataResults"]
    assert returned == {
        "Id": "a",
        "Values": [1.0, 2.5],
        "Timestamps": [datetime(2023, 11, 14, 22, 13, 20, 500000, tzinfo=timezone.utc)],
    }
    assert {type(value) for value in returned["Values"]} == {float}


def test_the_backends_own_headers_are_kept() -> None:
    headers = {"x-amzn-requestid": "r-1", "Server": "moto", "Content-Type": "text"}
    response = ask(respond({}, headers=headers))
    assert response.headers["x-amzn-requestid"] == "r-1"
    assert response.headers["Content-Type"] == "application/cbor"
    assert "Server" not in response.headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/", {"Smithy-Protocol": "rpc-v2-cbor"}),
        (f"/service/{SERVICE}/operation/ListMetrics", {}),
        (f"/service/{SERVICE}/operation/ListMetrics/more", {"Smithy-Protocol": "rpc-v2-cbor"}),
    ],
)
def test_other_requests_pass_untouched(path: str, headers: dict[str, str]) -> None:
    backend = Backend(lambda: Response(b"as it was", 418))
    response = WsgiClient(CborBridge(backend)).post(path, data=b"\x00raw", headers=headers)
    assert (response.status_code, response.data) == (418, b"as it was")
    assert (backend.request.path, backend.request.get_data()) == (path, b"\x00raw")
