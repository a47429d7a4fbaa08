"""Every page of the documentation: its links, its place in the navigation, and its examples."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reboto.cli._parser import COMMANDS
from reboto.ec2 import autoscale, cloudwatch

if TYPE_CHECKING:
    import reboto.local

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TOP = [ROOT / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES = [*TOP, *sorted(DOCS.rglob("*.md"))]
# `test_migration_guide` runs its scripts, some of which are for `reboto migrate`. `test_reference`
# runs those of the reference, and `tests/as_boto` those that need boto.
RUN_ELSEWHERE = {"migrating.md", "mixed-programs.md"}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 _-]", "", title.lower()).replace(" ", "-") for title in headings}


def test_sessions_with_fixed_times_set_the_clock_of_the_mock() -> None:
    """CloudWatch refuses data older than two weeks, so the page would fail later."""
    fixed = [page for page in PAGES if "datetime(20" in "".join(blocks(page, "pycon"))]
    assert fixed
    for page in fixed:
        assert "local.server(start=" in "".join(blocks(page, "pycon")), name(page)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_pages_and_headings(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        linked = page.parent / path if path else page
        assert linked.exists(), target
        # mkdocs checks the anchors of the API reference, which it generates.
        if anchor and linked.parent != DOCS / "api":
            assert anchor in anchors(linked), target


def test_addresses_in_the_readme_lead_to_files_and_pages() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    defined = dict(re.findall(r"^\[([\w-]+)\]: (\S+)$", text, re.MULTILINE))
    assert set(re.findall(r"\]\[([\w-]+)\]", text)) == set(defined)
    files = [re.sub(r"^.*/(?:blob|raw)/main/", "", url) for url in defined.values()]
    pages = [url.partition("/latest/")[2].rstrip("/") for url in defined.values()]
    assert sum((ROOT / file).is_file() for file in files) == 4
    assert all(
        (DOCS / f"{page}.md").is_file() or (DOCS / page / "index.md").is_file() for page in pages
    )


def test_the_navigation_has_every_page_once() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    # The build adds the changelog.
    listed = [
        page
        for page in re.findall(r"([\w/.-]+\.md)$", text, re.MULTILINE)
        if page != "changelog.md"
    ]
    assert sorted(listed) == sorted(
        page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")
    )


def test_guides_list_all_iterators_and_waiters() -> None:
    guides = "".join(
        (DOCS / "guide" / f"{page}.md").read_text() for page in ("pagination", "waiters")
    )
    modules = (autoscale, cloudwatch)
    classes = [getattr(module, name) for module in modules for name in module.__all__]
    methods = {
        method
        for each in classes
        for method in dir(each)
        if isinstance(each, type) and method.startswith(("iter_", "wait_until"))
    }
    assert len(methods) > 30
    assert methods <= set(re.findall(r"\w+", guides))


def test_the_installation_guide_lists_all_commands() -> None:
    text = (DOCS / "guide" / "install.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `reboto (\w+)`", text, re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


def test_the_contributing_guide_lists_all_tools() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tools = {path.name for path in (ROOT / "tools").glob("*.py")}
    assert len(tools) > 20
    assert tools <= set(re.findall(r"`([\w.]+)`", guide))


def test_decisions_are_numbered_uniquely() -> None:
    pages = [page for page in PAGES if page.parent.name == "decisions"]
    numbers = [page.name.partition("-")[0] for page in pages]
    assert len(numbers) > 10
    assert sorted(set(numbers)) == numbers
    for page, number in zip(pages, numbers, strict=True):
        assert page.read_text(encoding="utf-8").startswith(f"# {number} ")


SESSIONS = [page for page in PAGES if blocks(page, "pycon")]
SCRIPTS = [
    (page, script)
    for page in PAGES
    if page.name not in RUN_ELSEWHERE and page.parent.name != "reference"
    for script in blocks(page, "python")
]


def test_the_pages_have_examples() -> None:
    assert len(SESSIONS) >= 3
    assert {page.name for page, _ in SCRIPTS} >= {"README.md", "index.md", "errors.md"}


@pytest.mark.parametrize("page", SESSIONS, ids=name)
def test_blocks_of_a_session_end_with_an_empty_line(page: Path) -> None:
    """Without it, a copied session is a syntax error in the shells of Python 3.10 to 3.12."""
    block = re.compile(
        r"^>>> (?:(?:async )?(?:def|for|with)|class|if|try|while)\b.*\n(?:\.\.\. .*\n)+"
    )
    for session in blocks(page, "pycon"):
        for statement in re.split(r"^(?=>>> )", session, flags=re.MULTILINE):
            if found := block.match(statement):
                assert statement[found.end() :].startswith("...\n"), statement


@pytest.mark.parametrize("page", SESSIONS, ids=name)
def test_the_sessions_of_a_page_run(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


@pytest.mark.parametrize(("page", "script"), SCRIPTS, ids=lambda value: getattr(value, "name", ""))
def test_the_scripts_of_a_page_run(
    page: Path, script: str, endpoint: reboto.local.Endpoint, tmp_path: Path
) -> None:
    (tmp_path / "tests").mkdir()  # scripts may write files
    if re.search("^(async with|await)", script, re.MULTILINE):  # as a cell of a notebook
        body = "".join(f"    {line}\n" for line in script.splitlines())
        script = f"import asyncio\nasync def cell():\n{body}\nasyncio.run(cell())\n"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
