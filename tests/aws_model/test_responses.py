"""Each operation returns what botocore's parser returns, with every member of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore import parsers

from botocore_model.operations import METHODS
from tests.aws_model.calls import BOTO, call, variants
from tests.aws_model.responses import response_of
from tests.support.messages import REQUEST_ID, Response, cbor_failure, failure
from tests.support.model_values import Filler, operation, operations, plain, plain_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

# What boto's operations return: an object, or a list of the items of a member.
BOTO_GIVES = {
    "DescribeAccountLimits": "object",
    "DescribeAdjustmentTypes": "page:AdjustmentTypes",
    "DescribeAutoScalingGroups": "page:AutoScalingGroups",
    "DescribeAutoScalingInstances": "page:AutoScalingInstances",
    "DescribeLaunchConfigurations": "page:LaunchConfigurations",
    "DescribeMetricCollectionTypes": "object",
    "DescribePolicies": "page:ScalingPolicies",
    "DescribeScalingActivities": "page:Activities",
    "DescribeScalingProcessTypes": "page:Processes",
    "DescribeScheduledActions": "page:ScheduledUpdateGroupActions",
    "DescribeTags": "page:Tags",
    "DescribeTerminationPolicyTypes": "page:TerminationPolicyTypes",
    "DetachInstances": "page:Activities",
    "PutScalingPolicy": "object",
    "TerminateInstanceInAutoScalingGroup": "activity",
    "DescribeAlarmHistory": "page:AlarmHistoryItems",
    "DescribeAlarms": "alarms",
    "DescribeAlarmsForMetric": "page:MetricAlarms",
    "GetMetricData": "page:MetricDataResults",
    "GetMetricStatistics": "page:Datapoints",
    "ListMetrics": "page:Metrics",
}
SYMBOLS = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
}
WITH_OUTPUT = [
    (service, name)
    for service, name in operations()
    if (shape := operation(service, name).output_shape) is not None and shape.members
]


def _parsed(service: str, name: str, received: Response) -> dict[str, Any]:
    """Return what botocore's parser makes of a response."""
    protocol = "smithy-rpc-v2-cbor" if service == "cloudwatch" else "query"
    parser = parsers.create_parser(protocol)
    response = {
        "status_code": received.status,
        "headers": dict(received.headers),
        "body": received.body,
    }
    found: dict[str, Any] = parser.parse(response, operation(service, name).output_shape)
    found.pop("ResponseMetadata", None)
    return found


