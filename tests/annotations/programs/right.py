"""Code that type checkers accept. It is checked, not executed."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import Any

from typing_extensions import assert_type

import reboto
from reboto import aio
from reboto.ec2.autoscale import (
    Activity,
    AutoScaleConnection,
    AutoScalingGroup,
    LaunchConfiguration,
    Request,
    ScalingPolicy,
    ScheduledUpdateGroupAction,
    Tag,
)
from reboto.ec2.cloudwatch import (
    AlarmMuteRule,
    AlarmRule,
    AnomalyDetector,
    CloudWatchConnection,
    CompositeAlarm,
    Dashboard,
    DashboardImage,
    Datapoint,
    Metric,
    MetricAlarm,
    MetricAlarms,
    MetricStream,
    Publisher,
    in_alarm,
    is_ok,
)
from reboto.resultset import ResultSet, TabularList
from reboto.style import Awaiting, Blocking


def plain_annotations_are_blocking(group: AutoScalingGroup, alarm: MetricAlarm) -> None:
    assert_type(group, AutoScalingGroup[Blocking])
    assert_type(group.set_capacity(3), Request)
    assert_type(group.update(), Request)
    assert_type(group.get_activities(), ResultSet[Activity])
    assert_type(group.wait_until_in_service(timeout=5), AutoScalingGroup)
    assert_type(group.wait_until(lambda group: group.max_size == 1), AutoScalingGroup)
    assert_type(group.get_activities()[0].wait_until_finished(), Activity)
    assert_type(alarm.disable_actions(), bool)
    assert_type(alarm.wait_until_state("OK"), MetricAlarm)


async def awaitable(autoscale: aio.AutoScaleConnection) -> None:
    (group,) = await autoscale.get_all_groups(["web"])
    assert_type(group, AutoScalingGroup[Awaiting])
    assert_type(await group.set_capacity(3), Request)
    assert_type((await group.get_activities())[0], Activity[Awaiting])
    assert_type(await group.wait_until_in_service(), AutoScalingGroup[Awaiting])
    assert_type(await autoscale.iter_groups().collect(), TabularList[AutoScalingGroup[Awaiting]])
    async for policy in autoscale.iter_policies(group):
        assert_type(await policy.delete(), bool)
    made = AutoScalingGroup(autoscale, name="web", tags=[Tag(key="a", value="b")])
    assert_type(made, AutoScalingGroup[Awaiting])
    await autoscale.create_auto_scaling_group(made)
    await autoscale.create_auto_scaling_group(AutoScalingGroup(name="web"))


def blocking(autoscale: AutoScaleConnection) -> None:
    with reboto.connect_autoscale(region="eu-west-1", use_block_device_types=True) as connection:
        assert_type(connection, AutoScaleConnection)
    group = AutoScalingGroup(autoscale, name="web")
    assert_type(group, AutoScalingGroup)
    autoscale.create_auto_scaling_group(group)
    autoscale.attach_instances(group, ["i-1"])
    for page in autoscale.iter_groups().pages():
        assert_type(page, ResultSet[AutoScalingGroup])
    groups: Iterable[AutoScalingGroup] = autoscale.iter_groups()
    assert_type(list(groups), list[AutoScalingGroup])
    LaunchConfiguration(autoscale, name="lc").delete()


async def metrics(cloudwatch: aio.CloudWatchConnection, metric: Metric[Awaiting]) -> None:
    alarms = await cloudwatch.describe_alarms()
    assert_type(alarms, MetricAlarms[Awaiting])
    for alarm in alarms:
        assert_type(await alarm.update(), bool)
    listed: AsyncIterable[Metric[Awaiting]] = cloudwatch.iter_metrics()
    async for found in listed:
        assert_type(await found.describe_alarms(), ResultSet[MetricAlarm[Awaiting]])
    alarm = await metric.create_alarm("busy", ">", 70, 60, 2, "Average")
    assert_type(alarm, MetricAlarm[Awaiting])


def both(group: AutoScalingGroup[Any], points: ResultSet[Datapoint]) -> None:
    """Code for connections of both styles only reads attributes."""
    print(group.name, points)


async def nouns(cloudwatch: aio.CloudWatchConnection, action: ScheduledUpdateGroupAction) -> None:
    assert_type(action.update(), bool)
    rule = await cloudwatch.iter_insight_rules().collect()
    assert_type(await rule[0].disable(), bool)
    alarm = CompositeAlarm(cloudwatch, name="all", rule='ALARM("busy")')
    assert_type(await alarm.update(), bool)
    assert_type(await alarm.wait_until_state("OK"), CompositeAlarm[Awaiting])


class Sized(AutoScalingGroup):
    """A class of a program."""

    def set_capacity(self, capacity: int | str) -> Request:
        return super().set_capacity(capacity)


def documented_attributes(group: AutoScalingGroup, policy: ScalingPolicy) -> None:
    for instance in group.instances or ():
        assert_type(instance.protected_from_scale_in, bool | None)
    assert_type(policy.policy_arn, str)


def nouns_of_cloudwatch(cloudwatch: CloudWatchConnection, alarm: MetricAlarm) -> None:
    assert_type(in_alarm("cpu") & ~in_alarm(alarm) | is_ok("x"), AlarmRule)
    page = CompositeAlarm(name="page", rule=in_alarm("cpu"))
    assert_type(page.rule, AlarmRule | None)
    page.rule = "ALARM(cpu)"
    assert_type(cloudwatch.put_composite_alarm(page), bool)
    assert_type(alarm.mute(hours=2), AlarmMuteRule)
    assert_type(alarm.get_tags(), dict[str, str])
    assert_type(MetricAlarm.anomaly("Orders", "Shop", name="odd"), MetricAlarm)
    assert_type(MetricAlarm.promql("up == 0", name="down", tags={"a": "b"}), MetricAlarm)
    board = Dashboard("shop").add_alarms([alarm]).add_alarm_graph(alarm).add_text("# Shop")
    assert_type(board, Dashboard)
    assert_type(cloudwatch.put_dashboard(board), bool)
    assert_type(board.image(), DashboardImage)
    detector = AnomalyDetector(cloudwatch, namespace="Shop", metric_name="Orders", stat="Sum")
    assert_type(detector.save(), AnomalyDetector)
    assert_type(detector.wait_until_trained(), AnomalyDetector)
    assert_type(MetricStream(cloudwatch, name="lake").wait_until_running(), MetricStream)
    with cloudwatch.publisher("Shop") as metrics:
        assert_type(metrics, Publisher[Blocking])
        metrics.put("Orders", 1)
        metrics.flush()


async def awaitable_nouns_of_cloudwatch(
    cloudwatch: aio.CloudWatchConnection, alarm: MetricAlarm[Awaiting]
) -> None:
    rule = await alarm.mute(minutes=5)
    assert_type(rule, AlarmMuteRule[Awaiting])
    assert_type(await rule.wait_until_status("ACTIVE"), AlarmMuteRule[Awaiting])
    assert_type(await rule.add_tags({"a": "b"}), bool)
    board = Dashboard(cloudwatch, name="shop")
    assert_type(board.add_numbers([]), Dashboard[Awaiting])
    assert_type(await board.image(), DashboardImage)
    assert_type(await board.save(), bool)
    detector = AnomalyDetector(cloudwatch, id="a")
    assert_type(await detector.wait_until_trained(), AnomalyDetector[Awaiting])
    async with cloudwatch.publisher("Shop") as metrics:
        assert_type(metrics, Publisher[Awaiting])
        metrics.put("Orders", 1)
        await metrics.flush()
