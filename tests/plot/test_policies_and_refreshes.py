"""Pictures of policies and refreshes: what is drawn, and its units."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import pytest

from reboto import plot
from reboto.ec2.autoscale import (
    InstanceRefresh,
    PredictiveScaling,
    RefreshPreferences,
    ScalingPolicy,
    StepAdjustment,
    TargetTracking,
)
from reboto.ec2.cloudwatch import MetricAlarm

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def texts(ax: Axes) -> list[str]:
    """All texts in the axes and the legend."""
    legend = ax.get_legend()
    entries = legend.get_texts() if legend else []
    return [text.get_text() for text in (*ax.texts, *entries)]


def stepped(name: str, threshold: float, steps: dict[float, int], **more: Any) -> ScalingPolicy:
    """A step scaling policy."""
    return ScalingPolicy(
        name=name,
        as_name="web",
        adjustment_type="ChangeInCapacity",
        step_adjustments=StepAdjustment.ladder(threshold, steps),
        **more,
    )


def levels(ax: Axes) -> set[tuple[float, float, float]]:
    """Each horizontal line with two points: both ends and its height."""
    lines = [line.get_xydata().tolist() for line in ax.lines]  # type: ignore[union-attr]
    return {
        (one[0][0], one[1][0], one[0][1])
        for one in lines
        if len(one) == 2 and one[0][1] == one[1][1] and one[0][0] != one[1][0]
    }


def test_steps_are_drawn_at_values_of_the_metric(ax: Axes) -> None:
    up, down = stepped("up", 70, {70: 1, 80: 2}), stepped("down", 30, {30: -1}, enabled=False)
    vars(up)["policy_arn"], vars(down)["policy_arn"] = "arn:up", "arn:down"
    busy: MetricAlarm[Any] = MetricAlarm(metric="CPU", threshold=70, alarm_actions=["arn:up"])
    idle: MetricAlarm[Any] = MetricAlarm(metric="CPU", threshold=30, alarm_actions=["arn:down"])
    assert plot.policy([up, down], [idle, busy], ax=ax) is ax
    left, right = ax.get_xlim()
    assert {(70, 80, 1), (80, right, 2), (left, 30, -1)} <= levels(ax)
    assert texts(ax) == ["+1", "+2", "-1", "up", "down (disabled)"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("CPU", "change of the capacity")
    assert ax.get_title(loc="left") == "web"


def test_the_only_alarm_belongs_to_the_only_policy(ax: Axes) -> None:
    alarm: MetricAlarm[Any] = MetricAlarm(metric="CPU", threshold=70)
    plot.policy(stepped("up", 70, {70: 1, 80: 2}), alarm, ax=ax)
    assert (70, 80, 1) in levels(ax)


def test_steps_without_an_alarm_begin_at_the_threshold(ax: Axes) -> None:
    plot.policy(stepped("up", 70, {70: 1, 80: 2}), ax=ax)
    assert (0, 10, 1) in levels(ax)
    assert ax.get_xlabel() == "difference from the threshold"


@pytest.mark.parametrize(
    ("kind", "unit", "text"),
    [
        ("PercentChangeInCapacity", "change of the capacity, %", "-10 %"),
        ("ExactCapacity", "capacity", "to -10"),
    ],
)
def test_a_simple_policy_is_one_step(ax: Axes, kind: str, unit: str, text: str) -> None:
    simple = ScalingPolicy(name="s", as_name="web", adjustment_type=kind, scaling_adjustment="-10")
    plot.policy(simple, ax=ax)
    assert ax.get_ylabel() == unit
    assert texts(ax)[0] == text


def test_a_target_is_a_line(ax: Axes) -> None:
    tracking = ScalingPolicy(
        name="$cpu$", as_name="web", target_tracking=TargetTracking("ASGAverageCPUUtilization", 50)
    )
    plot.policy(tracking, ax=ax)
    assert texts(ax) == ["$cpu$: keep at 50"]
    assert ax.get_xlabel() == "ASGAverageCPUUtilization"
    assert next(line.get_xdata() for line in ax.lines) == [50, 50]
    ax.figure.canvas.draw()


def test_without_steps_there_is_a_message(ax: Axes) -> None:
    predictive = PredictiveScaling("ASGCPUUtilization", 40)
    plot.policy([ScalingPolicy(name="p", as_name="web", predictive_scaling=predictive)], ax=ax)
    assert texts(ax) == ["no step scaling or target tracking policy"]


def test_refreshes_are_bars_of_their_progress(ax: Axes) -> None:
    start = datetime.datetime(2026, 11, 27, 7)
    rolling: InstanceRefresh[Any] = InstanceRefresh(
        as_name="web",
        status="InProgress",
        percentage_complete=40,
        start_time=start + datetime.timedelta(days=1),
        preferences=RefreshPreferences(checkpoint_percentages=[20, 100]),
    )
    failed: InstanceRefresh[Any] = InstanceRefresh(
        as_name="api",
        status="Failed",
        percentage_complete=70,
        start_time=start,
        end_time=start + datetime.timedelta(minutes=50),
    )
    pending: InstanceRefresh[Any] = InstanceRefresh(as_name="web", status="Pending")
    assert plot.refreshes([failed, rolling, pending], ax=ax) is ax
    assert [bar.get_width() for bar in ax.patches][1::2] == [0, 40, 70]  # type: ignore[attr-defined]
    assert texts(ax) == [
        "web, 0 %  Pending",
        "web, 40 %  InProgress, 2026-11-28 07:00 UTC",
        "api, 70 %  Failed, 2026-11-27 07:00 UTC, 50 min",
    ]
    assert ax.get_xlabel() == "replaced instances, %"
    assert ax.get_title(loc="left") == "web, api"
    ax.figure.canvas.draw()


def test_no_refresh_is_a_message(ax: Axes) -> None:
    plot.refreshes([], ax=ax)
    assert texts(ax) == ["no instance refreshes"]


def test_only_the_newest_refreshes_are_drawn(ax: Axes) -> None:
    start = datetime.datetime(2026, 11, 27, 7)
    many: list[InstanceRefresh[Any]] = [
        InstanceRefresh(as_name="web", start_time=start + datetime.timedelta(hours=hour))
        for hour in range(40)
    ]
    plot.refreshes(many, ax=ax)
    assert len(texts(ax)) == 30
    assert "2026-11-28 22:00" in texts(ax)[0]


@pytest.mark.parametrize(
    ("draw", "given", "message"),
    [
        ("metric", 3, "datapoints must be the result of get_metric_statistics or get_"),
        ("metric", [stepped("up", 70, {70: 1})], "got ScalingPolicy"),
        ("capacity", "web", "activities must be a list of Activity, got 'w' in it"),
        ("capacity", None, "activities must be a list of Activity, got None"),
        ("policy", ["up"], "policies must be a ScalingPolicy or a list of them, got 'up' in it"),
        ("refreshes", 1.5, "refreshes must be an InstanceRefresh or a list of them, got 1.5"),
    ],
)
def test_objects_of_other_types_are_named(ax: Axes, draw: str, given: object, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        getattr(plot, draw)(given, ax=ax)
    assert not ax.lines
