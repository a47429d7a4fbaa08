"""Every name of boto 2.49 for these services exists, with boto's parameters and values.

``boto-surface.json`` is what boto's modules were found to hold: for each class its constructor's
and its methods' parameters, its constants and the attributes of an object made without arguments.
More names, and more parameters that need not be given, are welcome.
"""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SURFACE: dict[str, Any] = json.loads((Path(__file__).parent / "boto-surface.json").read_text())
CONNECTIONS = {"AutoScaleConnection", "CloudWatchConnection"}
Parameters = list[dict[str, str]]


def found_in(kind: str, having: str | None = None) -> list[Any]:
    return [
        pytest.param(module, name, id=f"{module}.{name}")
        for module, entry in SURFACE.items()
        for name in entry[kind]
        if having is None or entry[kind][name][having]
    ]


def module_of(name: str) -> Any:
    return importlib.import_module("reboto" + name.removeprefix("boto"))


def made_without_arguments(cls: Any) -> Any:
    return cls("key", "secret") if cls.__name__ in CONNECTIONS else cls()


def shown(value: Any) -> str:
    """The description of a value: its repr, if that is the same in every process."""
    plain = (type(None), bool, int, float, str, list, tuple, dict)
    return repr(value) if isinstance(value, plain) else f"<{type(value).__name__}>"


def lacks_of(function: Callable[..., Any], expected: Parameters | None) -> list[str]:
    """Say how a function's parameters fall short of boto's."""
    if expected is None:
        return []
    found = list(inspect.signature(function).parameters.values())
    names = [parameter.name for parameter in found]
    wanted = [parameter for parameter in expected if parameter["name"] != "self"]
    if names[:1] == ["self"]:
        del names[0], found[0]
    takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in found)
    lacks = []
    for place, parameter in enumerate(wanted):
        name, default = parameter["name"], parameter.get("default")
        if parameter["kind"].startswith("VAR_") or (takes_any and name not in names):
            continue
        if name not in names or names.index(name) != place:
            lacks.append(f"{name} is not at place {place} of {names}")
        elif default and not default.startswith("<"):
            actual = found[place].default
            if shown(actual) != default:
                lacks.append(f"{name} defaults to {actual!r}, not {default}")
    return lacks


def test_the_surface_is_all_that_it_was_found_to_be() -> None:
    assert len(SURFACE) == 22
    assert sum(len(entry[kind]) for entry in SURFACE.values() for kind in entry) == 97
    methods = SURFACE["boto.ec2.autoscale"]["classes"]["AutoScaleConnection"]["methods"]
    assert {"get_all_groups", "create_scaling_policy", "make_request"} <= set(methods)


@pytest.mark.parametrize(("module", "name"), found_in("names"))
def test_a_name_is_there(module: str, name: str) -> None:
    assert hasattr(module_of(module), name)


@pytest.mark.parametrize(("module", "name"), found_in("functions"))
def test_a_function_has_botos_parameters(module: str, name: str) -> None:
    assert not lacks_of(getattr(module_of(module), name), SURFACE[module]["functions"][name])


@pytest.mark.parametrize(("module", "name"), found_in("classes"))
def test_a_class_is_made_as_botos(module: str, name: str) -> None:
    cls = getattr(module_of(module), name)
    expected = SURFACE[module]["classes"][name]["init"]
    kinds = {parameter["kind"] for parameter in expected or []}
    # A constructor that accepts any arguments is not boto's own.
    if not {"VAR_POSITIONAL", "VAR_KEYWORD"} <= kinds:
        assert not lacks_of(cls, expected)


@pytest.mark.parametrize(("module", "name"), found_in("classes", "methods"))
def test_a_class_has_botos_methods(module: str, name: str) -> None:
    cls = getattr(module_of(module), name)
    lacks = [
        f"{method}: {lack}"
        for method, expected in SURFACE[module]["classes"][name]["methods"].items()
        for lack in (lacks_of(getattr(cls, method), expected) if hasattr(cls, method) else ["none"])
    ]
    assert not lacks


@pytest.mark.parametrize(("module", "name"), found_in("classes", "constants"))
def test_a_class_has_botos_constants(module: str, name: str) -> None:
    cls = getattr(module_of(module), name)
    for constant, expected in SURFACE[module]["classes"][name]["constants"].items():
        assert hasattr(cls, constant), constant
        if expected != "<property>" and isinstance(expected, str | int | float):
            assert getattr(cls, constant) == expected, constant


@pytest.mark.parametrize(("module", "name"), found_in("classes", "attributes"))
def test_an_object_has_botos_attributes(module: str, name: str) -> None:
    made = made_without_arguments(getattr(module_of(module), name))
    for attribute, expected in SURFACE[module]["classes"][name]["attributes"].items():
        assert hasattr(made, attribute), attribute
        actual = getattr(made, attribute)
        # The scenarios compare the classes of lists and dicts.
        if not expected.startswith("<") and not isinstance(actual, list | dict):
            assert shown(actual) == expected, attribute
