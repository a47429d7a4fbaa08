"""The picture that ``reboto demo`` draws in a terminal, with rich."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from reboto.cli._busy_group import LOAD, Minute, can_encode

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

CPU_ROWS = 7
CAPACITY_ROWS = 5
EVENTS = 4
MARGIN = 20  # columns to the left of the charts
# Title, blank line, two alarms, legend, blank line, and the line of the cursor
HEIGHT = CPU_ROWS + CAPACITY_ROWS + EVENTS + 7
MIN_WIDTH = 72  # so that titles and events fit
BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
SERVING, LAUNCHING = "\u2585", "\u2581"
CAPACITY_LABELS = {4: "instances", 3: f"{SERVING} in service", 2: f"{LAUNCHING} launching"}
# Character and color of each state. The characters differ for terminals without colors.
STATES = {
    "ALARM": ("\u2588", "red"),
    "OK": ("\u2581", "green"),
    "INSUFFICIENT_DATA": (".", "bright_black"),
}


@contextlib.contextmanager
def screen(thresholds: Mapping[str, float]) -> Generator[Callable[[Minute], None] | None]:
    """Draw minutes in the terminal.

    Parameters
    ----------
    thresholds : dict of str to float
        Thresholds of the alarms in percent, by the names of the alarms.

    Yields
    ------
    function or None
        Draws one more minute. None if the terminal is too small, or cannot show the picture.
    """
    console = Console(highlight=False)
    small = console.width < MIN_WIDTH or console.height < HEIGHT
    if small or console.is_dumb_terminal or not can_encode(BLOCKS + "\u2502", console.encoding):
        yield None
        return
    minutes: list[Minute] = []
    with Live(console=console, auto_refresh=False) as live:

        def draw(minute: Minute) -> None:
            minutes.append(minute)
            live.update(picture(minutes, thresholds, _width(console.width)), refresh=True)

        yield draw


def picture(minutes: Sequence[Minute], thresholds: Mapping[str, float], width: int) -> Group:
    """Return the charts of the minutes so far.

    Parameters
    ----------
    minutes : sequence of Minute
        The minutes, at least one.
    thresholds : dict of str to float
        Thresholds of the alarms in percent, by the names of the alarms.
    width : int
        Columns for each minute.

    Returns
    -------
    rich.console.Group
        CPU load, capacity, states of the alarms, and the latest events.
    """
    last = minutes[-1]
    title = Text.assemble(
        ("group web", "bold"),
        f"   minute {last.number} of {len(LOAD)}   load {last.load}   CPU {last.cpu:.0f} %   "
        f"instances {last.serving}" + (f" + {last.launching} launching" * bool(last.launching)),
        no_wrap=True,
        overflow="ellipsis",
    )
    rows = [title, Text()]
    rows += [_cpu_row(minutes, row, thresholds, width) for row in reversed(range(CPU_ROWS))]
    rows += [_capacity_row(minutes, row, width) for row in reversed(range(CAPACITY_ROWS))]
    for name in last.alarms:
        strip = _label(name)
        for minute in minutes:
            character, style = STATES[minute.alarms[name]]
            strip.append(character * width, style)
        rows.append(strip)
    legend = _label("")
    for state, (character, style) in STATES.items():
        legend.append(f"{character} ", style).append(f"{state}   ")
    rows += [legend, Text()]
    events = [
        Text(f"minute {minute.number:>2}: {', '.join(minute.changes)}", no_wrap=True)
        for minute in minutes
        if minute.changes
    ]
    return Group(*rows, *events[-EVENTS:], *[Text()] * (EVENTS - len(events)))


def _cpu_row(
    minutes: Sequence[Minute], row: int, thresholds: Mapping[str, float], width: int
) -> Text:
    step = 100 / CPU_ROWS
    marks = [value for value in thresholds.values() if row == min(CPU_ROWS - 1, int(value / step))]
    heading = f"{marks[0]:g} %" if marks else {CPU_ROWS - 1: "CPU  100 %", 0: "0 %"}.get(row, "")
    text = _label(heading)
    for minute in minutes:
        eighths = max(0, min(8, round((minute.cpu / step - row) * 8)))
        style = "red" if "ALARM" in minute.alarms.values() else "cyan"
        if marks and not eighths:
            text.append("-" * width, "bright_black")
        else:
            text.append(BLOCKS[eighths] * width, style)
    if marks:
        text.append("-" * (width * (len(LOAD) - len(minutes))), "bright_black")
    return text


def _capacity_row(minutes: Sequence[Minute], row: int, width: int) -> Text:
    text = _label(f"{CAPACITY_LABELS.get(row, '')}{row + 1:>3}")
    for minute in minutes:
        if row < minute.serving:
            text.append(SERVING * width, "blue")
        elif row < minute.serving + minute.launching:
            text.append(LAUNCHING * width, "yellow")
        else:
            text.append(" " * width)
    return text


def _width(columns: int) -> int:
    """Return the columns of a minute in a terminal."""
    return next((width for width in (3, 2) if columns >= MARGIN + width * len(LOAD)), 1)


def _label(name: str) -> Text:
    return Text(f"{name:>{MARGIN - 2}} \u2502", no_wrap=True)
