"""The compiled module's stubs are generated from its signatures and docstrings."""

from __future__ import annotations

import ast

import pytest

from numpydoc_types import Annotations, UnreadableTypeError
from reboto import _core
from stubs import STUBS, Function, generate

AUTOSCALE = ("reboto.ec2.autoscale", "reboto.resultset")


def test_making_the_stubs_anew_changes_nothing() -> None:
    assert generate() == STUBS.read_text(encoding="utf-8"), "run make stubs"


@pytest.mark.parametrize(
    ("words", "annotation"),
    [
        ("str", "str"),
        ("int or str, optional", "int | str"),
        ("bool, default True", "bool"),
        ("str or AutoScalingGroup", "str | AutoScalingGroup[Any]"),
        ("list of str or list of Tag or Tag", "Iterable[str] | Iterable[Tag[Any]] | Tag[Any]"),
        ("datetime.datetime or str", "datetime.datetime | str"),
        ("sequence of float", "Sequence[float]"),
        ("dict", "Mapping[str, Any]"),
        ("dict of str to str or list of str", "Mapping[str, str | Iterable[str]]"),
        ("object", "object"),
    ],
)
def test_parameters_accept_the_widest_type(words: str, annotation: str) -> None:
    assert Annotations(AUTOSCALE).taken(words) == annotation


@pytest.mark.parametrize(
    ("words", "annotation"),
    [
        ("str or None", "str | None"),
        ("list of str", "list[str]"),
        ("dict", "dict[str, Any]"),
        ("ResultSet of AutoScalingGroup", "ResultSet[AutoScalingGroup[Style]]"),
        ("object", "Any"),
    ],
)
def test_results_have_the_exact_type(words: str, annotation: str) -> None:
    assert Annotations(AUTOSCALE).given(words) == annotation


def test_names_in_annotations_are_imported() -> None:
    annotations = Annotations(AUTOSCALE)
    annotations.taken("datetime.datetime or list of Tag")
    assert list(annotations.statements()) == [
        "import datetime",
        "from collections.abc import Iterable",
        "from reboto.ec2.autoscale.tag import Tag",
    ]


def test_a_type_that_is_not_known_is_refused_with_its_place() -> None:
    def tagged(tags: object) -> None:
        """Tag it.

        Parameters
        ----------
        tags : list of Label
            The labels.
        """

    with pytest.raises(UnreadableTypeError, match=r"docstring of .*tagged: 'Label' is not a type"):
        Function("tagged", tagged, Annotations(AUTOSCALE))


def test_a_parameter_that_is_not_described_is_refused() -> None:
    def tagged(tags: object) -> None:
        """Tag it."""

    with pytest.raises(UnreadableTypeError, match="do not say the type of 'tags'"):
        Function("tagged", tagged, Annotations(AUTOSCALE))


def results(name: str) -> dict[str, str]:
    """The return types of a class's public methods, from the stubs."""
    (found,) = (
        node
        for node in ast.parse(STUBS.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == name
    )
    return {
        method.name: ast.unparse(method.returns)
        for method in found.body
        if isinstance(method, ast.FunctionDef) and method.returns and method.name[0] != "_"
    }


@pytest.mark.parametrize("service", ["AutoScale", "CloudWatch"])
def test_every_operation_is_awaited_on_the_one_and_not_on_the_other(service: str) -> None:
    blocking, awaiting = results(service), results(f"Async{service}")
    operations = vars(getattr(_core, f"{service}Operations"))
    assert set(blocking) == {name for name in operations if not name.startswith("_")}
    assert awaiting == {
        name: f"_Later[{gives.replace('[Blocking]', '[Awaiting]')}]"
        for name, gives in blocking.items()
    }
    assert "[Blocking]" in "".join(blocking.values())
    assert "Any" not in blocking.values()
