"""CloudWatch at the local endpoint, where moto's responses differ from AWS's."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from reboto.local import Endpoint
    from tests.local.rawclient import RawClient

ALARM = {
    "AlarmName": "busy",
    "Namespace": "AWS/EC2",
    "MetricName": "CPUUtilization",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 2,
    "Threshold": 70.0,
    "ComparisonOperator": "GreaterThanThreshold",
    "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "web"}],
}
BUSY = {"AlarmNames": ["busy"]}
ALARMING = {
    "AlarmName": "busy",
    "StateValue": "ALARM",
    "StateReason": "for a trial",
    "StateReasonData": '{"by":"hand"}',
}


def history(client: RawClient, **parameters: Any) -> list[dict[str, Any]]:
    response = client.cloudwatch("DescribeAlarmHistory", parameters)
    assert response.status == 200, response.body
    return list(response.document["AlarmHistoryItems"])


def summaries(client: RawClient, **parameters: Any) -> list[str]:
    return [item["HistorySummary"] for item in history(client, **parameters)]


def test_a_new_alarm_is_in_the_history_with_its_configuration(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    [item] = history(client)
    assert item["AlarmName"] == "busy"
    assert item["AlarmType"] == "MetricAlarm"
    assert item["HistoryItemType"] == "ConfigurationUpdate"
    assert item["HistorySummary"] == 'Alarm "busy" created'
    assert abs(datetime.now(timezone.utc) - item["Timestamp"]) < timedelta(minutes=1)
    data = json.loads(item["HistoryData"])
    assert (data["version"], data["type"]) == ("1.0", "Create")
    created = data["createdAlarm"]
    assert created["alarmName"] == "busy"
    assert created["threshold"] == 70.0
    assert created["dimensions"] == [{"name": "AutoScalingGroupName", "value": "web"}]
    assert created["okactions"] == []
    assert "unit" not in created


def test_a_changed_alarm_is_in_the_history_with_its_old_values(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("PutMetricAlarm", {**ALARM, "Threshold": 80.0})
    item = history(client)[0]
    assert item["HistorySummary"] == 'Alarm "busy" updated'
    data = json.loads(item["HistoryData"])
    assert data["type"] == "Update"
    assert data["updatedAlarm"]["threshold"] == 80.0
    assert data["originalUpdatedFields"]["threshold"] == 70.0
    assert set(data["originalUpdatedFields"]) <= {"threshold", "alarmConfigurationUpdatedTimestamp"}


def test_a_deleted_alarm_keeps_its_history(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("DeleteAlarms", BUSY)
    assert summaries(client) == ['Alarm "busy" deleted', 'Alarm "busy" created']
    data = json.loads(history(client)[0]["HistoryData"])
    assert (data["type"], data["deletedAlarm"]["alarmName"]) == ("Delete", "busy")


def test_actions_disabled_and_enabled_are_in_the_history(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("DisableAlarmActions", BUSY)
    client.cloudwatch("EnableAlarmActions", BUSY)
    client.cloudwatch("EnableAlarmActions", BUSY)
    data = [json.loads(item["HistoryData"]) for item in history(client)]
    assert [one.get("originalUpdatedFields") for one in data] == [
        {"actionsEnabled": False},
        {"actionsEnabled": True},
        None,
    ]


def test_a_state_set_by_hand_is_in_the_history(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("SetAlarmState", ALARMING)
    [item] = history(client, HistoryItemType="StateUpdate")
    assert item["HistorySummary"] == "Alarm updated from INSUFFICIENT_DATA to ALARM"
    data = json.loads(item["HistoryData"])
    assert data["oldState"]["stateValue"] == "INSUFFICIENT_DATA"
    assert data["newState"] == {
        "stateValue": "ALARM",
        "stateReason": "for a trial",
        "stateReasonData": {"by": "hand"},
    }


def test_refused_requests_are_not_in_the_history(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    assert client.cloudwatch("SetAlarmState", {**ALARMING, "StateValue": "BAD"}).status == 400
    assert client.cloudwatch("SetAlarmState", {**ALARMING, "AlarmName": "none"}).status == 404
    assert summaries(client) == ['Alarm "busy" created']


def test_a_changed_alarm_keeps_its_state(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("SetAlarmState", ALARMING)
    client.cloudwatch("PutMetricAlarm", {**ALARM, "Threshold": 80.0})
    [alarm] = client.cloudwatch("DescribeAlarms").document["MetricAlarms"]
    assert (alarm["StateValue"], alarm["StateReason"]) == ("ALARM", "for a trial")


def test_the_history_can_be_asked_for_in_parts(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("PutMetricAlarm", {**ALARM, "AlarmName": "idle"})
    client.cloudwatch("SetAlarmState", ALARMING)
    now = datetime.now(timezone.utc)
    assert summaries(client, AlarmName="idle") == ['Alarm "idle" created']
    assert summaries(client, HistoryItemType="StateUpdate") == [
        "Alarm updated from INSUFFICIENT_DATA to ALARM"
    ]
    assert summaries(client, ScanBy="TimestampAscending") == summaries(client)[::-1]
    assert summaries(client, StartDate=now + timedelta(minutes=1)) == []
    assert summaries(client, EndDate=now - timedelta(minutes=1)) == []
    assert len(summaries(client, StartDate=now - timedelta(minutes=1), EndDate=now)) == 3
    assert summaries(client, AlarmTypes=["CompositeAlarm"]) == []


def test_the_history_comes_in_pages(client: RawClient) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    client.cloudwatch("SetAlarmState", ALARMING)
    page = client.cloudwatch("DescribeAlarmHistory", {"MaxRecords": 1}).document
    assert len(page["AlarmHistoryItems"]) == 1
    assert summaries(client, NextToken=page["NextToken"]) == ['Alarm "busy" created']


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_history_is_answered_in_xml_too(client: RawClient, method: str) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    response = client.query("monitoring", "DescribeAlarmHistory", {}, method=method)
    assert response.texts("HistorySummary") == ['Alarm "busy" created']
    assert json.loads(response.texts("HistoryData")[0])["type"] == "Create"


def test_the_history_is_its_own_regions_and_ends_with_a_reset(
    client: RawClient, endpoint: Endpoint
) -> None:
    client.cloudwatch("PutMetricAlarm", ALARM)
    far = client.query("monitoring", "DescribeAlarmHistory", {}, region="eu-west-1")
    assert far.texts("AlarmName") == []
    endpoint.reset()
    assert history(client) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_statistics_are_at_whole_seconds(client: RawClient, method: str) -> None:
    client.cloudwatch(
        "PutMetricData",
        {"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": 3.0}]},
    )
    now = datetime.now(timezone.utc)
    response = client.query(
        "monitoring",
        "GetMetricStatistics",
        {
            "Namespace": "Shop",
            "MetricName": "Orders",
            "StartTime": (now - timedelta(hours=1)).isoformat(),
            "EndTime": (now + timedelta(minutes=1)).isoformat(),
            "Period": "60",
            "Statistics.member.1": "Sum",
        },
        method=method,
    )
    assert response.texts("Sum") == ["3.0"]
    [timestamp] = response.texts("Timestamp")
    assert datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%SZ")
