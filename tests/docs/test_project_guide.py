"""The guide "Migrate a project": its commands print what it says, in the order of the page."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "migrate-a-project.md").read_text()
FILES = dict(re.findall(r'^```\w+ title="([\w.]+)"\n(.*?)^```$', GUIDE, re.MULTILINE | re.DOTALL))
CONSOLES = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
SCRIPTS = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r"in \d+\.\d+s")


def run(command: str, folder: Path) -> str:
    """Run a command as a shell would, with standard error after standard output."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        *words, _, target = words
    if words[0] == "python":
        words[:1] = [sys.executable, "-B"]
    if words[1:4] == ["-B", "-m", "pytest"]:
        words += ["-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = {**os.environ, "COLUMNS": "80"}
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, cwd=folder, env=environment, timeout=50
    )
    if target:
        (folder / target).write_text(done.stdout)
    return ("" if target else done.stdout) + done.stderr


def test_the_guide_has_the_parts_that_are_tested_here() -> None:
    assert len(FILES) == 5
    assert len(CONSOLES) == 9
    assert len(SCRIPTS) == 1


def test_the_commands_print_what_the_guide_says(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for name, text in FILES.items():
        if "reboto" not in text:
            (tmp_path / name).write_text(text)
    for console in CONSOLES:
        if "pytest" in console:
            for name, text in FILES.items():
                if "reboto" in text:
                    (tmp_path / name).write_text(text)
        for block in re.split(r"^(?=\$ )", console, flags=re.MULTILINE)[1:]:
            command, _, expected = block.removeprefix("$ ").partition("\n")
            printed = run(command, tmp_path)
            assert SECONDS.sub("in 0s", printed) == SECONDS.sub("in 0s", expected), command
    for name, text in FILES.items():
        if "reboto" not in text:
            assert (tmp_path / name).read_text() == text


def test_the_script_of_the_guide_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPTS[0]],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "AutoScaleGroup<web>\n"


def test_the_guide_is_in_the_navigation() -> None:
    root = Path(__file__).parents[2]
    assert "guide/migrate-a-project.md" in (root / "mkdocs.yml").read_text()
