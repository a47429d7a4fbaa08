"""A timeline drawn with matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reboto.foresight._times import to_datetime
from reboto.plot import _axes

if TYPE_CHECKING:
    from reboto._core import ForesightTimeline


def plot(core: ForesightTimeline, name: str | None, end: int, ax: Any) -> Any:
    """Draw desired capacity and instances in service on axes."""
    on = _axes.axes(ax)
    dates = _axes.matplotlib("dates")
    for label, in_service, color, dashes, width in (
        ("in service", True, _axes.LINES[0], "-", 2.0),
        ("desired", False, _axes.LINES[1], "--", 1.5),
    ):
        changes = core.changes(in_service)
        times = [to_datetime(time) for time, _ in changes]
        counts = [count for _, count in changes]
        on.step(
            dates.date2num([*times, to_datetime(end)]),
            [*counts, counts[-1]],
            where="post",
            color=color,
            ls=dashes,
            lw=width,
            label=label,
        )
    bottom, top = on.get_ylim()
    on.set_ylim(min(0.0, bottom), top + max(0.6, top * 0.08))
    for at, alarm, _, new in core.alarm_states():
        if new == "ALARM":
            on.axvline(dates.date2num(to_datetime(at)), color=_axes.WARNING, lw=0.8, alpha=0.4)
            on.plot([], [], label=None, gid=alarm)
    _axes.finish(on, name or "")
    _axes.label_y(on, "instances")
    on.yaxis.set_major_locator(_axes.matplotlib("ticker").MaxNLocator(integer=True))
    _axes.legend(on)
    return on
