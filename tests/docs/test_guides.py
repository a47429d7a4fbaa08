"""What the guides show is what happens."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
# Others have programs for servers, which do not end.
GUIDES = [
    guide for guide in sorted(FOLDER.glob("*.md")) if ">>>" in guide.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guides_lines_run(guide: Path) -> None:
    result = doctest.testfile(str(guide), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


def test_there_are_guides() -> None:
    assert len(GUIDES) > 2
