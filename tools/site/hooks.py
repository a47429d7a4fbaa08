"""Hooks of mkdocs: what a build of the site needs besides the pages in ``docs``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / ".docs" / "source"
# `make docs` executes the notebooks of `examples` into this folder.
NOTEBOOKS = ROOT / ".docs" / "notebooks"
TOP = {"changelog.md": ROOT / "CHANGELOG.md"}


def on_startup(**_: Any) -> None:
    """Copy the package without the compiled module, so that its stubs are read instead.

    Stubs have the annotations that the compiled module lacks.
    """
    shutil.rmtree(SOURCE, ignore_errors=True)
    ignored = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")
    shutil.copytree(ROOT / "python", SOURCE, ignore=ignored)


# Before the plugin that renders notebooks.
@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages whose files are elsewhere: the changelog, and the executed notebooks."""
    for uri, path in TOP.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        uri = f"{NOTEBOOKS.name}/{notebook.name}"
        source, target = str(NOTEBOOKS.parent), config.site_dir
        files.append(File(uri, source, target, config.use_directory_urls))
    return files
