"""Scaling policies: short constructors, and policies as actions of alarms."""

from __future__ import annotations

import copy
import datetime
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import (
    CustomizedMetric,
    MetricSpecification,
    PredefinedMetric,
    PredefinedMetricPair,
    PredictiveScaling,
    ScalingPolicy,
    StepAdjustment,
    TargetTracking,
)
from reboto.ec2.cloudwatch import MetricAlarm, MetricDataQuery
from tests.support.wire import result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

LABEL = "app/web/1/targetgroup/web/2"
CREATED = result("PutScalingPolicy", {"PolicyARN": "arn:policy/up"})


def sent(style: Blocking, server: Wire, policy: ScalingPolicy[Any]) -> dict[str, str]:
    """Create a policy, and return the parameters of the request without the usual ones."""
    server.script(CREATED)
    style.settle(style.autoscale(server).create_scaling_policy(policy))
    usual = {"Action", "Version", "AutoScalingGroupName", "PolicyName"}
    parameters = server.requests[-1].parameters
    return {name: value for name, value in parameters.items() if name not in usual}


def test_target_tracking_by_the_name_of_a_metric(style: Blocking, server: Wire) -> None:
    tracking = TargetTracking("ASGAverageCPUUtilization", 50, disable_scale_in=True)
    policy: ScalingPolicy[Any] = ScalingPolicy(name="cpu", as_name="web", target_tracking=tracking)
    prefix = "TargetTrackingConfiguration."
    assert sent(style, server, policy) == {
        "PolicyType": "TargetTrackingScaling",
        f"{prefix}PredefinedMetricSpecification.PredefinedMetricType": "ASGAverageCPUUtilization",
        f"{prefix}TargetValue": "50.0",
        f"{prefix}DisableScaleIn": "true",
    }


