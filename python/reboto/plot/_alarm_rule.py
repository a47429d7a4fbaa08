"""Plot of the rule of a composite alarm as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from reboto._lazy import LazyModule
from reboto.ec2.cloudwatch._rule_parser import check_states
from reboto.ec2.cloudwatch.rule import AlarmRule
from reboto.plot._axes import GOOD, QUIET, WARNING, as_text, matplotlib

if TYPE_CHECKING:
    from matplotlib import axes as mpl_axes
else:
    mpl_axes = LazyModule("matplotlib.axes")

# Inches per level and per condition, and characters of a name that fit.
_LEVEL, _ROW, _LONGEST = 1.5, 0.42, 44
_SYMBOLS = {True: "\N{BLACK UP-POINTING TRIANGLE}", False: "\N{BLACK CIRCLE}"}


def alarm_rule(
    rule: Any,
    states: Mapping[str, str] | Iterable[Any] | None = None,
    *,
    ax: mpl_axes.Axes | None = None,
) -> mpl_axes.Axes:
    """Plot the rule of a composite alarm as a tree.

    Parameters
    ----------
    rule : CompositeAlarm, AlarmRule or str
        The alarm or its rule.
    states : dict of str to str, or list of alarms, optional
        The state of each alarm by its name, or alarms with their states, such as the result
        of `CompositeAlarm.get_children`. If given, conditions that are true are drawn with a
        triangle, and others with a circle.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on. Default: a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed (the extra ``plot``).
    ValueError
        If the rule is invalid, or the state of an alarm is missing.

    Examples
    --------
    >>> from reboto.ec2.cloudwatch import in_alarm
    >>> ax = alarm_rule(in_alarm("cpu") & ~in_alarm("deploying"))
    >>> [text.get_text() for text in ax.texts]
    ['AND', 'ALARM cpu', 'NOT', 'ALARM deploying']
    """
    text = rule if isinstance(rule, str) else getattr(rule, "rule", None)
    if not isinstance(text, str):
        raise TypeError(f"rule must be a CompositeAlarm or its rule, got {rule!r}")
    root = AlarmRule(text).root
    known = None if states is None else _by_name(states)
    if known is not None:
        check_states(root, known)
    nodes: list[tuple[Any, int, float, int | None]] = []
    rows = _place(root, 0, 0.0, None, nodes)
    depth = max(level for _, level, _, _ in nodes)
    on: Any = ax
    if ax is None:
        size = (max(_LEVEL * (depth + 2), 4), max(_ROW * (rows + 1.5), 1.6))
        on = matplotlib("pyplot").subplots(figsize=size, layout="constrained")[1]
    for number, (node, level, row, parent) in enumerate(nodes):
        value = None if known is None else node.evaluate(known)
        if parent is not None:
            _, from_level, from_row, _ = nodes[parent]
            middle = from_level + 0.78
            on.plot(
                [from_level, middle, middle, level],
                [from_row, from_row, row, row],
                color=QUIET,
                lw=1,
                zorder=1,
            )
        _draw(on, node, level, row, value, is_root=number == 0)
    on.set_xlim(-0.15, depth + 1.6)
    on.set_ylim(rows - 0.4, -0.9)
    on.set_axis_off()
    name = getattr(rule, "name", None)
    if name:
        as_text(on.set_title(str(name), loc="left", fontsize="medium", fontweight="bold"))
    picture: mpl_axes.Axes = on
    return picture


def _by_name(states: Any) -> dict[str, str]:
    if hasattr(states, "items"):
        return dict(states)
    alarms: list[Any] = list(states)
    found: dict[str, str] = {}
    for alarm in alarms:
        for name in (alarm.name, alarm.alarm_arn):
            if name:
                found[name] = alarm.state_value
    return found


def _place(node: Any, level: int, row: float, parent: int | None, nodes: list[Any]) -> float:
    """Place a condition at the height of its first part; return the row below the last one."""
    at = len(nodes)
    nodes.append((node, level, row, parent))
    below = row
    for number, part in enumerate(node.parts()):
        below = _place(part, level + 1, row if number == 0 else below, at, nodes)
    return max(below, row + 1)


def _draw(
    ax: Any, node: Any, level: float, row: float, value: bool | None, *, is_root: bool
) -> None:
    words = node.label()
    if not node.parts() and hasattr(node, "alarm"):
        words = f"{node.state.replace('_', ' ')} {_short(node.alarm)}"
    color = "#333333" if value is None else WARNING if value else GOOD
    mark = "" if value is None else f"{_SYMBOLS[value]} "
    drawn = ax.text(
        level,
        row,
        f"{mark}{words}",
        va="center",
        ha="left",
        color=color,
        fontsize="small",
        fontweight="bold" if is_root or node.parts() else "normal",
        zorder=2,
        bbox={"boxstyle": "round,pad=0.3", "fc": "white", "ec": color, "lw": 1},
    )
    as_text(drawn)


def _short(name: str) -> str:
    name = name.rpartition(":alarm:")[2]
    half = _LONGEST // 2
    return name if len(name) <= _LONGEST else f"{name[:half]}\N{HORIZONTAL ELLIPSIS}{name[-half:]}"
