"""Docstrings in numpydoc's layout, as far as reboto uses it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

# Sections whose entries are names, the type beside them or left out.
_NAMED = frozenset({"Parameters", "Other Parameters", "Attributes"})
_HEADING = re.compile(r"^(?P<title>\w[\w ]*)\n-{3,}$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One item of a section.

    Parameters
    ----------
    names : tuple of str
        What it describes; empty in a section of types alone, such as Returns.
    kind : str
        Its type in words, such as ``"list of str, optional"``.
    text : str
        What is said of it.
    """

    names: tuple[str, ...]
    kind: str
    text: str


@dataclass(frozen=True)
class Docstring:
    """A docstring in its parts.

    Parameters
    ----------
    summary : str
        The first line.
    sections : dict of str to list of Entry
        What stands below headings, by heading; sections of free text too.
    """

    summary: str = ""
    sections: dict[str, list[Entry]] = field(default_factory=dict[str, list[Entry]])

    def kinds(self, section: str) -> dict[str, str]:
        """Return the types that a section gives, by name.

        Parameters
        ----------
        section : str
            Its heading.

        Returns
        -------
        dict of str to str
            Names as they are written, with the stars of ``**kwargs``.
        """
        return {
            name: entry.kind for entry in self.sections.get(section, ()) for name in entry.names
        }


def parse(text: str | None) -> Docstring:
    r"""Take a docstring apart.

    Parameters
    ----------
    text : str or None
        The docstring as it is in ``__doc__``.

    Returns
    -------
    Docstring
        An empty one where there is none.

    Examples
    --------
    >>> parse("Say it.\n\nParameters\n----------\na, b : int\n    Two.").kinds("Parameters")
    {'a': 'int', 'b': 'int'}
    """
    text = inspect.cleandoc(text or "")
    head, *rest = _HEADING.split(text)
    titles, bodies = rest[::2], rest[1::2]
    return Docstring(
        head.strip().partition("\n")[0],
        {
            title: _entries(body, named=title in _NAMED)
            for title, body in zip(titles, bodies, strict=True)
        },
    )


def _entries(body: str, *, named: bool) -> list[Entry]:
    entries: list[Entry] = []
    for block in re.split(r"\n(?=\S)", body.strip("\n")):
        head, _, text = block.partition("\n")
        names, _, kind = head.partition(" : ") if named else ("", "", head)
        entries.append(
            Entry(tuple(names.split(", ")) if named else (), kind, inspect.cleandoc(text))
        )
    return entries
