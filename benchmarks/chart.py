"""The charts: a panel for each kind of work, a bar for each contender."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any, NamedTuple

import figures
import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from rows import CONTENDERS, LABELS, REBOTO, ROWS, RUST

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

# Text and bars are readable on a light and on a dark background.
_COLORS = {REBOTO: "#d9560f", RUST: "#64748b"}
_OTHER = "#b6c0cc"
_TEXT = "#78828f"
_COLUMNS = 2
# Characters of a title that fits into one line.
_TITLE = 44


class Panel(NamedTuple):
    """A title, and the length and label of each contender's bar."""

    title: str
    bars: dict[str, tuple[float, str]]


def panels(results: dict[str, Any]) -> list[Panel]:
    """Return the panels of the chart."""
    samples: figures.Samples = results["samples"]
    found = []
    for row in ROWS:
        present = [name for name in CONTENDERS if name in samples.get(row.name, {})]
        if len(present) > 1:
            times = {name: figures.of(samples, row.name, name, "cpu").median for name in present}
            bars = {name: (value, figures.time(value)) for name, value in times.items()}
            found.append(Panel(row.title, bars))
        if row.name == "start_up" and "bare" in samples.get(row.name, {}):
            memory = {name: figures.added(samples, name) for name in present}
            found.append(
                Panel(
                    "memory that these add to the interpreter",
                    {
                        name: (value, f"{figures.digits(value)} MB")
                        for name, value in memory.items()
                    },
                )
            )
    return found


def draw(results: dict[str, Any], path: Path) -> None:
    """Draw the chart of all work into an SVG file."""
    _draw(results, panels(results), "CPU time and memory (less is better)", path)


def draw_startup(results: dict[str, Any], path: Path) -> None:
    """Draw the chart of the startup into an SVG file."""
    drawn = panels(results)[:2]
    _draw(results, drawn, "A script that calls both services (less is better)", path, columns=1)


def _draw(
    results: dict[str, Any], drawn: list[Panel], title: str, path: Path, columns: int = _COLUMNS
) -> None:
    mpl.rcParams.update({"font.family": "DejaVu Sans", "font.size": 10, "svg.hashsalt": "reboto"})
    mpl.rcParams.update({"text.color": _TEXT, "axes.edgecolor": _TEXT, "ytick.color": _TEXT})
    lines = -(-len(drawn) // columns)
    slots = max(len(panel.bars) for panel in drawn)
    layout = ConstrainedLayoutEngine(h_pad=0.08, hspace=0.06, wspace=0.04)
    figure = Figure(figsize=(4 * columns + 1, (0.24 * slots + 0.65) * lines), layout=layout)
    grid = figure.subplots(lines, columns, squeeze=False)
    for axes in list(grid.flat)[len(drawn) :]:
        axes.set_visible(False)
    for axes, panel in zip(grid.flat, drawn, strict=False):
        _draw_panel(axes, panel, slots)
    if results["build"] == "dev":
        title += ", unoptimized builds"
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, weight="bold")
    figure.savefig(path, metadata={"Date": None}, transparent=True)


def _draw_panel(axes: Axes, panel: Panel, slots: int) -> None:
    names = list(panel.bars)
    values = [value for value, _ in panel.bars.values()]
    colors = [_COLORS.get(name, _OTHER) for name in names]
    bars = axes.barh([LABELS[name] for name in names], values, color=colors, height=0.72)
    axes.bar_label(bars, [text for _, text in panel.bars.values()], padding=4)
    # Two lines of about the same length if one is not enough.
    length = len(panel.title)
    title = panel.title if length <= _TITLE else fill(panel.title, length // 2 + 6)
    axes.set_title(title, loc="left", fontsize=10.5)
    axes.set_xlim(0, max(values) * 1.25)
    # Bars have the same thickness in all panels; the first one is on top.
    axes.set_ylim(slots - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    for label, name in zip(axes.get_yticklabels(), names, strict=True):
        if name == REBOTO:
            label.set_fontweight("bold")
            label.set_color(_COLORS[REBOTO])
