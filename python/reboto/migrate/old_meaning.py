"""Finds Python 2 code that is valid Python 3, but fails or runs differently there."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reboto.migrate.names import dotted
from reboto.migrate.old_bytes import find_bytes
from reboto.migrate.old_sequences import find_lists
from reboto.migrate.scopes import Scopes
from reboto.migrate.source_text import SourceText
from reboto.migrate.texts import template

if TYPE_CHECKING:
    from collections.abc import Callable

# The end of every description. Such code is upgraded without the fixers for Python 2 syntax.
SUFFIX = "on Python 3"
_STRING = {
    "letters": "ascii_letters",
    "lowercase": "ascii_lowercase",
    "uppercase": "ascii_uppercase",
}
_STRING_FUNCTIONS = {
    "atof", "atoi", "atol", "count", "find", "join", "joinfields", "lower", "lstrip", "replace",
    "rfind", "rstrip", "split", "splitfields", "strip", "upper", "zfill",
}  # fmt: skip
_METHODS = {
    "__cmp__": "define __eq__ and __lt__",
    "__div__": "define __truediv__",
    "__getslice__": "handle slices in __getitem__",
    "__nonzero__": "rename it to __bool__",
    "__unicode__": "define __str__",
}
_BUILTINS = {"apply", "buffer", "coerce", "file", "intern"}
_INTEGERS = {"int", "len", "ord"}
_FLOATS = {"float", "time.time", "time"}


@dataclass
class Meaning:
    """What a source means on Python 3 that it does not mean on Python 2.

    Attributes
    ----------
    found : set of tuple
        Line and description of each place.
    fixes : list of callable
        Functions that change the text so that it means on Python 3 what it
        meant on Python 2.
    """

    found: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    fixes: list[Callable[[SourceText], None]] = field(
        default_factory=list["Callable[[SourceText], None]"]
    )


def meaning(tree: ast.Module, *, is_old: bool | None = None) -> Meaning:
    """Find what runs differently on Python 3.

    Parameters
    ----------
    tree : ast.Module
        The parsed source.
    is_old : bool, optional
        True if the source is known to be Python 2. False if it may be Python 2:
        then a source that Python 2 cannot run has nothing to find. By default,
        also leave out what most Python 3 sources have.

    Returns
    -------
    Meaning
    """
    if not is_old and _is_new(tree):
        return Meaning()
    return _Finder(tree, is_old=is_old).meaning


def fix_meaning(source: str, *, is_old: bool | None = None) -> str:
    """Change a source so that it means on Python 3 what it means on Python 2.

    Parameters
    ----------
    source : str
        A source that is valid Python 3.
    is_old : bool, optional
        As for `meaning`.

    Returns
    -------
    str

    Examples
    --------
    >>> fix_meaning("first = d.keys()[0]")
    'first = list(d.keys())[0]'
    """
    text = SourceText(source)
    for fix in meaning(ast.parse(source), is_old=is_old).fixes:
        fix(text)
    return text.result()


def _is_new(tree: ast.Module) -> bool:
    """Check whether a source has syntax that Python 2 does not have."""
    if _imports_from_future(tree, "annotations"):
        return True
    has_print = _imports_from_future(tree, "print_function")
    # Python 2 has stars in calls.
    nodes = list(ast.walk(tree))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    in_calls = {each for node in calls for each in node.args if isinstance(each, ast.Starred)}
    for node in nodes:
        if (
            isinstance(
                node,
                ast.JoinedStr
                | ast.AnnAssign
                | ast.AsyncFunctionDef
                | ast.Nonlocal
                | ast.NamedExpr
                | ast.YieldFrom
                | ast.Starred
                | ast.Match,
            )
            and node not in in_calls
        ):
            return True
        if isinstance(node, ast.arguments) and (node.kwonlyargs or node.posonlyargs):
            return True
        if isinstance(node, ast.arg) and node.annotation:
            return True
        if isinstance(node, ast.Raise) and node.cause:
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "super" and not node.args:
                return True
            if node.func.id == "print" and not has_print and node.keywords:
                return True
    return False


def _imports_from_future(tree: ast.Module, name: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == name for alias in node.names)
        for node in tree.body
    )


def _prints_several(tree: ast.Module) -> bool:
    """Check whether a source calls print() as in Python 3; in Python 2 this prints a tuple."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 1)
    return any(isinstance(node.func, ast.Name) and node.func.id == "print" for node in calls)


