"""Common parts of all plots: colors, time axes, legends and annotations."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from reboto._optional import import_optional

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colors, distinguishable with color blindness: https://jfly.uni-koeln.de/color/
LINES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
# Dashes change when the colors repeat; markers distinguish lines in grayscale. The numbers of
# colors and markers are coprime, so 40 lines have different pairs of both.
_DASHES: tuple[Any, ...] = ("-", "--", ":", "-.")
_MARKERS = "os^Dv<P>"
# Entries per column of the legend, maximum number of columns, maximum characters per entry.
_COLUMN, _COLUMNS, _LONGEST = 12, 3, 36
GOOD = "#009e73"
WARNING = "#d55e00"
QUIET = "#808080"


def matplotlib(module: str) -> Any:
    """Import a module of matplotlib; if it is missing, the error says how to install it."""
    return import_optional(f"matplotlib.{module}", "reboto[plot]")


def axes(ax: Axes | None) -> Any:
    """Return the given axes, or those of a new figure."""
    if ax is not None:
        return ax
    return matplotlib("pyplot").subplots(figsize=(9, 3.6), layout="constrained")[1]


def finish(ax: Any, title: str, *, lifted: bool = False) -> None:
    """Set title, time axis and grid; `lifted` leaves space below the title."""
    dates = matplotlib("dates")
    locator = dates.AutoDateLocator(tz=timezone.utc, minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator, tz=timezone.utc))
    ax.set_xlabel("UTC")
    _frame(ax, title, 18 if lifted else 8)
    ax.margins(x=0.01)


def finish_values(ax: Any, title: str, words: str) -> None:
    """Set title, grid and the label of a horizontal axis that is not the time."""
    as_text(ax.set_xlabel(_short(words, 90)))
    _frame(ax, title, 8)


def _frame(ax: Any, title: str, pad: int) -> None:
    text = ax.set_title(
        _short(title, 90), loc="left", fontsize="medium", fontweight="bold", pad=pad
    )
    as_text(text)
    ax.grid(axis="y", color=QUIET, alpha=0.25, lw=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)


def style(number: int, count: int, points: int) -> dict[str, Any]:
    """Return a line style that is distinguishable in color, in grayscale and if color blind."""
    if count == 1:
        marks: dict[str, Any] = {"marker": "o" if points <= 60 else "", "ms": 3.5}
    else:
        # A few markers per line, at different times for each line.
        step = max(1, points // 8) if points > 60 or count > 3 else 1
        marks = {
            "marker": _MARKERS[number % len(_MARKERS)],
            "ms": 4.5,
            "markevery": (number * step // count, step),
        }
    dashes = _DASHES[number // len(LINES) % len(_DASHES)]
    return {"color": LINES[number % len(LINES)], "ls": dashes, **marks}


def label_y(ax: Any, words: str) -> None:
    """Set the label of the vertical axis."""
    as_text(ax.set_ylabel(_short(words, 60)))


def as_text(text: Any) -> None:
    """Draw a text literally: a dollar sign does not begin a formula."""
    text.set_parse_math(False)
    text.set_usetex(False)


def legend(*axes: Any) -> None:
    """Draw the legend to the right of the axes, where it does not cover any line."""
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
        # Further to the right if a second axis has tick labels there.
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
    """Return a label that legends show; matplotlib hides labels that begin with ``_``."""
    return f" {name}" if name.startswith("_") else name


def _short(words: str, longest: int) -> str:
    """Shorten long names in the middle, because many differ only at the end."""
    if len(words) <= longest:
        return words
    half = longest // 2
    return f"{words[:half]}\N{HORIZONTAL ELLIPSIS}{words[-half:]}"


def message(ax: Any, words: str) -> None:
    """Write in the middle of empty axes why they are empty."""
    ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", color=QUIET)
    # Ticks of an empty time axis would be arbitrary.
    ticker = matplotlib("ticker")
    ax.xaxis.set_major_locator(ticker.NullLocator())
    ax.xaxis.set_major_formatter(ticker.NullFormatter())


def center(ax: Any, time: datetime) -> None:
    """Limit the time axis to half an hour before and after a single time."""
    dates = matplotlib("dates")
    half = timedelta(minutes=30)
    ax.set_xlim(*dates.date2num([time - half, time + half]))


def annotate(ax: Any, words: str, height: float) -> None:
    """Write words above the right end of a horizontal line."""
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
    """Return an aware datetime; naive ones are UTC."""
    return time.replace(tzinfo=timezone.utc) if time.tzinfo is None else time
