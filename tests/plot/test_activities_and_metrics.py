"""Plots: the drawn data and its units, also without data."""

from __future__ import annotations

import datetime
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.dates import num2date
from matplotlib.text import Text

import reboto.plot
from reboto.ec2.autoscale import AutoScalingGroup
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch import (
    AlarmHistoryItem,
    Datapoint,
    MetricAlarm,
    MetricData,
    MetricDataResult,
)
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

START = datetime.datetime(2026, 11, 24, 10)
UTC = datetime.timezone.utc


def at(minute: float) -> datetime.datetime:
    return START + datetime.timedelta(minutes=minute)


def load(*values: float, **more: Any) -> ResultSet[Datapoint]:
    """A value per minute, in an order in which AWS may return them."""
    found: ResultSet[Any] = ResultSet()
    for minute, value in reversed(list(enumerate(values))):
        point = Datapoint()
        point.update(Timestamp=at(minute), Average=value, Unit="Percent", **more)
        found.append(point)
    return found


def busy(comparison: str = ">", threshold: float = 70) -> MetricAlarm:
    return MetricAlarm(
        name="busy",
        metric="CPUUtilization",
        statistic="Average",
        comparison=comparison,
        threshold=threshold,
    )


def change(minute: float, old: str, new: str, name: str = "busy") -> AlarmHistoryItem:
    item = AlarmHistoryItem()
    item.name, item.tem_type, item.timestamp = name, "StateUpdate", at(minute)
    item.data = {"oldState": {"stateValue": old}, "newState": {"stateValue": new}}
    return item


def activity(minute: float, what: str, cause: str = "", status: str = "Successful") -> Activity:
    made = Activity()
    made.group_name, made.status_code, made.cause = "web", status, cause
    made.start_time = made.end_time = at(minute)
    made.description = f"{what} EC2 instance: i-1"
    return made


def line(ax: Axes, label: str) -> tuple[list[datetime.datetime], list[float]]:
    (found,) = [each for each in ax.lines if each.get_label() == label]
    numbers: Any = found.get_xydata()
    return [time_of(time) for time, _ in numbers], [float(value) for _, value in numbers]


def time_of(number: float) -> datetime.datetime:
    """Convert matplotlib's number of a date to naive UTC."""
    found: datetime.datetime = num2date(number)  # type: ignore[no-untyped-call]
    return found.replace(tzinfo=None)


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    return [text.get_text() for text in found.get_texts()] if found else []


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def drawn(ax: Axes) -> Axes:
    ax.get_figure(root=True).canvas.draw()  # type: ignore[union-attr]
    return ax


def test_a_metric_is_a_line_in_order_of_time(ax: Axes) -> None:
    assert reboto.plot.metric(load(10, 20, 30), ax=ax) is ax
    assert line(drawn(ax), "Average") == ([at(0), at(1), at(2)], [10, 20, 30])


def test_each_statistic_is_a_line_unless_one_is_asked_for(ax: Axes) -> None:
    found = load(10, 20, Maximum=50.0)
    assert legend(reboto.plot.metric(found)) == ["Average", "Maximum"]
    assert legend(reboto.plot.metric(found, "Maximum", ax=ax)) == ["Maximum"]
    assert legend(reboto.plot.metric(found, alarm=busy()))[0] == "Average"
    with pytest.raises(ValueError, match="must be one of Average, Maximum, got 'Sum'"):
        reboto.plot.metric(found, "Sum", ax=ax)


