"""Metrics of the local endpoint: by exact dimensions and unit, percentiles, and metric math.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.local.rawclient import RawClient

NOW = datetime.now(timezone.utc).replace(second=0, microsecond=0)
START, END = NOW - timedelta(minutes=10), NOW + timedelta(minutes=1)


@pytest.fixture
def client(shared_client: RawClient) -> RawClient:
    return shared_client


def dimensions(**named: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in named.items()]


def put(client: RawClient, *values: float, name: str = "Orders", **more: Any) -> None:
    data = [{"MetricName": name, "Value": value, "Timestamp": NOW, **more} for value in values]
    put_data(client, data)


def put_data(client: RawClient, data: list[dict[str, Any]]) -> None:
    response = client.cloudwatch("PutMetricData", {"Namespace": "Shop", "MetricData": data})
    assert response.status == 200, response.body


def statistics(client: RawClient, *names: str, **more: Any) -> list[dict[str, Any]]:
    kind = "ExtendedStatistics" if names[0][0].islower() or "(" in names[0] else "Statistics"
    asked = {
        "Namespace": "Shop",
        "MetricName": "Orders",
        "Period": 60,
        "StartTime": START,
        "EndTime": END,
        kind: list(names),
        **more,
    }
    response = client.cloudwatch("GetMetricStatistics", asked)
    assert response.status == 200, response.body
    return list(response.document["Datapoints"])


def metric(name: str, metric_name: str, stat: str = "Sum", **more: Any) -> dict[str, Any]:
    described = {"Namespace": "Shop", "MetricName": metric_name}
    return {"Id": name, "MetricStat": {"Metric": described, "Period": 60, "Stat": stat}, **more}


def ask(client: RawClient, *queries: dict[str, Any]) -> Any:
    asked = {
        "MetricDataQueries": list(queries),
        "StartTime": START,
        "EndTime": END,
        "ScanBy": "TimestampAscending",
    }
    return client.cloudwatch("GetMetricData", asked)


def test_statistics_are_of_exactly_the_dimensions_asked_for(client: RawClient) -> None:
    put(client, 1.0)
    put(client, 10.0, Dimensions=dimensions(shop="north"))
    put(client, 100.0, Dimensions=dimensions(shop="north", till="1"))
    assert [one["Sum"] for one in statistics(client, "Sum")] == [1.0]
    north = dimensions(shop="north")
    assert [one["Sum"] for one in statistics(client, "Sum", Dimensions=north)] == [10.0]
    both = dimensions(till="1", shop="north")
    assert [one["Sum"] for one in statistics(client, "Sum", Dimensions=both)] == [100.0]
    assert statistics(client, "Sum", Dimensions=dimensions(till="1")) == []
    query = metric("m1", "Orders")
    query["MetricStat"]["Metric"]["Dimensions"] = north
    [result] = ask(
        client,
        query,
    ).document["MetricDataResults"]
    assert result["Values"] == [10.0]


def test_units_are_apart(client: RawClient) -> None:
    put(client, 1.0, 2.0, Unit="Seconds")
    put(client, 1000.0, Unit="Milliseconds")
    put(client, 7.0)
    found = {one["Unit"]: one["Sum"] for one in statistics(client, "Sum")}
    assert found == {"Seconds": 3.0, "Milliseconds": 1000.0, "None": 7.0}
    assert [one["Sum"] for one in statistics(client, "Sum", Unit="Seconds")] == [3.0]
    assert statistics(client, "Sum", Unit="Bytes") == []


def test_a_metric_is_listed_once(client: RawClient) -> None:
    put(client, 1.0, 2.0)
    put(client, 1.0, Dimensions=dimensions(shop="north"))
    assert len(client.cloudwatch("ListMetrics").document["Metrics"]) == 2


def test_percentiles_are_computed(client: RawClient) -> None:
    put(client, *(float(n) for n in range(1, 102)))
    [point] = statistics(client, "p50", "p90", "p99.9", "p0", "p100")
    found = point["ExtendedStatistics"]
    assert (found["p0"], found["p50"], found["p90"], found["p100"]) == (1.0, 51.0, 91.0, 101.0)
    assert found["p99.9"] == pytest.approx(100.9)
    [result] = ask(client, metric("m1", "Orders", "p50")).document["MetricDataResults"]
    assert result["Values"] == [51.0]


def test_percentiles_are_of_values_by_their_counts(client: RawClient) -> None:
    values = {"MetricName": "Orders", "Timestamp": NOW, "Values": [1.0, 9.0], "Counts": [99.0, 1.0]}
    put_data(client, [values])
    [point] = statistics(client, "p50", "p100", "tm50", "tc50", "ts100")
    assert point["ExtendedStatistics"] == {
        "p50": 1.0,
        "p100": 9.0,
        "tm50": 1.0,
        "tc50": 50.0,
        "ts100": 108.0,
    }
    [simple] = statistics(client, "SampleCount", "Average", "Minimum", "Maximum")
    assert (simple["SampleCount"], simple["Average"]) == (100.0, 1.08)


def test_statistic_sets_have_percentiles_where_all_values_are_the_same(client: RawClient) -> None:
    same = {"SampleCount": 4.0, "Sum": 12.0, "Minimum": 3.0, "Maximum": 3.0}
    put_data(client, [{"MetricName": "Orders", "Timestamp": NOW, "StatisticValues": same}])
    [point] = statistics(client, "p50")
    assert point["ExtendedStatistics"] == {"p50": 3.0}
    put_data(
        client,
        [{"MetricName": "Orders", "Timestamp": NOW, "StatisticValues": {**same, "Maximum": 4.0}}],
    )
    assert statistics(client, "p50") == []
    [point] = statistics(client, "SampleCount", "Maximum")
    assert (point["SampleCount"], point["Maximum"]) == (8.0, 4.0)


def two_series(client: RawClient) -> None:
    at = [NOW - timedelta(minutes=n) for n in (3, 2, 0)]
    for name, values in (("a", (1.0, 2.0, 4.0)), ("b", (10.0, 20.0, 0.0))):
        put_data(
            client,
            [
                {"MetricName": name, "Value": value, "Timestamp": time}
                for time, value in zip(at, values, strict=True)
            ],
        )


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("m1 + m2", [11.0, 22.0, 4.0]),
        ("m1 * 2 - 1", [1.0, 3.0, 7.0]),
        ("-m1 ^ 2 + 1", [0.0, -3.0, -15.0]),
        ("m1 / m2", [0.1, 0.1]),
        ("(m1 + m2) / 2", [5.5, 11.0, 2.0]),
        ("m1 > 1", [0.0, 1.0, 1.0]),
        ("m1 > 1 && m2 > 0", [0.0, 1.0, 0.0]),
        ("m1 > 1 OR m2 > 0", [1.0, 1.0, 1.0]),
        ("SUM(METRICS())", [11.0, 22.0, 4.0]),
        ("AVG([m1, m2])", [5.5, 11.0, 2.0]),
        ("MAX([m1, m2])", [10.0, 20.0, 4.0]),
        ("MIN(METRICS())", [1.0, 2.0, 0.0]),
        ("m1 / SUM(m1)", [1 / 7, 2 / 7, 4 / 7]),
        ("m1 - AVG(m1)", [1 - 7 / 3, 2 - 7 / 3, 4 - 7 / 3]),
        ("FILL(m1, 0)", [0.0] * 7 + [1.0, 2.0, 0.0, 4.0]),
        ("FILL(m1, REPEAT)", [1.0, 2.0, 2.0, 4.0]),
        ("FILL(m1, LINEAR)", [1.0, 2.0, 3.0, 4.0]),
        ("DIFF(m1)", [1.0, 2.0]),
        ("DIFF_TIME(m1)", [60.0, 120.0]),
        ("RATE(m1)", [1 / 60, 2 / 120]),
        ("RUNNING_SUM(m1)", [1.0, 3.0, 7.0]),
        ("ABS(m1 - 3)", [2.0, 1.0, 1.0]),
        ("CEIL(m1 / 3)", [1.0, 1.0, 2.0]),
        ("FLOOR(m1 / 3)", [0.0, 0.0, 1.0]),
        ("LOG10(m2)", [1.0, 1.3010299956639813]),
        ("IF(m1 > 1, m2, 5)", [5.0, 20.0, 0.0]),
        ("IF(m1 > 1, m1)", [2.0, 4.0]),
        ("m1 * PERIOD(m1)", [60.0, 120.0, 240.0]),
        ("m1 + METRIC_COUNT(METRICS())", [3.0, 4.0, 6.0]),
        ("FIRST(METRICS())", [1.0, 2.0, 4.0]),
        ("LAST(METRICS())", [10.0, 20.0, 0.0]),
        ("SLICE(METRICS(), 1)", [10.0, 20.0, 0.0]),
        ("SORT(METRICS(), MAX, DESC, 1)", [10.0, 20.0, 0.0]),
        ("TIME_SERIES(3)", [3.0] * 11),
        ("e2 + 1", [3.0, 5.0, 9.0]),
    ],
)
def test_expressions_are_evaluated(client: RawClient, expression: str, values: list[float]) -> None:
    two_series(client)
    response = ask(
        client,
        {"Id": "e1", "Expression": expression},
        metric("m1", "a", ReturnData=False),
        metric("m2", "b", ReturnData=False),
        {"Id": "e2", "Expression": "m1 * 2", "ReturnData": False},
    )
    assert response.status == 200, response.document
    [result] = response.document["MetricDataResults"]
    assert result["Values"] == pytest.approx(values)
    assert len(result["Timestamps"]) == len(values)
    assert result["StatusCode"] == "Complete"


def test_an_array_gives_a_result_for_each_series(client: RawClient) -> None:
    two_series(client)
    response = ask(
        client,
        {"Id": "e1", "Expression": "METRICS() * 2", "Label": "twice"},
        metric("m1", "a", ReturnData=False),
        metric("m2", "b", ReturnData=False),
    )
    results = response.document["MetricDataResults"]
    assert [one["Id"] for one in results] == ["e1", "e1"]
    assert [one["Label"] for one in results] == ["twice a", "twice b"]
    assert [one["Values"] for one in results] == [[2.0, 4.0, 8.0], [20.0, 40.0, 0.0]]


@pytest.mark.parametrize(
    "expression",
    [
        "m1 +",
        "m9 + 1",
        "SUM(m1)",
        "NONE(m1)",
        "m1 $ 2",
        "e1",
        "METRICS() + METRICS()",
        "FILL(m1)",
        "(" * 60 + "m1" + ")" * 60,
    ],
)
def test_requests_that_cloudwatch_refuses_are_refused(client: RawClient, expression: str) -> None:
    response = ask(client, {"Id": "e1", "Expression": expression}, metric("m1", "a"))
    code = response.document["__type"].split("#")[-1]
    assert (response.status, code) == (400, "ValidationException")
    assert "Error in expression 'e1'" in response.document["message"]


@pytest.mark.parametrize(
    "expression",
    [
        "SEARCH('{Shop} Orders', 'Sum', 60)",
        "2 * ANOMALY_DETECTION_BAND(m1)",
        "SELECT AVG(x) FROM Shop",
    ],
)
def test_unsupported_expressions_are_rejected_with_their_name(
    client: RawClient, expression: str
) -> None:
    response = ask(client, {"Id": "e1", "Expression": expression}, metric("m1", "a"))
    assert (response.status, response.document["__type"]) == (400, "UnsupportedOperation")
    assert response.document["message"].startswith("not supported here: ")


ALARM = {
    "Namespace": "Shop",
    "MetricName": "Orders",
    "EvaluationPeriods": 1,
    "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanThreshold",
}


def test_alarms_are_found_by_their_whole_metric(client: RawClient) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html"""
    north = dimensions(shop="north")
    for name, more in {
        "plain": {"Statistic": "Sum", "Period": 60},
        "slow": {"Statistic": "Sum", "Period": 300, "Unit": "Count"},
        "average": {"Statistic": "Average", "Period": 60},
        "p99": {"ExtendedStatistic": "p99", "Period": 60},
        "north": {"Statistic": "Sum", "Period": 60, "Dimensions": north},
    }.items():
        response = client.cloudwatch("PutMetricAlarm", {**ALARM, "AlarmName": name, **more})
        assert response.status == 200, response.document

    def found(**asked: Any) -> list[str]:
        asked |= {"Namespace": "Shop", "MetricName": "Orders"}
        alarms = client.cloudwatch("DescribeAlarmsForMetric", asked).document["MetricAlarms"]
        return sorted(alarm["AlarmName"] for alarm in alarms)

    assert found() == ["average", "p99", "plain", "slow"]
    assert found(Statistic="Sum") == ["plain", "slow"]
    assert found(Period=300) == ["slow"]
    assert found(Unit="Count") == ["slow"]
    assert found(ExtendedStatistic="p99") == ["p99"]
    assert found(Dimensions=north) == ["north"]
    assert found(Dimensions=dimensions(shop="south")) == []
