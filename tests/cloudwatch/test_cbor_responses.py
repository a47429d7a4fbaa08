"""CloudWatch's pages are decoded without the SDK, to the SDK's data and boto's values."""

from __future__ import annotations

import datetime
import gc
import random
import struct
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

import reboto
from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.ec2.cloudwatch.listelement import ListElement
from reboto.exception import BotoServerError
from tests.support.styles import reaching
from tests.support.wire import REQUEST_ID, Response, Wire, cbor_failure, cbor_result

if TYPE_CHECKING:
    from tests.support.styles import Blocking

DAY = datetime.datetime(2026, 11, 24)
START = int(DAY.replace(tzinfo=datetime.timezone.utc).timestamp())


def time(seconds: float) -> cbor2.CBORTag:
    return cbor2.CBORTag(1, seconds)


def alarms(style: Blocking, server: Wire, *entries: Any, **more: Any) -> Any:
    server.script(cbor_result({"MetricAlarms": list(entries), **more}))
    return style.settle(style.cloudwatch(server).describe_alarms())


def points(style: Blocking, server: Wire, *entries: Any, **more: Any) -> Any:
    server.script(cbor_result({"Datapoints": list(entries), **more}))
    call = style.cloudwatch(server).get_metric_statistics
    return style.settle(call(60, DAY, DAY, "Latency", "Web", ["Average", "p99"]))


def points_of(style: Blocking, server: Wire, body: bytes) -> Any:
    server.script(Response(200, body, {"Content-Type": "application/cbor"}))
    call = style.cloudwatch(server).get_metric_statistics
    return style.settle(call(60, DAY, DAY, "Latency", "Web", "Average"))


def test_fields_of_an_alarm_that_boto_did_not_know_are_typed(style: Blocking, server: Wire) -> None:
    (alarm,) = alarms(
        style,
        server,
        {"AlarmName": "busy", "DatapointsToAlarm": 3, "Later": True, "Ratio": 0.5, "At": time(0)},
    )
    values = (alarm.DatapointsToAlarm, alarm.Later, alarm.Ratio, alarm.At)
    assert values == (3, True, 0.5, datetime.datetime(1970, 1, 1))


def test_structures_that_boto_did_not_know_are_read(style: Blocking, server: Wire) -> None:
    alarm, composite = alarms(
        style,
        server,
        {
            "Metrics": [{"Id": "a", "MetricStat": {"Period": 60}}],
            "AlarmName": "busy",
            "More": {"a": [], "b": {"c": None}},
        },
        CompositeAlarms=[{"AlarmName": "both", "AlarmRule": "TRUE"}],
    )
    assert (alarm.name, composite.name, composite.rule) == ("busy", "both", "TRUE")
    assert [(query.id, query.period) for query in alarm.metrics] == [("a", 60)]
    assert alarm.More == {"a": [], "b": {"c": None}}


def test_a_part_that_is_null_is_as_if_it_were_not_there(style: Blocking, server: Wire) -> None:
    (alarm,) = alarms(
        style,
        server,
        {"AlarmName": "busy", "Period": None, "AlarmDescription": None, "AlarmActions": None},
        NextToken=None,
    )
    assert (alarm.period, alarm.description, alarm.alarm_actions) == (None, "", None)


@pytest.mark.parametrize("canonical", [False, True])
def test_numbers_may_be_as_short_as_they_go(style: Blocking, server: Wire, canonical: bool) -> None:
    entries = {"AlarmName": "busy", "Threshold": 1.5, "Period": 60, "EvaluationPeriods": 1000}
    server.script(
        Response(
            200,
            cbor2.dumps({"MetricAlarms": [entries, {"Threshold": 70}]}, canonical=canonical),
            {"Content-Type": "application/cbor"},
        )
    )
    first, second = style.settle(style.cloudwatch(server).describe_alarms())
    assert (first.threshold, first.period, first.evaluation_periods) == (1.5, 60, 1000)
    assert (second.threshold, type(second.threshold)) == (70.0, float)


def test_containers_may_end_at_a_break_and_strings_come_in_pieces(
    style: Blocking, server: Wire
) -> None:
    body = b"\xbflMetricAlarms\x9f\xbf\x7fcAlagrmNam\xff".replace(
        b"\x7fcAlagrmNam", b"\x7fcAlafrmName"
    )
    body += b"\x7fbbubsy\xff\xff\xff\xff"
    server.script(Response(200, body, {"Content-Type": "application/cbor"}))
    (alarm,) = style.settle(style.cloudwatch(server).describe_alarms())
    assert alarm.name == "busy"


