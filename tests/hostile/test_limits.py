"""What AWS publishes of an argument is held to before anything is sent.

The numbers come from the model of the API that botocore carries, so that what AWS has widened
since fails here, rather than in a script.
"""

from __future__ import annotations

import base64
import random
import string
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest

from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy
from reboto.ec2.autoscale.tag import Tag
from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.ec2.cloudwatch.metric_data import MetricDataQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from styles import Blocking
    from wire import Wire

NOON = datetime(2026, 11, 24, 12)
AUTOSCALE, CLOUDWATCH = "autoscaling", "cloudwatch"


def alarm(**changed: Any) -> MetricAlarm:
    arguments: dict[str, Any] = {
        "name": "busy",
        "namespace": "AWS/EC2",
        "metric": "CPUUtilization",
        "statistic": "Average",
        "comparison": ">",
        "threshold": 70,
        "period": 60,
        "evaluation_periods": 2,
    }
    return MetricAlarm(**arguments | changed)


def group(**changed: Any) -> AutoScalingGroup:
    arguments: dict[str, Any] = {"group_name": "g", "launch_config": "lc"}
    arguments |= {"min_size": 1, "max_size": 2}
    return AutoScalingGroup(**arguments | changed)


def statistics(connection: Any, **changed: Any) -> Any:
    arguments: dict[str, Any] = {
        "period": 60,
        "start_time": NOON,
        "end_time": NOON,
        "metric_name": "Orders",
        "namespace": "Shop",
        "statistics": "Sum",
    }
    return connection.get_metric_statistics(**arguments | changed)


def data(connection: Any, **changed: Any) -> Any:
    query: dict[str, Any] = {"id": "a", "metric": "Orders", "namespace": "Shop"}
    query |= {"statistic": "Sum", "period": 60}
    return connection.get_metric_data([MetricDataQuery(**query | changed)], NOON, NOON)


