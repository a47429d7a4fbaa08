"""CloudWatch's pages are read without the SDK: as it would, and as boto had them."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING, Any

import cbor2
import pytest

from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.ec2.cloudwatch.listelement import ListElement
from reboto.exception import BotoServerError
from wire import REQUEST_ID, Answer, Wire, cbor_failure, cbor_result

if TYPE_CHECKING:
    from styles import Blocking

DAY = datetime.datetime(2026, 11, 24)
START = int(DAY.replace(tzinfo=datetime.timezone.utc).timestamp())


def time(seconds: float) -> cbor2.CBORTag:
    return cbor2.CBORTag(1, seconds)


def alarms(style: Blocking, server: Wire, *told: Any, **more: Any) -> Any:
    server.script(cbor_result({"MetricAlarms": list(told), **more}))
    return style.settle(style.cloudwatch(server).describe_alarms())


def points(style: Blocking, server: Wire, *told: Any, **more: Any) -> Any:
    server.script(cbor_result({"Datapoints": list(told), **more}))
    call = style.cloudwatch(server).get_metric_statistics
    return style.settle(call(60, DAY, DAY, "Latency", "Web", ["Average", "p99"]))


def test_what_boto_did_not_know_of_an_alarm_is_text(style: Blocking, server: Wire) -> None:
    (alarm,) = alarms(
        style,
        server,
        {"AlarmName": "busy", "DatapointsToAlarm": 3, "Later": True, "Ratio": 0.5, "At": time(0)},
    )
    told = (alarm.DatapointsToAlarm, alarm.Later, alarm.Ratio, alarm.At)
    assert told == ("3", "true", "0.5", "1970-01-01T00:00:00Z")


def test_structures_that_boto_did_not_know_are_stepped_over(style: Blocking, server: Wire) -> None:
    (alarm,) = alarms(
        style,
        server,
        {
            "Metrics": [{"Id": "a", "MetricStat": {"Period": 60}}],
            "AlarmName": "busy",
            "More": {"a": []},
        },
        CompositeAlarms=[{"AlarmName": "both"}],
    )
    assert alarm.name == "busy"
    assert not {"Metrics", "More", "Id"} & vars(alarm).keys()


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
    told = {"AlarmName": "busy", "Threshold": 1.5, "Period": 60, "EvaluationPeriods": 1000}
    server.script(
        Answer(
            200,
            cbor2.dumps({"MetricAlarms": [told, {"Threshold": 70}]}, canonical=canonical),
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
    server.script(Answer(200, body, {"Content-Type": "application/cbor"}))
    (alarm,) = style.settle(style.cloudwatch(server).describe_alarms())
    assert alarm.name == "busy"


def test_each_alarm_is_its_own(style: Blocking, server: Wire) -> None:
    same = {"AlarmActions": ["arn:a"], "Dimensions": [{"Name": "Group", "Value": "web"}]}
    first, second = alarms(style, server, same, same)
    first.add_alarm_action("arn:b")
    first.dimensions["Group"].append("api")
    first.new = "attribute"
    assert (second.alarm_actions, second.dimensions) == (["arn:a"], {"Group": ["web"]})
    assert type(second.alarm_actions) is ListElement
    assert not hasattr(second, "new")


def test_what_a_script_adds_to_the_constructor_is_made_for_each_alarm(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MetricAlarm.__init__

    def noted(self: MetricAlarm, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        vars(self)["notes"] = []

    monkeypatch.setattr(MetricAlarm, "__init__", noted)
    first, second = alarms(style, server, {"AlarmName": "a"}, {"AlarmName": "b"})
    first.notes.append("mine")
    assert (first.name, second.name, second.notes) == ("a", "b", [])


def test_alarms_that_differ_in_what_they_have_are_told_apart(style: Blocking, server: Wire) -> None:
    told = [
        {"AlarmName": "a", "Namespace": "Web", "ComparisonOperator": "GreaterThanThreshold"},
        {"Namespace": "Shop", "AlarmName": "b", "Unit": "Count"},
        {"AlarmName": "c", "ComparisonOperator": "GreaterThanUpperThreshold", "Unit": "Count"},
    ]
    page = alarms(style, server, *told)
    assert [(one.name, one.namespace, one.comparison, one.unit) for one in page] == [
        ("a", "Web", ">", None),
        ("b", "Shop", None, "Count"),
        ("c", None, "GreaterThanUpperThreshold", "Count"),
    ]


def test_datapoints_are_at_their_times_in_whatever_order(style: Blocking, server: Wire) -> None:
    minutes, hours = range(-3600, 7200, 60), range(0, 400_000, 3600)
    seconds = [*minutes, *hours, *(milli / 1000 for milli in range(1000)), -0.001]
    random.Random(7).shuffle(seconds)  # noqa: S311 - any order will do
    page = points(style, server, *({"Timestamp": time(START + second)} for second in seconds))
    expected = [DAY + datetime.timedelta(milliseconds=round(1000 * one)) for one in seconds]
    assert [point["Timestamp"] for point in page] == expected


def test_a_datapoint_has_its_statistics_before_its_unit(style: Blocking, server: Wire) -> None:
    told = {
        "Unit": "Percent",
        "ExtendedStatistics": {"p99": 3},
        "Maximum": 2.0,
        "Average": 1,
        "Timestamp": time(START),
        "Since": {"boto": [1]},
    }
    (point,) = points(style, server, told, Label="Latency")
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


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"MetricAlarms": {}}, "a map stands where a list was expected"),
        ({"MetricAlarms": ["busy"]}, "a text stands where a map was expected"),
        ({"MetricAlarms": [None]}, "null stands where a map was expected"),
        ({"MetricAlarms": [{1: 2}]}, "a number stands where a name was expected"),
        ({"MetricAlarms": [{"Period": "60"}]}, "a text stands where Period was expected"),
        ({"MetricAlarms": [{"AlarmActions": [5]}]}, "a number stands where a text was expected"),
        ({"NextToken": []}, "a list stands where a text was expected"),
        ({"MetricAlarms": [{"At": time(float("inf"))}]}, "inf seconds are no time"),
    ],
)
def test_a_page_that_is_not_what_was_expected_says_why(
    style: Blocking, server: Wire, told: Any, why: str
) -> None:
    server.script(cbor_result(told))
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.cloudwatch(server).describe_alarms())
    assert f"the answer is not the CBOR that was expected: {why}\n" in str(caught.value)
    assert caught.value.request_id == REQUEST_ID


def test_more_than_a_page_is_an_error(style: Blocking, server: Wire) -> None:
    server.script(Answer(200, b"\xa0\xa0", {"Content-Type": "application/cbor"}))
    with pytest.raises(BotoServerError, match="more follows its end"):
        style.settle(style.cloudwatch(server).describe_alarms())


def test_a_page_of_another_type_says_which(style: Blocking, server: Wire) -> None:
    server.script(Answer(200, b"<html>", {"Content-Type": "text/html"}))
    with pytest.raises(BotoServerError, match="its type is 'text/html'\n<html>"):
        style.settle(style.cloudwatch(server).describe_alarms())


def test_an_error_without_its_querys_name_has_that_of_its_type(
    style: Blocking, server: Wire
) -> None:
    told = cbor_failure("InvalidNextToken", "no such page")
    server.script(Answer(told.status, told.body, {"Content-Type": "application/cbor"}))
    with pytest.raises(BotoServerError) as caught:
        style.settle(style.cloudwatch(server).describe_alarms())
    assert (caught.value.code, caught.value.message) == ("InvalidNextToken", "no such page")
