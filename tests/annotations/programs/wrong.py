"""Code that type checkers reject: the comment of a line is the error of mypy and of pyright.

mypy ignores the type of `self` when it compares a class with a protocol.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable

import reboto
from reboto import aio
from reboto.ec2.autoscale import (
    AutoScaleConnection,
    AutoScalingGroup,
    InstanceRefresh,
    LaunchConfiguration,
    ScalingPolicy,
    TargetTracking,
    WarmPool,
)
from reboto.ec2.cloudwatch import CloudWatchConnection, Metric, MetricAlarm
from reboto.style import Awaiting


async def calls_that_are_not_awaited(autoscale: aio.AutoScaleConnection) -> None:
    autoscale.delete_policy("up")  # unused-coroutine, reportUnusedCoroutine
    groups = await autoscale.get_all_groups()
    groups[0].update()  # unused-coroutine, reportUnusedCoroutine
    groups[0].set_capacity(3)  # unused-coroutine, reportUnusedCoroutine
    groups[0].wait_until_in_service()  # unused-coroutine, reportUnusedCoroutine
    made = AutoScalingGroup(autoscale, name="web")
    made.delete()  # unused-coroutine, reportUnusedCoroutine
    found = made.get_activities()
    found[0]  # index, reportIndexIssue
    async for policy in autoscale.iter_policies():
        policy.delete()  # unused-coroutine, reportUnusedCoroutine
    autoscale.iter_tags().collect().to_pandas()  # attr-defined, reportAttributeAccessIssue


async def alarms_that_are_not_awaited(
    alarm: MetricAlarm[Awaiting], metric: Metric[Awaiting], config: LaunchConfiguration[Awaiting]
) -> None:
    alarm.update()  # unused-coroutine, reportUnusedCoroutine
    alarm.wait_until_state("OK")  # unused-coroutine, reportUnusedCoroutine
    metric.describe_alarms()  # unused-coroutine, reportUnusedCoroutine
    config.delete()  # unused-coroutine, reportUnusedCoroutine


async def calls_that_block(autoscale: AutoScaleConnection, alarm: MetricAlarm) -> None:
    (group,) = autoscale.get_all_groups(["web"])
    await group.update()  # misc, reportGeneralTypeIssues
    await alarm.update()  # misc, reportGeneralTypeIssues


def results(group: AutoScalingGroup) -> None:
    group.set_capacity(3).wait()  # attr-defined, reportAttributeAccessIssue
    group.set_capacity([3])  # arg-type, reportArgumentType
    group.set_capasity(3)  # attr-defined, reportAttributeAccessIssue


def keywords() -> None:
    reboto.connect_autoscale(regoin="eu-west-1")  # call-arg, reportCallIssue
    reboto.connect_cloudwatch(use_block_device_types=True)  # call-arg, reportCallIssue
    reboto.connect_cloudwatch(is_secure="no")  # arg-type, reportArgumentType
    reboto.ec2.autoscale.connect_to_region("eu-west-1", regoin="x")  # call-arg, reportCallIssue
    reboto.ec2.cloudwatch.connect_to_region("eu-west-1", region="x")  # call-arg, reportCallIssue
    aio.connect_autoscale(regoin="eu-west-1")  # call-arg, reportCallIssue
    aio.connect_to_region("eu-west-1", "cloudwatch", regoin="x")  # call-overload, reportCallIssue
    AutoScalingGroup(nme="web")  # call-arg, reportCallIssue
    MetricAlarm(name="busy", treat_missing="ignore")  # call-arg, reportCallIssue
    ScalingPolicy(name="up", policy_tipe="StepScaling")  # call-arg, reportCallIssue


def words(autoscale: AutoScaleConnection, alarm: MetricAlarm) -> None:
    autoscale.start_instance_refresh("web", strategy="Fast")  # arg-type, reportArgumentType
    alarm.wait_until_state("BUSY")  # arg-type, reportArgumentType


async def nouns_that_are_not_awaited(
    refresh: InstanceRefresh[Awaiting], pool: WarmPool[Awaiting], group: AutoScalingGroup
) -> None:
    refresh.rollback()  # unused-coroutine, reportUnusedCoroutine
    refresh.wait_until_finished()  # unused-coroutine, reportUnusedCoroutine
    pool.delete()  # unused-coroutine, reportUnusedCoroutine
    await group.reload()  # misc, reportGeneralTypeIssues
    group.start_instance_refresh(min_healty_percentage=90)  # call-arg, reportCallIssue
    group.put_warm_pool(pool_state="Asleep")  # arg-type, reportArgumentType
    TargetTracking(50)  # arg-type, reportArgumentType


async def the_other_kind_of_loop(
    autoscale: AutoScaleConnection, cloudwatch: aio.CloudWatchConnection
) -> None:
    async for group in autoscale.iter_groups():  # misc, reportGeneralTypeIssues
        pass
    for metric in cloudwatch.iter_metrics():  # misc, reportGeneralTypeIssues
        pass
    later: AsyncIterable[object] = autoscale.iter_groups()  # none, reportAssignmentType
    now: Iterable[object] = cloudwatch.iter_metrics()  # none, reportAssignmentType
    print(later, now)


async def the_other_kind_of_context(
    autoscale: aio.AutoScaleConnection, cloudwatch: CloudWatchConnection
) -> None:
    with autoscale:  # attr-defined, reportGeneralTypeIssues
        pass
    async with cloudwatch:  # attr-defined, reportGeneralTypeIssues
        pass
