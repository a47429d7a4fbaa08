"""Rewrites a source according to a plan, keeping its formatting and comments."""

# libcst requires these names for transformer methods.
# ruff: noqa: N802

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from reboto.migrate.names import Remark, collect
from reboto.migrate.plan import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reboto.migrate.plan import Plan


def move(source: str) -> tuple[str, list[Remark]]:
    r"""Move the imports and uses of boto in a source to reboto.

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
    libcst.ParserSyntaxError
        If the source is not Python 3.

    Examples
    --------
    >>> move("import boto\nconn = boto.connect_autoscale()  # one\n")
    ('import reboto\nconn = reboto.connect_autoscale()  # one\n', [])
    """
    parsed = cst.parse_module(source)
    if parsed.code != source:
        pairs = zip(source.split("\n"), parsed.code.split("\n"), strict=False)
        line = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
        return source, [Remark(line, "this whitespace cannot be preserved: change it by hand")]
    module, names = collect(parsed)
    plan = decide(names)
    rewritten = module.visit(_Rewriter(plan))
    return rewritten.code, sorted(set(plan.remarks))


class _Rewriter(cst.CSTTransformer):
    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        path = self._plan.names.get(original_node)
        if path is None:
            return updated_node
        return _dotted(path).with_changes(lpar=updated_node.lpar, rpar=updated_node.rpar)

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        if original_node not in self._plan.texts:
            return updated_node
        return updated_node.with_changes(value=updated_node.value.replace("boto", "reboto", 1))

    def leave_Import(
        self, original_node: cst.Import, updated_node: cst.Import
    ) -> cst.Import | cst.FlattenSentinel[cst.BaseSmallStatement]:
        pairs = zip(original_node.names, updated_node.names, strict=True)
        aliases = [new for old, alias in pairs for new in self._replace(old, alias)]
        extras = self._extras(original_node)
        if len(original_node.names) == 1 and len(aliases) > 1:
            # The script imports one module per line.
            first, *rest = (
                alias.with_changes(comma=cst.MaybeSentinel.DEFAULT) for alias in aliases
            )
            extras = [cst.Import([alias]) for alias in rest] + extras
            aliases = [first]
        return _spread(updated_node.with_changes(names=aliases), extras)

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.FlattenSentinel[cst.BaseSmallStatement]:
        extras = self._extras(original_node)
        moved = updated_node.with_changes(module=_prefixed(updated_node.module))
        if original_node in self._plan.stars:
            return moved
        names = updated_node.names
        if isinstance(original_node.names, cst.ImportStar) or isinstance(names, cst.ImportStar):
            return updated_node
        moved_names = [self._plan.members.get(alias, False) for alias in original_node.names]
        if not any(moved_names):
            return _spread(updated_node, extras)
        if all(moved_names):
            return _spread(moved, extras)
        stay, go = (
            [
                alias
                for alias, is_moved in zip(names, moved_names, strict=True)
                if is_moved is selected
            ]
            for selected in (False, True)
        )
        return _spread(_with_names(updated_node, stay), [_with_names(moved, go), *extras])

    def leave_SimpleStatementLine(
        self,
        original_node: cst.SimpleStatementLine,
        updated_node: cst.SimpleStatementLine,
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        if len(original_node.body) > 1 or len(updated_node.body) < 2:
            return updated_node
        first, *rest = updated_node.body
        lines = [updated_node.with_changes(body=[first])]
        return cst.FlattenSentinel([*lines, *(cst.SimpleStatementLine([each]) for each in rest)])

    def _replace(self, old: cst.ImportAlias, alias: cst.ImportAlias) -> list[cst.ImportAlias]:
        targets = self._plan.modules.get(old)
        if targets is None:
            return [alias]
        if len(targets) == 1 and targets[0][1] == alias.evaluated_alias:
            return [alias.with_changes(name=_dotted(targets[0][0]))]
        return [
            cst.ImportAlias(
                _dotted(path),
                cst.AsName(cst.Name(name)) if name else None,
                cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")),
            )
            for path, name in targets[:-1]
        ] + [
            cst.ImportAlias(
                _dotted(path), cst.AsName(cst.Name(name)) if name else None, alias.comma
            )
            for path, name in targets[-1:]
        ]

    def _extras(self, statement: cst.Import | cst.ImportFrom) -> list[cst.BaseSmallStatement]:
        modules = self._plan.extras.get(statement, [])
        return [cst.Import([cst.ImportAlias(_dotted(module))]) for module in modules]


def _spread(
    statement: cst.BaseSmallStatement, extras: Sequence[cst.BaseSmallStatement]
) -> cst.FlattenSentinel[cst.BaseSmallStatement]:
    return cst.FlattenSentinel([statement, *extras])


def _with_names(statement: cst.ImportFrom, names: list[cst.ImportAlias]) -> cst.ImportFrom:
    """Keep some names of an import, with the original end of the statement."""
    last = names[-1]
    if statement.lpar is None:
        last = last.with_changes(comma=cst.MaybeSentinel.DEFAULT)
    elif not isinstance(statement.names, cst.ImportStar):
        here, end = (_space_after(alias) for alias in (last, statement.names[-1]))
        if here is not None and end is not None:
            space = here.with_changes(indent=end.indent, last_line=end.last_line)
            last = last.with_changes(comma=cst.Comma(whitespace_after=space))
    return statement.with_changes(names=[*names[:-1], last])


def _space_after(alias: cst.ImportAlias) -> cst.ParenthesizedWhitespace | None:
    space = alias.comma.whitespace_after if isinstance(alias.comma, cst.Comma) else None
    return space if isinstance(space, cst.ParenthesizedWhitespace) else None


def _dotted(path: str) -> cst.Name | cst.Attribute:
    first, *rest = path.split(".")
    node: cst.Name | cst.Attribute = cst.Name(first)
    for part in rest:
        node = cst.Attribute(node, cst.Name(part))
    return node


def _prefixed(node: cst.BaseExpression | None) -> cst.BaseExpression | None:
    """Put ``re`` before the root of a dotted name."""
    if isinstance(node, cst.Attribute):
        return node.with_changes(value=_prefixed(node.value))
    return node.with_changes(value=f"re{node.value}") if isinstance(node, cst.Name) else node
