"""Values whose own conversions fail, and iterables without end, in every parameter of every call.

A call succeeds, or its error names the argument and is short; nothing is sent then.
"""

from __future__ import annotations

import datetime
import inspect
import itertools
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy
import pandas
import pytest

from reboto import _core
from reboto.ec2 import autoscale, cloudwatch
from reboto.pagination import Pages
from tests.arguments.test_parity import OBJECTS, required
from tests.fuzz import surface

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

SERVICES = {
    "autoscale": autoscale.AutoScaleConnection,
    "cloudwatch": cloudwatch.CloudWatchConnection,
}
HELPERS = ("build_", "get_list", "get_object")
CALLS = [
    (service, name)
    for service, kind in SERVICES.items()
    for name in surface.methods(kind)
    if name not in ("publisher", "set_request_hook", "close") and not name.startswith(HELPERS)
]


class _Zone(datetime.tzinfo):
    def utcoffset(self, when: datetime.datetime | None) -> Any:
        del when
        return 5

    def dst(self, when: datetime.datetime | None) -> None:
        del when

    def tzname(self, when: datetime.datetime | None) -> str:
        del when
        return ""


class _Unprintable:
    def __str__(self) -> Any:
        return 5


HOSTILE: dict[str, Callable[[], Any]] = {
    "an integer of many digits": lambda: 10**5000,
    "a time zone that fails": lambda: datetime.datetime(2026, 1, 1, tzinfo=_Zone()),
    "no text": _Unprintable,
    "an array": lambda: numpy.array([["a", "b"], ["c", "d"]]),
    "a missing value": lambda: pandas.NA,
    "long bytes": lambda: b"\xff" * 1_000_000,
    "a long list": lambda: [["x" * 1_000_000]],
}


@pytest.mark.parametrize(("service", "name"), CALLS)
def test_an_error_names_the_argument(
    style: Blocking, server: Wire, service: str, name: str
) -> None:
    call = getattr(getattr(style, service)(server), name)
    needed = required(call)
    for parameter in inspect.signature(call).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        for kind, make in HOSTILE.items():
            given = {one: OBJECTS[one]() if one in OBJECTS else "x" for one in needed}
            sent = len(server.requests)
            error = raised(style, call, given | {parameter.name: make()})
            if error is not None:
                assert isinstance(error, (TypeError, ValueError)), (parameter.name, kind)
                named = [*needed, parameter.name, "is required", "alarm", "Alarm", "value"]
                assert any(one in str(error) for one in named), (parameter.name, kind, error)
                assert len(str(error)) < 1000, (parameter.name, kind)
                assert len(server.requests) == sent


def raised(
    style: Blocking, call: Callable[..., Any], arguments: dict[str, Any]
) -> Exception | None:
    try:
        result = surface.called(call, arguments)
        if isinstance(result, Pages):
            style.all(result)
    except Exception as error:  # noqa: BLE001 - which one is what is checked
        return error
    return None


@pytest.mark.parametrize(
    "make",
    [
        lambda: numpy.array(["web", "api"]),
        lambda: pandas.Series(["web", "api"]),
        lambda: pandas.Index(["web", "api"]),
    ],
)
def test_arrays_are_lists(style: Blocking, server: Wire, make: Callable[[], Any]) -> None:
    style.autoscale(server).get_all_groups(names=make())
    (request,) = server.requests
    assert request.parameters["AutoScalingGroupNames.member.2"] == "api"


def test_an_empty_array_is_an_empty_list(style: Blocking, server: Wire) -> None:
    style.autoscale(server).get_all_groups(names=numpy.array([]))
    (request,) = server.requests
    assert not [name for name in request.parameters if name.startswith("AutoScalingGroupNames")]


@pytest.mark.parametrize("value", [numpy.array(["web"]), pandas.Series(["web"]), range(2), b"\xff"])
def test_an_array_is_no_name(style: Blocking, server: Wire, value: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="autoscale_group must be"):
        style.autoscale(server).delete_policy("up", value)
    assert not server.requests


