"""Find interpreters of a Python version, on the PATH or in pyenv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TELL = """import sys, sysconfig, venv, ensurepip
print('%d.%d' % sys.version_info[:2] + 't' * bool(sysconfig.get_config_var('Py_GIL_DISABLED')))"""


def find(version: str) -> str | None:
    """Find an interpreter with the module venv.

    Parameters
    ----------
    version : str
        Its version, such as ``"3.11"`` or ``"3.14t"``.

    Returns
    -------
    str or None
        Its path; None if it was not found.
    """
    return next((python for python in _candidates(version) if version_of(python) == version), None)


def _candidates(version: str) -> Iterator[str]:
    yield getattr(sys, "_base_executable", sys.executable)
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))


def version_of(python: str) -> str | None:
    """Return the version of an interpreter.

    Parameters
    ----------
    python : str
        Its path.

    Returns
    -------
    str or None
        Such as ``"3.11"``, or ``"3.14t"`` for a free-threaded build; None if the interpreter
        cannot create virtual environments.
    """
    try:
        output = subprocess.run(
            [python, "-c", _TELL], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return output.stdout.strip() or None
