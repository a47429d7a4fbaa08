"""Build wheels that run on old versions of Linux, and check them.

zig is the linker and has the C libraries of all targets, so that no container is needed. A target
needs Rust's standard library (``rustup target add TARGET``), or the library's source
(``rustup component add rust-src``), which Cargo then compiles too. ``--pgo`` runs an instrumented
wheel, so the target must be this machine's; it needs llvm-profdata (``rustup component add
llvm-tools``).

    python tools/wheels.py                                writes this machine's wheel
    python tools/wheels.py aarch64-unknown-linux-gnu      writes wheels of these targets
    python tools/wheels.py --quick ...                    optimizes less, for wheels to try
    python tools/wheels.py --pgo                          optimizes for benchmarks/train.py
    python tools/wheels.py --python python3.14t ...       writes wheels for free-threaded Python
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import toolchain
from toolchain import ROOT, MissingPieceError

OUT = ROOT / "dist" / "wheels"

# The oldest standard that the targets of Rust support, and the tag of the wheel.
GLIBC, MUSL = ("manylinux2014", "manylinux_2_17"), ("musllinux_1_2", "musllinux_1_2")
MUSL_ALONE = re.compile(r'\{\s*"libc\.so": null\s*\}')
# Variables of Cargo that change the profile of the crate and of its dependencies.
QUICK = {
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "1",
}

# rustc links an instrumented build with the option -u SYMBOL, whose value zig takes for a file.
ZIG = """\
#!/bin/sh
# zig, written by tools/wheels.py
count=$#
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    count=$((count - 1))
    case $argument in
        -u) set -- "$@" "-Wl,-u,$1"; shift; count=$((count - 1)) ;;
        *) set -- "$@" "$argument" ;;
    esac
done
exec {zig} "$@"
"""


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


def build(
    target: str, *, quick: bool = False, pgo: bool = False, python: str = sys.executable
) -> Path:
    """Build the wheel of a target.

    Parameters
    ----------
    target : str
        The Rust target.
    quick : bool, default False
        Optimize less, which halves the time at least.
    pgo : bool, default False
        Optimize for the calls of benchmarks/train.py, which takes twice as long.
    python : str, optional
        The interpreter, such as ``"python3.14t"``; default: any, by the stable ABI. It need not be
        installed for another target than this machine.

    Returns
    -------
    Path
        The wheel, in dist/wheels. It replaces the one of the same target and interpreter.

    Raises
    ------
    MissingPieceError
        If Rust's standard library of the target is missing, or with `pgo` zig.
    WheelError
        If the wheel is for another platform, or `pgo` is used for another processor.
    """
    name = standard(target)[0]
    if pgo and target.partition("-")[0] != platform.machine():
        raise WheelError(
            f"--pgo runs the wheel, so its target must be of {platform.machine()}, got {target!r}"
        )
    tools = Path(sys.executable).parent
    environment = {
        **os.environ,
        **toolchain.standard_library(target),
        **(QUICK if quick else {}),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        # Other flags make Cargo build everything again. A separate folder keeps the other builds.
        "CARGO_TARGET_DIR": os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target" / "zig")),
    }
    with tempfile.TemporaryDirectory() as fresh:
        if pgo:
            script = Path(fresh) / "zig"
            script.write_text(ZIG.format(zig=shlex.join(toolchain.zig())), encoding="utf-8")
            script.chmod(0o755)
            # Without a Python that has zig, the script is used.
            environment["CARGO_ZIGBUILD_PYTHON_PATH"] = "false"
            environment["CARGO_ZIGBUILD_ZIG_PATH"] = str(script)
        command = [str(tools / "maturin"), "build", "--release", "--locked", "--zig"]
        command += ["--target", target, "--compatibility", name, "--out", fresh]
        command += ["--interpreter", python, *["--pgo"] * pgo]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603
        (made,) = Path(fresh).glob("*.whl")
        if not has_tag(made.name, target):
            raise WheelError(f"the wheel of {target} must have a tag of {name}, got {made.name}")
        OUT.mkdir(parents=True, exist_ok=True)
        abi = "-".join(made.name.split("-")[2:4])
        for old in OUT.glob(f"*-{abi}-*.whl"):
            if has_tag(old.name, target):
                old.unlink()
        return Path(shutil.move(made, OUT / made.name))


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
    return _platform(target) in name.removesuffix(".whl").rpartition("-")[2].split(".")


def _platform(target: str) -> str:
    """Return the platform tag of a target, such as ``manylinux_2_17_x86_64``."""
    processor = target.partition("-")[0].replace("armv7", "armv7l")
    return f"{standard(target)[1]}_{processor}"


def is_abi3(name: str) -> bool:
    """Check that a wheel's name is one of the stable ABI.

    Parameters
    ----------
    name : str
        File name of the wheel.

    Returns
    -------
    bool
    """
    return name.split("-")[-2] == "abi3"


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
    expected = _platform(target)
    # musl's loader knows libc.so, the name that zig gives it; auditwheel knows only Alpine's name.
    alone = "references no external versioned symbols" in shown and MUSL_ALONE.search(shown)
    if f'"{expected}"' not in shown and not ("musl" in target and alone):
        raise WheelError(f"{wheel.name} does not run on {expected}:\n{shown}")
    if is_abi3(wheel.name):
        subprocess.run([str(tools / "abi3audit"), "--strict", str(wheel)], check=True)  # noqa: S603


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    here = f"{platform.machine()}-unknown-linux-gnu"
    parser.add_argument("targets", nargs="*", default=[here], help="Rust targets")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--quick", action="store_true", help="optimize less")
    way.add_argument("--pgo", action="store_true", help="optimize for benchmarks/train.py")
    parser.add_argument("--python", default=sys.executable, help="the interpreter")
    options = parser.parse_args()
    for target in options.targets:
        try:
            wheel = build(target, quick=options.quick, pgo=options.pgo, python=options.python)
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
