"""Values that Python itself cannot read are errors that name the argument; nothing is sent."""

from __future__ import annotations

import datetime
import functools
import itertools
import re
import weakref
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy
import pandas
import pytest

from reboto.ec2 import autoscale, cloudwatch
from reboto.ec2.autoscale import launchtemplate, refresh
from tests.support import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


class _Growing(dict[Any, Any]):
    """It changes while it is read."""

    def items(self) -> Iterator[Any]:  # type: ignore[override]
        for pair in super().items():
            self[len(self)] = None
            yield pair


class _Claiming:
    """It pretends to be of another class."""

    def __init__(self, kind: type) -> None:
        self.kind = kind

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.kind


class _Recursive:
    def __str__(self) -> str:
        return str(self)


def _dead() -> Any:
    return weakref.proxy(_Recursive())


CALLS: dict[str, tuple[str, Callable[[Blocking, Wire, Any], Any]]] = {
    "name": ("policy_name", lambda s, at, value: s.autoscale(at).delete_policy(value)),
    "object": ("autoscale_group", lambda s, at, value: s.autoscale(at).delete_policy("a", value)),
    "names": ("names", lambda s, at, value: s.autoscale(at).get_all_groups(names=value)),
    "token": ("next_token", lambda s, at, value: s.autoscale(at).get_all_groups(next_token=value)),
    "dicts": ("filters", lambda s, at, value: s.autoscale(at).get_all_groups(filters=value)),
    "number": (
        "desired_capacity",
        lambda s, at, value: s.autoscale(at).set_desired_capacity("web", value),
    ),
    "flag": ("force_delete", lambda s, at, v: s.autoscale(at).delete_auto_scaling_group("web", v)),
    "time": (
        "time",
        lambda s, at, value: s.autoscale(at).create_scheduled_group_action("web", "a", time=value),
    ),
    "dimensions": (
        "dimensions",
        lambda s, at, value: s.cloudwatch(at).list_metrics(dimensions=value),
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_dead_reference(style: Blocking, server: Wire, call: str) -> None:
    name, make = CALLS[call]
    with pytest.raises((TypeError, ValueError), match=name):
        make(style, server, _dead())
    assert not server.requests


@pytest.mark.parametrize("call", ["dicts", "dimensions"])
@pytest.mark.parametrize(
    "make", [lambda: _Growing(a=["b"]), lambda: _Claiming(dict), lambda: [_Claiming(dict)]]
)
def test_a_dict_that_cannot_be_read(
    style: Blocking, server: Wire, call: str, make: Callable[[], Any]
) -> None:
    name, send = CALLS[call]
    with pytest.raises((TypeError, ValueError), match=rf"^{name}(\[0\])? ") as caught:
        send(style, server, make())
    assert type(caught.value) in (TypeError, ValueError)
    assert not server.requests


@pytest.mark.parametrize("call", ["name", "object", "token"])
def test_a_text_without_end(style: Blocking, server: Wire, call: str) -> None:
    name, send = CALLS[call]
    with pytest.raises(ValueError, match=f"^{name} cannot be read: maximum recursion") as caught:
        send(style, server, _Recursive())
    assert isinstance(caught.value.__cause__, RecursionError)
    assert not server.requests


# Representations of Python and of missing values, which no name is.
NO_NAMES: list[Callable[[], Any]] = [
    lambda: float("nan"),
    lambda: float("inf"),
    lambda: numpy.float32("nan"),
    lambda: numpy.datetime64("NaT"),
    lambda: pandas.NaT,
    lambda: pandas.NA,
    lambda: re,
    lambda: functools.partial(int),
    mock.Mock,
    mock.MagicMock,
    lambda: ["a"],
    lambda: {"a": "b"},
]


@pytest.mark.parametrize("make", NO_NAMES)
@pytest.mark.parametrize(
    "call",
    [
        *(CALLS[name] for name in ("name", "token")),
        ("next_token", lambda s, at, value: s.cloudwatch(at).list_metrics(next_token=value)),
        ("metric_name", lambda s, at, value: s.cloudwatch(at).list_metrics(metric_name=value)),
        ("namespace", lambda s, at, value: s.cloudwatch(at).list_metrics(namespace=value)),
        ("action_prefix", lambda s, at, v: s.cloudwatch(at).describe_alarms(action_prefix=v)),
        (
            "alarm_name_prefix",
            lambda s, at, v: s.cloudwatch(at).describe_alarms(alarm_name_prefix=v),
        ),
        ("next_token", lambda s, at, v: s.cloudwatch(at).describe_alarm_history(next_token=v)),
    ],
)
def test_a_value_that_is_no_name(
    style: Blocking, server: Wire, call: tuple[str, Any], make: Callable[[], Any]
) -> None:
    name, send = call
    with pytest.raises(TypeError, match=f"^{name} must be a string, got "):
        send(style, server, make())
    assert not server.requests


@pytest.mark.parametrize(
    "time",
    [
        datetime.datetime.max.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-23))),
        datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=23))),
    ],
)
def test_a_time_out_of_range(style: Blocking, server: Wire, time: datetime.datetime) -> None:
    with pytest.raises(ValueError, match=r"^time must be a time in the years 1 to 9999 in UTC"):
        CALLS["time"][1](style, server, time)
    with pytest.raises(ValueError, match=r"^start_time must be a time in the years 1 to 9999"):
        style.cloudwatch(server).get_metric_statistics(60, time, time, "Load", "Shop", ["Sum"])
    assert not server.requests


