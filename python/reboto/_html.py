"""Render values as HTML tables, for notebooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from reboto._lazy import HtmlColumns

MOST_ROWS = 50
_MOST_ITEMS = 4
# Maximum nesting depth, and maximum length of one value in characters.
_DEEPEST = 4
_LONGEST = 500
_NOTHING = "\N{EN DASH}"
_MORE = "\N{HORIZONTAL ELLIPSIS}"
STYLE = (
    "<style>"
    "table.reboto{border-collapse:collapse;font-size:13px;line-height:1.4;margin:.3em 0}"
    "table.reboto caption{text-align:left;caption-side:top;padding:0 .7em .35em;font-weight:600;"
    "color:inherit;white-space:nowrap}"
    "table.reboto th,table.reboto td{text-align:left;vertical-align:top;"
    "padding:.28em .7em;border:0;border-bottom:1px solid rgba(128,128,128,.28);"
    "max-width:30em;overflow-wrap:anywhere;background:none;color:inherit}"
    "table.reboto th{font-weight:400;opacity:.65;white-space:nowrap}"
    "table.reboto .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "table.reboto .t{white-space:nowrap;font-variant-numeric:tabular-nums}"
    "table.reboto th+.n{text-align:left}"
    "table.reboto thead .n,table.reboto td+.n{text-align:right}"
    "table.reboto small{font-weight:400;font-size:1em;opacity:.65}"
    "</style>"
)
# Shape and color both show the state, in colors that are safe for color blindness.
_MARKS = {"good": ("●", "#009e73"), "bad": ("▲", "#d55e00"), "open": ("○", "#808080")}
# Attributes that hold a state.
_STATES = {"health_status", "lifecycle_state", "state_value", "status", "status_code"}
_GOOD = {"ok", "inservice", "healthy", "successful", "complete", "rollbacksuccessful"}
_BAD = {
    "alarm",
    "unhealthy",
    "failed",
    "cancelled",
    "internalerror",
    "forbidden",
    "rollbackfailed",
}


class State(str):
    """Name of a state."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the name with a colored mark in front."""
        word = self.lower()
        kind = "good" if word in _GOOD else "bad" if word in _BAD else "open"
        mark, color = _MARKS[kind]
        return f'<span style="color:{color}">{mark}</span>&nbsp;{escape(self)}'


def escape(text: str) -> str:
    """Escape text for HTML."""
    # Imported when a table is shown, because the import is slow.
    import html

    return html.escape(text)


def one(value: Any, shown: HtmlColumns) -> str:
    """Render one value as a table, with one row per attribute."""
    return _card(value, {heading: _read(value, how) for heading, how in shown.items()})


def entries(value: Mapping[Any, object]) -> str:
    """Render a mapping as a table, with one row per entry."""
    return _card(value, value)


def _card(value: object, content: Mapping[Any, object]) -> str:
    remark = f"{len(content):,}, the first {MOST_ROWS} shown" if len(content) > MOST_ROWS else ""
    rows = (
        f"<tr><th>{escape(_plain(heading))}</th>{_cell(cell)}</tr>"
        for heading, cell in islice(content.items(), MOST_ROWS)
    )
    return _table(type(value).__name__, remark, "", "".join(rows))


