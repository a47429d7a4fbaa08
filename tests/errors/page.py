"""The page of all faults, ``docs/errors.md``, from what playing them showed."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from tests.errors.table import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.errors.fault import Fault

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
LONGEST_LINE = 300
_INTRODUCTION = """\
# What an error looks like, and what to do

Each way in which a call can go wrong, with what a traceback ends with. Every row is
played by the tests with sockets of their own, for calls that block and for calls that are
awaited; each play ends with a call by the same connection that succeeds. The page is
written by `make errors` from what these plays show. Connections have `num_retries` 1 here;
the default is 6.

- A text says what failed, for which operation and endpoint, after how many attempts and
  seconds, AWS's code and request id where there is one, and what to try.
- The errors of AWS, `BotoServerError`, read as boto's do, by `str()`; the line about the
  call is the exception's note (`error.__notes__`), which tracebacks show since Python 3.11.
- `BotoConnectionError` and `BotoTimeoutError` are Python's `ConnectionError` and
  `TimeoutError` too. `UnreadableAnswerError` is a `BotoServerError`.
- Where the first column says *not noticed*, the call succeeds.
"""


def markdown(texts: Mapping[str, str]) -> str:
    """Write the page.

    Parameters
    ----------
    texts : mapping of str to str
        What was shown, by the faults' names.
    """
    return "\n".join(_lines(texts))


def _lines(texts: Mapping[str, str]) -> Iterator[str]:
    yield _INTRODUCTION
    for section, faults in SECTIONS.items():
        yield from (f"## {section}", "", "| What goes wrong | What the caller gets |", "|---|---|")
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
    # Markdown's own signs, which it sees within the tag too.
    return "".join(f"&#{ord(sign)};" if sign in "|*_`\\[]~" else sign for sign in text)
