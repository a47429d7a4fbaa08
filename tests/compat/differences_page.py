"""Write ``docs/differences.md``: intended differences from boto 2.49.0, and how to adapt.

Each difference in `differences`, which the scenarios show, names its row by its subject. The other
rows are about behavior that no scenario compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.compat.difference_rows import calls, connections, credentials, errors, values

if TYPE_CHECKING:
    from tests.compat.difference_rows.row import Row

ROWS: dict[str, list[Row]] = {
    "Credentials": credentials.ROWS,
    "Connections": connections.ROWS,
    "Errors": errors.ROWS,
    "Values": values.ROWS,
    "Calls": calls.ROWS,
}

_INTRODUCTION = """\
# Differences from boto 2

reboto behaves as boto 2.49 does, except in the cases below. The test suite runs both packages in
the same scenarios and fails on any other difference.
"""


def markdown() -> str:
    """Write the page."""
    return "\n".join([_INTRODUCTION, *(_section(title, rows) for title, rows in ROWS.items())])


def _section(title: str, rows: list[Row]) -> str:
    head = ["What", "boto 2.49", "reboto", "What to do"]
    lines = [head, ["---"] * 4, *([_sentence(row.subject), *row[1:]] for row in rows)]
    return "\n".join([f"## {title}", "", *(f"| {' | '.join(line)} |" for line in lines), ""])


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


if __name__ == "__main__":
    print(markdown(), end="")
