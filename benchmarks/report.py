"""Write ``benchmarks.md`` and ``benchmarks.svg`` from a run's results, into ``docs/`` as a rule.

::

    python benchmarks/report.py [RESULTS [FOLDER]]

The chart needs matplotlib, which the developers' environment has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import figures
from environments import CHECKOUT, FOLDER
from figures import digits
from rows import CONTENDERS, GOALS, LABELS, REBOTO, ROWS, RUST, Goal, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DOCS = CHECKOUT / "docs"
# Few calls come to one at a time: the others' calls a second say nothing new.
RATED = ("threads_16", "awaited_64", "awaited_1000")
SETTING = """\
Measured on {day} with `make bench`: {cores} cores of {processor}, {system}, load {before:.1f}
before and {after:.1f} after; rounds: {rounds}; {build}. {versions}"""
METHOD = """\
Each contender makes the same calls to a server on this machine that answers with documents
written beforehand, in the contender's own protocol and over plain HTTP. Each sample has a
process of its own; the contenders take turns, another one first in each round. Every Python
contender reads what the row names: of 100 groups each instance's id, health, state and zone, of
alarms and datapoints every value. What they read is compared.

The Rust program makes the same typed calls with the AWS SDK for Rust alone, built with reboto's
profile, and reads nothing of the answers; for it, 16 threads are 16 tasks. boto3 and aiobotocore
are given as many connections as calls are under way. Serving took {least} to {most} of another
process's CPU time a call."""
CPU = """\
Of the calling process, user and system: the median, and how far the middle half of the rounds
lies from it. The first row is everything after the interpreter's own start."""
_UNITS = {"added": "MB", "wheel": "MB", "others": ""}


def measured(results: dict[str, Any]) -> list[Row]:
    """Give the rows that a run has."""
    return [row for row in ROWS if row.name in results["samples"]]


