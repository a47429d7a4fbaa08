"""The types that a type checker infers for the API are the types at run time.

`make lint` checks this file with mypy and pyright: a type that is not the one asserted, or a
wrong use that is not reported, fails there.
"""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import assert_type

import reboto
from reboto import aio
from reboto.ec2.autoscale import (
    AccountLimits,
    Activity,
    AutoScaleConnection,
    AutoScalingGroup,
    Instance,
    LaunchConfiguration,
    Request,
    ScalingPolicy,
    Tag,
    TerminationPolicies,
)
from reboto.ec2.autoscale.group import SuspendedProcess
from reboto.ec2.autoscale.policy import Alarm
from reboto.ec2.cloudwatch import (
    CloudWatchConnection,
    Datapoint,
    Metric,
    MetricAlarm,
    MetricAlarms,
)
from reboto.regioninfo import RegionInfo
from reboto.resultset import ResultSet
from reboto.style import Awaiting

if TYPE_CHECKING:
    from reboto.local import Endpoint


@pytest.fixture
def web(endpoint: Endpoint) -> AutoScalingGroup:
    """An existing group."""
    autoscale = reboto.connect_autoscale()
    autoscale.create_launch_configuration(LaunchConfiguration(name="lc", image_id="ami-12c6146b"))
    group = AutoScalingGroup(
        name="web", launch_config="lc", availability_zones="us-east-1a", min_size=0, max_size="2"
    )
    assert_type(autoscale.create_auto_scaling_group(group), Request)
    return group


def test_listings_return_lists_of_their_items(web: AutoScalingGroup) -> None:
    autoscale = reboto.connect_autoscale()
    assert_type(autoscale, AutoScaleConnection)
    groups = assert_type(autoscale.get_all_groups(["web"]), ResultSet[AutoScalingGroup])
    (group,) = groups
    assert isinstance(groups, ResultSet)
    assert isinstance(assert_type(group, AutoScalingGroup), AutoScalingGroup)
    assert assert_type(groups.next_token, str | None) is None
    assert assert_type(group.name, str | None) == "web"
    assert assert_type(group.max_size, int | None) == 2
    assert assert_type(list(group.suspended_processes), list[SuspendedProcess]) == []
    assert assert_type(autoscale.get_all_autoscaling_instances(), ResultSet[Instance]) == []
    assert assert_type(autoscale.get_all_activities(group), ResultSet[Activity]) == []
    assert assert_type(autoscale.get_all_tags({"key": "a"}), ResultSet[Tag]) == []


def test_a_policy_that_was_read_has_an_arn_and_alarms(web: AutoScalingGroup) -> None:
    autoscale = reboto.connect_autoscale()
    policy = ScalingPolicy(
        name="up", as_name="web", adjustment_type="ChangeInCapacity", scaling_adjustment="1"
    )
    autoscale.create_scaling_policy(policy)
    policy = autoscale.get_all_policies(as_group=web, policy_names=["up"])[0]
    assert assert_type(policy.policy_arn, str).startswith("arn:")
    assert assert_type(list(policy.alarms), list[Alarm]) == []


def test_other_responses_are_of_their_classes(endpoint: Endpoint) -> None:
    autoscale, cloudwatch = reboto.connect_autoscale(), reboto.connect_cloudwatch()
    assert isinstance(assert_type(autoscale.get_account_limits(), AccountLimits), AccountLimits)
    policies = assert_type(autoscale.get_termination_policies(), TerminationPolicies)
    assert assert_type(policies[0], str) in policies
    assert assert_type(cloudwatch.put_metric_data("Shop", "Orders", "3"), bool) is True
    alarms = assert_type(cloudwatch.describe_alarms(max_records="5"), MetricAlarms)
    assert assert_type(list(alarms), list[MetricAlarm]) == []
    (metric,) = assert_type(cloudwatch.list_metrics(namespace="Shop"), ResultSet[Metric])
    assert metric.name == "Orders"


