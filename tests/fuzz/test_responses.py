"""For any response, a call returns a value or raises a subclass of BotoServerError.

The responses are mutations of AWS's own, for every operation of both services.
"""

from __future__ import annotations

import contextlib
import datetime
import inspect
from typing import TYPE_CHECKING, Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from botocore_model.methods import method_name
from botocore_model.operations import METHODS
from reboto.ec2 import autoscale, cloudwatch
from reboto.ec2.autoscale.tag import Tag
from reboto.exception import BotoClientError, BotoServerError
from tests.aws_model.calls import call as send
from tests.fuzz import surface
from tests.support import model_values, samples
from tests.support.examples import tries
from tests.support.messages import Response, cbor_result, result, xml
from tests.support.styles import Blocking

if TYPE_CHECKING:
    from tests.support.wire import Wire

reading = tries(10)


@pytest.fixture
def style() -> Blocking:
    """One style: responses are read by code that serves both."""
    return Blocking()


TOLD = (BotoClientError, BotoServerError)
# Service and operation of each method that boto did not have.
GENERATED = {
    method_name(operation, method): (service, operation)
    for service, methods in METHODS.items()
    for operation, method in methods.items()
}

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.timezone.utc)
# One element of each kind that the tables of boto's classes know, and more.
MEMBER = {
    "AutoScalingGroupName": "web",
    "LaunchConfigurationName": "lc",
    "PolicyName": "up",
    "ActivityId": "a-1",
    "MinSize": 1,
    "ScalingAdjustment": -1,
    "Cooldown": "",
    "Progress": 50,
    "CreatedTime": "2026-11-24T12:00:00Z",
    "StartTime": "2026-11-24T12:00:00.123Z",
    "EbsOptimized": "true",
    "UserData": "aHVzaA==",
    "SpotPrice": "0.5",
    "AvailabilityZones": ["us-east-1a"],
    "TerminationPolicies": ["Default"],
    "LoadBalancerNames": [],
    "Instances": [{"InstanceId": "i-1", "LifecycleState": "InService"}],
    "SuspendedProcesses": [{"ProcessName": "Launch"}],
    "EnabledMetrics": [{"Metric": "GroupMinSize"}],
    "Tags": [{"Key": "k", "Value": "v", "PropagateAtLaunch": True}],
    "Alarms": [{"AlarmName": "busy", "AlarmARN": "arn"}],
    "InstanceMonitoring": {"Enabled": True},
    "BlockDeviceMappings": [{"DeviceName": "sda", "Ebs": {"VolumeSize": 8}}],
    "Unknown": {"Deep": [{"Deeper": ["x"]}]},
}
DOCUMENT = (
    "<Response><Result><AutoScalingGroups>"
    f"{xml([MEMBER, MEMBER])}</AutoScalingGroups><NextToken>t</NextToken>"
    f"<TerminationPolicyTypes>{xml(['Default'])}</TerminationPolicyTypes>"
    f"<Activity>{xml(MEMBER)}</Activity><MaxNumberOfAutoScalingGroups>20"
    "</MaxNumberOfAutoScalingGroups></Result><ResponseMetadata><RequestId>r</RequestId>"
    "</ResponseMetadata></Response>"
).encode()

ALARM = {
    "AlarmName": "busy",
    "AlarmConfigurationUpdatedTimestamp": NOON,
    "ActionsEnabled": True,
    "OKActions": ["arn"],
    "Threshold": 70.5,
    "Period": 60,
    "Dimensions": [{"Name": "a", "Value": "b"}],
    "ComparisonOperator": "GreaterThanThreshold",
    "StateValue": "ALARM",
}
CONTENT: dict[str, Any] = {
    "MetricAlarms": [ALARM, ALARM],
    "AlarmHistoryItems": [{"AlarmName": "a", "Timestamp": NOON, "HistoryData": '{"a": [1]}'}],
    "Metrics": [{"Namespace": "Shop", "MetricName": "Orders", "Dimensions": []}],
    "Datapoints": [
        {"Timestamp": NOON, "Average": 1.5, "ExtendedStatistics": {"p99": 2.5}, "Unit": "Count"}
    ],
    "Label": "Orders",
    "MetricDataResults": [
        {"Id": "a", "Timestamps": [NOON, NOON], "Values": [1.5, 2.5], "StatusCode": "Complete"}
    ],
    "Messages": [{"Code": "c", "Value": "v"}],
    "NextToken": "t",
}
# Unexpected numbers on the wire, including times beyond every calendar.
NUMBERS = [float("nan"), float("inf"), -1e300, 1e300, 2**63, -(2**63), 2**64 - 1, 0, 1.5e12]
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [*NUMBERS, None, True, "", "\0", b"\xff", [], {}, [[]], {"a": {"b": []}}]
)


