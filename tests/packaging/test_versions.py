"""The Python versions on which `make versions` runs the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import interpreters
import pytest

import chroots
import versions
from toolchain import ROOT

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_all_that_are_supported_are_run_on() -> None:
    found = versions.supported()
    project = (ROOT / "pyproject.toml").read_text()
    assert f'requires-python = ">={found[0]}"' in project
    assert len(found) > 3
    newest = tuple(map(int, found[-1].split(".")))
    # A newer Python is tried before it is declared.
    assert HERE in found or sys.version_info[:2] > newest


def test_a_python_is_chosen_by_its_version_or_its_path() -> None:
    by_path = versions.chosen([sys.executable])
    assert by_path == {HERE: sys.executable}
    (by_version,) = versions.chosen([HERE]).items()
    assert by_version[0] == interpreters.version_of(by_version[1]) == HERE


def test_a_missing_python_is_reported() -> None:
    with pytest.raises(SystemExit, match=r"^no Python 2\.9 .* was found: put python2\.9 on"):
        versions.chosen([HERE, "2.9"])


def test_a_file_that_is_not_python_is_reported() -> None:
    with pytest.raises(SystemExit, match=r"^'/bin/true' is not a Python"):
        versions.chosen(["/bin/true"])


def test_debians_interpreters_have_environments_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def make(folder: Path, suite: str, packages: tuple[str, ...]) -> chroots.Chroot:
        asked.append((suite, *packages))
        (folder / "usr" / "bin").mkdir(parents=True)
        (folder / "usr" / "bin" / "python3.14").touch()
        return chroots.Chroot(folder)

    monkeypatch.setattr(chroots, "make", make)
    monkeypatch.setattr(versions, "FOLDER", tmp_path / "first")
    (found,) = versions.environments(["3.14"], "forky").items()
    assert found[0] == "3.14"
    assert found[1].folder == tmp_path / "first" / "forky-3.14"
    assert asked[0][:3] == ("forky", "python3.14-venv", "python3.14-dev")
    with pytest.raises(SystemExit, match=r"with --debian, each PYTHON must be like 3\.14, got '/"):
        versions.environments(["/usr/bin/python3"], "forky")
    monkeypatch.setattr(versions, "FOLDER", tmp_path / "second")
    with pytest.raises(SystemExit, match=r"forky has no python3\.15: remove it"):
        versions.environments(["3.14", "3.15"], "forky")


def test_what_debian_needs_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(versions, "FOLDER", Path("nowhere"))
    with pytest.raises(SystemExit, match="use sudo"):
        versions.main("reboto.whl", "--debian", "forky", "3.14")
