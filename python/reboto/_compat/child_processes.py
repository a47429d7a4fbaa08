"""``boto`` as an alias of reboto, also in processes that multiprocessing starts.

Processes started by ``spawn`` and ``forkserver`` import the script again. Both start methods call
``multiprocessing.util.spawnv_passfds`` with the code that the new process runs first.
"""

from __future__ import annotations

import os
import sys

from reboto._compat import alias
from reboto._lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.abc import Loader, MetaPathFinder
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any
else:
    Loader = MetaPathFinder = object

_MODULE = "multiprocessing.util"
# The code of Python 3.14's fork server begins with another import.
_STARTS = ("from multiprocessing.", "import sys; from multiprocessing.")
# Lets the new process import reboto; multiprocessing sets the complete path afterwards.
_FIRST = (
    "import sys; sys.path.append({root!r}); "
    "import reboto._compat.child_processes as c; c.activate(); "
)


def activate() -> None:
    """Make ``boto`` an alias of reboto in this process and in those that multiprocessing starts.

    Raises
    ------
    ImportError
        If another boto is already imported.
    """
    alias.activate()
    if _MODULE in sys.modules:
        _extend(sys.modules[_MODULE])
    else:
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    """Patches multiprocessing when it is imported, because most scripts never import it."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname != _MODULE:
            return None
        from importlib.util import find_spec

        sys.meta_path.remove(self)
        found = find_spec(fullname)
        if found is not None and found.loader is not None:
            found.loader = _Extending(found.loader)
        return found


class _Extending(Loader):
    """Loads a module with its own loader, then patches it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._inner.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        self._inner.exec_module(module)
        _extend(module)


def _extend(util: Any) -> None:
    start: Callable[..., int] = util.spawnv_passfds
    if hasattr(start, "__wrapped__"):
        return
    from functools import wraps

    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    first = _FIRST.format(root=os.path.dirname(package))  # noqa: PTH120

    @wraps(start)
    def spawnv_passfds(path: Any, args: Sequence[Any], passfds: Any) -> int:
        # Only processes that run Python code; the resource tracker does not import the script.
        changed = [
            first + part
            if isinstance(part, str) and part.startswith(_STARTS) and "resource_tracker" not in part
            else part
            for part in args
        ]
        return start(path, changed, passfds)

    util.spawnv_passfds = spawnv_passfds
