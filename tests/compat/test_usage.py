"""What scripts do that boto 2.49 cannot show: it is broken there, or different on purpose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

import reboto.exception
from reboto.ec2.autoscale import (
    AutoScalingGroup,
    LaunchConfiguration,
    ScalingPolicy,
    ScheduledUpdateGroupAction,
)
from reboto.ec2.cloudwatch import MetricAlarm
from tests.compat.endpoints import answer_with, sent
from tests.compat.scenario import Failure
from tests.compat.scenarios import alarms, groups, launchconfigs, policies
from tests.support.styles import ACCESS_KEY, SECRET_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def only(server: Wire) -> dict[str, Any]:
    """The parameters of the one request."""
    ((parameters,),) = (request.values() for request in sent(server.requests))
    return dict(parameters)


def high(**changed: Any) -> MetricAlarm:
    arguments: dict[str, Any] = {
        "name": "high",
        "metric": "CPUUtilization",
        "namespace": "AWS/EC2",
        "statistic": "Average",
        "comparison": ">",
        "threshold": 70,
        "period": 60,
        "evaluation_periods": 2,
    }
    return MetricAlarm(**{**arguments, **changed})


def test_a_group_with_target_groups_is_one_object(style: Blocking, server: Wire) -> None:
    answer_with(server, {"DescribeAutoScalingGroups": {"AutoScalingGroups": [groups.MODERN]}})
    (group,) = style.settle(style.autoscale(server).get_all_groups())
    assert group.name == "web"
    assert group.TargetGroupARNs == groups.MODERN["TargetGroupARNs"]
    assert group.LaunchTemplate == groups.MODERN["LaunchTemplate"]
    overrides = group.MixedInstancesPolicy["LaunchTemplate"]["Overrides"]
    assert [each["InstanceType"] for each in overrides] == ["m5.large", "m4.large"]


def test_a_group_with_target_groups_can_be_updated(style: Blocking, server: Wire) -> None:
    answer_with(server, {"DescribeAutoScalingGroups": {"AutoScalingGroups": [groups.MODERN]}})
    (group,) = style.settle(style.autoscale(server).get_all_groups())
    server.requests.clear()
    group.desired_capacity = 3
    style.settle(group.update())
    told = only(server)
    assert told["DesiredCapacity"] == "3.0"
    assert "LaunchConfigurationName" not in told


@pytest.mark.parametrize("spelling", [">", "GreaterThanThreshold"])
def test_a_comparison_is_sent_as_awss_name(style: Blocking, server: Wire, spelling: str) -> None:
    alarm = high()
    alarm.comparison = spelling
    style.settle(style.cloudwatch(server).update_alarm(alarm))
    assert only(server)["ComparisonOperator"] == "GreaterThanThreshold"


def test_what_boto_did_not_know_of_an_alarm_is_kept_by_an_update(
    style: Blocking, server: Wire
) -> None:
    answer_with(server, {"DescribeAlarms": alarms.OF_TODAY})
    full, bare = style.settle(style.cloudwatch(server).describe_alarms())
    assert full.TreatMissingData == "breaching"
    server.requests.clear()
    style.settle(full.update())
    style.settle(bare.update())
    first, second = (next(iter(request.values())) for request in sent(server.requests))
    assert (first["TreatMissingData"], first["DatapointsToAlarm"]) == ("breaching", "1.0")
    assert (second["ExtendedStatistic"], second.get("Statistic")) == ("p99", None)


def test_an_alarms_action_may_be_a_policy(style: Blocking, server: Wire) -> None:
    answer_with(server, {"DescribePolicies": policies.POLICIES})
    policy = style.settle(style.autoscale(server).get_all_policies())[0]
    server.requests.clear()
    style.settle(style.cloudwatch(server).create_alarm(high(alarm_actions=[policy])))
    assert only(server)["AlarmActions.member.1"] == policy.policy_arn


def test_a_single_string_is_a_list_of_one(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    calls: list[Callable[[], Any]] = [
        lambda: autoscale.get_all_groups("web"),
        lambda: autoscale.get_all_groups(names="web"),
        lambda: autoscale.get_all_launch_configurations(names="web"),
        lambda: autoscale.get_all_policies(policy_names="web"),
        lambda: autoscale.attach_instances("g", "web"),
        lambda: autoscale.suspend_processes("g", "web"),
    ]
    for call in calls:
        server.requests.clear()
        style.settle(call())
        members = {name: value for name, value in only(server).items() if ".member." in name}
        ((name, value),) = members.items()
        assert name.endswith(".member.1")
        assert value == "web"


def test_an_object_stands_for_its_name(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    group = AutoScalingGroup(name="web")
    action = ScheduledUpdateGroupAction()
    action.name = "morning"
    calls: list[tuple[Callable[[], Any], dict[str, str]]] = [
        (lambda: autoscale.delete_auto_scaling_group(group), {"AutoScalingGroupName": "web"}),
        (lambda: autoscale.suspend_processes(group), {"AutoScalingGroupName": "web"}),
        (lambda: autoscale.get_all_policies(group), {"AutoScalingGroupName": "web"}),
        (lambda: autoscale.delete_scheduled_action(action), {"ScheduledActionName": "morning"}),
        (
            lambda: autoscale.delete_launch_configuration(LaunchConfiguration(name="lc")),
            {"LaunchConfigurationName": "lc"},
        ),
    ]
    for call, told in calls:
        server.requests.clear()
        style.settle(call())
        assert only(server) == told


@pytest.mark.parametrize("typed", [False, True])
def test_a_configuration_that_was_read_is_created_with_its_devices(
    style: Blocking, server: Wire, typed: bool
) -> None:
    answer_with(server, {"DescribeLaunchConfigurations": launchconfigs.CONFIGS})
    autoscale = style.autoscale(server, use_block_device_types=typed)
    config = style.settle(autoscale.get_all_launch_configurations())[0]
    server.requests.clear()
    style.settle(autoscale.create_launch_configuration(config))
    told = only(server)
    assert told["InstanceMonitoring.Enabled"] == "true"
    devices = {name: value for name, value in told.items() if name.startswith("BlockDevice")}
    prefix = "BlockDeviceMappings.member"
    assert devices[f"{prefix}.1.VirtualName"] == "ephemeral0"
    assert devices[f"{prefix}.2.Ebs.SnapshotId"] == "snap-1"
    assert devices[f"{prefix}.3.Ebs.Iops"] == "1000.0"
    assert devices[f"{prefix}.3.Ebs.Encrypted"] == "true"
    assert devices[f"{prefix}.4.NoDevice"] == "true"


def test_a_device_that_is_only_a_name_is_refused_with_what_would_do(
    style: Blocking, server: Wire
) -> None:
    config = LaunchConfiguration(name="web", image_id="i", block_device_mappings=["/dev/sda1"])
    with pytest.raises(ValueError, match="BlockDeviceMapping"):
        style.settle(style.autoscale(server).create_launch_configuration(config))
    assert not server.requests


def test_a_method_is_replaced_by_its_dotted_name() -> None:
    name = "reboto.ec2.autoscale.AutoScaleConnection.get_all_groups"
    with mock.patch(name, return_value=["web"]) as replaced:
        found: Any = reboto.connect_autoscale("key", "secret").get_all_groups(names=["web"])
    assert found == ["web"]
    replaced.assert_called_once_with(names=["web"])


def test_a_region_connects_with_keys() -> None:
    region = next(one for one in reboto.ec2.cloudwatch.regions() if one.name == "eu-west-1")
    connection = region.connect(aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
    assert isinstance(connection, reboto.ec2.cloudwatch.CloudWatchConnection)
    assert (connection.region.name, connection.access_key) == ("eu-west-1", ACCESS_KEY)
    assert re.fullmatch("RegionInfo:(.*)", repr(region))


def test_regions_are_numbered_the_same_every_time() -> None:
    names = [region.name for region in reboto.ec2.autoscale.regions()]
    assert names == [region.name for region in reboto.ec2.autoscale.regions()]
    assert len(names) > 16
    assert "eu-north-1" in names


def test_an_error_without_a_connection_is_caught_as_an_attribute_error() -> None:
    # Scripts catch what `None.delete_policy` raised.
    with pytest.raises(AttributeError, match="has no connection"):
        ScalingPolicy(name="grow", as_name="web").delete()


def test_a_callers_retry_loop_sees_throttling(style: Blocking, server: Wire) -> None:
    answer_with(
        server,
        {
            "DescribeAlarms": [
                Failure("Throttling", "Rate exceeded"),
                {"MetricAlarms": [alarms.FULL]},
            ]
        },
    )
    cloudwatch = style.cloudwatch(server)
    cloudwatch.num_retries = 0
    found = None
    while found is None:
        try:
            found = style.settle(cloudwatch.describe_alarms())
        except reboto.exception.BotoServerError as error:
            if error.error_code != "Throttling" or error.body.find("Throttling") < 0:
                raise
    assert [alarm.name for alarm in found] == ["high"]
    assert len(server.requests) == 2
