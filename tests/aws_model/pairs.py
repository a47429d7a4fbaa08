"""Operations that read an object, each with one that writes it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.aws_model.calls import call, variants
from tests.aws_model.responses import response_of
from tests.support.model_values import Filler, operation

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

Members = dict[str, Any]


def _unchanged(members: Members) -> Members:
    return members


def _nothing(_: Members) -> Members:
    return {}


def _without(*names: str, **changed: Any) -> Callable[[Members], Members]:
    def adjust(members: Members) -> Members:
        return {key: value for key, value in {**members, **changed}.items() if key not in names}

    return adjust


@dataclass(frozen=True)
class Pair:
    """A way to read an object, and to write it.

    Attributes
    ----------
    service : str
        The service.
    read, member : str
        The operation that reads it, and the member of its output that has it or a list of them;
        empty if the output is the object.
    write : str
        The operation that writes it.
    send : callable
        Function of a connection and an object that calls the method.
    adjust : callable
        Function that makes members of the model valid together, as AWS has them.
    names : dict
        Members of the object by the name that the input has for them.
    sent : callable
        Function that returns the input for the members of an object.
    defaults : callable
        Function that returns, for an object's members, those that are sent in place of None.
    others : dict
        Values that a member can be changed to, in boto3's form, if the model's type allows more.
    excludes : dict
        Members that replace another one of the object.
    """

    service: str
    read: str
    member: str
    write: str
    send: Callable[[Any, Any], Any]
    adjust: Callable[[Members], Members] = _unchanged
    names: dict[str, str] = field(default_factory=dict[str, str])
    sent: Callable[[Members], Members] | None = None
    defaults: Callable[[Members], Members] = _nothing
    others: Members = field(default_factory=dict[str, Any])
    excludes: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def shape(self) -> Any:
        """AWS's type of the object that is read."""
        shape = operation(self.service, self.read).output_shape
        if self.member:
            shape = shape.members[self.member]
        return shape.member if shape.type_name == "list" else shape

    @property
    def input_shape(self) -> Any:
        """AWS's type of the input of the operation that writes."""
        return operation(self.service, self.write).input_shape

    @property
    def shared(self) -> dict[str, str]:
        """Members of the input that can be read, and what the object calls them."""
        both = {name: name for name in self.input_shape.members if name in self.shape.members}
        return {**both, **self.names}

    def values(self) -> Members:
        """Return an object's members, all of them."""
        return self.adjust(Filler().fill(self.shape))

    def input_of(self, members: Members) -> Members:
        """Return what is to be sent for an object."""
        if self.sent is not None:
            return self.sent(members)
        given = {name: members.get(of) for name, of in self.shared.items()}
        return {name: value for name, value in given.items() if value is not None}

    def response(self, members: Members) -> Any:
        """Return the response that has an object."""
        output = operation(self.service, self.read).output_shape
        if not self.member:
            return response_of(self.service, self.read, members)
        is_list = output.members[self.member].type_name == "list"
        return response_of(
            self.service, self.read, {self.member: [members] if is_list else members}
        )

    def connect(self, style: Blocking, server: Wire) -> Any:
        """Return a connection to the server."""
        return (style.autoscale if self.service == "autoscaling" else style.cloudwatch)(server)

    def receive(self, style: Blocking, server: Wire, connection: Any, members: Members) -> Any:
        """Read an object with these members."""
        server.script(self.response(members))
        given = Filler(required_only=True).fill(operation(self.service, self.read).input_shape)
        if self.service == "cloudwatch" and self.read == "DescribeAlarms":
            given["AlarmTypes"] = ["MetricAlarm", "CompositeAlarm", "LogAlarm"]
        given = variants(self.read, given)[0]
        found = style.settle(call(self.service, self.read, connection, given))
        server.requests.clear()
        return found[0] if isinstance(found, list) else found


def _method(name: str) -> Callable[[Any, Any], Any]:
    return lambda connection, value: getattr(connection, name)(value)


_SCHEDULED = {
    "time": "Time",
    "desired_capacity": "DesiredCapacity",
    "min_size": "MinSize",
    "max_size": "MaxSize",
    "start_time": "StartTime",
    "end_time": "EndTime",
    "recurrence": "Recurrence",
    "time_zone": "TimeZone",
}


