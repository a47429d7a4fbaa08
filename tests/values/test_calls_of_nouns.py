"""Objects have methods for the calls of their nouns, in both styles."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import LifecycleHook, ScalingPolicy, ScheduledUpdateGroupAction
from reboto.ec2.cloudwatch import (
    AlarmMuteRule,
    AnomalyDetector,
    CompositeAlarm,
    Dashboard,
    InsightRule,
    LogAlarm,
    MetricStream,
)
from tests.support.messages import cbor_result, result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

START = datetime.datetime(2026, 1, 1)
REPORT = (START, START + datetime.timedelta(hours=1), 60)


@pytest.mark.parametrize(
    ("kind", "members", "method", "arguments", "operation", "sent"),
    [
        (
            ScheduledUpdateGroupAction,
            {"name": "day", "as_group": "web", "max_size": 0, "time_zone": "Europe/Berlin"},
            "update",
            (),
            "PutScheduledUpdateGroupAction",
            {"MaxSize": "0", "TimeZone": "Europe/Berlin"},
        ),
        (
            ScheduledUpdateGroupAction,
            {"name": "day", "as_group": "web"},
            "delete",
            (),
            "DeleteScheduledAction",
            {"ScheduledActionName": "day", "AutoScalingGroupName": "web"},
        ),
        *(
            (
                ScalingPolicy,
                {
                    "name": "up",
                    "as_name": "web",
                    "adjustment_type": "ChangeInCapacity",
                    "scaling_adjustment": 1,
                    "enabled": enabled,
                },
                method,
                (),
                "PutScalingPolicy",
                {"PolicyName": "up", "Enabled": sent},
            )
            for method, enabled, sent in (
                ("update", False, "false"),
                ("enable", False, "true"),
                ("disable", True, "false"),
            )
        ),
        (
            LifecycleHook,
            {"name": "drain", "as_name": "web"},
            "delete",
            (),
            "DeleteLifecycleHook",
            {"LifecycleHookName": "drain", "AutoScalingGroupName": "web"},
        ),
    ],
)
def test_calls_of_auto_scaling(
    style: Blocking,
    server: Wire,
    kind: Any,
    members: dict[str, Any],
    method: str,
    arguments: tuple[Any, ...],
    operation: str,
    sent: dict[str, str],
) -> None:
    server.script(result(operation, {}))
    value = kind(style.autoscale(server), **members)
    assert style.settle(getattr(value, method)(*arguments))
    assert server.request.operation == operation
    assert sent.items() <= server.request.parameters.items()


ALARMS = [
    (CompositeAlarm, {"name": "all", "rule": 'ALARM("a")'}, "PutCompositeAlarm"),
    (
        LogAlarm,
        {
            "name": "all",
            "comparison": "GreaterThanThreshold",
            "threshold": 1.0,
            "query_results_to_evaluate": 1,
            "query_results_to_alarm": 1,
            "scheduled_query_configuration": {
                "QueryString": "fields @message",
                "LogGroupIdentifiers": ["a"],
                "ScheduledQueryRoleARN": "arn:aws:iam::123456789012:role/r",
                "ScheduleConfiguration": {
                    "ScheduleExpression": "rate(5 minutes)",
                    "StartTimeOffset": 300,
                },
                "AggregationExpression": "count(*)",
            },
        },
        "PutLogAlarm",
    ),
]


@pytest.mark.parametrize(("kind", "members", "operation"), ALARMS)
def test_update_of_other_alarms(
    style: Blocking, server: Wire, kind: Any, members: dict[str, Any], operation: str
) -> None:
    server.script(cbor_result())
    alarm = kind(style.cloudwatch(server), **members)
    assert style.settle(alarm.update()) is True
    assert server.request.operation == operation
    assert server.request.document["AlarmName"] == "all"


@pytest.mark.parametrize("kind", [CompositeAlarm, LogAlarm])
def test_history_and_waiters_of_other_alarms_name_their_type(
    style: Blocking, server: Wire, kind: Any
) -> None:
    server.script(
        cbor_result({"AlarmHistoryItems": []}),
        cbor_result({f"{kind.__name__}s": [{"AlarmName": "all", "StateValue": "OK"}]}),
    )
    alarm = kind(style.cloudwatch(server), name="all")
    assert style.settle(alarm.describe_history(START)) == []
    reached = style.settle(alarm.wait_until_state("OK", timeout=0))
    assert (type(reached), reached.state_value) == (kind, "OK")
    for request in server.requests:
        assert request.document["AlarmTypes"] == [kind.__name__]


@pytest.mark.parametrize(
    ("kind", "members", "method", "arguments", "operation", "sent"),
    [
        (
            CompositeAlarm,
            {"name": "all"},
            "set_state",
            ("OK", "test", {"a": 1}),
            "SetAlarmState",
            {"AlarmName": "all", "StateValue": "OK", "StateReasonData": '{"a": 1}'},
        ),
        (CompositeAlarm, {"name": "all"}, "delete", (), "DeleteAlarms", {"AlarmNames": ["all"]}),
        (
            AnomalyDetector,
            {"namespace": "AWS/EC2", "metric_name": "CPUUtilization", "stat": "Average"},
            "delete",
            (),
            "DeleteAnomalyDetector",
            {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization", "Stat": "Average"},
        ),
        (
            Dashboard,
            {"name": "shop", "body": "{}"},
            "save",
            (),
            "PutDashboard",
            {"DashboardName": "shop", "DashboardBody": "{}"},
        ),
        (Dashboard, {"name": "a"}, "delete", (), "DeleteDashboards", {"DashboardNames": ["a"]}),
        (MetricStream, {"name": "a"}, "start", (), "StartMetricStreams", {"Names": ["a"]}),
        (MetricStream, {"name": "a"}, "stop", (), "StopMetricStreams", {"Names": ["a"]}),
        (MetricStream, {"name": "a"}, "delete", (), "DeleteMetricStream", {"Name": "a"}),
        (InsightRule, {"name": "a"}, "enable", (), "EnableInsightRules", {"RuleNames": ["a"]}),
        (InsightRule, {"name": "a"}, "disable", (), "DisableInsightRules", {"RuleNames": ["a"]}),
        (InsightRule, {"name": "a"}, "delete", (), "DeleteInsightRules", {"RuleNames": ["a"]}),
        (
            InsightRule,
            {"name": "a"},
            "get_report",
            REPORT,
            "GetInsightRuleReport",
            {"RuleName": "a", "Period": 60},
        ),
        (
            AlarmMuteRule,
            {"name": "night"},
            "delete",
            (),
            "DeleteAlarmMuteRule",
            {"AlarmMuteRuleName": "night"},
        ),
    ],
)
def test_calls_of_cloudwatch(
    style: Blocking,
    server: Wire,
    kind: Any,
    members: dict[str, Any],
    method: str,
    arguments: tuple[Any, ...],
    operation: str,
    sent: dict[str, Any],
) -> None:
    server.script(cbor_result())
    value = kind(style.cloudwatch(server), **members)
    style.settle(getattr(value, method)(*arguments))
    assert server.request.operation == operation
    assert {name: server.request.document[name] for name in sent} == sent
