"""The wheel for arm64 under qemu-user, and the tool that builds and runs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import chroots
import cross
import smoke
from chroots import Chroot
from smoke import CheckError
from tests.support.debian import LINES, Debian
from toolchain import ROOT, MissingPieceError

NAME = "reboto-1-cp310-abi3-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"


@pytest.fixture
def installed() -> Chroot:
    """Debian for arm64 with the demo's requirements, and with this checkout's wheel."""
    try:
        wheel = cross.built("aarch64-unknown-linux-gnu")
        chroots.need("unshare")
        chroots.emulator("arm64")
    except MissingPieceError as error:
        pytest.skip(str(error))
    chroot = Chroot(cross.FOLDER / cross.ARM64, "arm64")
    if not (chroot.folder / cross.INSTALLED.lstrip("/") / "moto").exists():
        pytest.skip(f"{chroot.folder} has no requirements: run python tools/cross.py run")
    cross.install(chroot, wheel, alone=True)
    return chroot


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_wheel_for_arm64_works(installed: Chroot) -> None:
    assert cross.python(installed, "-m", "platform").rpartition("-with-")[0].endswith("aarch64")
    cross.use(installed)


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Debian:
    monkeypatch.setattr(cross, "Chroot", Debian)
    Debian.commands = []
    Debian.outputs = {smoke.CALLS: "ValidationError\n", "demo": LINES}
    (tmp_path / "root").mkdir()
    return Debian(tmp_path, "arm64")


def test_a_wheel_is_installed_with_or_without_its_requirements(
    debian: Debian, tmp_path: Path
) -> None:
    wheel = tmp_path / NAME
    wheel.write_bytes(b"content")
    folder = debian.folder / cross.INSTALLED.lstrip("/")
    for name in ("reboto", "reboto-0.9.dist-info", "moto"):
        (folder / name).mkdir(parents=True)
    cross.install(debian, wheel, alone=True)
    assert [path.name for path in folder.iterdir()] == ["moto"]
    cross.install(debian, wheel)
    assert list(folder.iterdir()) == []
    assert (debian.folder / "root" / NAME).read_bytes() == b"content"
    assert ["--no-deps" in command for command in debian.commands] == [True, False]
    assert {command[-1] for command in debian.commands} == {f"reboto[demo] @ file:///root/{NAME}"}


def test_programs_that_do_not_work_are_reported(debian: Debian) -> None:
    cross.use(debian)
    debian.outputs["demo"] = LINES[:-20]
    with pytest.raises(CheckError, match="scale up and down three times"):
        cross.use(debian)
    debian.outputs[smoke.CALLS] = "Throttling"
    with pytest.raises(CheckError, match="got 'Throttling'"):
        cross.use(debian)


def test_the_tools_that_compile_are_installed_once(
    debian: Debian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cross, "make", lambda *_, **__: debian)
    monkeypatch.setenv("CARGO_HOME", str(tmp_path))
    assert cross.builder(tmp_path).binds == {"/src": ROOT}
    environment, pip = debian.commands
    assert environment == ("python3", "-m", "venv", "--clear", "/opt/zig")
    assert pip[-1] == "/src/requirements/zig.txt"
    maturin = tmp_path / "opt/zig/bin/maturin"
    maturin.parent.mkdir(parents=True)
    maturin.touch()
    (tmp_path / "registry").mkdir()
    built = cross.builder(tmp_path)
    assert built.binds["/root/.cargo/registry"] == tmp_path / "registry"
    assert len(debian.commands) == 2
    cross.use_tool(built, "wheels.py", "armv7-unknown-linux-gnueabihf")
    assert debian.commands[-1][-2:] == ("tools/wheels.py", "armv7-unknown-linux-gnueabihf")


def test_the_wheel_of_a_target_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross, "OUT", tmp_path)
    (tmp_path / NAME.replace("aarch64", "x86_64")).touch()
    with pytest.raises(MissingPieceError, match=r"run python tools/cross\.py build aarch64-unkn"):
        cross.built("aarch64-unknown-linux-gnu")
    (tmp_path / NAME).touch()
    assert cross.built("aarch64-unknown-linux-gnu") == tmp_path / NAME


def test_what_is_missing_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "argv", ["cross.py", "--folder", str(tmp_path), "run", NAME])
    assert cross.main() == 1
    assert "use sudo" in capsys.readouterr().err
