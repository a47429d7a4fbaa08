"""Typical uses of the objects and the connections in scripts."""

from __future__ import annotations

import calendar
import copy
import datetime
import json
from typing import Any

from tests.compat.scenario import Failure, raised, scenario
from tests.compat.scenarios import alarms, groups, launchconfigs, metrics, policies

GROUPS = {"DescribeAutoScalingGroups": groups.GROUPS}
ALARMS = {"DescribeAlarms": alarms.ALARMS}
CONFIGS = {"DescribeLaunchConfigurations": launchconfigs.CONFIGS}


@scenario(**CONFIGS)
def a_configuration_is_dumped_as_json(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    # The last is what boto's parser leaves behind.
    skip = {
        "connection",
        "created_time",
        "instance_monitoring",
        "block_device_mappings",
        "member",
    }
    config = autoscale.get_all_launch_configurations()[0]
    known = [name for name in vars(config) if name not in skip and name[0].islower()]
    kept = {name: vars(config)[name] for name in known}
    kept["user_data"] = kept["user_data"].decode()
    return json.dumps(kept, sort_keys=True, default=list)


@scenario(**GROUPS)
def attributes_are_set_and_read_in_loops(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = autoscale.get_all_groups()[0]
    wanted = {"min_size": 2, "max_size": 8, "health_check_type": "EC2", "default_cooldown": 60}
    changed = [name for name, value in wanted.items() if getattr(group, name) != value]
    for name, value in wanted.items():
        setattr(group, name, value)
    group.__dict__["launch_config_name"] = "web-2"
    group.__setattr__("desired_capacity", 3)
    group.note = "of the script's own"
    return [changed, group.__getattribute__("min_size"), group.update(), group]


@scenario(**GROUPS, **ALARMS, **CONFIGS)
def objects_are_encoded_by_their_class(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    autoscaling, monitoring = boto.ec2.autoscale, boto.ec2.cloudwatch
    kinds = (
        autoscaling.AutoScalingGroup,
        autoscaling.LaunchConfiguration,
        autoscaling.Instance,
        autoscaling.Tag,
        autoscaling.launchconfig.InstanceMonitoring,
        autoscaling.group.SuspendedProcess,
        autoscaling.group.EnabledMetric,
        autoscaling.launchconfig.BlockDeviceMapping,
        autoscaling.launchconfig.Ebs,
        monitoring.MetricAlarm,
    )

    def encode(thing: Any) -> Any:
        if isinstance(thing, kinds):
            values = copy.copy(thing.__dict__)
            values.pop("connection", None)
            values["__type__"] = type(thing).__name__
            # boto's parser leaves this attribute behind.
            values.pop("member", None)
            return values
        if isinstance(thing, bytes):
            return thing.decode()
        return thing.isoformat()

    configs = autoscale.get_all_launch_configurations()
    del configs[0].block_device_mappings[2]
    everything = [autoscale.get_all_groups(), configs, cloudwatch.describe_alarms()]
    return json.loads(json.dumps(everything, default=encode))


@scenario(**CONFIGS)
def configurations_are_sorted_by_age(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    configs = autoscale.get_all_launch_configurations()
    configs.sort(key=lambda config: config.created_time, reverse=True)
    age = datetime.datetime(2014, 1, 1) - configs[0].created_time
    return [[config.name for config in configs], str(age)]


@scenario(**CONFIGS)
def monitoring_is_compared_with_a_word(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    configs = autoscale.get_all_launch_configurations()
    return [config.instance_monitoring.enabled == "true" for config in configs]


@scenario(**CONFIGS)
def devices_are_looked_into(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    devices = autoscale.get_all_launch_configurations()[0].block_device_mappings
    return [
        [device.device_name, device.virtual_name, device.ebs and device.ebs.snapshot_id]
        for device in devices
    ]


@scenario(**ALARMS)
def an_alarms_comparison_is_spelt_out(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    found = []
    for alarm in cloudwatch.describe_alarms():
        alarm.comparison = alarm._cmp_map.get(alarm.comparison)
        found.append([alarm.comparison, alarm.update()])
    return [found, boto.ec2.cloudwatch.MetricAlarm._rev_cmp_map]


@scenario(**ALARMS)
def texts_are_taken_apart(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = cloudwatch.describe_alarms()[0]
    metric = boto.ec2.cloudwatch.metric.Metric(connection=cloudwatch)
    metric.name = "Orders"
    return [
        str(alarm).split(":")[1].split("[")[0],
        repr(metric) == "Metric:" + metric.name,
        f"{alarm.name}: {alarm.metric} {alarm.comparison} {alarm.threshold} for {alarm.period} s",
        alarm.actions_enabled == "true",
    ]


@scenario(**ALARMS)
def an_alarms_dimensions_are_changed(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = cloudwatch.describe_alarms()[0]
    alarm.dimensions.update({"Shop": "a"})
    alarm.dimensions["AutoScalingGroupName"].append("more")
    return [alarm.dimensions, sorted(alarm.dimensions), alarm.update()]


@scenario(GetMetricStatistics=metrics.DATAPOINTS)
def datapoints_are_plotted(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    end = datetime.datetime(2013, 6, 25, 18, 5)
    found = cloudwatch.get_metric_statistics(
        "60",
        end - datetime.timedelta(minutes=5),
        end,
        "CPUUtilization",
        "AWS/EC2",
        "Average",
        dimensions={"InstanceId": "i-1"},
    )
    found.sort(key=lambda point: point["Timestamp"])
    epoch = datetime.datetime(1970, 1, 1)
    return [
        [(point["Timestamp"] - epoch).total_seconds() for point in found],
        [calendar.timegm(point["Timestamp"].timetuple()) for point in found],
        [point.get("Maximum", 0) for point in found],
        [point["Average"] for point in found if point.get("Unit") == "Percent"],
        max(point["Average"] for point in found),
        [isinstance(point, dict) for point in found],
    ]


@scenario(**GROUPS)
def groups_are_picked(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    found = autoscale.get_all_groups(["web"])
    web, bare = found
    return [
        isinstance(found, boto.resultset.ResultSet),
        isinstance(found, list),
        found.next_token,
        {tag.key: tag.value for tag in web.tags},
        [one.instance_id for one in web.instances if one.health_status == "Healthy"],
        {one.availability_zone: one.lifecycle_state for one in web.instances},
        not bare.instances,
        raised(lambda: found[2]),
        web.cooldown,
        web.created_time,
        [process.process_name for process in web.suspended_processes],
        web.connection.region.name,
        web.instances[0].connection.region.name,
        web.tags[0].connection.region.name,
        [one.name for one in sorted(found, key=lambda one: one.name)],
    ]


@scenario(
    DescribePolicies=policies.POLICIES,
    PutScalingPolicy={"PolicyARN": "arn:p"},
)
def a_policys_arn_is_fetched_for_an_alarm(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    policy = boto.ec2.autoscale.ScalingPolicy(
        name="grow", as_name="web", adjustment_type="ChangeInCapacity", scaling_adjustment="1"
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
        alarm_actions=read.policy_arn,
        dimensions={"AutoScalingGroupName": "web"},
    )
    return [
        bool(made),
        bool(made.request_id),
        [one.name for one in read.alarms],
        bool(cloudwatch.create_alarm(alarm)),
    ]


@scenario(
    DescribeAutoScalingGroups=Failure("Throttling", "Rate exceeded"),
    DescribeAlarms=Failure("Throttling", "Rate exceeded"),
    DeleteAutoScalingGroup=Failure("ValidationError", "not found"),
)
def errors_are_asked_what_they_are(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    found = []
    calls = [
        autoscale.get_all_groups,
        cloudwatch.describe_alarms,
        lambda: autoscale.delete_auto_scaling_group("web"),
    ]
    for call in calls:
        try:
            call()
        except boto.exception.BotoServerError as error:
            found.append(
                [
                    error.error_code,
                    error.code,
                    error.message,
                    error.error_message,
                    error.status,
                    error.reason,
                    error.body.find("Throttling") > 0,
                    "Rate exceeded" in str(error),
                    error.request_id,
                    str(error).splitlines()[0],
                ]
            )
    return found


@scenario()
def a_connection_is_read(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        [
            connection.host,
            connection.path,
            connection.is_secure,
            connection.region.name,
            connection.region.endpoint,
            connection.access_key,
            connection.aws_access_key_id,
            connection.provider.access_key,
            connection.provider.security_token,
            connection.APIVersion,
            connection.debug,
            connection.use_proxy,
            connection.close(),
        ]
        for connection in (autoscale, cloudwatch)
    ]


@scenario()
def names_are_found_where_scripts_look(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    metric = boto.ec2.cloudwatch.metric.Metric
    return [
        metric.Units,
        metric.Statistics,
        boto.ec2.cloudwatch.CloudWatchConnection.DefaultRegionName,
        boto.ec2.autoscale.AutoScaleConnection.DefaultRegionEndpoint,
        boto.ec2.autoscale.connect_to_region("nowhere-1"),
        boto.ec2.cloudwatch.connect_to_region("nowhere-1"),
        boto.ec2.cloudwatch.listelement.ListElement(),
        boto.ec2.cloudwatch.dimension.Dimension(),
        sorted(boto.ec2.autoscale.group.ProcessType.__mro__[0].__name__),
        [region.endpoint for region in boto.ec2.autoscale.regions() if region.name == "eu-west-1"],
        [repr(region) for region in boto.ec2.cloudwatch.regions() if region.name == "eu-west-1"],
    ]


@scenario(**GROUPS)
def a_token_is_empty(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    token, rounds = "", 0
    while token is not None and rounds < 3:
        token = autoscale.get_all_groups(next_token=token).next_token
        rounds += 1
    return rounds


@scenario(**GROUPS)
def a_fetched_group_is_copied(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = autoscale.get_all_groups()[1]
    other = copy.copy(group)
    other.name = "copy"
    return [autoscale.create_auto_scaling_group(other), group.name, other.connection is autoscale]


@scenario()
def groups_are_given_where_names_are_expected(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(autoscale, name="web")
    return [
        autoscale.get_all_activities(group),
        autoscale.put_notification_configuration(group, "arn:t", ["autoscaling:TEST_NOTIFICATION"]),
        autoscale.delete_notification_configuration(group, "arn:t"),
    ]
