"""Finds the names of boto in a source: imports, their uses, and strings."""

# libcst requires these names for visitor methods.
# ruff: noqa: N802

# pyright cannot infer dataclass fields whose types are imported only for type checking.
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst
from libcst.metadata import (
    ExpressionContext,
    ExpressionContextProvider,
    ImportAssignment,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    ScopeProvider,
)

if TYPE_CHECKING:
    from libcst.metadata import CodeRange, Scope

Statement: TypeAlias = "cst.Import | cst.ImportFrom"

_DOTTED = re.compile(r"boto(\.[A-Za-z_]\w*)+")
_INSIDE = re.compile(r"[A-Za-z_][\w.]*\.boto(\.[\w.]+)?")
_IMPORTERS = {"__import__", "import_module", "importorskip", "find_spec"}


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
    statement : libcst.Import or libcst.ImportFrom
        The statement.
    alias : libcst.ImportAlias or None
        The name in the statement; None for ``*``.
    path : str
        Dotted name of the imported module or member.
    scope : libcst.metadata.Scope
        Scope in which the name is bound.
    line : int
        Line of the statement.
    """

    statement: Statement
    alias: cst.ImportAlias | None
    path: str
    scope: Scope
    line: int


@dataclass(eq=False)
class Use:
    """An expression that uses a module or member of boto.

    Attributes
    ----------
    name : libcst.Name
        The name at the root of the dotted expression.
    path : str
        Dotted name of the module or member.
    is_test : bool
        Whether the expression only checks whether the import succeeded.
    line : int
        Line of the expression.
    """

    name: cst.Name
    path: str
    is_test: bool
    line: int


@dataclass(eq=False)
class Binding:
    """A local name, the imports that bind it, and its uses.

    Attributes
    ----------
    scope : libcst.metadata.Scope
        Scope in which the name is bound.
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
    root: str
    is_plain: bool
    is_rebound: bool = False
    imports: list[Import] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)


@dataclass(eq=False)
class Text:
    """A string literal with a dotted name of boto.

    Attributes
    ----------
    node : libcst.SimpleString
        The literal.
    path : str
        The dotted name.
    role : str
        ``"patched"`` if a mock patches the name, ``"imported"`` if a function
        imports it, otherwise ``"plain"``.
    line : int
        Line of the literal.
    """

    node: cst.SimpleString
    path: str
    role: str
    line: int


@dataclass(eq=False)
class Names:
    """All imports and uses of boto in a source.

    Attributes
    ----------
    bindings : list of Binding
        Local names, in the order of their imports.
    stars : list of Import
        The ``from … import *`` statements.
    texts : list of Text
        String literals with names of boto.
    remarks : list of Remark
        Lines that cannot be rewritten automatically.
    existing : set
        Scope and name of each reboto module that the source imports by a plain
        ``import``.
    is_taken : bool
        Whether the source uses the name ``reboto`` for something else.
    """

    bindings: list[Binding] = field(default_factory=list)
    stars: list[Import] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    existing: set[tuple[Scope, str]] = field(default_factory=set)
    is_taken: bool = False


def collect(module: cst.Module) -> tuple[cst.Module, Names]:
    """Find the names of boto in a module.

    Parameters
    ----------
    module : libcst.Module
        The parsed source.

    Returns
    -------
    tuple
        The module that contains the nodes in the names, and the names.
    """
    wrapper = MetadataWrapper(module)
    collector = _Collector()
    wrapper.visit(collector)
    return wrapper.module, collector.names


def dotted(node: cst.CSTNode) -> str:
    """Return the source text of a dotted expression.

    Parameters
    ----------
    node : libcst.CSTNode
        The expression.

    Returns
    -------
    str
        Nodes that are neither a name nor an attribute become empty parts.
    """
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


