"""Property-based tests are deterministic: the examples are the same in every run."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.examples import SWEEP, tries

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(SWEEP > 0, reason="a sweep tries new random examples")


def drawn() -> list[object]:
    seen: list[object] = []

    @tries(100)
    @given(st.tuples(st.integers(), st.text(), st.floats()))
    def draw(example: object) -> None:
        seen.append(example)

    draw()
    return seen


def test_the_same_examples_are_drawn_at_each_run() -> None:
    assert drawn() == drawn()


def test_the_modules_that_are_loaded_change_no_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn()
    path = tmp_path / "other_modules.py"
    path.write_text("".join(f"a{at} = 7777777777{at}\nb{at} = 'text{at}'\n" for at in range(50)))
    spec = importlib.util.spec_from_file_location("other_modules", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "other_modules", module)
    assert drawn() == before


def test_nothing_is_remembered_from_a_run_for_the_next() -> None:
    assert settings().derandomize
    assert settings().database is None
