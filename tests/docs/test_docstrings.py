"""The public API is documented in numpydoc's layout, and its examples run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import pydoc
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import reboto
import reboto.ec2.autoscale as autoscale_module
import reboto.ec2.cloudwatch as cloudwatch_module
from docstrings import parse
from reboto import _core, aio
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy, Tag
from reboto.ec2.cloudwatch import MetricAlarm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from reboto.local import Endpoint

# One turns boto into reboto for the whole process, the other runs the command line.
NOT_FOR_IMPORT = {"reboto.as_boto", "reboto.__main__"}
MODULES = sorted(
    {"reboto"}
    | {found.name for found in pkgutil.walk_packages(reboto.__path__, "reboto.")} - NOT_FOR_IMPORT
)


def is_public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.split("."))


def of_module(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The public functions, classes, methods and properties that a module defines."""
    # Listed with `dir`, because some modules load their names when they are used.
    for name in dir(module):
        item = getattr(module, name)
        if is_public(name) and getattr(item, "__module__", None) == module.__name__:
            if inspect.isfunction(item):
                yield name, item
            elif isinstance(item, type):
                yield from of_class(name, item)


def of_class(name: str, kind: type) -> Iterator[tuple[str, Any]]:
    yield name, kind
    for member, held in vars(kind).items():
        item = held.__func__ if isinstance(held, (classmethod, staticmethod)) else held
        if not is_public(member):
            continue
        if hasattr(dict, member) and issubclass(kind, dict):
            continue  # Documented by Python.
        if (inspect.isroutine(item) and callable(item)) or isinstance(item, property):
            yield f"{name}.{member}", item
        elif isinstance(item, type) and item.__module__ == kind.__module__:
            yield from of_class(f"{name}.{member}", item)


def everything() -> dict[str, Any]:
    found = {
        f"{name}.{path}": item
        for name in MODULES
        if is_public(name)
        for path, item in of_module(importlib.import_module(name))
    }
    for kind in (_core.AutoScaleOperations, _core.CloudWatchOperations):
        found |= {f"_core.{path}": item for path, item in of_class(kind.__name__, kind)}
    return found


def parameters(item: Any) -> set[str]:
    """The parameters of an item in numpydoc's notation."""
    if isinstance(item, property):
        return set()
    if isinstance(item, type):
        constructor: Any = inspect.getattr_static(item, "__init__")
        if getattr(constructor, "__module__", "") != item.__module__:
            return set()  # It is from elsewhere, and described there.
    stars: dict[object, str] = {
        inspect.Parameter.VAR_POSITIONAL: "*",
        inspect.Parameter.VAR_KEYWORD: "**",
    }
    return {
        stars.get(parameter.kind, "") + name
        for name, parameter in inspect.signature(item).parameters.items()
        if name not in {"self", "cls"} and not name.startswith("_")
    }


def gives_something(item: Any) -> bool:
    if isinstance(item, (type, property)):
        return False
    gives = inspect.signature(item).return_annotation
    # The compiled operations bear no annotations, and each gives something.
    return gives not in {None, "None", "NoReturn"}


def described(item: Any) -> dict[str, str]:
    """The types of arguments in the docstring of an item, or of the item that it extends."""
    kinds: dict[str, str] = {}
    for holder in reversed(item.__mro__) if isinstance(item, type) else (item,):
        doc = parse(holder.__doc__)
        for section in ("Attributes", "Other Parameters", "Parameters"):
            kinds |= doc.kinds(section)
    return kinds


def lacks(item: Any) -> list[str]:
    """The parts of numpydoc's layout that are missing in an item's docstring."""
    doc, kinds = parse(item.__doc__), described(item)
    if not doc.summary.endswith("."):
        return ["a first line that is a sentence"]
    wanted = sorted(parameters(item))
    missing = [f"the parameter {name}" for name in wanted if name not in kinds]
    missing += [f"the type of {name}" for name in wanted if kinds.get(name.strip("*")) == ""]
    if gives_something(item) and not doc.sections.keys() & {"Returns", "Yields"}:
        missing.append("Returns")
    return missing


def test_all_that_is_public_is_documented_in_whole() -> None:
    found = everything()
    assert len(found) > 200
    undocumented = {name: missing for name, item in found.items() if (missing := lacks(item))}
    assert undocumented == {}


def test_methods_of_objects_name_the_error_of_their_request() -> None:
    methods = {
        method.__qualname__: method
        for kind in everything().values()
        if isinstance(kind, type)
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if is_public(name) and "_require_connection" in method.__code__.co_names
    }
    assert len(methods) > 50
    nameless = {
        name for name, made in methods.items() if "Raises" not in parse(made.__doc__).sections
    }
    # It makes requests only when it is iterated.
    assert nameless == {"WarmPoolCalls.iter_instances"}


