"""Alarms and their history."""

from __future__ import annotations

import datetime
import json
from typing import Any

from tests.compat.scenario import Content, Failure, raised, scenario

UTC = datetime.timezone.utc
UPDATED = datetime.datetime(2013, 6, 25, 18, 4, 11, 123000, UTC)
# In text its milliseconds end in a nought.
ROUND = datetime.datetime(2013, 6, 25, 18, 4, 11, 510000, UTC)
LATER = datetime.datetime(2013, 6, 25, 18, 5, 11, tzinfo=UTC)
ARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:"
FULL: Content = {
    "AlarmName": "high",
    "AlarmArn": f"{ARN}high",
    "AlarmDescription": "CPU is > 70 % & rising",
    "AlarmConfigurationUpdatedTimestamp": UPDATED,
    "ActionsEnabled": True,
    "OKActions": ["arn:aws:sns:us-east-1:1:ok"],
    "AlarmActions": ["arn:aws:sns:us-east-1:1:a", "arn:aws:autoscaling:us-east-1:1:policy:p"],
    "InsufficientDataActions": [],
    "StateValue": "ALARM",
    "StateReason": "Threshold Crossed: 1 datapoint [99.0] was greater than the threshold (70.0).",
    "StateReasonData": '{"version":"1.0","threshold":70.0}',
    "StateUpdatedTimestamp": LATER,
    "MetricName": "CPUUtilization",
    "Namespace": "AWS/EC2",
    "Statistic": "Average",
    "Dimensions": [
        {"Name": "AutoScalingGroupName", "Value": "web"},
        {"Name": "InstanceId", "Value": "i-1"},
    ],
    "Period": 60,
    "Unit": "Percent",
    "EvaluationPeriods": 2,
    "Threshold": 70.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
BARE: Content = {
    "AlarmName": "low",
    "AlarmArn": f"{ARN}low",
    "AlarmConfigurationUpdatedTimestamp": LATER,
    "ActionsEnabled": False,
    "OKActions": [],
    "AlarmActions": [],
    "InsufficientDataActions": [],
    "StateValue": "INSUFFICIENT_DATA",
    "StateReason": "Unchecked: Initial alarm creation",
    "StateUpdatedTimestamp": LATER,
    "MetricName": "Orders",
    "Namespace": "Shop",
    "Statistic": "Sum",
    "Dimensions": [],
    "Period": 300,
    "EvaluationPeriods": 1,
    "Threshold": 1e-05,
    "ComparisonOperator": "LessThanOrEqualToThreshold",
}
ALARMS: Content = {"MetricAlarms": [FULL, BARE]}
OF_TODAY: Content = {
    "CompositeAlarms": [],
    "MetricAlarms": [
        {
            **FULL,
            "StateTransitionedTimestamp": ROUND,
            "TreatMissingData": "breaching",
            "DatapointsToAlarm": 1,
        },
        {
            **BARE,
            "Statistic": None,
            "ExtendedStatistic": "p99",
            "EvaluateLowSampleCountPercentile": "ignore",
        },
    ],
}
BY_BAND: Content = {
    **BARE,
    "Statistic": None,
    "Period": None,
    "MetricName": None,
    "Namespace": None,
    "Threshold": None,
    "ThresholdMetricId": "ad1",
    "ComparisonOperator": "GreaterThanUpperThreshold",
    "Metrics": [{"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1)", "ReturnData": True}],
}
HISTORY: Content = {
    "AlarmHistoryItems": [
        {
            "AlarmName": "high",
            "Timestamp": UPDATED,
            "HistoryItemType": "StateUpdate",
            "HistorySummary": "Alarm updated from OK to ALARM",
            "HistoryData": json.dumps({"version": "1.0", "newState": {"stateValue": "ALARM"}}),
        },
        {
            "AlarmName": "high",
            "Timestamp": LATER,
            "HistoryItemType": "ConfigurationUpdate",
            "HistorySummary": 'Alarm "high" created',
            "HistoryData": '{"type": "Create"}',
        },
    ],
    "NextToken": "more",
}


@scenario(DescribeAlarms=ALARMS)
def alarms_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [cloudwatch.describe_alarms(), cloudwatch.describe_alarms()[0]]


@scenario(DescribeAlarms={**ALARMS, "NextToken": "more"})
def some_alarms_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        cloudwatch.describe_alarms("arn:aws", "hi", ["ignored"], 5, "ALARM", "token"),
        cloudwatch.describe_alarms(alarm_names=["high", "low"], state_value="OK"),
        cloudwatch.describe_alarms(alarm_names="high"),
        cloudwatch.describe_alarms(max_records="5", next_token=""),
    ]


