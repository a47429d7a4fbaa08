"""Positions in a source, and changes to its text."""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

_LINE_END = re.compile(r"\r\n|\r|\n")


class NotFoundError(Exception):
    """A piece of a source is not where it is expected.

    Parameters
    ----------
    line : int
        Line of the source, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass
class SourceText:
    """The text of a source, and changes to it. All other characters are kept.

    Attributes
    ----------
    text : str
        The text.
    """

    text: str
    _starts: list[int] = field(default_factory=list[int], init=False)
    _edits: list[tuple[int, int, int, str]] = field(
        default_factory=list[tuple[int, int, int, str]], init=False
    )

    def __post_init__(self) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def offset(self, line: int, column: int) -> int:
        """Return the index in the text of a position in the syntax tree.

        Parameters
        ----------
        line : int
            The line, from 1.
        column : int
            The column in bytes of UTF-8, from 0.

        Returns
        -------
        int
        """
        start = self._starts[line - 1]
        piece = self.text[start : start + column]
        if piece.isascii():
            return start + column
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        data = self.text[start:end].encode("utf-8", "surrogatepass")[:column]
        return start + len(data.decode("utf-8", "surrogatepass"))

    def span(self, node: ast.expr | ast.stmt | ast.alias | ast.excepthandler) -> tuple[int, int]:
        """Return the indexes at which a node starts and ends.

        Parameters
        ----------
        node : ast.expr, ast.stmt, ast.alias or ast.excepthandler
            The node.

        Returns
        -------
        tuple of int
        """
        last, column = node.end_lineno, node.end_col_offset
        if last is None or column is None:
            raise NotFoundError(node.lineno)
        return self.offset(node.lineno, node.col_offset), self.offset(last, column)

    def start(self, statement: ast.stmt) -> int:
        """Return the index at which a statement starts, with its decorators.

        Parameters
        ----------
        statement : ast.stmt
            The statement.

        Returns
        -------
        int
        """
        # A decorator's node starts after its sign.
        decorators = getattr(statement, "decorator_list", [])
        starts = [self.span(each)[0] - 1 for each in decorators]
        return min([self.span(statement)[0], *starts])

    def segment(self, node: ast.expr | ast.stmt | ast.alias) -> str:
        """Return the text of a node.

        Parameters
        ----------
        node : ast.expr, ast.stmt or ast.alias
            The node.

        Returns
        -------
        str
        """
        start, end = self.span(node)
        return self.text[start:end]

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace a part of the text when `result` is called.

        Parameters
        ----------
        start, end : int
            Indexes of the part. If they are the same, the new text is inserted there,
            after earlier insertions at this index.
        new : str
            The new text.
        """
        self._edits.append((start, end, len(self._edits), new))

    def result(self) -> str:
        """Return the text with all changes.

        Returns
        -------
        str
        """
        pieces: list[str] = []
        done = 0
        for start, end, _, new in sorted(self._edits):
            pieces += [self.text[done:start], new]
            done = max(done, end)
        return "".join([*pieces, self.text[done:]])

    def line_end(self, index: int) -> int:
        """Return the index at which the line of an index ends, before its line feed.

        Parameters
        ----------
        index : int
            An index in the text.

        Returns
        -------
        int
        """
        found = _LINE_END.search(self.text, index)
        return found.start() if found else len(self.text)

    def indentation(self, index: int) -> str | None:
        """Return the whitespace between the start of a line and an index in it.

        Parameters
        ----------
        index : int
            The index.

        Returns
        -------
        str or None
            None if there is something else before the index.
        """
        start = max((each for each in self._near(index) if each <= index), default=0)
        piece = self.text[start:index]
        return None if piece.strip(" \t\f") else piece

    def newline(self, index: int) -> str:
        """Return the line ending that is used at an index.

        Parameters
        ----------
        index : int
            The index.

        Returns
        -------
        str
        """
        found = _LINE_END.search(self.text, index) or _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def is_whole_line(self, start: int, end: int) -> bool:
        """Check whether a part is alone on its lines, apart from a comment.

        Parameters
        ----------
        start, end : int
            Indexes of the part.

        Returns
        -------
        bool
        """
        rest = self.text[end : self.line_end(end)].strip(" \t\f")
        is_continued = self.text[:start].rstrip(" \t").endswith(("\\\n", "\\\r\n"))
        return (
            self.indentation(start) is not None
            and not is_continued
            and (not rest or rest.startswith("#"))
        )

    def strings(self, node: ast.expr) -> list[tuple[int, int]]:
        """Return the spans of the literals of a string, which may be written in several pieces.

        Parameters
        ----------
        node : ast.expr
            A string, or an f-string.

        Returns
        -------
        list of tuple
        """
        start, end = self.span(node)
        # In parentheses, so that the pieces may be on several lines.
        inner = SourceText(f"({self.text[start:end]})")
        spans: list[tuple[int, int]] = []
        begin = depth = 0
        # Since Python 3.12, f-strings have tokens of their own.
        first, last = (getattr(tokenize, f"FSTRING_{name}", -1) for name in ("START", "END"))
        for token in tokenize.generate_tokens(io.StringIO(inner.text, newline="").readline):
            if token.type == first:
                begin = begin if depth else inner.place(*token.start)
                depth += 1
            elif token.type == last:
                depth -= 1
                if not depth:
                    spans.append((begin, inner.place(*token.end)))
            elif token.type == tokenize.STRING and not depth:
                spans.append((inner.place(*token.start), inner.place(*token.end)))
        return [(here + start - 1, there + start - 1) for here, there in spans]

    def place(self, line: int, column: int) -> int:
        """Return the index in the text of a position of a token.

        Parameters
        ----------
        line : int
            The line, from 1.
        column : int
            The column in characters, from 0.

        Returns
        -------
        int
        """
        return self._starts[line - 1] + column

    def _near(self, index: int) -> list[int]:
        position = bisect_right(self._starts, index)
        return self._starts[max(0, position - 1) : position]
