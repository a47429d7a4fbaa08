"""Round trips at the local endpoint: data that was written is read back."""

from __future__ import annotations

import datetime
from typing import Any

from tests.compat.scenario import local_scenario, raised


def _group(boto: Any, autoscale: Any, **kwargs: Any) -> Any:
    config = boto.ec2.autoscale.LaunchConfiguration(
        autoscale, name="web-1", image_id="ami-12345678", instance_type="t2.micro"
    )
    autoscale.create_launch_configuration(config)
    group = boto.ec2.autoscale.AutoScalingGroup(
        connection=autoscale,
        **{
            "name": "web",
            "launch_config": config,
            "availability_zones": ["us-east-1a"],
            "min_size": 0,
            "max_size": 4,
            "desired_capacity": 2,
            **kwargs,
        },
    )
    autoscale.create_auto_scaling_group(group)
    return group


@local_scenario
def a_group_lives(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = _group(boto, autoscale)
    read = autoscale.get_all_groups(names=["web"])[0]
    instances = autoscale.get_all_autoscaling_instances()
    read.max_size = 5
    read.update()
    read.set_capacity(1)
    again = autoscale.get_all_groups()[0]
    again.shutdown_instances()
    emptied = autoscale.get_all_groups()[0]
    return [group, read, instances, again, emptied, emptied.delete(), autoscale.get_all_groups()]


@local_scenario
def a_group_is_tagged(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    tag = boto.ec2.autoscale.Tag(
        autoscale, "role", "front", propagate_at_launch=True, resource_id="web"
    )
    _group(boto, autoscale, tags=[tag])
    more = boto.ec2.autoscale.Tag(key="level", value="2", resource_id="web")
    autoscale.create_or_update_tags([more])
    read = autoscale.get_all_tags()
    read[0].delete()
    return [read, autoscale.get_all_tags(), autoscale.get_all_groups()[0].tags]


@local_scenario
def launch_configurations_live(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    config = boto.ec2.autoscale.LaunchConfiguration(
        autoscale,
        name="full",
        image_id="ami-12345678",
        key_name="ops",
        security_groups=["sg-1"],
        user_data="#!/bin/sh\necho é",
        instance_type="m3.large",
        instance_monitoring=True,
        spot_price=0.05,
        instance_profile_name="worker",
        associate_public_ip_address=True,
    )
    made = autoscale.create_launch_configuration(config)
    read = autoscale.get_all_launch_configurations(names=["full"])
    again = raised(autoscale.create_launch_configuration, config)
    return [made, read, again, read[0].delete(), autoscale.get_all_launch_configurations()]


@local_scenario
def policies_scale(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    _group(boto, autoscale)
    policy = boto.ec2.autoscale.ScalingPolicy(
        name="grow", as_name="web", adjustment_type="ChangeInCapacity", scaling_adjustment=1
    )
    made = autoscale.create_scaling_policy(policy)
    read = autoscale.get_all_policies(as_group="web", policy_names=["grow"])[0]
    alarm = boto.ec2.cloudwatch.MetricAlarm(
        name="high",
        namespace="AWS/EC2",
        metric="CPUUtilization",
        statistic="Average",
        comparison=">",
        threshold="70",
        period="60",
        evaluation_periods=2,
        alarm_actions=[read.policy_arn],
        dimensions={"AutoScalingGroupName": "web"},
    )
    stored = cloudwatch.create_alarm(alarm)
    autoscale.execute_policy("grow", as_group="web")
    size = autoscale.get_all_groups()[0].desired_capacity
    return [made, read, stored, size, read.delete(), autoscale.get_all_policies()]


@local_scenario
def processes_rest(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    _group(boto, autoscale)
    group = autoscale.get_all_groups()[0]
    group.suspend_processes(["Launch", "Terminate"])
    suspended = autoscale.get_all_groups()[0].suspended_processes
    group.resume_processes(["Launch"])
    return [
        sorted(process.process_name for process in suspended),
        autoscale.get_all_groups()[0].suspended_processes,
    ]


@local_scenario
def an_action_is_scheduled(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    _group(boto, autoscale)
    autoscale.create_scheduled_group_action(
        "web",
        "morning",
        desired_capacity=3,
        min_size=1,
        max_size=4,
        start_time=datetime.datetime(2033, 6, 25, 8, 0),
        recurrence="0 8 * * *",
    )
    read = autoscale.get_all_scheduled_actions(as_group="web")
    return [read, autoscale.delete_scheduled_action("morning", "web")]


@local_scenario
def instances_move(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    _group(boto, autoscale)
    first, second = (one.instance_id for one in autoscale.get_all_groups()[0].instances)
    return [
        autoscale.set_instance_health(first, "Unhealthy"),
        autoscale.detach_instances("web", [second], decrement_capacity=True),
        autoscale.get_all_groups()[0].desired_capacity,
        raised(autoscale.terminate_instance, "i-00000000", decrement_capacity=False),
    ]


@local_scenario
def what_is_not_there_is_refused(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(
        autoscale, name="web", launch_config="nothing", min_size=0, max_size=1
    )
    return [
        autoscale.get_all_groups(names=["nothing"]),
        autoscale.get_all_launch_configurations(names=["nothing"]),
        raised(autoscale.create_auto_scaling_group, group),
        raised(autoscale.delete_launch_configuration, "nothing"),
        raised(autoscale.set_desired_capacity, "nothing", 1),
    ]


@local_scenario
def an_alarm_lives(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = boto.ec2.cloudwatch.MetricAlarm(
        cloudwatch,
        name="high",
        namespace="Shop",
        metric="Orders",
        statistic="Sum",
        comparison=">=",
        threshold=10,
        period=300,
        evaluation_periods=1,
        description="too many",
        dimensions={"Shop": ["a"]},
        unit="Count",
    )
    made = cloudwatch.put_metric_alarm(alarm)
    read = cloudwatch.describe_alarms(alarm_names=["high"])
    stated = read[0].set_state("ALARM", "because")
    state = cloudwatch.describe_alarms()[0].state_value
    return [made, read, stated, state, cloudwatch.delete_alarms(["high"])]


@local_scenario
def data_are_read_back(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
    start = now - datetime.timedelta(minutes=10)
    cloudwatch.put_metric_data(
        "Shop", "Orders", [1, 2.5], timestamp=start, unit="Count", dimensions={"Shop": "a"}
    )
    listed = cloudwatch.list_metrics(namespace="Shop")
    end = start + datetime.timedelta(minutes=20)
    read = listed[0].query(start, end, ["Sum", "Average", "SampleCount"], unit="Count", period=60)
    return [listed, [sorted(point) for point in read], [point.get("Sum") for point in read]]