def bent(value: Any, draw: st.DrawFn) -> Any:
    """A document like `value`, something of it replaced."""
    # Not at an end of the range, which is drawn too often.
    if draw(st.integers(0, 40)) == 7:
        odd = draw(ODD)
        if isinstance(value, datetime.datetime):
            return cbor2.CBORTag(1, odd)
        return odd
    if isinstance(value, dict):
        return {name: bent(inner, draw) for name, inner in value.items()}
    if isinstance(value, list):
        return [bent(inner, draw) for inner in value]
    return value


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    return cbor2.dumps(bent(CONTENT, draw), datetime_as_timestamp=True)


PIECES = st.sampled_from(
    [
        b"<member>",
        b"</member>",
        b"<Tags/>",
        b"<![CDATA[",
        b"<!--",
        b"<?xml",
        b"&lt;",
        b"&#0;",
        b"&#x110000;",
        b"&a;",
        b"<!DOCTYPE a>",
        b"\xff",
        b"\0",
        b"<a b='c'>",
        b"\xbf",
        b"\xff\xff",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xc1\xfb\x7f\xf0\0\0\0\0\0\0",
    ]
)


@st.composite
def changed(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """A response, often cut or overwritten somewhere."""
    body = draw(whole)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2, 3]))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 30)))
        body = body[:start] + draw(PIECES | st.binary(max_size=8)) + body[end:]
    is_cut = draw(st.sampled_from([False, False, True]))
    return body[: draw(st.integers(0, len(body)))] if is_cut else body


SERVICES = {
    "autoscale": (autoscale.AutoScaleConnection, "text/xml", changed(st.just(DOCUMENT))),
    "cloudwatch": (cloudwatch.CloudWatchConnection, "application/cbor", changed(documents())),
}
CALLS = [
    (service, name)
    for service, (kind, *_) in SERVICES.items()
    for name in surface.methods(kind)
    if not name.startswith(("build_", "close", "iter_", "make_request", "set_request_hook"))
]


def test_every_operation_is_tried() -> None:
    assert len(CALLS) > 50
    assert ("cloudwatch", "get_metric_data") in CALLS
    assert ("autoscale", "get_list") in CALLS


@pytest.mark.parametrize(("service", "name"), CALLS)
@reading
@given(data=st.data(), status=st.sampled_from([200, 200, 200, 400, 500, 302]))
def test_a_response_gives_a_value_or_an_error(
    style: Blocking, server: Wire, service: str, name: str, data: st.DataObject, status: int
) -> None:
    _, kind, bodies = SERVICES[service]
    if name in ("get_list", "get_object", "get_status"):
        kind = "text/xml"
    body = data.draw(bodies, "body")
    connection = getattr(style, service)(server)
    connection.num_retries = 0
    server.otherwise = Response(
        status, body, {"Content-Type": kind, "smithy-protocol": "rpc-v2-cbor"}
    )
    call = getattr(connection, name)
    operation = GENERATED.get(name)
    with contextlib.suppress(*TOLD):
        if operation is None:
            given = surface.called(call, plausible(call))
        else:
            given = send(*operation, connection, required(*operation))
        repr(style.settle(given))


