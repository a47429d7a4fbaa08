"""The check of the crate for Windows and macOS: C compilers, and messages about missing pieces."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import platforms
import toolchain
from toolchain import MissingPieceError

MACOS, WINDOWS = "aarch64-apple-darwin", "x86_64-pc-windows-gnu"
posix = pytest.mark.skipif(sys.platform == "win32", reason="runs shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH, without zig and without the checkout's environments."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(toolchain, "ROOT", tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    for target in platforms.TARGETS:
        monkeypatch.delenv(f"CC_{target.replace('-', '_')}", raising=False)
    return folder


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@posix
@pytest.mark.parametrize(
    ("given", "passed"),
    [
        (["-O2", "-arch", "arm64", "-c", "a b.c"], ["-O2", "-c", "a b.c"]),
        (["--target=arm64-apple-macosx", "-E", "x.c"], ["-E", "x.c"]),
        (["-arch", "arm64"], []),
        ([], []),
    ],
)
def test_zig_is_called_without_arguments_that_it_rejects(
    programs: Path, tmp_path: Path, given: list[str], passed: list[str]
) -> None:
    program(programs / "zig", 'printf "%s\\n" "$@"')
    script = platforms.compiler(MACOS, tmp_path)
    printed = subprocess.run([script, *given], check=True, capture_output=True, text=True).stdout
    assert printed.splitlines() == ["cc", "-target", "aarch64-macos", *passed]


@posix
def test_a_compiler_is_chosen(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs / "zig", "")
    assert platforms.compiler(WINDOWS, tmp_path) == str(tmp_path / f"cc-{WINDOWS}")
    program(programs / "x86_64-w64-mingw32-gcc", "")
    assert platforms.compiler(WINDOWS, tmp_path) == "x86_64-w64-mingw32-gcc"
    monkeypatch.setenv("CC_x86_64_pc_windows_gnu", "mycc")
    assert platforms.compiler(WINDOWS, tmp_path) == "mycc"


def test_a_missing_compiler_is_reported(programs: Path) -> None:
    with pytest.raises(
        MissingPieceError,
        match=r"compiler for aarch64-apple-darwin, which CC_aarch64_apple_darwin .*install ziglang",
    ):
        platforms.compiler(MACOS, programs)


@posix
def test_zig_of_an_environment_is_found(programs: Path, tmp_path: Path) -> None:
    python = tmp_path / ".zig" / "bin" / "python"
    program(python, "")
    assert toolchain.zig() == [str(python), "-m", "ziglang"]


@posix
def test_a_missing_standard_library_is_compiled_or_reported(programs: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingPieceError, match=r"https://rustup\.rs"):
        toolchain.standard_library(MACOS)
    program(programs / "rustc", f'[ $2 = sysroot ] && echo {tmp_path} || echo "{tmp_path}/$4"')
    with pytest.raises(MissingPieceError, match=f"rustup target add {MACOS} or .* rust-src"):
        toolchain.standard_library(MACOS)
    source = tmp_path / "lib/rustlib/src/rust/library/Cargo.lock"
    program(source, "")
    variables = toolchain.standard_library(MACOS)
    assert variables["CARGO_UNSTABLE_BUILD_STD"] == "std,panic_unwind"
    program(tmp_path / MACOS / "libstd-1a2b.rlib", "")
    assert toolchain.standard_library(MACOS) == {}


def test_an_unknown_target_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["platforms.py", "riscv64"])
    with pytest.raises(SystemExit):
        platforms.main()
    assert "must be one of x86_64-pc-windows-gnu, aarch64-apple-darwin, got riscv64" in (
        capsys.readouterr().err
    )
