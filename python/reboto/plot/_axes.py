"""What all pictures have in common: colours, axes of time, remarks."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from reboto._extras import need

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colours, which every eye tells apart: https://jfly.uni-koeln.de/color/
LINES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
GOOD = "#009e73"
WARNING = "#d55e00"
QUIET = "#808080"


def matplotlib(module: str) -> Any:
    """Import a module of matplotlib's, or say how to install it."""
    return need(f"matplotlib.{module}", "reboto[plot]")


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
    ax.set_title(title, loc="left", fontsize="medium", fontweight="bold", pad=18 if lifted else 8)
    ax.grid(axis="y", color=QUIET, alpha=0.25, lw=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.margins(x=0.01)


def legend(ax: Any) -> None:
    """Explain the lines beside the axes, where they hide nothing."""
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, borderaxespad=0)


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
