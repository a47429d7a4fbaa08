"""Generate tables and code from the service models that AWS publishes with botocore.

Only names, types, limits and values are taken; AWS's documentation text is not.

    python tools/model.py            writes the files
    python tools/model.py --check    exits with 1 if a file is out of date
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import model_python
from model_methods import rust_methods
from model_service import ROOT, Service
from model_tables import rust_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def files() -> Iterator[tuple[Path, str]]:
    """Return the path and the text of each generated file."""
    for name in ("autoscaling", "cloudwatch"):
        service = Service(name)
        yield ROOT / "src" / "model" / f"{name}.rs", rust_tables(service)
        yield ROOT / "src" / "services" / name / "operations.rs", rust_methods(service)
        yield from model_python.files(service)


def changes(old: str, new: str) -> str:
    """Return the names that AWS added and removed, from a table's old and new text."""
    before, after = model_python.names(old), model_python.names(new)
    parts = {"added": after - before, "removed": before - after}
    return "".join(
        f"  {word}: {', '.join(sorted(names))}\n" for word, names in parts.items() if names
    )


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 if a file is out of date")
    check: bool = parser.parse_args().check
    stale: list[str] = []
    for path, text in files():
        old = path.read_text() if path.exists() else ""
        if old != text:
            stale.append(f"  {path.relative_to(ROOT)}\n{changes(old, text)}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    if check and stale:
        print(f"out of date, run `make model`:\n{''.join(stale)}", end="", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
