"""Each scenario gives and sends under reboto what it does under boto, but for what is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from differential.differences import DIFFERENCES, Difference, markdown, unexplained
from differential.scenarios import SCENARIOS

if TYPE_CHECKING:
    from differential.conftest import Duel

PLAIN = [name for name, chosen in SCENARIOS.items() if not chosen.generated]


@pytest.mark.parametrize("name", PLAIN)
def test_it_is_as_under_boto(duel: Duel, name: str) -> None:
    left = unexplained(name, duel.mismatches(name))
    assert not left, "\n" + "\n".join(map(str, left))


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: f"{one.scenarios} {one.path}")
def test_a_difference_that_is_listed_is_there(duel: Duel, difference: Difference) -> None:
    names = [name for name in PLAIN if re.fullmatch(difference.scenarios, name)]
    assert names
    assert any(
        difference.explains(name, mismatch) for name in names for mismatch in duel.mismatches(name)
    ), f"no longer so: {difference.subject}"


def test_the_differences_make_a_table() -> None:
    assert markdown().count("\n| ") >= 1
    assert all("|" not in one.subject + one.reason for one in DIFFERENCES)
