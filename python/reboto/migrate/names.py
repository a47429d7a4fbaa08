"""Finds the names of boto in a source: imports, their uses, and strings."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from reboto.migrate.texts import Text, find_texts

if TYPE_CHECKING:
    from reboto.migrate.scopes import Scope, Scopes
    from reboto.migrate.source_text import SourceText

Statement: TypeAlias = "ast.Import | ast.ImportFrom"

# Functions whose second argument names an attribute of the first one.
_BY_NAME = {"getattr", "hasattr", "setattr", "delattr", "object", "multiple"}


@dataclass(frozen=True, order=True)
class Remark:
    """A note on a line that must be checked or changed by hand.

    Attributes
    ----------
    line : int
        Line of the source, from 1.
    text : str
        The problem and what to do about it.
    """

    line: int
    text: str


@dataclass(eq=False)
class Import:
    """One name that an import statement imports from boto.

    Attributes
    ----------
    statement : ast.Import or ast.ImportFrom
        The statement.
    alias : ast.alias or None
        The name in the statement; None for ``*``.
    path : str
        Dotted name of the imported module or member.
    scope : Scope
        Scope in which the name is bound.
    line : int
        Line of the statement.
    """

    statement: Statement
    alias: ast.alias | None
    path: str
    scope: Scope
    line: int


@dataclass(eq=False)
class Use:
    """An expression that uses a module or member of boto.

    Attributes
    ----------
    name : ast.Name
        The name at the root of the dotted expression.
    node : ast.expr
        The dotted expression.
    path : str
        Dotted name of the module or member.
    is_test : bool
        Whether the expression only checks whether the import succeeded.
    line : int
        Line of the expression.
    twin : str
        If the expression catches an exception of both libraries, boto's class.
    keeps_name : bool
        Whether `twin` uses the same name, which therefore still refers to boto.
    is_settled : bool
        Whether a tuple already has reboto's class before this one.
    """

    name: ast.Name
    node: ast.expr
    path: str
    is_test: bool
    line: int
    twin: str = ""
    keeps_name: bool = False
    is_settled: bool = False


@dataclass(eq=False)
class Binding:
    """A local name, the imports that bind it, and its uses.

    Attributes
    ----------
    scope : Scope
        Scope in which the name is bound.
    local : str
        The name.
    root : str
        The module or member that the name refers to: ``boto`` after ``import boto.ec2``.
    is_plain : bool
        Whether the name is ``boto`` itself, bound by imports without ``as``.
    is_rebound : bool
        Whether another statement also binds the name.
    imports : list of Import
        The imports.
    uses : list of Use
        The uses.
    """

    scope: Scope
    local: str
    root: str
    is_plain: bool
    is_rebound: bool = False
    imports: list[Import] = field(default_factory=list["Import"])
    uses: list[Use] = field(default_factory=list["Use"])


@dataclass(eq=False)
class Names:
    """All imports and uses of boto in a source.

    Attributes
    ----------
    scopes : Scopes
        The scopes of the source.
    bindings : list of Binding
        Local names, in the order of their imports.
    settled : list of Binding
        Local names that an earlier migration left on boto, with reboto as a fallback.
    stars : list of Import
        The ``from … import *`` statements.
    texts : list of Text
        Strings with names of boto.
    remarks : list of Remark
        Lines that cannot be rewritten automatically.
    existing : set
        Scope and name of each reboto module that the source imports by a plain
        ``import``.
    is_taken : bool
        Whether the source uses the name ``reboto`` for something else.
    has_reboto : bool
        Whether the source imports reboto.
    """

    scopes: Scopes
    bindings: list[Binding] = field(default_factory=list["Binding"])
    stars: list[Import] = field(default_factory=list["Import"])
    texts: list[Text] = field(default_factory=list["Text"])
    remarks: list[Remark] = field(default_factory=list["Remark"])
    existing: set[tuple[Scope, str]] = field(default_factory=set[tuple["Scope", str]])
    is_taken: bool = False
    has_reboto: bool = False
    settled: list[Binding] = field(default_factory=list["Binding"])


def collect(scopes: Scopes, source: SourceText) -> Names:
    """Find the names of boto in a module.

    Parameters
    ----------
    scopes : Scopes
        The scopes of the module.
    source : SourceText
        Its source.

    Returns
    -------
    Names
    """
    return _Collector(scopes, source).names


def dotted(node: ast.AST) -> str:
    """Return the source text of a dotted expression.

    Parameters
    ----------
    node : ast.AST
        The expression.

    Returns
    -------
    str
        Nodes that are neither a name nor an attribute become empty parts.
    """
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


class _Collector:
    def __init__(self, scopes: Scopes, source: SourceText) -> None:
        self.names = Names(scopes)
        self._scopes = scopes
        self._bindings: dict[tuple[Scope, str], Binding] = {}
        self._settled: dict[tuple[Scope, str], Binding] = {}
        for node in scopes.nodes:
            if isinstance(node, ast.Import):
                self._import(node)
            elif isinstance(node, ast.ImportFrom):
                self._import_from(node)
            elif isinstance(node, ast.Call):
                self._call(node)
        self.names.texts = find_texts(scopes, source)
        self._check_others()
        for node in scopes.nodes:
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
                self._use(node)
        self.names.bindings.extend(self._bindings.values())
        self.names.settled.extend(self._settled.values())

    def _import(self, node: ast.Import) -> None:
        self.names.has_reboto |= _brings_reboto(node)
        for alias in node.names:
            path = alias.name
            if path.split(".")[0] == "reboto" and alias.asname is None:
                self.names.existing.add((self._scopes.of[node], path))
            if path.split(".")[0] == "boto":
                self._bind(
                    node, alias, alias.asname or "boto", path if alias.asname else "boto", path
                )

    def _import_from(self, node: ast.ImportFrom) -> None:
        self.names.has_reboto |= not node.level and _brings_reboto(node)
        if node.level or node.module is None or node.module.split(".")[0] != "boto":
            return
        for alias in node.names:
            if alias.name == "*":
                scope = self._scopes.of[node]
                self.names.stars.append(Import(node, None, node.module, scope, node.lineno))
            else:
                path = f"{node.module}.{alias.name}"
                self._bind(node, alias, alias.asname or alias.name, path, path)

    def _call(self, node: ast.Call) -> None:
        for each in node.keywords:
            if each.arg == "https_connection_factory":
                self.names.remarks.append(
                    Remark(
                        each.value.lineno if not hasattr(each, "lineno") else each.lineno,
                        "https_connection_factory is not supported: reboto uses the HTTP client "
                        "of the AWS SDK (for certificates see validate_certs)",
                    )
                )

    def _bind(self, node: Statement, alias: ast.alias, local: str, root: str, path: str) -> None:
        scope = self._scopes.of[node]
        scope = scope.declared.get(local, scope)
        is_plain = root == "boto" and local == "boto"
        table = self._settled if self._has_fallback(node) else self._bindings
        binding = table.setdefault((scope, local), Binding(scope, local, root, is_plain))
        if (binding.root, binding.is_plain) != (root, is_plain):
            binding.is_rebound = True
        binding.imports.append(Import(node, alias, path, scope, node.lineno))

    def _has_fallback(self, node: Statement) -> bool:
        """Check whether a handler imports reboto if an import of boto fails."""
        parent = self._scopes.parents[node]
        return (
            isinstance(parent, ast.Try)
            and node in parent.body
            and any(map(_brings_reboto, (each for one in parent.handlers for each in one.body)))
        )

    def _check_others(self) -> None:
        """Find names that other statements bind too."""
        for (scope, local), binding in self._bindings.items():
            nodes = {imported.statement for imported in binding.imports}
            binding.is_rebound |= any(node not in nodes for node in scope.bound[local])
        scopes = {self._scopes.module, *self._scopes.of.values()}
        nodes_of_reboto = [node for scope in scopes for node in scope.bound.get("reboto", ())]
        self.names.is_taken = not all(map(_brings_reboto, nodes_of_reboto))

    def _use(self, name: ast.Name) -> None:
        home = self._scopes.of[name].home(name.id)
        if home is None:
            return
        binding = self._bindings.get((home, name.id)) or self._settled.get((home, name.id))
        if binding is None:
            return
        node: ast.expr = name
        parent = self._scopes.parents[node]
        path = binding.root
        while isinstance(parent, ast.Attribute):
            path += f".{parent.attr}"
            node, parent = parent, self._scopes.parents[parent]
        path += _named_attribute(node, parent)
        is_test = node is name and _is_test(node, parent)
        use = Use(name, node, path, is_test, node.lineno)
        use.is_settled = _is_after_reboto(node, parent, path)
        binding.uses.append(use)


def _named_attribute(node: ast.expr, parent: ast.AST) -> str:
    """Return the attribute that ``getattr`` or a similar function gets, with a dot."""
    if not isinstance(parent, ast.Call) or len(parent.args) < 2 or parent.args[0] is not node:
        return ""
    name = parent.args[1]
    if dotted(parent.func).rpartition(".")[2] not in _BY_NAME:
        return ""
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return f".{name.value}" if re.fullmatch(r"[A-Za-z_][\w.]*", name.value) else ""
    return ""


def _is_after_reboto(node: ast.expr, parent: ast.AST, path: str) -> bool:
    """Check whether a tuple of exceptions has reboto's class before boto's."""
    if not isinstance(parent, ast.Tuple) or node is parent.elts[0]:
        return False
    name = dotted(parent.elts[parent.elts.index(node) - 1])
    return name == f"re{path}" or f"boto_{name}" == dotted(node)


def _is_test(node: ast.expr, parent: ast.AST) -> bool:
    if isinstance(parent, ast.Compare):
        return parent.left is node and all(
            isinstance(operator, ast.Is | ast.IsNot) for operator in parent.ops
        )
    if isinstance(parent, ast.If | ast.IfExp):
        return parent.test is node
    if isinstance(parent, ast.UnaryOp):
        return isinstance(parent.op, ast.Not)
    return isinstance(parent, ast.BoolOp)


def _brings_reboto(statement: ast.AST) -> bool:
    if isinstance(statement, ast.Import):
        return any(alias.name.split(".")[0] == "reboto" for alias in statement.names)
    if isinstance(statement, ast.ImportFrom) and statement.module is not None:
        return statement.module.split(".")[0] == "reboto"
    return False
