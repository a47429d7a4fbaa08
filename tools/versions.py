"""Run the Python tests on other versions of Python. `make versions` calls it.

    PYTHONPATH=benchmarks python tools/versions.py WHEEL [PYTHON ...] [-- PYTEST'S ARGUMENTS]

Each PYTHON is a version, such as 3.12, or the path of an interpreter; default: all versions in
pyproject.toml. Their environments, with the packages of ``requirements/dev.txt``, are kept in
``.versions``.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import interpreters

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".versions"
_LOCK = ROOT / "requirements" / "dev.txt"
_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.\d+)\b")


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
        version = interpreters.told(path)
        if version is None:
            raise SystemExit(f"{name!r} is not a Python with the module venv")
        found[version] = path
    return found


def environment(version: str, python: str) -> Path:
    """Create the environment of a version, unless it exists.

    Parameters
    ----------
    version : str
        Its name.
    python : str
        The interpreter that creates it.

    Returns
    -------
    Path
        Its interpreter.
    """
    folder = FOLDER / version
    inside, made = folder / "bin" / "python", folder / "made-from.txt"
    recipe = f"{python}\n{hashlib.sha256(_LOCK.read_bytes()).hexdigest()}\n"
    if not made.exists() or made.read_text() != recipe:
        _run(python, "-m", "venv", "--clear", str(folder))
        _install(inside, "--require-hashes", "--requirement", str(_LOCK))
        made.write_text(recipe)
    return inside


def _install(python: Path, *what: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    _run(str(python), "-m", "pip", "install", *quiet, *what)


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - a fixed command


def main(wheel: str, *arguments: str) -> int:
    """Run the tests; return 1 if some failed on one of the versions."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    pythons, options = list(arguments[:at]), arguments[at + 1 :]
    failed: list[str] = []
    for version, found in chosen(pythons).items():
        python = environment(version, found)
        _install(python, "--no-index", "--no-deps", "--force-reinstall", wheel)
        print(f"Python {version}:", flush=True)
        try:
            _run(str(python), "-m", "pytest", "-n", "2", "--dist", "loadfile", *options)
        except subprocess.CalledProcessError:
            failed.append(version)
    if failed:
        print(f"failed on Python {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
