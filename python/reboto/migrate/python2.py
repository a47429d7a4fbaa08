"""Finds what keeps a Python 2 source from running on Python 3, and upgrades it."""

# fissix has no types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import ast
import functools
import sys
import warnings
from typing import TYPE_CHECKING, Any

from fissix import pygram
from fissix.fixes.fix_imports import MAPPING as RENAMED
from fissix.fixes.fix_imports2 import MAPPING as RENAMED_TOO
from fissix.pgen2 import token
from fissix.pgen2.driver import Driver
from fissix.pgen2.parse import ParseError
from fissix.pgen2.tokenize import TokenError
from fissix.pytree import convert
from fissix.refactor import RefactoringTool, get_fixers_from_package

from reboto.migrate.names import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
_METHODS = {"has_key", "iteritems", "iterkeys", "itervalues", "viewitems", "viewkeys", "viewvalues"}
_URLLIB = {"quote", "quote_plus", "unquote", "unquote_plus", "urlencode", "urlopen", "urlretrieve"}
_SYMBOLS: Any = pygram.python_symbols


class NotPythonError(Exception):
    """A source is neither Python 3 nor Python 2.

    Attributes
    ----------
    line : int
        Line at which reading it stops.
    """

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def obstacles(source: str, path: Path) -> list[Remark]:
    """List what keeps a source from running on Python 3.

    Parameters
    ----------
    source : str
        The source.
    path : pathlib.Path
        Where it is; modules beside it are not taken for the library's.

    Returns
    -------
    list of Remark
        Empty for Python 3; when there is Python 2 syntax, only that.

    Raises
    ------
    NotPythonError
        When it is not Python 2 either.

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
        found = set(_old_names(tree, path))
    return sorted(Remark(line, f"Python 2: {text}") for line, text in found)


def upgrade(source: str, path: Path) -> str:
    """Turn Python 2 source into Python 3.

    Parameters
    ----------
    source : str
        The source, with line ends of either kind.
    path : pathlib.Path
        Where it is; imports of modules beside it in a package become relative.

    Returns
    -------
    str

    Raises
    ------
    NotPythonError
        When the source is not Python 2.

    Examples
    --------
    >>> from pathlib import Path
    >>> upgrade("print 'up'", Path("scale.py"))
    "print('up')"
    """
    has_returns = "\r\n" in source
    text = source.replace("\r\n", "\n") if has_returns else source
    try:
        tree = _tool().refactor_string(f"{text}\n", str(path))
    except (ParseError, TokenError) as error:
        raise _not_python(error) from error
    text = str(tree)[:-1]
    return text.replace("\n", "\r\n") if has_returns else text


@functools.cache
def _tool() -> RefactoringTool:
    return RefactoringTool(get_fixers_from_package("fissix.fixes"))


def _syntax_obstacles(source: str, error: SyntaxError | ValueError) -> set[tuple[int, str]]:
    has_print = "print_function" not in source
    grammar = pygram.python_grammar if has_print else pygram.python_grammar_no_print_statement
    text = source.replace("\r\n", "\n")
    try:
        tree = Driver(grammar, convert=convert).parse_string(f"{text}\n")
    except (ParseError, TokenError) as second:
        raise _not_python(second) from error
    found = set(_old_syntax(tree))
    line = getattr(error, "lineno", None) or 1
    if isinstance(error, TabError):
        found.add((line, "tabs and spaces mixed"))
    if not found:
        raise NotPythonError(line, f"does not parse: {getattr(error, 'msg', error)}")
    return found


def _not_python(error: ParseError | TokenError) -> NotPythonError:
    line = error.context[1][0] if isinstance(error, ParseError) else error.args[1][0]
    return NotPythonError(line, "does not parse, as Python 3 or as Python 2")


def _old_syntax(tree: Any) -> Iterator[tuple[int, str]]:
    """Yield the lines of Python 2 syntax in fissix's tree, and what is there."""
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
        return "tuple among parameters"
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


def _old_names(tree: ast.Module, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of names that only Python 2 has, unless the source provides for both."""
    tried: set[ast.AST] = set()
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            tried.update(ast.walk(node))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
    for node in ast.walk(tree):
        if node in tried:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _is_old_module(alias.name, path):
                    yield node.lineno, f"module {alias.name}"
        elif isinstance(node, ast.ImportFrom) and not node.level:
            if _is_old_module(node.module or "", path):
                yield node.lineno, f"module {node.module}"
            elif node.module == "urllib" and {alias.name for alias in node.names} & _URLLIB:
                yield node.lineno, "functions of urllib"
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in _METHODS:
                yield node.lineno, f"method {node.attr}"
            elif owner == "urllib" and node.attr in _URLLIB:
                yield node.lineno, "functions of urllib"
        elif isinstance(node, ast.Name) and node.id in _BUILTINS - bound:
            yield node.lineno, f"built-in {node.id}"


def _is_old_module(name: str, path: Path) -> bool:
    if name.split(".")[0] not in _MODULES:
        return False
    beside = path.parent / name.split(".")[0]
    return not beside.with_suffix(".py").exists() and not beside.is_dir()
