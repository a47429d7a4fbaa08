"""The check on Debian 11: what it installs, and that it notices programs that do not work."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import sys
import tarfile
import urllib.request
from pathlib import Path

import pytest

import chroots
import old_debian
from chroots import Chroot
from smoke import CheckError
from tests.support.debian import LINES, Debian

DRAWN = "\x1b[1mminute 30 of 30\nThe same with your group:\n"


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Debian:
    monkeypatch.setattr(old_debian, "Chroot", Debian)
    Debian.commands = []
    Debian.outputs = {
        "--version": "reboto 0.1.0\n",
        old_debian.CALLS: "ValidationError\n",
        "demo": LINES,
        "script": DRAWN,
    }
    return Debian(tmp_path)


def test_the_programs_that_are_run(debian: Debian) -> None:
    assert old_debian.use(debian) == "reboto 0.1.0"
    assert [command[0] for command in debian.commands] == [
        "/opt/reboto/bin/reboto",
        "/opt/reboto/bin/python",
        "/opt/reboto/bin/reboto",
        "script",
    ]


@pytest.mark.parametrize(
    ("program", "output", "message"),
    [
        (old_debian.CALLS, "Throttling", "must be a ValidationError, got 'Throttling'"),
        ("demo", LINES[:-20], "scale up and down three times"),
        ("script", DRAWN[1:], "must draw 30 minutes"),
        ("script", DRAWN.replace("30 of", "29 of"), "must draw 30 minutes"),
        ("script", DRAWN[:-20], "must draw 30 minutes"),
    ],
)
def test_programs_that_do_not_work_are_reported(
    debian: Debian, program: str, output: str, message: str
) -> None:
    debian.outputs[program] = output
    with pytest.raises(CheckError, match=message):
        old_debian.use(debian)


@pytest.mark.parametrize(
    ("name", "binds"),
    [("reboto-1-cp310-abi3-manylinux_2_17_x86_64.whl", {}), ("reboto-1.tar.gz", {"/opt/rust"})],
)
def test_only_an_sdist_needs_rust(
    debian: Debian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, binds: set[str]
) -> None:
    made: list[set[str]] = []
    monkeypatch.setattr(old_debian, "toolchain", lambda: Path("/rust"))

    def chroot(_folder: Path, _architecture: str, binds: dict[str, Path]) -> Chroot:
        made.append(set(binds))
        return debian

    monkeypatch.setattr(old_debian, "Chroot", chroot)
    package = tmp_path / name
    package.write_bytes(b"content")
    old_debian.install(debian, package)
    assert made == [set(binds)]
    assert (debian.folder / "root/packages" / name).read_bytes() == b"content"
    environment, pip = debian.commands
    assert environment == ("/usr/local/bin/python3.13", "-m", "venv", "--clear", "/opt/reboto")
    assert pip[-1] == f"reboto[demo] @ file:///root/packages/{name}"


def source(folder: Path) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:xz") as opened:
        opened.addfile(tarfile.TarInfo("Python-3.13.5/configure"), io.BytesIO())
    return content.getvalue()


def test_python_is_compiled_once(
    debian: Debian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / chroots.STAMP).touch()
    archive = tmp_path / "archive"
    archive.write_bytes(source(tmp_path))
    monkeypatch.setattr(old_debian, "make", lambda *_, **__: debian)
    monkeypatch.setattr(
        urllib.request,
        "urlretrieve",
        lambda _, path: Path(path).write_bytes(archive.read_bytes()),
    )
    with pytest.raises(CheckError, match=f"the hash {old_debian.PYTHON_SHA256}, got [0-9a-f]"):
        old_debian.debian(tmp_path)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    monkeypatch.setattr(old_debian, "PYTHON_SHA256", digest)
    old_debian.debian(tmp_path)
    (command,) = debian.commands
    assert command[-1].startswith("cd /usr/src/python/Python-3.13.5 && ./configure")
    python = tmp_path / "usr/local/bin/python3.13"
    python.parent.mkdir(parents=True)
    python.touch()
    old_debian.debian(tmp_path)
    assert len(debian.commands) == 1


def test_the_calls_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.31"))
    exec(compile(old_debian.CALLS, "calls", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "ValidationError\n"


def test_what_is_missing_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    arguments = ["old_debian.py", "--folder", str(tmp_path), str(tmp_path / "reboto-1.tar.gz")]
    monkeypatch.setattr(sys, "argv", arguments)
    assert old_debian.main() == 1
    assert "use sudo" in capsys.readouterr().err
