"""The chart: a panel for each kind of work, a bar for each contender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import figures
import matplotlib as mpl
from matplotlib.figure import Figure
from rows import CONTENDERS, LABELS, REBOTO, ROWS, RUST

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

# Text and bars are readable on a light and on a dark background.
_COLORS = {REBOTO: "#d9560f", RUST: "#64748b"}
_OTHER = "#b6c0cc"
_TEXT = "#78828f"
_COLUMNS = 3


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
        if present:
            times = {name: figures.of(samples, row.name, name, "cpu").median for name in present}
            bars = {name: (value, figures.time(value)) for name, value in times.items()}
            found.append(Panel(row.title, bars))
        if row.name == "start_up" and "bare" in samples.get(row.name, {}):
            from report import added

            memory = {name: added(samples, name) for name in present}
            found.append(
                Panel(
                    "memory that this adds to the interpreter",
                    {
                        name: (value, f"{figures.digits(value)} MB")
                        for name, value in memory.items()
                    },
                )
            )
    return found


def draw(results: dict[str, Any], path: Path) -> None:
    """Draw the chart into an SVG file."""
    mpl.rcParams.update({"font.family": "DejaVu Sans", "font.size": 9, "svg.hashsalt": "reboto"})
    mpl.rcParams.update({"text.color": _TEXT, "axes.edgecolor": _TEXT, "ytick.color": _TEXT})
    drawn = panels(results)
    lines = -(-len(drawn) // _COLUMNS)
    figure = Figure(figsize=(12, 1.75 * lines + 0.9), layout="constrained")
    grid = figure.subplots(lines, _COLUMNS, squeeze=False)
    for axes in list(grid.flat)[len(drawn) :]:
        axes.set_visible(False)
    slots = max(len(panel.bars) for panel in drawn)
    for axes, panel in zip(grid.flat, drawn, strict=False):
        _draw_panel(axes, panel, slots)
    title = "CPU time of one call (less is better)"
    if results["build"] != "release":
        title += ", unoptimized builds"
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, weight="bold")
    figure.savefig(path, metadata={"Date": None}, transparent=True)


def _draw_panel(axes: Axes, panel: Panel, slots: int) -> None:
    names = list(panel.bars)
    values = [value for value, _ in panel.bars.values()]
    colors = [_COLORS.get(name, _OTHER) for name in names]
    bars = axes.barh([LABELS[name] for name in names], values, color=colors, height=0.72)
    axes.bar_label(bars, [text for _, text in panel.bars.values()], padding=4, fontsize=8.5)
    axes.set_title(panel.title, loc="left", fontsize=9.5)
    axes.set_xlim(0, max(values) * 1.25)
    # Bars have the same thickness in all panels; the first one is on top.
    axes.set_ylim(slots - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    for label, name in zip(axes.get_yticklabels(), names, strict=True):
        if name == REBOTO:
            label.set_fontweight("bold")
            label.set_color(_COLORS[REBOTO])
