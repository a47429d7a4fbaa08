"""Finds views and iterators that are used as lists, as in Python 2."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reboto.migrate.scopes import Scopes

_VIEWS = {"keys", "values", "items"}
_ITERATORS = {"filter", "map", "zip"}
_LIST_METHODS = {"append", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"}
_CHANGES = {"clear", "pop", "popitem", "setdefault", "update"}
# Functions for which a view or an iterator is no substitute for a list.
_SHOW = {"print", "repr", "str", "unicode"}
_NEED_LISTS = {"choice", "dump", "dumps", "sample", "shuffle"}


def find_lists(scopes: Scopes) -> Iterator[tuple[ast.Call, int, str]]:
    """Find calls that return a list on Python 2 and are used as one.

    Parameters
    ----------
    scopes : Scopes
        The scopes of the source.

    Yields
    ------
    tuple
        The call, the line on which its result is used, and a description.
    """
    for node in scopes.nodes:
        kind = _kind(node, scopes)
        if not kind or not isinstance(node, ast.Call):
            continue
        parent = scopes.parents[node]
        if _is_list_use(node, parent, kind):
            yield node, node.lineno, f"{_shown(node)} is {kind}, not a list,"
            continue
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            yield from _uses(node, parent.targets[0], kind, scopes)


def _kind(node: ast.AST, scopes: Scopes) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        is_view = node.func.attr in _VIEWS and not node.args and not node.keywords
        return "a view" if is_view else ""
    if isinstance(node.func, ast.Name) and node.func.id in _ITERATORS and node.args:
        is_builtin = scopes.of[node.func].home(node.func.id) is None
        return "an iterator" if is_builtin else ""
    return ""


def _shown(node: ast.Call) -> str:
    text = ast.unparse(node)
    return text if len(text) < 40 else f"{ast.unparse(node.func)}(...)"


def _uses(
    node: ast.Call, target: ast.expr, kind: str, scopes: Scopes
) -> Iterator[tuple[ast.Call, int, str]]:
    """Find uses of a variable that is bound once, by the call."""
    if not isinstance(target, ast.Name):
        return
    home = scopes.of[target].home(target.id)
    if home is None or len(home.bound[target.id]) != 1:
        return
    for use in scopes.nodes:
        if not isinstance(use, ast.Name) or use.id != target.id or use is target:
            continue
        if scopes.of[use].home(use.id) is not home:
            continue
        if _is_list_use(use, scopes.parents[use], kind):
            yield node, use.lineno, f"{use.id} is {kind}, not a list,"
            return


def _is_list_use(node: ast.expr, parent: ast.AST, kind: str) -> bool:
    is_iterator = kind == "an iterator"
    if isinstance(parent, ast.Subscript):
        return parent.value is node
    if isinstance(parent, ast.Attribute):
        return parent.attr in _LIST_METHODS
    if isinstance(parent, ast.BinOp):
        is_shown = isinstance(parent.op, ast.Mod) and parent.right is node
        return is_shown or isinstance(parent.op, ast.Add | ast.Mult)
    if isinstance(parent, ast.Compare):
        sides = [parent.left, *parent.comparators]
        is_equal = isinstance(parent.ops[0], ast.Eq | ast.NotEq)
        return is_equal and any(isinstance(side, ast.List) for side in sides)
    if isinstance(parent, ast.Call) and node in parent.args:
        name = ast.unparse(parent.func).rpartition(".")[2]
        is_first = parent.args[0] is node
        needs_list = name in _NEED_LISTS or (is_iterator and name == "len")
        return name in _SHOW or (is_first and needs_list)
    if isinstance(parent, ast.For) and not is_iterator and isinstance(node, ast.Call):
        return _changes(parent, node)
    if is_iterator and isinstance(parent, ast.Expr):
        return True
    is_test = isinstance(parent, ast.If | ast.While | ast.IfExp) and parent.test is node
    is_not = isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    is_condition = isinstance(parent, ast.BoolOp)
    return is_iterator and (is_test or is_not or is_condition)


def _changes(loop: ast.For, view: ast.Call) -> bool:
    """Check whether a loop over a view changes the dict."""
    if not isinstance(view.func, ast.Attribute):
        return False
    owner = ast.unparse(view.func.value)
    for node in (each for statement in loop.body for each in ast.walk(statement)):
        if isinstance(node, ast.Delete):
            targets = [each for each in node.targets if isinstance(each, ast.Subscript)]
            if any(ast.unparse(each.value) == owner for each in targets):
                return True
        called = node.func if isinstance(node, ast.Call) else None
        is_change = isinstance(called, ast.Attribute) and called.attr in _CHANGES
        if isinstance(called, ast.Attribute) and is_change and ast.unparse(called.value) == owner:
            return True
    return False
