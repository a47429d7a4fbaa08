"""Values are sent exactly as given, to the character and the digit, or no request is sent."""

from __future__ import annotations

import base64
import datetime
import decimal
import enum
import fractions
import itertools
import json
import threading
from typing import TYPE_CHECKING, Any

import numpy
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reboto.ec2.autoscale import LaunchConfiguration
from reboto.ec2.autoscale.tag import Tag
from tests.fuzz.values import Raised
from tests.support.examples import tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

sending = tries(50)

# The characters that XML can contain. AWS's model of Auto Scaling allows no others in strings.
sendable = st.characters(
    exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"]
) | st.sampled_from("\t\n\r&=+%<>'\"/\x7f\u2028\U0010ffff")
texts = st.text(sendable, min_size=1, max_size=100)
UNSENDABLE = ["\0", "\x01", "\x08", "\x0b", "\x1b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"]


@sending
@given(key=texts, value=texts)
def test_texts_of_a_form_arrive_as_they_are(
    style: Blocking, server: Wire, key: str, value: str
) -> None:
    connection = style.autoscale(server)
    style.settle(connection.create_or_update_tags([Tag(key=key, value=value, resource_id=key)]))
    sent = server.requests[-1].parameters
    found = {name.rpartition(".")[2]: text for name, text in sent.items()}
    assert (found["Key"], found["Value"], found["ResourceId"]) == (key, value, key)


@sending
@given(reason=texts, prefix=texts)
def test_texts_of_a_document_arrive_as_they_are(
    style: Blocking, server: Wire, reason: str, prefix: str
) -> None:
    connection = style.cloudwatch(server)
    style.settle(connection.set_alarm_state("a", reason, "OK", {reason: prefix}))
    document = server.requests[-1].document
    assert document["StateReason"] == reason
    assert json.loads(document["StateReasonData"]) == {reason: prefix}


@sending
@given(params=st.dictionaries(texts, texts, max_size=4))
def test_parameters_of_a_generic_call_arrive_as_they_are(
    style: Blocking, server: Wire, params: dict[str, str]
) -> None:
    given = {f"P{name}": value for name, value in params.items()}
    style.settle(style.autoscale(server).make_request("Anything", given))
    sent = server.requests[-1].parameters
    assert {name: text for name, text in sent.items() if name.startswith("P")} == given


@pytest.mark.parametrize("character", UNSENDABLE, ids=ascii)
def test_characters_that_no_response_can_contain_are_refused(
    style: Blocking, server: Wire, character: str
) -> None:
    text = f"a{character}b"
    autoscale, cloudwatch = style.autoscale(server), style.cloudwatch(server)
    calls: list[Callable[[], Any]] = [
        lambda: autoscale.get_all_groups([text]),
        lambda: autoscale.create_or_update_tags([Tag(key="k", value=text, resource_id="g")]),
        lambda: autoscale.make_request("Anything", {"a": text}),
        lambda: cloudwatch.put_metric_data("Shop", text, 1),
        lambda: cloudwatch.set_alarm_state("a", text, "OK"),
    ]
    for call in calls:
        with pytest.raises(
            ValueError, match=r"must be (text of characters valid in XML|Unicode text without lone)"
        ):
            style.settle(call())
    assert server.requests == []


@pytest.mark.parametrize("text", ["a\0\x1b\ud7ffb", b"\x1f\x8b\0\xff"])
def test_user_data_may_hold_anything(style: Blocking, server: Wire, text: Any) -> None:
    config = LaunchConfiguration(name="lc", user_data=text)
    style.settle(style.autoscale(server).create_launch_configuration(config))
    sent = base64.b64decode(server.request.parameters["UserData"])
    assert sent == (text if isinstance(text, bytes) else text.encode())


@sending
@given(value=st.floats(-(2.0**360), 2.0**360) | st.integers(-(2**360), 2**360))
@example(value=2**53 + 1)
@example(value=5e-324)
@example(value=-0.0)
@example(value=True)
def test_measured_numbers_arrive_as_the_nearest_double(
    style: Blocking, server: Wire, value: float
) -> None:
    # CloudWatch keeps doubles: what is between two of them is so of no client.
    style.settle(style.cloudwatch(server).put_metric_data("Shop", "Orders", value))
    sent = server.requests[-1].document["MetricData"][0]["Value"]
    assert isinstance(sent, float)
    assert repr(sent) == repr(float(value))


@sending
@given(number=st.integers(-(2**31), 2**31 - 1))
def test_whole_numbers_arrive_as_they_are(style: Blocking, server: Wire, number: int) -> None:
    connection = style.autoscale(server)
    for form in (number, str(number), float(number), decimal.Decimal(number), f" {number} "):
        style.settle(connection.set_desired_capacity("g", form))
        assert server.requests[-1].parameters["DesiredCapacity"] == str(number)


class _Whole(decimal.Decimal):
    def __new__(cls) -> _Whole:
        return super().__new__(cls, "7.0")


class _Level(enum.IntEnum):
    HIGH = 7


@pytest.mark.parametrize("number", [_Level.HIGH, "007", b"7", _Whole()], ids=repr)
def test_a_value_equal_to_an_integer_is_sent_as_one(
    style: Blocking, server: Wire, number: object
) -> None:
    style.settle(style.autoscale(server).set_desired_capacity("g", number))
    assert server.request.parameters["DesiredCapacity"] == "7"


