"""Install the wheel and the sdist on Debian 11, whose glibc is 2.31, and run the demo there.

Debian 11 has Python 3.9 only, so that a newer Python is compiled there first. It needs root,
debootstrap, the network, and for the sdist a Rust toolchain of rustup, which also runs there.

    python tools/old_debian.py                    checks dist/wheels/*.whl and a new sdist
    python tools/old_debian.py dist/reboto-*      checks these files
    python tools/old_debian.py --folder /tmp/old  keeps Debian in another folder than the default
    python tools/old_debian.py --profile dev      compiles the sdist without optimization: faster

`make old-debian` builds the wheel and calls it.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.request
from pathlib import Path

import smoke
from chroots import MIRROR, PATH, Chroot, make
from smoke import CheckError
from toolchain import ROOT, MissingPieceError

WHEELS = ROOT / "dist" / "wheels"
FOLDER = ROOT / "target" / "debian" / "bullseye"
SUITE = "bullseye"
# The tools and libraries of Python, and a C compiler for the sdist. bsdutils has script.
PACKAGES = (
    *("bsdutils", "ca-certificates", "gcc", "libbz2-dev", "libc6-dev", "libffi-dev", "liblzma-dev"),
    *("libsqlite3-dev", "libssl-dev", "make", "xz-utils", "zlib1g-dev"),
)
# Of Debian 13, which keeps this file until 2030.
PYTHON_SOURCE = "pool/main/p/python3.13/python3.13_3.13.5.orig.tar.xz"
PYTHON_SHA256 = "93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640"
PYTHON = "/usr/local/bin/python3.13"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# Folders in the chroot.
CHECKED, RUST, ENVIRONMENT = "/root/packages", "/opt/rust", "/opt/reboto"
CALLS = f"""
import platform
assert platform.libc_ver() == ("glibc", "2.31"), platform.libc_ver()
{smoke.CALLS}"""


def debian(folder: Path) -> Chroot:
    """Install Debian 11 and a supported Python into a folder, unless they are there.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    Chroot

    Raises
    ------
    MissingPieceError
        If this user is not root, or a program is missing.
    CheckError
        If the source of Python is not the expected one.
    """
    chroot = make(folder, SUITE, packages=PACKAGES)
    if (chroot.folder / PYTHON.lstrip("/")).exists():
        return chroot
    source = chroot.folder / "usr" / "src" / "python"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    archive = source / "python.tar.xz"
    urllib.request.urlretrieve(f"{MIRROR}/{PYTHON_SOURCE}", archive)  # noqa: S310 - a fixed address
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != PYTHON_SHA256:
        raise CheckError(f"{PYTHON_SOURCE} must have the hash {PYTHON_SHA256}, got {found}")
    with tarfile.open(archive) as opened:
        opened.extractall(source, filter="tar")
    (unpacked,) = (path.parent.name for path in source.glob("*/configure"))
    steps = "./configure --quiet --disable-test-modules && make -s -j2 && make -s install"
    chroot.run("sh", "-euc", f"cd /usr/src/python/{unpacked} && {steps}")
    shutil.rmtree(source)
    return chroot


def toolchain() -> Path:
    """Return the folder of this machine's Rust toolchain."""
    command = ["rustc", "--print", "sysroot"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return Path(shown.stdout.strip())


def install(chroot: Chroot, package: Path, profile: str = "release") -> None:
    """Install a package with the demo's requirements into a new environment of the chroot.

    Parameters
    ----------
    chroot : Chroot
        Debian 11 with Python.
    package : Path
        A wheel or an sdist.
    profile : str, default "release"
        Cargo's profile for an sdist.
    """
    folder = chroot.folder / CHECKED.lstrip("/")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(package, folder)
    # A toolchain outside /usr is one of rustup, which needs glibc 2.17 only.
    sdist = not package.name.endswith(".whl")
    binds = {RUST: toolchain()} if sdist else {}
    environment: dict[str, str] = dict.fromkeys(("PIP_CERT", "CARGO_HTTP_CAINFO"), CERTIFICATES)
    environment["MATURIN_PEP517_ARGS"] = f"--profile={profile}"
    environment["PATH"] = f"{RUST}/bin:{PATH}"
    inside = Chroot(chroot.folder, chroot.architecture, binds)
    inside.run(PYTHON, "-m", "venv", "--clear", ENVIRONMENT)
    wanted = f"reboto[demo] @ file://{CHECKED}/{package.name}"
    pip = f"{ENVIRONMENT}/bin/pip"
    inside.run(pip, "install", "--quiet", "--disable-pip-version-check", wanted, env=environment)


def use(chroot: Chroot) -> str:
    """Run the installed command, its demo in a pipe and in a terminal, and calls.

    Parameters
    ----------
    chroot : Chroot
        Debian 11 with reboto in `ENVIRONMENT`.

    Returns
    -------
    str
        The version.

    Raises
    ------
    CheckError
        If a program shows something else than expected.
    """
    reboto = f"{ENVIRONMENT}/bin/reboto"
    version = chroot.run(reboto, "--version", capture=True).stdout.strip()
    smoke.check_calls(chroot.run(f"{ENVIRONMENT}/bin/python", "-c", CALLS, capture=True).stdout)
    smoke.check_demo(chroot.run(reboto, "demo", "--pause", "0", capture=True).stdout)
    shell = f"stty rows 30 columns 100; exec {reboto} demo"
    command = ["script", "--quiet", "--return", "--command", shell, "/dev/null"]
    drawn = chroot.run(*command, env={"TERM": "xterm-256color"}, capture=True).stdout
    if "\x1b[" not in drawn or "minute 30 of 30" not in drawn or "The same with your" not in drawn:
        raise CheckError(f"the demo must draw 30 minutes in a terminal, got:\n{drawn}")
    return version


def new_sdist(out: Path) -> Path:
    """Build the sdist of this checkout.

    Parameters
    ----------
    out : Path
        The folder for it.

    Returns
    -------
    Path
    """
    for old in out.glob("*.tar.gz"):
        old.unlink()
    maturin = str(Path(sys.executable).with_name("maturin"))
    subprocess.run([maturin, "sdist", "--out", str(out)], cwd=ROOT, check=True)  # noqa: S603
    (sdist,) = out.glob("*.tar.gz")
    return sdist


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="*", type=Path, help="wheels and sdists")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--profile", default="release", help="Cargo's profile for the sdist")
    options = parser.parse_args()
    packages: list[Path] = options.packages or [
        *sorted(WHEELS.glob("*-abi3-*manylinux*_x86_64.whl")),
        new_sdist(WHEELS),
    ]
    try:
        chroot = debian(options.folder)
        for package in packages:
            start = time.monotonic()
            install(chroot, package, options.profile)
            installed = time.monotonic()
            version = use(chroot)
            used = time.monotonic() - installed
            print(f"{package.name}: installed in {installed - start:.0f} s")
            print(f"  {version}: calls and demo pass, in {used:.0f} s", flush=True)
    except (CheckError, MissingPieceError) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(error.stderr or "", error, sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
