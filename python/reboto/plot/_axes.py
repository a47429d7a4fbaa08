"""What all pictures have in common: colours, axes of time, remarks."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from reboto._optional import import_optional

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colours, which every eye tells apart: https://jfly.uni-koeln.de/color/
LINES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
# With dashes for each further round of colors, and with shapes, which also print in gray. The
# numbers of colors and shapes have no common divisor, so 40 lines differ in the two.
_DASHES: tuple[Any, ...] = ("-", "--", ":", "-.")
_MARKERS = "os^Dv<P>"
# Entries of a legend's column, its columns at the most, and characters of an entry.
_COLUMN, _COLUMNS, _LONGEST = 12, 3, 36
GOOD = "#009e73"
WARNING = "#d55e00"
QUIET = "#808080"


def matplotlib(module: str) -> Any:
    """Import a module of matplotlib's, or say how to install it."""
    return import_optional(f"matplotlib.{module}", "reboto[plot]")


def axes(ax: Axes | None) -> Any:
    """Give the axes to draw on: those given, else those of a new figure."""
    if ax is not None:
        return ax
    return matplotlib("pyplot").subplots(figsize=(9, 3.6), layout="constrained")[1]


def finish(ax: Any, title: str, *, lifted: bool = False) -> None:
    """Put title, dates and grid in place; `lifted` leaves room below the title."""
    dates = matplotlib("dates")
    locator = dates.AutoDateLocator(tz=timezone.utc, minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator, tz=timezone.utc))
    ax.set_xlabel("UTC")
    text = ax.set_title(
        _short(title, 90), loc="left", fontsize="medium", fontweight="bold", pad=18 if lifted else 8
    )
    as_text(text)
    ax.grid(axis="y", color=QUIET, alpha=0.25, lw=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.margins(x=0.01)


def style(number: int, count: int, points: int) -> dict[str, Any]:
    """Return what sets one line apart from others, in color, in gray and for every eye."""
    if count == 1:
        marks: dict[str, Any] = {"marker": "o" if points <= 60 else "", "ms": 3.5}
    else:
        # A few marks a line, each line's at other times.
        step = max(1, points // 8) if points > 60 or count > 3 else 1
        marks = {
            "marker": _MARKERS[number % len(_MARKERS)],
            "ms": 4.5,
            "markevery": (number * step // count, step),
        }
    dashes = _DASHES[number // len(LINES) % len(_DASHES)]
    return {"color": LINES[number % len(LINES)], "ls": dashes, **marks}


def label_y(ax: Any, words: str) -> None:
    """Name what the vertical axis measures."""
    as_text(ax.set_ylabel(_short(words, 60)))


def as_text(text: Any) -> None:
    """Have a name drawn as it is: a dollar sign begins no formula."""
    text.set_parse_math(False)
    text.set_usetex(False)


def legend(*axes: Any) -> None:
    """Explain the lines beside the axes, where they hide nothing."""
    entries = [
        (handle, f"{label} (right axis)" if ax is not axes[0] else label)
        for ax in axes
        for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)
    ]
    most = _COLUMN * _COLUMNS
    handles = [handle for handle, _ in entries[:most]]
    labels = [_short(label, _LONGEST) for _, label in entries[:most]]
    if len(entries) > most:
        labels[-1] = f"and {len(entries) - most + 1} more"
    drawn = axes[0].legend(
        handles,
        labels,
        loc="upper left",
        # Further to the right where a second axis has its numbers.
        bbox_to_anchor=(1.01 if len(axes) == 1 else 1.1, 1),
        frameon=False,
        borderaxespad=0,
        ncols=-(-len(labels) // _COLUMN),
        fontsize="small" if len(labels) > _COLUMN // 2 else None,
        columnspacing=1,
        handlelength=2.6,
    )
    for text in drawn.get_texts():
        as_text(text)


def label(name: str) -> str:
    """Give a line's name so that legends have it: they leave out those that begin with ``_``."""
    return f" {name}" if name.startswith("_") else name


def _short(words: str, longest: int) -> str:
    """Cut long names in the middle: many of them differ at the end."""
    if len(words) <= longest:
        return words
    half = longest // 2
    return f"{words[:half]}\N{HORIZONTAL ELLIPSIS}{words[-half:]}"


def say(ax: Any, words: str) -> None:
    """Say in words why there is nothing to see."""
    ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", color=QUIET)
    # Without times there is nothing that ticks could tell.
    ticker = matplotlib("ticker")
    ax.xaxis.set_major_locator(ticker.NullLocator())
    ax.xaxis.set_major_formatter(ticker.NullFormatter())


def around(ax: Any, time: datetime) -> None:
    """Show half an hour to each side of a single moment."""
    dates = matplotlib("dates")
    half = timedelta(minutes=30)
    ax.set_xlim(*dates.date2num([time - half, time + half]))


def remark(ax: Any, words: str, height: float) -> None:
    """Write words on a horizontal line, at its right end."""
    ax.annotate(
        words,
        (1, height),
        xycoords=ax.get_yaxis_transform(),
        xytext=(-4, 3),
        textcoords="offset points",
        ha="right",
        color=QUIET,
        fontsize="small",
    )


def utc(time: datetime) -> datetime:
    """Give a time its zone: naive ones are UTC."""
    return time.replace(tzinfo=timezone.utc) if time.tzinfo is None else time
