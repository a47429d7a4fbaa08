"""Alarms at the local endpoint follow the data, and composite alarms follow their children."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local.scaling import Group

if TYPE_CHECKING:
    import reboto.local


@pytest.fixture
def group(_endpoint: reboto.local.Endpoint) -> Group:
    _endpoint.reset()
    return Group(_endpoint)


def test_an_alarm_goes_through_its_states(group: Group) -> None:
    group.alarm("busy")
    assert group.state("busy") == "INSUFFICIENT_DATA"
    group.cpu(50, 50)
    group.endpoint.advance(60)
    assert group.state("busy") == "OK"
    group.cpu(80, 90, 90)
    assert group.state("busy") == "ALARM"
    group.endpoint.advance(600)
    assert group.state("busy") == "INSUFFICIENT_DATA"


def test_the_reason_and_the_history_have_the_data(group: Group) -> None:
    group.alarm("busy")
    group.cpu(80, 90)
    group.endpoint.advance(60)
    (alarm,) = group.cloudwatch.describe_alarms()["MetricAlarms"]
    assert alarm["StateReason"].startswith(
        "Threshold Crossed: 2 out of the last 2 datapoints [90.0 ("
    )
    assert "were greater than the threshold (70.0)" in alarm["StateReason"]
    data = json.loads(alarm["StateReasonData"])
    assert (data["recentDatapoints"], data["threshold"]) == ([80.0, 90.0], 70.0)
    history = group.cloudwatch.describe_alarm_history(HistoryItemType="StateUpdate")
    (item,) = history["AlarmHistoryItems"]
    assert item["HistorySummary"] == "Alarm updated from INSUFFICIENT_DATA to ALARM"
    assert abs((item["Timestamp"] - group.endpoint.now).total_seconds()) <= 120


@pytest.mark.parametrize(
    ("treat", "state"),
    [
        ("breaching", "ALARM"),
        ("notBreaching", "OK"),
        ("missing", "INSUFFICIENT_DATA"),
        ("ignore", "OK"),
    ],
)
def test_missing_data_is_treated_as_wanted(group: Group, treat: str, state: str) -> None:
    group.alarm("busy", TreatMissingData=treat)
    group.cpu(50, 50)
    group.endpoint.advance(60)
    assert group.state("busy") == "OK"
    group.endpoint.advance(900)
    assert group.state("busy") == state


def test_m_of_n_datapoints_suffice(group: Group) -> None:
    group.alarm("busy", EvaluationPeriods=5, DatapointsToAlarm=2)
    group.cpu(80, 10, 10, 80, 10)
    group.endpoint.advance(60)
    assert group.state("busy") == "ALARM"


def test_metric_math_is_evaluated(group: Group) -> None:
    def stat(name: str, metric: str) -> dict[str, Any]:
        return {
            "Id": name,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {"Namespace": "Shop", "MetricName": metric},
                "Period": 60,
                "Stat": "Sum",
            },
        }

    group.cloudwatch.put_metric_alarm(
        AlarmName="errors",
        ComparisonOperator="GreaterThanThreshold",
        Threshold=5,
        EvaluationPeriods=1,
        Metrics=[
            {"Id": "rate", "Expression": "100 * e / r", "ReturnData": True},
            stat("e", "Errors"),
            stat("r", "Requests"),
        ],
    )
    for errors, state in ((1, "OK"), (20, "ALARM")):
        group.endpoint.record("Shop", "Errors", errors)
        group.endpoint.record("Shop", "Requests", [200])
        group.endpoint.advance(60)
        assert group.state("errors") == state


def test_an_anomaly_alarm_compares_with_a_band(group: Group) -> None:
    for minute in range(60):
        group.endpoint.record("Shop", "Orders", [100 + minute % 5])
    group.cloudwatch.put_metric_alarm(
        AlarmName="odd",
        ComparisonOperator="LessThanLowerOrGreaterThanUpperThreshold",
        EvaluationPeriods=1,
        ThresholdMetricId="band",
        Metrics=[
            {
                "Id": "m1",
                "MetricStat": {
                    "Metric": {"Namespace": "Shop", "MetricName": "Orders"},
                    "Period": 60,
                    "Stat": "Average",
                },
                "ReturnData": True,
            },
            {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)", "ReturnData": True},
        ],
    )
    for value, state in ((102, "OK"), (900, "ALARM")):
        group.endpoint.record("Shop", "Orders", [value])
        group.endpoint.advance(60)
        assert group.state("odd") == state, value


def test_a_composite_alarm_follows_its_children(group: Group) -> None:
    for name in ("cpu", "disk", "deploying"):
        group.alarm(name, MetricName=name)
    rule = 'ALARM("cpu") AND (ALARM(disk) OR ALARM(nobody)) AND NOT ALARM(deploying)'
    with pytest.raises(ClientError, match=r"alarms \[nobody\] in the alarm rule do not exist"):
        group.cloudwatch.put_composite_alarm(AlarmName="page", AlarmRule=rule)
    rule = rule.replace(" OR ALARM(nobody)", "")
    group.cloudwatch.put_composite_alarm(
        AlarmName="page", AlarmRule=rule, AlarmActions=["arn:aws:sns:us-east-1:123456789012:ops"]
    )
    assert group.state("page") == "OK"
    set_state = group.cloudwatch.set_alarm_state
    for name in ("cpu", "disk"):
        set_state(AlarmName=name, StateValue="ALARM", StateReason="a test")
    assert group.state("page") == "ALARM"
    history = group.cloudwatch.describe_alarm_history(
        AlarmName="page", HistoryItemType="Action", AlarmTypes=["CompositeAlarm"]
    )
    assert len(history["AlarmHistoryItems"]) == 1
    set_state(AlarmName="deploying", StateValue="ALARM", StateReason="a test")
    assert group.state("page") == "OK"
    described = group.cloudwatch.describe_alarms(ChildrenOfAlarmName="page")
    assert {one["AlarmName"] for one in described["MetricAlarms"]} == {"cpu", "disk", "deploying"}
    described = group.cloudwatch.describe_alarms(ParentsOfAlarmName="cpu")
    assert [one["AlarmName"] for one in described["CompositeAlarms"]] == ["page"]
    with pytest.raises(ClientError, match="depending on it: page"):
        group.cloudwatch.delete_alarms(AlarmNames=["cpu"])


def test_a_suppressor_holds_actions_back(group: Group) -> None:
    for name in ("cpu", "maintenance"):
        group.alarm(name, MetricName=name)
    group.cloudwatch.put_composite_alarm(
        AlarmName="page",
        AlarmRule="ALARM(cpu)",
        AlarmActions=["arn:aws:sns:us-east-1:123456789012:ops"],
        ActionsSuppressor="maintenance",
        ActionsSuppressorWaitPeriod=60,
        ActionsSuppressorExtensionPeriod=60,
    )
    set_state = group.cloudwatch.set_alarm_state
    set_state(AlarmName="maintenance", StateValue="ALARM", StateReason="a test")
    set_state(AlarmName="cpu", StateValue="ALARM", StateReason="a test")
    (page,) = group.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert page["ActionsSuppressedBy"] == "Alarm"
    assert actions(group) == []


def actions(group: Group, name: str = "page", kind: str = "CompositeAlarm") -> list[str]:
    history = group.cloudwatch.describe_alarm_history(
        AlarmName=name, HistoryItemType="Action", AlarmTypes=[kind]
    )
    return [item["HistorySummary"] for item in history["AlarmHistoryItems"]]


def test_a_mute_rule_holds_actions_back(group: Group) -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:ops"
    group.alarm("busy", AlarmActions=[topic])
    at = group.endpoint.now.strftime("at(%Y-%m-%dT%H:%M)")
    group.cloudwatch.put_alarm_mute_rule(
        Name="deploy",
        Rule={"Schedule": {"Expression": at, "Duration": "PT1H"}},
        MuteTargets={"AlarmNames": ["busy"]},
    )
    assert group.cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="deploy")["Status"] == "ACTIVE"
    alarming = {"AlarmName": "busy", "StateValue": "ALARM", "StateReason": "a test"}
    group.cloudwatch.set_alarm_state(**alarming)
    assert actions(group, "busy", "MetricAlarm") == [
        f"Muted action {topic} by the alarm mute rule deploy"
    ]
    group.endpoint.advance(3600)
    (rule,) = group.cloudwatch.list_alarm_mute_rules()["AlarmMuteRuleSummaries"]
    assert rule["Status"] == "EXPIRED"
    group.cloudwatch.set_alarm_state(**alarming)
    assert actions(group, "busy", "MetricAlarm")[0] == f"Successfully executed action {topic}"


def test_an_anomaly_detector_is_trained_with_time(group: Group) -> None:
    metric = {"Namespace": "Shop", "MetricName": "Orders", "Stat": "Sum"}
    group.cloudwatch.put_anomaly_detector(SingleMetricAnomalyDetector=metric)

    def state() -> str:
        (one,) = group.cloudwatch.describe_anomaly_detectors()["AnomalyDetectors"]
        return str(one["StateValue"])

    assert state() == "PENDING_TRAINING"
    group.endpoint.advance(3600)
    assert state() == "TRAINED_INSUFFICIENT_DATA"
    group.endpoint.record("Shop", "Orders", [1, 2, 3])
    assert state() == "TRAINED"


def test_a_band_has_an_upper_and_a_lower_end(group: Group) -> None:
    for minute in range(30):
        group.endpoint.record("Shop", "Orders", [100 + minute % 5])
    now = group.endpoint.now
    metric = {"Namespace": "Shop", "MetricName": "Orders"}
    found = group.cloudwatch.get_metric_data(
        StartTime=now - timedelta(minutes=5),
        EndTime=now,
        MetricDataQueries=[
            {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}},
            {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m1, 3)"},
        ],
    )["MetricDataResults"]
    (values,) = [one["Values"] for one in found if one["Id"] == "m1"]
    upper, lower = [one["Values"] for one in found if one["Id"] == "band"]
    assert len(values) == len(upper) == len(lower) >= 4
    ends = zip(lower, values, upper, strict=True)
    assert all(low < value < high for low, value, high in ends)


def test_an_alarm_on_a_promql_query_is_kept_as_it_is(group: Group) -> None:
    criteria = {"PromQLCriteria": {"Query": "up == 0", "PendingPeriod": 60}}
    group.cloudwatch.put_metric_alarm(
        AlarmName="down", EvaluationCriteria=criteria, EvaluationInterval=60
    )
    group.endpoint.advance(600)
    (alarm,) = group.cloudwatch.describe_alarms()["MetricAlarms"]
    assert (alarm["EvaluationCriteria"], alarm["StateValue"]) == (criteria, "INSUFFICIENT_DATA")
    with pytest.raises(ClientError, match="must not be given with EvaluationCriteria"):
        group.alarm("down", EvaluationCriteria=criteria, MetricName="x")
