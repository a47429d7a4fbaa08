"""The HTML that a notebook shows for values and lists."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, ScalingPolicy, Tag
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.autoscale.instance import Instance
from reboto.ec2.cloudwatch import Datapoint, MetricAlarm, MetricAlarms
from reboto.ec2.cloudwatch.metric_data import MetricDataQuery, MetricDataResult
from reboto.resultset import ResultSet

HOSTILE = "<script>alert('x')</script>&\""


def shown(value: Any) -> str:
    html: str = value._repr_html_()
    assert html.count("<table") == 1
    return re.sub(r"<style>.*?</style>", "", html)


def cells(value: Any) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", shown(value))
    return [
        [
            re.sub(r"<[^>]+>", "", cell).replace("&nbsp;", " ")
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row)
        ]
        for row in rows
    ]


def listed(*values: Any) -> ResultSet[Any]:
    found: ResultSet[Any] = ResultSet()
    found.extend(values)
    return found


def policy(name: str = "scale_up", **changed: Any) -> ScalingPolicy:
    given: dict[str, Any] = {
        "adjustment_type": "ChangeInCapacity",
        "as_name": "web",
        "scaling_adjustment": 1,
        "cooldown": 180,
        **changed,
    }
    return ScalingPolicy(name=name, **given)


def alarm(name: str = "busy", **changed: Any) -> MetricAlarm:
    made = MetricAlarm(
        name=name,
        metric="CPUUtilization",
        namespace="AWS/EC2",
        statistic="Average",
        comparison=">",
        threshold=70,
        period=60,
        evaluation_periods=2,
        dimensions={"AutoScalingGroupName": ["web"]},
        alarm_actions=["arn:aws:autoscaling:us-east-1:1:scalingPolicy:u:g/web:policyName/scale_up"],
    )
    vars(made).update(changed)
    return made


def test_a_policy_is_a_row_for_each_thing_shown() -> None:
    assert cells(policy()) == [
        ["policy", "scale_up"],
        ["group", "web"],
        ["change", "+1"],
        ["cooldown, s", "180"],
        ["alarms", "\N{EN DASH}"],
    ]


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"scaling_adjustment": -2}, "-2"),
        ({"scaling_adjustment": "3"}, "+3"),
        ({"adjustment_type": "ExactCapacity", "scaling_adjustment": 4}, "to 4"),
        ({"adjustment_type": "PercentChangeInCapacity", "scaling_adjustment": 10}, "+10 %"),
        (
            {
                "adjustment_type": "PercentChangeInCapacity",
                "scaling_adjustment": -10,
                "min_adjustment_step": 2,
            },
            "-10 %, at least 2",
        ),
    ],
)
def test_a_policy_says_what_it_changes(changed: dict[str, Any], text: str) -> None:
    assert cells(policy(**changed))[2] == ["change", text]


def test_a_policy_that_has_steps_or_a_target_says_its_type() -> None:
    tracking = policy(scaling_adjustment=None, adjustment_type=None)
    tracking.policy_type = "TargetTrackingScaling"
    assert cells(tracking)[2] == ["change", "TargetTrackingScaling"]


def test_a_list_is_a_row_for_each_value() -> None:
    assert cells(listed(policy(), policy("scale_down", scaling_adjustment=-1))) == [
        ["policy", "group", "change", "cooldown, s", "alarms"],
        ["scale_up", "web", "+1", "180", "\N{EN DASH}"],
        ["scale_down", "web", "-1", "180", "\N{EN DASH}"],
    ]


def test_an_alarm_says_its_state_and_when_it_goes_off() -> None:
    alarms = MetricAlarms()
    alarms.append(alarm(state_value="ALARM", comparison=">"))
    head, row = cells(alarms)
    assert head == ["state", "alarm", "condition", "dimensions", "actions"]
    assert row == [
        "▲ ALARM",
        "busy",
        "Average CPUUtilization &gt; 70 for 2 periods of 60 s",
        "AutoScalingGroupName=web",
        "policyName/scale_up",
    ]


@pytest.mark.parametrize("periods", [1, "1"])
def test_one_period_is_in_the_singular(periods: Any) -> None:
    html = shown(alarm(evaluation_periods=periods, comparison=">"))
    assert "Average CPUUtilization &gt; 70 for 1 period of 60 s" in html


def test_states_differ_in_shape_and_not_only_in_color() -> None:
    states = ("OK", "ALARM", "INSUFFICIENT_DATA")
    marks = [cells(alarm(state_value=state))[0][1][0] for state in states]
    assert len(set(marks)) == 3


def test_a_group_says_its_sizes() -> None:
    group = AutoScalingGroup(name="web", min_size=1, max_size=8, desired_capacity=2)
    group.availability_zones[:] = ["us-east-1a", "us-east-1b"]
    group.instances = listed(Instance(), Instance())
    assert dict(cells(group)) == {
        "group": "web",
        "instances": "2",
        "desired": "2",
        "min": "1",
        "max": "8",
        "launch configuration": "\N{EN DASH}",
        "zones": "us-east-1a, us-east-1b",
        "cooldown, s": "\N{EN DASH}",
    }


def test_datapoints_show_the_statistics_they_have() -> None:
    first, second = Datapoint(), Datapoint()
    first.update(Timestamp=datetime.datetime(2026, 11, 24, 10), Average=1234567.5, Unit="Count")
    second.update(Timestamp=datetime.datetime(2026, 11, 24, 10, 1), Sum=0.00001)
    assert cells(listed(first, second)) == [
        ["Timestamp", "Average", "Unit", "Sum"],
        ["2026-11-24 10:00:00", "1,234,567.5", "Count", "\N{EN DASH}"],
        ["2026-11-24 10:01:00", "\N{EN DASH}", "\N{EN DASH}", "1e-05"],
    ]
    assert ["Average", "1,234,567.5"] in cells(first)


def test_metric_data_says_how_much_it_is() -> None:
    result = MetricDataResult()
    result.id, result.values, result.status_code = "cpu", [1.0, 3.0], "Complete"
    result.timestamps = [datetime.datetime(2026, 11, 24, 10, n) for n in (1, 0)]
    times = ["2026-11-24 10:00:00", "2026-11-24 10:01:00"]
    assert cells(listed(result))[1] == ["cpu", "\N{EN DASH}", "● Complete", "2", "1", "3", *times]
    assert cells(MetricDataResult())[4] == ["min", "\N{EN DASH}"]


@pytest.mark.parametrize(
    "value",
    [
        policy(HOSTILE, as_name=HOSTILE, adjustment_type=HOSTILE),
        alarm(HOSTILE, state_value=HOSTILE, dimensions={HOSTILE: [HOSTILE]}, metric=HOSTILE),
        alarm(alarm_actions=[HOSTILE], threshold=None, comparison=HOSTILE),
        AutoScalingGroup(name=HOSTILE, availability_zones=[HOSTILE]),
        Tag(key=HOSTILE, value=HOSTILE),
        MetricDataQuery("a", expression=HOSTILE),
        listed(HOSTILE, HOSTILE),
        listed(policy(HOSTILE), alarm(HOSTILE)),
        listed({HOSTILE: HOSTILE, 3: None}),
        listed(Activity()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_from_outside_are_escaped(value: Any) -> None:
    for html in (shown(value), shown(listed(value))):
        assert "<script" not in html
        assert "alert('x')" not in html
        assert '&"' not in html


def test_an_attribute_added_to_a_datapoint_is_escaped() -> None:
    point = Datapoint()
    point[HOSTILE] = HOSTILE
    assert "<script" not in shown(point)
    assert "&lt;script&gt;" in shown(point)


def test_a_long_list_is_cut_and_says_so() -> None:
    html = shown(listed(*(policy(f"p{n}") for n in range(1200))))
    assert html.count("<tr>") == 51
    assert "1,200, the first 50 shown" in html


def test_a_page_says_that_more_follow() -> None:
    page = listed(policy())
    page.next_token = "more"
    assert "next_token leads to more" in shown(page)


def test_an_empty_list_is_shown() -> None:
    assert "ResultSet" in shown(listed())
    assert ">0<" in shown(listed())
    assert cells(MetricAlarms()) == [["state", "alarm", "condition", "dimensions", "actions"]]
    assert "MetricAlarm <small>0</small>" in shown(MetricAlarms())


def test_a_value_of_which_nothing_is_chosen_shows_all_attributes() -> None:
    class Own(Tag):
        _html_columns = {}

    connection: Any = object()
    assert ["key", "role"] in cells(Own(key="role", value="web"))
    assert "connection" not in shown(Own(connection=connection))


def test_values_that_contain_themselves_are_shown_shortened() -> None:
    around: list[Any] = ["first"]
    around.append(around)
    through: dict[str, Any] = {"list": around}
    around.append(through)
    tag = Tag(key="k", value="v")
    tag.value = [tag]
    itself = listed(policy())
    itself.append(itself)
    for value in (tag, Tag(key="k", value=around), alarm(dimensions=through), Tag(value=itself)):
        assert re.search("\N{HORIZONTAL ELLIPSIS}|\\.\\.\\.", shown(value))
        assert len(shown(listed(value, value))) < 10_000
    assert "<table" in shown(itself)
    point = Datapoint()
    point["point"] = point
    assert "<table" in shown(point)


@pytest.mark.parametrize("depth", [10, 100_000])
def test_deeply_nested_values_are_truncated(depth: int) -> None:
    deep: Any = []
    for _ in range(depth):
        deep = [deep]
    nested = Tag(key="k", value=deep)
    assert "\N{HORIZONTAL ELLIPSIS}" in shown(nested)
    assert "<table" in shown(listed(deep, "other"))
    while deep:
        # From outside to inside, for Python's own clearing follows it down.
        deep = deep.pop()


def test_long_values_are_truncated() -> None:
    point = Datapoint()
    point.update({f"key {number}": number for number in range(10_000)})
    long = [
        Tag(key="k", value="x" * 10_000_000),
        Tag(key="k", value=list(range(1_000_000))),
        Tag(key="k", value=dict.fromkeys(range(1_000_000))),
        alarm(state_value="y" * 10_000_000),
        Tag(key="k", value=10**5000),
        point,
        listed(*(dict.fromkeys(range(1000)) for _ in range(100))),
    ]
    for value in long:
        assert len(shown(value)) < 100_000
    assert "999,996 more" in shown(long[1])
    assert "10,000, the first 50 shown" in shown(point)


def test_boto_s_own_forms_stay() -> None:
    assert repr(policy()) == "ScalingPolicy(scale_up group:web adjustment:ChangeInCapacity)"
    assert repr(listed(policy())) == f"[{policy()!r}]"
    assert str(Datapoint()) == "{}"


def test_no_color_of_text_or_background_is_fixed() -> None:
    value: Any = policy()
    style = re.findall(r"<style>(.*?)</style>", value._repr_html_())[0]
    assert re.findall(r"(?<!-)color:(\w+)", style)
    assert set(re.findall(r"(?<!-)color:(\w+)", style)) == {"inherit"}
    assert set(re.findall(r"background:(\w+)", style)) == {"none"}


def test_an_attribute_of_another_type_is_shown_as_such() -> None:
    group = AutoScalingGroup(name="web", min_size=1, max_size=2)
    group.instances = 5  # type: ignore[assignment]
    values: list[Any] = [group, ResultSet.of([group])]
    for value in values:
        html = value._repr_html_()
        assert "(cannot be shown)" in html
        assert "web" in html