# Operation, the member of its model, what an error calls it, and a call with that text.
TEXTS: list[tuple[str, str, str, Callable[[Any, Any], Any]]] = [
    (
        "CreateAutoScalingGroup",
        "AutoScalingGroupName",
        "AutoScalingGroup.name",
        lambda c, text: c.create_auto_scaling_group(group(group_name=text)),
    ),
    (
        "CreateLaunchConfiguration",
        "LaunchConfigurationName",
        "LaunchConfiguration.name",
        lambda c, text: c.create_launch_configuration(LaunchConfiguration(name=text)),
    ),
    (
        "PutScalingPolicy",
        "PolicyName",
        "ScalingPolicy.name",
        lambda c, text: c.create_scaling_policy(
            ScalingPolicy(
                name=text, as_name="g", adjustment_type="ExactCapacity", scaling_adjustment=1
            )
        ),
    ),
    (
        "PutScheduledUpdateGroupAction",
        "ScheduledActionName",
        "name",
        lambda c, text: c.create_scheduled_group_action("g", text, desired_capacity=1),
    ),
    (
        "CreateOrUpdateTags",
        "Tags.Key",
        "Tag.key",
        lambda c, text: c.create_or_update_tags([Tag(key=text, resource_id="g")]),
    ),
    (
        "CreateOrUpdateTags",
        "Tags.Value",
        "Tag.value",
        lambda c, text: c.create_or_update_tags([Tag(key="k", value=text, resource_id="g")]),
    ),
    (
        "PutMetricAlarm",
        "AlarmName",
        "MetricAlarm.name",
        lambda c, text: c.create_alarm(alarm(name=text)),
    ),
    (
        "PutMetricAlarm",
        "AlarmDescription",
        "MetricAlarm.description",
        lambda c, text: c.create_alarm(alarm(description=text)),
    ),
    (
        "PutMetricAlarm",
        "MetricName",
        "MetricAlarm.metric",
        lambda c, text: c.create_alarm(alarm(metric=text)),
    ),
    (
        "PutMetricAlarm",
        "Namespace",
        "MetricAlarm.namespace",
        lambda c, text: c.create_alarm(alarm(namespace=text)),
    ),
    (
        "PutMetricAlarm",
        "AlarmActions",
        "MetricAlarm.alarm_actions[1]",
        lambda c, text: c.create_alarm(alarm(alarm_actions=["a", text])),
    ),
    (
        "PutMetricAlarm",
        "OKActions",
        "MetricAlarm.ok_actions[0]",
        lambda c, text: c.create_alarm(alarm(ok_actions=[text])),
    ),
    (
        "PutMetricAlarm",
        "InsufficientDataActions",
        "MetricAlarm.insufficient_data_actions[0]",
        lambda c, text: c.create_alarm(alarm(insufficient_data_actions=[text])),
    ),
    (
        "PutMetricAlarm",
        "Dimensions.Name",
        "MetricAlarm.dimensions' key",
        lambda c, text: c.create_alarm(alarm(dimensions={text: "v"})),
    ),
    (
        "PutMetricAlarm",
        "Dimensions.Value",
        'MetricAlarm.dimensions["Till"]',
        lambda c, text: c.create_alarm(alarm(dimensions={"Till": text})),
    ),
    (
        "DescribeAlarms",
        "AlarmNames",
        "alarm_names[0]",
        lambda c, text: c.describe_alarms(alarm_names=[text]),
    ),
    ("DeleteAlarms", "AlarmNames", "alarms[0]", lambda c, text: c.delete_alarms([text])),
    (
        "EnableAlarmActions",
        "AlarmNames",
        "alarm_names[0]",
        lambda c, text: c.enable_alarm_actions([text]),
    ),
    (
        "DisableAlarmActions",
        "AlarmNames",
        "alarm_names[0]",
        lambda c, text: c.disable_alarm_actions([text]),
    ),
    (
        "SetAlarmState",
        "AlarmName",
        "alarm_name",
        lambda c, text: c.set_alarm_state(text, "why", "OK"),
    ),
    (
        "SetAlarmState",
        "StateReason",
        "state_reason",
        lambda c, text: c.set_alarm_state("a", text, "OK"),
    ),
    (
        "SetAlarmState",
        "StateReasonData",
        "state_reason_data",
        # JSON puts it in quotes.
        lambda c, text: c.set_alarm_state("a", "why", "OK", text[2:]),
    ),
    (
        "DescribeAlarmsForMetric",
        "MetricName",
        "metric_name",
        lambda c, text: c.describe_alarms_for_metric(text, "Shop"),
    ),
    (
        "DescribeAlarmsForMetric",
        "Namespace",
        "namespace",
        lambda c, text: c.describe_alarms_for_metric("Orders", text),
    ),
    (
        "PutMetricData",
        "Namespace",
        "namespace",
        lambda c, text: c.put_metric_data(text, "Orders", 1),
    ),
    (
        "PutMetricData",
        "MetricData.MetricName",
        "name[1]",
        lambda c, text: c.put_metric_data("Shop", ["a", text], 1),
    ),
    (
        "PutMetricData",
        "MetricData.Dimensions.Value",
        'dimensions["Till"]',
        lambda c, text: c.put_metric_data("Shop", "Orders", 1, dimensions={"Till": ["1", text]}),
    ),
    (
        "GetMetricStatistics",
        "MetricName",
        "metric_name",
        lambda c, text: statistics(c, metric_name=text),
    ),
    (
        "GetMetricStatistics",
        "Namespace",
        "namespace",
        lambda c, text: statistics(c, namespace=text),
    ),
    (
        "GetMetricData",
        "MetricDataQueries.MetricStat.Metric.MetricName",
        "queries[0].metric",
        lambda c, text: data(c, metric=text),
    ),
    (
        "GetMetricData",
        "MetricDataQueries.MetricStat.Metric.Namespace",
        "queries[0].namespace",
        lambda c, text: data(c, namespace=text),
    ),
]
IDS = [f"{operation}.{member}" for operation, member, *_ in TEXTS]


@lru_cache
def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def service_of(operation: str) -> str:
    return AUTOSCALE if operation in model(AUTOSCALE).operation_names else CLOUDWATCH


