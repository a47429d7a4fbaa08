"""Plot of the number of instances in a group over time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from reboto._lazy import LazyModule
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.autoscale.group import AutoScalingGroup
from reboto.plot._axes import (
    LINES,
    QUIET,
    WARNING,
    annotate,
    axes,
    finish,
    label_y,
    legend,
    matplotlib,
    message,
    utc,
)
from reboto.plot._objects import objects

if TYPE_CHECKING:
    from matplotlib import axes as mpl_axes
else:
    mpl_axes = LazyModule("matplotlib.axes")

_DESIRED = re.compile(
    r"At (\S+Z)(?:(?! At \d{4}-).)*?changing the desired capacity from (\d{1,9}) to (\d{1,9})\b"
)
_ACTUAL = re.compile(r"(?:increasing|shrinking) the capacity from (\d{1,9}) to \d+")


def capacity(
    activities: Iterable[Activity],
    group: AutoScalingGroup | None = None,
    *,
    ax: mpl_axes.Axes | None = None,
) -> mpl_axes.Axes:
    """Plot the number of instances in a group over time, from its scaling activities.

    Parameters
    ----------
    activities : list of Activity
        The result of `get_all_activities`, in any order. Each launch or
        termination is a step, each failed activity a cross. A second line shows
        the desired capacity, read from the causes of the activities.
    group : AutoScalingGroup, optional
        The current state of the group. Its number of instances is the end of the
        line; its minimum and maximum size are drawn too.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on. Default: a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed (the extra ``plot``).
    TypeError
        If an object has another type.

    Examples
    --------
    >>> capacity([]).get_ylabel()
    'instances'
    """
    on = axes(ax)
    given = objects("activities", activities, Activity, "a list of Activity")
    known = [one for one in given if one.start_time]
    steps = sorted(map(_Step.of, known))
    counts = _counts(steps, group)
    dates = matplotlib("dates")
    tops = [*counts, 1]
    if known:
        desired = _desired(known)
        first = min([steps[0].time, *desired])
        times = [first - _margin(steps), *(step.time for step in steps)]
        times.append(max([steps[-1].time, *desired]) + _margin(steps))
        on.step(
            dates.date2num(times),
            [*counts, counts[-1]],
            where="post",
            color=LINES[0],
            lw=2,
            label="instances",
        )
        failed = [
            (dates.date2num(step.time), count)
            for step, count in zip(steps, counts[1:], strict=True)
            if step.failed
        ]
        if failed:
            on.plot(*zip(*failed, strict=True), "X", color=WARNING, ms=8, label="failed")
        tops.extend(_draw_desired(on, desired, times[-1]))
    sizes = [("max", group.max_size), ("min", group.min_size)] if group else []
    for name, size in sizes:
        if size is not None:
            on.axhline(size, color=QUIET, lw=1, ls=":")
            annotate(on, f"{name} {size}", size)
    title = group.name if group else known[0].group_name if known else None
    finish(on, title or "")
    if not known:
        message(on, "no scaling activities")
    label_y(on, "instances")
    on.yaxis.set_major_locator(matplotlib("ticker").MaxNLocator(integer=True))
    tops.extend(size for _, size in sizes if size)
    # Leave space above the highest step and above the text at the maximum size.
    on.set_ylim(0, max(tops) + max(0.6, max(tops) * 0.08))
    if known:
        legend(on)
    picture: mpl_axes.Axes = on
    return picture


class _Step(NamedTuple):
    """The time of an activity and its effect on the number of instances."""

    time: datetime
    change: int
    failed: bool
    actual: int | None

    @classmethod
    def of(cls, activity: Activity) -> _Step:
        failed = activity.status_code in {"Failed", "Cancelled"}
        what = (activity.description or "").lower()
        change = what.startswith("launching") - what.startswith("terminating")
        done = activity.status_code == "Successful"
        time = activity.end_time or activity.start_time
        if time is None:
            raise ValueError(f"{activity!r} has no start_time and cannot be plotted")
        cause = _ACTUAL.search(activity.cause or "")
        return cls(utc(time), change if done else 0, failed, int(cause[1]) if cause else None)


def _counts(steps: Sequence[_Step], group: AutoScalingGroup | None) -> list[int]:
    """Return the number of instances before the first step and after each step."""
    counts = [0]
    for step in steps:
        counts.append(counts[-1] + step.change)
    if group is not None and group.instances is not None:
        start = len(group.instances) - counts[-1]
    else:
        actual = next((step.actual for step in steps if step.actual is not None), 0)
        start = max(actual, -min(counts))
    return [count + start for count in counts]


def _desired(activities: Iterable[Activity]) -> dict[datetime, tuple[int, int]]:
    """Return old and new desired capacity by time of change, read from the causes."""
    return {
        utc(datetime.fromisoformat(time.removesuffix("Z"))): (int(old), int(new))
        for one in activities
        for time, old, new in _DESIRED.findall(one.cause or "")
    }


def _draw_desired(ax: Any, changes: dict[datetime, tuple[int, int]], end: datetime) -> list[int]:
    """Draw the desired capacity up to a time, and return its values."""
    if not changes:
        return []
    times = sorted(changes)
    values = [changes[times[0]][0], *(changes[time][1] for time in times)]
    ax.step(
        matplotlib("dates").date2num([times[0], *times, end]),
        [*values, values[-1]],
        where="post",
        color=LINES[1],
        lw=1.5,
        ls="--",
        label="desired",
    )
    return values


def _margin(steps: Sequence[_Step]) -> timedelta:
    span = steps[-1].time - steps[0].time
    return span / 15 if span else timedelta(minutes=5)
