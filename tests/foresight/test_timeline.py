"""Timelines: boto's objects, tables, sentences and pictures."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest

import reboto.plot
from reboto import foresight
from tests.foresight.scenarios import NOON, alarm, group, policy, web

mpl.use("agg")
ORACLES = json.loads((Path(__file__).parent / "oracles.json").read_text())
NAIVE = NOON.replace(tzinfo=None)


def test_activities_are_boto_s_and_account_for_every_instance() -> None:
    future = web().simulate()
    activities = future.activities
    starts = [one.start_time for one in activities if one.start_time]
    assert starts == sorted(starts, reverse=True)
    launched = [one for one in activities if str(one.description).startswith("Launching")]
    ended = [one for one in activities if str(one.description).startswith("Terminating")]
    assert len(launched) + len(ended) == len(activities)
    assert future.in_service.first + len(launched) - len(ended) == future.desired.last
    first = activities[-1]
    assert (first.group_name, first.status_code, first.progress) == ("web", "Successful", "100")
    assert first.start_time == NAIVE + timedelta(minutes=13, seconds=1)
    assert first.end_time == NAIVE + timedelta(minutes=14, seconds=31)
    assert first.cause == (
        "At 2026-11-27T12:13:00Z a monitor alarm hot in state ALARM triggered policy scale_up "
        "changing the desired capacity from 2 to 3.  At 2026-11-27T12:13:01Z an instance was "
        "started in response to a difference between desired and actual capacity, increasing the "
        "capacity from 2 to 3."
    )
    assert len({one.activity_id for one in activities}) == len(activities)


def test_published_causes_are_worded_alike() -> None:
    oracles = {one["id"]: one for one in ORACLES if one["kind"] == "activity_cause"}
    clauses = oracles["activity_cause-001"]["clauses"]
    name, by = clauses[0]["alarm"], clauses[0]["policy"]
    before, after = clauses[0]["desired"]
    future = foresight.simulate(
        group(desired_capacity=before),
        [policy(by, -1)],
        [alarm(name, "<", 30, alarm_actions=[by])],
        load=[5] * 4,
        start=NOON,
    )
    cause = str(future.activities[0].cause)
    texts = [text.split("Z ", 1)[1] for text in cause.split("  ")]
    assert texts[0] == (
        f"a monitor alarm {name} in state ALARM triggered policy {by} changing the desired "
        f"capacity from {before} to {after}."
    )
    assert texts[1].endswith(f"shrinking the capacity from {before} to {after}.")
    assert texts[2].startswith("instance i-")
    assert texts[2].endswith("was selected for termination.")
    # One clause for all instances of a change.
    start, end = oracles["activity_cause-003"]["clauses"][1]["capacity"]
    many = web(
        load=None,
        alarms=[],
        until=timedelta(minutes=5),
        events=[{"at": NOON, "kind": "set_desired_capacity", "desired_capacity": end + 2}],
    ).simulate()
    assert len(many.activities) == end - start
    assert {one.cause for one in many.activities} == {
        (
            "At 2026-11-27T12:00:00Z a user request explicitly set group desired capacity changing "
            "the desired capacity from 2 to 5.  At 2026-11-27T12:00:01Z an instance was started in "
            "response to a difference between desired and actual capacity, increasing the capacity "
            "from 2 to 5."
        )
    }


def test_unhealthy_and_cancelled_instances_are_activities() -> None:
    future = web(
        load=None,
        alarms=[],
        until=timedelta(minutes=10),
        events=[
            {"at": NOON, "kind": "unhealthy", "count": 1},
            {
                "at": NOON + timedelta(minutes=5),
                "kind": "set_desired_capacity",
                "desired_capacity": 5,
            },
            {
                "at": NOON + timedelta(minutes=6),
                "kind": "set_desired_capacity",
                "desired_capacity": 3,
            },
        ],
    ).simulate()
    causes = [str(one.cause) for one in future.activities[::-1]]
    assert "health check failure" in causes[0]
    assert "unhealthy instance needing to be replaced" in causes[1]
    codes = [one.status_code for one in future.activities]
    assert codes.count("Cancelled") == 4
    started = [one for one in future.activities if str(one.description).startswith("Launching")]
    assert len([one for one in started if one.status_code == "Successful"]) == 2


def test_the_plot_of_capacities_reads_the_future() -> None:
    future = web().simulate()
    present = group()
    ax = reboto.plot.capacity(future.activities, present)
    lines = {line.get_label(): line for line in ax.get_lines()}
    assert np.asarray(lines["instances"].get_ydata())[-1] == future.in_service.last
    assert {"instances", "desired"} <= set(lines)


def test_the_history_of_alarms_is_boto_s() -> None:
    future = web().simulate()
    item = future.history[-1]
    assert (item.name, item.item_type, item.summary) == (
        "hot",
        "StateUpdate",
        "Alarm updated from INSUFFICIENT_DATA to OK",
    )
    hot = next(
        one for one in future.history[::-1] if one.summary == "Alarm updated from OK to ALARM"
    )
    assert hot.timestamp == NAIVE + timedelta(minutes=13)
    assert hot.data["newState"]["stateReason"] == (
        "Threshold Crossed: 3 out of the last 3 datapoints [100.0 (27/11/26 12:12:00), 100.0 "
        "(27/11/26 12:11:00), 100.0 (27/11/26 12:10:00)] were greater than the threshold (70.0) "
        "(minimum 3 datapoints for OK -> ALARM transition)."
    )
    assert hot.data["newState"]["stateReasonData"]["recentDatapoints"] == [100.0] * 3
    assert len(future.history) == len(future.to_dict()["alarm_states"])


def test_tables_hold_what_the_json_interface_says() -> None:
    future = web().simulate()
    timeline = future.to_dict()
    for name in ("decisions", "alarm_states"):
        rows = getattr(future, name).to_polars().to_dicts()
        expected = [{**one, "at": one["at"]} for one in timeline[name]]
        assert [{**row, "at": int(row["at"].timestamp())} for row in rows] == expected
    changes = future.changes.to_pandas()
    assert changes["kind"].tolist() == [one["kind"] for one in timeline["activities"]]
    assert changes["to"].tolist() == [one["to"] for one in timeline["activities"]]
    assert [[int(time.timestamp()), count] for time, count in future.desired] == timeline["desired"]
    assert future.in_service.to_numpy()["count"].tolist() == [n for _, n in timeline["in_service"]]


def test_the_frame_has_a_row_a_minute() -> None:
    future = web().simulate()
    frame = future.to_pandas()
    assert list(frame.columns) == ["at", "desired", "in_service", "CPUUtilization"]
    assert len(frame) == 130
    assert frame["at"][0] == NOON
    assert frame["desired"].tolist() == [future.desired.at(time) for time in frame["at"]]
    assert (
        frame["CPUUtilization"].tolist()
        == future.metric("CPUUtilization").to_pandas()["value"].tolist()
    )
    assert future.to_polars().shape == (130, 4)


def test_numbers_agree_with_the_frame() -> None:
    future = web().simulate()
    values = future.to_pandas()["CPUUtilization"]
    assert future.above("CPUUtilization", 80) == (values > 80).sum() > 0
    assert future.below("CPUUtilization", 30) == (values < 30).sum() > 0
    assert future.minutes(lambda value: value > 80) == future.above("CPUUtilization", 80)
    assert future.cost(0.5) == future.instance_hours * 0.5
    assert future.instance_hours == future.to_dict()["instance_seconds"] / 3600
    assert future.summary()["desired"] == (future.desired.least, future.desired.most)
    with pytest.raises(KeyError, match="CPUUtilization"):
        future.above("cpu", 80)


def test_flaps_are_reversals() -> None:
    def capacities(*changes: tuple[int, int]) -> foresight.Timeline:
        events = [
            {
                "at": NOON + timedelta(minutes=minute),
                "kind": "set_desired_capacity",
                "desired_capacity": to,
            }
            for minute, to in changes
        ]
        return web(load=None, alarms=[], until=timedelta(hours=2), events=events).simulate()

    assert capacities((1, 3), (2, 4)).flaps() == 0
    future = capacities((1, 3), (10, 2), (20, 3), (50, 2))
    assert future.flaps() == 2
    assert future.flaps(within=3600) == 3
    assert future.flaps(within=500) == 0


def test_why_names_the_alarm_its_points_and_the_next_chance() -> None:
    future = web().simulate()
    assert future.why("12:13") == (
        "12:13 scale_up: capacity from 2 to 3. hot has been in ALARM since 12:13: 3 of 3 points "
        "over 70 (100, 100, 100). Cooldown until 12:17:31; next chance 12:18."
    )
    assert future.why(NOON + timedelta(minutes=13)) == future.why("12:13")
    assert "no change, because instances are starting or ending" in future.why("12:14")
    assert "no change, because the cooldown lasts until 12:17:31" in future.why("12:16")
    assert future.why("12:05").startswith("12:05 no policy was executed. hot has been OK since")


def test_why_not_gives_a_reason_for_each_policy() -> None:
    lines = web().simulate().why_not("12:16").splitlines()
    assert lines == [
        (
            "12:16 scale_up: no change, because the cooldown lasts until 12:17:31. hot has been in "
            "ALARM since 12:13: 3 of 3 points over 70 (100, 100, 100). Cooldown until 12:17:31; "
            "next chance 12:18."
        ),
        (
            "12:16 scale_down was not executed. cold has been OK since 12:01: 0 of 3 points under "
            "30 (100, 100, 100), 3 are needed. It executes the policy in ALARM."
        ),
    ]


def test_every_reason_has_words() -> None:
    future = web().simulate()
    rows = future.decisions.to_polars().to_dicts()
    assert rows
    for row in rows:
        text = future.why(row["at"])
        assert row["policy"] in text
        assert re.fullmatch(r"[^_]*", text.replace("scale_up", "").replace("scale_down", ""))


@pytest.mark.parametrize("at", ["11:59", "25:00", "noon", NOON - timedelta(seconds=1), 1.5])
def test_a_time_outside_of_the_simulation_is_an_error(at: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="at must be"):
        web().simulate().why(at)


def test_assumptions_are_those_that_the_run_used() -> None:
    names = {one.name: one.value for one in web(launch=45).simulate().assumptions}
    assert names["launch_seconds"] == 45
    assert names["evaluation_range_extra"] == 2
    assert not any(name.startswith("tt_") for name in names)
    tracking = policy("t", 0)
    tracking.policy_type = "TargetTrackingScaling"
    tracking.target_value = 50  # type: ignore[attr-defined] # pyright: ignore
    future = web(policies=[tracking], alarms=[], parameters=foresight.Parameters(tt_low_factor=0.7))
    names = {one.name: one.value for one in future.simulate().assumptions}
    assert names["tt_low_factor"] == 0.7
    assert "step_points" not in names


def test_the_picture_is_an_svg_of_all_parts() -> None:
    special = web(alarms=[alarm("<hot> & more", ">", 70, alarm_actions=["scale_up"])])
    svg = ET.fromstring(special.simulate().svg())  # noqa: S314
    texts = ["".join(one.itertext()) for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert any("instances" in text for text in texts)
    assert any("CPUUtilization" in text for text in texts)
    assert any("<hot> & more" in text for text in texts)
    html = special.simulate().html()
    assert "&lt;hot&gt; &amp; more" in html
    assert "<script" not in html


@pytest.mark.parametrize("minutes", [1, 5, 60 * 24 * 30])
def test_pictures_of_any_length_stay_small(minutes: int) -> None:
    load = foresight.Utilization([500, 10] * (minutes // 2 + 1), per_instance=100)
    future = web(load=load, until=timedelta(minutes=minutes)).simulate()
    svg = future.svg()
    ET.fromstring(svg)  # noqa: S314
    assert len(svg) < 200_000


def test_the_plot_takes_axes_and_draws_both_lines() -> None:
    ax = web().simulate().plot()
    assert web().simulate().plot(ax) is ax
    labels = [line.get_label() for line in ax.get_lines()]
    assert {"in service", "desired"} <= set(labels)
    assert ax.get_ylabel() == "instances"
