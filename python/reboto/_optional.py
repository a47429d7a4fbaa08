"""Import optional dependencies."""

from __future__ import annotations

import importlib

from reboto._lazy import typing


def import_optional(module: str, requirement: str) -> typing.Any:
    """Import a module of an optional dependency.

    Parameters
    ----------
    module : str
        Dotted name of the module, such as ``"pandas"``.
    requirement : str
        Argument for ``pip install``, such as ``"reboto[pandas]"``.

    Returns
    -------
    module

    Raises
    ------
    ImportError
        If the module cannot be imported; the message says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        raise ImportError(
            f"{module.partition('.')[0]} is required; "
            f'install it with pip install "{requirement}" ({missing})',
            name=module,
        ) from missing
