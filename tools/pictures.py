"""Draw the pictures of the guides into ``docs/images``.

::

    python tools/pictures.py
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
from matplotlib.figure import Figure

import reboto.plot
from reboto import foresight
from reboto.ec2.autoscale import AutoScalingGroup, InstanceRefresh, ScalingPolicy, StepAdjustment
from reboto.ec2.cloudwatch import MetricAlarm, at_least, in_alarm

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
# Readable on a light and on a dark background.
TEXT = "#78828f"
STYLE: Any = {
    "axes.edgecolor": TEXT,
    "axes.labelcolor": TEXT,
    "axes.titlecolor": TEXT,
    "font.size": 10,
    "grid.color": TEXT,
    "grid.alpha": 0.3,
    "legend.labelcolor": TEXT,
    "legend.framealpha": 0,
    "svg.hashsalt": "reboto",
    "text.color": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
}
BUSY = MetricAlarm(
    name="busy",
    namespace="AWS/EC2",
    metric="CPUUtilization",
    statistic="Average",
    comparison=">",
    threshold=70,
    period=60,
    evaluation_periods=3,
    alarm_actions=["add"],
)
IDLE = MetricAlarm(
    name="idle",
    namespace="AWS/EC2",
    metric="CPUUtilization",
    statistic="Average",
    comparison="<",
    threshold=40,
    period=60,
    evaluation_periods=3,
    alarm_actions=["remove"],
)
GROUP = AutoScalingGroup(name="web", min_size=1, max_size=8, desired_capacity=3)


def morning() -> Any:
    """Return the simulation of a morning with a growing load."""
    add = ScalingPolicy(
        name="add", adjustment_type="ChangeInCapacity", scaling_adjustment=1, cooldown=600
    )
    remove = ScalingPolicy(
        name="remove", adjustment_type="ChangeInCapacity", scaling_adjustment=-1, cooldown=600
    )
    requests = [330 + 280 * math.sin(minute / 60) + 25 * math.sin(minute) for minute in range(240)]
    load = foresight.Utilization(requests, per_instance=120)
    return foresight.simulate(
        GROUP, [add, remove], [BUSY, IDLE], load=load, start="2026-11-27T08:00:00Z", launch=90
    )


def metric(axes: Axes, future: Any) -> None:
    """Plot a metric with an alarm."""
    values = future.metric("CPUUtilization").to_polars().drop_nulls()
    points: list[Any] = [
        {"Timestamp": time, "Average": value, "Unit": "Percent"}
        for time, value in values.select("at", "value").rows()
    ]
    reboto.plot.metric(points, alarm=BUSY, history=future.history, ax=axes)


def capacity(axes: Axes, future: Any) -> None:
    """Plot the capacity of a group."""
    reboto.plot.capacity(future.activities, GROUP, ax=axes)


def alarm_rule(axes: Axes, _: Any) -> None:
    """Draw the rule of a composite alarm."""
    rule = at_least(1, ["busy", "errors"]) & ~in_alarm("deploying")
    states = {"busy": "ALARM", "errors": "OK", "deploying": "OK"}
    reboto.plot.alarm_rule(rule, states, ax=axes)


def policy(axes: Axes, _: Any) -> None:
    """Draw the steps of a policy."""
    steps = ScalingPolicy(
        name="add",
        as_name="web",
        adjustment_type="ChangeInCapacity",
        step_adjustments=StepAdjustment.ladder(70, {70: 1, 80: 2, 90: 4}),
    )
    reboto.plot.policy(steps, BUSY, ax=axes)


def refreshes(axes: Axes, _: Any) -> None:
    """Draw the progress of instance refreshes."""
    start = datetime(2026, 11, 27, 8, tzinfo=timezone.utc)
    states: tuple[Any, ...] = (
        ("web", "InProgress", 40),
        ("api", "Successful", 100),
        ("jobs", "RollbackInProgress", 70),
    )
    rolling = [
        InstanceRefresh(as_name=name, status=status, percentage_complete=done, start_time=start)
        for name, status, done in states
    ]
    reboto.plot.refreshes(rolling, ax=axes)


PICTURES: tuple[tuple[Callable[[Axes, Any], None], float], ...] = (
    (metric, 2.8),
    (capacity, 2.4),
    (alarm_rule, 2.2),
    (policy, 2.4),
    (refreshes, 1.8),
)


def readme() -> str:
    """Return the picture of the first example of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if example is None:
        raise SystemExit("README.md has no example")
    names: dict[str, Any] = {}
    code = "\n".join(line for line in example[1].splitlines() if not line.startswith("print"))
    exec(code, names)  # noqa: S102
    picture: str = names["day"].svg()
    # Pages show the picture as a file, which does not have the color of their text.
    return picture.replace("currentColor", TEXT)


def main() -> None:
    """Draw all pictures."""
    mpl.rcParams.update(STYLE)
    future = morning()
    for draw, height in PICTURES:
        figure = Figure(figsize=(8, height), layout="constrained")
        draw(figure.subplots(), future)
        path = IMAGES / f"plot-{draw.__name__.replace('_', '-')}.svg"
        cast("Any", figure).savefig(path, metadata={"Date": None}, transparent=True)
    (IMAGES / "foresight.svg").write_text(readme(), encoding="utf-8")


if __name__ == "__main__":
    main()
