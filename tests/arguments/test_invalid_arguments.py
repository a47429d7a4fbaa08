"""Invalid arguments are refused before a request is sent."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import LaunchConfiguration
from reboto.ec2.autoscale.tag import Tag
from tests.support.samples import alarm, group, policy
from tests.support.wire import cbor_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def refused(style: Blocking, make: Callable[[], object], *named: str) -> str:
    """The error message of a call; it may be raised by the call or when the call is settled."""
    with pytest.raises((ValueError, TypeError)) as caught:
        style.settle(make())
    text = str(caught.value)
    for name in named:
        assert name in text
    assert "\n" not in text
    return text


# Argument, value, and a piece of the words about what would be right.
ALARMS = [
    ("threshold", "abc", "number"),
    ("threshold", float("nan"), "number"),
    ("threshold", [], "number"),
    ("period", 0, "10"),
    ("period", -60, "10"),
    ("period", "soon", "integer"),
    ("period", 59.5, "integer"),
    ("evaluation_periods", 0, "above 0"),
    ("evaluation_periods", "x", "integer"),
    ("comparison", "~", ">="),
    ("comparison", "GreaterThan", ">="),
    ("comparison", 5, ">="),
    ("statistic", {"a": 1}, "string"),
    ("dimensions", "InstanceId", "dict"),
    ("dimensions", 5, "dict"),
    ("alarm_actions", 5, "list"),
]


@pytest.mark.parametrize(("name", "value", "right"), ALARMS)
def test_an_invalid_alarm_is_refused(
    style: Blocking, server: Wire, name: str, value: Any, right: str
) -> None:
    connection = style.cloudwatch(server)
    shown = value if isinstance(value, str) else repr(value)
    refused(style, lambda: connection.create_alarm(alarm(**{name: value})), name, shown, right)
    assert server.requests == []


def test_an_alarm_without_a_name_is_refused(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    refused(style, lambda: connection.create_alarm(alarm(name=None)), "MetricAlarm.name")
    assert server.requests == []


def test_numbers_given_as_text_are_taken(style: Blocking, server: Wire) -> None:
    texts = alarm(threshold="70", period="60", evaluation_periods="2")
    style.settle(style.cloudwatch(server).create_alarm(texts))
    sent = server.request.document
    assert (sent["Threshold"], sent["Period"], sent["EvaluationPeriods"]) == (70.0, 60, 2)
    assert sent["ComparisonOperator"] == "GreaterThanThreshold"


POLICIES = [
    ("scaling_adjustment", "many", "integer"),
    ("scaling_adjustment", 1.5, "integer"),
    ("scaling_adjustment", 2**31, "2147483647"),
    ("cooldown", "later", "integer"),
    ("name", None, "required"),
    ("as_name", [], "string"),
]


@pytest.mark.parametrize(("name", "value", "right"), POLICIES)
def test_an_invalid_policy_is_refused(
    style: Blocking, server: Wire, name: str, value: Any, right: str
) -> None:
    connection = style.autoscale(server)
    rule, full = policy(**{name: value}), f"ScalingPolicy.{name}"
    refused(style, lambda: connection.create_scaling_policy(rule), full, right)
    assert server.requests == []


GROUPS = [
    ("min_size", "few", "integer"),
    ("max_size", None, "required"),
    ("desired_capacity", 1.5, "integer"),
    ("default_cooldown", "x", "integer"),
    ("availability_zones", 5, "list"),
    ("tags", 5, "list"),
]


@pytest.mark.parametrize(("name", "value", "right"), GROUPS)
def test_an_invalid_group_is_refused(
    style: Blocking, server: Wire, name: str, value: Any, right: str
) -> None:
    connection = style.autoscale(server)
    wanted = group()
    setattr(wanted, name, value)
    refused(style, lambda: connection.create_auto_scaling_group(wanted), name, right)
    assert server.requests == []


CALLS: list[tuple[str, Callable[[Any], object]]] = [
    ("max_records", lambda connection: connection.get_all_groups(max_records="many")),
    ("names", lambda connection: connection.get_all_groups(names={"a": 1})),
    ("names[1]", lambda connection: connection.get_all_groups(names=["a", []])),
    ("desired_capacity", lambda connection: connection.set_desired_capacity("g", "x")),
    ("policy_name", lambda connection: connection.delete_policy(None)),
    ("policy_name", lambda connection: connection.delete_policy("")),
    ("tags", lambda connection: connection.create_or_update_tags(5)),
    ("resource_id", lambda connection: connection.create_or_update_tags([Tag(key="k")])),
]


@pytest.mark.parametrize(("name", "call"), CALLS)
def test_an_invalid_argument_is_named(
    style: Blocking, server: Wire, name: str, call: Callable[[Any], object]
) -> None:
    connection = style.autoscale(server)
    refused(style, lambda: call(connection), name)
    assert server.requests == []


def test_a_thing_of_another_kind_is_refused(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    refused(style, lambda: connection.create_scaling_policy("scale_up"), "ScalingPolicy")
    refused(style, lambda: connection.create_auto_scaling_group(LaunchConfiguration()), "name")
    assert server.requests == []


def test_an_error_shows_no_more_of_a_value_than_helps(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    rule = policy(cooldown="x" * 10_000)
    text = refused(style, lambda: connection.create_scaling_policy(rule), "cooldown")
    assert len(text) < 500


def test_a_surrogate_is_refused_and_other_unicode_is_sent(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    refused(style, lambda: connection.get_all_groups(names=["\ud800"]), "names")
    assert server.requests == []
    style.settle(connection.get_all_groups(names=["größe-🚀"]))
    assert server.request.parameters["AutoScalingGroupNames.member.1"] == "größe-🚀"


def test_a_refused_call_leaves_the_connection_as_it_was(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    refused(style, lambda: connection.get_all_groups(max_records="many"), "max_records")
    assert style.settle(connection.get_all_groups()) == []


def test_tuples_and_any_mapping_are_taken_where_lists_and_dicts_are(
    style: Blocking, server: Wire
) -> None:
    server.otherwise = cbor_result()
    connection = style.cloudwatch(server)
    measured = MappingProxyType({"maximum": 4, "minimum": 1, "samplecount": 2, "sum": 5})
    style.settle(
        connection.put_metric_data(
            "Shop",
            ("Orders", "Returns"),
            unit=["Count", None],
            dimensions=MappingProxyType({"Till": ("1", "2")}),
            statistics=measured,
        )
    )
    orders, returns = server.request.document["MetricData"]
    assert (orders["MetricName"], returns["MetricName"]) == ("Orders", "Returns")
    assert (orders["Unit"], "Unit" in returns) == ("Count", False)
    dimensions = [{"Name": "Till", "Value": "1"}, {"Name": "Till", "Value": "2"}]
    assert orders["Dimensions"] == returns["Dimensions"] == dimensions
    assert orders["StatisticValues"]["Sum"] == 5


class Fleet(list[str]):
    name = "busy"


@pytest.mark.parametrize("given", [Fleet(["other"]), [Fleet(["other"])], ("busy",)])
def test_an_object_with_a_name_in_a_list_is_passed_by_name(
    style: Blocking, server: Wire, given: Any
) -> None:
    server.otherwise = cbor_result()
    style.settle(style.cloudwatch(server).delete_alarms(given))
    assert server.request.document == {"AlarmNames": ["busy"]}
