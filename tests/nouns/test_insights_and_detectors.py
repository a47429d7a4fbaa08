"""Anomaly detectors, Contributor Insights rules and metric streams."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.cloudwatch import (
    AnomalyDetector,
    InsightRule,
    Metric,
    MetricDataQuery,
    MetricStream,
)
from reboto.exception import BotoClientError, BotoTimeoutError
from tests.support.messages import cbor_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

START, DAY = datetime.datetime(2026, 1, 1), datetime.timedelta(days=1)
CPU = ("CPUUtilization", "AWS/EC2", {"AutoScalingGroupName": "web"})
SINGLE = {
    "Namespace": "AWS/EC2",
    "MetricName": "CPUUtilization",
    "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "web"}],
    "Stat": "p90",
}


def read(state: str, **more: Any) -> dict[str, Any]:
    """A detector as AWS returns it, with the metric in both forms."""
    return {**SINGLE, "SingleMetricAnomalyDetector": SINGLE, "StateValue": state, **more}


def test_a_detector_is_created_trained_and_deleted(style: Blocking, server: Wire) -> None:
    server.script(
        cbor_result({"AnomalyDetectorId": "ad-1"}),
        cbor_result({"AnomalyDetectors": [read("PENDING_TRAINING", AnomalyDetectorId="ad-1")]}),
        cbor_result({"AnomalyDetectors": [read("TRAINED", AnomalyDetectorId="ad-1")]}),
        cbor_result(),
    )
    detector = AnomalyDetector.of_metric(*CPU, "p90", periodic_spikes=True)
    detector.connection = style.cloudwatch(server)
    assert style.settle(detector.save()).id == "ad-1"
    assert server.requests[-1].document == {
        "SingleMetricAnomalyDetector": SINGLE,
        "MetricCharacteristics": {"PeriodicSpikes": True},
    }
    seen: list[str] = []
    trained = style.settle(
        detector.wait_until_trained(delay=0.1, progress=lambda state: seen.append(state.seen))
    )
    assert seen == ["PENDING_TRAINING", "TRAINED"]
    assert server.requests[-1].document == {"AnomalyDetectorIds": ["ad-1"]}
    assert trained.title == "CPUUtilization(p90)"
    assert style.settle(trained.delete()) is True
    assert server.requests[-1].document == {"AnomalyDetectorId": "ad-1"}


def test_a_detector_that_was_read_is_sent_in_one_form(style: Blocking, server: Wire) -> None:
    server.script(
        cbor_result({"AnomalyDetectors": [read("TRAINED")]}), cbor_result(), cbor_result()
    )
    cloudwatch = style.cloudwatch(server)
    (detector,) = style.settle(cloudwatch.describe_anomaly_detectors())
    style.settle(detector.save())
    # AWS refuses both forms.
    assert server.requests[-1].document == {"SingleMetricAnomalyDetector": SINGLE}
    assert detector.namespace == "AWS/EC2"
    style.settle(detector.delete())
    assert server.requests[-1].document == {"SingleMetricAnomalyDetector": SINGLE}


def test_a_detector_without_an_id_is_found_by_its_metric(style: Blocking, server: Wire) -> None:
    other = read("TRAINED", SingleMetricAnomalyDetector={**SINGLE, "Stat": "Sum"})
    server.otherwise = cbor_result({"AnomalyDetectors": [other]})
    detector = AnomalyDetector.of_metric(*CPU, "p90")
    detector.connection = style.cloudwatch(server)
    with pytest.raises(BotoClientError, match=r"detector CPUUtilization\(p90\) does not exist"):
        style.settle(detector.wait_until_trained(timeout=0))
    assert server.requests[-1].document == {
        "Namespace": "AWS/EC2",
        "MetricName": "CPUUtilization",
        "Dimensions": SINGLE["Dimensions"],
        "AnomalyDetectorTypes": ["SINGLE_METRIC"],
    }
    server.otherwise = cbor_result({"AnomalyDetectors": [other, read("TRAINED_INSUFFICIENT_DATA")]})
    with pytest.raises(BotoTimeoutError, match="last seen: TRAINED_INSUFFICIENT_DATA"):
        style.settle(detector.wait_until_trained(timeout=0))


def test_a_detector_of_metric_math(style: Blocking, server: Wire) -> None:
    server.script(cbor_result({"AnomalyDetectorId": "ad-2"}))
    queries = [
        MetricDataQuery("m", *CPU, "Average", 60),
        MetricDataQuery("double", expression="m * 2"),
    ]
    detector = AnomalyDetector.of_math(queries)
    assert detector.title == "m * 2"
    style.settle(style.cloudwatch(server).put_anomaly_detector(detector))
    sent = server.requests[-1].document["MetricMathAnomalyDetector"]["MetricDataQueries"]
    assert [(each["Id"], each["ReturnData"]) for each in sent] == [("m", False), ("double", True)]
    assert "m * 2" in detector._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_detectors_and_rules_are_tables(style: Blocking, server: Wire) -> None:
    rule = {"Name": "clients", "State": "ENABLED", "Schema": "{}", "Definition": "{}"}
    server.script(
        cbor_result({"AnomalyDetectors": [read("TRAINED"), read("PENDING_TRAINING")]}),
        cbor_result({"InsightRules": [rule]}),
        cbor_result({"Entries": [{"Name": "lake", "State": "running", "OutputFormat": "json"}]}),
        cbor_result({"DashboardEntries": [{"DashboardName": "web", "Size": 7}]}),
        cbor_result({"CompositeAlarms": [{"AlarmName": "page", "AlarmRule": "ALARM(a)"}]}),
    )
    cloudwatch = style.cloudwatch(server)
    detectors = style.settle(cloudwatch.describe_anomaly_detectors())
    assert list(detectors.to_pandas()["state_value"]) == ["TRAINED", "PENDING_TRAINING"]
    rules = style.settle(cloudwatch.describe_insight_rules())
    assert rules.to_polars()["name"].to_list() == ["clients"]
    streams = style.settle(cloudwatch.list_metric_streams())
    assert streams.to_numpy()["state"].tolist() == ["running"]
    boards = style.settle(cloudwatch.list_dashboards())
    assert boards.to_pandas()["size"].tolist() == [7]
    alarms = style.settle(cloudwatch.describe_alarms(alarm_types="CompositeAlarm"))
    assert alarms.to_pandas()["rule"].tolist() == ["ALARM(a)"]
    assert alarms.to_polars()["rule"].to_list() == ["ALARM(a)"]


def test_a_rule_of_logs(style: Blocking, server: Wire) -> None:
    server.script(cbor_result())
    rule = InsightRule.of_logs(
        "clients",
        ["/aws/api", "/aws/web*"],
        "$.ip",
        value="$.bytes",
        filters={"$.status": 500, "$.method": ["GET", "PUT"]},
        tags={"team": "shop"},
    )
    rule.connection = style.cloudwatch(server)
    assert style.settle(rule.save()) is True
    sent = server.request.document
    assert (sent["RuleName"], sent["RuleState"]) == ("clients", "ENABLED")
    assert json.loads(sent["RuleDefinition"]) == {
        "Schema": {"Name": "CloudWatchLogRule", "Version": 1},
        "LogGroupNames": ["/aws/api", "/aws/web*"],
        "LogFormat": "JSON",
        "Contribution": {
            "Keys": ["$.ip"],
            "Filters": [
                {"Match": "$.status", "In": [500]},
                {"Match": "$.method", "In": ["GET", "PUT"]},
            ],
            "ValueOf": "$.bytes",
        },
        "AggregateOn": "Sum",
    }
    lines = InsightRule.of_logs(
        "c",
        "g",
        ["ip"],
        log_format="CLF",
        fields={1: "ip"},
        filters=[{"Match": "ip", "StartsWith": ["10."]}],
        enabled=False,
    )
    made = json.loads(lines.definition or "")
    assert (made["Fields"], made["AggregateOn"], lines.state) == ({"1": "ip"}, "Count", "DISABLED")
    assert made["Contribution"]["Filters"] == [{"Match": "ip", "StartsWith": ["10."]}]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: InsightRule.of_logs("a", [], "x"), "log_groups must have at least one"),
        (lambda: InsightRule.of_logs("a", "g", list("abcde")), "keys must have 1 to 4 fields"),
        (
            lambda: InsightRule.of_logs("a", "g", "x", filters=dict.fromkeys("abcde", 1)),
            "filters must have at most 4, got 5",
        ),
        (lambda: AnomalyDetector.of_metric("CPU"), "namespace is required"),
        (lambda: AnomalyDetector.of_metric(Metric()), "metric is required"),
    ],
)
def test_wrong_arguments(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_a_rule_has_tags_if_its_arn_is_set(style: Blocking, server: Wire) -> None:
    rule = InsightRule(style.cloudwatch(server), name="clients", definition="{}")
    with pytest.raises(ValueError, match=r"arn is not set, .* 'arn:aws:.*:insight-rule/clients'"):
        rule.get_tags()
    assert server.requests == []
    rule.arn = "arn:aws:cloudwatch:eu-west-1:123456789012:insight-rule/clients"
    server.script(cbor_result({"Tags": [{"Key": "team", "Value": "web"}]}))
    server.otherwise = cbor_result({})
    assert style.settle(rule.get_tags()) == {"team": "web"}
    style.settle(rule.add_tags({"stage": "live"}))
    style.settle(rule.remove_tags("team"))
    assert [request.operation for request in server.requests] == [
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
    ]
    assert {request.document["ResourceARN"] for request in server.requests} == {rule.arn}
    # It is not a setting of the rule.
    style.settle(rule.connection.put_insight_rule(rule))
    assert set(server.requests[-1].document) == {"RuleName", "RuleDefinition"}


def test_a_report_is_a_table(style: Blocking, server: Wire) -> None:
    contributors = [
        {"Keys": ["10.0.0.1", "GET"], "ApproximateAggregateValue": 2.0, "Datapoints": []},
        {"Keys": ["10.0.0.2", "PUT"], "ApproximateAggregateValue": 5.0, "Datapoints": []},
    ]
    server.script(
        cbor_result({"KeyLabels": ["$.ip", "$.method"], "Contributors": contributors}),
        cbor_result({"KeyLabels": ["$.ip"], "Contributors": []}),
    )
    rule = InsightRule(style.cloudwatch(server), name="clients")
    report = style.settle(rule.get_report(START, START + DAY, 300))
    frame = report.to_pandas()
    assert frame.to_dict("list") == {
        "$.ip": ["10.0.0.2", "10.0.0.1"],
        "$.method": ["PUT", "GET"],
        "value": [5.0, 2.0],
    }
    assert report.to_polars()["value"].to_list() == [5.0, 2.0]
    assert "10.0.0.2" in report._repr_html_()  # pyright: ignore[reportPrivateUsage]
    empty = style.settle(rule.get_report(START, START + DAY, 300))
    assert len(empty.to_pandas()) == 0


@pytest.mark.parametrize(
    ("method", "states"),
    [
        ("wait_until_running", ["stopped", "running"]),
        ("wait_until_stopped", ["running", "stopped"]),
    ],
)
def test_streams_start_and_stop(
    style: Blocking, server: Wire, method: str, states: list[str]
) -> None:
    server.script(
        cbor_result({"Arn": "arn:aws:cloudwatch:eu-west-1:1:metric-stream/lake"}),
        *(cbor_result({"Name": "lake", "State": state}) for state in states),
    )
    stream = MetricStream(style.cloudwatch(server), name="lake", firehose_arn="f", role_arn="r")
    stream.output_format = "json"
    assert style.settle(stream.save()) is True
    assert stream.arn == "arn:aws:cloudwatch:eu-west-1:1:metric-stream/lake"
    reached = style.settle(getattr(stream, method)(delay=0.1))
    assert (reached.state, len(server.requests)) == (states[-1], 3)
