"""Execute the notebooks of ``examples`` for the documentation, into ``.docs/notebooks``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
EXECUTED = ROOT / ".docs" / "notebooks"


def read(path: Path) -> Any:
    """Read a notebook."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def main() -> None:
    """Execute each notebook in a new kernel; an error in a cell ends the program."""
    EXECUTED.mkdir(parents=True, exist_ok=True)
    for path in sorted(EXAMPLES.glob("*.ipynb")):
        notebook = read(path)
        folder = {"metadata": {"path": str(EXAMPLES)}}
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder).execute()
        nbformat.write(notebook, EXECUTED / path.name)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