def test_target_tracking_by_other_metrics() -> None:
    requests = MetricDataQuery("r", "Requests", "Shop", {"Site": "a"}, "Sum", 60)
    per_instance = MetricDataQuery("each", expression="r / n")
    plain = TargetTracking(requests, 100).customized_metric_specification
    assert plain == CustomizedMetric("Requests", "Shop", {"Site": "a"}, "Sum", 60)
    several = TargetTracking([requests, per_instance], 100).customized_metric_specification
    assert several == CustomizedMetric(metrics=[requests, per_instance])
    single = TargetTracking(per_instance, 100).customized_metric_specification
    assert single == CustomizedMetric(metrics=[per_instance])
    assert TargetTracking(CustomizedMetric("a", "b"), 1).customized_metric_specification
    known = PredefinedMetric("ALBRequestCountPerTarget", LABEL)
    assert TargetTracking(known, 1).predefined_metric_specification is known
    by_name = TargetTracking("ALBRequestCountPerTarget", 1, resource_label=LABEL)
    assert by_name == TargetTracking(known, 1)
    form = {"PredefinedMetricType": "ASGAverageNetworkIn"}
    assert TargetTracking(form, 1) == TargetTracking("ASGAverageNetworkIn", 1)
    customized = TargetTracking({"metric_name": "a"}, 1).customized_metric_specification
    assert customized == CustomizedMetric("a")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"metric": "CPUUtilization"}, "metric must be one of 'ASGAverageCPUUtilization', .*"),
        ({"metric": "ALBRequestCountPerTarget"}, "needs resource_label"),
        (
            {"metric": "ASGAverageNetworkIn", "resource_label": LABEL},
            "belongs to metrics of a load",
        ),
        ({"resource_label": LABEL}, "resource_label needs metric"),
        (
            {"metric": "ASGAverageNetworkIn", "customized_metric_specification": {}},
            "either metric or customized_metric_specification",
        ),
    ],
)
def test_invalid_target_tracking_is_an_error(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TargetTracking(**arguments)
    with pytest.raises(TypeError, match=r"metric must be the name of a metric, .* got 5"):
        TargetTracking(5)  # type: ignore[arg-type]


def test_steps_by_values_of_the_metric(style: Blocking, server: Wire) -> None:
    policy: ScalingPolicy[Any] = ScalingPolicy(
        name="up",
        as_name="web",
        adjustment_type="ChangeInCapacity",
        step_adjustments=StepAdjustment.ladder(70, {80: 2, 70: 1, 90: 4}),
    )
    assert sent(style, server, policy) == {
        "AdjustmentType": "ChangeInCapacity",
        "PolicyType": "StepScaling",
        "StepAdjustments.member.1.MetricIntervalLowerBound": "0.0",
        "StepAdjustments.member.1.MetricIntervalUpperBound": "10.0",
        "StepAdjustments.member.1.ScalingAdjustment": "1",
        "StepAdjustments.member.2.MetricIntervalLowerBound": "10.0",
        "StepAdjustments.member.2.MetricIntervalUpperBound": "20.0",
        "StepAdjustments.member.2.ScalingAdjustment": "2",
        "StepAdjustments.member.3.MetricIntervalLowerBound": "20.0",
        "StepAdjustments.member.3.ScalingAdjustment": "4",
    }


def test_a_ladder_can_lead_down() -> None:
    down = StepAdjustment.ladder(30, {30: -1, 20: -2, 5: -4})
    assert down == [
        StepAdjustment(None, -25.0, -4),
        StepAdjustment(-25.0, -10.0, -2),
        StepAdjustment(-10.0, 0.0, -1),
    ]
    assert StepAdjustment.ladder(30, {30: 1}, below=True) == [StepAdjustment(None, 0.0, 1)]
    assert StepAdjustment.ladder(30, {30: 1}) == [StepAdjustment(0.0, None, 1)]
    assert StepAdjustment.ladder(30, {40: 1}) == [StepAdjustment(10.0, None, 1)]


def test_a_single_step_down_has_no_direction_of_its_own() -> None:
    # A negative change at the threshold is a scale-in policy, whose alarm is below it.
    assert StepAdjustment.ladder(30, {30: -1}) == [StepAdjustment(None, 0.0, -1)]
    assert StepAdjustment.ladder(30, {30: -1}, below=False) == [StepAdjustment(0.0, None, -1)]


@pytest.mark.parametrize(
    ("threshold", "steps", "message"),
    [
        (70, {}, "steps must be a dict"),
        (70, [1], "steps must be a dict"),
        (70, {60: 1, 80: 2}, "use a policy for each direction"),
        (70, {70: 1, 70.0 + 1e-16: 2, "70": 3}, "twice"),
        (70, {70: 1.5}, r"steps\[70\]"),
        (float("inf"), {70: 1}, "threshold must be a finite number"),
        (70, {float("nan"): 1}, "finite number"),
    ],
)
def test_an_invalid_ladder_is_an_error(threshold: float, steps: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        StepAdjustment.ladder(threshold, steps)


def test_a_ladder_above_contradicts_below() -> None:
    with pytest.raises(ValueError, match="contradict below=True"):
        StepAdjustment.ladder(70, {80: 1}, below=True)
    with pytest.raises(ValueError, match="steps below the threshold 70 contradict below=False"):
        StepAdjustment.ladder(70, {60: 1}, below=False)


def test_predictive_scaling_by_the_name_of_a_metric(style: Blocking, server: Wire) -> None:
    predictive = PredictiveScaling("ASGCPUUtilization", 40, mode="ForecastAndScale")
    policy: ScalingPolicy[Any] = ScalingPolicy(
        name="day", as_name="web", predictive_scaling=predictive
    )
    prefix = "PredictiveScalingConfiguration."
    metric = f"{prefix}MetricSpecifications.member.1."
    assert sent(style, server, policy) == {
        "PolicyType": "PredictiveScaling",
        f"{metric}TargetValue": "40.0",
        f"{metric}PredefinedMetricPairSpecification.PredefinedMetricType": "ASGCPUUtilization",
        f"{prefix}Mode": "ForecastAndScale",
    }
    pair = PredefinedMetricPair("ALBRequestCount", LABEL)
    several = PredictiveScaling(MetricSpecification(pair, 9)).metric_specifications
    assert several == [MetricSpecification("ALBRequestCount", 9, resource_label=LABEL)]
    with pytest.raises(ValueError, match="target_value=5 is not allowed"):
        PredictiveScaling(MetricSpecification(pair, 9), 5)
    with pytest.raises(ValueError, match="either metric or metric_specifications"):
        PredictiveScaling("ASGCPUUtilization", 5, metric_specifications=[])
    with pytest.raises(ValueError, match="must be one of 'ASGCPUUtilization'"):
        PredictiveScaling("CPU", 5)


def test_an_alarm_takes_policies_that_were_created(style: Blocking, server: Wire) -> None:
    up: ScalingPolicy[Any] = ScalingPolicy(name="up", as_name="web", scaling_adjustment=1)
    with pytest.raises(ValueError, match=r"alarm_actions.* has no policy_arn; pass the policy to"):
        MetricAlarm(alarm_actions=[up])
    assert not hasattr(up, "policy_arn")
    attributes = dict(vars(up))
    sent(style, server, up)
    assert up.policy_arn == "arn:policy/up"
    assert vars(up) == attributes, "vars() has boto's attributes"
    for same in (copy.copy(up), copy.deepcopy(up), pickle.loads(pickle.dumps(up))):  # noqa: S301
        assert same.policy_arn == "arn:policy/up"
    alarm: MetricAlarm[Any] = MetricAlarm(
        alarm_actions=[up, "arn:topic"], ok_actions=up, insufficient_data_actions=("arn:topic",)
    )
    assert alarm.alarm_actions == ["arn:policy/up", "arn:topic"]
    assert alarm.ok_actions == ["arn:policy/up"]
    assert alarm.insufficient_data_actions == ("arn:topic",)
    alarm.add_ok_action(up)
    assert alarm.ok_actions == ["arn:policy/up"] * 2
    with pytest.raises(ValueError, match=r"action_arn: .* has no policy_arn"):
        alarm.add_alarm_action(ScalingPolicy(name="new", as_name="web"))
    topics = ["arn:topic"]
    assert MetricAlarm(alarm_actions=topics).alarm_actions is topics


def test_a_policy_can_be_disabled_and_enabled(style: Blocking, server: Wire) -> None:
    policy = ScalingPolicy(style.autoscale(server), name="up", as_name="web", scaling_adjustment=1)
    server.script(CREATED, CREATED)
    style.settle(policy.disable())
    assert server.requests[-1].parameters["Enabled"] == "false"
    style.settle(policy.enable())
    assert server.requests[-1].parameters["Enabled"] == "true"


def test_a_forecast_is_read_as_a_table(style: Blocking, server: Wire) -> None:
    policy: Any = ScalingPolicy(style.autoscale(server), name="day", as_name="web")
    hours = ["2026-11-28T00:00:00Z", "2026-11-28T01:00:00Z"]
    load = {"Timestamps": hours, "Values": [5.5, 9]}
    response = result(
        "GetPredictiveScalingForecast",
        {
            "CapacityForecast": {"Timestamps": hours, "Values": [2, 3]},
            "LoadForecast": [load],
            "UpdateTime": hours[0],
        },
    )
    several = result("GetPredictiveScalingForecast", {"LoadForecast": [load, load]})
    server.script(response, response, several)
    start = datetime.datetime(2026, 11, 28, tzinfo=datetime.timezone.utc)
    found = style.settle(policy.forecast(start, start + datetime.timedelta(hours=2)))
    parameters = server.requests[-1].parameters
    assert (parameters["PolicyName"], parameters["AutoScalingGroupName"]) == ("day", "web")
    assert parameters["EndTime"].startswith("2026-11-28T02:00:00")
    frame = found.to_pandas()
    assert list(frame) == ["timestamp", "capacity", "load"]
    assert frame["load"].tolist() == [5.5, 9]
    assert str(frame["timestamp"].dtype.tz) == "UTC"
    assert found.to_polars()["capacity"].to_list() == [2, 3]
    assert "Forecast" in found._repr_html_()
    style.settle(policy.forecast(start))
    assert server.requests[-1].parameters["EndTime"].startswith("2026-11-30T00:00:00")
    assert list(style.settle(policy.forecast()).to_pandas()) == [
        "timestamp",
        "capacity",
        "load_1",
        "load_2",
    ]
    with pytest.raises(ValueError, match="start_time must be before end_time"):
        policy.forecast(start, start)
    with pytest.raises(ValueError, match="start_time must be a datetime or ISO 8601 text, got 'x'"):
        policy.forecast("x")