@pytest.mark.parametrize("value", [autoscale.AutoScalingGroup(), SimpleNamespace(name=None)])
def test_an_object_without_a_name_is_refused(style: Blocking, server: Wire, value: Any) -> None:
    connection = style.autoscale(server)
    with pytest.raises(ValueError, match=r"autoscale_group\.name is required"):
        connection.delete_policy("up", value)
    with pytest.raises(ValueError, match=r"name\.name is required"):
        connection.delete_auto_scaling_group(value)
    assert not server.requests


def test_the_original_error_is_the_cause(style: Blocking, server: Wire) -> None:
    with pytest.raises(TypeError, match=r"policy_name must be text, got .*_Unprintable") as caught:
        style.autoscale(server).delete_policy(_Unprintable())
    assert "__str__ returned non-string" in str(caught.value.__cause__)


def endless(style: Blocking, server: Wire) -> dict[str, Callable[[], Any]]:
    group, alarm = style.autoscale(server), style.cloudwatch(server)
    return {
        "names": lambda: group.iter_groups(names=itertools.count()),
        "scheduled_action_names": lambda: group.delete_scheduled_actions("web", itertools.count()),
        "markers": lambda: group.get_list("DescribeTags", {}, itertools.repeat(("a", str))),
        "items": lambda: alarm.build_list_params({}, itertools.repeat("a"), "A.%d"),
        "dimension": lambda: alarm.build_dimension_param({"a": itertools.repeat("b")}, {}),
    }


@pytest.mark.parametrize(
    "name", ["names", "scheduled_action_names", "markers", "items", "dimension"]
)
def test_iterables_without_end_are_refused(style: Blocking, server: Wire, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}.* must have at most 1000000 items"):
        endless(style, server)[name]()
    assert not server.requests


@pytest.mark.parametrize("kind", ["launch_template", "mixed_instances_policy"])
def test_objects_without_the_attributes_are_named(style: Blocking, server: Wire, kind: str) -> None:
    start = style.autoscale(server).start_instance_refresh
    with pytest.raises(TypeError, match=f"{kind} must (have|be) "):
        start("web", auto_rollback=True, **{kind: object()})
    assert not server.requests


def test_percentages_without_end_are_refused(style: Blocking, server: Wire) -> None:
    start = style.autoscale(server).start_instance_refresh
    with pytest.raises(ValueError, match="checkpoint_percentages must have at most 1000000 items"):
        start("web", checkpoint_percentages=itertools.repeat(5))
    assert not server.requests


def test_an_array_is_no_time_zone(style: Blocking, server: Wire) -> None:
    create = style.autoscale(server).create_scheduled_group_action
    with pytest.raises(TypeError, match="time_zone must be the name of a time zone, got array"):
        create("web", "morning", min_size=1, time_zone=numpy.array(["a", "b"]))
    assert not server.requests


def test_items_of_autoscaling_without_end_are_refused(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    with pytest.raises(ValueError, match="items must have at most 1000000 items"):
        connection.build_list_params({}, itertools.repeat("a"), "Names")


@pytest.mark.parametrize("label", ["A", "A.%d.%s.%s", "%"])
def test_a_label_without_the_right_placeholders_is_refused(
    style: Blocking, server: Wire, label: str
) -> None:
    with pytest.raises(ValueError, match="label must have placeholders"):
        style.cloudwatch(server).build_list_params({}, ["a"], label)


@pytest.mark.parametrize("name", ["action", "path"])
def test_a_lone_surrogate_is_named(style: Blocking, server: Wire, name: str) -> None:
    given = {"action": "DescribeTags", "path": "/"} | {name: "\ud800"}
    with pytest.raises(ValueError, match=f"{name} must be text without lone surrogates"):
        style.autoscale(server).get_status(**given)


def test_values_in_errors_are_shortened() -> None:
    assert _core.shown("x" * 1000) == "'" + "x" * 79 + "..."
    assert _core.shown(5) == "5"
    assert _core.shown(10**5000) == "a value that cannot be shown"