def test_axes_name_their_units(ax: Axes) -> None:
    found = load(10, 20)
    found.Label = "CPUUtilization"  # type: ignore[attr-defined]
    reboto.plot.metric(found, ax=ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("UTC", "CPUUtilization, %")
    assert ax.get_title(loc="left") == "CPUUtilization"


def test_missing_datapoints_leave_a_gap_in_the_line(ax: Axes) -> None:
    found = load(*range(20))
    del found[8:12]
    reboto.plot.metric(found, ax=ax)
    times, values = line(ax, "Average")
    assert sum(value != value for value in values) == 1
    assert len(times) == 17


def test_an_alarm_s_threshold_is_drawn_with_room_beyond_it(ax: Axes) -> None:
    reboto.plot.metric(load(10, 20), alarm=busy(), ax=ax)
    assert legend(ax) == ["Average", "alarm > 70"]
    assert ax.get_ylim()[1] > 70
    assert ax.get_title(loc="left") == "busy"
    reboto.plot.metric(load(50, 60), alarm=busy("<", 20), ax=ax)
    assert ax.get_ylim()[0] < 20


def test_the_states_of_an_alarm_are_a_band(ax: Axes) -> None:
    history = [
        change(7, "ALARM", "OK"),
        change(3, "OK", "ALARM"),
        change(5, "OK", "ALARM", name="another"),
        change(30, "OK", "ALARM"),
    ]
    reboto.plot.metric(load(*range(10)), alarm=busy(), history=history, ax=ax)
    first, last = ax.get_xlim()
    spans = [patch for patch in ax.patches if patch.get_label() != "alarm"][1:]
    ends = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in spans]  # type: ignore[attr-defined]
    minutes = [[(time_of(end) - START).total_seconds() / 60 for end in pair] for pair in ends]
    assert [end for _, end in minutes[:2]] == [pytest.approx(3), pytest.approx(7)]
    assert ends[0][0] == first
    assert ends[-1][1] == pytest.approx(last)
    assert len(ends) == 3
    assert legend(ax)[-2:] == ["OK", "ALARM"]
    assert {patch.get_hatch() for patch in spans} == {"", "////"}


def test_results_of_get_metric_data_are_drawn_by_id(ax: Axes) -> None:
    data = MetricData()
    for name, values in (("cpu", [1.0, 2.0]), ("idle", [9.0])):
        result = MetricDataResult()
        result.id, result.label, result.values = name, name, values
        result.timestamps = [at(minute) for minute in range(len(values))]
        data.append(result)
    assert legend(reboto.plot.metric(data, ax=ax)) == ["cpu", "idle"]
    assert line(ax, "idle") == ([at(0)], [9.0])


@pytest.mark.parametrize("history", [None, [change(1, "OK", "ALARM")]])
def test_without_datapoints_the_picture_says_so(ax: Axes, history: Any) -> None:
    reboto.plot.metric([], alarm=busy(), history=history, ax=ax)
    assert words(drawn(ax)) == ["no datapoints"]
    assert not [tick for tick in ax.get_xticklabels() if "1970" in tick.get_text()]
    assert ax.get_ylim()[1] > 70


def test_one_datapoint_is_shown_with_the_half_hours_around_it(ax: Axes) -> None:
    drawn(reboto.plot.metric(load(10), ax=ax))
    assert [time_of(end) for end in ax.get_xlim()] == [at(-30), at(30)]


def test_times_stay_utc_with_any_time_zone_in_matplotlib(ax: Axes) -> None:
    with mpl.rc_context({"timezone": "Asia/Tokyo"}):
        reboto.plot.metric(load(*range(60)), ax=ax)
        labels = [tick.get_text() for tick in drawn(ax).get_xticklabels()]
    assert "10:30" in labels


def test_capacity_steps_with_each_instance_that_came_or_went(ax: Axes) -> None:
    activities = [
        activity(20, "Terminating"),
        activity(10, "Launching a new", "increasing the capacity from 2 to 3."),
        activity(15, "Launching a new", status="Failed"),
        activity(17, "Launching a new", status="InProgress"),
    ]
    assert reboto.plot.capacity(activities, ax=ax) is ax
    times, counts = line(drawn(ax), "instances")
    assert counts == [2, 3, 3, 3, 2, 2]
    assert times[1:5] == [at(10), at(15), at(17), at(20)]
    assert line(ax, "failed") == ([at(15)], [3])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("UTC", "instances")


def test_the_group_sets_the_end_of_the_line_and_its_bounds(ax: Axes) -> None:
    group = AutoScalingGroup(name="web", min_size=1, max_size=8)
    instances: ResultSet[Any] = ResultSet()
    instances.extend("abcd")
    group.instances = instances
    reboto.plot.capacity([activity(1, "Launching a new")], group, ax=ax)
    assert line(ax, "instances")[1] == [3, 4, 4]
    assert words(ax) == ["max 8", "min 1"]
    assert ax.get_title(loc="left") == "web"


def test_the_number_never_falls_below_nothing(ax: Axes) -> None:
    reboto.plot.capacity([activity(1, "Terminating"), activity(2, "Terminating")], ax=ax)
    assert line(ax, "instances")[1] == [2, 1, 0, 0]


