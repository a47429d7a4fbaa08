"""Plots of anomaly bands and of rules of composite alarms."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.colors import to_hex

import reboto.plot
from reboto.ec2.cloudwatch import (
    CompositeAlarm,
    MetricAlarm,
    MetricData,
    MetricDataResult,
    at_least,
    in_alarm,
)
from reboto.plot._axes import GOOD, WARNING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

START = datetime.datetime(2026, 11, 24)
RULE = (in_alarm("cpu") | at_least(2, ["a", "b"])) & ~in_alarm("deploying")


def result(name: str, label: str, *values: float) -> MetricDataResult:
    made = MetricDataResult()
    made.id, made.label, made.values = name, label, list(values)
    made.timestamps = [START + datetime.timedelta(minutes=at) for at in range(len(values))]
    return made


def data() -> MetricData:
    # AWS returns the edges in any order, with the ID of the band.
    return MetricData.of(
        [
            result("band", "upper", 5, 6, 7),
            result("metric", "CPU", 4, 9, 1),
            result("band", "lower", 3, 4, 5),
        ]
    )


ALARM = MetricAlarm.anomaly("CPUUtilization", "AWS/EC2", name="odd")


@pytest.mark.parametrize("more", [{"alarm": ALARM}, {"band": "band"}])
def test_a_band_is_drawn_as_a_band(ax: Any, more: dict[str, Any]) -> None:
    reboto.plot.metric(data(), ax=ax, **more)
    (area,) = ax.collections
    edges = {tuple(map(float, point)) for path in area.get_paths() for point in path.vertices}
    assert {y for _, y in edges} == {3.0, 4.0, 5.0, 6.0, 7.0}
    line, outside = ax.lines
    assert list(line.get_ydata()) == [4, 9, 1]
    assert list(outside.get_ydata()) == [9, 1]
    assert ax.get_legend_handles_labels()[1] == ["metric", "expected", "outside"]


def test_the_label_of_an_anomaly_alarm_is_its_metric(ax: Axes) -> None:
    reboto.plot.metric(data(), alarm=ALARM, ax=ax)
    assert ax.get_ylabel() == "CPUUtilization"
    assert ax.get_title("left") == "odd"


def test_values_within_the_band_are_not_marked(ax: Axes) -> None:
    within = MetricData.of([result("m", "CPU", 4), result("b", "", 5), result("b", "", 3)])
    reboto.plot.metric(within, band="b", ax=ax)
    assert len(ax.lines) == 1


def test_a_band_without_values_is_left_out(ax: Axes) -> None:
    empty = MetricData.of([result("m", "CPU", 4), result("b", "")])
    reboto.plot.metric(empty, band="b", ax=ax)
    assert len(ax.collections) == 0
    assert np.array_equal(ax.lines[0].get_ydata(), [4])


def labels(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_a_rule_is_drawn_as_a_tree(ax: Axes) -> None:
    alarm = CompositeAlarm(name="page $x$", rule=RULE)
    reboto.plot.alarm_rule(alarm, ax=ax)
    assert labels(ax) == [
        "AND",
        "OR",
        "ALARM cpu",
        "AT_LEAST 2",
        "ALARM a",
        "ALARM b",
        "NOT",
        "ALARM deploying",
    ]
    assert ax.get_title("left") == "page $x$"
    # A line leads to each condition except the first.
    assert len(ax.lines) == len(ax.texts) - 1
    places = [text.get_position() for text in ax.texts]
    assert len(set(places)) == len(places)
    assert [x for x, _ in places] == [0, 1, 2, 2, 3, 3, 1, 2]
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]


def test_states_are_shown_by_shape_and_color(ax: Axes) -> None:
    states = {"cpu": "ALARM", "a": "ALARM", "b": "OK", "deploying": "OK"}
    reboto.plot.alarm_rule(RULE, states, ax=ax)
    shown = {text.get_text()[2:]: text for text in ax.texts}
    assert shown["ALARM cpu"].get_text().startswith("\N{BLACK UP-POINTING TRIANGLE}")
    assert to_hex(shown["ALARM cpu"].get_color()) == WARNING
    assert shown["AT_LEAST 2"].get_text().startswith("\N{BLACK CIRCLE}")
    assert to_hex(shown["AT_LEAST 2"].get_color()) == GOOD
    assert to_hex(shown["AND"].get_color()) == WARNING


def test_states_can_be_those_of_children(ax: Axes) -> None:
    children = [MetricAlarm(name=name) for name in ("cpu", "a", "b", "deploying")]
    for child in children:
        child.state_value = "OK"
        child.alarm_arn = f"arn:aws:cloudwatch:eu-west-1:1:alarm:{child.name}"
    by_arn = in_alarm(children[0].alarm_arn) & RULE
    reboto.plot.alarm_rule(by_arn, children, ax=ax)
    assert "\N{BLACK CIRCLE} ALARM cpu" in labels(ax)


def test_other_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="rule must be a CompositeAlarm or its rule, got 7"):
        reboto.plot.alarm_rule(7)
    with pytest.raises(ValueError, match="at the end"):
        reboto.plot.alarm_rule("ALARM(")
    with pytest.raises(ValueError, match="the state of the alarm 'cpu'"):
        reboto.plot.alarm_rule(RULE, {})
    assert len(reboto.plot.alarm_rule("TRUE").texts) == 1
