"""Dict views, iterators and None where lists go, as scripts of Python 2 pass them."""

from __future__ import annotations

from typing import Any

from tests.compat.scenario import raised, scenario

NAMES = {"web": 1, "db": 2}
ARNS = {1: "arn:aws:sns:us-east-1:123456789012:ops", 2: "arn:aws:sns:us-east-1:123456789012:all"}


@scenario()
def views_are_given_for_lists(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    autoscaling, monitoring = boto.ec2.autoscale, boto.ec2.cloudwatch
    group = autoscaling.AutoScalingGroup(
        name="web",
        availability_zones={"us-east-1a": 1, "us-east-1b": 2}.keys(),
        load_balancers=NAMES.keys(),
        termination_policies={1: "OldestInstance"}.values(),
        launch_config="web-1",
        min_size=1,
        max_size=2,
    )
    autoscale.create_auto_scaling_group(group)
    config = autoscaling.LaunchConfiguration(
        name="web-1", image_id="ami-1", security_groups={1: "sg-1", 2: "sg-2"}.values()
    )
    autoscale.create_launch_configuration(config)
    tags = {"role": autoscaling.Tag(key="role", value="web", resource_id="web")}
    autoscale.create_or_update_tags(tags.values())
    alarm = monitoring.MetricAlarm(
        name="busy",
        metric="CPUUtilization",
        namespace="AWS/EC2",
        statistic="Average",
        comparison=">",
        threshold=80,
        period=60,
        evaluation_periods=2,
        alarm_actions=ARNS.values(),
        ok_actions=map(ARNS.get, [1]),
        dimensions={"AutoScalingGroupName": NAMES.keys()},
    )
    cloudwatch.put_metric_alarm(alarm)
    cloudwatch.delete_alarms(NAMES.keys())
    cloudwatch.enable_alarm_actions(NAMES.keys())
    cloudwatch.disable_alarm_actions(map(str, ["web"]))
    return raised(cloudwatch.list_metrics, dimensions={"AutoScalingGroupName": NAMES.keys()})


@scenario()
def views_are_given_for_names(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        raised(autoscale.get_all_groups, NAMES.keys()),
        raised(autoscale.get_all_launch_configurations, names=NAMES.keys()),
        raised(autoscale.get_all_autoscaling_instances, {"i-1": 1}.keys()),
        raised(autoscale.suspend_processes, "web", {1: "Launch"}.values()),
        raised(autoscale.attach_instances, "web", filter(None, ["i-1", ""])),
    ]


@scenario()
def none_is_given_inside_lists(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    autoscaling = boto.ec2.autoscale
    group = autoscaling.AutoScalingGroup(
        name="web",
        availability_zones=["us-east-1a", None],
        load_balancers=["front", None],
        termination_policies=["OldestInstance", None],
        launch_config="web-1",
        min_size=1,
        max_size=2,
    )
    autoscale.create_auto_scaling_group(group)
    group.connection = autoscale
    group.update()
    config = autoscaling.LaunchConfiguration(
        name="web-1", image_id="ami-1", security_groups=["sg-1", None]
    )
    autoscale.create_launch_configuration(config)
    autoscale.suspend_processes("web", ["Launch", None])
    autoscale.attach_instances("web", ["i-1", None])
    cloudwatch.delete_alarms(["busy", None])
    cloudwatch.enable_alarm_actions(["busy", None])
    return [
        raised(autoscale.get_all_groups, names=["web", None]),
        raised(autoscale.get_all_groups, names=[None]),
        raised(autoscale.get_all_autoscaling_instances, ["i-1", None]),
        raised(autoscale.get_all_launch_configurations, names=["web-1", None]),
    ]


@scenario()
def none_is_given_between_names(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return raised(autoscale.get_all_groups, names=["web", None, "db"])