def test_the_desired_capacity_in_causes_is_drawn_as_a_line(ax: Axes) -> None:
    cause = (
        "At 2026-11-24T10:05:00Z a monitor alarm busy in state ALARM triggered policy up changing "
        "the desired capacity from 2 to 4.  At 2026-11-24T10:06:00Z an instance was started in "
        "response to a difference between desired and actual capacity, increasing the capacity "
        "from 2 to 4."
    )
    both = [activity(8, "Launching a new", cause), activity(9, "Launching a new", cause)]
    reboto.plot.capacity(both, ax=ax)
    times, desired = line(ax, "desired")
    assert times[:2] == [at(5), at(5)]
    assert desired == [2, 4, 4]
    assert line(ax, "instances")[1] == [2, 3, 4, 4]


def test_without_activities_the_picture_says_so(ax: Axes) -> None:
    reboto.plot.capacity([], AutoScalingGroup(name="web", min_size=1, max_size=8), ax=ax)
    assert "no scaling activities" in words(drawn(ax))


def test_a_new_figure_is_made_and_the_current_one_left_alone() -> None:
    current = plt.figure().subplots()
    settings = dict(mpl.rcParams)
    first, second = reboto.plot.metric(load(1, 2)), reboto.plot.capacity([])
    assert len({id(axes.figure) for axes in (current, first, second)}) == 3
    assert not current.lines
    assert dict(mpl.rcParams) == settings


def test_matplotlib_is_imported_when_something_is_drawn() -> None:
    code = "import reboto.plot, sys; print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False False\n"


def test_matplotlib_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r'pip install "reboto\[plot\]"'):
        reboto.plot.capacity([])


def data(*series: tuple[str, str, list[float]]) -> MetricData:
    found = MetricData()
    for name, label, values in series:
        result = MetricDataResult()
        result.id, result.label, result.values = name, label, values
        result.timestamps = [at(minute) for minute in range(len(values))]
        found.append(result)
    return found


def test_a_desired_capacity_beyond_all_others_stays_inside(ax: Axes) -> None:
    cause = "At 2026-11-24T10:05:00Z a user request changing the desired capacity from 2 to 40."
    group = AutoScalingGroup(name="web", min_size=1, max_size=8)
    reboto.plot.capacity([activity(8, "Launching a new", cause)], group, ax=ax)
    first, last = ax.get_xlim()
    low, high = ax.get_ylim()
    for each in ax.lines:
        numbers: Any = each.get_xydata()
        for time, value in numbers:
            assert low <= value < high
            assert first <= time <= last or each.get_label() not in {"desired", "instances"}
    assert max(line(ax, "desired")[1]) == 40


def test_a_desired_capacity_that_was_set_after_all_activities_is_seen(ax: Axes) -> None:
    cause = "At 2026-11-24T12:00:00Z a user request changing the desired capacity from 2 to 3."
    reboto.plot.capacity([activity(8, "Launching a new", cause)], ax=ax)
    times, _ = line(drawn(ax), "desired")
    assert times == sorted(times)
    assert max(times) > at(120)


NAMES = ["$x$ and $y$", "$", "$$", r"\$\frac{", "_hidden", "a_b^c", "%"]


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_text_and_no_formula(ax: Axes, name: str) -> None:
    found: Any = load(10, 20)
    for each in found:
        each["Unit"] = name
    found.Label = name
    reboto.plot.metric(found, ax=ax)
    assert ax.get_ylabel() == f"{name}, {name}"
    drawn(ax)
    reboto.plot.metric(data((name, "", [1.0]), (name, "other", [2.0])), ax=ax)
    assert legend(ax)[1].strip() == name
    alarm = busy()
    alarm.name = name
    reboto.plot.metric(found, alarm=alarm, ax=ax)
    reboto.plot.capacity([], AutoScalingGroup(name=name), ax=ax)
    texts: Any = ax.findobj(Text)
    named = [text for text in texts if name in text.get_text()]
    assert len(named) >= 3
    for text in named:
        assert not text.get_parse_math()
    drawn(ax)


