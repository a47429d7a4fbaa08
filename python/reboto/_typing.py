"""What annotations are made of, without importing `typing`.

That module and what it imports take longer than all of reboto, and a script that
starts needs none of it. Where it is loaded already, and for type checkers, the real
names are used; elsewhere there are stand-ins that look the same in `help`.
"""

import sys

# Type checkers take a variable of this name for true.
TYPE_CHECKING = False

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

    class _Form:
        def __init__(self, name):
            self._name = name

        def __repr__(self):
            return self._name

        def __or__(self, other):
            return _Form(f"{self} | {_name(other)}")

        def __ror__(self, other):
            return _Form(f"{_name(other)} | {self}")

        def __getitem__(self, inner):
            inner = inner if isinstance(inner, tuple) else (inner,)
            return _Form(f"{self}[{', '.join(map(_name, inner))}]")

        def __call__(self, *_arguments, **_options):
            raise TypeError(f"{self} stands in an annotation alone")

    def _name(part):
        if part is None or part is type(None):
            return "None"
        return part.__qualname__ if type(part) is type else str(part)

    class Generic:
        def __class_getitem__(cls, parameters):
            return type(list[int])(cls, parameters)

    class TypeVar(_Form):
        def __init__(self, name, **_options):
            super().__init__(name)

    def cast(_kind, value):
        return value

    Any = _Form("Any")
    ClassVar = _Form("ClassVar")
    TypeAlias = _Form("TypeAlias")
    datetime = _Form("datetime")

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Callable",
    "ClassVar",
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
