"""Alarms: comparisons, actions, and `update()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.cloudwatch import MetricAlarm
from tests.compat.endpoints import only, respond_with, sent
from tests.compat.scenarios import alarms, policies

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


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


@pytest.mark.parametrize("spelling", [">", "GreaterThanThreshold"])
def test_a_comparison_is_sent_as_awss_name(style: Blocking, server: Wire, spelling: str) -> None:
    alarm = high()
    alarm.comparison = spelling
    style.settle(style.cloudwatch(server).update_alarm(alarm))
    assert only(server)["ComparisonOperator"] == "GreaterThanThreshold"


def test_an_update_keeps_fields_of_an_alarm_that_boto_did_not_know(
    style: Blocking, server: Wire
) -> None:
    respond_with(server, {"DescribeAlarms": alarms.OF_TODAY})
    full, bare = style.settle(style.cloudwatch(server).describe_alarms())
    assert full.TreatMissingData == "breaching"
    server.requests.clear()
    style.settle(full.update())
    style.settle(bare.update())
    first, second = (next(iter(request.values())) for request in sent(server.requests))
    assert (first["TreatMissingData"], first["DatapointsToAlarm"]) == ("breaching", "1.0")
    assert (second["ExtendedStatistic"], second.get("Statistic")) == ("p99", None)


def test_an_alarms_action_may_be_a_policy(style: Blocking, server: Wire) -> None:
    respond_with(server, {"DescribePolicies": policies.POLICIES})
    policy = style.settle(style.autoscale(server).get_all_policies())[0]
    server.requests.clear()
    style.settle(style.cloudwatch(server).create_alarm(high(alarm_actions=[policy])))
    assert only(server)["AlarmActions.member.1"] == policy.policy_arn