@scenario(DescribeAlarms={"MetricAlarms": []})
def no_alarm_is_found(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    found = cloudwatch.describe_alarms(alarm_names=["nobody"])
    return [found, len(found), raised(lambda: found[0])]


@scenario(DescribeAlarms=OF_TODAY)
def alarms_of_today_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return cloudwatch.describe_alarms()


@scenario(DescribeAlarms={"MetricAlarms": [BY_BAND]})
def an_alarm_by_band_is_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return cloudwatch.describe_alarms()


@scenario(DescribeAlarmsForMetric=ALARMS)
def alarms_of_a_metric_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    metric = boto.ec2.cloudwatch.metric.Metric(cloudwatch)
    metric.name, metric.namespace, metric.dimensions = "CPUUtilization", "AWS/EC2", {}
    return [
        cloudwatch.describe_alarms_for_metric("CPUUtilization", "AWS/EC2"),
        cloudwatch.describe_alarms_for_metric(
            "CPUUtilization", "AWS/EC2", 60, "Average", {"InstanceId": ["i-1"]}, "Percent"
        ),
        metric.describe_alarms(),
        metric.describe_alarms(300, "Sum", {"InstanceId": "i-1"}, "Count"),
    ]


@scenario()
def alarms_are_created(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = boto.ec2.cloudwatch.MetricAlarm
    made = [
        alarm(None, "high", "CPUUtilization", "AWS/EC2", "Average", ">", 70, 60, 2),
        alarm(
            name="high",
            metric="CPUUtilization",
            namespace="AWS/EC2",
            statistic="Average",
            comparison="<=",
            threshold="70.5",
            period="300",
            evaluation_periods="2",
            unit="Percent",
            description="CPU & more",
            dimensions={"InstanceId": ["i-1", "i-2"], "AutoScalingGroupName": "web"},
            alarm_actions=["arn:a", "arn:b"],
            insufficient_data_actions=["arn:c"],
            ok_actions="arn:d",
        ),
        alarm(
            name="low",
            metric="Orders",
            namespace="Shop",
            statistic="Sum",
            comparison="<",
            threshold=0,
            period=60,
            evaluation_periods=1,
            dimensions={"Shop": None},
        ),
        alarm(
            name="low",
            metric="Orders",
            namespace="Shop",
            statistic="Sum",
            comparison=">=",
            threshold=1e12,
            period=60,
            evaluation_periods=1,
            description=None,
        ),
    ]
    return [
        cloudwatch.put_metric_alarm(made[0]),
        cloudwatch.create_alarm(made[1]),
        cloudwatch.update_alarm(made[2]),
        made[3].connection,
        cloudwatch.create_alarm(made[3]),
        made,
    ]


@scenario()
def an_alarms_actions_are_changed(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = boto.ec2.cloudwatch.MetricAlarm(
        cloudwatch,
        "high",
        "CPUUtilization",
        "AWS/EC2",
        "Average",
        ">",
        70,
        60,
        2,
        alarm_actions=[],
        insufficient_data_actions=[],
        ok_actions=[],
    )
    alarm.add_alarm_action("arn:a")
    alarm.add_ok_action("arn:b")
    alarm.add_insufficient_data_action("arn:c")
    alarm.add_alarm_action()
    return [alarm, alarm.update()]


@scenario(DescribeAlarms=ALARMS)
def an_alarm_that_was_read_is_updated(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = cloudwatch.describe_alarms()[0]
    alarm.comparison = "LessThanThreshold"
    alarm.threshold = 20
    alarm.dimensions.update({"InstanceId": ["i-9"]})
    alarm.add_ok_action("arn:more")
    return [alarm.update(), alarm]


@scenario(DescribeAlarms=ALARMS)
def an_alarm_that_was_read_is_written_as_it_is(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return cloudwatch.describe_alarms()[0].update()


@scenario(DescribeAlarms=ALARMS, DescribeAlarmHistory=HISTORY)
def an_alarms_own_methods(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = cloudwatch.describe_alarms()[0]
    return [
        alarm.set_state("OK", "because"),
        alarm.set_state("ALARM", "because", {"why": [1, "é"]}),
        alarm.enable_actions(),
        alarm.disable_actions(),
        alarm.describe_history(),
        alarm.describe_history(UPDATED, LATER, 5, "StateUpdate", "token"),
        alarm.delete(),
    ]


@scenario(DescribeAlarmHistory=HISTORY)
def history_is_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    naive = datetime.datetime(2013, 6, 25, 18, 0, 0, 250000)
    return [
        cloudwatch.describe_alarm_history(),
        cloudwatch.describe_alarm_history("high", naive, LATER, 5, "StateUpdate", "token"),
        cloudwatch.describe_alarm_history(alarm_name="high", max_records=1),
    ]


@scenario()
def alarms_are_switched(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        cloudwatch.set_alarm_state("high", "because", "ALARM"),
        cloudwatch.set_alarm_state("high", "because", "OK", {"a": 1}),
        cloudwatch.set_alarm_state("high", "because", "OK", state_reason_data=["x"]),
        cloudwatch.enable_alarm_actions(["high", "low"]),
        cloudwatch.enable_alarm_actions("high"),
        cloudwatch.disable_alarm_actions(alarm_names=["high"]),
        cloudwatch.delete_alarms(["high", "low"]),
        cloudwatch.delete_alarms("high"),
    ]


@scenario(
    DescribeAlarms=Failure("InvalidNextToken", "no such token"),
    PutMetricAlarm=Failure("LimitExceeded", "too <many> & more"),
    DeleteAlarms=Failure("ResourceNotFound", "no alarm", 404),
    SetAlarmState=Failure("InvalidFormat", "no JSON"),
    EnableAlarmActions=Failure("Throttling", "Rate exceeded"),
    DisableAlarmActions=Failure("InternalServiceError", "oh no", 500),
    DescribeAlarmHistory=Failure("AccessDenied", "not you", 403),
)
def cloudwatch_refuses(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = boto.ec2.cloudwatch.MetricAlarm(
        cloudwatch, "high", "CPUUtilization", "AWS/EC2", "Average", ">", 70, 60, 2
    )
    return [
        raised(cloudwatch.describe_alarms),
        raised(cloudwatch.put_metric_alarm, alarm),
        raised(cloudwatch.delete_alarms, ["high"]),
        raised(cloudwatch.set_alarm_state, "high", "because", "OK"),
        raised(cloudwatch.enable_alarm_actions, ["high"]),
        raised(cloudwatch.disable_alarm_actions, ["high"]),
        raised(cloudwatch.describe_alarm_history),
        raised(alarm.update),
    ]