@pytest.mark.parametrize("count", [2, 6, 12, 24, 40])
def test_lines_differ_in_color_and_without_it(count: int) -> None:
    ax = reboto.plot.metric(
        data(*((f"m{n}", "", [float(n + m) for m in range(90)]) for n in range(count)))
    )
    lines = [each for each in ax.lines if str(each.get_label()).startswith("m")]
    looks = {(each.get_color(), each.get_linestyle(), each.get_marker()) for each in lines}
    gray = {(each.get_linestyle(), each.get_marker()) for each in lines}
    assert len(lines) == len(looks) == count
    assert len(gray) >= min(count, 20)
    figure: Any = ax.figure
    figure.draw_without_rendering()
    box = figure.bbox
    for text in ax.get_legend().get_texts():  # type: ignore[union-attr]
        extent = text.get_window_extent()
        assert box.x0 <= extent.x0 < extent.x1 <= box.x1
        assert box.y0 <= extent.y0 < extent.y1 <= box.y1
    assert ax.get_window_extent().width > box.width / 3


def test_a_legend_of_very_many_lines_says_how_many_more_there_are() -> None:
    series = [(f"m{n}", "", [1.0]) for n in range(100)]
    found = legend(reboto.plot.metric(data(*series)))
    assert len(found) == 36
    assert found[-1] == "and 65 more"


def test_long_names_are_cut_in_the_middle(ax: Axes) -> None:
    long = "a-name-of-an-application-behind-a-load-balancer"
    reboto.plot.metric(data((f"{long}-1", "", [1.0]), (f"{long}-2", "", [1.0])), ax=ax)
    first, second = legend(ax)
    assert len(first) < 40
    assert (first[-2:], second[-2:]) == ("-1", "-2")


NAN = float("nan")


def test_datapoints_without_a_value_are_none(ax: Axes) -> None:
    assert words(drawn(reboto.plot.metric(load(NAN, NAN), ax=ax))) == ["no datapoints"]
    assert not [tick for tick in ax.get_xticklabels() if "1970" in tick.get_text()]
    results = reboto.plot.metric(data(("a", "", [NAN]), ("b", "", [])))
    assert words(drawn(results)) == ["no datapoints"]


def test_a_line_without_a_value_says_so(ax: Axes) -> None:
    reboto.plot.metric(data(("a", "", [NAN, NAN]), ("b", "", [1.0, 2.0])), ax=ax)
    assert words(drawn(ax)) == []
    assert legend(ax) == ["a (no datapoints)", "b"]
    assert time_of(ax.get_xlim()[1]).year == 2026


def mixed(*units: str | None) -> ResultSet[Datapoint]:
    found = load(*range(3 * len(units)))
    for number, point in enumerate(found):
        point["Unit"] = units[number % len(units)]
    return found


def test_a_second_unit_has_its_own_axis(ax: Axes) -> None:
    assert reboto.plot.metric(mixed("Percent", "Bytes"), ax=ax) is ax
    _, right = drawn(ax).figure.axes
    assert {ax.get_ylabel(), right.get_ylabel()} == {"%", "Bytes"}
    assert len(ax.lines) == len(right.lines) == 1
    assert legend(ax)[1].endswith("(right axis)")
    # The alarm's metric is on the left axis, with its threshold.
    for unit, name in (("Bytes", "Bytes"), ("Percent", "%")):
        alarm = busy()
        alarm.unit = unit
        picture = reboto.plot.metric(mixed("Percent", "Bytes"), alarm=alarm)
        assert picture.get_ylabel() == f"CPUUtilization, {name}"


def test_numbers_of_samples_are_not_measured_in_the_samples_unit(ax: Axes) -> None:
    reboto.plot.metric(load(10, 20, SampleCount=5000.0), ax=ax)
    left, right = ax.figure.axes
    assert (left.get_ylabel(), right.get_ylabel()) == ("%", "samples")
    assert left.get_ylim()[1] < 100
    alone = reboto.plot.metric(load(10, 20, SampleCount=5000.0), "SampleCount")
    assert len(alone.figure.axes) == 1
    assert alone.get_ylabel() == "samples"


def test_more_than_two_units_are_refused(ax: Axes) -> None:
    with pytest.raises(ValueError, match=r"at most 2 units, got Count, Bytes, Percent:"):
        reboto.plot.metric(mixed("Percent", "Bytes", "Count"), ax=ax)
    assert not ax.lines
