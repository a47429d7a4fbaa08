"""The contenders' environments, in ``.bench`` in the checkout.

They have the packages of ``requirements/``, on Python 3.11, the last version on which boto can be
imported. As a script, this creates environments unless they exist, and prints their interpreters::

    python benchmarks/environments.py boto boto3
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import interpreters

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
FOLDER = CHECKOUT / ".bench"
VERSION = "3.11"


def make(name: str, wheel: Path | None = None) -> Path:
    """Create an environment unless it exists, and return its interpreter.

    Parameters
    ----------
    name : str
        The lock file, ``requirements/NAME.txt``; with a wheel, any name.
    wheel : Path, optional
        A wheel to install instead.
    """
    FOLDER.mkdir(exist_ok=True)
    folder = FOLDER / name
    source = wheel or CHECKOUT / "requirements" / f"{name}.txt"
    recipe = hashlib.sha256(source.read_bytes()).hexdigest()
    made = folder / "made-from.txt"
    # Only one of several processes creates it.
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python = folder / "bin" / "python"
        if (
            not made.exists()
            or made.read_text() != recipe
            or interpreters.version_of(str(python)) != VERSION
        ):
            what = [str(source)] if wheel else ["--requirement", str(source)]
            quiet = ["--quiet", "--disable-pip-version-check"]
            subprocess.run([base(), "-m", "venv", "--clear", str(folder)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", *quiet, *what], check=True)
            made.write_text(recipe)
    return python


def base() -> str:
    """Find a Python 3.11 with the module venv: on the PATH, or in pyenv."""
    found = interpreters.find(VERSION)
    if found is None:
        raise SystemExit(f"no Python {VERSION} was found: put python{VERSION} on the PATH")
    return found


def unconfigured(home: Path) -> dict[str, str]:
    """Return the environment variables of a user without configuration, with the home `home`."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.defpath,
        "HOME": str(home),
        "BOTO_CONFIG": str(home / ".boto"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def installed_bytes(python: Path) -> int:
    """Return the size of the packages of an environment, without pip and setuptools."""
    packages = python.parents[1] / "lib" / f"python{VERSION}" / "site-packages"
    ours = ("pip", "setuptools", "_distutils_hack", "distutils-precedence.pth", "pkg_resources")
    return sum(
        file.stat().st_size
        for entry in packages.iterdir()
        if not entry.name.startswith(ours)
        for file in (entry.rglob("*") if entry.is_dir() else [entry])
        if file.is_file()
    )


def versions(python: Path) -> dict[str, str]:
    """Return the versions of the packages in an environment."""
    ask = (
        "import json, importlib.metadata as m; "
        "print(json.dumps({d.metadata['Name']: d.version for d in m.distributions()}))"
    )
    output = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(output.stdout)
    return found


if __name__ == "__main__":
    print(*map(make, sys.argv[1:]), sep="\n")
