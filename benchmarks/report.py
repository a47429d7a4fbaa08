"""Write the pages about benchmarks, and their chart, from the results of a run.

::

    python benchmarks/report.py [RESULTS [FOLDER]]

FOLDER is ``docs/`` by default. It gets ``benchmarks.md``, ``benchmarks.svg`` and
``development/benchmarks.md``. The chart needs matplotlib, which the development environment has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import figures
import foresight_page
from environments import CHECKOUT, FOLDER
from figures import digits
from rows import CONTENDERS, GOALS, LABELS, REBOTO, ROWS, Goal, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DOCS = CHECKOUT / "docs"
# Rows with concurrent calls. In the others, calls per second follow from the CPU time.
RATED = ("threads_16", "awaited_64", "awaited_1000")
INTRODUCTION = """\
CPU time, throughput and memory of reboto, boto 2, boto3, aiobotocore, and a Rust program that uses
the AWS SDK alone. All make the same calls to a local server, over TLS where the row says so and
plain HTTP elsewhere. [Benchmark method](development/benchmarks.md) has the details."""
SETTING = """\
Measured on {day} with `make bench`: {cores} cores of {processor}, {system}, load {before:.1f}
before and {after:.1f} after; rounds: {rounds}; {build}. {versions}"""
METHOD = """\
- The server sends prepared responses in each contender's own protocol. It used {least} to {most} of
  CPU time per call, in another process.
- Each sample is a process of its own. The contenders take turns, and each round starts with another
  one.
- Every Python contender reads what the row names: of 100 groups, each instance's id, health, state
  and zone; of alarms and datapoints, every value. The values are compared between contenders.
- The Rust program makes the same typed calls with the AWS SDK for Rust, built with reboto's
  profile. It has reboto's timeouts, as the SDK has no read timeout by default and boto and boto3
  have one, and it reads what the row names. For it, 16 threads are 16 tasks of one thread.
- boto3 and aiobotocore may open as many connections as there are concurrent calls.
- CPU time is that of the calling process, user and system."""
CPU = """\
The median, and the distance of the middle half of the rounds from it. The first row is everything
after the interpreter's own start."""
_UNITS = {"added": "MB", "grown": "MB", "wheel": "MB", "others": ""}


def measured(results: dict[str, Any]) -> list[Row]:
    """Return the rows that a run has."""
    return [row for row in ROWS if row.name in results["samples"]]


def table(results: dict[str, Any]) -> str:
    """Format the results of a run for a terminal."""
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
    """Describe a goal."""
    bound = f"{'≥' if goal.at_least else '≤'} {goal.bound:g}"
    titles = {row.name: row.title for row in ROWS}
    what = {
        "cpu": f"CPU time, {LABELS[goal.over]} ÷ {LABELS.get(goal.under, '')}",
        "rate": f"calls per second, {LABELS[goal.over]} ÷ {LABELS.get(goal.under, '')}",
        "added": "resident memory added to the bare interpreter",
        "grown": "resident memory added since the first call",
        "row": f"CPU time ÷ {titles.get(goal.under, '')}",
        "wheel": "the wheel",
        "others": "other packages installed with it",
    }[goal.measure]
    unit = _UNITS.get(goal.measure, "")
    return f"{titles.get(goal.row, 'size')}: {what} {bound} {unit}".rstrip()


def verdict(goal: Goal, value: float) -> str:
    """Describe whether a goal is met, or by how much it is missed."""
    if goal.met(value):
        return "met"
    if goal.bound == 0:
        return f"missed by {value:g}"
    away = (goal.bound - value if goal.at_least else value - goal.bound) / goal.bound
    return f"**missed by {away * 100:.0f} %**"


def grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Format a Markdown table; columns after the first are numbers."""
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def by_contender(
    results: dict[str, Any], rows: list[Row], cell: Callable[[Row, str], str], first: str
) -> str:
    """Format a table with a line for each row and a column for each contender."""
    samples: figures.Samples = results["samples"]

    def cells(row: Row) -> list[str]:
        return [
            cell(row, contender) if contender in samples[row.name] else ""
            for contender in CONTENDERS
        ]

    head = [first, *(LABELS[contender] for contender in CONTENDERS)]
    return grid(head, ([row.title, *cells(row)] for row in rows))


def document(results: dict[str, Any]) -> str:
    """Format the page for users."""
    samples: figures.Samples = results["samples"]
    rows = measured(results)

    def cpu(row: Row, contender: str) -> str:
        found = figures.of(samples, row.name, contender, "cpu")
        half = max(found.high - found.median, found.median - found.low)
        return f"{figures.time(found.median)} ± {half / found.median * 100:.0f} %"

    def against(row: Row, contender: str) -> str:
        if contender == REBOTO or REBOTO not in samples[row.name]:
            return "1"
        return digits(figures.ratio(samples, row.name, "cpu", contender, REBOTO).median)

    parts = [
        "# Benchmarks",
        INTRODUCTION,
        "![CPU time and memory of each contender, by kind of work](benchmarks.svg)",
        setting(results),
        "## CPU time per call",
        CPU,
        by_contender(results, rows, cpu, "work"),
        "## CPU time relative to reboto",
        "The contender's CPU time divided by reboto's: the median of the ratios within each round.",
        by_contender(results, rows, against, "work"),
        "## Calls per second",
        by_contender(
            results,
            [row for row in rows if row.name in RATED],
            lambda row, contender: digits(median(samples, row, contender, "rate")),
            "work",
        ),
        "## Memory",
        "Peak of the whole process in MB, including the interpreter.",
        by_contender(
            results,
            rows,
            lambda row, contender: digits(median(samples, row, contender, "peak")),
            "work",
        ),
        *growth(results),
        *foresight_page.kept(),
        *size(results),
    ]
    return "\n\n".join(parts) + "\n"


def growth(results: dict[str, Any]) -> list[str]:
    """Describe the memory that many calls add."""
    found = results["samples"].get("calls_10000", {})
    if not found:
        return []
    grown = [
        digits(figures.of(results["samples"], "calls_10000", who, "grown").median) for who in found
    ]
    return [
        "Resident memory in MB that 10,000 calls add after the first one:",
        grid(("", *(LABELS[who] for who in found)), [["MB added", *grown]]),
    ]


def method(results: dict[str, Any]) -> str:
    """Format the page for developers."""
    samples: figures.Samples = results["samples"]
    rows = measured(results)
    serving = [
        median(samples, row, REBOTO, "server") for row in rows if REBOTO in samples[row.name]
    ]
    reached = ((goal, figures.reached(results, goal)) for goal in GOALS)
    parts = [
        "# Benchmark method",
        "How the [benchmarks](../benchmarks.md) are measured. `make bench` writes both pages.",
        METHOD.format(least=figures.time(min(serving)), most=figures.time(max(serving))),
        "## Goals",
        grid(
            ("goal", "reached", ""),
            (
                [goal_text(goal), f"{value:.2f}", verdict(goal, value)]
                for goal, value in reached
                if value is not None
            ),
        ),
        *start_up(results),
    ]
    return "\n\n".join(parts) + "\n"


def median(samples: figures.Samples, row: Row, contender: str, measure: str) -> float:
    """Return the median of a measure."""
    return figures.of(samples, row.name, contender, measure).median


def setting(results: dict[str, Any]) -> str:
    """Describe the machine and the versions."""
    machine, load = results["machine"], results["machine"]["load"]
    return SETTING.format(
        day=results["when"][:10],
        **machine,
        before=load[0],
        after=load[1],
        rounds=results["rounds"],
        build=build_text(results),
        versions=versions_text(results),
    )


def build_text(results: dict[str, Any]) -> str:
    """Describe the build that was measured."""
    return {
        "dev": "**unoptimized builds**",
        "release": "optimized builds",
        "pgo": "optimized builds, reboto's guided by a profile",
    }[results["build"]]


def versions_text(results: dict[str, Any]) -> str:
    """List the versions."""
    found = results["versions"]
    names = [
        f"{LABELS[name]} {packages[name]}" for name, packages in found.items() if name in packages
    ]
    crates = [f"{name} {version}" for name, version in results["crates"].items()]
    return f"Python 3.11; {', '.join(names)}; {', '.join(crates)}."


def start_up(results: dict[str, Any]) -> list[str]:
    """Describe the memory and the imports of startup."""
    samples: figures.Samples = results["samples"]
    if "start_up" not in samples or not results["imports"]:
        return []
    bare = figures.of(samples, "start_up", "bare", "resident").median
    present = [contender for contender in CONTENDERS if contender in samples["start_up"]]
    costly = sorted(results["imports"], key=lambda line: -line[1])[:10]
    return [
        "## Startup",
        (
            "Resident memory after the first calls minus that of the bare interpreter "
            f"({digits(bare)} MB). For the Rust program, all of its memory."
        ),
        grid(
            ("", *(LABELS[name] for name in present)),
            [["MB added", *(digits(figures.added(samples, name)) for name in present)]],
        ),
        (
            f"reboto imports {len(results['imports'])} modules until its first responses. The "
            "slowest by `python -X importtime`:"
        ),
        grid(
            ("module", "µs", "µs with its imports"),
            ([f"`{name}`", f"{own:,}", f"{total:,}"] for name, own, total in costly),
        ),
    ]


def size(results: dict[str, Any]) -> list[str]:
    """Describe the size on disk."""
    sizes = results["sizes"]
    if not sizes:
        return []
    return [
        "## Size",
        (
            f"reboto's wheel is {sizes['wheel']:.2f} MB and has no dependencies. On disk, with all "
            "dependencies and compiled Python files:"
        ),
        grid(
            ("", *(LABELS[name] for name in sizes["installed"])),
            [["MB", *(digits(value) for value in sizes["installed"].values())]],
        ),
    ]


def main() -> None:
    """Write the pages and the charts."""
    source, folder = (
        *map(Path, sys.argv[1:]),
        *(FOLDER / "results.json", DOCS)[len(sys.argv) - 1 :],
    )
    results = json.loads(source.read_text())
    (folder / "development").mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(document(results), encoding="utf-8")
    (folder / "development" / "benchmarks.md").write_text(method(results), encoding="utf-8")
    (folder / "images").mkdir(exist_ok=True)
    from chart import draw, draw_startup

    draw(results, folder / "benchmarks.svg")
    draw_startup(results, folder / "images" / "startup.svg")


if __name__ == "__main__":
    main()