@pytest.mark.parametrize("call", ["name", "names", "number", "dicts", "time"])
def test_errors_are_short(style: Blocking, server: Wire, call: str) -> None:
    value = type("N" * 100_000, (), {})()
    with pytest.raises(TypeError, match=CALLS[call][0]) as caught:
        CALLS[call][1](style, server, value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("key", ["zzzz", None, ("a", "b"), b"\xff" * 1000, "z" * 10_000])
def test_an_unknown_key_is_shown_in_short(style: Blocking, server: Wire, key: Any) -> None:
    with pytest.raises(ValueError, match=r"AutoScalingGroup has no member .*its members") as caught:
        style.autoscale(server).create_auto_scaling_group({key: "x"})
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("kind", [autoscale.AutoScaleConnection, cloudwatch.CloudWatchConnection])
def test_parameters_for_claimed_classes(style: Blocking, server: Wire, kind: type) -> None:
    make = style.autoscale if kind is autoscale.AutoScaleConnection else style.cloudwatch
    with pytest.raises(TypeError, match=r"^params must be a dict"):
        make(server).build_list_params(_Claiming(dict), ["a"], "A.%d")
    params: dict[str, Any] = {}
    claiming = _Claiming(dict)
    make(server).build_list_params(params, [claiming], "A.member.%d" if kind else "A")
    assert [*params.values()] == [claiming]


def test_parameters_of_values_without_truth() -> None:
    params: dict[str, Any] = {}
    connection = cloudwatch.CloudWatchConnection
    connection.build_dimension_param(None, {"a": pandas.NA}, params)  # type: ignore[arg-type]
    assert params["Dimensions.member.1.Value"] is pandas.NA
    with pytest.raises(TypeError, match=r"^timestamp must be a datetime, got"):
        connection.build_put_params(None, {}, "a", 5, timestamp=pandas.Series([1, 2]))  # type: ignore[arg-type]


def test_scheduled_action_names(style: Blocking, server: Wire) -> None:
    with pytest.raises(TypeError, match=r"^scheduled_action_names must be"):
        style.autoscale(server).delete_scheduled_actions("web", pandas.NA)
    assert not server.requests


@pytest.mark.parametrize("kind", [list, tuple])
def test_scheduled_actions_of_claimed_classes(style: Blocking, server: Wire, kind: type) -> None:
    with pytest.raises(TypeError, match=r"^actions must be a list"):
        style.autoscale(server).create_scheduled_group_actions("web", _Claiming(kind))
    assert not server.requests


@pytest.mark.parametrize("label", [5, None, b"a"])
def test_a_label_that_is_no_text(style: Blocking, server: Wire, label: Any) -> None:
    with pytest.raises(TypeError, match=r"^label must be a string"):
        style.autoscale(server).build_list_params({}, ["a"], label)
    with pytest.raises(TypeError, match=r"^label must be a string"):
        style.autoscale(server).build_list_params({}, ["a"], 10**5000)


@pytest.mark.parametrize("make", [itertools.count, lambda: str, lambda: numpy.array(5)])
def test_instances_of_a_group(style: Blocking, server: Wire, make: Callable[[], Any]) -> None:
    group = autoscale.AutoScalingGroup(style.autoscale(server), group_name="web")
    for call in (group.attach_instances, group.exit_standby, group.protect):
        with pytest.raises((TypeError, ValueError), match=r"^instance_ids must "):
            call(make())
    assert not server.requests


@pytest.mark.parametrize("make", [mock.MagicMock, lambda: pandas.NA, lambda: numpy.array([1, 2])])
def test_parameters_of_any_action(style: Blocking, server: Wire, make: Callable[[], Any]) -> None:
    connection = style.cloudwatch(server)
    with pytest.raises(TypeError, match=r"^params\[\"a\"\] must be "):
        connection.get_list("DescribeTags", {"a": make()}, [])
    assert not server.requests
    assert connection.get_list("ListMetrics", {}, [], parent=make()) == []


WITHOUT_TRUTH: list[Callable[[], Any]] = [
    lambda: pandas.NA,
    lambda: pandas.DataFrame({"a": [1, 2]}),
    lambda: numpy.array([1, 2]),
]


@pytest.mark.parametrize("make", WITHOUT_TRUTH)
def test_methods_of_alarms(style: Blocking, server: Wire, make: Callable[[], Any]) -> None:
    alarm: Any = samples.alarm()
    alarm.connection = style.cloudwatch(server)
    alarm.add_alarm_action(make())
    with pytest.raises(TypeError, match=r"^MetricAlarm\.alarm_actions\[0\] must be a string"):
        alarm.connection.put_metric_alarm(alarm)
    with pytest.raises((TypeError, ValueError), match="name must be "):
        alarm.mute(hours=1, name=make())
    with pytest.raises(TypeError, match=r"^start must be a datetime, got NaT"):
        alarm.mute(hours=1, start=pandas.NaT)
    with pytest.raises((TypeError, ValueError), match=r"^state_reason_data"):
        alarm.set_state("OK", "test", _Growing(a="b"))
    with pytest.raises(TypeError, match=r"^alarms\[0\] must be an alarm or its name"):
        cloudwatch.AlarmMuteRule.once("a", [make()], days=1)
    with pytest.raises((TypeError, ValueError), match=r"^alarms must "):
        cloudwatch.AlarmMuteRule.once("a", itertools.repeat("b"), days=1)
    assert not server.requests


@pytest.mark.parametrize("make", [*WITHOUT_TRUTH, lambda: 5, lambda: ["a"], mock.MagicMock])
def test_widgets_of_dashboards(make: Callable[[], Any]) -> None:
    board, arn = cloudwatch.Dashboard("web"), "arn:aws:cloudwatch:us-east-1:1:alarm:busy"
    metric = ("AWS/EC2", "CPUUtilization")
    for name in ("title", "statistic", "region"):
        with pytest.raises(TypeError, match=f"^{name} must be a string"):
            board.add_graph([metric], **{name: make()})
    for call in (board.add_alarms, board.add_alarm_graph):
        with pytest.raises(TypeError, match=r"^title must be a string"):
            call(arn, title=make())
    with pytest.raises(TypeError, match=r"^options must be a dict"):
        board.add_graph([metric], options=5)  # type: ignore[arg-type]
    assert not board.widgets


@pytest.mark.parametrize("value", [5, "a", [1], numpy.array([1, 2])])
def test_statistics_that_are_no_dict(style: Blocking, server: Wire, value: Any) -> None:
    with pytest.raises(TypeError, match=r"^statistics must be a dict"):
        style.cloudwatch(server).build_put_params({}, "a", statistics=value)


def test_metric_data_without_end(style: Blocking, server: Wire) -> None:
    with pytest.raises(ValueError, match=r"^metric_data must have at most 1000000 items"):
        style.cloudwatch(server).put_metric_data("Shop", metric_data=itertools.repeat({"a": 1}))
    assert not server.requests


@pytest.mark.parametrize("make", WITHOUT_TRUTH)
def test_constructors(style: Blocking, server: Wire, make: Callable[[], Any]) -> None:
    limits: dict[str, Any] = {"launch_config": "lc", "min_size": 1, "max_size": 2}
    given: dict[str, Any]
    for given in ({"name": make()}, {"name": "web", "tags": make()}):
        group = autoscale.AutoScalingGroup(**limits, **given)
        expected = r"^(AutoScalingGroup\.(name|tags(\[0\])?) must|Tag\.key is required)"
        with pytest.raises((TypeError, ValueError), match=expected):
            style.autoscale(server).create_auto_scaling_group(group)
    with pytest.raises(TypeError, match=r"^AutoScalingGroup\.default_cooldown must be an integer"):
        autoscale.AutoScalingGroup(name="web", default_cooldown=make())
    assert not server.requests


def test_constructors_of_structures() -> None:
    requirements: Any = launchtemplate.InstanceRequirements
    for pair in ((object(), 5), (5, "a"), (numpy.array([1, 2]), 5), (5, pandas.NA)):
        with pytest.raises((TypeError, ValueError), match=r"(min|max) must be a number|vcpu_count"):
            requirements(vcpu_count=pair)
    with pytest.raises(TypeError, match=r"^AlarmSpecification\.alarms must be a list"):
        refresh.AlarmSpecification(alarms=5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"weighted_capacity must be an integer"):
        launchtemplate.LaunchTemplateOverrides("m5.large", 10**5000)
    with pytest.raises(ValueError, match=r"needs launch_template, got version=") as caught:
        launchtemplate.MixedInstancesPolicy(version="x" * 10_000)
    assert len(str(caught.value)) < 300
    with pytest.raises(TypeError, match=r"^LaunchTemplate must be made from a dict"):
        launchtemplate.LaunchTemplate.from_dict(_Claiming(dict))  # type: ignore[arg-type]
