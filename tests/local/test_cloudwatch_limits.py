"""CloudWatch's validation at the local endpoint, with the AWS page that states each rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.local.aws_limits import (
    AN_HOUR,
    CW,
    NOW,
    TOPIC,
    alarm,
    code_of,
    done,
    query,
)

if TYPE_CHECKING:
    from tests.local.rawclient import RawClient


@pytest.fixture
def client(shared_client: RawClient) -> RawClient:
    return shared_client


def datum(**more: Any) -> dict[str, Any]:
    return {"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": 1.0, **more}]}


VALUE, COMBINATION, VALIDATION = (
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "ValidationError",
)
STATISTICS = {
    "Namespace": "Shop",
    "MetricName": "Orders",
    "Period": 60,
    "Statistics": ["Sum"],
    **AN_HOUR,
}

# The operation, its members, the code of the refusal and the page that states the rule.
CW_REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "data older than two weeks": (
        "PutMetricData",
        datum(Timestamp=NOW - timedelta(days=15)),
        VALUE,
        "MetricDatum",
    ),
    "data of tomorrow": (
        "PutMetricData",
        datum(Timestamp=NOW + timedelta(hours=3)),
        VALUE,
        "MetricDatum",
    ),
    "AWS's own namespace": (
        "PutMetricData",
        {**datum(), "Namespace": "AWS/EC2"},
        VALUE,
        "PutMetricData",
    ),
    "a namespace with a colon first": (
        "PutMetricData",
        {**datum(), "Namespace": ":x"},
        VALIDATION,
        "PutMetricData",
    ),
    "an unknown unit": ("PutMetricData", datum(Unit="Parsecs"), VALIDATION, "MetricDatum"),
    "a value beyond bounds": ("PutMetricData", datum(Value=2.0**361), VALUE, "MetricDatum"),
    "a value that is no number": (
        "PutMetricData",
        datum(Value=float("nan")),
        VALUE,
        "MetricDatum",
    ),
    "1001 metrics": (
        "PutMetricData",
        {**datum(), "MetricData": [{"MetricName": "m", "Value": 1.0}] * 1001},
        VALUE,
        "PutMetricData",
    ),
    "151 values": (
        "PutMetricData",
        {"Namespace": "Shop", "MetricData": [{"MetricName": "m", "Values": [1.0] * 151}]},
        VALUE,
        "MetricDatum",
    ),
    "values without their counts": (
        "PutMetricData",
        {
            "Namespace": "Shop",
            "MetricData": [{"MetricName": "m", "Values": [1.0, 2.0], "Counts": [1.0]}],
        },
        COMBINATION,
        "MetricDatum",
    ),
    "a value and values": ("PutMetricData", datum(Values=[1.0]), COMBINATION, "MetricDatum"),
    "31 dimensions": (
        "PutMetricData",
        datum(Dimensions=[{"Name": f"d{n}", "Value": "x"} for n in range(31)]),
        VALIDATION,
        "MetricDatum",
    ),
    "a dimension that is no ASCII": (
        "PutMetricData",
        datum(Dimensions=[{"Name": "d", "Value": "é"}]),
        VALUE,
        "Dimension",
    ),
    "a resolution of 5": ("PutMetricData", datum(StorageResolution=5), VALUE, "MetricDatum"),
    "501 queries": (
        "GetMetricData",
        {"MetricDataQueries": [query(f"m{n}") for n in range(501)], **AN_HOUR},
        VALIDATION,
        "GetMetricData",
    ),
    "an id twice": (
        "GetMetricData",
        {"MetricDataQueries": [query(), query()], **AN_HOUR},
        VALIDATION,
        "MetricDataQuery",
    ),
    "an id in capitals": (
        "GetMetricData",
        {"MetricDataQueries": [query("M1")], **AN_HOUR},
        VALIDATION,
        "MetricDataQuery",
    ),
    "a query of nothing": (
        "GetMetricData",
        {"MetricDataQueries": [{"Id": "m1"}], **AN_HOUR},
        VALIDATION,
        "MetricDataQuery",
    ),
    "queries from the end to the start": (
        "GetMetricData",
        {"MetricDataQueries": [query()], "StartTime": NOW, "EndTime": NOW},
        VALIDATION,
        "GetMetricData",
    ),
    "too many datapoints a page": (
        "GetMetricData",
        {"MetricDataQueries": [query()], **AN_HOUR, "MaxDatapoints": 100_801},
        VALIDATION,
        "GetMetricData",
    ),
    "statistics from the end to the start": (
        "GetMetricStatistics",
        {**STATISTICS, "StartTime": NOW, "EndTime": NOW - timedelta(hours=1)},
        VALUE,
        "GetMetricStatistics",
    ),
    "1441 datapoints": (
        "GetMetricStatistics",
        {**STATISTICS, "StartTime": NOW - timedelta(minutes=1441)},
        COMBINATION,
        "GetMetricStatistics",
    ),
    "a period of 45": (
        "GetMetricStatistics",
        {**STATISTICS, "Period": 45},
        VALUE,
        "GetMetricStatistics",
    ),
    "both kinds of statistics": (
        "GetMetricStatistics",
        {**STATISTICS, "ExtendedStatistics": ["p50"]},
        COMBINATION,
        "GetMetricStatistics",
    ),
    "an unknown statistic": (
        "GetMetricStatistics",
        {**STATISTICS, "Statistics": ["Median"]},
        VALIDATION,
        "GetMetricStatistics",
    ),
    "an unknown percentile": (
        "GetMetricStatistics",
        {**STATISTICS, "Statistics": [], "ExtendedStatistics": ["p101"]},
        VALIDATION,
        "GetMetricStatistics",
    ),
    "an alarm's period of 45": (
        "PutMetricAlarm",
        alarm(Period=45),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an alarm that looks at two days": (
        "PutMetricAlarm",
        alarm(Period=60, EvaluationPeriods=2880),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an unknown operator": (
        "PutMetricAlarm",
        alarm(ComparisonOperator="Equals"),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an unknown way with missing data": (
        "PutMetricAlarm",
        alarm(TreatMissingData="panic"),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an action that is no ARN": (
        "PutMetricAlarm",
        alarm(AlarmActions=["call me"]),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "six actions": (
        "PutMetricAlarm",
        alarm(AlarmActions=[f"{TOPIC}{n}" for n in range(6)]),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "a reserved tag": (
        "PutMetricAlarm",
        alarm(Tags=[{"Key": "aws:x", "Value": "y"}]),
        VALIDATION,
        "Tag",
    ),
    "an alarm without a statistic": (
        "PutMetricAlarm",
        {key: value for key, value in alarm().items() if key != "Statistic"},
        VALIDATION,
        "PutMetricAlarm",
    ),
    "a name that is too long": (
        "PutMetricAlarm",
        alarm("x" * 256),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an unknown state": (
        "SetAlarmState",
        {"AlarmName": "busy", "StateValue": "LOUD", "StateReason": ""},
        VALIDATION,
        "SetAlarmState",
    ),
    "101 alarms": (
        "DeleteAlarms",
        {"AlarmNames": [f"a{n}" for n in range(101)]},
        VALIDATION,
        "DeleteAlarms",
    ),
    "an alarm that is not there": (
        "DeleteAlarms",
        {"AlarmNames": ["busy", "none"]},
        "ResourceNotFound",
        "DeleteAlarms",
    ),
}


@pytest.mark.parametrize("what", CW_REFUSED)
def test_cloudwatch_refuses(client: RawClient, what: str) -> None:
    operation, members, code, page = CW_REFUSED[what]
    done(client.cloudwatch("PutMetricAlarm", alarm()))
    response = client.cloudwatch(operation, members)
    assert 400 <= response.status < 500, f"{CW}{page}.html"
    assert code_of(response) == code, (response.document, f"{CW}{page}.html")
    assert client.cloudwatch("ListMetrics").document["Metrics"] == []
    [there] = client.cloudwatch("DescribeAlarms").document["MetricAlarms"]
    assert (there["AlarmName"], there["Period"], there["StateValue"]) == (
        "busy",
        60,
        "INSUFFICIENT_DATA",
    )
