"""Make the environment that boto 2.49.0 runs in: ``.oracle`` in the checkout.

Run as a script it makes the environment unless it is there, and prints its interpreter::

    PYTHONPATH=benchmarks python -m tests.compat.environment

It is made from the interpreter that ``REBOTO_ORACLE_PYTHON`` names, else from a Python 3.11 or
older where one is found, since boto imports there by itself; else from the Python at hand, where
`old_modules` lets boto import.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import interpreters

_HERE = Path(__file__).resolve().parent
_REQUIREMENTS = _HERE.parents[1] / "requirements" / "boto.txt"
FOLDER = _HERE.parents[1] / ".oracle"
# Newest first: boto imports by itself up to 3.11, and the runner needs 3.10.
_FIT = ("3.11", "3.10")


def interpreter() -> str:
    """Return the path of the interpreter that has boto, making its environment if need be."""
    python = FOLDER / "bin" / "python"
    made = FOLDER / "made-from.txt"
    # Test processes that run side by side make it once.
    with _REQUIREMENTS.open() as requirements:
        fcntl.flock(requirements, fcntl.LOCK_EX)
        recipe = f"{os.environ.get('REBOTO_ORACLE_PYTHON', '')}\n{requirements.read()}"
        if not made.exists() or made.read_text() != recipe or not _works(python):
            _make(python)
            made.write_text(recipe)
    return str(python)


def _make(python: Path) -> None:
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([_base(), "-m", "venv", "--clear", str(FOLDER)], check=True)
    install = [str(python), "-m", "pip", "install", *quiet, "--requirement", str(_REQUIREMENTS)]
    subprocess.run(install, check=True)


def _base() -> str:
    """Choose the interpreter that the environment is made from."""
    named = os.environ.get("REBOTO_ORACLE_PYTHON")
    if named:
        if interpreters.version_of(named) is None:
            raise SystemExit(f"REBOTO_ORACLE_PYTHON: {named!r} is no Python that makes a venv")
        return named
    return next(filter(None, map(interpreters.find, _FIT)), sys.executable)


def _works(python: Path) -> bool:
    return interpreters.version_of(str(python)) is not None


if __name__ == "__main__":
    print(interpreter())
