"""Import hook that makes ``boto`` an alias of reboto, with or without an installed boto.

``import boto.x`` loads the module of reboto if there is one, and the module of
the installed boto otherwise. The installed boto is loaded under a different
name, and its own imports are redirected to that name, so its modules never
import a part of reboto. Two things are shared, because scripts handle objects
of both packages with the same code: errors and lists of the installed boto are
also instances of reboto's classes, and there is a single ``boto.config``.
"""

from __future__ import annotations

import builtins
import sys

# The modules that `importlib.machinery` takes these from; it would import others at startup, as
# would the base classes in `importlib.abc`.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder, SourceFileLoader

from reboto._compat.boto_map import counterpart, explain
from reboto._lazy import TYPE_CHECKING, import_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader, MetaPathFinder
    from types import ModuleType
    from typing import Any
else:
    Loader = MetaPathFinder = object

INSTALLED = "_installed_boto"
_SHARED: tuple[type, ...] = (BaseException, list)
NEITHER = "the installed boto does not have it either"


def activate() -> None:
    """Make ``boto`` an alias of reboto in this process.

    Raises
    ------
    ImportError
        If another boto is already imported: modules that imported it would keep using it.
    """
    if any(isinstance(finder, Finder) for finder in sys.meta_path):
        return
    imported = sys.modules.get("boto")
    if imported is not None:
        origin = getattr(imported, "__file__", None) or "an unknown location"
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
    """Finds ``boto``, its submodules, and the installed boto under its private name."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Find a module of boto.

        Parameters
        ----------
        fullname : str
            The full name of the module.
        path : sequence of str or None
            The search path of the parent package.
        target : module or None
            Not used.

        Returns
        -------
        ModuleSpec or None
            None if the module does not belong to boto.

        Raises
        ------
        ModuleNotFoundError
            If neither reboto nor an installed boto has the module.
        """
        top = fullname.partition(".")[0]
        if top == INSTALLED:
            return _installed_spec(fullname, path)
        if top == "reboto":
            return _covered_spec(fullname, path)
        if top != "boto":
            return None
        own_name = counterpart(fullname)
        if own_name:
            return ModuleSpec(fullname, _Alias(own_name))
        installed_name, problem = _find_installed(fullname)
        if installed_name is None:
            raise ModuleNotFoundError(explain(fullname, problem), name=fullname)
        return ModuleSpec(fullname, _Alias(installed_name))


class _Alias(Loader):
    """Loads a module under a second name."""

    def __init__(self, target: str) -> None:
        self.target = target

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python create the module, which `exec_module` replaces."""

    def exec_module(self, module: ModuleType) -> None:
        sys.modules[module.__name__] = import_by_name(self.target)


class _Covered(SourceFileLoader):
    """Loads a module of reboto that falls back on the installed boto's module."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        _fall_back(module)


class _Installed(Loader):
    """Loads a module of the installed boto; its imports find only the installed boto."""

    def __init__(self, inner: Any, name: str) -> None:
        self.inner = inner
        self.name = name

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python create the module."""

    def exec_module(self, module: ModuleType) -> None:
        from types import FunctionType

        from reboto._compat import shim

        code = shim.code_of(self.inner, self.name)
        if code is None:
            raise ImportError(f"{self.name} has no code to execute", name=self.name)
        own_name = counterpart(self.name)
        scope = vars(module)

        def build_class(body: Any, name: str, *bases: type, **more: Any) -> Any:
            return _build_class(own_name, body, name, *bases, **more)

        scope["__builtins__"] = {
            **vars(builtins),
            "__import__": _import_installed,
            "__build_class__": build_class,
        }
        exec(code, scope)  # noqa: S102
        shim.finish(self.name, scope)
        if self.name == "boto":
            scope["config"] = import_by_name("reboto").config
        for value in list(scope.values()):
            if isinstance(value, type | FunctionType) and value.__module__ == module.__name__:
                value.__module__ = self.name


def _import_installed(name: str, *context: Any) -> ModuleType:
    """Replace ``__import__`` in the modules of the installed boto."""
    from reboto._compat import shim

    level = context[3] if len(context) > 3 else 0
    supplied = shim.stand_in(name) if level == 0 else None
    if supplied is not None:
        return supplied
    if level == 0 and name.partition(".")[0] == "boto":
        name = INSTALLED + name.removeprefix("boto")
    return builtins.__import__(name, *context)


def _build_class(own_name: str | None, body: Any, name: str, *bases: type, **more: Any) -> Any:
    """Build a class of the installed boto; errors and lists also derive from reboto's class."""
    shared = getattr(import_by_name(own_name), name, None) if own_name else None
    if isinstance(shared, type) and issubclass(shared, _SHARED):
        # Python requires a class to come before its own base classes.
        bases = (*(base for base in bases if not issubclass(shared, base)), shared)
    return builtins.__build_class__(body, name, *bases, **more)


