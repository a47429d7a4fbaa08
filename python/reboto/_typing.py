"""What annotations are made of, without importing `typing`.

That module and what it imports take longer than all of reboto, and a script that
starts needs none of it. Where it is loaded already, and for type checkers, the real
names are used; elsewhere there are stand-ins that look the same in `help`.
"""

from __future__ import annotations

import sys

# Type checkers take a variable of this name for true.
TYPE_CHECKING = False


class Form:
    """A stand-in for a class that is not loaded, in an annotation alone."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __or__(self, other: object) -> Form:
        return Form(f"{self} | {_name(other)}")

    def __ror__(self, other: object) -> Form:
        return Form(f"{_name(other)} | {self}")

    def __getitem__(self, inner: object) -> Form:
        listed = _name(inner)
        return Form(f"{self}[{listed}]")

    def __call__(self, *_arguments: object, **_options: object) -> None:
        raise TypeError(f"{self} stands in an annotation alone")


def _name(part: object) -> str:
    if part is None or part is type(None):
        return "None"
    if isinstance(part, tuple):
        return ", ".join(map(_name, cast("tuple[object, ...]", part)))
    return part.__qualname__ if type(part) is type else str(part)


if TYPE_CHECKING or "typing" in sys.modules:
    from collections.abc import (
        Callable,
        Generator,
        Iterable,
        Iterator,
        Mapping,
        MutableMapping,
        Sequence,
    )
    from datetime import datetime
    from typing import Any, ClassVar, Generic, TypeAlias, TypeVar, cast
else:
    # What `collections.abc` is made of; `os` has loaded it.
    from _collections_abc import (
        Callable,
        Generator,
        Iterable,
        Iterator,
        Mapping,
        MutableMapping,
        Sequence,
    )

    class Generic:
        def __class_getitem__(cls, parameters):
            return type(list[int])(cls, parameters)

    class TypeVar(Form):
        def __init__(self, name, **_options):
            super().__init__(name)

    def cast(_kind, value):
        return value

    Any = Form("Any")
    ClassVar = Form("ClassVar")
    TypeAlias = Form("TypeAlias")
    datetime = Form("datetime")

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Callable",
    "ClassVar",
    "Form",
    "Generator",
    "Generic",
    "Iterable",
    "Iterator",
    "Mapping",
    "MutableMapping",
    "Sequence",
    "TypeAlias",
    "TypeVar",
    "cast",
    "datetime",
]
