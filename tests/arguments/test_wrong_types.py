"""Values that are no text, no list or no hook are errors that name the argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.utils import RequestHook

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

CALLS: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "hook": (
        lambda autoscale, _: autoscale.set_request_hook("log"),
        r"hook must have a method handle_request_data, got 'log'",
    ),
    "class of a hook": (
        lambda autoscale, _: autoscale.set_request_hook(object),
        r"hook must have a method handle_request_data, got <class 'object'>",
    ),
    "action": (
        lambda autoscale, _: autoscale.get_status(5),
        r"action must be a string, got 5 \(int\)",
    ),
    "action of a request": (
        lambda autoscale, _: autoscale.make_request(b"DescribeTags"),
        r"action must be a string, got b'DescribeTags' \(bytes\)",
    ),
    "path": (
        lambda autoscale, _: autoscale.get_object("DescribeTags", {}, dict, path=None),
        r"path must be a string, got None \(NoneType\)",
    ),
    "markers": (
        lambda autoscale, _: autoscale.get_list("DescribeTags", {}, 5),
        r"markers must be a list of pairs of an element's name and a class, .* got 5",
    ),
    "names of scheduled actions": (
        lambda autoscale, _: autoscale.delete_scheduled_actions("web", b"night"),
        r"scheduled_action_names must be a list of strings, got b'night'",
    ),
    "dict of scheduled actions": (
        lambda autoscale, _: autoscale.delete_scheduled_actions("web", {"night": 1}),
        r"scheduled_action_names must be a list of strings, got \{'night': 1\}",
    ),
    "dimensions of a publisher": (
        lambda _, cloudwatch: cloudwatch.publisher("Shop", dimensions=5),
        r"dimensions must be a dict of names and values, got 5",
    ),
    "function as a name": (
        lambda autoscale, _: autoscale.attach_instances(len, ["i-1"]),
        r"name must be a string, got <built-in function len> \(builtin_function_or_method\)",
    ),
    "class as a token": (
        lambda autoscale, _: autoscale.get_all_groups(next_token=dict),
        r"next_token must be a string, got <class 'dict'> \(type\)",
    ),
    "data of a state": (
        lambda _, cloudwatch: cloudwatch.set_alarm_state("a", "r", "OK", {"at": {1}}),
        r"state_reason_data must be a dict of JSON values, got \{'at': \{1\}\} \(dict\)",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_wrong_types_are_named_before_a_request(style: Blocking, server: Wire, name: str) -> None:
    call, message = CALLS[name]
    with pytest.raises(TypeError, match=message):
        call(style.autoscale(server), style.cloudwatch(server))
    assert server.requests == []


def test_hooks_are_set_and_removed(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    hook = RequestHook()
    autoscale.set_request_hook(hook)
    assert autoscale.request_hook is hook
    autoscale.set_request_hook(None)
    assert autoscale.request_hook is None