def many(values: Sequence[Any], note: str = "") -> str:
    """Render a list as a table, with one row per value.

    Parameters
    ----------
    values : list
        Values of one class, shown by the columns of the class; dicts, shown by their
        keys; or any other values.
    note : str
        Text to append to the count.
    """
    first = values[0] if values else None
    alike = all(type(value) is type(first) for value in values)
    # An empty list of a call knows the class of its objects.
    kind = cast("object", type(first) if values else getattr(values, "_class", None))
    shown: HtmlColumns = getattr(kind, "_html_columns", {}) if alike else {}
    rows: Iterable[Iterable[object]]
    if shown:
        headings = list(shown)
        rows = ([_read(value, how) for how in shown.values()] for value in values[:MOST_ROWS])
    elif alike and isinstance(first, dict):
        keys = (key for value in values[:MOST_ROWS] for key in value)
        headings = list(islice(dict.fromkeys(keys), MOST_ROWS))
        rows = ([value.get(heading) for heading in headings] for value in values[:MOST_ROWS])
    else:
        headings = []
        rows = ([_plain(value, repr)] for value in values[:MOST_ROWS])
    name = (
        kind.__name__
        if isinstance(kind, type) and alike and kind is not str
        else type(values).__name__
    )
    count = f"{len(values):,}"
    if len(values) > MOST_ROWS:
        count += f", the first {MOST_ROWS} shown"
    body = [[_cell(cell) for cell in row] for row in rows]
    columns: Iterable[Sequence[str]] = zip(*body, strict=True) if body else [()] * len(headings)
    return _table(
        name,
        f"{count}{note}",
        "".join(
            _heading(_plain(heading), column)
            for heading, column in zip(headings, columns, strict=False)
        ),
        "".join(f"<tr>{''.join(row)}</tr>" for row in body),
    )


def _table(title: str, remark: str, headings: str, rows: str) -> str:
    remark = f" <small>{escape(remark)}</small>" if remark else ""
    head = f"<thead><tr>{headings}</tr></thead>" if headings else ""
    return (
        f'{STYLE}<table class="reboto"><caption>{escape(title)}{remark}</caption>'
        f"{head}<tbody>{rows}</tbody></table>"
    )


def _heading(text: str, column: Sequence[str]) -> str:
    numbers = any('class="n"' in cell for cell in column)
    return f'<th class="n">{escape(text)}</th>' if numbers else f"<th>{escape(text)}</th>"


def _read(value: Any, how: str | Callable[[Any], object]) -> object:
    if not isinstance(how, str):
        try:
            return how(value)
        except (TypeError, AttributeError, ValueError):
            # An attribute has a value of another type than a column expects.
            return "(cannot be shown)"
    found = getattr(value, how, None)
    return State(_plain(found)) if how in _STATES and found else found


def _cell(value: object) -> str:
    from datetime import datetime

    if isinstance(value, datetime):
        return f'<td class="t">{escape(value.isoformat(" ", "seconds"))}</td>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td class="n">{escape(_number(value))}</td>'
    if isinstance(value, State):
        return f'<td class="t">{value.__html__()}</td>'
    return f"<td>{escape(text(value))}</td>"


def text(value: object, depth: int = 0) -> str:
    """Format a value as short text: thousands separators, shortened lists and dicts."""
    if value is None or (isinstance(value, str) and value == ""):
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value)
        if depth == _DEEPEST:
            return _MORE
        first = islice(pairs.items(), _MOST_ITEMS)
        words = [f"{_plain(key)}={text(item, depth + 1)}" for key, item in first]
        return _listed(words, len(pairs))
    if isinstance(value, list | tuple | set | frozenset):
        items = cast("Collection[object]", value)
        if depth == _DEEPEST:
            return _MORE
        first_items = islice(items, _MOST_ITEMS)
        return _listed([text(item, depth + 1) for item in first_items], len(items))
    return _plain(value)


def _plain(value: object, write: Callable[[object], str] = str) -> str:
    """Format a value as Python does, and truncate it if it is too long."""
    if isinstance(value, str):
        written = str(value) if type(value) is str else str.__str__(value)
    else:
        try:
            written = write(value)
        except RecursionError:
            # The value contains itself, or is nested deeper than Python's recursion limit.
            return f"{type(value).__name__} {_MORE}"
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}{_MORE}"


def _listed(words: list[str], count: int) -> str:
    more = count - len(words)
    listed = ", ".join(words) or _NOTHING
    return f"{listed} and {more:,} more" if more > 0 else listed


def _number(value: float) -> str:
    if isinstance(value, int):
        # Python refuses to format integers of more than 4,300 digits.
        return f"{value:,}" if value.bit_length() < 200 else f"about 2**{value.bit_length()}"
    if value and not 1e-3 <= abs(value) < 1e15:
        return f"{value:g}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")
