"""Convert docstrings to Markdown for the API reference: an extension of griffe, used by mkdocs.yml.

Docstrings have reStructuredText links, and names in single backquotes. Names that griffe finds
become links to their entry in the reference. Classes get the parameters that their base classes
document, as `help` shows them.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import griffe

LAZY = Path(__file__).parents[2] / "python" / "reboto" / "_lazy.py"

LINK = re.compile(r"`([^`<]+?)\s+<(https?://[^>]+)>`_+")
LITERAL = re.compile(r"``([^`]+)``")
# Types of the implementation: private names, Any, and those of generic connections.
INTERNAL = re.compile(r"(typing\.)?Any|_\w+|_?Later\[.*|Unpack\[.*|Styled\[.*")
# An example in the text of a module.
SESSION = re.compile(r"^>>> .*(?:\n(?!\n).*)*", re.MULTILINE)
NAME = re.compile(r"(?<![`\[\w])`([A-Za-z_][\w.]*)(\(\))?`(?!`)")


class MarkdownDocstrings(griffe.Extension):
    """Rewrites the docstrings of a package once all of its modules are loaded."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Convert the docstrings of a package."""
        remove_wrappers(pkg)
        join_members(pkg, load(LAZY).join_docstrings)
        convert_members(pkg, set())


def remove_wrappers(obj: griffe.Object) -> None:
    """Remove methods without a docstring from private classes.

    They are in front of compiled methods, which have the docstring and the types.
    """
    for member in obj.members.values():
        if isinstance(member, griffe.Class) and "._" in member.path:
            for method, part in list(member.members.items()):
                if isinstance(part, griffe.Function) and not part.has_docstring:
                    del member.members[method]
        if isinstance(member, (griffe.Class, griffe.Module)):
            remove_wrappers(member)


def load(path: Path) -> Any:
    """Import a module that needs no other one from its file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def join_members(obj: griffe.Object, join: Any) -> None:
    """Join the docstrings of classes that are decorated with ``with_inherited_parameters``."""
    for member in obj.members.values():
        if not isinstance(member, griffe.Object):
            continue
        if isinstance(member, griffe.Class) and member.docstring and joins(member):
            bases = [base.docstring for base in member.mro()]
            texts = [text.value if text else None for text in bases]
            member.docstring.value = join(member.docstring.value, texts)
        join_members(member, join)


def joins(kind: griffe.Class) -> bool:
    """Return whether `help` shows the parameters of the base classes of a class."""
    return any("with_inherited_parameters" in str(each.value) for each in kind.decorators)


def convert_members(obj: griffe.Object, done: set[int]) -> None:
    """Convert the docstrings of an object and its members; an inherited docstring once."""
    if obj.docstring is not None and id(obj.docstring) not in done:
        done.add(id(obj.docstring))
        obj.docstring.value = markdown(obj.docstring.value, obj)
    if isinstance(obj, griffe.Function):
        simplify(obj)
    for member in obj.members.values():
        if isinstance(member, griffe.Object):
            convert_members(member, done)


def simplify(function: griffe.Function) -> None:
    """Leave out annotations that say less than the types in the docstring.

    The result of a call depends on the style of its connection, so it is annotated as Any.
    """
    if INTERNAL.fullmatch(str(function.returns)):
        function.returns = None
    for parameter in function.parameters:
        if INTERNAL.fullmatch(str(parameter.annotation)):
            parameter.annotation = None


def markdown(text: str, obj: griffe.Object) -> str:
    """Convert a docstring, except for its examples."""
    if isinstance(obj, griffe.Module):
        text = SESSION.sub(r"```pycon\n\g<0>\n```", text)
    lines: list[str] = []
    session = False
    for line in text.splitlines():
        session = line.lstrip().startswith((">>>", "...")) or (session and bool(line.strip()))
        lines.append(line if session else convert(line, obj))
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
