"""Finds the scope that each name of a source belongs to."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(eq=False)
class Scope:
    """A module, class, function or comprehension.

    Attributes
    ----------
    kind : str
        ``"module"``, ``"class"``, ``"function"`` or ``"comprehension"``.
    parent : Scope or None
        The enclosing scope; None for a module.
    bound : dict
        For each name that the scope binds, the nodes that bind it.
    declared : dict
        For each name in a ``global`` or ``nonlocal`` statement, its scope.
    """

    kind: str
    parent: Scope | None = None
    bound: dict[str, list[ast.AST]] = field(default_factory=dict[str, "list[ast.AST]"])
    declared: dict[str, Scope] = field(default_factory=dict[str, "Scope"])

    @property
    def module(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def is_deferred(self) -> bool:
        """Whether the scope is in a function, so that it does not run on import."""
        scope: Scope | None = self
        while scope is not None:
            if scope.kind == "function":
                return True
            scope = scope.parent
        return False

    def home(self, name: str) -> Scope | None:
        """Find the scope that a name used in this scope refers to.

        Parameters
        ----------
        name : str
            The name.

        Returns
        -------
        Scope or None
            None for names that the source does not bind, such as built-ins.
        """
        if name in self.declared:
            return self.declared[name]
        if name in self.bound:
            return self
        scope = self.parent
        while scope is not None:
            if scope.kind != "class" and (name in scope.bound or name in scope.declared):
                return scope.declared.get(name, scope)
            scope = scope.parent
        return None

    def bind(self, name: str, node: ast.AST) -> None:
        """Record that a node binds a name.

        Parameters
        ----------
        name : str
            The name.
        node : ast.AST
            The statement or expression.
        """
        self.declared.get(name, self).bound.setdefault(name, []).append(node)


class Scopes:
    """The scopes of a module, and the parent of each node.

    Parameters
    ----------
    tree : ast.Module
        The module.

    Attributes
    ----------
    of : dict
        The scope in which each name and each import statement stands.
    parents : dict
        The parent of each node.
    nodes : list of ast.AST
        All nodes, each after its parent; siblings in the order of the source where
        Python evaluates them in this order.
    module : Scope
        The scope of the module.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.of: dict[ast.AST, Scope] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: list[ast.AST] = []
        self.module = self._scope = Scope("module")
        for statement in tree.body:
            self._enter(statement, tree)

    def bound(self, node: ast.expr) -> list[ast.AST]:
        """Return the nodes that bind a name.

        Parameters
        ----------
        node : ast.expr
            The name, or another expression, which nothing binds.

        Returns
        -------
        list of ast.AST
        """
        if not isinstance(node, ast.Name):
            return []
        home = self.of[node].home(node.id)
        return home.bound.get(node.id, []) if home else []

    def _enter(self, node: ast.AST, parent: ast.AST) -> None:
        self.parents[node] = parent
        self.nodes.append(node)
        if isinstance(node, ast.Name):
            self.of[node] = self._scope
            if isinstance(node.ctx, ast.Store):
                self._scope.bind(node.id, node)
        elif isinstance(node, _FUNCTIONS):
            self._function(node)
        elif isinstance(node, ast.ClassDef):
            self._class(node)
        elif isinstance(node, _COMPREHENSIONS):
            self._comprehension(node)
        elif isinstance(node, ast.NamedExpr):
            self._named(node)
        else:
            self._bindings(node)
            for child in ast.iter_child_nodes(node):
                self._enter(child, node)

    def _bindings(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.of[node] = self._scope
            for alias in node.names:
                name = alias.asname or alias.name
                self._scope.bind(name.partition(".")[0] if not alias.asname else name, node)
        elif isinstance(node, ast.Global):
            for name in node.names:
                self._scope.declared[name] = self._scope.module
        elif isinstance(node, ast.Nonlocal):
            for name in node.names:
                home = self._scope.parent.home(name) if self._scope.parent else None
                if home is not None:
                    self._scope.declared[name] = home
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            if node.name:
                self._scope.bind(node.name, node)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self._scope.bind(node.rest, node)

    def _inside(self, kind: str) -> Scope:
        outer = self._scope
        self._scope = Scope(kind, outer)
        return outer

    def _function(self, node: Function) -> None:
        if not isinstance(node, ast.Lambda):
            self._scope.bind(node.name, node)
            for decorator in node.decorator_list:
                self._enter(decorator, node)
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [each for each in (arguments.vararg, arguments.kwarg) if each]
        self.parents[arguments] = node
        for value in [*arguments.defaults, *filter(None, arguments.kw_defaults)]:
            self._enter(value, arguments)
        for argument in every:
            if argument.annotation:
                self._enter(argument.annotation, arguments)
        if not isinstance(node, ast.Lambda) and node.returns:
            self._enter(node.returns, node)
        outer = self._inside("function")
        for argument in every:
            self._scope.bind(argument.arg, argument)
        for parameter in getattr(node, "type_params", ()):
            self._scope.bind(parameter.name, parameter)
        for child in [node.body] if isinstance(node, ast.Lambda) else node.body:
            self._enter(child, node)
        self._scope = outer

    def _class(self, node: ast.ClassDef) -> None:
        self._scope.bind(node.name, node)
        for each in [*node.decorator_list, *node.bases, *node.keywords]:
            self._enter(each, node)
        outer = self._inside("class")
        for statement in node.body:
            self._enter(statement, node)
        self._scope = outer

    def _comprehension(self, node: Comprehension) -> None:
        first, *rest = node.generators
        self.parents[first] = node
        self._enter(first.iter, first)
        outer = self._inside("comprehension")
        for target in [first.target, *first.ifs]:
            self._enter(target, first)
        for each in rest:
            self._enter(each, node)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.comprehension):
                self._enter(child, node)
        self._scope = outer

    def _named(self, node: ast.NamedExpr) -> None:
        self.parents[node.target] = node
        scope = self._scope
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        scope.bind(node.target.id, node.target)
        self.of[node.target] = scope
        self._enter(node.value, node)
