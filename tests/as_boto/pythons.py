"""Run scripts with boto 2.49 and reboto on every Python version that is installed."""

from __future__ import annotations

import functools
import os
import subprocess
from pathlib import Path
from textwrap import dedent

import interpreters
import pytest

import reboto
from tests.compat import environment

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")


@functools.cache
def _packages() -> str:
    """Return the folder that has boto; boto is pure Python, so any interpreter can import it."""
    find = "import importlib.util as u; print(u.find_spec('boto').submodule_search_locations[0])"
    done = subprocess.run(
        [environment.interpreter(), "-c", find], capture_output=True, text=True, check=True
    )
    return str(Path(done.stdout.strip()).parent)


class Python:
    """An interpreter that imports reboto and boto 2.49."""

    def __init__(self, version: str) -> None:
        found = interpreters.find(version)
        if found is None:
            pytest.skip(f"Python {version} is not installed")
        self.version = version
        self._path = found

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the interpreter; warnings of boto's source are errors."""
        path = [str(Path(reboto.__file__).parents[1]), _packages()]
        return subprocess.run(
            [self._path, "-W", "error::SyntaxWarning", *arguments],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(path),
                "PYTHONDONTWRITEBYTECODE": "1",
                "BOTO_CONFIG": os.devnull,
                **environ,
            },
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )

    def output(self, script: str, **environ: str) -> str:
        """Run a script in which `boto` is reboto, and return its output."""
        done = self.run("-c", "import reboto.as_boto\n" + dedent(script), **environ)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
