"""Convert the types in docstrings to annotations.

``str or list of str, optional`` becomes ``str | Iterable[str]``. Types of arguments are abstract: a
list may be any iterable. Types of results are concrete.
"""

from __future__ import annotations

import builtins
import importlib
import re
from typing import TYPE_CHECKING

from reboto._lazy import Styled

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAKEN = {
    "callable": "Callable[..., object]",
    "dict": "Mapping[str, Any]",
    "list": "Iterable",
    "object": "object",
    "sequence": "Sequence",
}
_GIVEN = {"dict": "dict[str, Any]", "list": "list", "object": "Any", "tuple": "tuple[Any, ...]"}
# The argument of classes that are generic over the style of a connection.
STYLE = "[Style]"
_PLAIN = frozenset({"bool", "bytes", "float", "int", "None", "str"})
_ABSTRACT = re.compile(r"\b(?:Callable|Iterable|Mapping|Sequence)\b")


class UnreadableTypeError(Exception):
    """A docstring has a type that cannot be converted."""


class Annotations:
    """Converts types and collects the imports that the annotations need.

    Parameters
    ----------
    homes : tuple of str
        Modules to look for classes in, in this order.
    imports : dict of str to str, optional
        Modules by the names that annotations use; empty for a module itself. Instances may
        share it.

    Examples
    --------
    >>> annotations = Annotations(("reboto.ec2.autoscale",))
    >>> annotations.taken("str or list of str, optional"), annotations.given("list of Tag")
    ('str | Iterable[str]', 'list[Tag[Style]]')
    >>> annotations.imports
    {'Iterable': 'collections.abc', 'Tag': 'reboto.ec2.autoscale.tag'}
    """

    def __init__(self, homes: tuple[str, ...], imports: dict[str, str] | None = None) -> None:
        self.homes = homes
        self.imports = {} if imports is None else imports

    def taken(self, words: str) -> str:
        """Convert the type of an argument.

        Parameters
        ----------
        words : str
            Its type: alternatives, joined by ``or``. Everything after ``dict of str to`` is the
            type of the values.

        Returns
        -------
        str

        Raises
        ------
        UnreadableTypeError
            If a word is neither known nor the name of a class in one of the modules.
        """
        # Connections of both styles take objects of both.
        return self._union(words, _TAKEN, "Mapping").replace(STYLE, "[Any]")

    def given(self, words: str) -> str:
        """Convert the type of a result.

        Parameters
        ----------
        words : str
            Its type, as for `taken`.

        Returns
        -------
        str

        Raises
        ------
        UnreadableTypeError
            As for `taken`.
        """
        return self._union(words, _GIVEN, "dict")

    def statements(self) -> Iterator[str]:
        """Generate the import statements that the annotations need.

        Yields
        ------
        str
        """
        yield from (f"import {name}" for name, home in sorted(self.imports.items()) if not home)
        for home in sorted(set(filter(None, self.imports.values()))):
            names = sorted(name for name, other in self.imports.items() if other == home)
            yield f"from {home} import {', '.join(names)}"

    def _union(self, words: str, general: dict[str, str], mapping: str) -> str:
        words = re.sub(r", (optional|default .*)$", "", words)
        parts: list[str] = []
        while words:
            if pair := re.fullmatch(r"dict of (\w+) to (.+)", words):
                key, value = (self._union(part, general, mapping) for part in pair.groups())
                parts.append(self._noted(f"{mapping}[{key}, {value}]"))
                break
            first, _, words = words.partition(" or ")
            parts.append(self._one(first, general))
        return " | ".join(dict.fromkeys(parts))

    def _one(self, words: str, general: dict[str, str]) -> str:
        outer, of, inner = words.partition(" of ")
        if of:
            return f"{self._one(outer, general)}[{self._one(inner, general)}]"
        if words in _PLAIN:
            return words
        if words in general:
            return self._noted(general[words])
        return self._class(words)

    def _noted(self, annotation: str) -> str:
        for name in _ABSTRACT.findall(annotation):
            self._import(name, "collections.abc")
        return annotation

    def _class(self, name: str) -> str:
        module, _, attribute = name.rpartition(".")
        for home in (module,) if module else self.homes:
            found = getattr(importlib.import_module(home), attribute, None)
            if isinstance(found, type):
                if module:
                    self._import(module, "")
                elif found.__module__ != builtins.__name__:
                    # Classes of the compiled module may have a public path.
                    core = importlib.import_module("reboto._core")
                    is_compiled = getattr(core, attribute, None) is found
                    self._import(name, core.__name__ if is_compiled else found.__module__)
                return name + STYLE * issubclass(found, Styled)
        raise UnreadableTypeError(f"{name!r} is not a type that can be converted to an annotation")

    def _import(self, name: str, module: str) -> None:
        other = self.imports.setdefault(name, module)
        if other != module:
            raise UnreadableTypeError(f"{name!r} is in {other} and in {module}")