def shape(operation: str, member: str) -> Any:
    """What AWS's model says of a member; of a list, of its items."""
    found = model(service_of(operation)).operation_model(operation).input_shape
    for name in member.split("."):
        found = getattr(found, "member", found).members[name]
    return getattr(found, "member", found)


def connected(style: Blocking, server: Wire, operation: str) -> Any:
    return (style.autoscale if service_of(operation) == AUTOSCALE else style.cloudwatch)(server)


def refused(style: Blocking, call: Callable[[], Any]) -> str:
    with pytest.raises(ValueError, match=r"AWS takes|not what AWS takes") as caught:
        style.settle(call())
    return str(caught.value)


def texts_in(value: Any) -> list[Any]:
    """Every text of a document, lists and mappings within it included."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in texts_in(one)] if isinstance(value, list) else [value]


def sent(server: Wire) -> list[Any]:
    request = server.requests[-1]
    return list(request.parameters.values()) or texts_in(request.document)


@pytest.mark.parametrize(("operation", "member", "name", "call"), TEXTS, ids=IDS)
def test_a_text_as_long_as_aws_takes_it_is_sent_and_a_longer_one_refused(
    style: Blocking,
    server: Wire,
    operation: str,
    member: str,
    name: str,
    call: Callable[[Any, Any], Any],
) -> None:
    connection = connected(style, server, operation)
    most = shape(operation, member).metadata["max"]
    told = refused(style, lambda: call(connection, "n" * (most + 1)))
    assert told == f"{name} has {most + 1} characters: AWS takes at most {most}"
    assert server.requests == []
    style.settle(call(connection, "n" * most))
    lengths = [len(text) for text in sent(server) if isinstance(text, str)]
    assert most in lengths


def test_characters_are_counted_not_bytes(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    name = "é" * 255
    style.settle(connection.create_launch_configuration(LaunchConfiguration(name=name)))
    assert server.request.parameters["LaunchConfigurationName"] == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dimensions", {"Till": "größe"}),
        ("dimensions", {"größe": "1"}),
        ("dimensions", {"Till": "  "}),
        ("dimensions", {":till": "1"}),
        ("dimensions", {"Till": "a\tb"}),
        ("namespace", ":Shop"),
        ("name", "two\nlines"),
    ],
)
def test_characters_that_aws_does_not_take_are_refused(
    style: Blocking, server: Wire, name: str, value: Any
) -> None:
    connection = style.cloudwatch(server)
    told = refused(style, lambda: connection.create_alarm(alarm(**{name: value})))
    assert told.startswith(f"MetricAlarm.{name}")
    assert "\n" not in told
    assert server.requests == []


@pytest.mark.parametrize("namespace", ["größe", "a\tb", ":Shop"])
def test_data_are_put_under_no_name_that_aws_does_not_take(
    style: Blocking, server: Wire, namespace: str
) -> None:
    connection = style.cloudwatch(server)
    refused(style, lambda: connection.put_metric_data(namespace, "Orders", 1))
    assert server.requests == []


def test_a_new_group_has_no_colon_in_its_name_and_an_old_one_may(
    style: Blocking, server: Wire
) -> None:
    connection = style.autoscale(server)
    told = refused(style, lambda: connection.create_auto_scaling_group(group(group_name="a:b")))
    assert told == "AutoScalingGroup.name: 'a:b' is not what AWS takes: a string without a colon"
    assert server.requests == []
    style.settle(connection.delete_auto_scaling_group("a:b"))
    assert server.request.parameters["AutoScalingGroupName"] == "a:b"


# Operation, member, what an error calls it, and a call with so many of them.
LISTS: list[tuple[str, str, str, Callable[[Any, list[str]], Any]]] = [
    (
        "PutMetricAlarm",
        "AlarmActions",
        "MetricAlarm.alarm_actions",
        lambda c, items: c.create_alarm(alarm(alarm_actions=items)),
    ),
    (
        "PutMetricAlarm",
        "Dimensions",
        "MetricAlarm.dimensions",
        lambda c, items: c.create_alarm(alarm(dimensions={"Till": items})),
    ),
    ("DeleteAlarms", "AlarmNames", "alarms", lambda c, items: c.delete_alarms(items)),
    (
        "DescribeAlarms",
        "AlarmNames",
        "alarm_names",
        lambda c, items: c.describe_alarms(alarm_names=items),
    ),
    (
        "EnableAlarmActions",
        "AlarmNames",
        "alarm_names",
        lambda c, items: c.enable_alarm_actions(items),
    ),
    (
        "DisableAlarmActions",
        "AlarmNames",
        "alarm_names",
        lambda c, items: c.disable_alarm_actions(items),
    ),
    (
        "GetMetricStatistics",
        "Dimensions",
        "dimensions",
        lambda c, items: statistics(c, dimensions=dict.fromkeys(items, "v")),
    ),
]


@pytest.mark.parametrize(
    ("operation", "member", "name", "call"), LISTS, ids=[f"{one[0]}.{one[1]}" for one in LISTS]
)
def test_as_many_as_aws_takes_are_sent_and_more_refused(
    style: Blocking,
    server: Wire,
    operation: str,
    member: str,
    name: str,
    call: Callable[[Any, list[str]], Any],
) -> None:
    connection = connected(style, server, operation)
    shape = model(CLOUDWATCH).operation_model(operation).input_shape.members[member]
    most = shape.metadata["max"]
    told = refused(style, lambda: call(connection, [f"n{at}" for at in range(most + 1)]))
    assert told.startswith(f"{name} has {most + 1} ")
    assert told.endswith(f": AWS takes at most {most}")
    assert server.requests == []
    style.settle(call(connection, [f"n{at}" for at in range(most)]))
    assert len(server.request.document[member]) == most


def test_a_thousand_values_are_put_at_once_and_no_more(style: Blocking, server: Wire) -> None:
    # "The array can include no more than 1000 metrics per call", says MetricData.
    connection = style.cloudwatch(server)
    told = refused(style, lambda: connection.put_metric_data("Shop", "Orders", [1] * 1001))
    assert told == "value has 1001 elements: AWS takes at most 1000"
    assert server.requests == []
    style.settle(connection.put_metric_data("Shop", "Orders", [1] * 1000))
    assert len(server.request.document["MetricData"]) == 1000


def test_data_beyond_a_megabyte_are_refused_before_they_are_sent(
    style: Blocking, server: Wire
) -> None:
    # "Each PutMetricData request is limited to 1 MB in size for HTTP POST requests. You can send
    # a payload compressed by gzip", says PutMetricData: what counts is what is sent.
    connection = style.cloudwatch(server)
    chance = random.Random(6)  # noqa: S311 - what does not compress
    letters = string.ascii_letters + string.digits

    def values() -> dict[str, str]:
        return {f"d{at}": "".join(chance.choices(letters, k=1000)) for at in range(30)}

    with pytest.raises(
        ValueError, match=r"^the request has \d{7} bytes: AWS takes at most 1048576"
    ):
        style.settle(
            connection.put_metric_data(
                "Shop", "Orders", [1] * 50, dimensions=[values() for _ in range(50)]
            )
        )
    assert server.requests == []
    # Ten times as long, and nothing of it once it is compressed.
    same = dict.fromkeys(values(), "x" * 1000)
    style.settle(connection.put_metric_data("Shop", "Orders", [1] * 500, dimensions=same))
    assert len(server.request.body) > 10_000_000


@pytest.mark.parametrize("value", [2.0**360, -(2.0**360), 5e-324, 0.0])
def test_a_measured_number_within_bounds_is_sent_as_it_is(
    style: Blocking, server: Wire, value: float
) -> None:
    style.settle(style.cloudwatch(server).put_metric_data("Shop", "Orders", value))
    assert server.request.document["MetricData"][0]["Value"] == value


@pytest.mark.parametrize(
    "value", [2.0**360 * 1.0001, -1e300, float("nan"), float("inf"), "-inf", 10**400]
)
def test_a_measured_number_out_of_bounds_is_refused(
    style: Blocking, server: Wire, value: object
) -> None:
    # "Values must be in the range of -2^360 to 2^360. In addition, special values (for example,
    # NaN, +Infinity, -Infinity) are not supported", says MetricDatum.
    connection = style.cloudwatch(server)
    with pytest.raises(ValueError, match=r"^value: "):
        style.settle(connection.put_metric_data("Shop", "Orders", value))
    assert server.requests == []


# "Valid values are 10, 20, 30, and any multiple of 60" and "... Period multiplied by
# EvaluationPeriods can't be more than 604,800 seconds. For alarms with a period of less than one
# hour (3,600 seconds), the total evaluation period can't be longer than one day (86,400 seconds)",
# says PutMetricAlarm.
@pytest.mark.parametrize(
    ("period", "periods"),
    [(10, 8640), (20, 4320), (30, 1), (60, 1440), (3540, 24), (3600, 168), (604_800, 1)],
)
def test_an_alarm_looks_back_as_far_as_aws_does(
    style: Blocking, server: Wire, period: int, periods: int
) -> None:
    connection = style.cloudwatch(server)
    style.settle(connection.create_alarm(alarm(period=period, evaluation_periods=periods)))
    document = server.request.document
    assert (document["Period"], document["EvaluationPeriods"]) == (period, periods)


@pytest.mark.parametrize(
    ("period", "periods", "most"),
    [
        (10, 8641, 86_400),
        (60, 1441, 86_400),
        (3540, 25, 86_400),
        (3600, 169, 604_800),
        (86_400, 8, 604_800),
        (2_147_483_640, 2_147_483_647, 604_800),
    ],
)
def test_an_alarm_looks_back_no_farther_than_aws_does(
    style: Blocking, server: Wire, period: int, periods: int, most: int
) -> None:
    connection = style.cloudwatch(server)
    told = refused(
        style, lambda: connection.create_alarm(alarm(period=period, evaluation_periods=periods))
    )
    assert f"{period} times {periods}, {period * periods} seconds" in told
    assert f"{most} seconds" in told
    assert server.requests == []


@pytest.mark.parametrize("period", [1, 5, 10, 20, 30, 60, "120", 3600.0])
def test_a_datapoint_covers_what_aws_knows(style: Blocking, server: Wire, period: object) -> None:
    connection = style.cloudwatch(server)
    style.settle(statistics(connection, period=period))
    style.settle(data(connection, period=period))
    ours, query = (request.document for request in server.requests)
    assert ours["Period"] == query["MetricDataQueries"][0]["MetricStat"]["Period"] == int(period)  # type: ignore[call-overload]


@pytest.mark.parametrize("period", [0, -60, 2, 45, 61, 90])
def test_a_datapoint_covers_nothing_else(style: Blocking, server: Wire, period: int) -> None:
    connection = style.cloudwatch(server)
    for call in (statistics, data):
        told = refused(style, lambda call=call: call(connection, period=period))  # type: ignore[misc]
        assert f"period: {period} is not" in told
        assert "1, 5, 10, 20, 30 or a multiple of 60" in told
    assert server.requests == []


@pytest.mark.parametrize("text", ["secret", b"secret"])
def test_user_data_are_limited_and_never_shown(style: Blocking, server: Wire, text: Any) -> None:
    # "User data is limited to 16 KB", says CreateLaunchConfiguration, before base64.
    connection = style.autoscale(server)
    long = text[:1] * (16 * 1024)
    config = LaunchConfiguration(name="lc", user_data=long + text)
    told = refused(style, lambda: connection.create_launch_configuration(config))
    assert told == "LaunchConfiguration.user_data has 16390 bytes: AWS takes at most 16384"
    assert server.requests == []
    config.user_data = long
    style.settle(connection.create_launch_configuration(config))
    assert base64.b64decode(server.request.parameters["UserData"]) == b"s" * 16384


def test_what_aws_may_add_to_is_left_to_it(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    style.settle(connection.create_alarm(alarm(statistic="tm99", unit="Parsecs/Second")))
    document = server.request.document
    assert (document["ExtendedStatistic"], document["Unit"]) == ("tm99", "Parsecs/Second")
