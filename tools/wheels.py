"""Build wheels that run on old versions of Linux, and check them.

zig is the linker and has the C libraries of all targets, so that no container is needed. A target
needs Rust's standard library (``rustup target add TARGET``), or the library's source
(``rustup component add rust-src``), which Cargo then compiles too.

    python tools/wheels.py                                writes this machine's wheel
    python tools/wheels.py aarch64-unknown-linux-gnu      writes wheels of these targets
    python tools/wheels.py --quick ...                    optimizes less, for wheels to try
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import toolchain
from toolchain import MissingPieceError

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "dist" / "wheels"

# The oldest standard that the targets of Rust support, and the tag of the wheel.
GLIBC, MUSL = ("manylinux2014", "manylinux_2_17"), ("musllinux_1_2", "musllinux_1_2")
MUSL_ALONE = re.compile(r'\{\s*"libc\.so": null\s*\}')
# Arguments of rustc for the extension module, which override those of the profile.
QUICK = ("-Clto=thin", "-Ccodegen-units=16", "-Copt-level=1")


class WheelError(Exception):
    """A wheel does not have the platform that it was built for."""


def standard(target: str) -> tuple[str, str]:
    """Return maturin's name of the platform standard for a Rust target, and its tag.

    Parameters
    ----------
    target : str
        The Rust target, such as ``"x86_64-unknown-linux-gnu"``.

    Returns
    -------
    tuple of str and str

    Raises
    ------
    WheelError
        If the target is not Linux.
    """
    if "-linux-" not in target:
        raise WheelError(f"the target must be one of Linux, got {target!r}")
    return MUSL if "-musl" in target else GLIBC


def build(target: str, *, quick: bool = False) -> Path:
    """Build the wheel of a target.

    Parameters
    ----------
    target : str
        The Rust target.
    quick : bool, default False
        Optimize less, which halves the time at least.

    Returns
    -------
    Path
        The wheel, in dist/wheels.

    Raises
    ------
    MissingPieceError
        If Rust's standard library of the target is missing.
    """
    name, tag = standard(target)
    before = set(OUT.glob("*.whl"))
    for old in before:
        if tag in old.name and target.partition("-")[0] in old.name:
            old.unlink()
    tools = Path(sys.executable).parent
    environment = {
        **os.environ,
        **toolchain.standard_library(target),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        # Other flags make Cargo build everything again. A separate folder keeps the other builds.
        "CARGO_TARGET_DIR": os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target" / "zig")),
    }
    command = [str(tools / "maturin"), "build", "--release", "--locked", "--zig"]
    command += ["--target", target, "--compatibility", name, "--out", str(OUT)]
    command += ["--interpreter", sys.executable]
    if quick:
        command += ["--", *QUICK]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603
    (made,) = (path for path in OUT.glob("*.whl") if has_tag(path.name, target))
    return made


def has_tag(name: str, target: str) -> bool:
    """Check that a wheel's name has the platform of a target.

    Parameters
    ----------
    name : str
        File name of the wheel.
    target : str
        The Rust target.

    Returns
    -------
    bool
    """
    tag = standard(target)[1]
    processor = {"armv7": "armv7l"}.get(target.partition("-")[0], target.partition("-")[0])
    platforms = name.removesuffix(".whl").rpartition("-")[2].split(".")
    return f"{tag}_{processor}" in platforms


def audit(wheel: Path, target: str) -> None:
    """Check the symbols that a wheel needs: of the C library, and of Python's stable ABI.

    Parameters
    ----------
    wheel : Path
        The wheel.
    target : str
        The Rust target.

    Raises
    ------
    WheelError
        If it needs a newer C library than its tag says.
    """
    tools = Path(sys.executable).parent
    # The libraries of this machine are of another C library: auditwheel must not read them.
    paths = ["--ldpaths", os.devnull] if "musl" in target else []
    show = [str(tools / "auditwheel"), "show", *paths, str(wheel)]
    shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout  # noqa: S603
    processor = target.partition("-")[0].replace("armv7", "armv7l")
    expected = f"{standard(target)[1]}_{processor}"
    # musl's loader knows libc.so, the name that zig gives it; auditwheel knows only Alpine's name.
    alone = "references no external versioned symbols" in shown and MUSL_ALONE.search(shown)
    if f'"{expected}"' not in shown and not ("musl" in target and alone):
        raise WheelError(f"{wheel.name} does not run on {expected}:\n{shown}")
    subprocess.run([str(tools / "abi3audit"), "--strict", str(wheel)], check=True)  # noqa: S603


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    here = f"{platform.machine()}-unknown-linux-gnu"
    parser.add_argument("targets", nargs="*", default=[here], help="Rust targets")
    parser.add_argument("--quick", action="store_true", help="optimize less")
    options = parser.parse_args()
    for target in options.targets:
        try:
            wheel = build(target, quick=options.quick)
            audit(wheel, target)
        except (MissingPieceError, WheelError) as error:
            print(error, file=sys.stderr)
            return 1
        except subprocess.CalledProcessError as error:
            print(error.stderr or "", error, sep="\n", file=sys.stderr)
            return error.returncode
        print(wheel)
    return 0


if __name__ == "__main__":
    sys.exit(main())
