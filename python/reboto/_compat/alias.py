"""``boto`` as a second name of reboto, beside an installed boto.

Two rules. Everyone who imports ``boto`` gets reboto where reboto has the
module, and the installed boto's module elsewhere. The installed boto itself
sees only itself: it is loaded under a name of its own, and its import
statements are led there, so that nothing of its inside meets a part of reboto.
Two things are shared, because scripts handle both packages' objects with the
same lines: errors and lists of the installed boto are also instances of
reboto's classes, and there is one ``boto.config``.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import importlib
import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import FunctionType
from typing import TYPE_CHECKING, Any

from reboto._compat.boto_map import COVERED, advise, counterpart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

INSTALLED = "_installed_boto"
_SHARED: tuple[type, ...] = (BaseException, list)
NEITHER = "the installed boto does not have it either"


def activate() -> None:
    """Let ``boto`` mean reboto in this process.

    Raises
    ------
    ImportError
        When a boto is imported already: what imported it would go on using it.
    """
    if any(isinstance(finder, Finder) for finder in sys.meta_path):
        return
    early = sys.modules.get("boto")
    if early is not None:
        origin = getattr(early, "__file__", None) or "an unknown place"
        raise ImportError(
            f"boto is already imported, from {origin}: "
            "put `import reboto.as_boto` before the first import of boto",
            name="boto",
        )
    sys.meta_path.insert(0, Finder())
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "reboto":
            _fall_back(module)


class Finder(MetaPathFinder):
    """Finds ``boto`` and what is below it, and the installed boto under its other name."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Find a module of boto's.

        Parameters
        ----------
        fullname : str
            The module's name.
        path : sequence of str or None
            Where its package keeps its modules.
        target : module or None
            Not used.

        Returns
        -------
        ModuleSpec or None
            None for modules that are not boto's.

        Raises
        ------
        ModuleNotFoundError
            For a module of boto that is neither in reboto nor installed.
        """
        top = fullname.partition(".")[0]
        if top == INSTALLED:
            return _installed_spec(fullname, path)
        if top == "reboto":
            return _covered_spec(fullname, path)
        if top != "boto":
            return None
        mine = counterpart(fullname)
        if mine:
            return ModuleSpec(fullname, _Alias(mine))
        theirs, obstacle = _find_installed(fullname)
        if theirs is None:
            raise ModuleNotFoundError(_explain(fullname, obstacle), name=fullname)
        return ModuleSpec(fullname, _Alias(theirs))


class _Alias(Loader):
    """Gives a module a second name."""

    def __init__(self, target: str) -> None:
        self.target = target

    def exec_module(self, module: ModuleType) -> None:
        sys.modules[module.__name__] = importlib.import_module(self.target)


class _Covered(SourceFileLoader):
    """Loads a module of reboto that can fall back on the installed boto's."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        _fall_back(module)


class _Installed(Loader):
    """Loads a module of the installed boto so that it sees only the installed boto."""

    def __init__(self, inner: Any, name: str) -> None:
        self.inner = inner
        self.name = name

    def exec_module(self, module: ModuleType) -> None:
        code = self.inner.get_code(self.name)
        if code is None:
            raise ImportError(f"{self.name} has no code to run", name=self.name)
        mine = counterpart(self.name)
        scope = vars(module)
        scope["__builtins__"] = {
            **vars(builtins),
            "__import__": _import_installed,
            "__build_class__": functools.partial(_build_class, mine),
        }
        exec(code, scope)  # noqa: S102
        if self.name == "boto":
            scope["config"] = importlib.import_module("reboto").config
        for value in list(scope.values()):
            if isinstance(value, type | FunctionType) and value.__module__ == module.__name__:
                value.__module__ = self.name


def _import_installed(name: str, *context: Any) -> ModuleType:
    """Stand in for ``__import__`` in the installed boto's modules."""
    level = context[3] if len(context) > 3 else 0
    if level == 0 and name.partition(".")[0] == "boto":
        name = INSTALLED + name.removeprefix("boto")
    return builtins.__import__(name, *context)


def _build_class(mine: str | None, body: Any, name: str, *bases: type, **more: Any) -> Any:
    """Make a class of the installed boto, an error or list also one of reboto's."""
    shared = getattr(importlib.import_module(mine), name, None) if mine else None
    if isinstance(shared, type) and issubclass(shared, _SHARED):
        # A built-in base would have to come after the class that derives from it.
        bases = (*(base for base in bases if not issubclass(shared, base)), shared)
    return builtins.__build_class__(body, name, *bases, **more)


def _covered_spec(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    found = PathFinder.find_spec(fullname, path)
    if found is None and path is not None:
        # What `from boto import connect_s3` looks for last.
        missing = fullname.removeprefix("re")
        raise ModuleNotFoundError(_explain(missing, _obstacle()), name=missing)
    if found is not None and isinstance(found.loader, SourceFileLoader):
        found.loader = _Covered(found.loader.name, found.loader.path)
    return found


def _installed_spec(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    name = "boto" + fullname.removeprefix(INSTALLED)
    found = PathFinder.find_spec(name, path)
    # A folder that happens to be called boto has no loader.
    if found is None or not hasattr(found.loader, "get_code"):
        return None
    spec = ModuleSpec(fullname, _Installed(found.loader, name), origin=found.origin)
    spec.submodule_search_locations = found.submodule_search_locations
    spec.has_location = found.has_location
    return spec


@functools.cache
def _obstacle() -> str:
    """Import the installed boto, or say what stands in the way."""
    try:
        if importlib.util.find_spec(INSTALLED) is None:
            return "no boto is installed beside reboto"
        importlib.import_module(INSTALLED)
    except Exception as error:  # noqa: BLE001
        version = ".".join(map(str, sys.version_info[:2]))
        return f"the installed boto does not import on Python {version} ({error})"
    return ""


def _find_installed(name: str) -> tuple[str | None, str]:
    """Name the installed boto's module, or say why there is none."""
    if _obstacle():
        return None, _obstacle()
    theirs = INSTALLED + name.removeprefix("boto")
    try:
        found = importlib.util.find_spec(theirs)
    except ModuleNotFoundError:
        found = None
    return (theirs, "") if found else (None, NEITHER)


def _explain(path: str, obstacle: str) -> str:
    return f"{path} is not in reboto, which covers {COVERED}: {advise(path)}; {obstacle}"


def _fall_back(module: ModuleType) -> None:
    """Let a module of reboto give what only the installed boto's has."""
    name = module.__name__.removeprefix("re")
    own = vars(module).get("__getattr__")

    def __getattr__(attribute: str) -> Any:  # noqa: N807
        if own is not None:
            with contextlib.suppress(AttributeError):
                return own(attribute)
        if attribute.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        theirs, obstacle = _find_installed(name)
        if theirs is not None:
            try:
                installed = importlib.import_module(theirs)
            except AttributeError as error:
                # Passed on as it is, it would look like a name that is not there.
                raise ImportError(f"the installed {name} does not import ({error})") from error
            if hasattr(installed, attribute):
                return getattr(installed, attribute)
            obstacle = NEITHER
        raise AttributeError(_explain(f"{name}.{attribute}", obstacle))

    vars(module)["__getattr__"] = __getattr__
