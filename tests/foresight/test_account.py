"""Groups in an account: reading a scenario, backtests and fitting, in both styles."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import reboto
import reboto.local
from reboto import aio, foresight
from reboto.cli import main
from reboto.ec2.autoscale import LaunchConfiguration
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem
from tests.foresight.scenarios import alarm, alarms, group, policies, web

DIMENSIONS = {"AutoScalingGroupName": "web"}
MINUTES = 150


@pytest.fixture(scope="module")
def end() -> datetime:
    return datetime.now(timezone.utc).replace(second=0, microsecond=0)


def usage(minute: int) -> float:
    return 95.0 if 30 <= minute < 60 else 50.0


@pytest.fixture
def account(end: datetime) -> Any:
    with reboto.local.server():
        autoscale, cloudwatch = reboto.connect_autoscale(), reboto.connect_cloudwatch()
        autoscale.create_launch_configuration(
            LaunchConfiguration(name="c", image_id="ami-12c6146b")
        )
        made = group(launch_config="c", availability_zones=["us-east-1a"], default_cooldown=120)
        autoscale.create_auto_scaling_group(made)
        for policy in policies():
            autoscale.create_scaling_policy(policy)
        arns = {one.name: one.policy_arn for one in autoscale.get_all_policies("web")}
        extra = alarm("slow", ">", 90, statistic="Maximum", period=300, alarm_actions=["scale_up"])
        for one in [*alarms(), extra]:
            one.namespace = "Web"
            one.alarm_actions = [arns[name] for name in one.alarm_actions or ()]
            cloudwatch.create_alarm(one)
        unrelated = alarm("unrelated", ">", 1, namespace="Web", metric="Other")
        cloudwatch.create_alarm(unrelated)
        for minute in range(MINUTES):
            cloudwatch.put_metric_data(
                "Web",
                "CPUUtilization",
                usage(minute),
                timestamp=end - timedelta(minutes=MINUTES - minute),
                unit="Percent",
                dimensions=DIMENSIONS,
            )
        autoscale.create_scheduled_group_action(
            "web", "nightly", desired_capacity=3, recurrence="0 3 * * *"
        )
        yield autoscale, cloudwatch


def read(style: str, connections: Any, **arguments: Any) -> foresight.Scenario:
    if style == "blocking":
        made: foresight.Scenario = foresight.of(connections[0], connections[1], "web", **arguments)
        return made

    async def later() -> foresight.Scenario:
        async with aio.connect_autoscale() as autoscale, aio.connect_cloudwatch() as cloudwatch:
            found: foresight.Scenario = await foresight.of(
                autoscale, cloudwatch, "web", **arguments
            )
            return found

    return asyncio.run(later())


@pytest.mark.parametrize("style", ["blocking", "awaitable"])
def test_a_group_is_read_with_all_that_matters(style: str, account: Any, end: datetime) -> None:
    scenario = read(style, account, days=0.125, end=end, launch=60)
    assert scenario.name == "web"
    assert (scenario.end, scenario.duration) == (end, 3 * 3600)
    assert scenario.policies == ["scale_down", "scale_up"] or scenario.policies == [
        "scale_up",
        "scale_down",
    ]
    assert sorted(scenario.alarms) == ["cold", "hot", "slow"]
    content = scenario.full()
    assert [one["name"] for one in content["scheduled_actions"]] == ["nightly"]
    assert content["group"]["default_cooldown"] == 120
    assert content["group"]["launch_seconds"] == 60
    # Two statistics of a metric are two series.
    assert sorted(content["metrics"]) == ["CPUUtilization", "CPUUtilization Maximum"]
    values = [value for value in content["metrics"]["CPUUtilization"]["values"] if value]
    assert values == [usage(minute) for minute in range(MINUTES)]
    future = scenario.simulate()
    first = next(row for row in future.alarm_states.to_polars().to_dicts() if row["to"] == "ALARM")
    assert first["at"] == end - timedelta(minutes=MINUTES - 33)
    assert first["alarm"] == "hot"


def test_a_closed_loop_reacts_to_the_simulated_instances(account: Any, end: datetime) -> None:
    closed = read("blocking", account, days=0.125, end=end, closed=True)
    opened = read("blocking", account, days=0.125, end=end)
    assert closed.full()["metrics"]["CPUUtilization"]["model"] == "utilization"
    assert closed.simulate().desired.most < opened.simulate().desired.most


def test_a_group_that_does_not_exist_is_an_error(account: Any) -> None:
    autoscale, cloudwatch = account
    with pytest.raises(ValueError, match="'wbe'"):
        foresight.of(autoscale, cloudwatch, "wbe")
    with pytest.raises(ValueError, match="days"):
        foresight.of(autoscale, cloudwatch, "web", days=0)


def test_the_commands_read_the_account(account: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert account
    assert main(["foresight", "show", "--group", "web", "--days", "0.125"]) == 0
    assert "Timeline(web" in capsys.readouterr().out
    assert main(["foresight", "backtest", "--group", "web", "--days", "0.125"]) == 0
    assert "Backtest(" in capsys.readouterr().out
    assert main(["foresight", "show", "--group", "gone"]) == 2
    assert "'gone'" in capsys.readouterr().err


def test_a_backtest_of_the_simulation_itself_agrees() -> None:
    future = web().simulate()
    found = foresight.Backtest(future, future.history, future.activities)
    assert found.agreement == {"hot": 100.0, "cold": 100.0}
    assert found.matched == len(future.to_dict()["activities"]) > 4
    assert (found.missed, found.invented, found.disagreements) == ([], [], [])
    assert found.score == 100


def test_disagreements_are_explained() -> None:
    real = web(alarms=[alarm("hot", ">", 90, alarm_actions=["scale_up"]), alarms()[1]]).simulate()
    found = foresight.Backtest(web().simulate(), real.history, real.activities)
    assert found.agreement["hot"] < 100
    assert found.invented
    first = found.disagreements[0]
    assert first.what.startswith(("hot was OK, simulated ALARM", "simulated a capacity"))
    assert "points over 70" in first.why
    assert first.what in found.report()


def test_aws_s_texts_are_read() -> None:
    future = web().simulate()
    items = list(future.history)
    for item in items:
        copy = AlarmHistoryItem()
        copy.__dict__.update(vars(item))
        item.data = None
    assert foresight.Backtest(future, items, []).agreement == {"hot": 100.0, "cold": 100.0}


@pytest.mark.parametrize("delay", [0, 120])
def test_fit_finds_the_parameters_that_explain_a_history(delay: int) -> None:
    real = web(parameters={"metric_delay_seconds": delay}).simulate()
    values, best = foresight.fit(web(), real.history, real.activities)
    assert values["parameters.metric_delay_seconds"] == delay
    assert best.agreement == {"hot": 100.0, "cold": 100.0}
    assert not best.missed


@pytest.mark.parametrize("style", ["blocking", "awaitable"])
def test_backtests_read_the_past(style: str, account: Any, end: datetime) -> None:
    if style == "blocking":
        found: foresight.Backtest = foresight.backtest(
            account[0], account[1], "web", days=0.125, end=end
        )
    else:

        async def later() -> foresight.Backtest:
            async with aio.connect_autoscale() as autoscale, aio.connect_cloudwatch() as cloudwatch:
                made: foresight.Backtest = await foresight.backtest(
                    autoscale, cloudwatch, "web", days=0.125, end=end
                )
                return made

        found = asyncio.run(later())
    assert found.timeline.scenario.end == end
    assert repr(found).startswith("Backtest(")