def test_statistics_are_datapoints(endpoint: Endpoint) -> None:
    points = reboto.connect_cloudwatch().get_metric_statistics(
        "60", "2026-01-01T00:00:00", "2026-01-01T01:00:00", "Orders", "Shop", "Sum"
    )
    assert assert_type(points, ResultSet[Datapoint]) == []


def test_an_alarm_is_created_under_botos_names_too(endpoint: Endpoint) -> None:
    alarm = MetricAlarm(
        name="busy",
        metric="Orders",
        namespace="Shop",
        statistic="Sum",
        comparison=">",
        threshold="5",
        period="60",
        evaluation_periods="2",
    )
    cloudwatch = reboto.connect_cloudwatch()
    assert assert_type(cloudwatch.create_alarm(alarm), bool)
    assert assert_type(cloudwatch.update_alarm(alarm), bool)
    assert assert_type(cloudwatch.delete_alarms([alarm]), bool)
    cloudwatch.create_alarm(alarm)
    assert cloudwatch.delete_alarms("busy")


def test_pages_are_iterated_in_both_ways(web: AutoScalingGroup) -> None:
    for group in reboto.connect_autoscale().iter_groups():
        assert assert_type(group, AutoScalingGroup).name == "web"

    async def names() -> list[str | None]:
        found = aio.connect_autoscale().iter_groups()
        return [assert_type(group, AutoScalingGroup[Awaiting]).name async for group in found]

    assert asyncio.run(names()) == ["web"]


def test_awaited_calls_return_the_same_types(web: AutoScalingGroup) -> None:
    async def main() -> None:
        async with aio.connect_autoscale() as autoscale:
            assert_type(autoscale, aio.AutoScaleConnection)
            groups = assert_type(
                await autoscale.get_all_groups(), ResultSet[AutoScalingGroup[Awaiting]]
            )
            assert len(groups) == 1
            task = asyncio.create_task(autoscale.get_account_limits())
            assert assert_type(await task, AccountLimits).max_autoscaling_groups
        cloudwatch = aio.connect_cloudwatch()
        assert assert_type(await cloudwatch.describe_alarms(), MetricAlarms[Awaiting]) == []
        assert assert_type(await cloudwatch.delete_alarms([]), bool)

    asyncio.run(main())


def test_regions_connect_to_the_class_of_their_service() -> None:
    assert isinstance(assert_type(aio.regions()[0], RegionInfo), RegionInfo)
    assert_type(reboto.ec2.autoscale.connect_to_region("x"), AutoScaleConnection | None)
    assert_type(reboto.ec2.cloudwatch.connect_to_region("x"), CloudWatchConnection | None)
    assert_type(aio.connect_to_region("x"), aio.AutoScaleConnection | None)
    assert_type(aio.connect_to_region("x", "cloudwatch"), aio.CloudWatchConnection | None)


def test_wrong_arguments_are_logged_before_they_are_refused() -> None:
    autoscale = reboto.connect_autoscale("key", "secret")
    with pytest.raises(TypeError, match="names"):
        autoscale.get_all_groups(names=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="max_records"):
        autoscale.get_all_groups(max_records=["5"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword"):
        autoscale.get_all_groups(name="web")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        autoscale.get_every_group()  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = reboto.ec2.autoscaling  # type: ignore[attr-defined]


def test_lists_of_the_api_can_be_annotated() -> None:
    assert ResultSet[AutoScalingGroup] == ResultSet[AutoScalingGroup]
    assert isinstance(ResultSet[AutoScalingGroup](), ResultSet)


@pytest.mark.parametrize("package", [reboto, reboto.ec2])
def test_type_checkers_know_the_modules_that_need_no_import(package: Any) -> None:
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    known = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == package.__name__
        for alias in node.names
        if alias.asname is not None
    }
    assert known == set(package._PARTS)
    assert len(known) > 3