def test_each_alarm_is_its_own(style: Blocking, server: Wire) -> None:
    same = {"AlarmActions": ["arn:a"], "Dimensions": [{"Name": "Group", "Value": "web"}]}
    page = alarms(style, server, *[same] * 4)
    for changed in (0, 2):
        page[changed].add_alarm_action("arn:b")
        page[changed].dimensions["Group"].append("api")
        page[changed].new = "attribute"
    for other in (page[1], page[3]):
        assert (other.alarm_actions, other.dimensions) == (["arn:a"], {"Group": ["web"]})
        assert type(other.alarm_actions) is ListElement
        assert not hasattr(other, "new")
        assert (other.ok_actions, other.connection) == (None, page[0].connection)


def test_a_patched_constructor_runs_for_each_alarm(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MetricAlarm.__init__

    def noted(self: MetricAlarm, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        vars(self)["notes"] = []

    monkeypatch.setattr(MetricAlarm, "__init__", noted)
    page = alarms(style, server, *({"AlarmName": name} for name in "abc"))
    for alarm in page:
        alarm.notes.append(alarm.name)
    assert [alarm.notes for alarm in page] == [["a"], ["b"], ["c"]]


def test_alarms_with_different_values_are_not_equal(style: Blocking, server: Wire) -> None:
    entries = [
        {"AlarmName": "a", "Namespace": "Web", "ComparisonOperator": "GreaterThanThreshold"},
        {"Namespace": "Shop", "AlarmName": "b", "Unit": "Count"},
        {"AlarmName": "c", "ComparisonOperator": "GreaterThanUpperThreshold", "Unit": "Count"},
    ]
    page = alarms(style, server, *entries)
    assert [(one.name, one.namespace, one.comparison, one.unit) for one in page] == [
        ("a", "Web", ">", None),
        ("b", "Shop", None, "Count"),
        ("c", None, "GreaterThanUpperThreshold", "Count"),
    ]


def test_datapoints_have_their_times_in_any_order(style: Blocking, server: Wire) -> None:
    minutes, hours = range(-3600, 7200, 60), range(0, 400_000, 3600)
    seconds = [*minutes, *hours, *(milli / 1000 for milli in range(1000)), -0.001]
    random.Random(7).shuffle(seconds)  # noqa: S311 - any order will do
    page = points(style, server, *({"Timestamp": time(START + second)} for second in seconds))
    expected = [DAY + datetime.timedelta(milliseconds=round(1000 * one)) for one in seconds]
    assert [point["Timestamp"] for point in page] == expected


@pytest.mark.parametrize(
    ("second", "nearest"),
    [(0.0004, 0), (0.0006, 1), (-0.0004, 0), (-0.0006, -1), (59.9996, 60_000)],
)
def test_a_time_between_milliseconds_is_the_nearest(
    style: Blocking, server: Wire, second: float, nearest: int
) -> None:
    (point,) = points(style, server, {"Timestamp": time(START + second)})
    assert point["Timestamp"] == DAY + datetime.timedelta(milliseconds=nearest)


def test_a_time_that_was_read_lately_is_the_same_datetime(style: Blocking, server: Wire) -> None:
    seconds = [START + 60 * number for number in range(1440)]
    entries = [{"Timestamp": time(at)} for at in seconds]
    first, second = points(style, server, *entries), points(style, server, *reversed(entries))
    second.reverse()
    pairs = zip(first, second, strict=True)
    assert all(one["Timestamp"] is two["Timestamp"] for one, two in pairs)
    near = points(style, server, *({"Timestamp": time(at + 0.001)} for at in seconds))
    pairs = zip(first, near, strict=True)
    apart = {two["Timestamp"] - one["Timestamp"] for one, two in pairs}
    assert apart == {datetime.timedelta(milliseconds=1)}


def test_a_page_may_be_read_while_another_is(server: Wire) -> None:
    entries = [{"Timestamp": time(START + 60 * number)} for number in range(1440)]
    server.script(*[cbor_result({"Datapoints": entries})] * 4)
    call = reboto.connect_cloudwatch(**reaching(server)).get_metric_statistics
    inner: list[Any] = []

    def read(phase: str, _: dict[str, int]) -> None:
        """Read a page during garbage collection, as a finalizer might."""
        if phase == "start" and len(inner) < 3:
            inner.append(None)
            inner[-1] = call(60, DAY, DAY, "Latency", "Web", ["Average"])

    before = gc.get_threshold()
    gc.set_threshold(50)
    gc.callbacks.append(read)
    try:
        outer = call(60, DAY, DAY, "Latency", "Web", ["Average"])
    finally:
        gc.callbacks.remove(read)
        gc.set_threshold(*before)
    assert [page == outer and len(page) == 1440 for page in inner] == [True] * len(inner)
    assert len(outer) == 1440


def test_a_datapoint_has_its_statistics_before_its_unit(style: Blocking, server: Wire) -> None:
    datapoint = {
        "Unit": "Percent",
        "ExtendedStatistics": {"p99": 3},
        "Maximum": 2.0,
        "Average": 1,
        "Timestamp": time(START),
        "Since": {"boto": [1]},
    }
    (point,) = points(style, server, datapoint, Label="Latency")
    assert list(point.items()) == [
        ("Timestamp", DAY),
        ("Average", 1.0),
        ("Maximum", 2.0),
        ("p99", 3.0),
        ("Unit", "Percent"),
    ]


def test_datapoints_may_differ_in_their_units(style: Blocking, server: Wire) -> None:
    units = ["Count", "Count", "Percent", "", "Count"]
    page = points(style, server, *({"Unit": unit} for unit in units), Label="Latency")
    assert [point["Unit"] for point in page] == units
    assert (page.Label, page.RequestId) == ("Latency", REQUEST_ID)


def test_a_datapoint_has_no_dict_of_attributes_until_there_are_some(
    style: Blocking, server: Wire
) -> None:
    first, second = points(style, server, {"Average": 1.0}, {"Average": 2.0})
    second.added = 1
    dicts = [[type(part) for part in gc.get_referents(one)].count(dict) for one in (first, second)]
    # Where attributes lie in the object itself the second has none either.
    assert dicts[0] == 0
    assert (vars(first), vars(second)) == ({}, {"added": 1})
    assert (first.connection, second.connection) == (first.connection,) * 2
    assert type(first.connection).__name__.endswith("CloudWatchConnection")


def test_each_datapoint_is_its_own(style: Blocking, server: Wire) -> None:
    entries = [{"Average": float(value), "Unit": "Count"} for value in range(4)]
    first, second, third, fourth = points(style, server, *entries)
    second["Unit"] = "Bytes"
    second["Average"] += 10
    del third["Unit"]
    fourth["more"] = 1
    assert first == {"Average": 0.0, "Unit": "Count"}
    assert second == {"Average": 11.0, "Unit": "Bytes"}
    assert third == {"Average": 2.0}
    assert fourth == {"Average": 3.0, "Unit": "Count", "more": 1}


def shuffled(datapoint: dict[str, Any], seed: int) -> dict[str, Any]:
    pairs = list(datapoint.items())
    random.Random(seed).shuffle(pairs)  # noqa: S311 - any order will do
    return dict(pairs)


def varied(number: int) -> dict[str, Any]:
    """A datapoint; those whose numbers are near each other are written alike."""
    kind = number // 4 % 12
    value = number + 0.1
    datapoint: dict[str, Any] = {
        "Timestamp": time(START + 60 * number + 0.5),
        "Average": value,
        "Unit": "Count",
    }
    changes: list[dict[str, Any]] = [
        {},
        {"Unit": "Percent"},
        {"Unit": None},
        {"Average": number},
        {"Average": None, "Maximum": value},
        {"Timestamp": time(START + 60 * number)},
        {"ExtendedStatistics": {"p50": number, "p99": value}},
        {"ExtendedStatistics": {"p50": value, "p99": value + 1}},
        {"ExtendedStatistics": None, "SampleCount": float(number)},
        {"Later": {"than": [value, "boto"]}},
        {"Later": "once"},
        {"Timestamp": None, "Sum": -value, "Minimum": float("inf")},
    ]
    return shuffled({**datapoint, **changes[kind]}, kind)


def expected(datapoint: dict[str, Any]) -> list[tuple[str, Any]]:
    """The items of a datapoint that was read, in boto's order."""
    timestamp = datapoint["Timestamp"]
    pairs = {
        "Timestamp": timestamp and DAY + datetime.timedelta(seconds=timestamp.value - START),
        **{
            name: datapoint.get(name)
            for name in ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
        },
        **(datapoint.get("ExtendedStatistics") or {}),
        "Unit": datapoint["Unit"],
    }
    return [(name, value) for name, value in pairs.items() if value is not None]


@pytest.mark.parametrize("canonical", [False, True])
def test_datapoints_that_are_not_like_the_one_before_are_read_as_those_that_are(
    style: Blocking, server: Wire, canonical: bool
) -> None:
    entries = [varied(number) for number in range(96)]
    page = points_of(style, server, cbor2.dumps({"Datapoints": entries}, canonical=canonical))
    assert [list(point.items()) for point in page] == [expected(one) for one in entries]
    assert {type(point["Average"]) for point in page if "Average" in point} == {float}


@pytest.mark.parametrize(
    ("twice", "last"),
    [
        (b"\xa2gAverage%sgAverage\x03", [{"Average": 3.0}] * 2),
        (b"\xa2gAverage\x03gAverage%s", [{"Average": 1.5}, {"Average": 2.5}]),
        (b"\xa2gAverage%sgAverage\xf6", [{}, {}]),
        (b"\xa2gAverage%srExtendedStatistics\xa1gAverage\x03", [{"Average": 3.0}] * 2),
    ],
)
def test_the_last_value_of_a_repeated_name_is_used(
    style: Blocking, server: Wire, twice: bytes, last: Any
) -> None:
    entries = (twice.replace(b"%s", b"\xfb" + struct.pack(">d", number)) for number in (1.5, 2.5))
    assert points_of(style, server, b"\xa1jDatapoints\x82" + b"".join(entries)) == last


def test_a_truncated_datapoint_is_an_error(style: Blocking, server: Wire) -> None:
    body = cbor2.dumps({"Datapoints": [{"Average": 1.5}, {"Average": 2.5}]})
    for cut in range(1, 21):
        with pytest.raises(BotoServerError, match="it is not CBOR or is truncated"):
            points_of(style, server, body[:-cut])


def test_an_invalid_time_is_reported_after_any_other_time(style: Blocking, server: Wire) -> None:
    times = [{"Timestamp": time(seconds)} for seconds in (0.5, float("nan"))]
    with pytest.raises(BotoServerError, match="NaN seconds is not a valid time"):
        points(style, server, *times)


def test_fields_in_changing_orders_and_new_fields_are_read(style: Blocking, server: Wire) -> None:
    names = [f"Name{number}" for number in range(2_000)]
    fields = {"AlarmName": "a", "Period": 60, "Namespace": "Web", "Unit": "Count"}
    entries = [shuffled(fields, number) for number in range(1_000)]
    page = alarms(style, server, *entries, *({name: "b"} for name in names))
    known = {(alarm.name, alarm.period, alarm.namespace, alarm.unit) for alarm in page[:1_000]}
    assert known == {("a", 60, "Web", "Count")}
    found = [getattr(alarm, name) for alarm, name in zip(page[1_000:], names, strict=True)]
    assert set(found) == {"b"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"MetricAlarms": {}}, "expected a list, got a map"),
        ({"MetricAlarms": ["busy"]}, "expected a map, got a text"),
        ({"MetricAlarms": [None]}, "expected a map, got null"),
        ({"MetricAlarms": [{1: 2}]}, "expected a name, got a number"),
        ({"MetricAlarms": [{"Period": "60"}]}, "expected Period, got a text"),
        ({"MetricAlarms": [{"AlarmActions": [5]}]}, "expected a text, got a number"),
        ({"NextToken": []}, "expected a text, got a list"),
        ({"MetricAlarms": [{"At": time(float("inf"))}]}, "inf seconds is not a valid time"),
    ],
)
def test_an_unexpected_page_is_an_error_with_the_reason(
    style: Blocking, server: Wire, content: Any, why: str
) -> None:
    server.script(cbor_result(content))
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.cloudwatch(server).describe_alarms())
    assert f"the response is not the expected CBOR: {why}\n" in str(caught.value)
    assert caught.value.request_id == REQUEST_ID


def test_more_than_a_page_is_an_error(style: Blocking, server: Wire) -> None:
    server.script(Response(200, b"\xa0\xa0", {"Content-Type": "application/cbor"}))
    with pytest.raises(BotoServerError, match="it has data after its end"):
        style.settle(style.cloudwatch(server).describe_alarms())


def test_a_page_of_another_type_says_which(style: Blocking, server: Wire) -> None:
    server.script(Response(200, b"<html>", {"Content-Type": "text/html"}))
    with pytest.raises(BotoServerError, match="its content type is 'text/html'\n<html>"):
        style.settle(style.cloudwatch(server).describe_alarms())


def test_an_error_without_its_querys_name_has_that_of_its_type(
    style: Blocking, server: Wire
) -> None:
    failed = cbor_failure("InvalidNextToken", "no such page")
    server.script(Response(failed.status, failed.body, {"Content-Type": "application/cbor"}))
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.cloudwatch(server).describe_alarms())
    assert (caught.value.code, caught.value.message) == ("InvalidNextToken", "no such page")