@pytest.mark.parametrize(
    ("service", "name"), [("autoscale", "get_all_groups"), ("cloudwatch", "describe_alarms")]
)
def test_some_of_the_drawn_responses_are_read(
    style: Blocking, server: Wire, service: str, name: str
) -> None:
    _, kind, bodies = SERVICES[service]
    connection = getattr(style, service)(server)
    read = 0

    @tries(40)
    @given(body=bodies)
    def one(body: bytes) -> None:
        nonlocal read
        headers = {"Content-Type": kind, "smithy-protocol": "rpc-v2-cbor"}
        server.otherwise = Response(200, body, headers)
        with contextlib.suppress(*TOLD):
            style.settle(getattr(connection, name)())
            read += 1

    one()
    assert 4 < read < 40


def required(service: str, operation: str) -> dict[str, Any]:
    """The required members of the input of an operation."""
    of = model_values.operation(service, operation)
    filled: dict[str, Any] = model_values.Filler(required_only=True).fill(of.input_shape)
    return filled


def plausible(call: Any) -> dict[str, Any]:
    """Arguments that every server takes."""
    chosen = {
        "action": "Anything",
        "alarm": surface.alarm(),
        "as_group": surface.group(),
        "cls": Tag,
        "desired_capacity": 1,
        "end_time": NOON,
        "launch_config": surface.launch_config(),
        "markers": [("member", Tag)],
        "params": {},
        "period": 60,
        "queries": [surface.query()],
        "scaling_policy": samples.policy(),
        "start_time": NOON,
        "statistics": "Sum",
        "tags": [surface.tag()],
        "value": 1,
    }
    if call.__name__ == "terminate_instance":
        return {"instance_id": "i-1"}
    if call.__name__ == "put_metric_data":
        return {"namespace": "Shop", "name": "Orders", "value": 1}
    return {
        one.name: chosen.get(one.name, "web")
        for one in inspect.signature(call).parameters.values()
        if one.default is one.empty and one.kind is not one.VAR_KEYWORD
    }


@pytest.mark.parametrize("number", [*NUMBERS, -62135596801, 253402300800], ids=repr)
@pytest.mark.parametrize("name", ["get_metric_statistics", "get_metric_data"])
def test_a_time_that_no_calendar_has_is_the_servers_error(
    style: Blocking, server: Wire, name: str, number: float
) -> None:
    tag = cbor2.CBORTag(1, number)
    content = {
        "Datapoints": [{"Timestamp": tag}],
        "MetricDataResults": [{"Timestamps": [tag]}],
    }
    server.otherwise = cbor_result(content)
    connection = style.cloudwatch(server)
    call = getattr(connection, name)
    with contextlib.suppress(*TOLD):
        style.settle(surface.called(call, plausible(call)))
    server.otherwise = cbor_result()
    assert list(style.settle(connection.list_metrics())) == []


@pytest.mark.parametrize("text", ["2026-13-45T99:99:99Z", "0000-00-00T00:00:00Z", "soon", ""])
def test_an_invalid_time_stays_text(style: Blocking, server: Wire, text: str) -> None:
    member = {"ActivityId": "a", "StartTime": text}
    server.otherwise = result("DescribeScalingActivities", {"Activities": [member]})
    (activity,) = style.settle(style.autoscale(server).get_all_activities("web"))
    assert activity.start_time == text


def test_a_block_device_without_a_name_is_kept_as_boto_kept_it(
    style: Blocking, server: Wire
) -> None:
    member = {"BlockDeviceMappings": [{"Ebs": {"VolumeSize": 8}}]}
    server.otherwise = result("DescribeLaunchConfigurations", {"LaunchConfigurations": [member]})
    connection = style.autoscale(server, use_block_device_types=True)
    (config,) = style.settle(connection.get_all_launch_configurations())
    ((name, device),) = config.block_device_mappings.items()
    assert (name, device.size) == (None, 8)


@pytest.mark.timeout(60, method="thread")  # no signal is looked at in between
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("piece", [b"cookie ", b"cookie=a&", b"' at 'cookie "])
def test_a_long_response_full_of_secret_names_is_reported_in_time(
    style: Blocking, server: Wire, piece: bytes, status: int
) -> None:
    # Each name must be searched only once; a search per match would take an hour.
    server.otherwise = Response(status, b"<a>" + piece * 300_000, {"Content-Type": "text/xml"})
    connection = style.autoscale(server)
    connection.num_retries = 0
    with pytest.raises(BotoServerError):
        style.settle(connection.get_all_groups())
