"""Finds the strings of a source that hold names of boto."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from reboto.migrate.scopes import Scopes
    from reboto.migrate.source_text import SourceText

_DOTTED = re.compile(r"boto(\.[A-Za-z_]\w*)+")
# In a template, every computed part is this character.
_GAP = "\0"
_BUILT = re.compile(r"(.+\.)?boto(\.[\w.\0]*)?", re.DOTALL)
IMPORTERS = {
    "__import__",
    "find_spec",
    "import_module",
    "import_string",
    "importorskip",
    "load_object",
    "resolve_name",
}
_FORMAT = re.compile(r"%(\(\w+\))?[-#0 +]*\d*[a-z]|%%", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(eq=False)
class Text:
    r"""A string with a dotted name of boto.

    Attributes
    ----------
    node : ast.expr
        The string, or the expression that builds it.
    path : str
        The dotted name, with ``\\0`` for each computed part.
    role : str
        ``"patched"`` if a mock patches the name, ``"imported"`` if a function
        imports it, ``"loaded"`` if it is looked up in ``sys.modules``, otherwise
        ``"plain"``.
    line : int
        Line of the string.
    literals : list of tuple
        Start and end of each literal in the source.
    """

    node: ast.expr
    path: str
    role: str
    line: int
    literals: list[tuple[int, int]]

    @property
    def is_built(self) -> bool:
        """Whether the name has computed parts."""
        return _GAP in self.path

    @property
    def shown(self) -> str:
        """The name, with ``{}`` for each computed part."""
        return self.path.replace(_GAP, "{}")


def find_texts(scopes: Scopes, source: SourceText) -> list[Text]:
    """Find the strings with names of boto.

    Parameters
    ----------
    scopes : Scopes
        The scopes of the module.
    source : SourceText
        Its source.

    Returns
    -------
    list of Text
    """
    texts: list[Text] = []
    inner: set[ast.AST] = set()
    roles = _roles(scopes)
    for node in scopes.nodes:
        if node in inner or not isinstance(
            node, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Call
        ):
            continue
        path = template(node)
        if path is None:
            continue
        inner.update(ast.walk(node))
        if isinstance(scopes.parents[node], ast.Expr):
            continue
        role = roles.get(node, "plain")
        if not _concerns(path, role):
            continue
        strings = [each for each in ast.walk(node) if _is_string(each)]
        nested = {part for each in strings for part in ast.walk(each) if part is not each}
        literals = [span for each in strings if each not in nested for span in source.strings(each)]
        texts.append(Text(node, path, role, node.lineno, literals))
    return texts


def template(node: ast.AST) -> str | None:
    r"""Return the string that an expression builds.

    Parameters
    ----------
    node : ast.AST
        A string, an f-string, strings joined by ``+``, or a string with ``%`` or ``.format``.

    Returns
    -------
    str or None
        The string, with ``\\0`` for each computed part; None for other expressions.

    Examples
    --------
    >>> template(ast.parse("f'boto.{name}'", mode="eval").body)
    'boto.\x00'
    """
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(template(value) or _GAP for value in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = template(node.left), template(node.right)
        return None if left is None and right is None else (left or _GAP) + (right or _GAP)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        left = template(node.left)
        return None if left is None else _FORMAT.sub(_GAP, left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "format":
            left = template(node.func.value)
            return None if left is None else _BRACES.sub(_GAP, left)
        if (
            node.func.attr == "join"
            and node.args
            and isinstance(node.args[0], ast.List | ast.Tuple)
        ):
            separator = template(node.func.value)
            parts = [template(each) or _GAP for each in node.args[0].elts]
            return None if separator is None else separator.join(parts)
    return None


def _is_string(node: ast.AST) -> TypeGuard[ast.expr]:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _concerns(path: str, role: str) -> bool:
    if "boto" not in path:
        return False
    if _DOTTED.fullmatch(path) or (role != "plain" and path == "boto"):
        return True
    if role in ("patched", "imported"):
        return _BUILT.fullmatch(path) is not None
    return _GAP in path and path.startswith("boto.") and _BUILT.fullmatch(path) is not None


def _roles(scopes: Scopes) -> dict[ast.AST, str]:
    """Find what the strings in calls and subscripts are for."""
    roles: dict[ast.AST, str] = {}
    for node in scopes.nodes:
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "sys.modules":
            roles[node.slice] = "loaded"
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            if ast.unparse(node.comparators[0]) == "sys.modules":
                roles[node.left] = "loaded"
        elif isinstance(node, ast.Call):
            _roles_in_call(node, roles)
    return roles


def _roles_in_call(node: ast.Call, roles: dict[ast.AST, str]) -> None:
    called = _callee(node.func)
    first = node.args[0] if node.args else None
    for keyword in node.keywords:
        if keyword.arg in ("target", "name") and first is None:
            first = keyword.value
    if first is None:
        return
    if called[-1] in IMPORTERS:
        roles[first] = "imported"
    elif "patch" in called or called[0] in ("monkeypatch", "mocker"):
        roles[first] = "patched"
        if _is_modules(first):
            for each in [*node.args[1:], *(keyword.value for keyword in node.keywords)]:
                keys = each.keys if isinstance(each, ast.Dict) else [each]
                roles.update({key: "loaded" for key in keys if key is not None})
    elif isinstance(node.func, ast.Attribute) and _is_modules(node.func.value):
        roles[first] = "loaded"


def _callee(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*_callee(node.value), node.attr]
    return [node.id if isinstance(node, ast.Name) else ""]


def _is_modules(node: ast.expr) -> bool:
    name = node.value if isinstance(node, ast.Constant) else ".".join(_callee(node))
    return name == "sys.modules"
