"""Replaces ``datetime.utcnow()`` and ``utcfromtimestamp()``, which Python 3.12 deprecates."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from reboto.migrate.names import Remark
from reboto.migrate.scopes import Scopes
from reboto.migrate.source_text import SourceText

if TYPE_CHECKING:
    from reboto.migrate.scopes import Scope

_METHODS = {"utcnow": "now", "utcfromtimestamp": "fromtimestamp"}
_NAIVE = ".replace(tzinfo=None)"


def mentions(source: str) -> bool:
    """Check whether a source may use one of the functions.

    Parameters
    ----------
    source : str
        The source.

    Returns
    -------
    bool
    """
    return any(name in source for name in _METHODS)


def replace_utcnow(source: str) -> tuple[str, list[Remark]]:
    r"""Replace calls of the functions by calls that return the same.

    Parameters
    ----------
    source : str
        Python 3 source.

    Returns
    -------
    tuple
        The new source, and remarks on lines that must be changed by hand.

    Raises
    ------
    SyntaxError
        If the source is not Python 3.

    Examples
    --------
    >>> replace_utcnow("import datetime\nend = datetime.datetime.utcnow()\n")[0].splitlines()[1]
    'end = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)'
    """
    replacer = _Replacer(source)
    return replacer.text.result(), replacer.remarks


class _Replacer:
    def __init__(self, source: str) -> None:
        self.text = SourceText(source)
        self.remarks: list[Remark] = []
        self._scopes = Scopes(ast.parse(source))
        self._imported: dict[ast.ImportFrom, str] = {}
        for node in self._scopes.nodes:
            if isinstance(node, ast.Attribute) and node.attr in _METHODS:
                self._replace(node)

    def _replace(self, node: ast.Attribute) -> None:
        zone = self._zone(node.value)
        parent = self._scopes.parents[node]
        is_call = isinstance(parent, ast.Call) and parent.func is node
        if zone is None or (not is_call and node.attr != "utcnow"):
            self.remarks.append(
                Remark(
                    node.lineno,
                    f"{node.attr} is deprecated: pass datetime.timezone.utc to "
                    f"{_METHODS[node.attr]}() instead",
                )
            )
            return
        start, end = self.text.span(node)
        self.text.replace(end - len(node.attr), end, _METHODS[node.attr])
        if not isinstance(parent, ast.Call) or not is_call:
            self.text.replace(start, start, "(lambda: ")
            self.text.replace(end, end, f"({zone}){_NAIVE})")
            return
        close = self.text.span(parent)[1]
        if parent.args:
            last = self.text.span(parent.args[-1])[1]
            self.text.replace(last, last, f", {zone}")
        else:
            self.text.replace(close - 1, close - 1, zone)
        self.text.replace(close, close, _NAIVE)

    def _zone(self, owner: ast.expr) -> str | None:
        """Return the expression for UTC where ``owner`` is the class `datetime.datetime`."""
        name = owner.value if isinstance(owner, ast.Attribute) else owner
        if not isinstance(name, ast.Name):
            return None
        scope = self._scopes.of[name]
        home = scope.home(name.id)
        bound = home.bound[name.id] if home else []
        if len(bound) != 1:
            return None
        statement = bound[0]
        if isinstance(owner, ast.Attribute):
            is_module = isinstance(statement, ast.Import) and any(
                alias.name == "datetime" and (alias.asname or alias.name) == name.id
                for alias in statement.names
            )
            return f"{name.id}.timezone.utc" if is_module and owner.attr == "datetime" else None
        if not isinstance(statement, ast.ImportFrom) or statement.module != "datetime":
            return None
        return f"{self._import(statement, scope)}.utc"

    def _import(self, statement: ast.ImportFrom, scope: Scope) -> str:
        """Import `timezone` with a statement that imports `datetime`; return its name."""
        if statement not in self._imported:
            for alias in statement.names:
                if alias.name == "timezone":
                    return alias.asname or alias.name
            is_taken = scope.home("timezone") is not None
            self._imported[statement] = name = "datetime_timezone" if is_taken else "timezone"
            end = self.text.span(statement.names[-1])[1]
            self.text.replace(end, end, f", timezone{f' as {name}' * is_taken}")
        return self._imported[statement]
