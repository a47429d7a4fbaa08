"""Finds Python 2 code that does not run on Python 3."""

# fissix has no types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

from fissix import pygram
from fissix.fixes.fix_imports import MAPPING as RENAMED
from fissix.fixes.fix_imports2 import MAPPING as RENAMED_TOO
from fissix.pgen2 import token
from fissix.pgen2.driver import Driver
from fissix.pgen2.parse import ParseError
from fissix.pgen2.tokenize import TokenError
from fissix.pytree import convert

from reboto.migrate.fix_removed_names import REMOVED
from reboto.migrate.names import Remark
from reboto.migrate.old_meaning import meaning

_MODULES = {"urllib2", *RENAMED, *RENAMED_TOO} - sys.stdlib_module_names
_BUILTINS = {
    "basestring",
    "execfile",
    "long",
    "raw_input",
    "reduce",
    "reload",
    "unichr",
    "unicode",
    "xrange",
}
_ON_DICTS = {"iteritems", "iterkeys", "itervalues", "viewitems", "viewkeys", "viewvalues"}
_ATTRIBUTES = {"has_key", *_ON_DICTS, *REMOVED}
_MEMBERS = {
    "itertools": {"ifilter", "ifilterfalse", "imap", "izip", "izip_longest"},
    "os": {"getcwdu"},
    "sys": {"maxint"},
    "urllib": {
        "quote",
        "quote_plus",
        "unquote",
        "unquote_plus",
        "urlencode",
        "urlopen",
        "urlretrieve",
    },
}
# Remarks on names that Python 3 code may also use begin with this.
NAME = "Python 2: name "
COMMA = "Python 2: except with a comma"
TABS = "Python 2: tabs and spaces mixed"
_SYMBOLS: Any = pygram.python_symbols


class NotPythonError(Exception):
    """A source is neither Python 3 nor Python 2.

    Parameters
    ----------
    line : int
        Line at which the parser stops.
    text : str
        The problem.
    """

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def not_python(error: ParseError | TokenError) -> NotPythonError:
    """Convert a parser's error into one that names the line.

    Parameters
    ----------
    error : fissix.pgen2.parse.ParseError or fissix.pgen2.tokenize.TokenError
        The error of fissix.

    Returns
    -------
    NotPythonError
    """
    line = error.context[1][0] if isinstance(error, ParseError) else error.args[1][0]
    here = "{}.{}".format(*sys.version_info)
    return NotPythonError(
        line,
        f"cannot be parsed as Python {here} or as Python 2: if it is newer syntax, run migrate "
        "with that version",
    )


def obstacles(source: str, path: Path, *, is_old: bool | None = None) -> list[Remark]:
    """List the Python 2 code in a source that fails or runs differently on Python 3.

    Parameters
    ----------
    source : str
        The source.
    path : pathlib.Path
        The file of the source. Modules in the same folder take precedence over
        those of the standard library.
    is_old : bool, optional
        True if the source is known to be Python 2, False if it may be.

    Returns
    -------
    list of Remark
        Empty for Python 3. If there is Python 2 syntax, names are not listed.

    Raises
    ------
    NotPythonError
        If the source is not valid Python 2 either.

    Examples
    --------
    >>> from pathlib import Path
    >>> obstacles("print 'up'", Path("scale.py"))
    [Remark(line=1, text='Python 2: print statement')]
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        found = _syntax_obstacles(source, error)
    else:
        found = set(_old_excepts(tree))
        if not found:
            found = set(_old_names(tree, path))
            found |= meaning(tree, is_old=is_old).found
    return sorted(Remark(line, f"Python 2: {text}") for line, text in found)


def _syntax_obstacles(source: str, error: SyntaxError | ValueError) -> set[tuple[int, str]]:
    has_print = "print_function" not in source
    grammar = pygram.python_grammar if has_print else pygram.python_grammar_no_print_statement
    text = source.replace("\r\n", "\n")
    try:
        tree = Driver(grammar, convert=convert).parse_string(f"{text}\n")
    except (ParseError, TokenError) as second:
        raise not_python(second) from error
    found = set(_old_syntax(tree))
    line = getattr(error, "lineno", None) or 1
    if isinstance(error, TabError):
        found.add((line, TABS.removeprefix("Python 2: ")))
    if not found:
        raise NotPythonError(line, f"cannot be parsed: {getattr(error, 'msg', error)}")
    return found


def _old_syntax(tree: Any) -> Iterator[tuple[int, str]]:
    """Yield the line and a description of each piece of Python 2 syntax in fissix's tree."""
    for node in tree.pre_order():
        text = _old_leaf(node) if not node.children else _old_node(node)
        if text:
            yield node.get_lineno(), text


