"""Converts one source from boto to reboto, and on request from Python 2 to Python 3 first."""

from __future__ import annotations

import re
from pathlib import Path

from reboto.migrate.names import Remark
from reboto.migrate.python2 import NotPythonError, obstacles
from reboto.migrate.rewrite import move
from reboto.migrate.upgrade import upgrade

_MENTION = re.compile(r"\bboto\b")


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
    concerns = _MENTION.search(source) is not None
    if not concerns and not python3:
        return source, []
    found: list[Remark] = []
    try:
        found = obstacles(source, path)
        if found and python3:
            source, found = _upgraded(source, path, found)
        if not concerns:
            return source, found
        moved, remarks = move(source)
    except NotPythonError as error:
        return source, [Remark(error.line, str(error))] if concerns else []
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        problem = getattr(error, "msg", None) or str(error)
        return source, found or [Remark(line, f"cannot be parsed: {problem}")]
    except (RecursionError, MemoryError):
        # Python's parser raises either of them when code is nested too deeply.
        deep = Remark(1, "is nested too deeply to be parsed: change it by hand")
        return source, [*found, deep] if concerns else found
    return moved, sorted([*found, *remarks])


def _upgraded(source: str, path: Path, found: list[Remark]) -> tuple[str, list[Remark]]:
    """Upgrade a source, and keep the result if less Python 2 is left."""
    better = upgrade(source, path)
    left = obstacles(better, path)
    # A repeated upgrade fixes nothing more, and would break what the first one converted.
    if {remark.text for remark in left} >= {remark.text for remark in found}:
        return source, found
    return better, left
