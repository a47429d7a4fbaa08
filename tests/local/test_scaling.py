"""Groups at the local endpoint scale by their alarms, on the endpoint's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.local.scaling import WEB, Group

if TYPE_CHECKING:
    import reboto.local


@pytest.fixture
def group(_endpoint: reboto.local.Endpoint) -> Group:
    _endpoint.reset()
    return Group(_endpoint)


def test_a_simple_policy_is_executed_after_each_cooldown(group: Group) -> None:
    arn = group.policy("up", ScalingAdjustment=1, Cooldown=240)
    group.alarm("busy", AlarmActions=[arn])
    group.cpu(90, 90)
    group.endpoint.advance(60)
    assert (group.state("busy"), group.desired) == ("ALARM", 3)
    group.cpu(90, 90)
    assert group.desired == 3
    group.cpu(90, 90, 90)
    assert group.desired == 4
    newest = group.activities[0]
    assert "a monitor alarm busy in state ALARM triggered policy up changing" in newest["Cause"]
    assert "from 3 to 4" in newest["Cause"]


def test_a_step_policy_takes_the_step_of_the_value(group: Group) -> None:
    arn = group.policy(
        "steps",
        PolicyType="StepScaling",
        AdjustmentType="ChangeInCapacity",
        EstimatedInstanceWarmup=600,
        StepAdjustments=[
            {
                "MetricIntervalLowerBound": 0.0,
                "MetricIntervalUpperBound": 20.0,
                "ScalingAdjustment": 1,
            },
            {"MetricIntervalLowerBound": 20.0, "ScalingAdjustment": 4},
        ],
    )
    group.alarm("busy", AlarmActions=[arn])
    group.cpu(95, 95)
    group.endpoint.advance(60)
    assert group.desired == 6


def test_target_tracking_creates_its_alarms_and_follows_them(group: Group) -> None:
    made = group.autoscaling.put_scaling_policy(
        **WEB,
        PolicyName="cpu",
        PolicyType="TargetTrackingScaling",
        EstimatedInstanceWarmup=600,
        TargetTrackingConfiguration={
            "TargetValue": 50.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
        },
    )
    names = sorted(one["AlarmName"] for one in made["Alarms"])
    assert [name.rsplit("-", 6)[1] for name in names] == ["AlarmHigh", "AlarmLow"]
    group.cpu(90, 90, 90)
    group.endpoint.advance(60)
    assert group.desired == 4
    group.cpu(*[10] * 17)
    assert group.desired < 4
    group.autoscaling.delete_policy(**WEB, PolicyName="cpu")
    assert group.cloudwatch.describe_alarms()["MetricAlarms"] == []


def test_a_disabled_policy_and_disabled_actions_do_nothing(group: Group) -> None:
    arn = group.policy("up", ScalingAdjustment=1, Enabled=False)
    group.alarm("busy", AlarmActions=[arn])
    other = group.policy("more", ScalingAdjustment=1)
    group.alarm("quiet", AlarmActions=[other], ActionsEnabled=False)
    group.cpu(90, 90, 90)
    assert (group.state("busy"), group.state("quiet"), group.desired) == ("ALARM", "ALARM", 2)


def test_instances_take_their_time(endpoint: reboto.local.Endpoint) -> None:
    import reboto.local

    with reboto.local.server(launch_seconds=90, terminate_seconds=30) as slow:
        group = Group(slow)
        assert group.states == ["Pending", "Pending"]
        assert group.activities[0]["StatusCode"] == "PreInService"
        slow.advance(90)
        assert group.states == ["InService", "InService"]
        assert {one["StatusCode"] for one in group.activities} == {"Successful"}
        group.autoscaling.set_desired_capacity(**WEB, DesiredCapacity=1)
        assert group.states == ["Terminating", "InService"]
        slow.advance(30)
        assert group.states == ["InService"]


def test_the_clock_runs_at_its_speed() -> None:
    import reboto.local

    with reboto.local.server(speed=1000, launch_seconds=100) as fast:
        group = Group(fast)
        for _ in range(200):
            if group.states == ["InService", "InService"]:
                break
        assert group.states == ["InService", "InService"]


def test_scheduled_actions_change_the_group(group: Group) -> None:
    start = group.endpoint.now + timedelta(hours=1)
    put = group.autoscaling.put_scheduled_update_group_action
    put(**WEB, ScheduledActionName="once", StartTime=start, DesiredCapacity=5)
    put(**WEB, ScheduledActionName="nightly", Recurrence="0 2 * * *", MinSize=1, DesiredCapacity=1)
    group.endpoint.advance(3601)
    assert group.desired == 5
    listed = group.autoscaling.describe_scheduled_actions()["ScheduledUpdateGroupActions"]
    assert [one["ScheduledActionName"] for one in listed] == ["nightly"]
    group.endpoint.advance(86_400)
    assert group.desired == 1


def test_an_unhealthy_instance_is_replaced(group: Group) -> None:
    first, second = group.instances
    group.autoscaling.set_instance_health(InstanceId=first, HealthStatus="Unhealthy")
    group.endpoint.advance(60)
    assert len(group.instances) == 2
    assert second in group.instances
    assert first not in group.instances


def test_deletion_protection_is_honored(group: Group) -> None:
    update = group.autoscaling.update_auto_scaling_group
    update(**WEB, DeletionProtection="prevent-force-deletion")
    with pytest.raises(ClientError, match="deletion protection"):
        group.autoscaling.delete_auto_scaling_group(**WEB, ForceDelete=True)
    update(**WEB, DeletionProtection="none")
    group.autoscaling.delete_auto_scaling_group(**WEB, ForceDelete=True)


def test_an_update_keeps_what_is_not_given(group: Group) -> None:
    update = group.autoscaling.update_auto_scaling_group
    update(**WEB, DefaultInstanceWarmup=120, MaxInstanceLifetime=86_400)
    update(**WEB, MaxSize=9)
    found = group.described
    assert (found["DefaultInstanceWarmup"], found["MaxInstanceLifetime"]) == (120, 86_400)
    assert (found["MaxSize"], found["DesiredCapacity"]) == (9, 2)


def test_an_alarm_that_is_put_again_is_replaced(group: Group) -> None:
    group.alarm("busy", TreatMissingData="breaching", AlarmDescription="old")
    group.alarm("busy")
    (alarm,) = group.cloudwatch.describe_alarms()["MetricAlarms"]
    assert "TreatMissingData" not in alarm
    assert "AlarmDescription" not in alarm


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"speed": 0}, "speed must be a finite number above 0, got 0"),
        ({"host": ""}, "host must be a name or an address to listen on, got ''"),
        ({"launch_seconds": -1}, "launch_seconds must be a finite number of at least 0, got -1"),
    ],
)
def test_wrong_settings_are_refused(settings: dict[str, float | str], message: str) -> None:
    import reboto.local

    with pytest.raises(ValueError, match=message), reboto.local.server(**settings):  # type: ignore[arg-type]
        pass


def test_wrong_times_are_refused(group: Group) -> None:
    with pytest.raises(ValueError, match="seconds must be a finite number of at least 0, got -1"):
        group.endpoint.advance(-1)
    with pytest.raises(ValueError, match="period must be at least 1 second, got 0"):
        group.endpoint.record("Shop", "Orders", [1], period=0)
    for wrong in ("90", ["90"]):
        with pytest.raises(TypeError, match=r"values must be a number .* got .*90"):
            group.endpoint.record("Shop", "Load", wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="values must be finite numbers, got nan"):
        group.endpoint.record("Shop", "Orders", float("nan"))
