"""Let boto 2.49.0 import on Python 3.12 and later.

boto's own copy of six has an importer of a kind that Python 3.12 dropped, and boto's plug-ins
import `imp`, which went with it. The installed six and an empty module take their places.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import sys
import types
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec

_COPY = "boto.vendored.six"


class _SixInstead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Find the installed six under the name of boto's copy."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: types.ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname != _COPY and not fullname.startswith(f"{_COPY}."):
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return importlib.import_module("six" + spec.name.removeprefix(_COPY))

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing, because the module is already loaded."""


def provide() -> None:
    """Provide what boto misses on this Python."""
    if sys.version_info >= (3, 12):
        sys.meta_path.insert(0, _SixInstead())
        sys.modules.setdefault("imp", types.ModuleType("imp"))
