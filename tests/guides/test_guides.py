"""What the guides show is what happens."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

GUIDES = sorted((Path(__file__).parents[2] / "docs" / "guide").glob("*.md"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guides_lines_run(guide: Path) -> None:
    result = doctest.testfile(str(guide), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


def test_there_are_guides() -> None:
    assert GUIDES
