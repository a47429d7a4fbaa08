"""Metrics, their data and their statistics."""

from __future__ import annotations

import datetime
from typing import Any

from tests.compat.scenario import Content, raised, scenario

UTC = datetime.timezone.utc
START = datetime.datetime(2013, 6, 25, 18, 0)
END = datetime.datetime(2013, 6, 25, 19, 0, 0, 250000)
AWARE = datetime.datetime(2013, 6, 25, 18, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
METRICS: Content = {
    "Metrics": [
        {
            "Namespace": "AWS/EC2",
            "MetricName": "CPUUtilization",
            "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}, {"Name": "A", "Value": "b"}],
        },
        {"Namespace": "Shop", "MetricName": "Orders & more", "Dimensions": []},
    ],
    "NextToken": "more",
}
DATAPOINTS: Content = {
    "Label": "CPUUtilization",
    "Datapoints": [
        {
            "Timestamp": datetime.datetime(2013, 6, 25, 18, 1, tzinfo=UTC),
            "SampleCount": 5.0,
            "Average": 12.5,
            "Sum": 62.5,
            "Minimum": 0.0,
            "Maximum": 1e-05,
            "Unit": "Percent",
        },
        {"Timestamp": datetime.datetime(2013, 6, 25, 18, 0, tzinfo=UTC), "Average": 1e21},
    ],
}


@scenario(ListMetrics=METRICS)
def metrics_are_listed(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        cloudwatch.list_metrics(),
        cloudwatch.list_metrics("token", {"InstanceId": "i-1"}, "CPUUtilization", "AWS/EC2"),
        cloudwatch.list_metrics("", dimensions={"InstanceId": ["i-1", "i-2"], "A": None}),
        cloudwatch.list_metrics(namespace="Shop"),
    ]


@scenario(GetMetricStatistics=DATAPOINTS)
def statistics_are_read(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    read = cloudwatch.get_metric_statistics
    return [
        read(60, START, END, "CPUUtilization", "AWS/EC2", ["Average", "Maximum"]),
        read("60", AWARE, END, "CPUUtilization", "AWS/EC2", "Average", {"InstanceId": "i-1"}),
        read(
            period=300,
            start_time=START,
            end_time=END,
            metric_name="Orders",
            namespace="Shop",
            statistics=["Sum"],
            dimensions={"Shop": ["a", "b"]},
            unit="Count",
        ),
        read(60, START, END, "Orders", "Shop", ["Sum"], {}, None),
    ]


@scenario(GetMetricStatistics={"Label": "none", "Datapoints": []})
def no_statistics_are_found(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return cloudwatch.get_metric_statistics(60, START, END, "Orders", "Shop", "Sum")


@scenario(ListMetrics=METRICS, GetMetricStatistics=DATAPOINTS)
def a_metrics_own_methods(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    metric = cloudwatch.list_metrics()[0]
    made = boto.ec2.cloudwatch.metric.Metric(connection=cloudwatch)
    made.name, made.namespace, made.dimensions = "Orders", "Shop", {"Shop": ["a"]}
    return [
        metric.query(START, END, "Average"),
        metric.query(START, END, ["Average", "Sum"], unit="Percent", period=300),
        made.query(START, END, "Sum", "Count", 60),
        metric.create_alarm("high", ">", 70, 60, 2, "Average"),
        metric.create_alarm(
            "high",
            "<",
            70,
            60,
            2,
            "Average",
            enabled=False,
            description="what for",
            dimensions={"InstanceId": "i-2"},
            alarm_actions=["arn:a"],
            ok_actions=["arn:b"],
            insufficient_data_actions=["arn:c"],
            unit="Percent",
        ),
        made,
    ]


@scenario()
def data_are_put(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    put = cloudwatch.put_metric_data
    one = {"maximum": 30, "minimum": 1, "samplecount": 100, "sum": 1500}
    return [
        put("Shop", "Orders", 3),
        put("Shop", "Orders", "3.5", START, "Count", {"Shop": "a"}),
        put("Shop", "Orders", 0, timestamp=AWARE),
        put("Shop", "Orders", 1, END),
        put("Shop", ["Orders", "Sales"], [1, 2]),
        put("Shop", ["Orders", "Sales"], 7, unit="Count", dimensions={"Shop": ["a", "b"]}),
        put("Shop", "Orders", [1, 2], timestamp=[START, AWARE], unit=["Count", "None"]),
        put("Shop", "Orders", [1, 2], dimensions=[{"Shop": "a"}, {"Shop": None, "B": "c"}]),
        put("Shop", "Orders", statistics=one),
        put("Shop", ["Orders", "Sales"], statistics=[one, {**one, "sum": "2.5"}], unit="Count"),
        put(namespace="Shop", name="Orders", value=1e-9),
        put("Shop", "Orders", 1, unit="Counter"),
    ]


@scenario()
def data_are_refused_before_they_are_sent(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    put = cloudwatch.put_metric_data
    results = [
        raised(put, "Shop", "Orders"),
        raised(put, "Shop", ["a", "b"], [1, 2, 3]),
        raised(put, "Shop", "Orders", statistics={"maximum": 1}),
    ]
    return [isinstance(result, Exception) for result in results]
