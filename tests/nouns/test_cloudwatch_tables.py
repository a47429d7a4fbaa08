"""Every listing of CloudWatch as a table of pandas, polars and numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.messages import cbor_result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:"
# Method, its arguments, the member of the response, an item, and a column with its value.
LISTINGS: dict[str, tuple[list[Any], str, dict[str, Any], str, Any]] = {
    "describe_alarms": ([], "MetricAlarms", {"AlarmName": "a", "Threshold": 7.0}, "threshold", 7.0),
    "describe_alarms_for_metric": (["m", "n"], "MetricAlarms", {"AlarmName": "a"}, "name", "a"),
    "describe_alarm_history": (
        [],
        "AlarmHistoryItems",
        {"AlarmName": "a", "HistorySummary": "s"},
        "summary",
        "s",
    ),
    "describe_alarm_contributors": (
        ["a"],
        "AlarmContributors",
        {"ContributorId": "c", "StateReason": "r"},
        "state_reason",
        "r",
    ),
    "describe_anomaly_detectors": (
        [],
        "AnomalyDetectors",
        {"AnomalyDetectorId": "d", "StateValue": "TRAINED"},
        "state_value",
        "TRAINED",
    ),
    "describe_insight_rules": ([], "InsightRules", {"Name": "r", "State": "ENABLED"}, "name", "r"),
    "list_managed_insight_rules": (
        ["arn:aws:x"],
        "ManagedRules",
        {"TemplateName": "t", "ResourceARN": "arn:aws:x"},
        "template_name",
        "t",
    ),
    "list_alarm_mute_rules": (
        [],
        "AlarmMuteRuleSummaries",
        {"AlarmMuteRuleArn": f"{ARN}alarm-mute-rule:nights", "Status": "ACTIVE"},
        "status",
        "ACTIVE",
    ),
    "list_dashboards": ([], "DashboardEntries", {"DashboardName": "d", "Size": 7}, "size", 7),
    "list_metric_data_query_definitions": (
        [],
        "Items",
        {"Id": "q", "Path": "team/web", "Type": "PROMQL"},
        "path",
        "team/web",
    ),
    "list_metric_streams": ([], "Entries", {"Name": "s", "State": "running"}, "state", "running"),
    "list_metrics": ([], "Metrics", {"MetricName": "m", "Namespace": "n"}, "namespace", "n"),
}


@pytest.mark.parametrize("method", LISTINGS)
@pytest.mark.parametrize("count", [0, 2])
def test_a_listing_is_a_table(style: Blocking, server: Wire, method: str, count: int) -> None:
    arguments, member, item, column, value = LISTINGS[method]
    server.script(cbor_result({member: [item] * count}))
    found = style.settle(getattr(style.cloudwatch(server), method)(*arguments))
    assert found.to_pandas()[column].tolist() == [value] * count
    assert found.to_polars()[column].to_list() == [value] * count
    assert found.to_numpy()[column].tolist() == [value] * count
    assert len(found._repr_html_()) > 100


def test_alarms_of_all_types_are_one_table(style: Blocking, server: Wire) -> None:
    server.script(
        cbor_result(
            {
                "MetricAlarms": [{"AlarmName": "busy", "Threshold": 7.0, "StateValue": "OK"}],
                "CompositeAlarms": [{"AlarmName": "page", "AlarmRule": "OK(a)"}],
                "LogAlarms": [{"AlarmName": "log", "StateValue": "ALARM"}],
            }
        )
    )
    found = style.settle(style.cloudwatch(server).describe_alarms(alarm_types="all"))
    frame = found.to_pandas()
    assert frame["name"].tolist() == ["busy", "page", "log"]
    rule = found.to_polars()
    assert "name" in rule.columns
    assert "page" in found._repr_html_()
