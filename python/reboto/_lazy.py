"""Modules that are imported, and docstrings that are joined, when they are first used."""

from __future__ import annotations

import sys

# Type checkers take a variable of this name for true. `typing` takes longer to import than reboto.
TYPE_CHECKING = False


class LazyModule:
    """A module that is imported when one of its names is used.

    Annotations name the modules of their types, so `typing.get_type_hints` imports those
    modules, and nothing else does.

    Parameters
    ----------
    name : str
        The module's dotted name.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> typing.Any:
        if attribute.startswith("__"):
            raise AttributeError(f"{self._name} is not imported for {attribute}")
        return getattr(_load(self._name), attribute)


def _load(name: str) -> typing.Any:
    # Not by importlib.import_module, which takes an import of its own.
    __import__(name)
    return sys.modules[name]


if TYPE_CHECKING:
    import datetime as datetime
    import typing as typing
    from collections import abc as abc
    from typing import Generic as Generic
    from typing import cast as cast

    T = typing.TypeVar("T")
    _Class = typing.TypeVar("_Class", bound=type)
else:
    abc = LazyModule("collections.abc")
    datetime = LazyModule("datetime")
    typing = LazyModule("typing")

    def cast(_kind: object, value: typing.Any) -> typing.Any:
        return value

    # Generic classes are made as modules are loaded, where a type variable may be any object.
    T = object

    class Generic:
        __class_getitem__ = classmethod(type(list[int]))


def lazy_attributes(
    module: str, homes: abc.Mapping[str, str], parts: tuple[str, ...] = ()
) -> tuple[abc.Callable[[str], typing.Any], abc.Callable[[], list[str]]]:
    """Make a module's ``__getattr__`` and ``__dir__``, which import names at first use.

    Parameters
    ----------
    module : str
        The module's name.
    homes : dict of str to str
        The module that each name is imported from.
    parts : tuple of str
        Submodules, which are imported at first use too.
    """

    def load(name: str) -> typing.Any:
        if name not in parts and name not in homes:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        if name in parts:
            return _load(f"{module}.{name}")
        found = getattr(_load(homes[name]), name)
        if isinstance(found, type):
            # Other things may be replaced where they are from, as loggers are.
            setattr(sys.modules[module], name, found)
        return found

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[module]), *homes})

    return load, listed


def with_inherited_parameters(kind: _Class) -> _Class:
    """Add the parameters that a class's base classes document to its docstring.

    `help` shows the docstring of the class alone.

    Parameters
    ----------
    kind : type
        A class that passes arguments on to its base classes.
    """
    if kind.__doc__:  # Python leaves docstrings out with -OO.
        kind.__doc__ = _Joined(kind.__doc__)  # type: ignore[assignment]
    return kind


class _Joined:
    """A docstring that is joined from those of the base classes when it is read."""

    def __init__(self, own: str) -> None:
        self.own = own

    def __get__(self, instance: object, owner: type) -> str:
        holder = next(base for base in owner.__mro__ if vars(base).get("__doc__") is self)
        docs = [base.__doc__ for base in reversed(holder.__mro__[1:])]
        shared = [_parts(doc) for doc in docs if doc and _PARAMETERS in doc]
        (summary, *rest), sections = _parts(self.own)
        paragraphs = [paragraph for (_, *others), _ in shared for paragraph in others]
        joined: dict[str, str] = {}
        for _, more in [*shared, (None, sections)]:
            for title, entries in more.items():
                joined[title] = f"{joined[title]}\n{entries}" if title in joined else entries
        written = [f"{title}\n{'-' * len(title)}\n{entries}" for title, entries in joined.items()]
        return "\n\n".join([summary, *paragraphs, *rest, *written])


_PARAMETERS = "Parameters\n"


def _parts(doc: str) -> tuple[list[str], dict[str, str]]:
    """Split a docstring into its paragraphs and its sections by title."""
    import inspect
    import re

    head, *rest = re.split(r"^(\w+)\n-{3,}\n", inspect.cleandoc(doc), flags=re.MULTILINE)
    sections = zip(rest[::2], rest[1::2], strict=True)
    return head.strip().split("\n\n"), {title: text.strip("\n") for title, text in sections}
