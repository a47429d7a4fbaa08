"""Updates that AWS refused, because what was sent for an object lacked some of its members."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.cloudwatch import MetricAlarm
from reboto.exception import BotoTimeoutError
from tests.aws_model.pairs import PAIRS
from tests.aws_model.reading import ALARM, LAUNCH_TEMPLATE, STEPS, changes, read, read_group
from tests.aws_model.responses import document, encoded

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

BAND = [
    {
        "Id": "m1",
        "MetricStat": {
            "Metric": {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization"},
            "Period": 60,
            "Stat": "Average",
        },
    },
    {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)", "Period": 60},
]
OF_MATH: dict[str, dict[str, Any]] = {
    "metric math": {
        "Metrics": BAND,
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanThreshold",
    },
    "band": {
        "Metrics": BAND,
        "ThresholdMetricId": "band",
        "ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
    },
    "query": {
        "Metrics": [
            {"Id": "q1", "Expression": 'SELECT MAX(Load) FROM "Custom"', "Period": 60},
        ],
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanThreshold",
    },
    "PromQL": {
        "EvaluationCriteria": {"PromQLCriteria": {"Query": "up == 0"}},
        "EvaluationInterval": 60,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", OF_MATH)
def test_alarms_that_are_not_on_one_metric_are_updated(
    style: Blocking, server: Wire, kind: str
) -> None:
    members = {"AlarmName": "math", "EvaluationPeriods": 3, **OF_MATH[kind]}
    _, alarm = read(style, server, PAIRS["metric alarm"], members)
    alarm.description = "changed"
    style.settle(alarm.update())
    assert server.request.document == {**members, "AlarmDescription": "changed"}


TRACKING: dict[str, dict[str, Any]] = {
    "TargetTrackingScaling": {
        "TargetTrackingConfiguration": {
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
            "TargetValue": 50.0,
        }
    },
    "StepScaling": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": STEPS},
    "PredictiveScaling": {
        "PredictiveScalingConfiguration": {
            "MetricSpecifications": [
                {
                    "TargetValue": 50.0,
                    "PredefinedMetricPairSpecification": {
                        "PredefinedMetricType": "ASGCPUUtilization"
                    },
                }
            ],
            "Mode": "ForecastOnly",
        }
    },
}


@pytest.mark.parametrize("kind", TRACKING)
def test_policies_that_are_not_simple_stay_what_they_are(
    style: Blocking, server: Wire, kind: str
) -> None:
    members = {
        "AutoScalingGroupName": "web",
        "PolicyName": "p",
        "PolicyType": kind,
        **TRACKING[kind],
    }
    autoscale, policy = read(style, server, PAIRS["step policy"], members)
    style.settle(autoscale.create_scaling_policy(policy))
    assert document(server.request) == encoded("autoscaling", "PutScalingPolicy", members)


@pytest.mark.parametrize("source", ["LaunchTemplate", "MixedInstancesPolicy"])
def test_the_copy_of_a_group_has_its_launch_template(
    style: Blocking, server: Wire, source: str
) -> None:
    mixed = {"LaunchTemplate": {"LaunchTemplateSpecification": LAUNCH_TEMPLATE}}
    given = {"LaunchTemplate": LAUNCH_TEMPLATE, "MixedInstancesPolicy": mixed}[source]
    group = read_group(style, server, **{source: given})
    group.name = "copy"
    style.settle(group.connection.create_auto_scaling_group(group))
    prefix = source if source == "LaunchTemplate" else (
        "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification"
    )  # fmt: skip
    assert changes(server)[f"{prefix}.LaunchTemplateName"] == "web"


@pytest.mark.parametrize(
    ("before", "change", "sent"),
    [
        ({"ExtendedStatistic": "p99"}, {"statistic": "Average"}, {"Statistic": "Average"}),
        ({"Statistic": "Average"}, {"extended_statistic": "p99"}, {"ExtendedStatistic": "p99"}),
        ({"Statistic": "Average"}, {"statistic": "p99"}, {"ExtendedStatistic": "p99"}),
        ({"ExtendedStatistic": "p99"}, {"extended_statistic": "p90"}, {"ExtendedStatistic": "p90"}),
    ],
)
def test_the_statistic_that_was_set_since_is_sent(
    style: Blocking,
    server: Wire,
    before: dict[str, str],
    change: dict[str, str],
    sent: dict[str, str],
) -> None:
    members = {
        **{key: value for key, value in ALARM.items() if key != "Statistic"},
        "AlarmActions": ["arn:1"],
        "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
    }
    _, alarm = read(style, server, PAIRS["metric alarm"], {**members, **before})
    for attribute, value in change.items():
        setattr(alarm, attribute, value)
    style.settle(alarm.update())
    assert server.request.document == {**members, **sent}


def test_a_new_alarm_has_one_statistic(style: Blocking, server: Wire) -> None:
    alarm = MetricAlarm(
        name="a", metric="m", namespace="n", statistic="Average", comparison=">", threshold=1,
        period=60, evaluation_periods=1, extended_statistic="p99",
    )  # fmt: skip
    with pytest.raises(ValueError, match="either statistic or extended_statistic"):
        style.settle(style.cloudwatch(server).put_metric_alarm(alarm))
    assert server.requests == []


def test_an_update_keeps_the_mixed_instances_policy(style: Blocking, server: Wire) -> None:
    mixed = {"LaunchTemplate": {"LaunchTemplateSpecification": LAUNCH_TEMPLATE}}
    group = read_group(style, server, MixedInstancesPolicy=mixed)
    group.max_size = 9
    style.settle(group.update())
    assert changes(server) == {"MaxSize": "9"}


@pytest.mark.parametrize(
    ("weights", "desired", "states", "reached"),
    [
        (["4", "4", "2"], 10, ["InService"] * 3, True),
        # The last instance has more units than were missing.
        (["4", "4", "4"], 10, ["InService"] * 3, True),
        (["4", "4", "4"], 10, ["InService", "InService", "Pending"], False),
        (["4", "4", "4", "4"], 10, ["InService"] * 4, False),
        ([None, None], 2, ["InService"] * 2, True),
        ([None, None, None], 2, ["InService"] * 3, False),
        (["2"], 0, ["Terminating"], False),
    ],
)
def test_the_units_of_weighted_groups_are_waited_for(
    style: Blocking,
    server: Wire,
    weights: list[str | None],
    desired: int,
    states: list[str],
    reached: bool,
) -> None:
    instances = [
        {"InstanceId": f"i-{at}", "LifecycleState": state}
        | ({} if weight is None else {"WeightedCapacity": weight})
        for at, (weight, state) in enumerate(zip(weights, states, strict=True))
    ]
    members = {"DesiredCapacity": desired, "Instances": instances}
    group = read_group(style, server, **members)
    server.otherwise = PAIRS["group"].response({"AutoScalingGroupName": "web", **members})
    if reached:
        assert style.settle(group.wait_until_in_service(timeout=0)).name == "web"
        return
    with pytest.raises(BotoTimeoutError, match="in service"):
        style.settle(group.wait_until_in_service(timeout=0))


def test_no_row_warns(style: Blocking, server: Wire) -> None:
    """Objects that were only read and written name nothing that cannot be sent."""
    for pair in PAIRS.values():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            connection, value = read(style, server, pair, pair.values())
            style.settle(pair.send(connection, value))
