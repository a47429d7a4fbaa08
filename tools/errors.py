"""Reproduce each fault, and generate ``docs/development/faults.md`` from the errors.

The tests reproduce the same faults and compare the page.

    python tools/errors.py
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


class Collector:
    """Collects the texts that the tests record."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Store the text that a test recorded."""
        recorded: dict[str, Any] = dict(report.user_properties)
        if "fault_text" in recorded:
            fault, text = recorded["fault_text"]
            self.texts[fault] = text


def main() -> int:
    """Reproduce each fault, and generate the page.

    Returns
    -------
    int
        1 if a fault could not be reproduced.
    """
    collector = Collector()
    # Tests fail where the page is out of date; that is expected here.
    pytest.main(
        [
            "-q",
            "--tb=no",
            "-rN",
            "-k",
            "blocking",
            str(ROOT / "tests" / "errors" / "test_faults.py"),
        ],
        plugins=[collector],
    )
    sys.path.insert(0, str(ROOT))
    page, table = (importlib.import_module(f"tests.errors.{name}") for name in ("page", "table"))
    missing = [fault.name for fault in table.FAULTS if fault.name not in collector.texts]
    if missing:
        print("not reproduced:", *missing, sep="\n  ")
        return 1
    page.PAGE.write_text(page.markdown(collector.texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
