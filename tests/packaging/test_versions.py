"""The Python versions on which `make versions` runs the tests."""

from __future__ import annotations

import sys

import interpreters
import pytest

import versions

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_all_that_are_supported_are_run_on() -> None:
    found = versions.supported()
    project = (versions.ROOT / "pyproject.toml").read_text()
    assert f'requires-python = ">={found[0]}"' in project
    assert len(found) > 3
    assert HERE in found


def test_a_python_is_chosen_by_its_version_or_its_path() -> None:
    by_path = versions.chosen([sys.executable])
    assert by_path == {HERE: sys.executable}
    (by_version,) = versions.chosen([HERE]).items()
    assert by_version[0] == interpreters.told(by_version[1]) == HERE


def test_a_missing_python_is_reported() -> None:
    with pytest.raises(SystemExit, match=r"^no Python 2\.9 .* was found: put python2\.9 on"):
        versions.chosen([HERE, "2.9"])


def test_a_file_that_is_not_python_is_reported() -> None:
    with pytest.raises(SystemExit, match=r"^'/bin/true' is not a Python"):
        versions.chosen(["/bin/true"])
