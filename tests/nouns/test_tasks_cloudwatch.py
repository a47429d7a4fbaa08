"""The everyday tasks of CloudWatch, as users write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reboto.ec2.cloudwatch import (
    CompositeAlarm,
    Dashboard,
    MetricAlarm,
    MetricDataQuery,
    in_alarm,
)

if TYPE_CHECKING:
    from reboto.local import Endpoint
    from tests.support.styles import Blocking

TOPIC = "arn:aws:sns:eu-west-1:123456789012:page"


def test_6_a_composite_alarm(endpoint: Endpoint, style: Blocking) -> None:
    del endpoint
    cloudwatch, topic = style.cloudwatch(), TOPIC
    for name in ("cpu", "errors", "deploying"):
        style.settle(
            cloudwatch.put_metric_alarm(MetricAlarm(None, name, name, "Shop", "Sum", ">", 7, 60, 1))
        )
    style.settle(
        cloudwatch.put_composite_alarm(
            CompositeAlarm(
                name="page",
                rule=in_alarm("cpu") & in_alarm("errors") & ~in_alarm("deploying"),
                alarm_actions=[topic],
            )
        )
    )
    (page,) = style.settle(cloudwatch.describe_alarms(alarm_names=["page"]))
    assert page.rule == 'ALARM("cpu") AND ALARM("errors") AND NOT ALARM("deploying")'
    assert page.alarm_actions == [TOPIC]


def test_7_an_error_rate(endpoint: Endpoint, style: Blocking) -> None:
    del endpoint
    cloudwatch = style.cloudwatch()
    balancer = ("AWS/ApplicationELB", {"LoadBalancer": "app/web/1"}, "Sum", 60)
    style.settle(
        cloudwatch.put_metric_alarm(
            MetricAlarm(
                name="error-rate",
                comparison=">",
                threshold=5,
                evaluation_periods=5,
                datapoints_to_alarm=3,
                treat_missing_data="notBreaching",
                metrics=[
                    MetricDataQuery("rate", expression="100 * errors / requests"),
                    MetricDataQuery("errors", "HTTPCode_Target_5XX_Count", *balancer),
                    MetricDataQuery("requests", "RequestCount", *balancer),
                ],
            )
        )
    )
    (alarm,) = style.settle(cloudwatch.describe_alarms(alarm_names=["error-rate"]))
    assert [(each.id, each.return_data) for each in alarm.metrics] == [
        ("rate", True),
        ("errors", False),
        ("requests", False),
    ]
    assert repr(alarm) == "MetricAlarm:error-rate[100 * errors / requests > 5.0]"


def test_8_an_anomaly_alarm(endpoint: Endpoint, style: Blocking) -> None:
    del endpoint
    cloudwatch = style.cloudwatch()
    style.settle(
        cloudwatch.put_metric_alarm(
            MetricAlarm.anomaly(
                "TargetResponseTime",
                "AWS/ApplicationELB",
                {"LoadBalancer": "app/web/1"},
                "p90",
                300,
                name="slow",
                evaluation_periods=3,
                band=2,
            )
        )
    )
    (slow,) = style.settle(cloudwatch.describe_alarms(alarm_names=["slow"]))
    metric, band = slow.metrics
    assert (slow.threshold_metric_id, band.expression) == (
        band.id,
        f"ANOMALY_DETECTION_BAND({metric.id}, 2)",
    )
    assert (metric.metric, metric.statistic, metric.period) == ("TargetResponseTime", "p90", 300)
    assert metric.dimensions == {"LoadBalancer": ["app/web/1"]}
    assert slow.comparison == "LessThanLowerOrGreaterThanUpperThreshold"


def test_9_a_dashboard_from_alarms(endpoint: Endpoint, style: Blocking) -> None:
    del endpoint
    cloudwatch = style.cloudwatch()
    for name in ("web-busy", "web-idle", "other"):
        style.settle(
            cloudwatch.put_metric_alarm(
                MetricAlarm(None, name, "CPU", "AWS/EC2", "Average", ">", 7, 60, 1)
            )
        )
    board, alarms = Dashboard("web"), style.all(cloudwatch.iter_alarms(alarm_name_prefix="web-"))
    board.add_alarms(alarms)
    for alarm in alarms:
        board.add_alarm_graph(alarm)
    style.settle(cloudwatch.put_dashboard(board))
    read = style.settle(cloudwatch.get_dashboard("web"))
    assert read.widgets == board.widgets
    assert [widget["type"] for widget in json.loads(read.body)["widgets"]] == [
        "alarm",
        "metric",
        "metric",
    ]
    assert [widget.title for widget in read.widgets] == ["Alarms", "web-busy", "web-idle"]
