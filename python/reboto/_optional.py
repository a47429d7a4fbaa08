"""Packages that are used where they are installed."""

from __future__ import annotations

import importlib

from reboto._lazy import typing


def import_optional(module: str, requirement: str) -> typing.Any:
    """Import a module, or say how to install it.

    Parameters
    ----------
    module : str
        Its dotted name, such as ``"pandas"``.
    requirement : str
        What ``pip install`` takes, such as ``"reboto[pandas]"``.

    Returns
    -------
    module

    Raises
    ------
    ImportError
        If it cannot be imported.
    """
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        raise ImportError(
            f'this needs {module}: pip install "{requirement}" ({missing})', name=module
        ) from missing