@pytest.mark.parametrize(
    "number",
    [
        2**31,
        -(2**31) - 1,
        2**63,
        10**400,
        1.5,
        decimal.Decimal("1.5"),
        fractions.Fraction(3, 2),
        decimal.Decimal("NaN"),
        decimal.Decimal("sNaN"),
        decimal.Decimal("Infinity"),
        decimal.Decimal("1E+999999999"),
        fractions.Fraction(10**400),
        float("inf"),
        numpy.float32("inf"),
        "1.5",
        "1e3",
        "9" * 5000,
    ],
    ids=lambda number: repr(number)[:20],
)
def test_no_number_is_rounded_or_cut(style: Blocking, server: Wire, number: object) -> None:
    connection = style.autoscale(server)
    with pytest.raises(ValueError, match=r"^desired_capacity must be an? (finite )?integer"):
        style.settle(connection.set_desired_capacity("g", number))
    assert server.requests == []


zones = st.timedeltas(
    -datetime.timedelta(hours=23, minutes=59), datetime.timedelta(hours=23, minutes=59)
).map(lambda offset: datetime.timezone(datetime.timedelta(seconds=offset.seconds)))
some_zones: Any = st.one_of(st.none(), zones)
UTC = datetime.timezone.utc


@sending
@given(
    time=st.datetimes(
        datetime.datetime(1971, 1, 1), datetime.datetime(2200, 1, 1), timezones=some_zones
    )
)
@example(time=datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone(datetime.timedelta(0, 1))))
def test_times_of_every_zone_arrive_unchanged(
    style: Blocking, server: Wire, time: datetime.datetime
) -> None:
    # Naive times are UTC, as in boto. AWS's times have milliseconds.
    meant = time if time.tzinfo else time.replace(tzinfo=UTC)
    style.settle(style.cloudwatch(server).put_metric_data("Shop", "Orders", 1, timestamp=time))
    sent = server.requests[-1].document["MetricData"][0]["Timestamp"]
    assert abs(sent - meant) < datetime.timedelta(milliseconds=1)
    connection = style.autoscale(server)
    style.settle(connection.create_scheduled_group_action("g", "n", start_time=time))
    # Python 3.10 cannot parse the suffix Z.
    text = server.requests[-1].parameters["StartTime"].replace("Z", "+00:00")
    assert abs(datetime.datetime.fromisoformat(text) - meant) < datetime.timedelta(milliseconds=1)


def test_a_list_without_end_is_refused(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    endless = itertools.repeat("web")
    with pytest.raises(ValueError, match=r"^names must have at most 1000000 items, got more$"):
        style.settle(connection.get_all_groups(names=endless))
    assert server.requests == []


@pytest.mark.parametrize("form", [list, tuple, iter, set, dict.fromkeys])
def test_names_are_taken_from_any_iterable(
    style: Blocking, server: Wire, form: Callable[[Any], Any]
) -> None:
    connection = style.autoscale(server)
    names = form(["web"])
    if isinstance(names, dict):
        names = names.keys()
    style.settle(connection.get_all_groups(names=names))
    assert server.request.parameters["AutoScalingGroupNames.member.1"] == "web"


class _Fails:
    """An object that raises when it is read."""

    def __iter__(self) -> Any:
        raise Raised

    __str__ = __repr__ = __float__ = __int__ = isoformat = __iter__


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("autoscale", lambda connection, value: connection.get_all_groups(names=value)),
        ("autoscale", lambda connection, value: connection.set_desired_capacity("g", value)),
        ("cloudwatch", lambda connection, value: connection.put_metric_data("s", "n", value)),
        ("cloudwatch", lambda connection, value: connection.put_metric_data("s", "n", 1, value)),
    ],
)
def test_an_exception_in_a_callers_object_is_raised(
    style: Blocking, server: Wire, service: str, call: Callable[..., Any]
) -> None:
    connection = getattr(style, service)(server)
    with pytest.raises(Raised):
        style.settle(call(connection, _Fails()))
    assert server.requests == []


def test_a_value_that_another_thread_changes_is_sent_in_one_of_its_states(
    style: Blocking, server: Wire
) -> None:
    cloudwatch, autoscale = style.cloudwatch(server), style.autoscale(server)
    names: list[str] = ["a"] * 100
    dimensions: dict[str, str] = {f"d{at}": "v" for at in range(20)}
    measured: dict[str, Any] = {"maximum": 1, "minimum": 1, "samplecount": 1, "sum": 1}
    stopped = threading.Event()

    def change() -> None:
        while not stopped.is_set():
            names.clear()
            dimensions.pop("d0", None)
            measured.pop("sum", None)
            names.extend(["a"] * 100)
            dimensions["d0"] = "v"
            measured["sum"] = 1

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(100):
            style.settle(autoscale.get_all_groups(names=names))
            style.settle(cloudwatch.list_metrics(dimensions=dimensions))
            try:
                style.settle(
                    cloudwatch.put_metric_data(
                        "Shop", names, 1, dimensions=dimensions, statistics=measured
                    )
                )
            except ValueError as error:
                assert "is required" in str(error)  # noqa: PT017 - or not, as it comes
    finally:
        stopped.set()
        changing.join()
    groups = [one for one in server.requests if one.operation == "DescribeAutoScalingGroups"]
    assert len(groups) == 100
    for request in server.requests:
        if request.operation == "ListMetrics":
            assert len(request.document["Dimensions"]) in (19, 20)
        if request.operation == "PutMetricData":
            assert {one["MetricName"] for one in request.document["MetricData"]} <= {"a"}


def test_none_in_a_list_is_left_out(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups(names=["web", None, "db"]))
    sent = {
        name: value
        for name, value in server.request.parameters.items()
        if name.startswith("AutoScalingGroupNames")
    }
    assert sent == {
        "AutoScalingGroupNames.member.1": "web",
        "AutoScalingGroupNames.member.2": "db",
    }
