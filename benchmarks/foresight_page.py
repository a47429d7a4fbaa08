"""The section about foresight in the page of benchmarks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from environments import CHECKOUT, FOLDER
from figures import digits, time

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = FOLDER / "foresight.json"
PAGE = CHECKOUT / "docs" / "benchmarks.md"
HEADING = "## Foresight"
INTRODUCTION = """\
Two alarms, two simple policies and a closed loop; the load changes each minute. CPU time of the
best of several runs; of sweeps, elapsed time on {cores} cores. Measured on {day} with {build} of
reboto {version}: {processor}, Python {python}, numpy {numpy}, polars {polars}."""
PEERS = """\
The peers do the same evaluation for this one group, as a user would write it, and find the same
changes of the capacity. They keep no reasons and know no missing data. In numpy, the year is worked
through from change to change, and 10,000 variants are arrays."""


def row(name: str, found: dict[str, Any]) -> list[str]:
    """Format a row: work, goal, reboto, peers and ratios."""
    if "bytes" in found:
        goal, value = f"{found['goal']:,} B", f"{found['bytes']:,.0f} B"
    else:
        goal, value = time(found["goal"]) if found.get("goal") else "", time(found["seconds"])
    reached = ""
    if found.get("goal"):
        reached = "yes" if found.get("bytes", found.get("seconds")) <= found["goal"] else "**no**"
    peers: list[str] = []
    for peer in ("python", "numpy"):
        seconds = found.get(peer)
        text = "" if seconds is None else f"{time(seconds)} ({digits(seconds / found['seconds'])}x)"
        peers.append(text)
    return [name, value, goal, reached, *peers]


def section(results: dict[str, Any]) -> str:
    """Format the section."""
    head = ["work", "reboto", "goal", "reached", "plain Python", "numpy"]
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    lines += [row(name, found) for name, found in results["rows"].items()]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    notes = [f"`import reboto` loads {results['modules']} modules of foresight."]
    if results["extrapolated"]:
        names = ", ".join(results["extrapolated"])
        notes.append(f"Plain Python was measured with few variants, and multiplied: {names}.")
    introduction = INTRODUCTION.format(**results)
    return "\n\n".join([HEADING, introduction, table, PEERS, " ".join(notes)]) + "\n"


def kept() -> list[str]:
    """Return the section of the last run, if there is one."""
    if not RESULTS.exists():
        return []
    return [section(json.loads(RESULTS.read_text(encoding="utf-8"))).rstrip("\n")]


def write(results: dict[str, Any], page: Path = PAGE) -> None:
    """Replace the section in the page, or add it."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(f"{HEADING}\n")
    _, heading, after = rest.partition("\n## ")
    following = f"\n{heading.lstrip()}{after}" if heading else ""
    page.write_text(f"{before.rstrip()}\n\n{section(results)}{following}", encoding="utf-8")
