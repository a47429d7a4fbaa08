"""A query of metrics is flat in Python and nested in AWS's model; nothing is lost between both."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from reboto.ec2.autoscale.policy import CustomizedLoadMetric
from reboto.ec2.cloudwatch.metric import Metric
from reboto.ec2.cloudwatch.metric_data import MetricDataQuery
from tests.aws_model.samples import SERVICES, sample

DIMENSIONS = [{"Name": "Group", "Value": "web"}, {"Name": "Group", "Value": "api"}]
METRIC = {"Namespace": "AWS/EC2", "MetricName": "CPU", "Dimensions": DIMENSIONS}
STAT = {"Metric": METRIC, "Period": 60, "Stat": "p99", "Unit": "Percent"}

TYPES = [
    (service, name)
    for service in SERVICES
    for name in ("MetricDataQuery", "TargetTrackingMetricDataQuery")
    if name in service.structures
]


@pytest.mark.parametrize(("service", "name"), TYPES, ids=lambda part: getattr(part, "name", part))
def test_a_query_with_every_member_is_written_back(service: Any, name: str) -> None:
    given = sample(service, service.structures[name])
    query = MetricDataQuery._from_members(given)  # pyright: ignore[reportPrivateUsage]
    assert query.to_dict() == given
    assert MetricDataQuery.from_dict(given) == query
    for made in (copy.copy(query), copy.deepcopy(query), pickle.loads(pickle.dumps(query))):  # noqa: S301
        assert made.to_dict() == given


@pytest.mark.parametrize(
    "given",
    [
        {"Id": "m", "MetricStat": STAT},
        {"Id": "m", "MetricStat": STAT, "ReturnData": True},
        {"Id": "m", "MetricStat": STAT, "ReturnData": False, "Label": "", "AccountId": "1"},
        {"Id": "m", "MetricStat": {"Metric": METRIC, "Stat": "Sum"}},
        {"Id": "m", "MetricStat": {"Metric": {"MetricName": "CPU"}, "Stat": "Sum", "Period": 1}},
        {"Id": "m", "MetricStat": {"Metric": {"Dimensions": []}, "Stat": "Sum"}},
        {"Id": "m", "MetricStat": {"Metric": {}, "Unit": "None"}},
        {"Id": "e", "Expression": "m * 2"},
        {"Id": "e", "Expression": "m * 2", "Period": 300, "ReturnData": False},
        {"Id": "e", "Expression": "m", "MetricStat": STAT, "Period": 300},
        {"Id": "m", "MetricStat": {"Metric": METRIC, "Stat": "Sum"}, "Period": 300},
        {"Id": "m", "Later": {"A": 1}},
        {"Id": "m", "MetricStat": {**STAT, "Later": 1}},
        {"Id": "m", "MetricStat": {**STAT, "Metric": {**METRIC, "Later": [1]}}},
    ],
)
def test_every_form_is_written_back(given: dict[str, Any]) -> None:
    query = MetricDataQuery._from_members(copy.deepcopy(given))  # pyright: ignore[reportPrivateUsage]
    assert query.to_dict() == given


def test_the_parts_of_a_query_are_attributes() -> None:
    query = MetricDataQuery.from_dict({"Id": "m", "MetricStat": STAT})
    assert (query.metric, query.namespace, query.statistic) == ("CPU", "AWS/EC2", "p99")
    assert query.dimensions == {"Group": ["web", "api"]}
    assert (query.period, query.unit, query.return_data) == (60, "Percent", None)
    assert MetricDataQuery("m").return_data is True
    snake = {
        "id": "m",
        "metric_stat": {
            "metric": {"namespace": "AWS/EC2", "metric_name": "CPU", "dimensions": DIMENSIONS},
            "period": 60,
            "stat": "p99",
            "unit": "Percent",
        },
    }
    assert MetricDataQuery.from_dict(snake) == query
    flat = {"id": "m", "metric": "CPU", "namespace": "AWS/EC2", "dimensions": {"Group": "web"}}
    assert MetricDataQuery.from_dict(flat).to_dict()["MetricStat"] == {
        "Metric": {**METRIC, "Dimensions": DIMENSIONS[:1]}
    }


def test_names_of_aws_are_aliases() -> None:
    query: Any = MetricDataQuery("m", "CPU")
    query.MetricName, query.Stat, query.ReturnData = "Net", "Sum", False
    assert (query.metric, query.statistic, query.return_data) == ("Net", "Sum", False)
    assert query.metric_name == "Net"


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ({"Id": "m", "Expresion": "x"}, "'Expresion': did you mean expression"),
        ({"Id": "m", "MetricStat": {**STAT, "Units": "x"}}, "'Units': did you mean unit"),
        ({"Id": "m", "MetricStat": {"Metric": {"Nmespace": "x"}}}, "'Nmespace': did you mean"),
        ({"Id": "m", "MetricStat": {"Label": "x", "Stat": "Sum"}}, "'Label'"),
    ],
)
def test_unknown_members_are_refused(given: dict[str, Any], nearest: str) -> None:
    with pytest.raises(ValueError, match=f"MetricDataQuery has no member {nearest}"):
        MetricDataQuery.from_dict(given)
    with pytest.raises(ValueError, match=f"MetricDataQuery has no member {nearest}"):
        CustomizedLoadMetric(metric_data_queries=[given])


def test_a_metric_gives_its_name_namespace_and_dimensions() -> None:
    metric = Metric()
    metric.name, metric.namespace, metric.dimensions = "CPU", "AWS/EC2", {"a": ["1"]}
    query = MetricDataQuery("m", metric, statistic="Sum")
    assert (query.metric, query.namespace, query.dimensions) == ("CPU", "AWS/EC2", {"a": ["1"]})
