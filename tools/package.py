"""Build the sdist and a wheel, and check what an index and installers make of them.

- twine checks the metadata and that the README renders, check-wheel-contents the files of the
  wheel, and pyroma rates the project.
- pip prepares the metadata of the sdist, which fails if a file that the build needs is left out.
- Both contain the licenses of the linked crates.

    python tools/package.py         builds both without optimization into dist/check
    python tools/package.py DIST    checks the files in DIST instead
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "dist" / "check"
LICENSES = ("LICENSE", "THIRD-PARTY-LICENSES.txt")
# Top-level parts of the sdist. Everything else is left out by `exclude` in pyproject.toml.
PARTS = {
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "CODE_OF_CONDUCT.md",
    "LICENSE",
    "Makefile",
    "PKG-INFO",
    "README.md",
    "SECURITY.md",
    "THIRD-PARTY-LICENSES.txt",
    "benchmarks",
    "deny.toml",
    "pyproject.toml",
    "python",
    "rustfmt.toml",
    "src",
}


class PackageError(Exception):
    """The sdist or the wheel lacks a file, or has one that does not belong there."""


def build(out: Path) -> None:
    """Build the sdist and an unoptimized wheel.

    Parameters
    ----------
    out : Path
        The folder for both; files of earlier builds are deleted.
    """
    for old in (*out.glob("*.whl"), *out.glob("*.tar.gz")):
        old.unlink()
    maturin = str(Path(sys.executable).with_name("maturin"))
    _run(maturin, "sdist", "--out", str(out))
    _run(maturin, "build", "--quiet", "--locked", "--compatibility", "linux", "--out", str(out))


def _run(*command: str) -> None:
    # pip looks for maturin in PATH.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)  # noqa: S603


def check_sdist(path: Path) -> None:
    """Check the files of the sdist.

    Parameters
    ----------
    path : Path
        The sdist.

    Raises
    ------
    PackageError
        If a file is missing, or if the sdist contains more than an installer needs.
    """
    with tarfile.open(path) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    parts = {name.partition("/")[0] for name in names}
    if extra := parts - PARTS:
        raise PackageError(f"{path.name} contains {', '.join(sorted(extra))}: see tools/package.py")
    needed = {*LICENSES, "Cargo.lock", "python/reboto/py.typed", "benchmarks/server/Cargo.toml"}
    if missing := needed - names:
        raise PackageError(f"{path.name} lacks {', '.join(sorted(missing))}")


def check_wheel(path: Path) -> None:
    """Check the files of a wheel that check-wheel-contents does not know.

    Parameters
    ----------
    path : Path
        The wheel.

    Raises
    ------
    PackageError
        If a file is missing.
    """
    with zipfile.ZipFile(path) as opened:
        names = set(opened.namelist())
    (info,) = {name.partition("/")[0] for name in names if ".dist-info/" in name}
    needed = {
        *(f"{info}/licenses/{name}" for name in LICENSES),
        f"{info}/entry_points.txt",
        "reboto/_core.pyi",
        "reboto/py.typed",
    }
    if missing := needed - names:
        raise PackageError(f"{path.name} lacks {', '.join(sorted(missing))}")
    if not any(Path(name).match("reboto/_core*.so") or name.endswith(".pyd") for name in names):
        raise PackageError(f"{path.name} lacks the compiled module")


def prepare_metadata(sdist: Path) -> None:
    """Run pip's metadata step on the sdist.

    Parameters
    ----------
    sdist : Path
        The sdist.
    """
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    # Without isolation, the installed maturin is used, and nothing is downloaded.
    _run(*pip, "install", "--dry-run", "--no-deps", "--no-build-isolation", str(sdist))


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("dist", nargs="?", type=Path, help="a folder with built files")
    arguments = parser.parse_args()
    folder: Path = arguments.dist or BUILT
    if arguments.dist is None:
        try:
            build(folder)
        except subprocess.CalledProcessError as error:
            return error.returncode
    sdists, wheels = sorted(folder.glob("*.tar.gz")), sorted(folder.glob("*.whl"))
    if not sdists or not wheels:
        print(f"{folder} must contain an sdist and a wheel", file=sys.stderr)
        return 1
    tools = Path(sys.executable).parent
    try:
        for sdist in sdists:
            check_sdist(sdist)
            prepare_metadata(sdist)
            _run(str(tools / "pyroma"), "--min", "10", str(sdist))
        for wheel in wheels:
            check_wheel(wheel)
            _run(str(tools / "check-wheel-contents"), str(wheel))
        _run(str(tools / "twine"), "check", "--strict", *map(str, [*sdists, *wheels]))
    except PackageError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
