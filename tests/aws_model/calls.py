"""A call of reboto for each operation of AWS's model, from an input in boto3's form."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore_model.methods import method_name, parameters
from botocore_model.operations import METHODS
from botocore_model.service import Service
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy, Tag
from reboto.ec2.autoscale.launchconfig import BlockDeviceMapping, Ebs, InstanceMonitoring
from reboto.ec2.cloudwatch import MetricAlarm
from tests.support.model_values import operation

Input = dict[str, Any]
Call = Callable[[Any, Input], Any]


def noun(kind: Callable[[], Any], given: Input) -> Any:
    """Return an object of boto's class with members by AWS's names."""
    made = kind()
    for name, value in given.items():
        setattr(made, name, value)
    return made


def _tags(given: Input) -> Input:
    return (
        {**given, "Tags": [noun(Tag, tag) for tag in given["Tags"]]} if "Tags" in given else given
    )


def _launch_configuration(given: Input) -> Any:
    given = dict(given)
    if "InstanceMonitoring" in given:
        given["InstanceMonitoring"] = noun(InstanceMonitoring, given["InstanceMonitoring"])
    devices = [dict(device) for device in given.pop("BlockDeviceMappings", ())]
    for device in devices:
        if "Ebs" in device:
            device["Ebs"] = noun(Ebs, device["Ebs"])
    config = noun(LaunchConfiguration, given)
    config.block_device_mappings = [noun(BlockDeviceMapping, device) for device in devices]
    return config


def _take(method: str, *names: str, **keywords: str) -> Call:
    """Return a call with members as arguments: positional, and by the names of parameters."""

    def call(connection: Any, given: Input) -> Any:
        more = {name: given[member] for name, member in keywords.items() if member in given}
        return getattr(connection, method)(*(given.get(name) for name in names), **more)

    return call


def _statistics(given: Input) -> list[str]:
    return [*given.get("Statistics", ()), *given.get("ExtendedStatistics", ())]


_PAGE = {"max_records": "MaxRecords", "next_token": "NextToken"}
_MANAGED = {**_PAGE, "include_managed_resources": "IncludeManagedResources"}

# Operations that boto had.
BOTO: dict[str, Call] = {
    "AttachInstances": _take("attach_instances", "AutoScalingGroupName", "InstanceIds"),
    "CreateAutoScalingGroup": lambda autoscale, given: autoscale.create_auto_scaling_group(
        noun(AutoScalingGroup, _tags(given))
    ),
    "CreateLaunchConfiguration": lambda autoscale, given: autoscale.create_launch_configuration(
        _launch_configuration(given)
    ),
    "CreateOrUpdateTags": lambda autoscale, given: autoscale.create_or_update_tags(
        _tags(given)["Tags"]
    ),
    "DeleteAutoScalingGroup": _take(
        "delete_auto_scaling_group", "AutoScalingGroupName", force_delete="ForceDelete"
    ),
    "DeleteLaunchConfiguration": _take("delete_launch_configuration", "LaunchConfigurationName"),
    "DeleteNotificationConfiguration": _take(
        "delete_notification_configuration", "AutoScalingGroupName", "TopicARN"
    ),
    "DeletePolicy": _take("delete_policy", "PolicyName", "AutoScalingGroupName"),
    "DeleteScheduledAction": _take(
        "delete_scheduled_action", "ScheduledActionName", "AutoScalingGroupName"
    ),
    "DeleteTags": lambda autoscale, given: autoscale.delete_tags(_tags(given)["Tags"]),
    "DescribeAccountLimits": _take("get_account_limits"),
    "DescribeAdjustmentTypes": _take("get_all_adjustment_types"),
    "DescribeAutoScalingGroups": _take(
        "get_all_groups",
        names="AutoScalingGroupNames",
        include_instances="IncludeInstances",
        filters="Filters",
        **_MANAGED,
    ),
    "DescribeAutoScalingInstances": _take(
        "get_all_autoscaling_instances", instance_ids="InstanceIds", **_MANAGED
    ),
    "DescribeLaunchConfigurations": _take(
        "get_all_launch_configurations", names="LaunchConfigurationNames", **_PAGE
    ),
    "DescribeMetricCollectionTypes": _take("get_all_metric_collection_types"),
    "DescribePolicies": _take(
        "get_all_policies",
        as_group="AutoScalingGroupName",
        policy_names="PolicyNames",
        policy_types="PolicyTypes",
        **_MANAGED,
    ),
    "DescribeScalingActivities": _take(
        "get_all_activities",
        "AutoScalingGroupName",
        activity_ids="ActivityIds",
        include_deleted_groups="IncludeDeletedGroups",
        filters="Filters",
        **_MANAGED,
    ),
    "DescribeScalingProcessTypes": _take("get_all_scaling_process_types"),
    "DescribeScheduledActions": _take(
        "get_all_scheduled_actions",
        as_group="AutoScalingGroupName",
        scheduled_actions="ScheduledActionNames",
        start_time="StartTime",
        end_time="EndTime",
        **_MANAGED,
    ),
    "DescribeTags": _take("get_all_tags", filters="Filters", **_MANAGED),
    "DescribeTerminationPolicyTypes": _take("get_termination_policies"),
    "DetachInstances": lambda autoscale, given: autoscale.detach_instances(
        given["AutoScalingGroupName"],
        given.get("InstanceIds"),
        given["ShouldDecrementDesiredCapacity"],
        return_activities=True,
    ),
    "DisableMetricsCollection": _take(
        "disable_metrics_collection", "AutoScalingGroupName", metrics="Metrics"
    ),
    "EnableMetricsCollection": _take(
        "enable_metrics_collection", "AutoScalingGroupName", "Granularity", metrics="Metrics"
    ),
    "ExecutePolicy": _take(
        "execute_policy",
        "PolicyName",
        as_group="AutoScalingGroupName",
        honor_cooldown="HonorCooldown",
        metric_value="MetricValue",
        breach_threshold="BreachThreshold",
    ),
    "PutNotificationConfiguration": _take(
        "put_notification_configuration", "AutoScalingGroupName", "TopicARN", "NotificationTypes"
    ),
    "PutScalingPolicy": lambda autoscale, given: autoscale.create_scaling_policy(
        noun(ScalingPolicy, given)
    ),
    "PutScheduledUpdateGroupAction": _take(
        "create_scheduled_group_action",
        "AutoScalingGroupName",
        "ScheduledActionName",
        time="Time",
        desired_capacity="DesiredCapacity",
        min_size="MinSize",
        max_size="MaxSize",
        start_time="StartTime",
        end_time="EndTime",
        recurrence="Recurrence",
        time_zone="TimeZone",
    ),
    "ResumeProcesses": _take("resume_processes", "AutoScalingGroupName", "ScalingProcesses"),
    "SetDesiredCapacity": _take(
        "set_desired_capacity",
        "AutoScalingGroupName",
        "DesiredCapacity",
        honor_cooldown="HonorCooldown",
    ),
    "SetInstanceHealth": _take(
        "set_instance_health",
        "InstanceId",
        "HealthStatus",
        should_respect_grace_period="ShouldRespectGracePeriod",
    ),
    "SuspendProcesses": _take("suspend_processes", "AutoScalingGroupName", "ScalingProcesses"),
    "TerminateInstanceInAutoScalingGroup": _take(
        "terminate_instance",
        "InstanceId",
        "ShouldDecrementDesiredCapacity",
        instance_ids="InstanceIds",
        as_group="AutoScalingGroupName",
    ),
    "UpdateAutoScalingGroup": lambda autoscale, given: autoscale._update_group(
        "UpdateAutoScalingGroup", noun(AutoScalingGroup, given)
    ),
    "DeleteAlarms": _take("delete_alarms", "AlarmNames"),
    "DescribeAlarmHistory": _take(
        "describe_alarm_history",
        alarm_name="AlarmName",
        start_date="StartDate",
        end_date="EndDate",
        history_item_type="HistoryItemType",
        alarm_types="AlarmTypes",
        alarm_contributor_id="AlarmContributorId",
        scan_by="ScanBy",
        **_PAGE,
    ),
    "DescribeAlarms": _take(
        "describe_alarms",
        action_prefix="ActionPrefix",
        alarm_name_prefix="AlarmNamePrefix",
        alarm_names="AlarmNames",
        state_value="StateValue",
        alarm_types="AlarmTypes",
        children_of_alarm_name="ChildrenOfAlarmName",
        parents_of_alarm_name="ParentsOfAlarmName",
        **_PAGE,
    ),
    "DescribeAlarmsForMetric": lambda cloudwatch, given: cloudwatch.describe_alarms_for_metric(
        given["MetricName"],
        given["Namespace"],
        given.get("Period"),
        given.get("Statistic") or given.get("ExtendedStatistic"),
        _dimensions(given),
        given.get("Unit"),
    ),
    "DisableAlarmActions": _take("disable_alarm_actions", "AlarmNames"),
    "EnableAlarmActions": _take("enable_alarm_actions", "AlarmNames"),
    "GetMetricData": lambda cloudwatch, given: cloudwatch.get_metric_data(
        given["MetricDataQueries"],
        given["StartTime"],
        given["EndTime"],
        given.get("ScanBy"),
        given.get("MaxDatapoints"),
        given.get("NextToken"),
        given.get("LabelOptions", {}).get("Timezone"),
    ),
    "GetMetricStatistics": lambda cloudwatch, given: cloudwatch.get_metric_statistics(
        given["Period"],
        given["StartTime"],
        given["EndTime"],
        given["MetricName"],
        given["Namespace"],
        _statistics(given),
        _dimensions(given),
        given.get("Unit"),
    ),
    "ListMetrics": lambda cloudwatch, given: cloudwatch.list_metrics(
        given.get("NextToken"),
        _dimensions(given),
        given.get("MetricName"),
        given.get("Namespace"),
        recently_active=given.get("RecentlyActive"),
        include_linked_accounts=given.get("IncludeLinkedAccounts"),
        owning_account=given.get("OwningAccount"),
    ),
    "PutMetricAlarm": lambda cloudwatch, given: cloudwatch.put_metric_alarm(
        noun(MetricAlarm, {**given, "Dimensions": _dimensions(given)})
    ),
    "PutMetricData": _take(
        "put_metric_data",
        "Namespace",
        metric_data="MetricData",
        entity_metric_data="EntityMetricData",
        strict_entity_validation="StrictEntityValidation",
    ),
    "SetAlarmState": lambda cloudwatch, given: cloudwatch.set_alarm_state(
        given["AlarmName"],
        given["StateReason"],
        given["StateValue"],
        json.loads(given["StateReasonData"]) if "StateReasonData" in given else None,
    ),
}


def _dimensions(given: Input) -> dict[str, Any] | None:
    if "Dimensions" not in given:
        return None
    return {one["Name"]: one.get("Value") for one in given["Dimensions"]}


def variants(name: str, given: Input) -> list[Input]:
    """Return inputs that AWS takes, of an input with all members: some exclude each other."""

    def without(*names: str, **changed: Any) -> Input:
        return {key: value for key, value in {**given, **changed}.items() if key not in names}

    match name:
        case "CreateLaunchConfiguration" if "UserData" in given:
            # boto's objects have the data itself, AWS takes it in base64. A device is None or true.
            devices = [{**device, "NoDevice": True} for device in given["BlockDeviceMappings"]]
            return [without(UserData="#!/bin/sh", BlockDeviceMappings=devices)]
        case "CreateOrUpdateTags" | "DeleteTags":
            return [without(Tags=[{"ResourceId": "web", **tag} for tag in given["Tags"]])]
        case "DeleteAutoScalingGroup":
            return [without(ForceDelete=True)]
        case "TerminateInstanceInAutoScalingGroup" if "InstanceId" not in given:
            return [without(InstanceId="i-1")]
        case "PutMetricAlarm" if "ComparisonOperator" not in given:
            return [without(ComparisonOperator="GreaterThanThreshold")]
        case "PutScalingPolicy" if "MinAdjustmentStep" in given:
            percent = {"AdjustmentType": "PercentChangeInCapacity"}
            return [
                without("MinAdjustmentStep", **percent),
                without("MinAdjustmentMagnitude", **percent),
            ]
        case "PutMetricAlarm" if "Statistic" in given:
            return [
                without("ExtendedStatistic", Period=60),
                without("Statistic", Period=60, ExtendedStatistic="p99.5"),
            ]
        case "DescribeAlarms" if "AlarmNames" in given:
            return [without("AlarmNamePrefix"), without("AlarmNames")]
        case "DescribeAlarmsForMetric" if "Statistic" in given:
            return [without("ExtendedStatistic"), without("Statistic", ExtendedStatistic="p90")]
        case "GetMetricStatistics":
            return [
                without("ExtendedStatistics", Period=60),
                without("Statistics", Period=60, ExtendedStatistics=["p90", "tm99"]),
            ]
        case "GetMetricData":
            return [without(MetricDataQueries=_queries(given["MetricDataQueries"]))]
        case "PutMetricData" if "MetricData" not in given:
            return [without(MetricData=[{"MetricName": "Orders"}])]
        case "SetAlarmState" if "StateReasonData" in given:
            return [without(StateReasonData='{"a": 1}')]
        case _:
            pass
    return [given]


def _queries(queries: list[Input]) -> list[Input]:
    metric, expression = (dict(query) for query in queries)
    for name in ("Expression", "Period"):
        metric.pop(name, None)
    expression.pop("MetricStat", None)
    if "MetricStat" in metric:
        metric["MetricStat"] = {**metric["MetricStat"], "Period": 60}
    else:
        metric["Expression"] = "1"
    expression.setdefault("Expression", "m1 * 2")
    return [metric, expression]


def sent(name: str, given: Input) -> Input:
    """Return the input that AWS receives for an input in boto3's form."""
    if name == "CreateLaunchConfiguration" and "UserData" in given:
        return {**given, "UserData": base64.b64encode(given["UserData"].encode()).decode()}
    if name == "PutScheduledUpdateGroupAction" and "Time" in given:
        return {"StartTime": given["Time"], **given}
    return given


@cache
def _service(name: str) -> Service:
    return Service(name)


def call(service: str, name: str, connection: Any, given: Input) -> Any:
    """Call the method of an operation with an input in boto3's form."""
    if name in BOTO:
        return BOTO[name](connection, given)
    method = METHODS[service][name]
    model = _service(service)
    arguments: dict[str, Any] = {}
    of = operation(service, name)
    for parameter in parameters(model, of, method):
        outer, _, inner = parameter.path.partition(".")
        if not inner and outer not in method.nested and outer in given:
            arguments[parameter.name] = given[outer]
        elif inner and inner in given.get(outer, {}):
            arguments[parameter.name] = given[outer][inner]
    if method.noun:
        taken = set(arguments) and {"AutoScalingGroupName"}
        arguments[method.noun] = {key: value for key, value in given.items() if key not in taken}
    return getattr(connection, method_name(name, method))(**arguments)
