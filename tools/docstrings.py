"""Parse docstrings in numpydoc form, as far as reboto uses it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

# Sections whose entries are names, each with an optional type.
_NAMED = frozenset({"Parameters", "Other Parameters", "Attributes"})
_HEADING = re.compile(r"^(?P<title>\w[\w ]*)\n-{3,}$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One item of a section.

    Parameters
    ----------
    names : tuple of str
        The names; empty in a section of types, such as Returns.
    kind : str
        Its type, such as ``"list of str, optional"``.
    text : str
        Its description.
    """

    names: tuple[str, ...]
    kind: str
    text: str


@dataclass(frozen=True)
class Docstring:
    """A parsed docstring.

    Parameters
    ----------
    summary : str
        The first line.
    sections : dict of str to list of Entry
        Content of the sections, by heading; also of sections of free text.
    """

    summary: str = ""
    sections: dict[str, list[Entry]] = field(default_factory=dict[str, list[Entry]])

    def kinds(self, section: str) -> dict[str, str]:
        """Return the types in a section, by name.

        Parameters
        ----------
        section : str
            Its heading.

        Returns
        -------
        dict of str to str
            Names as written, including the stars of ``**kwargs``.
        """
        return {
            name: entry.kind for entry in self.sections.get(section, ()) for name in entry.names
        }


def parse(text: str | None) -> Docstring:
    r"""Parse a docstring.

    Parameters
    ----------
    text : str or None
        The docstring as it is in ``__doc__``.

    Returns
    -------
    Docstring
        Empty if there is no docstring.

    Examples
    --------
    >>> parse("Add them.\n\nParameters\n----------\na, b : int\n    Terms.").kinds("Parameters")
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
