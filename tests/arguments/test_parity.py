"""Both styles refuse the same arguments with the same messages.

The other tests of arguments run in one style.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2 import autoscale, cloudwatch
from reboto.pagination import Pages
from tests.fuzz import surface
from tests.support import samples
from tests.support.styles import Awaited, Blocking

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.wire import Wire

SERVICES = {
    "autoscale": autoscale.AutoScaleConnection,
    "cloudwatch": cloudwatch.CloudWatchConnection,
}
CALLS = [(service, name) for service, kind in SERVICES.items() for name in surface.methods(kind)]
# One argument at a time is replaced by one of these.
WRONG = [object(), -1.5, "\ud800"]
OBJECTS: dict[str, Callable[[], Any]] = {
    "as_group": surface.group,
    "launch_config": surface.launch_config,
    "scaling_policy": samples.policy,
    "alarm": surface.alarm,
    "queries": lambda: [surface.query()],
    "tags": lambda: [surface.tag()],
}


def required(call: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(call).parameters.values()
    return [
        one.name
        for one in parameters
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]


def outcome(style: Blocking, call: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """The error, or None if the call succeeded."""
    try:
        result = surface.called(call, arguments)
        if isinstance(result, Pages):
            style.all(result)
        elif inspect.isawaitable(result) or not isinstance(style, Awaited):
            style.settle(result)
    except Exception as error:  # noqa: BLE001 - which one is what is compared
        return type(error), str(error)
    return None


@pytest.mark.parametrize(("service", "name"), CALLS)
def test_both_styles_refuse_the_same(
    both: list[Blocking], server: Wire, service: str, name: str
) -> None:
    calls = [getattr(getattr(style, service)(server), name) for style in both]
    refused = 0
    for parameter in inspect.signature(calls[0]).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        for wrong in WRONG:
            given = {
                one: OBJECTS[one]() if one in OBJECTS else "x" for one in required(calls[0])
            } | {parameter.name: wrong}
            outcomes = [
                outcome(style, call, given) for style, call in zip(both, calls, strict=True)
            ]
            assert outcomes[0] == outcomes[1], (parameter.name, wrong)
            refused += outcomes[0] is not None
    takes_anything = name == "set_request_hook" or not inspect.signature(calls[0]).parameters
    assert refused or takes_anything
