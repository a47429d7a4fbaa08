"""Responses that tests write or record, without AWS and without moto."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import socket
import threading
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

from reboto import testing
from reboto.exception import BotoServerError
from reboto.testing import _cbor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.styles import Blocking

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def responses() -> Iterator[testing.Responses]:
    with testing.responses() as responses:
        yield responses


def test_a_result_of_auto_scaling_becomes_objects(
    style: Blocking, responses: testing.Responses
) -> None:
    instance = {"InstanceId": "i-1", "LifecycleState": "InService", "ProtectedFromScaleIn": False}
    group = {
        "AutoScalingGroupName": "a & b",
        "MinSize": 1,
        "MaxSize": 3,
        "CreatedTime": NOON,
        "AvailabilityZones": ["eu-west-1a", "eu-west-1b"],
        "Instances": [instance],
    }
    responses.add("DescribeAutoScalingGroups", {"AutoScalingGroups": [group], "NextToken": "more"})
    found = style.settle(style.autoscale().get_all_groups(["a & b"], max_records=1))
    assert found.next_token == "more"
    (web,) = found
    assert (web.name, web.max_size, web.instances[0].instance_id) == ("a & b", 3, "i-1")
    assert web.availability_zones == ["eu-west-1a", "eu-west-1b"]
    assert web.created_time == NOON.replace(tzinfo=None) or "12:00" in str(web.created_time)
    assert responses.calls == [
        testing.Call(
            "DescribeAutoScalingGroups",
            {"AutoScalingGroupNames.member.1": "a & b", "MaxRecords": "1"},
        )
    ]
    responses.check()


def test_a_result_of_cloudwatch_becomes_objects(
    style: Blocking, responses: testing.Responses
) -> None:
    points = [{"Timestamp": NOON, "Average": 2.5, "Unit": "Count"}]
    responses.add("GetMetricStatistics", {"Label": "Orders", "Datapoints": points})
    ((point),) = style.settle(
        style.cloudwatch().get_metric_statistics(
            60, NOON, NOON + dt.timedelta(hours=1), "Orders", "Shop", "Average"
        )
    )
    assert (point["Average"], point["Unit"]) == (2.5, "Count")
    (call,) = responses.calls
    assert (call.operation, call.parameters["Namespace"]) == ("GetMetricStatistics", "Shop")
    assert call.parameters["StartTime"] == NOON


def test_responses_of_an_operation_have_an_order(
    style: Blocking, responses: testing.Responses
) -> None:
    responses.add("DescribeAlarms", {"MetricAlarms": [{"AlarmName": "one"}]}, times=2)
    responses.add("DescribeAlarms", {"MetricAlarms": []}, times=None)
    cloudwatch = style.cloudwatch()
    seen = [len(style.settle(cloudwatch.describe_alarms())) for _ in range(5)]
    assert seen == [1, 1, 0, 0, 0]
    responses.check()


@pytest.mark.usefixtures("prompt_retries")
def test_errors_are_errors_and_retried_as_those_of_aws(
    style: Blocking, responses: testing.Responses
) -> None:
    responses.add_error("DeleteAlarms", "Throttling", "Rate exceeded", times=2)
    responses.add_error("DeleteAlarms", "ResourceNotFound", "no such alarm", status=404)
    responses.add_error("SetDesiredCapacity", "ValidationError", "<no group>")
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.cloudwatch().delete_alarms(["x"]))
    assert (caught.value.status, caught.value.error_code) == (404, "ResourceNotFound")
    assert caught.value.message == "no such alarm"
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.autoscale().set_desired_capacity("web", 2))
    assert (caught.value.status, caught.value.error_code) == (400, "ValidationError")
    assert caught.value.message == "<no group>"
    assert [call.operation for call in responses.calls] == ["DeleteAlarms"] * 3 + [
        "SetDesiredCapacity"
    ]


def test_a_request_without_an_response_is_refused_and_reported(
    style: Blocking, responses: testing.Responses
) -> None:
    responses.add("DescribeAlarms", times=3)
    with pytest.raises(BotoServerError, match=r"responses.add\('DescribePolicies'") as caught:
        style.settle(style.autoscale().get_all_policies())
    assert caught.value.error_code == "NoResponse"
    assert len(responses.calls) == 1
    with pytest.raises(AssertionError) as failed:
        responses.check()
    assert str(failed.value) == (
        "requests without a response: DescribePolicies; responses that were not used: "
        "DescribeAlarms (3)"
    )


def test_invalid_responses_are_reported() -> None:
    responses = testing.Responses()
    with pytest.raises(ValueError, match=r"times must be 1 or more, .*got 0"):
        responses.add("DescribeAlarms", times=0)
    with pytest.raises(ValueError, match="status must be from 400 to 599, got 200"):
        responses.add_error("DescribeAlarms", "OK", status=200)


def test_a_large_compressed_request_is_read(style: Blocking, responses: testing.Responses) -> None:
    responses.add("PutMetricData")
    values = [float(number) for number in range(900)]
    style.settle(style.cloudwatch().put_metric_data("Shop", ["Orders"] * 900, values))
    assert len(responses.calls[0].parameters["MetricData"]) == 900


def test_what_was_recorded_is_played(style: Blocking, tmp_path: Path) -> None:
    path = tmp_path / "responses.json"
    with testing.responses() as source:
        source.add("DescribeAutoScalingGroups", {"AutoScalingGroups": [{"MinSize": 7}]})
        source.add("DescribeAlarms", {"MetricAlarms": [{"AlarmName": "busy"}]})
        source.add_error("DeleteAlarms", "ResourceNotFound", "gone", status=404)
        autoscale, cloudwatch = style.autoscale(), style.cloudwatch()
        other: list[Any] = []
        cloudwatch.set_request_hook(Hook(other))
        with testing.record(path, autoscale, cloudwatch):
            first = calls(style, autoscale, cloudwatch)
        assert len(other) == 2
        assert cloudwatch.request_hook.seen is other
    assert "AKID" not in path.read_text(encoding="utf-8")
    with testing.responses(path) as played:
        assert calls(style, style.autoscale(), style.cloudwatch()) == first
        played.check()


class Hook:
    def __init__(self, seen: list[Any]) -> None:
        self.seen = seen

    def handle_request_data(self, _: Any, response: Any, error: bool = False) -> None:
        assert error is False
        self.seen.append(response.status)


def calls(style: Blocking, autoscale: Any, cloudwatch: Any) -> list[Any]:
    groups = style.settle(autoscale.get_all_groups())
    alarms = style.settle(cloudwatch.describe_alarms())
    with pytest.raises(BotoServerError) as caught:
        style.settle(cloudwatch.delete_alarms(["x"]))
    return [groups[0].min_size, alarms[0].name, caught.value.error_code, caught.value.message]


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "responses": [3]}'])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with (
        pytest.raises(ValueError, match=r"other\.json is not a file of reboto\.testing\.record"),
        testing.responses(path),
    ):
        pass
    with pytest.raises(TypeError, match="needs the connections"), testing.record(path):
        pass
    assert path.read_text(encoding="utf-8") == text


def test_nothing_is_left_after_the_block(style: Blocking) -> None:
    with testing.responses() as responses:
        responses.add("DescribeAlarms")
        style.settle(style.cloudwatch().describe_alarms())
        (thread,) = [one for one in threading.enumerate() if one.name == "reboto-testing"]
        port = int(os.environ["AWS_ENDPOINT_URL"].rpartition(":")[2])
    assert not thread.is_alive()
    assert "AWS_ENDPOINT_URL" not in os.environ
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0


VALUES: list[Any] = [
    0, 23, 24, 255, 256, 65536, 2**32, 2**64 - 1, -1, -25, -(2**63), 1.5, True, False, None,
    "", "ä", b"\x00", [], [1, [2]], {}, {"a": {"b": [1.0]}}, "x" * 300, NOON,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_cbor_is_that_of_other_implementations(value: Any) -> None:
    assert cbor2.loads(_cbor.dumps(value)) == value
    assert (
        _cbor.loads(cbor2.dumps(value, timezone=dt.timezone.utc, datetime_as_timestamp=True))
        == value
    )
    assert _cbor.loads(_cbor.dumps(value)) == value


@pytest.mark.parametrize(
    "data", [b"", b"\x18", b"\x62a", b"\xff\xff", b"\x5f\x41a", b"\x00\x00", b"\xf8\xff"]
)
def test_damaged_cbor_is_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"CBOR|supported"):
        _cbor.loads(data)


def test_indefinite_lengths_are_read() -> None:
    assert _cbor.loads(b"\xbf\x61a\x9f\x01\x02\xff\xff") == {"a": [1, 2]}
    with pytest.raises(TypeError, match="cannot contain"):
        _cbor.dumps({"a": object()})
    with pytest.raises(ValueError, match="64 bits"):
        _cbor.dumps(2**64)
    assert json.dumps(_cbor.loads(b"\xa1\x61a\xf6")) == '{"a": null}'


@pytest.mark.parametrize(
    ("operation", "result", "message"),
    [
        (
            "DescribeAlarm",
            {},
            "'DescribeAlarm' is not an operation; did you mean 'DescribeAlarms'?",
        ),
        (
            "DescribeAlarms",
            {"MetricAlarm": []},
            "'MetricAlarm' is not a member of the result of DescribeAlarms; did you mean",
        ),
        (
            "DeleteAlarms",
            {"Alarms": []},
            "'Alarms' is not a member of the result of DeleteAlarms; it has none",
        ),
        ("list", {}, "'list' is not an operation; use AWS's names"),
    ],
)
def test_names_that_aws_does_not_have_are_refused(
    responses: testing.Responses, operation: str, result: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        responses.add(operation, result)
    if not result:
        with pytest.raises(ValueError, match=re.escape(message)):
            responses.add_error(operation, "Throttling")


def test_a_response_of_boto3_is_accepted(style: Blocking, responses: testing.Responses) -> None:
    result = {"MetricAlarms": [], "ResponseMetadata": {"HTTPStatusCode": 200}}
    responses.add("DescribeAlarms", result)
    assert style.settle(style.cloudwatch().describe_alarms()) == []
    with pytest.raises(TypeError, match="result must be a dict, got 'text'"):
        responses.add("DescribeAlarms", "text")  # type: ignore[arg-type]