class _Collector(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (
        ExpressionContextProvider,
        ParentNodeProvider,
        PositionProvider,
        ScopeProvider,
    )

    def __init__(self) -> None:
        super().__init__()
        self.names = Names()
        self._bindings: dict[tuple[Scope, str], Binding] = {}
        self._roles: dict[cst.SimpleString, str] = {}
        self._uses: list[tuple[cst.Name, list[str], cst.CSTNode]] = []

    def visit_Import(self, node: cst.Import) -> bool:
        for alias in node.names:
            path = dotted(alias.name)
            if path.split(".")[0] == "reboto" and alias.asname is None:
                self.names.existing.add((self._scope(alias), path))
            if path.split(".")[0] == "boto":
                local = dotted(alias.asname.name) if alias.asname else "boto"
                self._bind(node, alias, local, path if alias.asname else "boto", path)
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        if node.relative or node.module is None or dotted(node.module).split(".")[0] != "boto":
            return False
        home = dotted(node.module)
        if isinstance(node.names, cst.ImportStar):
            self.names.stars.append(Import(node, None, home, self._scope(node), self._line(node)))
            return False
        for alias in node.names:
            path = f"{home}.{dotted(alias.name)}"
            local = dotted(alias.asname.name if alias.asname else alias.name)
            self._bind(node, alias, local, path, path)
        return False

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        chain: list[str] = []
        inner: cst.BaseExpression = node
        while isinstance(inner, cst.Attribute):
            chain.insert(0, inner.attr.value)
            inner = inner.value
        if isinstance(inner, cst.Name):
            self._uses.append((inner, chain, node))
            return False
        return True

    def visit_Name(self, node: cst.Name) -> None:
        # Names of keyword arguments have no scope.
        if self.get_metadata(ScopeProvider, node, None) is not None:
            self._uses.append((node, [], node))

    def visit_Call(self, node: cst.Call) -> None:
        called = dotted(node.func).split(".")
        first = node.args[0].value if node.args else None
        if isinstance(first, cst.SimpleString):
            if called[-1] in _IMPORTERS:
                self._roles[first] = "imported"
            elif "patch" in called or called[0] == "monkeypatch":
                self._roles[first] = "patched"
        for arg in node.args:
            if arg.keyword is not None and arg.keyword.value == "https_connection_factory":
                self._remark(
                    arg,
                    "https_connection_factory is not supported: reboto uses the HTTP client of "
                    "the AWS SDK (for certificates see validate_certs)",
                )

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        text = node.evaluated_value
        role = self._roles.get(node, "plain")
        if not isinstance(text, str):
            return
        if _DOTTED.fullmatch(text) or (role == "imported" and text == "boto"):
            self.names.texts.append(Text(node, text, role, self._line(node)))
        elif role == "patched" and _INSIDE.fullmatch(text):
            self._remark(node, f"{text!r} patches boto through another module: change it by hand")

    def visit_Module(self, node: cst.Module) -> None:  # noqa: ARG002
        for scope in {self._scope(each) for each in self.metadata[ScopeProvider]}:
            for assignment in scope["reboto"]:
                statement = getattr(assignment, "node", None)
                if not isinstance(assignment, ImportAssignment) or not _brings(statement, "reboto"):
                    self.names.is_taken = True

    def leave_Module(self, original_node: cst.Module) -> None:  # noqa: ARG002
        for (scope, local), binding in self._bindings.items():
            nodes = {imported.statement for imported in binding.imports}
            for assignment in scope[local]:
                if getattr(assignment, "node", None) not in nodes:
                    binding.is_rebound = True
        for name, chain, node in self._uses:
            self._use(name, chain, node)
        self.names.bindings.extend(self._bindings.values())

    def _bind(
        self, node: Statement, alias: cst.ImportAlias, local: str, root: str, path: str
    ) -> None:
        scope = self._scope(alias)
        for assignment in scope[local]:
            if getattr(assignment, "node", None) is node:
                scope = assignment.scope
        is_plain = root == "boto" and local == "boto"
        binding = self._bindings.setdefault((scope, local), Binding(scope, root, is_plain))
        if (binding.root, binding.is_plain) != (root, is_plain):
            binding.is_rebound = True
        binding.imports.append(Import(node, alias, path, scope, self._line(node)))

    def _use(self, name: cst.Name, chain: list[str], node: cst.CSTNode) -> None:
        context = self.get_metadata(ExpressionContextProvider, name, None)
        if context not in (ExpressionContext.LOAD, ExpressionContext.DEL):
            return
        for home in {assignment.scope for assignment in self._scope(name)[name.value]}:
            binding = self._bindings.get((home, name.value))
            if binding is not None:
                path = ".".join([binding.root, *chain])
                is_test = not chain and self._is_test(node)
                binding.uses.append(Use(name, path, is_test, self._line(node)))

    def _is_test(self, node: cst.CSTNode) -> bool:
        parent = self.get_metadata(ParentNodeProvider, node)
        if isinstance(parent, cst.Comparison):
            operators = [target.operator for target in parent.comparisons]
            return all(isinstance(operator, cst.Is | cst.IsNot) for operator in operators)
        if isinstance(parent, cst.If | cst.IfExp):
            return parent.test is node
        if isinstance(parent, cst.UnaryOperation):
            return isinstance(parent.operator, cst.Not)
        return isinstance(parent, cst.BooleanOperation)

    def _remark(self, node: cst.CSTNode, text: str) -> None:
        self.names.remarks.append(Remark(self._line(node), text))

    def _scope(self, node: cst.CSTNode) -> Scope:
        scope = self.get_metadata(ScopeProvider, node, None)
        if scope is None:
            raise TypeError(f"{type(node).__name__} has no scope")
        return scope

    def _line(self, node: cst.CSTNode) -> int:
        place: CodeRange = self.get_metadata(PositionProvider, node)  # pyright: ignore[reportAssignmentType]
        return place.start.line


def _brings(statement: cst.CSTNode | None, top: str) -> bool:
    if isinstance(statement, cst.Import):
        return any(dotted(alias.name).split(".")[0] == top for alias in statement.names)
    if isinstance(statement, cst.ImportFrom) and statement.module is not None:
        return dotted(statement.module).split(".")[0] == top
    return False
