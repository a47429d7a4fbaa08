"""Find everything that is public by introspection, so that additions are found too."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

import reboto
from reboto import _core
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration
from reboto.ec2.autoscale.tag import Tag
from reboto.ec2.cloudwatch.metric_data import MetricDataQuery
from tests.fuzz.values import hostile
from tests.support import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reboto.ec2.cloudwatch.alarm import MetricAlarm

# Modules that write files, serve, draw or run programs; they have other tests.
_LEFT_OUT = (
    "reboto.__main__",
    "reboto.as_boto",
    "reboto.cli",
    "reboto.local",
    "reboto.logs",
    "reboto.migrate",
    "reboto.plot",
)
# Functions that read or write a given file, or wait for a given time.
_WITH_EFFECTS = frozenset(
    {
        "load_endpoint_json",
        "sleep",
        "init_logging",
        "save_option",
        "save_system_option",
        "save_user_option",
        "set_file_logger",
        "set_stream_logger",
        "setup",
    }
)


def modules() -> Iterator[Any]:
    yield reboto
    yield _core
    for found in pkgutil.walk_packages(reboto.__path__, "reboto."):
        private = any(part.startswith("_") for part in found.name.split("."))
        if not private and not found.name.startswith(_LEFT_OUT):
            yield importlib.import_module(found.name)


def _public() -> Iterator[tuple[str, Any]]:
    for module in modules():
        for name, found in sorted(vars(module).items()):
            ours = getattr(found, "__module__", None) == module.__name__
            compiled = module is _core and callable(found)
            if not name.startswith("_") and (ours or compiled) and name not in _WITH_EFFECTS:
                yield f"{module.__name__}.{name}", found


def classes() -> dict[str, type]:
    return {name: found for name, found in _public() if inspect.isclass(found)}


def functions() -> dict[str, Callable[..., Any]]:
    return {
        name: found for name, found in _public() if callable(found) and not inspect.isclass(found)
    }


def methods(cls: type) -> list[str]:
    """The public methods of a class that reboto defines."""
    ours = [one for one in cls.__mro__ if one.__module__.startswith("reboto")]
    return sorted(
        name
        for name, found in inspect.getmembers(cls, callable)
        if not name.startswith("_")
        and not inspect.isclass(found)
        and name not in _WITH_EFFECTS
        and any(name in vars(one) for one in ours)
    )


def alarm() -> MetricAlarm:
    return samples.alarm(alarm_actions=["arn:aws:sns:1"], dimensions={"InstanceId": "i-1"})


def group() -> AutoScalingGroup:
    return samples.group(availability_zones=["us-east-1a"], tags=[tag()])


def launch_config() -> LaunchConfiguration:
    return LaunchConfiguration(
        name="lc", image_id="ami-1", security_groups=["a"], user_data="data", spot_price=0.5
    )


def tag() -> Tag:
    return Tag(key="k", value="v", resource_id="web")


def query() -> MetricDataQuery:
    return MetricDataQuery("a", "Orders", "Shop", statistic="Sum", period=60)


_NOON = datetime(2026, 11, 24, 12)
_ONE_NAME = st.just("web")
_NAMES = st.sampled_from([["web"], "web", ("a", "b")])


def _bent(make: Callable[[], Any]) -> st.SearchStrategy[Any]:
    """An object of a request, some of its attributes hostile."""

    def bend(changes: dict[str, Any]) -> Any:
        bent = make()
        for name, value in changes.items():
            setattr(bent, name, value)
        return bent

    names = st.sampled_from([*vars(make()), "TreatMissingData", "DatapointsToAlarm"])
    return st.dictionaries(names, hostile, max_size=2).map(bend)


# Plausible values for parameters, by name.
_PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "action": st.just("DescribeTags"),
    "alarm": _bent(alarm),
    "as_group": _bent(group) | _ONE_NAME,
    "attempts": st.just(1),
    "call": st.just(repr),
    "cls": st.just(Tag),
    "data": st.just("meta-data/"),
    "delay": st.just(0.001),
    "desired_capacity": st.just(1),
    "dimensions": st.just({"Till": ["1"]}),
    "end_time": st.just(_NOON),
    "launch_config": _bent(launch_config),
    "markers": st.just([("member", Tag)]),
    "max_delay": st.just(0.001),
    "num_retries": st.just(1),
    "params": st.builds(dict),
    "path": st.just("/"),
    "period": st.just(60),
    "queries": _bent(query).map(lambda one: [one]),
    "regions": st.just(["us-east-1"]),
    "scaling_policy": _bent(samples.policy),
    "service": st.sampled_from(["autoscaling", "cloudwatch"]),
    "service_name": st.sampled_from(["autoscaling", "cloudwatch"]),
    "start_time": st.just(_NOON),
    "statistics": st.just({"maximum": 1, "minimum": 1, "samplecount": 1, "sum": 1}),
    "statistic": st.just("Sum"),
    "tags": st.lists(_bent(tag), max_size=2),
    "timeout": st.just(0.01),
    "ts": st.just("2026-11-24T12:00:00Z"),
    "value": st.just(1),
}


def arguments(
    call: Callable[..., Any], given: dict[str, Any] | None = None
) -> st.SearchStrategy[dict[str, Any]]:
    """Named arguments for a call, one or two of them hostile, the others plausible.

    What is `given` is always passed, and never hostile.
    """
    try:
        parameters = inspect.signature(call).parameters.values()
    except ValueError:  # a class of no constructor of its own
        parameters = ()  # type: ignore[assignment]
    fixed = given or {}
    named = [
        one
        for one in parameters
        if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD) and one.name != "self"
    ]

    @st.composite
    def chosen(draw: st.DrawFn) -> dict[str, Any]:
        taken: dict[str, Any] = {}
        free = [one.name for one in named if one.name not in fixed]
        bad = set(draw(st.lists(st.sampled_from(free), max_size=2))) if free else set()
        for one in named:
            if one.name in fixed:
                taken[one.name] = fixed[one.name]
            elif one.name in bad:
                taken[one.name] = draw(hostile)
            elif one.default is one.empty or draw(st.booleans()):
                taken[one.name] = draw(_PLAUSIBLE.get(one.name, _NAMES))
        return taken

    return chosen()


def called(call: Callable[..., Any], taken: dict[str, Any]) -> Any:
    """Call it with named arguments, those that have no name to be called by in order."""
    parameters = inspect.signature(call).parameters.values()
    ordered = [
        taken[one.name]
        for one in parameters
        if one.kind is one.POSITIONAL_ONLY and one.name in taken
    ]
    named = {
        one.name: taken[one.name]
        for one in parameters
        if one.kind is not one.POSITIONAL_ONLY and one.name in taken
    }
    return call(*ordered, **named)
