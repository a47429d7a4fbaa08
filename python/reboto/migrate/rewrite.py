"""Rewrites a source according to a plan, keeping its formatting and comments."""

from __future__ import annotations

import ast
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reboto.migrate.guards import role
from reboto.migrate.mixed import hidden_by
from reboto.migrate.names import Remark, collect
from reboto.migrate.plan import Plan, decide
from reboto.migrate.scopes import Scopes
from reboto.migrate.source_text import SourceText

if TYPE_CHECKING:
    from reboto.migrate.names import Names, Statement, Use

_FROM = re.compile(r"from(?:\s|\\\r?\n)+")
_COMMENT = re.compile(r"[ \t]*#[^\r\n]*")


@dataclass
class Moved:
    """A source after `move_source`.

    Attributes
    ----------
    text : str
        The new source.
    remarks : list of Remark
        Lines that must be changed by hand.
    plan : Plan
        The changes.
    """

    text: str
    remarks: list[Remark]
    plan: Plan


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
    SyntaxError
        If the source is not Python 3.

    Examples
    --------
    >>> move("import boto\nconn = boto.connect_autoscale()  # one\n")
    ('import reboto\nconn = reboto.connect_autoscale()  # one\n', [])
    """
    moved = move_tree(source, ast.parse(source))
    return moved.text, moved.remarks


def move_tree(source: str, tree: ast.Module) -> Moved:
    """Move the imports and uses of boto in a parsed source to reboto.

    Parameters
    ----------
    source : str
        Python 3 source.
    tree : ast.Module
        The parsed source.

    Returns
    -------
    Moved
    """
    text = SourceText(source)
    names = collect(Scopes(tree), text)
    plan = decide(names)
    _Rewriter(plan, names, text).rewrite()
    return Moved(text.result(), sorted(set(plan.remarks)), plan)


class _Rewriter:
    def __init__(self, plan: Plan, names: Names, text: SourceText) -> None:
        self._plan = plan
        self._names = names
        self._text = text

    def rewrite(self) -> None:
        """Change the text."""
        for binding in self._names.bindings:
            for use in binding.uses:
                if use.name in self._plan.names:
                    self._rename(use, self._plan.names[use.name])
        for use in self._plan.caught:
            self._catch(use)
        for text in self._plan.texts:
            self._replace_text(text.node, text.literals)
        for node in self._names.scopes.nodes:
            if isinstance(node, ast.Import):
                self._import(node)
            elif isinstance(node, ast.ImportFrom):
                self._import_from(node)

    def _rename(self, use: Use, new: str) -> None:
        start, end = self._text.span(use.name)
        if self._text.text[start:end] != use.name.id:
            found = self._in_f_string(use.name)
            if found is None:
                self._plan.remarks.append(
                    Remark(use.line, f"change {use.path} to {new} in this f-string by hand")
                )
                return
            start, end = found
        self._text.replace(start, end, new)

    def _in_f_string(self, name: ast.Name) -> tuple[int, int] | None:
        """Find a name in an f-string; before Python 3.12, its position may be wrong."""
        node: ast.AST = name
        outer: ast.JoinedStr | None = None
        while node in self._names.scopes.parents:
            node = self._names.scopes.parents[node]
            outer = node if isinstance(node, ast.JoinedStr) else outer
        if outer is None:
            return None
        start, end = self._text.span(outer)
        same = [
            each for each in ast.walk(outer) if isinstance(each, ast.Name) and each.id == name.id
        ]
        pattern = re.compile(rf"(?<![\w.])(?<!\. ){re.escape(name.id)}\b")
        places = [match.span() for match in pattern.finditer(self._text.text, start, end)]
        if len(places) != len(same):
            return None
        return places[_in_order(outer, name.id).index(name)]

    def _replace_text(self, node: ast.expr, literals: list[tuple[int, int]]) -> None:
        for start, end in literals:
            index = self._text.text.find("boto", start, end)
            if index >= 0:
                self._text.replace(index, index, "re")
                return
        self._plan.remarks.append(
            Remark(node.lineno, "change boto to reboto in this string by hand")
        )

    def _catch(self, use: Use) -> None:
        """Replace an exception by the classes of both libraries."""
        if use.keeps_name and use.name not in self._plan.names:
            return
        start, end = self._text.span(use.node)
        if role(use.node, self._names.scopes.parents) == "listed":
            self._text.replace(end, end, f", {use.twin}")
        else:
            self._text.replace(start, start, "(")
            self._text.replace(end, end, f", {use.twin})")

    def _import(self, node: ast.Import) -> None:
        targets = [
            (alias, self._plan.modules.get(alias, [(alias.name, alias.asname)]))
            for alias in node.names
        ]
        stay = [each for _, pairs in targets for each in pairs if each[0].split(".")[0] == "boto"]
        if stay and self._falls_back(node):
            go = [each for _, pairs in targets for each in pairs if each not in stay]
            block = _block(
                [_import_line(*each) for each in stay],
                [
                    _import_line("reboto", "boto")
                    if name is None
                    else _import_line(f"re{path}", name)
                    for path, name in stay
                ],
            )
            self._substitute(node, [*block, *(_import_line(*each) for each in go)])
            return
        self._keeps_boto(node, is_kept=bool(stay))
        added: list[str] = []
        for alias, pairs in targets:
            start, end = self._text.span(alias)
            if pairs == [(alias.name, alias.asname)]:
                continue
            if pairs == [(f"re{alias.name}", alias.asname)]:
                self._text.replace(start, start, "re")
                continue
            pieces = [_import_line(*each).removeprefix("import ") for each in pairs]
            if len(node.names) == 1:
                # The script imports one module per line.
                added = [f"import {piece}" for piece in pieces[1:]]
                pieces = pieces[:1]
            self._text.replace(start, end, ", ".join(pieces))
        self._append(node, [*added, *self._extras(node)])

    def _import_from(self, node: ast.ImportFrom) -> None:
        if node.level or not node.module or node.module.split(".")[0] != "boto":
            return
        moved = [self._plan.members.get(alias, False) for alias in node.names]
        extras = self._extras(node)
        start, end = self._text.span(node)
        stay, go = (
            [number for number, each in enumerate(moved) if each is is_moved]
            for is_moved in (False, True)
        )
        if node in self._plan.stars or not stay:
            head = _FROM.match(self._text.text, start)
            if head is not None:
                self._text.replace(head.end(), head.end(), "re")
        elif self._falls_back(node) and node.names[0].name != "*":
            names = ", ".join(self._text.segment(node.names[number]) for number in stay)
            line = f"from {node.module} import {names}"
            more = [self._moved(self._selected(node, go))] if go else []
            block = _block([line], [self._moved(line)])
            self._substitute(node, [*block, *more])
            return
        else:
            self._keeps_boto(node, is_kept=True)
        if stay and go:
            self._text.replace(start, end, self._selected(node, stay))
            extras = [self._moved(self._selected(node, go, is_first=False)), *extras]
        self._append(node, extras)

    @staticmethod
    def _moved(statement: str) -> str:
        return _FROM.sub(lambda head: f"{head.group()}re", statement, count=1)

    def _keeps_boto(self, node: Statement, *, is_kept: bool) -> None:
        """Add a remark if the failure of an import that stays on boto is hidden."""
        effect = hidden_by(node, self._names.scopes.parents) if is_kept else None
        if effect is not None:
            self._plan.remarks.append(
                Remark(
                    node.lineno,
                    "if boto cannot be imported, as on Python 3.12 and later without "
                    f"`import reboto.as_boto`, {effect}",
                )
            )

    def _falls_back(self, node: Statement) -> bool:
        """Check whether an import of boto is replaced by one that falls back on reboto."""
        return (
            self._plan.is_optional
            and not self._names.scopes.of[node].is_deferred
            and not any(
                node in {one.statement for one in each.imports} for each in self._names.settled
            )
            and self._text.is_whole_line(*self._text.span(node))
        )

    def _selected(self, node: ast.ImportFrom, chosen: list[int], *, is_first: bool = True) -> str:
        """Return an import statement with some of its names."""
        text = self._text.text
        start, end = self._text.span(node)
        spans = [self._text.span(alias) for alias in node.names]
        head, tail = text[start : spans[0][0]], text[spans[-1][1] : end]
        if not is_first:
            head = _COMMENT.sub("", head)
        gaps = [text[here[1] : there[0]] for here, there in itertools.pairwise(spans)]
        pieces = [head]
        for number in chosen[:-1]:
            pieces += [text[slice(*spans[number])], gaps[number]]
        last = chosen[-1]
        pieces.append(text[slice(*spans[last])])
        if last == len(spans) - 1:
            pieces.append(tail)
        elif tail.rstrip().endswith(")"):
            pieces.append(_closing(gaps[last], tail))
        return "".join(pieces)

    def _extras(self, statement: Statement) -> list[str]:
        lines = [f"import {module}" for module in self._plan.extras.get(statement, [])]
        twins = [
            "from {} import {} as {}".format(*path.rpartition(".")[::2], name)
            for path, name in self._plan.twins.get(statement, [])
        ]
        if twins and self._falls_back(statement):
            twins = _block(twins, [self._moved(twin) for twin in twins])
        return [*lines, *twins]

    def _substitute(self, node: Statement, lines: list[str]) -> None:
        """Replace a statement that is alone on its lines."""
        start, end = self._text.span(node)
        separator = self._text.newline(start) + (self._text.indentation(start) or "")
        last = self._text.line_end(end)
        # The comment stays with the first import, after `try:`.
        first, second, *rest = lines
        lines = [first, second + self._text.text[end:last], *rest, *self._extras(node)]
        self._text.replace(start, last, separator.join(lines))

    def _append(self, node: Statement, statements: list[str]) -> None:
        """Add statements after a statement."""
        if not statements:
            return
        start, end = self._text.span(node)
        if self._text.is_whole_line(start, end):
            separator = self._text.newline(start) + (self._text.indentation(start) or "")
            end = self._text.line_end(end)
        else:
            separator = "; "
        self._text.replace(end, end, "".join(separator + each for each in statements))


def _import_line(path: str, name: str | None) -> str:
    return f"import {path} as {name}" if name else f"import {path}"


def _block(lines: list[str], fallbacks: list[str]) -> list[str]:
    """Return the lines of imports of boto that fall back on reboto."""
    handler = [f"    {line}" for line in dict.fromkeys(fallbacks)]
    return ["try:", *(f"    {line}" for line in lines), "except ImportError:", *handler]


def _closing(gap: str, tail: str) -> str:
    """Return the end of an import in parentheses whose last names are left out."""
    last_line = re.split(r"\r\n|\r|\n", tail)[-1]
    if len(last_line) < len(tail):
        comment = re.match(r"[^\r\n]*", gap)
        newline = re.search(r"\r\n|\r|\n", tail)
        kept = comment.group() if comment and "\n" in gap else ","
        return kept.rstrip() + (newline.group() if newline else "\n") + last_line
    if "\n" in gap:
        return gap + tail[tail.rindex(")") :]
    return ")"


def _in_order(node: ast.JoinedStr, name: str) -> list[ast.Name]:
    found: list[ast.Name] = []

    def visit(each: ast.AST) -> None:
        if isinstance(each, ast.Name) and each.id == name:
            found.append(each)
        for child in ast.iter_child_nodes(each):
            visit(child)

    visit(node)
    return found
