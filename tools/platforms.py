"""Check that the crate compiles for Windows and macOS, without linking.

A target needs its standard library (``rustup target add TARGET``). With ``--build-std``, Cargo
checks the standard library too, from the component ``rust-src``: distributions of Linux have only
that one. ring compiles C: for Windows with mingw's compiler, for macOS with the one that
``CC_aarch64_apple_darwin`` names, such as a script that runs ``zig cc -target aarch64-macos``.

    python tools/platforms.py                       checks both targets
    python tools/platforms.py --build-std TARGET    checks one, with the source of the library
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGETS = ("x86_64-pc-windows-gnu", "aarch64-apple-darwin")
# Cargo's name of each target's C compiler, with the compilers to look for.
COMPILERS = {
    "x86_64-pc-windows-gnu": ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-gcc-win32"),
    "aarch64-apple-darwin": ("oa64-clang",),
}


def compiler(target: str) -> str | None:
    """Return a C compiler for a target, or None if there is none.

    Parameters
    ----------
    target : str
        The Rust target.

    Returns
    -------
    str or None
    """
    variable = f"CC_{target.replace('-', '_')}"
    if chosen := os.environ.get(variable):
        return chosen
    return next((name for name in COMPILERS[target] if shutil.which(name)), None)


def check(target: str, build_std: bool) -> int:
    """Check one target.

    Parameters
    ----------
    target : str
        The Rust target.
    build_std : bool
        Whether to check the standard library too.

    Returns
    -------
    int
        Cargo's exit status.
    """
    environment = {
        **os.environ,
        # A separate folder: Cargo locks it, and other flags make it build everything again.
        "CARGO_TARGET_DIR": os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target" / "platforms")),
        # PyO3 asks no interpreter, because none runs here.
        "PYO3_NO_PYTHON": "1",
    }
    if found := compiler(target):
        environment[f"CC_{target.replace('-', '_')}"] = found
    command = ["cargo", "check", "--quiet", "--locked", "--target", target]
    if build_std:
        environment["RUSTC_BOOTSTRAP"] = "1"
        command += ["-Z", "build-std=std,panic_unwind"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    parser.add_argument(
        "--build-std", action="store_true", help="check the standard library from its source"
    )
    arguments = parser.parse_args()
    if unknown := set(arguments.targets) - set(TARGETS):
        parser.error(f"a target must be one of {', '.join(TARGETS)}, got {', '.join(unknown)}")
    failed = [name for name in arguments.targets if check(name, arguments.build_std)]
    for name in failed:
        print(f"{name} does not compile", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
