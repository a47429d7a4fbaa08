"""Finds the places that catch boto's exceptions, in files that use boto and reboto."""

from __future__ import annotations

import ast
import importlib
from typing import TYPE_CHECKING

from reboto.migrate.names import dotted

if TYPE_CHECKING:
    from collections.abc import Mapping

# Functions whose argument with this index is a class or a tuple of classes.
_TAKE_CLASSES = {
    "assertRaises": 0,
    "assertRaisesRegex": 0,
    "assertRaisesRegexp": 0,
    "isinstance": 1,
    "issubclass": 1,
    "raises": 0,
    "suppress": 0,
}


def is_exception(path: str) -> bool:
    """Check whether a name is an exception class of ``boto.exception`` that reboto has.

    Parameters
    ----------
    path : str
        Dotted name.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_exception("boto.exception.BotoServerError"), is_exception("boto.config")
    (True, False)
    """
    home, _, name = path.rpartition(".")
    if home != "boto.exception":
        return False
    kind = getattr(importlib.import_module("reboto.exception"), name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)


def role(node: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> str:
    """Return what a source does with an exception class.

    Parameters
    ----------
    node : ast.expr
        The expression for the class.
    parents : dict
        The parent of each node.

    Returns
    -------
    str
        ``"caught"`` if a tuple of classes may replace it, ``"listed"`` if it is
        an element of a tuple or list, ``"raised"`` if the class may remain
        reboto's, otherwise ``"unknown"``.
    """
    parent = parents[node]
    if isinstance(parent, ast.ExceptHandler):
        return "caught"
    if isinstance(parent, ast.Tuple | ast.List | ast.Set):
        return "listed"
    if isinstance(parent, ast.Call) and node in parent.args:
        name = dotted(parent.func).rpartition(".")[2]
        place = _TAKE_CLASSES.get(name)
        is_caught = place is not None and (parent.args.index(node) == place or name == "suppress")
        return "caught" if is_caught else "unknown"
    if isinstance(parent, ast.Call | ast.Raise | ast.ClassDef | ast.arguments):
        return "raised"
    is_annotation = isinstance(parent, ast.AnnAssign) and parent.annotation is node
    return "raised" if is_annotation or isinstance(parent, ast.FunctionDef) else "unknown"
