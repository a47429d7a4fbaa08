"""Calls in which boto 2.49 ignores or mishandles its arguments."""

from __future__ import annotations

import datetime
from typing import Any

from tests.compat.scenario import raised, scenario
from tests.compat.scenarios import alarms, groups, launchconfigs, metrics


@scenario()
def filters_are_given(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    start, end = datetime.datetime(2033, 6, 25), datetime.datetime(2033, 6, 26)
    return [
        autoscale.get_all_tags({"auto-scaling-group": ["web"]}),
        autoscale.get_all_tags(filters={"key": "role"}, max_records=5),
        autoscale.get_all_scheduled_actions("web", start, end),
    ]


@scenario(GetMetricStatistics=metrics.DATAPOINTS)
def percentiles_are_asked_for(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = boto.ec2.cloudwatch.MetricAlarm(
        cloudwatch, "slow", "Latency", "AWS/ELB", "p99", ">", 1, 60, 2
    )
    end = datetime.datetime(2013, 6, 25, 19, 0)
    start = end - datetime.timedelta(hours=1)
    cloudwatch.get_metric_statistics(60, start, end, "Latency", "AWS/ELB", ["Average", "p99"])
    return cloudwatch.put_metric_alarm(alarm)


@scenario(DescribeLaunchConfigurations=launchconfigs.CONFIGS)
def configurations_with_devices_are_created_again(
    boto: Any, autoscale: Any, cloudwatch: Any
) -> Any:
    first = autoscale.get_all_launch_configurations()[0]
    autoscale.use_block_device_types = True
    second = autoscale.get_all_launch_configurations()[0]
    return [raised(autoscale.create_launch_configuration, each) for each in (first, second)]


@scenario()
def a_group_made_of_an_instance_is_updated(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(
        autoscale, name="web", launch_config="web-1", instance_id="i-1", min_size=1, max_size=2
    )
    return group.update()


@scenario()
def arguments_are_invalid(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    autoscaling, alarm = boto.ec2.autoscale, boto.ec2.cloudwatch.MetricAlarm
    what = {"metric": "Orders", "namespace": "Shop", "statistic": "Sum", "comparison": ">"}
    good = {"name": "a", "threshold": 1, "period": 60, "evaluation_periods": 1, **what}
    calls = [
        (autoscale.create_auto_scaling_group, autoscaling.AutoScalingGroup(name="web")),
        (autoscale.create_auto_scaling_group, autoscaling.AutoScalingGroup(min_size=1, max_size=1)),
        (autoscale.create_launch_configuration, autoscaling.LaunchConfiguration()),
        (autoscale.delete_auto_scaling_group, None),
        (autoscale.delete_policy, ""),
        (cloudwatch.put_metric_alarm, alarm(**{**good, "period": 7})),
        (cloudwatch.put_metric_alarm, alarm(**{**good, "evaluation_periods": 0})),
        (cloudwatch.put_metric_alarm, alarm(**good, alarm_actions=[f"arn:{n}" for n in range(6)])),
    ]
    return [isinstance(raised(call, argument), ValueError) for call, argument in calls]


@scenario(DescribeAutoScalingGroups=groups.GROUPS, DescribeAlarms=alarms.ALARMS)
def the_same_is_read_twice(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    once, again = autoscale.get_all_groups(), autoscale.get_all_groups()
    return [
        once[0] == again[0],
        once[0].tags[0] in again[0].tags,
        cloudwatch.describe_alarms()[1] == cloudwatch.describe_alarms()[1],
        once[0] == once[0],
        once[0] == once[1],
        once[0] != "web",
    ]


@scenario()
def certificates_of_ireland_are_checked(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    connection = boto.ec2.cloudwatch.connect_to_region("eu-west-1", **keys)
    return connection.https_validate_certificates


@scenario(DescribeAutoScalingGroups=groups.GROUPS)
def a_page_of_none_is_asked_for(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_groups(max_records=0),
        autoscale.get_all_launch_configurations(max_records=0),
    ]
