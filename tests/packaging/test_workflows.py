"""The workflows of the repository's host, the project's addresses, and wheels for old Linux."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import urls
import wheels
from wheels import WheelError

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_actions_are_pinned_by_their_hash_and_the_same_everywhere() -> None:
    used = [
        line
        for path in WORKFLOWS
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(used) > 15
    pins: dict[str, set[str]] = {}
    for line in used:
        pin = re.search(r"uses: (\S+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+", line)
        assert pin, line
        pins.setdefault(pin[1], set()).add(pin[2])
    assert {name: len(hashes) for name, hashes in pins.items() if len(hashes) > 1} == {}


def test_all_supported_versions_are_tested() -> None:
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for version in re.findall(r"Python :: (3\.\d+)", project):
        assert f'"{version}"' in text


PROJECT = """
[project.urls]
Homepage = "https://github.com/example/reboto"
Documentation = "https://example.github.io/reboto"
Repository = "https://github.com/example/reboto"
Issues = "https://github.com/example/reboto/issues"
Changelog = "https://github.com/example/reboto/blob/main/CHANGELOG.md"
"""


def test_one_address_sets_all_others() -> None:
    moved = urls.moved(PROJECT, "https://github.com/me/boto")
    known = urls.addresses(moved)
    assert known["Documentation"] == "https://me.github.io/boto"
    text = urls.written(moved, urls.PLACES["pyproject.toml"], known)
    assert "example" not in text
    assert 'Issues = "https://github.com/me/boto/issues"' in text
    with pytest.raises(urls.MissingPlaceError):
        urls.written("", urls.PLACES["Cargo.toml"], known)
    for wrong in ("http://github.com/me/boto", "https://github.com/me", "github.com/me/boto"):
        with pytest.raises(ValueError, match="must be like https://github"):
            urls.moved(PROJECT, wrong)


def test_all_files_have_the_addresses_of_the_project() -> None:
    known = urls.addresses(urls.PROJECT.read_text(encoding="utf-8"))
    for name, places in urls.PLACES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert urls.written(text, places, known) == text, "run tools/urls.py"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("manylinux2014_x86_64.manylinux_2_17_x86_64", "x86_64-unknown-linux-gnu"),
        ("manylinux2014_aarch64.manylinux_2_17_aarch64", "aarch64-unknown-linux-gnu"),
        ("manylinux_2_17_armv7l.manylinux2014_armv7l", "armv7-unknown-linux-gnueabihf"),
        ("musllinux_1_2_x86_64", "x86_64-unknown-linux-musl"),
    ],
)
def test_a_wheel_has_the_tag_of_its_target(name: str, target: str) -> None:
    assert wheels.has_tag(f"reboto-1-cp310-abi3-{name}.whl", target)
    assert not wheels.has_tag("reboto-1-cp310-abi3-manylinux_2_34_x86_64.whl", target)
    with pytest.raises(WheelError, match="must be one of Linux"):
        wheels.has_tag("reboto-1.whl", "aarch64-apple-darwin")


@pytest.mark.parametrize("quick", [False, True])
def test_a_wheel_is_built_for_its_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: bool
) -> None:
    name = "reboto-1-cp310-abi3-musllinux_1_2_aarch64.whl"
    old = tmp_path / name.replace("-1-", "-0-")
    other = tmp_path / name.replace("aarch64", "x86_64")
    for path in (old, other):
        path.touch()
    commands: list[list[str]] = []

    def run(command: list[str], env: dict[str, str], **_: object) -> None:
        assert env["RUSTC_BOOTSTRAP"] == "1"
        commands.append(command)
        (tmp_path / name).touch()

    monkeypatch.setattr(wheels, "OUT", tmp_path)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("toolchain.standard_library", lambda _target: {"RUSTC_BOOTSTRAP": "1"})
    assert wheels.build("aarch64-unknown-linux-musl", quick=quick) == tmp_path / name
    assert not old.exists()
    assert other.exists()
    (command,) = commands
    assert command[command.index("--compatibility") + 1] == "musllinux_1_2"
    assert ("-Copt-level=1" in command) == quick
