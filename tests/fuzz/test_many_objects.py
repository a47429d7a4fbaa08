"""A small response cannot be decoded to gigabytes of Python objects.

An empty object takes three bytes of a response and a kilobyte of memory.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

from reboto.exception import BotoServerError
from tests.support.messages import Response
from tests.support.styles import Blocking

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Wire

LIMIT = 100_000
TOO_MANY = 100_001
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.timezone.utc)

Call = tuple[str, "Callable[[Any], Any]"]
ALARMS: Call = ("cloudwatch", lambda connection: connection.describe_alarms())
METRICS: Call = ("cloudwatch", lambda connection: connection.list_metrics())
HISTORY: Call = ("cloudwatch", lambda connection: connection.describe_alarm_history())
STREAMS: Call = ("cloudwatch", lambda connection: connection.list_metric_streams())
STATISTICS: Call = (
    "cloudwatch",
    lambda connection: connection.get_metric_statistics(60, NOON, NOON, "Orders", "Shop", "Sum"),
)
DATA: Call = (
    "cloudwatch",
    lambda connection: connection.get_metric_data([{"Id": "a", "Expression": "1"}], NOON, NOON),
)
GROUPS: Call = ("autoscale", lambda connection: connection.get_all_groups())
TAGS: Call = ("autoscale", lambda connection: connection.get_all_tags())
WARM_POOL: Call = ("autoscale", lambda connection: connection.get_warm_pool("web"))
OBJECTS: Call = ("autoscale", lambda connection: connection.get_list("A", {}, [("x", Anything)]))

CBOR: dict[str, tuple[Call, Callable[[list[Any]], dict[str, Any]], Any]] = {
    "alarms": (ALARMS, lambda many: {"MetricAlarms": many}, {}),
    "dimensions": (ALARMS, lambda many: {"MetricAlarms": many}, {"Dimensions": []}),
    "queries": (ALARMS, lambda many: {"MetricAlarms": [{"Metrics": many}]}, {}),
    "texts": (ALARMS, lambda many: {"MetricAlarms": many}, {"AlarmActions": []}),
    "members that are not known": (ALARMS, lambda many: {"MetricAlarms": [{"New": many}]}, []),
    "maps that are not known": (ALARMS, lambda many: {"MetricAlarms": [{"New": many}]}, {}),
    "metrics": (METRICS, lambda many: {"Metrics": many}, {}),
    "history": (HISTORY, lambda many: {"AlarmHistoryItems": many}, {}),
    "datapoints": (STATISTICS, lambda many: {"Datapoints": many}, {}),
    "equal datapoints": (STATISTICS, lambda many: {"Datapoints": many}, {"Sum": 1.5}),
    "data": (DATA, lambda many: {"MetricDataResults": many}, {}),
    "messages": (DATA, lambda many: {"Messages": many}, {}),
    "streams": (STREAMS, lambda many: {"Entries": many}, {}),
}

XML: dict[str, tuple[Call, str, str, str]] = {
    "groups": (GROUPS, "<AutoScalingGroups>", "<member/>", "</AutoScalingGroups>"),
    "instances": (
        GROUPS,
        "<AutoScalingGroups><member><Instances>",
        "<member/>",
        "</Instances></member></AutoScalingGroups>",
    ),
    "overrides": (
        GROUPS,
        "<AutoScalingGroups><member><MixedInstancesPolicy><LaunchTemplate><Overrides>",
        "<member/>",
        "</Overrides></LaunchTemplate></MixedInstancesPolicy></member></AutoScalingGroups>",
    ),
    "members that are not known": (
        GROUPS,
        "<AutoScalingGroups><member><New>",
        "<member><a/></member>",
        "</New></member></AutoScalingGroups>",
    ),
    "tags": (TAGS, "<Tags>", "<member/>", "</Tags>"),
    "warm pool": (WARM_POOL, "<Instances>", "<member/>", "</Instances>"),
    "a class of the caller": (OBJECTS, "", "<x/>", ""),
}


class Anything:
    """A class of the caller, for a generic call."""

    def __init__(self, connection: Any) -> None: ...


def ask(style: Blocking, server: Wire, call: Call, body: bytes, kind: str) -> Any:
    service, method = call
    headers = {"Content-Type": kind, "smithy-protocol": "rpc-v2-cbor"}
    server.otherwise = Response(200, body, headers)
    return style.settle(method(getattr(style, service)(server)))


def refused(style: Blocking, server: Wire, call: Call, body: bytes, kind: str) -> None:
    with pytest.raises(BotoServerError) as raised:
        ask(style, server, call, body, kind)
    assert f"it has more than {LIMIT} objects in {len(body)} bytes" in str(raised.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", CBOR)
def test_cbor_with_too_many_objects_is_refused(server: Wire, name: str) -> None:
    call, around, one = CBOR[name]
    refused(Blocking(), server, call, cbor2.dumps(around([one] * TOO_MANY)), "application/cbor")


def document(before: str, one: str, after: str, count: int) -> bytes:
    return f"<AResponse><AResult>{before}{one * count}{after}</AResult></AResponse>".encode()


@pytest.mark.parametrize("name", XML)
def test_xml_with_too_many_objects_is_refused(server: Wire, name: str) -> None:
    call, before, one, after = XML[name]
    refused(Blocking(), server, call, document(before, one, after, TOO_MANY), "text/xml")


def test_awaitable_calls_have_the_same_limit(style: Blocking, server: Wire) -> None:
    call, before, one, after = XML["tags"]
    refused(style, server, call, document(before, one, after, TOO_MANY), "text/xml")


def test_many_objects_of_usual_size_are_decoded(server: Wire) -> None:
    """The limit grows with the size of the response."""
    time = cbor2.CBORTag(1, 1.0)
    point = {"Timestamp": time, "Sum": 1.5, "Unit": "Count", "SampleCount": 1.0, "Average": 2.5}
    count = 120_000
    body = cbor2.dumps({"Datapoints": [point] * count})
    found = ask(Blocking(), server, STATISTICS, body, "application/cbor")
    assert len(found) == count


def test_a_page_at_the_limit_is_decoded(server: Wire) -> None:
    call, before, one, after = XML["tags"]
    found = ask(Blocking(), server, call, document(before, one, after, LIMIT), "text/xml")
    assert len(found) == LIMIT
