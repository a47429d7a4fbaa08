"""Converts one source from boto to reboto, and on request from Python 2 to Python 3 first."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reboto.migrate.mixed import imports_boto, is_alias, needs, with_alias
from reboto.migrate.names import Remark
from reboto.migrate.old_meaning import SUFFIX
from reboto.migrate.python2 import COMMA, NotPythonError, obstacles
from reboto.migrate.rewrite import move_tree
from reboto.migrate.upgrade import upgrade
from reboto.migrate.utcnow import mentions, replace_utcnow

if TYPE_CHECKING:
    from pathlib import Path

_MENTION = re.compile(r"\bboto\b")


@dataclass(frozen=True)
class Options:
    """How sources are converted.

    Attributes
    ----------
    python3 : bool
        Whether to convert Python 2 to Python 3 first.
    as_boto : bool
        Whether files that still need boto import ``reboto.as_boto`` and are not
        changed otherwise.
    utcnow : bool
        Whether to replace ``datetime.utcnow()``.
    """

    python3: bool = False
    as_boto: bool = False
    utcnow: bool = False


@dataclass
class Converted:
    """A converted source.

    Attributes
    ----------
    text : str
        The new source.
    remarks : list of Remark
        Lines that must be changed by hand.
    needs : str
        What the source still needs of boto if it uses reboto too, otherwise empty.
    keeps_boto : bool
        Whether the source still imports boto.
    kept : list of str
        Names of boto that the source still uses.
    upgraded : str
        The source after the conversion to Python 3 only; empty if it already
        imports ``reboto.as_boto``.
    uses_reboto : bool
        Whether the new source mentions reboto.
    warnings : list of Remark
        Warnings of Python's parser.
    guards : list of tuple
        Line and name of each exception of boto that is now reboto's.
    imports : set of str
        Last parts of the names of the modules that a source with guards imports.
    """

    text: str
    remarks: list[Remark] = field(default_factory=list[Remark])
    needs: str = ""
    keeps_boto: bool = False
    kept: list[str] = field(default_factory=list[str])
    upgraded: str = ""
    uses_reboto: bool = False
    warnings: list[Remark] = field(default_factory=list[Remark])
    guards: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    imports: set[str] = field(default_factory=set[str])


def convert(source: str, path: Path, *, python3: bool = False) -> tuple[str, list[Remark]]:
    r"""Convert a source from boto to reboto.

    Parameters
    ----------
    source : str
        The source.
    path : pathlib.Path
        The file of the source.
    python3 : bool, default False
        Whether to convert Python 2 to Python 3 first.

    Returns
    -------
    tuple
        The new source, and remarks on lines that must be changed by hand.

    Examples
    --------
    >>> from pathlib import Path
    >>> convert("from boto.exception import BotoServerError\n", Path("scale.py"))
    ('from reboto.exception import BotoServerError\n', [])
    """
    done = convert_source(source, path, Options(python3=python3))
    return done.text, done.remarks


def convert_source(source: str, path: Path, options: Options) -> Converted:
    """Convert a source, and find out what it still needs.

    Parameters
    ----------
    source : str
        The source.
    path : pathlib.Path
        The file of the source.
    options : Options
        What to do.

    Returns
    -------
    Converted
    """
    concerns = _MENTION.search(source) is not None
    if not concerns and not options.python3 and not (options.utcnow and mentions(source)):
        return Converted(source, uses_reboto="reboto" in source)
    done = Converted(source)
    try:
        with warnings.catch_warnings():
            # Warnings of the parser are collected once, in `_move`.
            warnings.simplefilter("ignore")
            _convert(done, path, options, concerns=concerns)
    except NotPythonError as error:
        done.remarks += [Remark(error.line, str(error))] * concerns
        done.keeps_boto = concerns
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        problem = getattr(error, "msg", None) or str(error)
        if not done.remarks:
            done.remarks.append(Remark(line, f"cannot be parsed: {problem}"))
        done.keeps_boto = concerns
    except (RecursionError, MemoryError):
        # Python's parser raises either of them when code is nested too deeply.
        deep = Remark(1, "is nested too deeply to be parsed: change it by hand")
        done.remarks += [deep] * concerns
        done.keeps_boto = concerns
    done.uses_reboto = "reboto" in done.text
    return done


def _convert(done: Converted, path: Path, options: Options, *, concerns: bool) -> None:
    """Convert a source step by step; what is done stays if a later step fails."""
    source = done.text
    found = obstacles(source, path, is_old=False if options.python3 else None)
    if found and options.python3:
        source, found = _upgraded(source, path, found)
        if not concerns:
            done.text = source
    done.remarks = found
    if any(remark.text == COMMA for remark in found):
        # Python 3.14 parses it, with another meaning (PEP 758).
        done.keeps_boto = concerns
        return
    if options.utcnow and mentions(source):
        source, left = replace_utcnow(source)
        done.remarks = sorted([*found, *left])
        if not concerns:
            done.text = source
    if concerns:
        _move(done, source, path, options)


def _move(done: Converted, source: str, path: Path, options: Options) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tree = ast.parse(source, str(path))
    done.warnings = [
        Remark(each.lineno, f"{each.category.__name__}: {each.message}") for each in caught
    ]
    moved = move_tree(source, tree)
    plan = moved.plan
    done.kept = plan.kept
    if is_alias(tree):
        done.text, done.keeps_boto = source, bool(plan.kept)
        return
    text, remarks = moved.text, moved.remarks
    if plan.is_mixed:
        done.needs = needs(plan.kept, as_boto=options.as_boto, is_optional=plan.is_optional)
    if plan.is_mixed and options.as_boto:
        text, remarks = with_alias(source), []
    done.text, done.upgraded = text, source
    done.remarks = sorted([*done.remarks, *remarks])
    done.keeps_boto = bool(plan.kept) or imports_boto(text)
    if plan.guards and not done.needs:
        done.guards, done.imports = plan.guards, _imported(tree)


def _imported(tree: ast.Module) -> set[str]:
    """Return the last parts of the names that a source imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.rpartition(".")[2] for name in names}


def _upgraded(source: str, path: Path, found: list[Remark]) -> tuple[str, list[Remark]]:
    """Upgrade a source, and keep the result if less Python 2 is left."""
    better = upgrade(source, path, found)
    is_old = not all(remark.text.endswith(SUFFIX) for remark in found)
    left = obstacles(better, path, is_old=is_old)
    # A repeated upgrade fixes nothing more, and would break what the first one converted.
    if not Counter(each.text for each in found) - Counter(each.text for each in left):
        return source, found
    return better, left
