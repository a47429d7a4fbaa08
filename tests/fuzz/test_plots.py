"""A plot of objects with any content is drawn, or the objects are refused with an error."""

from __future__ import annotations

import contextlib
import datetime
import math
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

import reboto.plot
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch import AlarmHistoryItem, Datapoint, MetricDataResult
from tests.fuzz import surface
from tests.fuzz.outcomes import OF_OBJECTS
from tests.fuzz.values import hostile
from tests.support.examples import seconds, tries

if TYPE_CHECKING:
    from matplotlib.axes import Axes

pytestmark = [
    pytest.mark.timeout(seconds(300)),
    # Fonts do not have every character, nor axes room for every name.
    pytest.mark.filterwarnings("ignore:Glyph"),
    # Nor do axes reach beyond what a float holds.
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore:Matplotlib currently does not support"),
    pytest.mark.filterwarnings("ignore:constrained_layout not applied"),
    pytest.mark.filterwarnings("ignore:Tight layout not applied"),
]
mpl.use("agg")

NOON = datetime.datetime(2026, 11, 24, 12)
ENDS = [datetime.datetime.min, datetime.datetime.max]
times = st.sampled_from([NOON, *ENDS]) | st.datetimes()
numbers = st.floats() | st.integers() | st.sampled_from([1e308, -1e308, 5e-324, 10**400])
few = st.integers(0, 4)
PROBABLY = [False, False, False, True]


@st.composite
def mostly(draw: st.DrawFn, usual: st.SearchStrategy[Any]) -> Any:
    return draw(hostile if draw(st.sampled_from(PROBABLY)) else usual)


@st.composite
def datapoints(draw: st.DrawFn) -> list[Any]:
    found: list[Any] = []
    for _ in range(draw(few)):
        point = Datapoint()
        point["Timestamp"] = draw(mostly(times))
        point["Average"] = draw(mostly(numbers))
        point["Unit"] = draw(mostly(st.sampled_from(["Percent", "None", None])))
        found.append(point)
    return found


@st.composite
def results(draw: st.DrawFn) -> list[Any]:
    found: list[Any] = []
    for _ in range(draw(few)):
        result = MetricDataResult()
        result.label = draw(mostly(st.just("load")))
        result.timestamps = draw(mostly(st.lists(times, max_size=3)))
        result.values = draw(mostly(st.lists(numbers, max_size=3)))
        found.append(result)
    return found


@st.composite
def alarms(draw: st.DrawFn) -> Any:
    alarm = surface.alarm()
    for name in ("name", "metric", "statistic", "comparison"):
        setattr(alarm, name, draw(mostly(st.just(getattr(alarm, name)))))
    with contextlib.suppress(*OF_OBJECTS):
        alarm.threshold = draw(mostly(numbers))
    return alarm


@st.composite
def histories(draw: st.DrawFn) -> list[Any]:
    found: list[Any] = []
    for _ in range(draw(few)):
        item = AlarmHistoryItem()
        item.name = "busy"
        item.item_type = "StateUpdate"
        item.timestamp = draw(mostly(times))
        state = draw(mostly(st.sampled_from(["OK", "ALARM", None])))
        item.data = draw(mostly(st.just({"oldState": {"stateValue": state}, "newState": state})))
        found.append(item)
    return found


@st.composite
def activities(draw: st.DrawFn) -> list[Any]:
    found: list[Any] = []
    causes = [
        "At 2026-11-24T12:00:00Z a user request changing the desired capacity from 1 to 2.",
        "At 2026-99-99T12:00:00Z changing the desired capacity from 1 to 2",
        f"At 0001-01-01T00:00:00Z changing the desired capacity from {'9' * 5000} to 2",
        f"increasing the capacity from {'9' * 400} to 2",
    ]
    for _ in range(draw(few)):
        activity = Activity()
        activity.start_time = draw(mostly(times))
        activity.end_time = draw(mostly(times | st.none()))
        activity.status_code = draw(mostly(st.sampled_from(["Successful", "Failed"])))
        activity.description = draw(mostly(st.just("Launching a new EC2 instance: i-1")))
        activity.cause = draw(mostly(st.sampled_from(causes)))
        found.append(activity)
    return found


@st.composite
def groups(draw: st.DrawFn) -> Any:
    group = surface.group()
    for name in ("name", "min_size", "max_size", "instances"):
        setattr(group, name, draw(mostly(numbers if name.endswith("size") else st.none())))
    return group


def drawn(picture: Any, *arguments: Any, **named: Any) -> None:
    """Have it put on axes; what matplotlib can make of numbers beyond its own is not asked."""
    ax: Axes = Figure().subplots()
    with contextlib.suppress(*OF_OBJECTS):
        picture(*arguments, ax=ax, **named)


@tries(25)
@given(
    given=mostly(datapoints() | results()),
    statistic=mostly(st.sampled_from([None, "Average"])),
    alarm=mostly(st.none() | alarms()),
    history=mostly(st.none() | histories()),
)
def test_a_metric_is_drawn_or_refused(given: Any, statistic: Any, alarm: Any, history: Any) -> None:
    drawn(reboto.plot.metric, given, statistic, alarm=alarm, history=history)


@tries(25)
@given(given=mostly(activities()), group=mostly(st.none() | groups()))
def test_a_capacity_is_drawn_or_refused(given: Any, group: Any) -> None:
    drawn(reboto.plot.capacity, given, group)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 1e300, 5e-324], ids=repr)
def test_pictures_of_the_greatest_and_the_least_numbers_are_drawn(value: float) -> None:
    found: list[Any] = []
    for minute in range(3):
        point = Datapoint()
        point.update(Timestamp=NOON + datetime.timedelta(minutes=minute), Average=value)
        found.append(point)
    alarm = surface.alarm()
    drawn_well(reboto.plot.metric, found, alarm=alarm)
    alarm.threshold = 1e300
    drawn_well(reboto.plot.metric, found, alarm=alarm)


def drawn_well(picture: Any, *arguments: Any, **named: Any) -> None:
    figure = Figure(layout="constrained")
    picture(*arguments, ax=figure.subplots(), **named)
    figure.draw_without_rendering()