def adjusted(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return a value without what boto's attributes do not keep apart."""
    if name == "DescribeAlarmHistory":
        for item in value["AlarmHistoryItems"]:
            item["HistoryData"] = '{"a": 1}'
    if name == "DescribeLaunchConfigurations":
        for config in value["LaunchConfigurations"]:
            config["SpotPrice"] = "0.5"
            config["UserData"] = "YQ=="
            for device in config["BlockDeviceMappings"]:
                device["NoDevice"] = True
    return value


@pytest.mark.parametrize(("service", "name"), WITH_OUTPUT, ids=[name for _, name in WITH_OUTPUT])
def test_responses_are_those_of_botocore(
    style: Blocking, server: Wire, service: str, name: str
) -> None:
    of = operation(service, name)
    method = METHODS[service].get(name)
    value = adjusted(name, Filler().fill(of.output_shape))
    if method is not None and method.partial:
        value[method.partial] = []
    response = response_of(service, name, value)
    server.otherwise = response
    connect = style.autoscale if service == "autoscaling" else style.cloudwatch
    given = variants(name, Filler(required_only=True).fill(of.input_shape))[0]
    result = style.settle(call(service, name, connect(server), given))
    gives = method.gives if method is not None else BOTO_GIVES[name]
    got = _document(gives, of.output_shape, result)
    expected = _comparable(name, _parsed(service, name, response))
    if name == "DescribeWarmPool":
        configuration = of.output_shape.members["WarmPoolConfiguration"]
        got.update(plain(result, configuration))
    for member in _unseen(name, gives):
        expected.pop(member, None)
    expected = {key: one for key, one in expected.items() if key in got or one not in ([], {})}
    assert list(_differences(got, expected)) == []


def _differences(got: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Yield the places where two documents differ."""
    if isinstance(got, dict) and isinstance(expected, dict):
        for key in sorted({*got, *expected}):
            yield from _differences(got.get(key), expected.get(key), f"{path}.{key}")
    elif isinstance(got, list) and isinstance(expected, list) and len(got) == len(expected):
        for at, (one, other) in enumerate(zip(got, expected, strict=True)):
            yield from _differences(one, other, f"{path}[{at}]")
    elif got != expected:
        yield f"{path} is {got!r}, not {expected!r}"


def _document(gives: str, shape: Any, result: Any) -> dict[str, Any]:
    """Return a result of reboto's in boto3's form."""
    kind, _, member = gives.partition(":")
    if shape.name == "GetMetricStatisticsOutput":
        return {"Label": result.Label, "Datapoints": [_point(point) for point in result]}
    if kind == "page":
        rest = {
            name: plain(one, of)
            for name, of in shape.members.items()
            if name != member and (one := _attribute(result, name)) is not None
        }
        return {member: plain(result, shape.members[member]), **rest}
    if kind == "member":
        return {member: plain(result, shape.members[member])}
    if kind == "alarms":
        kinds = {
            "MetricAlarm": "MetricAlarms",
            "CompositeAlarm": "CompositeAlarms",
            "LogAlarm": "LogAlarms",
        }
        found: dict[str, Any] = {name: [] for name in kinds.values()}
        for alarm in result:
            name = kinds[type(alarm).__name__]
            found[name].append(plain(alarm, shape.members[name].member))
        return {**found, "NextToken": result.next_token}
    if kind == "activity":
        return {
            "Activity": plain(result, shape.members["Activity"]),
            "Activities": plain(result.activities, shape.members["Activities"]),
        }
    if result is True:
        return {}
    # boto's classes and the warm pool have the members of an output by other names.
    others = {name: one for name in shape.members if (one := _attribute(result, name)) is not None}
    return {
        **{name: plain(one, shape.members[name]) for name, one in others.items()},
        **plain(result, shape),
    }


def _point(point: Any) -> dict[str, Any]:
    return {**point, "Timestamp": plain_time(point["Timestamp"])}


def _attribute(value: Any, name: str) -> Any:
    from botocore_model.service import snake

    return getattr(value, snake(name), None) or getattr(value, name, None)


def _unseen(name: str, gives: str) -> set[str]:
    """Return members that a result has elsewhere: a list of what failed, and what True hides."""
    if gives in ("True", "given:True"):
        return set(
            operation(*next(pair for pair in operations() if pair[1] == name)).output_shape.members
        )
    return set()


def _comparable(name: str, expected: dict[str, Any]) -> dict[str, Any]:
    """Return what botocore parsed with the types and forms that boto's attributes have."""
    for config in expected.get("LaunchConfigurations", ()):
        config.update(SpotPrice=0.5, UserData=b"a")
    for alarm in expected.get("MetricAlarms", ()):
        word = alarm["ComparisonOperator"]
        alarm["ComparisonOperator"] = SYMBOLS.get(word, word)
    for point in expected.get("Datapoints", ()):
        point.update(point.pop("ExtendedStatistics"))
    if name == "GetMetricData":
        for messages in [expected, *expected["MetricDataResults"]]:
            messages["Messages"] = [
                f"{one['Code']}: {one['Value']}" for one in messages["Messages"]
            ]
    if name == "DescribeWarmPool":
        expected.update(expected.pop("WarmPoolConfiguration"))
    if name == "DescribeAlarmHistory":
        for item in expected["AlarmHistoryItems"]:
            item["HistoryData"] = {"a": 1}
    return expected


@pytest.mark.parametrize(("service", "name"), list(operations()), ids=[n for _, n in operations()])
def test_errors_have_code_message_and_request_id(
    style: Blocking, server: Wire, service: str, name: str
) -> None:
    import reboto

    of = operation(service, name)
    make = failure if service == "autoscaling" else cbor_failure
    server.otherwise = make("ResourceContention", "wait")
    connect = style.autoscale if service == "autoscaling" else style.cloudwatch
    given = variants(name, Filler(required_only=True).fill(of.input_shape))[0]
    with pytest.raises(reboto.exception.BotoServerError) as caught:
        style.settle(call(service, name, connect(server), given))
    error = caught.value
    assert (error.error_code, error.message, error.request_id) == (
        "ResourceContention",
        "wait",
        REQUEST_ID,
    )


def test_every_operation_is_in_one_of_the_lists() -> None:
    known = {name for methods in METHODS.values() for name in methods} | set(BOTO)
    assert known == {name for _, name in operations()}
