"""Locations from which the compiled module cannot be imported."""

from __future__ import annotations

import shutil
import sys
import zipapp
from pathlib import Path

import pytest

import reboto
from tests.support.interpreter import finish, launch

PACKAGE = Path(reboto.__file__).parent
STATEMENTS = [
    "import reboto",
    "import reboto._core",
    "import reboto.as_boto",
    "from reboto.ec2.autoscale import AutoScaleConnection",
    "import reboto.aio",
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of the package but its compiled module."""
    folder = tmp_path_factory.mktemp("source")
    skipped = shutil.ignore_patterns("__pycache__", "*.so")
    shutil.copytree(PACKAGE, folder / "reboto", ignore=skipped)
    return folder


@pytest.fixture(scope="module")
def archive(source: Path) -> Path:
    archive = source.with_suffix(".pyz")
    zipapp.create_archive(source, archive, main="reboto.__main__:main")
    return archive


def last_line(*arguments: object) -> str:
    status, out, err = finish(launch(sys.executable, *map(str, arguments)))
    assert (status, out) == (1, "")
    assert "During handling" not in err
    assert "direct cause" not in err
    return err.splitlines()[-1]


def in_zip(archive: Path) -> str:
    return (
        f"ImportError: reboto is in the zip file {archive}, and Python cannot import "
        "compiled modules from a zip file; exclude reboto from it and install reboto with pip"
    )


@pytest.mark.parametrize("statement", STATEMENTS)
def test_an_import_from_a_zip_file_says_so(archive: Path, statement: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(archive)!r}); {statement}"
    assert last_line("-c", code).startswith(in_zip(archive))


@pytest.mark.parametrize("command", [["run", "script.py"], ["migrate", "."], ["local"], []])
def test_a_zip_file_that_runs_says_so(archive: Path, command: list[str]) -> None:
    assert last_line(archive, *command).startswith(in_zip(archive))


def test_a_zip_file_that_was_packed_with_the_compiled_module_says_so(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "app" / "reboto")
    archive = tmp_path / "app.pyz"
    zipapp.create_archive(tmp_path / "app", archive, main="reboto.__main__:main")
    assert last_line(archive, "run", "script.py").startswith(in_zip(archive))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_package_without_its_compiled_module_says_so(source: Path, statement: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(source)!r}); {statement}"
    line = last_line("-c", code)
    assert line.startswith("ImportError: reboto's compiled module for this Python (")
    assert f"is not in {source / 'reboto'}; install reboto with pip for this Python" in line


def test_the_message_of_the_dynamic_linker_is_passed_on(source: Path, tmp_path: Path) -> None:
    shutil.copytree(source / "reboto", tmp_path / "reboto")
    (tmp_path / "reboto" / "_core.abi3.so").write_bytes(b"made for another machine")
    line = last_line("-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import reboto")
    assert line.startswith("ImportError: ")
    assert "_core.abi3.so" in line
