"""Scenarios have the same results and requests as under boto, but for intended differences."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.compat.differences import DIFFERENCES, Difference, unexplained
from tests.compat.differences_page import ROWS
from tests.compat.scenarios import SCENARIOS

if TYPE_CHECKING:
    from tests.compat.conftest import Comparison

FOLDER = Path(__file__).parent
# Methods of a region, and of the parser of responses.
NOT_OF_THE_SERVICES = {"connect", "to_boolean"}
# Some scenarios have keywords that boto ignores.
pytestmark = pytest.mark.filterwarnings("ignore::reboto.warnings.UnknownKeywordWarning")
PLAIN = [name for name, chosen in SCENARIOS.items() if not chosen.generated]


@pytest.mark.parametrize("name", PLAIN)
def test_it_is_as_under_boto(comparison: Comparison, name: str) -> None:
    left = unexplained(name, comparison.mismatches(name))
    assert not left, "\n" + "\n".join(map(str, left))


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: f"{one.scenarios} {one.path}")
def test_a_difference_that_is_listed_is_there(
    comparison: Comparison, difference: Difference
) -> None:
    names = [name for name in PLAIN if re.fullmatch(difference.scenarios, name)]
    assert names
    assert any(
        difference.explains(name, mismatch)
        for name in names
        for mismatch in comparison.mismatches(name)
    ), f"no longer so: {difference.subject}"


def test_each_difference_has_a_row_in_the_documentation() -> None:
    rows = [row for section in ROWS.values() for row in section]
    assert all(row.action and "|" not in "".join(row) for row in rows)
    for difference in DIFFERENCES:
        matching = [row for row in rows if row.subject.startswith(difference.subject)]
        assert len(matching) == 1, difference.subject


def methods() -> list[str]:
    """Every method of the connections and of the value classes that boto has."""
    surface = json.loads((FOLDER / "boto-surface.json").read_text())
    found = {
        method
        for module, entry in surface.items()
        if module.startswith(("boto.ec2.autoscale", "boto.ec2.cloudwatch"))
        for cls in entry["classes"].values()
        for method in cls["methods"]
        if method.isidentifier() and not method.startswith("_")
    }
    return sorted(found - NOT_OF_THE_SERVICES)


@pytest.mark.parametrize("method", methods())
def test_every_method_is_in_a_scenario(method: str) -> None:
    sources = [path.read_text() for path in (FOLDER / "scenarios").glob("*.py")]
    assert any(re.search(rf"\.{method}\b", source) for source in sources)


def test_there_are_as_many_methods_as_boto_has() -> None:
    assert len(methods()) >= 68
