"""The page of all faults, ``docs/development/faults.md``, from the results of the tests."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from tests.errors.table import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.errors.fault import Fault

PAGE = Path(__file__).parents[2] / "docs" / "development" / "faults.md"
LONGEST_LINE = 300
_INTRODUCTION = """\
# Faults

Each way in which a call can fail, and the last lines of its traceback. The tests reproduce every
row over real sockets, for blocking and for async calls, and then check that the same connection
still works. `make errors` writes this page from the results. Connections here have `num_retries` 1;
the default is 6. [Errors and retries](../errors.md) explains the exceptions.

In rows that say *not noticed*, the call succeeds.
"""


def markdown(texts: Mapping[str, str]) -> str:
    """Write the page.

    Parameters
    ----------
    texts : mapping of str to str
        The last lines of each traceback, by the faults' names.
    """
    return "\n".join(_lines(texts))


def _lines(texts: Mapping[str, str]) -> Iterator[str]:
    yield _INTRODUCTION
    for section, faults in SECTIONS.items():
        yield from (f"## {section}", "", "| Fault | Result |", "|---|---|")
        yield from (row(fault, texts.get(fault.name, "")) for fault in faults)
        yield ""


def row(fault: Fault, text: str) -> str:
    """Write a fault's row."""
    if fault.gives is None:
        attempts = fault.attempts if fault.arrive is None else fault.arrive
        times = "once" if attempts == 1 else f"{attempts} times"
        return f"| {fault.name} | *not noticed*: the request is sent {times} |"
    lines = "<br>".join(_escaped(line) for line in text.split("\n"))
    return f"| {fault.name} | <code>{lines}</code> |"


def _escaped(line: str) -> str:
    shown = (
        line
        if len(line) <= LONGEST_LINE or not line.startswith("<")
        else f"{line[:LONGEST_LINE]} ..."
    )
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in shown)
    text = html.escape(plain, quote=False)
    # Markdown also interprets these characters inside of a tag.
    return "".join(f"&#{ord(sign)};" if sign in "|*_`\\[]~" else sign for sign in text)
