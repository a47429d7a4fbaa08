"""The notebook about foresight runs in a new kernel, and changes a threshold in the account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"


def read() -> Any:
    return nbformat.read(EXAMPLES / "foresight.ipynb", as_version=4)  # type: ignore[no-untyped-call]


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_the_notebook_finds_and_ends_the_flapping() -> None:
    notebook = read()
    folder = {"metadata": {"path": str(EXAMPLES)}}
    NotebookClient(notebook, timeout=150, kernel_name="python3", resources=folder).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [output.get("text", "") for output in outputs]
    assert any("reversals within 15 minutes" in text for text in texts)
    assert any("scale-up has been in ALARM since" in text for text in texts)
    assert any("alarms.scale-up.threshold" in text for text in texts)
    pages = [
        output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})
    ]
    assert len([page for page in pages if "<svg" in page]) == 2
    assert any("Sweep(" in page for page in pages)


def test_the_notebook_is_kept_without_outputs() -> None:
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert len(cells) > 8
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
