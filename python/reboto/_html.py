"""Values as HTML tables, for notebooks."""

from __future__ import annotations

from reboto._typing import Any, Callable, Iterable, Mapping, Sequence, TypeAlias, cast

# What a class shows: each heading with the attribute to read, or with what reads it.
Shown: TypeAlias = Mapping[str, "str | Callable[[Any], object]"]

MOST_ROWS = 50
_MOST_ITEMS = 4
_NOTHING = "\N{EN DASH}"
_STYLE = (
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
# Shape and colour both tell, in colours that every eye tells apart.
_MARKS = {"good": ("●", "#009e73"), "bad": ("▲", "#d55e00"), "open": ("○", "#808080")}
# Attributes that say how something fares.
_STATES = {"health_status", "lifecycle_state", "state_value", "status_code"}
_GOOD = {"ok", "inservice", "healthy", "successful", "complete"}
_BAD = {"alarm", "unhealthy", "failed", "cancelled", "internalerror", "forbidden"}


class State(str):
    """A word that says how something fares."""

    __slots__ = ()

    def __html__(self) -> str:
        """Write it with a mark before it."""
        word = self.lower()
        kind = "good" if word in _GOOD else "bad" if word in _BAD else "open"
        mark, colour = _MARKS[kind]
        return f'<span style="color:{colour}">{mark}</span>&nbsp;{escape(self)}'


def escape(text: str) -> str:
    """Write text so that no part of it is markup."""
    # Imported when a table is shown, for it takes long.
    import html

    return html.escape(text)


def one(value: Any, shown: Shown) -> str:
    """Write one value as a table, a row for each thing shown."""
    return _card(value, {head: _read(value, how) for head, how in shown.items()})


def entries(value: Mapping[Any, object]) -> str:
    """Write a mapping as a table, a row for each entry."""
    return _card(value, value)


def _card(value: object, content: Mapping[Any, object]) -> str:
    rows = (f"<tr><th>{escape(str(head))}</th>{_cell(cell)}</tr>" for head, cell in content.items())
    return _table(type(value).__name__, "", "", "".join(rows))


def many(values: Sequence[Any], note: str = "") -> str:
    """Write a list as a table, a row for each value.

    Parameters
    ----------
    values : list
        Values of one class, which says what of it is shown; dicts, whose keys
        are; or anything else.
    note : str
        What to add to the count.
    """
    first = values[0] if values else None
    alike = all(type(value) is type(first) for value in values)
    shown: Shown = getattr(first, "_shown", {}) if alike else {}
    rows: Iterable[Iterable[object]]
    if shown:
        heads = list(shown)
        rows = ([_read(value, how) for how in shown.values()] for value in values[:MOST_ROWS])
    elif alike and isinstance(first, dict):
        heads = list(dict.fromkeys(key for value in values for key in value))
        rows = ([value.get(head) for head in heads] for value in values[:MOST_ROWS])
    else:
        heads = []
        rows = ([value if isinstance(value, str) else repr(value)] for value in values[:MOST_ROWS])
    name = (
        type(cast("object", first)).__name__
        if values and alike and not isinstance(first, str)
        else type(values).__name__
    )
    count = f"{len(values):,}"
    if len(values) > MOST_ROWS:
        count += f", the first {MOST_ROWS} shown"
    body = [[_cell(cell) for cell in row] for row in rows]
    return _table(
        name,
        f"{count}{note}",
        "".join(
            _head(str(head), column)
            for head, column in zip(heads, zip(*body, strict=True), strict=False)
        ),
        "".join(f"<tr>{''.join(row)}</tr>" for row in body),
    )


def _table(title: str, remark: str, heads: str, rows: str) -> str:
    remark = f" <small>{escape(remark)}</small>" if remark else ""
    head = f"<thead><tr>{heads}</tr></thead>" if heads else ""
    return (
        f'{_STYLE}<table class="reboto"><caption>{escape(title)}{remark}</caption>'
        f"{head}<tbody>{rows}</tbody></table>"
    )


def _head(text: str, column: Sequence[str]) -> str:
    numbers = any('class="n"' in cell for cell in column)
    return f'<th class="n">{escape(text)}</th>' if numbers else f"<th>{escape(text)}</th>"


def _read(value: Any, how: str | Callable[[Any], object]) -> object:
    if not isinstance(how, str):
        return how(value)
    found = getattr(value, how, None)
    return State(found) if found and how in _STATES else found


def _cell(value: object) -> str:
    from datetime import datetime

    if isinstance(value, datetime):
        return f'<td class="t">{escape(value.isoformat(" ", "seconds"))}</td>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td class="n">{escape(_number(value))}</td>'
    if isinstance(value, State):
        return f'<td class="t">{value.__html__()}</td>'
    return f"<td>{escape(text(value))}</td>"


def text(value: object) -> str:
    """Write a value in few words: thousands set off, lists and dicts cut short."""
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value)
        return _listed([f"{key}={text(item)}" for key, item in pairs.items()])
    if isinstance(value, list | tuple | set):
        return _listed([text(item) for item in cast("Iterable[object]", value)])
    return str(value)


def _listed(words: list[str]) -> str:
    more = len(words) - _MOST_ITEMS
    listed = ", ".join(words[:_MOST_ITEMS]) or _NOTHING
    return f"{listed} and {more} more" if more > 0 else listed


def _number(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if value and not 1e-3 <= abs(value) < 1e15:
        return f"{value:g}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")