def _old_node(node: Any) -> str:
    signs = [child.value for child in node.children if not child.children]
    if node.type == _SYMBOLS.print_stmt:
        return "print statement"
    if node.type == _SYMBOLS.exec_stmt:
        return "exec statement"
    if node.type == _SYMBOLS.except_clause and "," in signs:
        return "except with a comma"
    if node.type == _SYMBOLS.raise_stmt and "," in signs:
        return "raise with a comma"
    if node.type == _SYMBOLS.atom and signs[:1] == ["`"]:
        return "backquotes"
    if node.type == _SYMBOLS.tfpdef:
        return "tuple parameter"
    return ""


def _old_leaf(leaf: Any) -> str:
    value = leaf.value
    if leaf.type == token.NOTEQUAL and value == "<>":
        return "<>"
    if leaf.type == token.NUMBER:
        if value[-1] in "lL":
            return "long integer"
        if value.isdigit() and value[0] == "0" and value.strip("0"):
            return "octal number without 0o"
    if leaf.type == token.STRING and value[:2].lower() == "ur":
        return "ur string"
    return ""


def _old_excepts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield ``except A, b``, which Python 3.14 parses as two exceptions (PEP 758).

    A name in lower case is taken for the variable of Python 2, not for an exception.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.ExceptHandler) or not isinstance(node.type, ast.Tuple):
            continue
        if len(node.type.elts) != 2:
            continue
        first, last = node.type.elts
        bare = (node.type.lineno, node.type.col_offset) == (first.lineno, first.col_offset)
        if bare and isinstance(last, ast.Name) and (not last.id[0].isupper() or len(last.id) == 1):
            yield node.lineno, "except with a comma"


def _old_names(tree: ast.Module, path: Path) -> Iterator[tuple[int, str]]:
    """Yield names that only Python 2 has, except inside ``try``, which may handle both."""
    tried: set[ast.AST] = set()
    bound: set[str] = set()
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Try) and node not in tried:
            tried.update(ast.walk(node))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
    # dict.iteritems() has no argument; six.iteritems() and similar functions have one.
    calls = (node for node in nodes if isinstance(node, ast.Call) and node.args)
    helpers = {
        node.func
        for node in calls
        if isinstance(node.func, ast.Attribute) and node.func.attr in _ON_DICTS
    }
    for node in nodes:
        if node in tried:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _is_old_module(alias.name, path):
                    yield node.lineno, f"module {alias.name}"
        elif isinstance(node, ast.ImportFrom) and not node.level:
            home = node.module or ""
            names = {alias.name for alias in node.names}
            if _is_old_module(home, path):
                yield node.lineno, f"module {home}"
            yield from ((node.lineno, f"name {name}") for name in names & REMOVED.keys())
            yield from ((node.lineno, f"{home}.{name}") for name in names & _members(home))
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in _ATTRIBUTES and node not in helpers:
                yield node.lineno, f"name {node.attr}"
            elif node.attr in _members(owner):
                yield node.lineno, f"{owner}.{node.attr}"
        elif _is_print(node):
            yield node.lineno, "print statement"
        elif isinstance(node, ast.Name) and node.id in _BUILTINS - bound:
            yield node.lineno, f"built-in {node.id}"


def _is_print(node: ast.AST) -> TypeGuard[ast.BinOp | ast.Expr]:
    """Check whether a node is a Python 2 ``print`` that is valid Python 3 without a call."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.RShift):
        name: ast.expr = node.left
    elif isinstance(node, ast.Expr):
        name = node.value
    else:
        return False
    return isinstance(name, ast.Name) and name.id == "print"


def _members(module: str) -> set[str]:
    return _MEMBERS.get(module, set())


def _is_old_module(name: str, path: Path) -> bool:
    if name.split(".")[0] not in _MODULES:
        return False
    sibling = path.parent / name.split(".")[0]
    return not sibling.with_suffix(".py").exists() and not sibling.is_dir()
