"""Run the Python tests on other versions of Python. `make versions` calls it.

    python tools/versions.py WHEEL [--debian SUITE] [PYTHON ...] [-- PYTEST'S ARGUMENTS]

Each PYTHON is a version, such as 3.12, or the path of an interpreter; default: all versions in
pyproject.toml. Their environments, with the packages of ``requirements/dev.txt``, are kept in
``.versions``.

With ``--debian forky``, the interpreters are Debian's. It is installed into ``.versions/forky`` by
`tools/chroots.py`, which needs root and debootstrap; the tests run in that folder.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import interpreters

import chroots
from chroots import Chroot
from toolchain import ROOT, MissingPieceError

FOLDER = ROOT / ".versions"
_LOCK = ROOT / "requirements" / "dev.txt"
_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.\d+)\b")
_LOCKED = re.compile(r"^[\w.-]+==[^\\\n]+", re.MULTILINE)
# For tests, and for packages without a wheel for a new Python.
_TOOLS = ("ca-certificates", "gcc", "git", "libc6-dev", "procps")


def supported() -> list[str]:
    """Return the supported versions, the oldest first."""
    return _CLASSIFIER.findall((ROOT / "pyproject.toml").read_text())


def chosen(names: list[str]) -> dict[str, str]:
    """Find interpreters.

    Parameters
    ----------
    names : list of str
        Versions or paths; empty for all that are supported.

    Returns
    -------
    dict of str to str
        The path of each by its version.

    Raises
    ------
    SystemExit
        If one is not found.
    """
    found: dict[str, str] = {}
    for name in names or supported():
        path = name if "/" in name else interpreters.find(name)
        if path is None:
            raise SystemExit(
                f"no Python {name} with the module venv was found: put python{name} on "
                "the PATH, or select others, as in make versions PYTHONS='3.11 3.12'"
            )
        version = interpreters.version_of(path)
        if version is None:
            raise SystemExit(f"{name!r} is not a Python with the module venv")
        found[version] = path
    return found


def debian(suite: str, versions: list[str]) -> Chroot:
    """Install a version of Debian with interpreters, unless it is there.

    Parameters
    ----------
    suite : str
        The version of Debian, such as ``"forky"``.
    versions : list of str
        Versions of Python.

    Returns
    -------
    Chroot
        The checkout, certificates, Rust and the interpreters of pyenv are in it.

    Raises
    ------
    SystemExit
        If the folder lacks one of the interpreters.
    """
    for version in versions:
        if not re.fullmatch(r"3\.\d+", version):
            raise SystemExit(f"with --debian, each PYTHON must be like 3.14, got {version!r}")
    packages = [f"python{version}-{part}" for version in versions for part in ("venv", "dev")]
    made = chroots.make(FOLDER / suite, suite, packages=(*packages, *_TOOLS))
    for version in versions:
        if not (made.folder / "usr" / "bin" / f"python{version}").exists():
            raise SystemExit(f"{made.folder} has no python{version}: remove it to make it again")
    home = Path.home()
    shared = [
        ROOT,
        Path("/etc/ssl/certs"),
        Path(os.environ.get("PYENV_ROOT", home / ".pyenv")),
        Path(os.environ.get("CARGO_HOME", home / ".cargo")),
        Path(os.environ.get("RUSTUP_HOME", home / ".rustup")),
    ]
    binds = {str(path): path for path in shared if path.is_dir()}
    return dataclasses.replace(made, binds=binds)


class Environment:
    """The environment of a version, in ``.versions``.

    Parameters
    ----------
    name : str
        Its folder.
    python : str
        The interpreter that creates it.
    chroot : Chroot, optional
        Where the interpreter is; default: this machine.
    """

    def __init__(self, name: str, python: str, chroot: Chroot | None = None) -> None:
        self.folder = FOLDER / name
        self._base = python
        self._chroot = chroot
        # There are packages without wheels for new and for free-threaded Pythons.
        self._complete = chroot is None and not name.endswith("t")

    def create(self) -> None:
        """Create it, unless it exists."""
        made = self.folder / "made-from.txt"
        recipe = f"{self._base}\n{hashlib.sha256(_LOCK.read_bytes()).hexdigest()}\n"
        if made.exists() and made.read_text() == recipe:
            return
        self._run(self._base, "-m", "venv", "--clear", str(self.folder))
        try:
            self.install("--require-hashes", "--requirement", str(_LOCK))
        except subprocess.CalledProcessError:
            if self._complete:
                raise
            self._install_each()
        made.write_text(recipe)

    def _install_each(self) -> None:
        missing: list[str] = []
        for package in _LOCKED.findall(_LOCK.read_text()):
            try:
                self.install("--no-deps", package.strip())
            except subprocess.CalledProcessError:
                missing.append(package.split("==")[0])
        print(f"could not be installed: {', '.join(missing) or 'none'}", flush=True)

    def install(self, *what: str) -> None:
        """Install packages."""
        self.python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)

    def wheel(self) -> str:
        """Build a wheel for its interpreter only, as free-threaded ones of 3.14 need it."""
        out = FOLDER / f"wheel-{self.folder.name}"
        for old in out.glob("*.whl"):
            old.unlink()
        maturin = str(Path(sys.executable).with_name("maturin"))
        what = ("--quiet", "--locked", "--out", str(out), "--interpreter", self._base)
        subprocess.run([maturin, "build", *what], cwd=ROOT, check=True)  # noqa: S603
        return str(next(out.glob("*.whl")))

    def python(self, *arguments: str) -> None:
        """Run its interpreter."""
        self._run(str(self.folder / "bin" / "python"), *arguments)

    def _run(self, *command: str) -> None:
        if self._chroot is None:
            subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - a fixed command
            return
        passed = ("PIP_", "CARGO_", "RUSTUP_", "PYENV_", "REBOTO_", "SSL_CERT_")
        env = {name: value for name, value in os.environ.items() if name.startswith(passed)}
        path = f"{self.folder / 'bin'}:{Path.home() / '.cargo' / 'bin'}:{chroots.PATH}"
        env |= {"HOME": str(Path.home()), "PATH": path}
        inside = ("sh", "-c", 'cd "$0" && exec "$@"', str(ROOT))
        self._chroot.run(*inside, *command, env=env)


def environments(names: list[str], suite: str | None) -> dict[str, Environment]:
    """Return the environment of each version.

    Parameters
    ----------
    names : list of str
        Versions or paths; empty for all that are supported.
    suite : str, optional
        The version of Debian that has the interpreters.
    """
    if suite is None:
        return {version: Environment(version, path) for version, path in chosen(names).items()}
    versions = names or supported()
    chroot = debian(suite, versions)
    return {
        version: Environment(f"{suite}-{version}", f"/usr/bin/python{version}", chroot)
        for version in versions
    }


def main(*arguments: str) -> int:
    """Run the tests; return 1 if some failed on one of the versions."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("wheel")
    parser.add_argument("pythons", nargs="*", metavar="PYTHON")
    parser.add_argument("--debian", metavar="SUITE", help="use the interpreters of Debian's suite")
    at = arguments.index("--") if "--" in arguments else len(arguments)
    given, options = parser.parse_intermixed_args(arguments[:at]), arguments[at + 1 :]
    failed: list[str] = []
    try:
        used = environments(given.pythons, given.debian)
    except MissingPieceError as error:
        raise SystemExit(str(error)) from None
    for version, environment in used.items():
        environment.create()
        wheel = environment.wheel() if version.endswith("t") else given.wheel
        environment.install("--no-index", "--no-deps", "--force-reinstall", wheel)
        print(f"Python {version}:", flush=True)
        try:
            environment.python("-m", "pytest", "-n", "2", "--dist", "loadfile", *options)
        except subprocess.CalledProcessError:
            failed.append(version)
    if failed:
        print(f"failed on Python {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