def _schedule(autoscale: Any, action: Any) -> Any:
    arguments = {name: getattr(action, name) for name in _SCHEDULED}
    return autoscale.create_scheduled_group_action(action.as_group, action.name, **arguments)


def _schedule_batch(autoscale: Any, action: Any) -> Any:
    return autoscale.create_scheduled_group_actions(action.as_group, [action])


def _batch_input(members: Members) -> Members:
    names = ("ScheduledActionName", *_SCHEDULED.values())
    return {
        "AutoScalingGroupName": members["AutoScalingGroupName"],
        "ScheduledUpdateGroupActions": [{name: members[name] for name in names}],
    }


def _launch_configuration(members: Members) -> Members:
    devices = [{**device, "NoDevice": True} for device in members["BlockDeviceMappings"]]
    data = base64.b64encode(b"#!/bin/sh").decode()
    return {**members, "BlockDeviceMappings": devices, "UserData": data, "SpotPrice": "0.5"}


def _managed_rule(members: Members) -> Members:
    names = ("TemplateName", "ResourceARN")
    return {"ManagedRules": [{name: members[name] for name in names}]}


def _policy_type(members: Members) -> Members:
    return {"PolicyType": members["PolicyType"]}


_POLICY = ("autoscaling", "DescribePolicies", "ScalingPolicies", "PutScalingPolicy")
_ALARMS = ("cloudwatch", "DescribeAlarms")
_PERCENT = "PercentChangeInCapacity"
_SIMPLE = ("StepAdjustments", "TargetTrackingConfiguration", "PredictiveScalingConfiguration")
_STEP = ("ScalingAdjustment", "Cooldown", "TargetTrackingConfiguration", _SIMPLE[2])
_TRACKING = (
    "StepAdjustments",
    "ScalingAdjustment",
    "AdjustmentType",
    "MinAdjustmentStep",
    "Cooldown",
)