def _covered_spec(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    found = PathFinder.find_spec(fullname, path)
    if found is None and path is not None:
        # `from boto import connect_s3` looks for a submodule after the attribute.
        missing = fullname.removeprefix("re")
        raise ModuleNotFoundError(explain(missing, _boto_problem()), name=missing)
    if found is not None and isinstance(found.loader, SourceFileLoader):
        found.loader = _Covered(found.loader.name, found.loader.path)
    return found


def _installed_spec(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    name = "boto" + fullname.removeprefix(INSTALLED)
    found = PathFinder.find_spec(name, path)
    # A folder named boto that is not a package has no loader.
    if found is None or not hasattr(found.loader, "get_code"):
        return None
    spec = ModuleSpec(fullname, _Installed(found.loader, name), origin=found.origin)
    spec.submodule_search_locations = found.submodule_search_locations
    spec.has_location = found.has_location
    return spec


_problem: str | None = None


def _boto_problem() -> str:
    """Import the installed boto; return why that is impossible, or an empty string."""
    global _problem
    if _problem is None:
        _problem = _found_problem()
    return _problem


def _found_problem() -> str:
    from importlib.util import find_spec

    try:
        if find_spec(INSTALLED) is None:
            return "boto is not installed"
        import_by_name(INSTALLED)
    except Exception as error:  # noqa: BLE001
        version = ".".join(map(str, sys.version_info[:2]))
        return f"the installed boto cannot be imported on Python {version} ({error})"
    return ""


def _find_installed(name: str) -> tuple[str | None, str]:
    """Return the name of the installed boto's module, or None and the reason."""
    if _boto_problem():
        return None, _boto_problem()
    from importlib.util import find_spec

    installed_name = INSTALLED + name.removeprefix("boto")
    try:
        found = find_spec(installed_name)
    except ModuleNotFoundError:
        found = None
    return (installed_name, "") if found else (None, NEITHER)


def installed(name: str) -> ModuleType | None:
    """Return a module of the installed boto, or None: it is not installed, or `boto` is no alias.

    Parameters
    ----------
    name : str
        boto's name of the module.

    Returns
    -------
    module or None
    """
    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        return None
    found, _ = _find_installed(name)
    return None if found is None else import_by_name(found)


def _fall_back(module: ModuleType) -> None:
    """Make a module of reboto look up missing attributes in the installed boto's module."""
    name = module.__name__.removeprefix("re")
    own = vars(module).get("__getattr__")

    def __getattr__(attribute: str) -> Any:  # noqa: N807
        if own is not None:
            try:
                return own(attribute)
            except AttributeError:
                pass
        if attribute.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        installed_name, problem = _find_installed(name)
        if installed_name is not None:
            try:
                installed = import_by_name(installed_name)
            except AttributeError as error:
                # An AttributeError here would look like a missing name.
                raise ImportError(f"the installed {name} cannot be imported ({error})") from error
            if hasattr(installed, attribute):
                return getattr(installed, attribute)
            problem = NEITHER
        raise AttributeError(explain(f"{name}.{attribute}", problem), name=attribute, obj=module)

    vars(module)["__getattr__"] = __getattr__
