"""Small programs, one for each construct: what they become, what is reported, and that they run.

A file of ``corpus/`` has the options of ``reboto migrate``, the program, the migrated program,
the report and what the migrated program prints. A program that needs boto to start prints nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reboto.cli import main

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.txt"))
# Python 3.12 made this warning a SyntaxWarning.
WARNING = re.compile(r"(Deprecation|Syntax)Warning: (\"\\d\" is an )?invalid escape sequence.*")


def parts(path: Path) -> dict[str, str]:
    """Split a file of the corpus."""
    pieces = re.split(r"^### (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_there_is_a_corpus() -> None:
    assert len(CORPUS) >= 25


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_program_becomes_what_it_should(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    program = parts(path)
    script = tmp_path / "script.py"
    script.write_bytes(program["before"].encode())
    options = program["options"].split()
    assert main(["migrate", "--write", *options, "script.py"]) == 0
    assert script.read_bytes().decode() == program["after"]
    report = capsys.readouterr().err
    assert WARNING.sub("warning", report) == WARNING.sub("warning", program["report"])
    assert main(["migrate", "--write", *options, "script.py"]) == 0
    assert script.read_bytes().decode() == program["after"]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_migrated_program_runs(path: Path, tmp_path: Path) -> None:
    program = parts(path)
    script = tmp_path / "script.py"
    script.write_bytes(program["after"].encode())
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=30,
    )
    assert done.stdout == program["prints"], done.stderr
    assert (done.returncode == 0) is bool(program["prints"])
    if done.returncode:
        assert "No module named 'boto'" in done.stderr
        assert "needs boto to start" in program["report"]