def table(results: dict[str, Any]) -> str:
    """Give a run's figures as text for a terminal."""
    samples: figures.Samples = results["samples"]
    head = ("CPU a call", "middle half", "wall", "calls/s", "peak MB", "by reboto's")
    lines = [f"{'':14}" + "".join(f"{title:>18}" for title in head)]
    for row in measured(results):
        lines.append(row.title)
        for contender in samples[row.name]:

            def of(measure: str, row: Row = row, contender: str = contender) -> figures.Spread:
                return figures.of(samples, row.name, contender, measure)

            cpu = of("cpu")
            cells = [
                figures.time(cpu.median),
                f"{figures.time(cpu.low)}-{figures.time(cpu.high)}",
                figures.time(of("wall").median),
                digits(of("rate").median),
                digits(of("peak").median),
            ]
            if REBOTO in samples[row.name] and contender not in (REBOTO, "bare"):
                ratio = figures.ratio(samples, row.name, "cpu", contender, REBOTO)
                cells.append(f"{ratio.median:.2f}")
            lines.append(f"  {LABELS[contender]:12}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(lines)


def goal_text(goal: Goal) -> str:
    """Say what a goal asks for."""
    bound = f"{'≥' if goal.at_least else '≤'} {goal.bound:g}"
    what = {
        "cpu": f"CPU time, {LABELS[goal.over]} ÷ {LABELS.get(goal.under, '')}",
        "rate": f"calls a second, {LABELS[goal.over]} ÷ {LABELS.get(goal.under, '')}",
        "added": "resident memory added to the bare interpreter",
        "wheel": "the wheel",
        "others": "other packages installed with it",
    }[goal.measure]
    titles = {row.name: row.title for row in ROWS}
    unit = _UNITS.get(goal.measure, "")
    return f"{titles.get(goal.row, 'size')}: {what} {bound} {unit}".rstrip()


def verdict(goal: Goal, value: float) -> str:
    """Say whether a goal is met, or by how much it is missed."""
    if goal.met(value):
        return "met"
    if goal.bound == 0:
        return f"missed by {value:g}"
    away = (goal.bound - value if goal.at_least else value - goal.bound) / goal.bound
    return f"**missed by {away * 100:.0f} %**"


def grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table of Markdown; columns after the first are numbers."""
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def by_contender(
    results: dict[str, Any], rows: list[Row], cell: Callable[[Row, str], str], first: str
) -> str:
    """Write a table with a line for each row and a column for each contender."""
    samples: figures.Samples = results["samples"]

    def cells(row: Row) -> list[str]:
        return [
            cell(row, contender) if contender in samples[row.name] else ""
            for contender in CONTENDERS
        ]

    head = [first, *(LABELS[contender] for contender in CONTENDERS)]
    return grid(head, ([row.title, *cells(row)] for row in rows))


def document(results: dict[str, Any]) -> str:
    """Write the page."""
    samples: figures.Samples = results["samples"]
    rows = measured(results)

    def median(row: Row, contender: str, measure: str) -> float:
        return figures.of(samples, row.name, contender, measure).median

    def cpu(row: Row, contender: str) -> str:
        found = figures.of(samples, row.name, contender, "cpu")
        half = max(found.high - found.median, found.median - found.low)
        return f"{figures.time(found.median)} ± {half / found.median * 100:.0f} %"

    def against(row: Row, contender: str) -> str:
        if contender == REBOTO or REBOTO not in samples[row.name]:
            return "1"
        return digits(figures.ratio(samples, row.name, "cpu", contender, REBOTO).median)

    machine, load = results["machine"], results["machine"]["load"]
    serving = [median(row, REBOTO, "server") for row in rows if REBOTO in samples[row.name]]
    setting = SETTING.format(
        day=results["when"][:10],
        **machine,
        before=load[0],
        after=load[1],
        rounds=results["rounds"],
        build=build_text(results),
        versions=told(results),
    )
    method = METHOD.format(least=figures.time(min(serving)), most=figures.time(max(serving)))
    parts = [
        "# Benchmarks",
        setting,
        "![CPU time and memory of each contender, by kind of work](benchmarks.svg)",
        method,
        "## CPU time of a call",
        CPU,
        by_contender(results, rows, cpu, "work"),
        "## As multiples of reboto",
        "CPU time of the contender by reboto's, the median of the ratios within each round.",
        by_contender(results, rows, against, "work"),
        "## Calls a second",
        by_contender(
            results,
            [row for row in rows if row.name in RATED],
            lambda row, contender: digits(median(row, contender, "rate")),
            "work",
        ),
        "## Memory",
        "MB at the peak of the whole process, interpreter included.",
        by_contender(
            results, rows, lambda row, contender: digits(median(row, contender, "peak")), "work"
        ),
        *start_up(results),
        *size(results),
        "## Goals",
        grid(
            ("goal", "reached", ""),
            (
                [goal_text(goal), f"{value:.2f}", verdict(goal, value)]
                for goal, value in ((goal, figures.reached(results, goal)) for goal in GOALS)
                if value is not None
            ),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def build_text(results: dict[str, Any]) -> str:
    """Say which build was measured."""
    return "optimised builds" if results["build"] == "release" else "**unoptimised builds**"


def told(results: dict[str, Any]) -> str:
    """Name the versions."""
    found = results["versions"]
    names = [
        f"{LABELS[name]} {packages[name]}" for name, packages in found.items() if name in packages
    ]
    crates = [f"{name} {version}" for name, version in results["crates"].items()]
    return f"Python 3.11; {', '.join(names)}; {', '.join(crates)}."


def added(samples: figures.Samples, contender: str) -> float:
    """Give the MB that starting adds to the bare interpreter; all of a Rust program's."""
    own = figures.of(samples, "start_up", contender, "resident").median
    if contender == RUST:
        return own
    return own - figures.of(samples, "start_up", "bare", "resident").median


def start_up(results: dict[str, Any]) -> list[str]:
    """Write what starting takes beside time."""
    samples: figures.Samples = results["samples"]
    if "start_up" not in samples or not results["imports"]:
        return []
    bare = figures.of(samples, "start_up", "bare", "resident").median
    present = [contender for contender in CONTENDERS if contender in samples["start_up"]]
    costly = sorted(results["imports"], key=lambda line: -line[1])[:10]
    return [
        "## Starting",
        (
            "Resident memory after the first calls, less that of the bare interpreter "
            f"({digits(bare)} MB); the Rust program's whole."
        ),
        grid(
            ("", *(LABELS[name] for name in present)),
            [["MB added", *(digits(added(samples, name)) for name in present)]],
        ),
        (
            f"Until its first answers reboto imports {len(results['imports'])} modules. Those that "
            "take longest, by `python -X importtime`:"
        ),
        grid(
            ("module", "µs of its own", "µs with what it imports"),
            ([f"`{name}`", f"{own:,}", f"{total:,}"] for name, own, total in costly),
        ),
    ]


def size(results: dict[str, Any]) -> list[str]:
    """Write what is on disk."""
    sizes = results["sizes"]
    if not sizes:
        return []
    return [
        "## Size",
        (
            f"reboto's wheel is {sizes['wheel']:.2f} MB, and nothing else is installed with it. "
            "On disk, with all that each needs and with Python's compiled files:"
        ),
        grid(
            ("", *(LABELS[name] for name in sizes["installed"])),
            [["MB", *(digits(value) for value in sizes["installed"].values())]],
        ),
    ]


def main() -> None:
    """Write the page and the chart."""
    source, folder = (
        *map(Path, sys.argv[1:]),
        *(FOLDER / "results.json", DOCS)[len(sys.argv) - 1 :],
    )
    results = json.loads(source.read_text())
    folder.mkdir(exist_ok=True)
    (folder / "benchmarks.md").write_text(document(results), encoding="utf-8")
    from chart import draw

    draw(results, folder / "benchmarks.svg")


if __name__ == "__main__":
    main()
