"""Converts Python 2 to Python 3 with the fixers of fissix."""

# fissix has no types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import ast
import functools
import warnings
from io import StringIO
from typing import TYPE_CHECKING

from fissix.pgen2.parse import ParseError
from fissix.pgen2.tokenize import TokenError, generate_tokens
from fissix.refactor import RefactoringTool, get_fixers_from_package

from reboto.migrate.old_meaning import SUFFIX, fix_meaning
from reboto.migrate.python2 import NAME, TABS, not_python, obstacles

if TYPE_CHECKING:
    from pathlib import Path

    from reboto.migrate.names import Remark

_FIXERS = [*get_fixers_from_package("fissix.fixes"), "reboto.migrate.fix_removed_names"]
_MILD = {"dict", "has_key", "removed_names"}


def upgrade(source: str, path: Path, found: list[Remark] | None = None) -> str:
    """Convert Python 2 source to Python 3.

    Parameters
    ----------
    source : str
        The source, with LF or CRLF line endings.
    path : pathlib.Path
        The file of the source. Imports of modules of the same package become relative.
    found : list of Remark, optional
        What `reboto.migrate.python2.obstacles` found.

    Returns
    -------
    str

    Raises
    ------
    NotPythonError
        If the source is not Python 2.

    Examples
    --------
    >>> from pathlib import Path
    >>> upgrade("print 'up'", Path("scale.py"))
    "print('up')"
    """
    has_returns = "\r\n" in source
    text = source.replace("\r\n", "\n") if has_returns else source
    found = obstacles(source, path) if found is None else found
    # Python 3 code may use such names; other fixers would turn its input() into eval(input()).
    is_mild = all(remark.text.startswith(NAME) or remark.text.endswith(SUFFIX) for remark in found)
    try:
        is_needed = not is_mild or any(remark.text.startswith(NAME) for remark in found)
        upgraded = _refactor(text, path, is_mild) if is_needed else text
        if not _is_valid(upgraded) and any(
            remark.text == TABS for remark in obstacles(upgraded, path)
        ):
            upgraded = _refactor(_without_tabs(text), path, is_mild)
        upgraded = _fixed(upgraded, is_old=not is_mild)
    except (ParseError, TokenError) as error:
        raise not_python(error) from error
    return upgraded.replace("\n", "\r\n") if has_returns else upgraded


def _refactor(text: str, path: Path, is_mild: bool) -> str:
    try:
        tree = _tool(is_mild, is_mild).refactor_string(f"{text}\n", str(path))
    except ParseError:
        # The source may call print() without importing print_function.
        tree = _tool(is_mild, True).refactor_string(f"{text}\n", str(path))
    return str(tree)[:-1]


def _is_valid(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _fixed(source: str, *, is_old: bool) -> str:
    try:
        return fix_meaning(source, is_old=is_old)
    except SyntaxError:
        return source


def _without_tabs(text: str) -> str:
    """Replace tabs in the indentation by spaces; a tab has width 8, as in Python 2."""
    inside = {
        number
        for _, _, (first, _), (last, _), _ in generate_tokens(StringIO(f"{text}\n").readline)
        for number in range(first, last)
    }
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number not in inside:
            code = line.lstrip(" \t")
            lines[number] = line[: len(line) - len(code)].expandtabs() + code
    return "\n".join(lines)


@functools.cache
def _tool(is_mild: bool, has_print: bool) -> RefactoringTool:
    fixers = [name for name in _FIXERS if not is_mild or name.rpartition(".fix_")[2] in _MILD]
    return RefactoringTool(fixers, {"print_function": has_print})
