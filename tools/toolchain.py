"""Programs and libraries that compile for other targets, and how to get those that are missing."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class MissingPieceError(Exception):
    """A program or library that is needed is not installed, or the user is not root."""


def zig() -> list[str]:
    """Return the command that starts zig, a C compiler with the C libraries of all targets.

    Returns
    -------
    list of str
        From this environment, from the one of ``make wheels``, or from the PATH.

    Raises
    ------
    MissingPieceError
        If there is none.
    """
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang"]
    for python in (ROOT / ".zig" / "bin" / "python", ROOT / ".zig" / "Scripts" / "python.exe"):
        if python.exists():
            return [str(python), "-m", "ziglang"]
    if found := shutil.which("zig"):
        return [found]
    raise MissingPieceError("there is no zig: run pip install ziglang, or make wheels")


def standard_library(target: str) -> dict[str, str]:
    """Return the variables with which Cargo has the standard library of a target.

    Parameters
    ----------
    target : str
        The Rust target.

    Returns
    -------
    dict of str to str
        Empty if the library is installed; otherwise, Cargo compiles it from its source.

    Raises
    ------
    MissingPieceError
        If neither the library nor its source is installed, or there is no Rust.
    """
    if shutil.which("rustc") is None:
        raise MissingPieceError("there is no Rust: install it from https://rustup.rs")
    if any(_printed("target-libdir", "--target", target).glob("libstd-*.rlib")):
        return {}
    if (_printed("sysroot") / "lib/rustlib/src/rust/library/Cargo.lock").exists():
        # The stable compiler accepts this only with the second variable.
        return {"CARGO_UNSTABLE_BUILD_STD": "std,panic_unwind", "RUSTC_BOOTSTRAP": "1"}
    raise MissingPieceError(
        f"there is no Rust standard library of {target}, nor its source: run rustup target add "
        f"{target} or rustup component add rust-src, or with Debian's Rust apt-get install rust-src"
    )


def _printed(*arguments: str) -> Path:
    command = ["rustc", "--print", *arguments]
    return Path(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    )
