"""Convert docstrings to Markdown for the API reference: an extension of griffe, used by mkdocs.yml.

Docstrings have reStructuredText links, and names in single backquotes. Names that griffe finds
become links to their entry in the reference.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

LINK = re.compile(r"`([^`<]+?)\s+<(https?://[^>]+)>`_+")
LITERAL = re.compile(r"``([^`]+)``")
NAME = re.compile(r"(?<![`\[\w])`([A-Za-z_][\w.]*)(\(\))?`(?!`)")


class MarkdownDocstrings(griffe.Extension):
    """Rewrites the docstrings of a package once all of its modules are loaded."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Convert the docstrings of a package."""
        convert_members(pkg, set())


def convert_members(obj: griffe.Object, done: set[int]) -> None:
    """Convert the docstrings of an object and its members; an inherited docstring once."""
    if obj.docstring is not None and id(obj.docstring) not in done:
        done.add(id(obj.docstring))
        obj.docstring.value = markdown(obj.docstring.value, obj)
    for member in obj.members.values():
        if isinstance(member, griffe.Object):
            convert_members(member, done)


def markdown(text: str, obj: griffe.Object) -> str:
    """Convert a docstring, except for its examples."""
    lines = [
        line if line.lstrip().startswith((">>>", "...")) else convert(line, obj)
        for line in text.splitlines()
    ]
    return "\n".join(lines)


def convert(line: str, obj: griffe.Object) -> str:
    """Convert the links, literals and names of one line."""

    def reference(found: re.Match[str]) -> str:
        name, call = found.group(1), found.group(2) or ""
        path = target(name, obj)
        return f"[`{name}{call}`][{path}]" if path else f"`{name}{call}`"

    line = LINK.sub(r"[\1](\2)", line)
    line = NAME.sub(reference, line)
    return LITERAL.sub(r"`\1`", line)


def target(name: str, obj: griffe.Object) -> str | None:
    """Return the full path of a name, or None for a name that is not in the reference."""
    if name.startswith("reboto."):
        path = name
    else:
        head, dot, rest = name.partition(".")
        try:
            path = obj.resolve(head) + dot + rest
        except griffe.NameResolutionError:
            return None
    if any(part.startswith("_") for part in path.split(".")):
        return None
    try:
        found = obj.package.modules_collection[path]
    except KeyError:
        return None
    return path if found.has_docstring else None