@pytest.mark.parametrize(
    "kind",
    [
        autoscale_module.AutoScaleConnection,
        cloudwatch_module.CloudWatchConnection,
        aio.AutoScaleConnection,
        aio.CloudWatchConnection,
    ],
)
def test_help_describes_all_that_a_connection_is_made_with(kind: type) -> None:
    doc = parse(kind.__doc__)
    assert set(doc.kinds("Parameters")) == set(inspect.signature(kind).parameters)
    assert doc.summary.endswith(("with calls that block.", "with calls that are awaited."))
    assert list(doc.sections) == ["Parameters", "Raises", "Warns", "Examples"]
    shown = pydoc.plain(pydoc.render_doc(kind))
    assert f" |  {doc.summary}" in shown
    assert " |      Name of the session in the role's account's logs." in shown
    assert f" |  >>> {kind.__name__}(" in shown


def test_a_class_of_a_scripts_own_keeps_its_words_or_has_a_connections() -> None:
    class Mine(autoscale_module.AutoScaleConnection):
        """Mine."""

    class Wordless(autoscale_module.AutoScaleConnection): ...

    assert Mine.__doc__ == "Mine."
    assert inspect.getdoc(Wordless) == autoscale_module.AutoScaleConnection.__doc__


def test_connections_can_do_without_docstrings() -> None:
    code = "import reboto.aio; print(reboto.aio.AutoScaleConnection.__doc__)"
    ran = subprocess.run(
        [sys.executable, "-OO", "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "None\n"


def test_missing_parts_of_a_docstring_are_reported() -> None:
    def good(count: int, *rest: int) -> int:
        """Add up.

        Parameters
        ----------
        count, *rest : int
            What to add.

        Returns
        -------
        int
        """
        return count + sum(rest)

    def bad(count: int, **rest: int) -> int:
        """Add up.

        Parameters
        ----------
        number : int
            What to add.
        """
        return count + sum(rest.values())

    assert lacks(good) == []
    assert lacks(bad) == ["the parameter **rest", "the parameter count", "Returns"]
    assert lacks(lambda: None) == ["a first line that is a sentence"]


def examples(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    return [test for test in doctest.DocTestFinder().find(module) if test.examples]


# An example that changes its process.
OF_ITS_OWN_PROCESS = "reboto.install_as_boto"
EXAMPLES = [
    test
    for name in MODULES
    for test in examples(name)
    if name != "reboto._core" and test.name != OF_ITS_OWN_PROCESS
]
CALLS = examples("reboto._core")


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 40
    assert len(CALLS) >= 20


@pytest.mark.parametrize("example", EXAMPLES, ids=[test.name for test in EXAMPLES])
def test_an_example_is_true(example: doctest.DocTest) -> None:
    failures: list[str] = []
    doctest.DocTestRunner().run(example, out=failures.append)
    assert "".join(failures) == ""


@pytest.fixture
def shop(endpoint: Endpoint) -> dict[str, Any]:
    """The names and the local endpoint's state that the examples of calls use."""
    names = {**vars(autoscale_module), **vars(cloudwatch_module)}
    autoscale, cloudwatch = reboto.connect_autoscale(), reboto.connect_cloudwatch()
    autoscale.create_launch_configuration(
        LaunchConfiguration(name="web-config", image_id="ami-12c6146b", instance_type="t3.micro")
    )
    stage = Tag(key="stage", value="live", resource_id="web")
    group = AutoScalingGroup(
        name="web",
        launch_config="web-config",
        availability_zones=["us-east-1a"],
        min_size=1,
        max_size=4,
        desired_capacity=2,
        tags=[stage],
    )
    autoscale.create_auto_scaling_group(group)
    autoscale.create_scaling_policy(
        ScalingPolicy(
            name="up", as_name="web", adjustment_type="ChangeInCapacity", scaling_adjustment=1
        )
    )
    cloudwatch.put_metric_alarm(
        MetricAlarm(
            name="busy",
            namespace="AWS/EC2",
            metric="CPUUtilization",
            statistic="Average",
            comparison=">",
            threshold=70,
            period=60,
            evaluation_periods=2,
        )
    )
    cloudwatch.put_metric_data("Shop", "Orders", 3)
    return names | {"autoscale": autoscale, "cloudwatch": cloudwatch}


def test_an_example_of_its_own_process_is_true() -> None:
    code = f"import doctest, reboto; doctest.run_docstring_examples({OF_ITS_OWN_PROCESS}, {{}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == ""


@pytest.mark.parametrize("example", CALLS, ids=[test.name for test in CALLS])
def test_an_example_of_a_call_is_true(example: doctest.DocTest, shop: dict[str, Any]) -> None:
    failures: list[str] = []
    example.globs = dict(shop)
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=failures.append)
    assert "".join(failures) == ""


def test_the_types_of_what_a_class_is_made_with_can_be_resolved() -> None:
    made = {
        name: inspect.signature(item, eval_str=True)
        for name, item in everything().items()
        if name.startswith("reboto.ec2.") and isinstance(item, type) and parameters(item)
    }
    assert len(made) > 25
    text = {
        name
        for name, signature in made.items()
        for parameter in signature.parameters.values()
        if isinstance(parameter.annotation, str)
    }
    assert text == set()
