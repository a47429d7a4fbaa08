"""Plot of the progress of instance refreshes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from reboto._lazy import LazyModule
from reboto.ec2.autoscale.refresh import InstanceRefresh
from reboto.plot._axes import (
    GOOD,
    LINES,
    QUIET,
    WARNING,
    as_text,
    axes,
    finish_values,
    matplotlib,
    message,
    utc,
)
from reboto.plot._objects import objects

if TYPE_CHECKING:
    from matplotlib import axes as mpl_axes
else:
    mpl_axes = LazyModule("matplotlib.axes")

_COLORS = {
    "Successful": GOOD,
    "RollbackSuccessful": LINES[1],
    "RollbackInProgress": LINES[1],
    "Failed": WARNING,
    "RollbackFailed": WARNING,
    "Cancelled": QUIET,
    "Cancelling": QUIET,
}
# Rows that are drawn; a group has up to six weeks of refreshes.
_MOST = 30


def refreshes(
    refreshes: InstanceRefresh[Any] | Iterable[InstanceRefresh[Any]],
    *,
    ax: mpl_axes.Axes | None = None,
) -> mpl_axes.Axes:
    """Plot the progress of instance refreshes: one bar for each, the newest at the top.

    A bar is the percentage of replaced instances. Small lines across a bar are its checkpoints.
    The text has the status, the start and the duration.

    Parameters
    ----------
    refreshes : InstanceRefresh or list of InstanceRefresh
        The refreshes, such as the result of `AutoScalingGroup.get_instance_refreshes`; the 30
        newest are drawn.
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
    >>> from reboto.ec2.autoscale import InstanceRefresh
    >>> rolling = InstanceRefresh(as_name="web", status="InProgress", percentage_complete=40)
    >>> refreshes(rolling).get_xlabel()
    'replaced instances, %'
    """
    expected = "an InstanceRefresh or a list of them"
    shown = objects("refreshes", refreshes, InstanceRefresh, expected)
    # AWS's order is newest first; those that have not started yet have no time.
    latest = datetime.max.replace(tzinfo=timezone.utc)
    shown.sort(key=lambda one: utc(one.start_time) if one.start_time else latest, reverse=True)
    del shown[_MOST:]
    on = axes(ax)
    if ax is None:
        on.figure.set_size_inches(9, 1.2 + 0.45 * max(len(shown), 2))
    groups = list(dict.fromkeys(str(one.as_name) for one in shown))
    for row, one in enumerate(shown):
        done = one.percentage_complete or 0
        color = _COLORS.get(str(one.status), LINES[0])
        on.barh(row, 100, height=0.5, color=QUIET, alpha=0.15, lw=0)
        on.barh(row, done, height=0.5, color=color, lw=0)
        preferences = one.preferences
        checkpoints = (preferences.checkpoint_percentages if preferences else None) or ()
        on.vlines(
            [each for each in checkpoints if each < 100], row - 0.33, row + 0.33,
            color="black", lw=1.2,
        )  # fmt: skip
        as_text(on.text(102, row, _words(one, groups), va="center", fontsize="small"))
    finish_values(on, ", ".join(groups), "replaced instances, %")
    on.grid(visible=False, axis="y")
    on.yaxis.set_major_locator(matplotlib("ticker").NullLocator())
    on.spines["left"].set_visible(False)
    if shown:
        # Space for the text on the right.
        on.set_xlim(0, 215)
        on.set_xticks([0, 20, 40, 60, 80, 100])
        on.xaxis.label.set(x=50 / 215)
        on.spines["bottom"].set_bounds(0, 100)
        on.set_ylim(max(len(shown), 2) - 0.5, -0.6)
    else:
        message(on, "no instance refreshes")
    picture: mpl_axes.Axes = on
    return picture


def _words(one: InstanceRefresh[Any], groups: list[str]) -> str:
    """Return the status, the group if there are several, the start and the duration."""
    parts = [f"{one.percentage_complete or 0} %  {one.status or 'Pending'}"]
    if groups[1:]:
        parts.insert(0, str(one.as_name))
    if one.start_time is not None:
        start = utc(one.start_time)
        parts.append(f"{start:%Y-%m-%d %H:%M} UTC")
        if one.end_time is not None:
            minutes = (utc(one.end_time) - start).total_seconds() / 60
            hours = f"{minutes / 60:.1f} h" if minutes >= 120 else f"{minutes:.0f} min"
            parts.append(hours)
    return ", ".join(parts)
