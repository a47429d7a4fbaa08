"""Import modules, and join docstrings, when they are first used."""

from __future__ import annotations

import sys

# Type checkers treat a variable of this name as true. Importing `typing` takes longer than reboto.
TYPE_CHECKING = False


class LazyModule:
    """A module that is imported when one of its attributes is first used.

    Annotations refer to types through such modules, so only `typing.get_type_hints`
    imports those modules.

    Parameters
    ----------
    name : str
        The module's dotted name.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> typing.Any:
        if attribute.startswith("__"):
            raise AttributeError(f"lazy module {self._name!r} has no attribute {attribute!r}")
        return getattr(import_by_name(self._name), attribute)


def import_by_name(name: str) -> typing.Any:
    """Import a module by its dotted name, and return it."""
    # importlib.import_module would need another import.
    __import__(name)
    return sys.modules[name]


if TYPE_CHECKING:
    import datetime as datetime
    import typing as typing
    from collections import abc as abc
    from typing import Generic as Generic
    from typing import cast as cast

    from typing_extensions import TypeVar
    from typing_extensions import Unpack as Unpack

    from reboto.style import Awaiting as Awaiting
    from reboto.style import Blocking as Blocking

    T = typing.TypeVar("T")
    Style = TypeVar("Style", default=Blocking)
    # The result of a call on an async connection.
    Later: typing.TypeAlias = abc.Coroutine[typing.Any, typing.Any, T]
    _Class = typing.TypeVar("_Class", bound=type)
    # Columns of a class in notebooks: each heading with an attribute name or a function.
    HtmlColumns: typing.TypeAlias = abc.Mapping[str, str | abc.Callable[[typing.Any], object]]
else:
    abc = LazyModule("collections.abc")
    datetime = LazyModule("datetime")
    typing = LazyModule("typing")

    def cast(_kind: object, value: typing.Any) -> typing.Any:
        return value

    # At runtime, a type variable of a generic class can be any object.
    T = Style = Blocking = Awaiting = _Class = HtmlColumns = object

    class Generic:
        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))

    class Unpack:
        # Python 3.10 does not have it. The hint of ``**kwargs`` is the TypedDict.
        def __class_getitem__(cls, keywords: typing.Any) -> typing.Any:
            return keywords


if TYPE_CHECKING:

    class Styled(Generic[Style]):
        __slots__ = ()

else:
    # Not generic at runtime: each class in an MRO makes the creation of all subclasses slower.
    class Styled:
        """Base class of connections, and of objects whose methods make calls.

        They are generic over the style of the connection, `reboto.style.Blocking` or
        `reboto.style.Awaiting`, which only type checkers know.
        """

        __slots__ = ()

        def __class_getitem__(cls, style: object) -> typing.Any:
            # Objects of a `types.GenericAlias` would get an attribute that boto does not have.
            return cls


def lazy_attributes(
    module: str, sources: abc.Mapping[str, str], parts: tuple[str, ...] = ()
) -> tuple[abc.Callable[[str], typing.Any], abc.Callable[[], list[str]]]:
    """Return a ``__getattr__`` and ``__dir__`` for a module, which import names at first use.

    Parameters
    ----------
    module : str
        The module's name.
    sources : dict of str to str
        The module that each name is imported from.
    parts : tuple of str
        Submodules to import at first use.
    """

    def load(name: str) -> typing.Any:
        if name not in parts and name not in sources:
            if name.startswith("_"):
                # Imports look here for `__path__` and for private submodules first.
                raise AttributeError(f"module {module!r} has no attribute {name!r}")
            from reboto._compat.boto_map import explain_attribute

            # With the name and the module, Python's tracebacks suggest similar names.
            raise AttributeError(
                explain_attribute(module, name), name=name, obj=sys.modules[module]
            )
        if name in parts:
            return import_by_name(f"{module}.{name}")
        found = getattr(import_by_name(sources[name]), name)
        if isinstance(found, type):
            # Other objects are not cached: scripts may replace them, such as loggers.
            setattr(sys.modules[module], name, found)
        return found

    def listed() -> list[str]:
        found = vars(sys.modules[module])
        names = {*sources, *parts, *(name for name in found if not _is_tool(name, found[name]))}
        return sorted(names)

    return load, listed


def _is_tool(name: str, value: object) -> bool:
    """Return whether a name of a module is there for the module's own code only."""
    home = str(getattr(value, "__module__", ""))
    return (
        name in ("TYPE_CHECKING", "annotations")
        or isinstance(value, LazyModule)
        or (home.startswith("reboto._") and not name.startswith("_"))
    )


def share_with_public_module(names: dict[str, typing.Any]) -> None:
    """Add the classes of a private module, and the modules of their annotations, to the public one.

    `typing.get_type_hints` looks up the annotations of a class in its public module.

    Parameters
    ----------
    names : dict of str to object
        The names of the private module, whose ``__name__`` is that of the public one.
    """
    module: object = import_by_name(names["__name__"])
    public = vars(module)
    for name, value in names.items():
        if isinstance(value, LazyModule) or getattr(value, "__module__", "") == public["__name__"]:
            public.setdefault(name, value)


def with_inherited_parameters(kind: _Class) -> _Class:
    """Add the parameters documented by the base classes to the docstring of a class.

    `help` shows only the docstring of the class itself.

    Parameters
    ----------
    kind : type
        A class that passes arguments to its base classes.
    """
    if kind.__doc__:  # Python removes docstrings with -OO.
        kind.__doc__ = _Joined(kind.__doc__)  # type: ignore[assignment]
    return kind


class _Joined:
    """A docstring that is joined with those of the base classes when it is read."""

    def __init__(self, own: str) -> None:
        self.own = own

    def __get__(self, instance: object, owner: type) -> str:
        holder = next(base for base in owner.__mro__ if vars(base).get("__doc__") is self)
        return join_docstrings(self.own, [base.__doc__ for base in holder.__mro__[1:]])


def join_docstrings(own: str, bases: abc.Sequence[str | None]) -> str:
    """Return the docstring of a class with the parameters that its base classes document.

    Parameters
    ----------
    own : str
        The docstring of the class.
    bases : list of str or None
        The docstrings of its base classes, the nearest first.

    Returns
    -------
    str
    """
    shared = [_parts(doc) for doc in reversed(bases) if doc and _PARAMETERS in doc]
    (summary, *rest), sections = _parts(own)
    paragraphs = [paragraph for (_, *others), _ in shared for paragraph in others]
    joined: dict[str, str] = {}
    for _, more in [*shared, (None, sections)]:
        for title, entries in more.items():
            joined[title] = f"{joined[title]}\n{entries}" if title in joined else entries
    written = [f"{title}\n{'-' * len(title)}\n{entries}" for title, entries in joined.items()]
    return "\n\n".join([summary, *paragraphs, *rest, *written])


_PARAMETERS = "Parameters\n"


def _parts(doc: str) -> tuple[list[str], dict[str, str]]:
    """Split a docstring into its paragraphs and a dict of its sections."""
    import inspect
    import re

    head, *rest = re.split(r"^(\w+)\n-{3,}\n", inspect.cleandoc(doc), flags=re.MULTILINE)
    sections = zip(rest[::2], rest[1::2], strict=True)
    return head.strip().split("\n\n"), {title: text.strip("\n") for title, text in sections}
