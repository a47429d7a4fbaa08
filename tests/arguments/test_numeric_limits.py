"""Numbers and counts outside AWS's limits are refused before a request is sent."""

from __future__ import annotations

import base64
import random
import string
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import LaunchConfiguration
from tests.arguments.published_limits import (
    CLOUDWATCH,
    connected,
    data,
    model,
    refused,
    statistics,
)
from tests.support.samples import alarm

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

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
    message = refused(style, lambda: call(connection, [f"n{at}" for at in range(most + 1)]))
    assert message.startswith(f"{name} must have at most {most} ")
    assert message.endswith(f", got {most + 1}")
    assert server.requests == []
    style.settle(call(connection, [f"n{at}" for at in range(most)]))
    assert len(server.request.document[member]) == most


def test_a_thousand_values_are_put_at_once_and_no_more(style: Blocking, server: Wire) -> None:
    # "The array can include no more than 1000 metrics per call", says MetricData.
    connection = style.cloudwatch(server)
    message = refused(style, lambda: connection.put_metric_data("Shop", "Orders", [1] * 1001))
    assert message == "value must have at most 1000 elements, got 1001"
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
        ValueError, match=r"^the request must have at most 1048576 bytes, got \d{7};"
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
    with pytest.raises(ValueError, match=r"^value must be "):
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
    message = refused(
        style, lambda: connection.create_alarm(alarm(period=period, evaluation_periods=periods))
    )
    assert f"{period} * {periods} = {period * periods}" in message
    assert f"{most} seconds" in message
    assert server.requests == []


@pytest.mark.parametrize("period", [-60, 0, 1, 5, 15, 40, 50, 61, 90])
def test_an_alarm_has_no_other_period(style: Blocking, server: Wire, period: int) -> None:
    connection = style.cloudwatch(server)
    message = refused(style, lambda: connection.create_alarm(alarm(period=period)))
    assert message == f"MetricAlarm.period must be 10, 20, 30 or a multiple of 60, got {period}"
    assert server.requests == []


@pytest.mark.parametrize("period", [1, 5, 10, 20, 30, 60, "120", 3600.0])
def test_a_datapoint_has_all_fields_of_aws(style: Blocking, server: Wire, period: object) -> None:
    connection = style.cloudwatch(server)
    style.settle(statistics(connection, period=period))
    style.settle(data(connection, period=period))
    ours, query = (request.document for request in server.requests)
    assert ours["Period"] == query["MetricDataQueries"][0]["MetricStat"]["Period"] == int(period)  # type: ignore[call-overload]


@pytest.mark.parametrize("period", [0, -60, 2, 45, 61, 90])
def test_a_datapoint_covers_nothing_else(style: Blocking, server: Wire, period: int) -> None:
    connection = style.cloudwatch(server)
    for call in (statistics, data):
        message = refused(style, lambda call=call: call(connection, period=period))  # type: ignore[misc]
        assert f"period must be 1, 5, 10, 20, 30 or a multiple of 60, got {period}" in message
    assert server.requests == []


@pytest.mark.parametrize("text", ["secret", b"secret"])
def test_user_data_are_limited_and_never_shown(style: Blocking, server: Wire, text: Any) -> None:
    # "User data is limited to 16 KB", says CreateLaunchConfiguration, before base64.
    connection = style.autoscale(server)
    long = text[:1] * (16 * 1024)
    config = LaunchConfiguration(name="lc", user_data=long + text)
    message = refused(style, lambda: connection.create_launch_configuration(config))
    assert message == "LaunchConfiguration.user_data must have at most 16384 bytes, got 16390"
    assert server.requests == []
    config.user_data = long
    style.settle(connection.create_launch_configuration(config))
    assert base64.b64decode(server.request.parameters["UserData"]) == b"s" * 16384


def test_values_that_aws_may_extend_are_not_checked(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    style.settle(connection.create_alarm(alarm(statistic="tm99", unit="Parsecs/Second")))
    document = server.request.document
    assert (document["ExtendedStatistic"], document["Unit"]) == ("tm99", "Parsecs/Second")
