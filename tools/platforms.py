"""Check that the crate compiles for Windows and macOS, without linking.

A target needs its standard library (``rustup target add TARGET``), or the library's source
(``rustup component add rust-src``), which Cargo then checks too. ring compiles C, with the compiler
that a variable such as ``CC_aarch64_apple_darwin`` names, with mingw's for Windows, or with zig
(``pip install ziglang``).

    python tools/platforms.py           checks both targets
    python tools/platforms.py TARGET    checks one
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import toolchain
from toolchain import ROOT, MissingPieceError

# Rust's names of the targets, and zig's.
TARGETS = {
    "x86_64-pc-windows-gnu": "x86_64-windows-gnu",
    "aarch64-apple-darwin": "aarch64-macos",
}
MINGW = ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-gcc-win32")
# zig knows the processor from its own target, and rejects what build scripts add to name it.
WRAPPER = """\
#!/bin/sh
# zig's C compiler for {target}, written by tools/platforms.py
count=$#
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    count=$((count - 1))
    case $argument in
        -arch) shift; count=$((count - 1)) ;;
        --target=*) ;;
        *) set -- "$@" "$argument" ;;
    esac
done
exec {zig} cc -target {target} "$@"
"""


def compiler(target: str, folder: Path) -> str:
    """Return a C compiler for a target.

    Parameters
    ----------
    target : str
        The Rust target.
    folder : Path
        Where a script that runs zig is written if no other compiler is found.

    Returns
    -------
    str

    Raises
    ------
    MissingPieceError
        If there is none.
    """
    if chosen := os.environ.get(_variable(target)):
        return chosen
    if "windows" in target:
        for name in MINGW:
            if shutil.which(name):
                return name
    try:
        zig = shlex.join(toolchain.zig())
    except MissingPieceError as error:
        raise MissingPieceError(
            f"there is no C compiler for {target}, which {_variable(target)} could name: {error}"
        ) from None
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / f"cc-{target}"
    script.write_text(WRAPPER.format(target=TARGETS[target], zig=zig), encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def _variable(target: str) -> str:
    return f"CC_{target.replace('-', '_')}"


def check(target: str) -> int:
    """Check one target.

    Parameters
    ----------
    target : str
        The Rust target.

    Returns
    -------
    int
        Cargo's exit status.

    Raises
    ------
    MissingPieceError
        If the standard library or a C compiler is missing.
    """
    # A separate folder: Cargo locks it, and other flags make it build everything again.
    folder = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target" / "platforms"))
    environment = {
        **os.environ,
        **toolchain.standard_library(target),
        "CARGO_TARGET_DIR": folder,
        # PyO3 asks no interpreter, because none runs here.
        "PYO3_NO_PYTHON": "1",
        _variable(target): compiler(target, Path(folder)),
    }
    command = ["cargo", "check", "--quiet", "--locked", "--target", target]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    arguments = parser.parse_args()
    if unknown := set(arguments.targets) - set(TARGETS):
        parser.error(f"a target must be one of {', '.join(TARGETS)}, got {', '.join(unknown)}")
    failed = False
    for target in arguments.targets:
        try:
            compiles = not check(target)
        except MissingPieceError as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{target} {'compiles' if compiles else 'does not compile'}", flush=True)
        failed = failed or not compiles
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
