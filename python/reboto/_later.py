"""Names that a module has, but loads when they are asked for."""

from __future__ import annotations

import sys

from reboto._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def later(
    module: str, homes: Mapping[str, str], parts: tuple[str, ...] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make a module's ``__getattr__`` and ``__dir__``: they load what is asked for then.

    Parameters
    ----------
    module : str
        The module's name.
    homes : dict of str to str
        The modules that its names are from: a script that starts needs few of them.
    parts : tuple of str
        Modules in the package.
    """

    def load(name: str) -> Any:
        if name not in parts and name not in homes:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        from importlib import import_module

        if name in parts:
            return import_module(f"{module}.{name}")
        found = getattr(import_module(homes[name]), name)
        if isinstance(found, type):
            # Other things may be replaced where they are from, as loggers are.
            setattr(sys.modules[module], name, found)
        return found

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[module]), *homes})

    return load, listed
