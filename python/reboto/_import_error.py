"""Explain why the compiled module cannot be imported, and what to do."""

from __future__ import annotations

import sys
import sysconfig
from importlib.machinery import ModuleSpec, PathFinder
from zipimport import zipimporter

_ZIPPED = (
    "reboto is in the zip file {archive}, and Python cannot import compiled modules from a zip "
    "file; exclude reboto from it and install reboto with pip for the Python that runs it, or "
    "build the file with a tool that unpacks it at startup, such as shiv or pex"
)
_MISSING = (
    "reboto's compiled module for this Python ({soabi}) is not in {folder}; install reboto with "
    "pip for this Python and platform; in a source checkout, build it with maturin develop"
)
_OWN_GIL = (
    "reboto cannot be imported in a subinterpreter with its own GIL; use threads or "
    "processes, or import it in the main interpreter only"
)


def explain(error: ImportError, package: ModuleSpec) -> str | None:
    """Explain why the compiled module cannot be imported.

    Parameters
    ----------
    error : ImportError
        The error raised by Python, the dynamic linker or the module.
    package : ModuleSpec
        Module spec of the package reboto.

    Returns
    -------
    str or None
        None if the error needs no explanation.
    """
    if isinstance(package.loader, zipimporter):
        return _ZIPPED.format(archive=package.loader.archive)
    folders = package.submodule_search_locations
    if PathFinder.find_spec(f"{package.name}._core", folders) is None:
        soabi = sysconfig.get_config_var("SOABI") or sys.implementation.name
        return _MISSING.format(soabi=soabi, folder=", ".join(folders or ()))
    if "does not support loading in subinterpreters" in str(error):
        return _OWN_GIL
    return None
