"""Write ``docs/errors.md`` from what playing each fault shows.

The tests hold the page against the same plays, so nothing else checks it.

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
    """Keeps what the plays recorded."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a play recorded."""
        recorded: dict[str, Any] = dict(report.user_properties)
        if "told" in recorded:
            fault, text = recorded["told"]
            self.texts[fault] = text


def main() -> int:
    """Play every fault, and write the page.

    Returns
    -------
    int
        1 when a fault could not be played.
    """
    collector = Collector()
    # Where the page is not current, that is not what counts here.
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
        print("not played:", *missing, sep="\n  ")
        return 1
    page.PAGE.write_text(page.markdown(collector.texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
