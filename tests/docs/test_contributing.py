"""The rooms that CONTRIBUTING.md tells of are those that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_part_of_the_core_is_told_of_and_no_other() -> None:
    (row,) = re.findall(r"^\| `src/` \|.*$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    told = re.findall(r"`(\w+)`", row)
    # These two have a row of their own.
    there = {path.stem for path in (ROOT / "src").glob("*.rs")} - {"lib", "autoscale", "cloudwatch"}
    assert len(there) > 40
    assert sorted(told) == sorted(there)