PAIRS = {
    "group": Pair(
        "autoscaling",
        "DescribeAutoScalingGroups",
        "AutoScalingGroups",
        "CreateAutoScalingGroup",
        _method("create_auto_scaling_group"),
    ),
    "launch configuration": Pair(
        "autoscaling",
        "DescribeLaunchConfigurations",
        "LaunchConfigurations",
        "CreateLaunchConfiguration",
        _method("create_launch_configuration"),
        _launch_configuration,
        defaults=lambda _: {"EbsOptimized": False, "InstanceMonitoring": {"Enabled": False}},
        others={
            "UserData": base64.b64encode(b"#!/bin/bash").decode(),
            "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 9}}],
        },
    ),
    "simple policy": Pair(
        *_POLICY,
        _method("create_scaling_policy"),
        _without(
            "MinAdjustmentStep", *_SIMPLE, PolicyType="SimpleScaling", AdjustmentType=_PERCENT
        ),
        excludes={"MinAdjustmentStep": "MinAdjustmentMagnitude"},
    ),
    "step policy": Pair(
        *_POLICY,
        _method("create_scaling_policy"),
        _without("MinAdjustmentStep", *_STEP, PolicyType="StepScaling", AdjustmentType=_PERCENT),
        defaults=_policy_type,
    ),
    "target tracking policy": Pair(
        *_POLICY,
        _method("create_scaling_policy"),
        _without(
            "MinAdjustmentMagnitude", _SIMPLE[2], *_TRACKING, PolicyType="TargetTrackingScaling"
        ),
        defaults=_policy_type,
    ),
    "predictive policy": Pair(
        *_POLICY,
        _method("create_scaling_policy"),
        _without("MinAdjustmentMagnitude", _SIMPLE[1], *_TRACKING, PolicyType="PredictiveScaling"),
        defaults=_policy_type,
    ),
    "scheduled action": Pair(
        "autoscaling",
        "DescribeScheduledActions",
        "ScheduledUpdateGroupActions",
        "PutScheduledUpdateGroupAction",
        _schedule,
        # AWS ignores the old name.
        defaults=lambda members: {"StartTime": members["Time"]},
        others={"TimeZone": "Asia/Tokyo"},
    ),
    "scheduled actions": Pair(
        "autoscaling",
        "DescribeScheduledActions",
        "ScheduledUpdateGroupActions",
        "BatchPutScheduledUpdateGroupAction",
        _schedule_batch,
        sent=_batch_input,
        others={"TimeZone": "Asia/Tokyo"},
    ),
    "lifecycle hook": Pair(
        "autoscaling",
        "DescribeLifecycleHooks",
        "LifecycleHooks",
        "PutLifecycleHook",
        _method("put_lifecycle_hook"),
    ),
    "warm pool": Pair(
        "autoscaling",
        "DescribeWarmPool",
        "WarmPoolConfiguration",
        "PutWarmPool",
        lambda autoscale, pool: autoscale.put_warm_pool("web", pool),
        sent=lambda members: {
            "AutoScalingGroupName": "web",
            **{key: value for key, value in members.items() if key != "Status"},
        },
    ),
    "notification": Pair(
        "autoscaling",
        "DescribeNotificationConfigurations",
        "NotificationConfigurations",
        "PutNotificationConfiguration",
        lambda autoscale, of: autoscale.put_notification_configuration(
            of.as_name, of.topic_arn, [of.notification_type]
        ),
        sent=lambda members: {
            "AutoScalingGroupName": members["AutoScalingGroupName"],
            "TopicARN": members["TopicARN"],
            "NotificationTypes": [members["NotificationType"]],
        },
    ),
    "tag": Pair(
        "autoscaling",
        "DescribeTags",
        "Tags",
        "CreateOrUpdateTags",
        lambda autoscale, tag: autoscale.create_or_update_tags([tag]),
        sent=lambda members: {"Tags": [members]},
    ),
    "metric alarm": Pair(
        *_ALARMS,
        "MetricAlarms",
        "PutMetricAlarm",
        _method("put_metric_alarm"),
        # AWS takes one of the two statistics.
        _without("ExtendedStatistic", Period=60, ComparisonOperator="GreaterThanThreshold"),
        others={"Period": 120},
        excludes={"ExtendedStatistic": "Statistic"},
    ),
    "percentile alarm": Pair(
        *_ALARMS,
        "MetricAlarms",
        "PutMetricAlarm",
        _method("put_metric_alarm"),
        _without("Statistic", Period=60, ExtendedStatistic="tm(10%:90%)"),
        others={"Period": 120},
        excludes={"Statistic": "ExtendedStatistic"},
    ),
    "composite alarm": Pair(
        *_ALARMS, "CompositeAlarms", "PutCompositeAlarm", _method("put_composite_alarm")
    ),
    "log alarm": Pair(*_ALARMS, "LogAlarms", "PutLogAlarm", _method("put_log_alarm")),
    "anomaly detector": Pair(
        "cloudwatch",
        "DescribeAnomalyDetectors",
        "AnomalyDetectors",
        "PutAnomalyDetector",
        _method("put_anomaly_detector"),
    ),
    "dashboard": Pair("cloudwatch", "GetDashboard", "", "PutDashboard", _method("put_dashboard")),
    "insight rule": Pair(
        "cloudwatch",
        "DescribeInsightRules",
        "InsightRules",
        "PutInsightRule",
        _method("put_insight_rule"),
        names={"RuleDefinition": "Definition", "RuleName": "Name", "RuleState": "State"},
    ),
    "managed rule": Pair(
        "cloudwatch",
        "ListManagedInsightRules",
        "ManagedRules",
        "PutManagedInsightRules",
        lambda cloudwatch, rule: cloudwatch.put_managed_insight_rules([rule]),
        sent=_managed_rule,
    ),
    "metric stream": Pair(
        "cloudwatch", "GetMetricStream", "", "PutMetricStream", _method("put_metric_stream")
    ),
    "mute rule": Pair(
        "cloudwatch", "GetAlarmMuteRule", "", "PutAlarmMuteRule", _method("put_alarm_mute_rule")
    ),
    "stored query": Pair(
        "cloudwatch",
        "GetMetricDataQueryDefinition",
        "",
        "PutMetricDataQueryDefinition",
        _method("put_metric_data_query_definition"),
    ),
}
