"""Texts that AWS would refuse are refused before a request is sent."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import LaunchConfiguration, ScalingPolicy
from reboto.ec2.autoscale.tag import Tag
from tests.arguments.published_limits import (
    connected,
    data,
    refused,
    sent,
    shape,
    statistics,
)
from tests.support.samples import alarm, group

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

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
    message = refused(style, lambda: call(connection, "n" * (most + 1)))
    assert message == f"{name} must have at most {most} characters, got {most + 1}"
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
    message = refused(style, lambda: connection.create_alarm(alarm(**{name: value})))
    assert message.startswith(f"MetricAlarm.{name}")
    assert "\n" not in message
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
    message = refused(style, lambda: connection.create_auto_scaling_group(group(group_name="a:b")))
    assert message == "AutoScalingGroup.name must be a string without a colon, got 'a:b'"
    assert server.requests == []
    style.settle(connection.delete_auto_scaling_group("a:b"))
    assert server.request.parameters["AutoScalingGroupName"] == "a:b"
