"""The pictures of the documentation: the README's is that of its example."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"


def test_the_picture_of_the_readme_is_that_of_its_example() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import pictures; print(pictures.readme(), end='')"],
        cwd=ROOT / "tools",
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    assert ran.stdout == (IMAGES / "foresight.svg").read_text(encoding="utf-8")


def test_all_pictures_are_shown() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    pictures = [picture.name for picture in IMAGES.iterdir()]
    assert len(pictures) > 5
    assert [name for name in pictures if f"images/{name}" not in text] == []
