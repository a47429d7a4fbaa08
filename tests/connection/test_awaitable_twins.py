"""Blocking and awaitable connections have the same calls."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import reboto
from reboto import aio
from reboto.ec2 import autoscale, cloudwatch

TWINS = {
    autoscale.AutoScaleConnection: aio.AutoScaleConnection,
    cloudwatch.CloudWatchConnection: aio.CloudWatchConnection,
}


def calls(kind: type) -> dict[str, list[Any]]:
    """The public methods of a class, each with its parameters and what they are by default."""
    return {
        name: [
            (parameter.name, parameter.kind, parameter.default)
            for parameter in inspect.signature(method).parameters.values()
        ]
        for name, method in inspect.getmembers(kind, callable)
        if not name.startswith("_") and not isinstance(method, type)
    }


def test_the_walk_sees_the_calls_that_there_are() -> None:
    seen = {name for kind in TWINS for name in calls(kind)}
    assert len(seen) > 50
    assert {"get_all_groups", "put_metric_alarm", "create_alarm", "iter_groups"} <= seen


@pytest.mark.parametrize("kind", TWINS)
def test_each_call_is_on_both_with_the_same_parameters(kind: type) -> None:
    assert calls(kind) == calls(TWINS[kind])


@pytest.mark.parametrize("kind", TWINS)
def test_both_are_made_with_the_same_arguments(kind: type) -> None:
    assert inspect.signature(kind) == inspect.signature(TWINS[kind])


@pytest.mark.parametrize("name", ["connect_autoscale", "connect_cloudwatch"])
def test_both_modules_connect_in_the_same_way(name: str) -> None:
    parameters = inspect.signature(getattr(reboto, name)).parameters
    assert parameters == inspect.signature(getattr(aio, name)).parameters
    assert len(parameters) > 1
