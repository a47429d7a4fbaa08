"""Hooks of mkdocs: what a build of the site needs besides the pages in ``docs``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / ".docs" / "source"
# `make docs` executes the notebooks of `examples` into this folder.
NOTEBOOKS = ROOT / ".docs" / "notebooks"
TOP = {"changelog.md": ROOT / "CHANGELOG.md"}
# Generated pages, which a build overwrites. Those of the API are edited in the sources.
GENERATED = re.compile(
    r"(reference|notebooks)/|(boto-names|benchmarks|differences)\.md"
    r"|development/(benchmarks|faults|reliability)\.md"
)
# The dash in front of a description that a docstring does not have.
NO_DESCRIPTION = re.compile(r"\s\u2013\s*(<div class=\"doc-md-description\">\s*</div>)")


# What the search puts first: guides for users, then the reference, then pages for developers.
WEIGHTS = {
    re.compile(r"(guide/|notebooks/|(errors|migrating|security)\.md)"): 2,
    re.compile(r"api/reboto\.aio"): 0.7,
    re.compile(r"(decisions|development)/|changelog\.md"): 0.3,
}


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


def on_pre_page(page: Page, config: MkDocsConfig, **_: Any) -> Page:
    """Let the link "Edit this page" lead to the file that the page is made from."""
    uri = page.file.src_uri
    start = (config.repo_url or "").rstrip("/") + "/edit/main/"
    if uri in TOP:
        page.edit_url = start + TOP[uri].name
    elif uri.startswith("api/reboto"):
        page.edit_url = start + source_of(uri.removeprefix("api/").removesuffix(".md"))
    elif uri == "api/index.md" or GENERATED.match(uri):
        page.edit_url = None
    return page


def source_of(module: str) -> str:
    """Return the path of a module in the repository."""
    path = Path("python", *module.split("."))
    return (path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")).as_posix()


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Weight a page for the search, and let links to files of the repository lead to its pages."""
    for pages, weight in WEIGHTS.items():
        if pages.match(page.file.src_uri):
            page.meta["search"] = {"boost": weight}
    if page.file.src_uri in TOP:
        return markdown.replace("](docs/", "](")
    return markdown.replace("](../../examples/", f"](../{NOTEBOOKS.name}/")


def on_page_content(html: str, **_: Any) -> str:
    """Remove the dash in front of an empty description."""
    return NO_DESCRIPTION.sub(r"\1", html)
