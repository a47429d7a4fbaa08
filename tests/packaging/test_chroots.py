"""Folders with Debian: errors that say what is missing. tests/packaging/test_arm64.py uses one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import chroots
from chroots import Chroot
from toolchain import MissingPieceError

root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can use a chroot")


def program(folder: Path, name: str, content: str = "") -> None:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    path.chmod(0o755)


def test_a_missing_emulator_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path, "qemu-aarch64", "/lib64/ld-linux-x86-64.so.2")
    with pytest.raises(MissingPieceError, match=r"^qemu-aarch64-static is not .* qemu-user-static"):
        chroots.emulator("arm64")
    program(tmp_path, "qemu-aarch64")
    assert chroots.emulator("arm64") == str(tmp_path / "qemu-aarch64")
    program(tmp_path, "qemu-aarch64-static")
    assert chroots.emulator("arm64") == str(tmp_path / "qemu-aarch64-static")


@root
def test_a_missing_program_is_reported() -> None:
    with pytest.raises(MissingPieceError, match=r"^no-such is not .*: apt-get install no-such$"):
        chroots.need("no-such")


def test_another_user_than_root_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(MissingPieceError, match="use sudo"):
        chroots.need()


def test_an_installed_folder_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / chroots.STAMP).touch()
    made = chroots.make(tmp_path, "bookworm", "armhf")
    assert (made.folder, made.architecture, made.emulated) == (tmp_path.resolve(), "armhf", True)


@root
def test_a_command_runs_in_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "root", tmp_path / "outside"
    for name in ("etc", "proc", "dev", "usr"):
        (inside / name).mkdir(parents=True)
    outside.mkdir()
    (outside / "name").write_text("bound", encoding="utf-8")
    for name in ("bin", "lib", "lib64"):
        (inside / name).symlink_to(f"usr/{name}")
    # The programs of this machine stand for an installation.
    made = Chroot(inside, binds={"/usr": Path("/usr"), "/data": outside})
    if not Path("/bin").is_symlink():
        pytest.skip("the programs of this machine are not all in /usr")
    try:
        script = 'cat /data/name; printf " $A $HOME "; [ -e /proc/self/exe ]; [ -e /dev/null ]'
        shown = made.run("sh", "-euc", script, env={"A": "1"}, capture=True)
    except subprocess.CalledProcessError as error:
        if "unshare" in error.stderr:
            pytest.skip(error.stderr)
        raise
    assert shown.stdout == "bound 1 /root "
    assert list((inside / "usr").iterdir()) == []
    with pytest.raises(subprocess.CalledProcessError):
        made.run("false")
