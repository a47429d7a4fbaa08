"""A timeline as an inline SVG, without JavaScript."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from reboto._html import escape
from reboto.foresight._times import DAY, to_datetime

if TYPE_CHECKING:
    from reboto._core import ForesightTimeline

# The colors of reboto.plot, which are safe for color blindness.
COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
_STATES = {"ALARM": "#d55e00", "OK": "#b5dccd", "INSUFFICIENT_DATA": "#dcdcdc"}
_WIDTH, _LEFT, _RIGHT = 860, 150, 28
_PLOT = _WIDTH - _LEFT - _RIGHT
_SPANS = 430
_MOST_METRICS = 4


class _Panel:
    """A part of the picture with its own vertical axis."""

    def __init__(self, top: float, height: float, low: float, high: float) -> None:
        self.top, self.height = top, height
        self.low, self.high = low, high if high > low else low + 1

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.top + self.height * (1 - share), 1)


class Picture:
    """Draws a timeline.

    Parameters
    ----------
    core : ForesightTimeline
        The results.
    content : dict of str to object
        The scenario.
    duration : int
        Seconds that were simulated.
    """

    def __init__(self, core: ForesightTimeline, content: dict[str, Any], duration: int) -> None:
        self.core, self.content = core, content
        self.start, self.length = int(content["start"]), max(1, duration)
        self.parts: list[str] = []

    def x(self, time: int) -> float:
        """Return the horizontal position of a time."""
        return round(_LEFT + _PLOT * (time - self.start) / self.length, 1)

    def draw(self) -> str:
        """Return the SVG."""
        top = self._capacity(8)
        given: Any = self.content.get("metrics") or {}
        metrics = [one["name"] if isinstance(one, dict) else one for one in given]
        for number, name in enumerate(metrics[:_MOST_METRICS]):
            top = self._metric(top + 14, name, COLORS[(number + 2) % len(COLORS)])
        for alarm in self.core.alarms():
            top = self._alarm(top + 8, alarm)
        top = self._axis(top + 4)
        label = "Desired and in-service instances, metrics and alarm states over time"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top:g}" '
            f'width="100%" style="max-width:{_WIDTH}px" role="img" aria-label="{label}" '
            'font-family="sans-serif" font-size="11" fill="currentColor">'
            f"{''.join(self.parts)}</svg>"
        )

    def _capacity(self, top: float) -> float:
        desired, in_service = self.core.changes(False), self.core.changes(True)
        most = max(count for _, count in [*desired, *in_service])
        panel = _Panel(top, 110, 0, max(1, most) * 1.08)
        self._frame(panel, "instances", most)
        # The dashed line is on top, so that both can be seen where they are the same.
        self._line(self._steps(in_service, panel), COLORS[0])
        self._line(self._steps(desired, panel), COLORS[1], dashed=True)
        for number, (name, color) in enumerate((("in service", COLORS[0]), ("desired", COLORS[1]))):
            y = top + 30 + 16 * number
            self._line(f"M8 {y - 4:g}h18", color, dashed=number == 1)
            self.parts.append(f'<text x="30" y="{y:g}">{name}</text>')
        return top + panel.height

    def _steps(self, changes: list[tuple[int, int]], panel: _Panel) -> str:
        if len(changes) > 4 * _SPANS:
            # More changes than pixels: the lowest and highest number of each.
            return self._ranges(_ranges(changes, self.start, self.length), panel)
        path: list[str] = []
        for number, (time, count) in enumerate(changes):
            y = panel.y(count)
            path.append(f"M{self.x(time)} {y}" if number == 0 else f"H{self.x(time)}V{y}")
        return "".join(path) + f"H{_LEFT + _PLOT}"

    def _ranges(self, ranges: list[tuple[float, float]], panel: _Panel) -> str:
        path: list[str] = []
        pen = "M"
        for span, (low, high) in enumerate(ranges):
            if math.isnan(low):
                pen = "M"
                continue
            x = round(_LEFT + _PLOT * (span + 0.5) / len(ranges), 1)
            path.append(f"{pen}{x} {panel.y(low)}")
            if high > low:
                path.append(f"V{panel.y(high)}")
            # A value alone would leave no trace.
            path.append("h0.1")
            pen = "L"
        return "".join(path)

    def _metric(self, top: float, name: str, color: str) -> float:
        spans = max(1, min(_SPANS, self.length // 60))
        ranges = self.core.outline(name, spans)
        values = [value for pair in ranges for value in pair if not math.isnan(value)]
        limits = [
            self.core.condition(alarm)[2]
            for alarm in self.core.alarms()
            if self.core.condition(alarm)[0] == name
        ]
        low = min([0.0, *values, *limits])
        high = max([*values, *limits], default=1.0)
        panel = _Panel(top, 90, low, high * 1.05 if high > 0 else high)
        self._frame(panel, name, max(values, default=0))
        for limit in limits:
            y = panel.y(limit)
            self.parts.append(
                f'<path d="M{_LEFT} {y}h{_PLOT}" stroke="#808080" stroke-dasharray="2 3"/>'
                f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end" opacity=".7">'
                f"{limit:g}</text>"
            )
        self._line(self._ranges(ranges, panel), color)
        return top + panel.height

    def _frame(self, panel: _Panel, name: str, most: float) -> None:
        short = name if len(name) <= 20 else f"{name[:19]}\N{HORIZONTAL ELLIPSIS}"
        bottom = panel.top + panel.height
        self.parts.append(
            f'<text x="8" y="{panel.top + 11:g}" font-weight="600">{escape(short)}'
            f"<title>{escape(name)}</title></text>"
            f'<text x="{_LEFT - 6}" y="{panel.y(most) + 4:g}" text-anchor="end">{most:.4g}</text>'
            f'<path d="M{_LEFT} {bottom:g}h{_PLOT}" stroke="#808080" stroke-opacity=".5"/>'
        )

    def _line(self, path: str, color: str, *, dashed: bool = False) -> None:
        dash = ' stroke-dasharray="5 3"' if dashed else ""
        self.parts.append(
            f'<path d="{path}" fill="none" stroke="{color}" stroke-width="1.6"{dash}/>'
        )

    def _alarm(self, top: float, alarm: str) -> float:
        short = alarm if len(alarm) <= 22 else f"{alarm[:21]}\N{HORIZONTAL ELLIPSIS}"
        self.parts.append(
            f'<text x="8" y="{top + 10:g}">{escape(short)}<title>{escape(alarm)}</title></text>'
        )
        begin, state = self.start, self.core.state(alarm, self.start - 1)[0]
        changes = [one for one in self.core.alarm_states() if one[1] == alarm]
        end, drawn = self.start + self.length, -1.0
        for at, _, _, new in [*changes, (end, alarm, "", "")]:
            left, right = self.x(begin), self.x(at)
            # Bars that cannot be seen are left out, except alarms: those are drawn once a pixel.
            visible = left > drawn if state == "ALARM" else right - left >= 0.4
            if visible:
                width = max(1.2, right - left)
                if state == "ALARM":
                    drawn = left + width
                self.parts.append(
                    f'<rect x="{left}" y="{top:g}" width="{width:.1f}" height="12" '
                    f'fill="{_STATES[state]}"><title>{escape(alarm)}: {state}</title></rect>'
                )
            begin, state = at, new
        return top + 12

    def _axis(self, top: float) -> float:
        step = next(
            (one for one in _TICKS if self.length / one <= 8),
            30 * DAY * (self.length // (8 * 30 * DAY) + 1),
        )
        time = -(-self.start // step) * step
        while time <= self.start + self.length:
            text = f"{to_datetime(time):%H:%M}" if step < DAY else f"{to_datetime(time):%b %d}"
            if time % DAY == 0 and step < DAY:
                text = f"{to_datetime(time):%b %d}"
            self.parts.append(
                f'<path d="M{self.x(time)} {top:g}v4" stroke="currentColor"/>'
                f'<text x="{self.x(time)}" y="{top + 15:g}" text-anchor="middle">{text}</text>'
            )
            time += step
        self.parts.append(f'<text x="8" y="{top + 15:g}" opacity=".7">UTC</text>')
        return top + 20


_TICKS = (60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, DAY, 2 * DAY, 7 * DAY, 14 * DAY)


def _ranges(changes: list[tuple[int, int]], start: int, length: int) -> list[tuple[float, float]]:
    ranges = [(math.nan, math.nan)] * _SPANS
    last = changes[0][1]
    at = 0
    for span in range(_SPANS):
        low = high = last
        end = start + length * (span + 1) // _SPANS
        while at < len(changes) and changes[at][0] < end:
            last = changes[at][1]
            low, high = min(low, last), max(high, last)
            at += 1
        ranges[span] = (low, high)
    return ranges
