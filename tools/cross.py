"""Build the wheels of other processors and C libraries, and run the one for arm64, on x86-64 Linux.

Rust is the one of Debian testing, with the source of its standard library, in a folder of its own.
The wheel for arm64 is installed by pip and used in Debian 12 for arm64, under qemu-user. It needs
root, debootstrap, qemu-user-static and the network, but neither containers nor rustup.

    python tools/cross.py build             builds the wheels of all targets into dist/wheels
    python tools/cross.py build TARGET      builds the one of a Rust target
    python tools/cross.py build --quick     optimizes less, for wheels to try
    python tools/cross.py check             compiles for Windows and macOS, without linking
    python tools/cross.py run               runs calls and the demo with the wheel for arm64
    python tools/cross.py run FILE.whl      runs them with this wheel
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import smoke
from chroots import Chroot, make
from smoke import CheckError
from toolchain import ROOT, MissingPieceError
from wheels import OUT, has_tag, is_abi3

FOLDER = ROOT / "target" / "debian"
TARGETS = (
    "aarch64-unknown-linux-gnu",
    "armv7-unknown-linux-gnueabihf",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
)
BUILD_PACKAGES = (
    *("ca-certificates", "cargo", "gcc", "libc6-dev"),
    *("python3-venv", "rust-src", "rustc"),
)
RUN_PACKAGES = ("ca-certificates", "python3-pip")
# Names of the folders with Debian, and paths in them.
FORKY, ARM64 = "forky", "bookworm-arm64"
SOURCE, ENVIRONMENT, INSTALLED = "/src", "/opt/zig", "/opt/reboto"
PIP = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def builder(folder: Path) -> Chroot:
    """Install Debian testing with Rust, zig and maturin into a folder, unless they are there.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    Chroot
    """
    registry = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")) / "registry"
    binds = {SOURCE: ROOT}
    if registry.exists():
        # The crates that this machine has.
        binds["/root/.cargo/registry"] = registry
    made = Chroot(make(folder, "forky", packages=BUILD_PACKAGES).folder, binds=binds)
    if not (made.folder / ENVIRONMENT.lstrip("/") / "bin" / "maturin").exists():
        made.run("python3", "-m", "venv", "--clear", ENVIRONMENT)
        install = (f"{ENVIRONMENT}/bin/pip", "install", "--quiet", "--require-hashes")
        made.run(*install, "--requirement", f"{SOURCE}/requirements/zig.txt")
    return made


def use_tool(chroot: Chroot, name: str, *arguments: str) -> None:
    """Run one of this folder's programs in the folder with Rust.

    Parameters
    ----------
    chroot : Chroot
        What `builder` returned.
    name : str
        File name of the program.
    *arguments : str
        Its arguments.
    """
    command = f'cd {SOURCE} && exec {ENVIRONMENT}/bin/python "$@"'
    environment = {"CARGO_TARGET_DIR": f"{SOURCE}/target/cross"}
    chroot.run("sh", "-euc", command, "sh", f"tools/{name}", *arguments, env=environment)


def arm64(folder: Path) -> Chroot:
    """Unpack Debian 12 for arm64, with Python and pip, into a folder, unless it is there.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    Chroot
    """
    return make(folder, "bookworm", "arm64", RUN_PACKAGES)


def install(chroot: Chroot, wheel: Path, *, alone: bool = False) -> None:
    """Install a wheel with the demo's requirements.

    pip cannot build packages there, because that starts programs.

    Parameters
    ----------
    chroot : Chroot
        What `arm64` returned.
    wheel : Path
        The wheel.
    alone : bool, default False
        Keep the requirements of the last installation.
    """
    shutil.copy(wheel, chroot.folder / "root")
    installed = chroot.folder / INSTALLED.lstrip("/")
    for old in installed.glob("reboto*" if alone else "*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    command = ["/usr/bin/python3", "-m", "pip", "install", "--quiet", "--only-binary=:all:"]
    command += ["--target", INSTALLED, *(["--no-deps"] if alone else [])]
    chroot.run(*command, f"reboto[demo] @ file:///root/{wheel.name}", env=PIP)


def python(chroot: Chroot, *arguments: str) -> str:
    """Run Python with the installed wheel.

    Parameters
    ----------
    chroot : Chroot
        A folder in which `install` ran.
    *arguments : str
        Arguments of Python.

    Returns
    -------
    str
        What it prints.
    """
    environment = {"PYTHONPATH": INSTALLED}
    return chroot.run("/usr/bin/python3", *arguments, env=environment, capture=True).stdout


def use(chroot: Chroot) -> None:
    """Run calls and the demo with the installed wheel.

    Parameters
    ----------
    chroot : Chroot
        A folder in which `install` ran.

    Raises
    ------
    CheckError
        If they print something else than expected.
    """
    smoke.check_calls(python(chroot, "-c", smoke.CALLS))
    smoke.check_demo(python(chroot, "-m", "reboto", "demo", "--pause", "0"))


def built(target: str) -> Path:
    """Find the wheel of a target.

    Parameters
    ----------
    target : str
        The Rust target.

    Returns
    -------
    Path

    Raises
    ------
    MissingPieceError
        If it was not built.
    """
    for path in OUT.glob("*.whl"):
        if is_abi3(path.name) and has_tag(path.name, target):
            return path
    raise MissingPieceError(
        f"dist/wheels has no wheel of {target}: run python tools/cross.py build {target}"
    )


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where Debian is kept")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build wheels")
    build.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    build.add_argument("--quick", action="store_true", help="optimize less")
    commands.add_parser("check", help="compile for Windows and macOS")
    run = commands.add_parser("run", help="run the wheel for arm64")
    run.add_argument("wheel", nargs="?", type=Path)
    options = parser.parse_args()
    start = time.monotonic()
    try:
        if options.command == "build":
            arguments = [*options.targets, *(["--quick"] if options.quick else [])]
            use_tool(builder(options.folder / FORKY), "wheels.py", *arguments)
        elif options.command == "check":
            use_tool(builder(options.folder / FORKY), "platforms.py")
        else:
            wheel = options.wheel or built("aarch64-unknown-linux-gnu")
            chroot = arm64(options.folder / ARM64)
            install(chroot, wheel)
            installed = time.monotonic()
            use(chroot)
            print(f"{wheel.name}: calls and demo pass in {time.monotonic() - installed:.0f} s")
    except (CheckError, MissingPieceError) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(error.stderr or "", error, sep="\n", file=sys.stderr)
        return error.returncode
    print(f"total: {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
