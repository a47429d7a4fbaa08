"""Images of metric widgets: lines over a grid, as PNG, without any library."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from reboto.local._cloudwatch.metric_queries import compute
from reboto.local._cloudwatch.metrics import Metric, metrics_of
from reboto.local._durations import duration
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from reboto.local._world import Region

    _Line = list[tuple[datetime, float]]

_COLORS = ("1f77b4", "ff7f0e", "2ca02c", "d62728", "9467bd", "8c564b", "e377c2", "7f7f7f")
_WHITE, _GRID, _AXIS = b"\xff\xff\xff", b"\xe5\xe5\xe5", b"\x55\x55\x55"
_LEAST, _MOST = 25, 2000
_MARGIN = 30


def image(region: Region, widget: dict[str, Any]) -> bytes:
    """Draw a widget.

    Raises
    ------
    ValueError
        If the widget is invalid.
    """
    width, height = (
        _size(widget, name, usual) for name, usual in (("width", 600), ("height", 400))
    )
    end = _time(widget.get("end", "P0D"), "end")
    start = _time(widget.get("start", "-PT3H"), "start")
    if start >= end:
        raise ValueError("start must be before end")
    lines = [
        (_color(options, index), points)
        for index, (options, points) in enumerate(_lines(region, widget, start, end))
    ]
    levels = [
        (str(one.get("color", "#d62728")), float(one["value"]))
        for one in (widget.get("annotations") or {}).get("horizontal") or []
        if isinstance(one, dict) and isinstance(one.get("value"), int | float)
    ]
    canvas = _Canvas(width, height)
    values = [value for _, points in lines for _, value in points] + [value for _, value in levels]
    low, high = min([0.0, *values]), max([1.0, *values])
    span = (end - start).total_seconds()

    def place(at: datetime, value: float) -> tuple[float, float]:
        x = _MARGIN + (at - start).total_seconds() / span * (width - 2 * _MARGIN)
        return x, height - _MARGIN - (value - low) / (high - low) * (height - 2 * _MARGIN)

    for part in range(5):
        y = _MARGIN + part * (height - 2 * _MARGIN) / 4
        canvas.line((_MARGIN, y), (width - _MARGIN, y), _GRID)
    canvas.line((_MARGIN, _MARGIN), (_MARGIN, height - _MARGIN), _AXIS)
    canvas.line((_MARGIN, height - _MARGIN), (width - _MARGIN, height - _MARGIN), _AXIS)
    for name, value in levels:
        canvas.line(place(start, value), place(end, value), _rgb(name))
    for color, points in lines:
        placed = [place(at, value) for at, value in points]
        for first, second in zip(placed, placed[1:] or placed, strict=False):
            canvas.line(first, second, color, thick=True)
    return canvas.png()


def _lines(
    region: Region, widget: dict[str, Any], start: datetime, end: datetime
) -> list[tuple[dict[str, Any], _Line]]:
    metrics = widget.get("metrics", [])
    if not isinstance(metrics, list):
        raise ValueError("metrics must be an array")
    lines: list[tuple[dict[str, Any], _Line]] = []
    before: list[str] = []
    for index, one in enumerate(metrics):
        if not isinstance(one, list) or not one:
            raise ValueError(f"metrics[{index}] must be an array")
        texts = [str(item) for item in one if not isinstance(item, dict)]
        options = next((item for item in one if isinstance(item, dict)), {})
        if "expression" in options:
            continue
        texts = _expanded(texts, before)
        if len(texts) < 2 or len(texts) % 2:
            raise ValueError(
                f"metrics[{index}] must have a namespace, a name, and pairs of dimensions"
            )
        before = texts
        dimensions = tuple(sorted(zip(texts[2::2], texts[3::2], strict=True)))
        period = int(options.get("period", widget.get("period", 300)))
        stat = str(options.get("stat", widget.get("stat", "Average")))
        points = [
            (at, value)
            for at, _, samples in metrics_of(region).points(
                Metric(texts[0], texts[1], dimensions), start, end, max(period, 1), None
            )
            if (value := compute(stat, samples)) is not None
        ]
        lines.append((options, points))
    return lines


def _expanded(texts: list[str], before: list[str]) -> list[str]:
    """Replace ``.`` by the item above, and ``...`` by all items above that are not given."""
    if texts[:1] == ["..."]:
        rest = texts[1:]
        return before[: len(before) - len(rest)] + rest
    return [
        before[place] if text == "." and place < len(before) else text
        for place, text in enumerate(texts)
    ]


def _size(widget: dict[str, Any], name: str, usual: int) -> int:
    value = widget.get(name, usual)
    if not isinstance(value, int) or not _LEAST <= value <= _MOST:
        raise ValueError(f"{name} must be an integer from {_LEAST} to {_MOST}, got {value!r}")
    return value


def _time(value: Any, name: str) -> datetime:
    text = str(value)
    if text.lstrip("-").startswith("P"):
        length: timedelta = duration(text.lstrip("-"))
        return utcnow() - length
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(
            f"{name} must be a time such as 2026-12-31T12:00:00Z or a duration such as -PT3H"
        ) from None
    return (time - (time.utcoffset() or timedelta())).replace(tzinfo=None)


def _color(options: dict[str, Any], index: int) -> bytes:
    return _rgb(str(options.get("color", _COLORS[index % len(_COLORS)])))


def _rgb(text: str) -> bytes:
    try:
        return bytes.fromhex(text.lstrip("#"))[:3].ljust(3, b"\0")
    except ValueError:
        raise ValueError(f"color must be hexadecimal, such as #1f77b4, got {text!r}") from None


class _Canvas:
    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._rows = [bytearray(_WHITE * width) for _ in range(height)]

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        color: bytes,
        *,
        thick: bool = False,
    ) -> None:
        steps = int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))) + 1
        for step in range(steps + 1):
            share = step / steps
            x = round(start[0] + (end[0] - start[0]) * share)
            y = round(start[1] + (end[1] - start[1]) * share)
            for down in (0, 1) if thick else (0,):
                if 0 <= x < self._width and 0 <= y + down < self._height:
                    self._rows[y + down][3 * x : 3 * x + 3] = color

    def png(self) -> bytes:
        header = struct.pack(">IIBBBBB", self._width, self._height, 8, 2, 0, 0, 0)
        data = zlib.compress(b"".join(b"\0" + bytes(row) for row in self._rows))
        chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in chunks
        )