class _Finder:
    def __init__(self, tree: ast.Module, *, is_old: bool | None) -> None:
        self.meaning = Meaning()
        self._scopes = Scopes(tree)
        self._tree = tree
        self._needs_functools = False
        self._lists()
        for line, text in find_bytes(self._scopes):
            self._found(line, text)
        for node in self._scopes.nodes:
            if isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, ast.Attribute):
                self._attribute(node)
            elif isinstance(node, ast.Raise):
                if node.exc is not None and template(node.exc) is not None:
                    self._found(node.lineno, "raise needs an exception, not a string,")
            elif isinstance(node, ast.FunctionDef) and node.name in _METHODS:
                if isinstance(self._scopes.parents[node], ast.ClassDef):
                    self._found(node.lineno, f"{_METHODS[node.name]}: {node.name} is not called")
            elif isinstance(node, ast.ClassDef):
                self._class(node)
            elif isinstance(node, ast.ExceptHandler):
                self._handler(node)
        if not _imports_from_future(tree, "division"):
            is_asked = is_old or (is_old is not None and not _prints_several(tree))
            self._divisions(is_asked=is_asked or bool(self.meaning.found))
        if self._needs_functools:
            self.meaning.fixes.append(self._import_functools)

    def _found(self, line: int, text: str) -> None:
        self.meaning.found.add((line, f"{text} {SUFFIX}"))

    def _is_builtin(self, node: ast.expr, name: str) -> bool:
        is_name = isinstance(node, ast.Name) and node.id == name
        return is_name and self._scopes.of[node].home(name) is None

    def _lists(self) -> None:
        fixed: set[ast.Call] = set()
        for node, line, text in find_lists(self._scopes):
            self._found(line, text)
            if node not in fixed:
                fixed.add(node)
                self._wrap(node, "list(", ")")

    def _wrap(self, node: ast.expr, before: str, after: str) -> None:
        def fix(text: SourceText) -> None:
            start, end = text.span(node)
            text.replace(start, start, before)
            text.replace(end, end, after)

        self.meaning.fixes.append(fix)

    def _replace(self, node: ast.expr, new: str) -> None:
        self.meaning.fixes.append(lambda text: text.replace(*text.span(node), new))

    def _call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and self._is_builtin(node.func, node.func.id):
            if node.func.id in _BUILTINS:
                self._found(node.lineno, f"the built-in {node.func.id} does not exist")
            elif node.func.id == "cmp" and len(node.args) == 2:
                self._found(node.lineno, "the built-in cmp does not exist")
                left, right = map(ast.unparse, node.args)
                if all(map(_is_simple, node.args)):
                    self._replace(node, f"(({left} > {right}) - ({left} < {right}))")
        if self._is_builtin(node.func, "open") or self._is_builtin(node.func, "file"):
            mode = template(node.args[1]) if len(node.args) > 1 else None
            if mode and "U" in mode:
                self._found(node.lineno, f"the mode {mode!r} of open() does not exist")
        self._sort(node)

    def _sort(self, node: ast.Call) -> None:
        """Find sorting by a function that compares two values."""
        is_sorted = self._is_builtin(node.func, "sorted")
        is_sort = isinstance(node.func, ast.Attribute) and node.func.attr == "sort"
        if not is_sorted and not is_sort:
            return
        for keyword in node.keywords:
            if keyword.arg == "cmp":
                self._compare(keyword.value, "cmp=")
        arguments = node.args[1:] if is_sorted else node.args
        if len(arguments) == 1 and (is_sorted or self._is_function(arguments[0])):
            self._compare(arguments[0], "")

    def _is_function(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Lambda) or self._is_builtin(node, "cmp"):
            return True
        bound = self._scopes.bound(node)
        return any(isinstance(each, ast.FunctionDef | ast.Lambda) for each in bound)

    def _compare(self, function: ast.expr, keyword: str) -> None:
        self._found(function.lineno, "sorting takes a key function, not one that compares,")
        if self._is_builtin(function, "cmp"):
            return
        self._needs_functools = True

        def fix(text: SourceText) -> None:
            start, end = text.span(function)
            if keyword:
                start = text.text.rindex("cmp", 0, start)
            text.replace(start, text.span(function)[0], "key=functools.cmp_to_key(")
            text.replace(end, end, ")")

        self.meaning.fixes.append(fix)

    def _import_functools(self, text: SourceText) -> None:
        home = self._scopes.module.bound.get("functools", [])
        if any(isinstance(each, ast.Import) for each in home):
            return
        body = self._tree.body
        place = next((each for each in body if not _is_head(each)), body[-1])
        start = text.start(place)
        end = text.newline(start) if text.indentation(start) is not None else "; "
        text.replace(start, start, f"import functools{end}")

    def _attribute(self, node: ast.Attribute) -> None:
        parent = self._scopes.parents[node]
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if owner == "string" and self._is_module(node.value):
            if node.attr in _STRING:
                self._found(node.lineno, f"string.{node.attr} does not exist")
                self._rename(node, _STRING[node.attr])
            elif node.attr in _STRING_FUNCTIONS:
                self._found(
                    node.lineno,
                    f"string.{node.attr}() does not exist (text has a method {node.attr})",
                )
            elif node.attr == "maketrans":
                self._found(node.lineno, "string.maketrans does not exist")
                self._replace(node, "str.maketrans")
        elif node.attr == "getargspec" and owner == "inspect":
            self._found(node.lineno, "inspect.getargspec does not exist")
            use = self._scopes.parents[parent] if isinstance(parent, ast.Call) else parent
            if isinstance(use, ast.Subscript) or (
                isinstance(use, ast.Attribute) and use.attr in ("args", "defaults", "varargs")
            ):
                self._rename(node, "getfullargspec")
            elif isinstance(use, ast.Assign) and isinstance(use.targets[0], ast.Tuple):
                self._rename(node, "getfullargspec")
                if isinstance(parent, ast.Call):
                    self._wrap(parent, "", "[:4]")

    def _is_module(self, node: ast.expr) -> bool:
        return any(isinstance(each, ast.Import) for each in self._scopes.bound(node))

    def _rename(self, node: ast.Attribute, new: str) -> None:
        def fix(text: SourceText) -> None:
            end = text.span(node)[1]
            text.replace(end - len(node.attr), end, new)

        self.meaning.fixes.append(fix)

    def _class(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            if isinstance(statement, ast.Assign) and any(
                isinstance(each, ast.Name) and each.id == "__metaclass__"
                for each in statement.targets
            ):
                self._found(
                    statement.lineno, "write class ...(metaclass=...): __metaclass__ has no effect"
                )

    def _handler(self, node: ast.ExceptHandler) -> None:
        """Find ``error.message``, which Python's own exceptions do not have."""
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        own = all(isinstance(kind, ast.Name) and hasattr(builtins, kind.id) for kind in kinds)
        if not node.name or not own:
            return
        for each in (inner for statement in node.body for inner in ast.walk(statement)):
            if isinstance(each, ast.Attribute) and dotted(each) == f"{node.name}.message":
                self._found(each.lineno, f"{node.name}.message does not exist, use str(),")

    def _divisions(self, *, is_asked: bool) -> None:
        for node in self._scopes.nodes:
            if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
                continue
            sides = (node.left, node.right)
            if any(template(side) is not None or _is_float(side) for side in sides):
                continue
            is_whole = all(map(_is_integer, sides)) or self._is_index(node)
            if is_whole:
                self.meaning.fixes.append(_divide(node))
            if is_whole or is_asked:
                self._found(node.lineno, f"{ast.unparse(node)} is not rounded (see //)")

    def _is_index(self, node: ast.expr) -> bool:
        """Check whether a quotient must be a whole number."""
        parent = self._scopes.parents[node]
        if isinstance(parent, ast.Subscript):
            return parent.slice is node
        if isinstance(parent, ast.Slice):
            return True
        return isinstance(parent, ast.Call) and ast.unparse(parent.func) in {"range", "xrange"}


def _divide(node: ast.BinOp) -> Callable[[SourceText], None]:
    def fix(text: SourceText) -> None:
        place = text.text.index("/", text.span(node.left)[1], text.span(node.right)[0])
        text.replace(place, place, "/")

    return fix


def _is_simple(node: ast.AST) -> bool:
    """Check whether an expression can be evaluated twice."""
    if isinstance(node, ast.Attribute):
        return _is_simple(node.value)
    if isinstance(node, ast.Subscript):
        return _is_simple(node.value) and _is_simple(node.slice)
    return isinstance(node, ast.Name | ast.Constant)


def _is_head(statement: ast.stmt) -> bool:
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    return is_text or is_future


def _is_integer(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) is int
    if isinstance(node, ast.BinOp):
        is_plain = isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.FloorDiv | ast.Div)
        return is_plain and _is_integer(node.left) and _is_integer(node.right)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in _INTEGERS


def _is_float(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float | complex)
    if isinstance(node, ast.BinOp):
        return _is_float(node.left) or _is_float(node.right)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        return name in _FLOATS or name.rpartition(".")[2] == "total_seconds"
    return False
