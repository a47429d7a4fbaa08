"""Instance refreshes at the local endpoint proceed with its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local.scaling import WEB, Group

if TYPE_CHECKING:
    import reboto.local

TEMPLATE = {"LaunchTemplateName": "web"}


@pytest.fixture
def group(_endpoint: reboto.local.Endpoint) -> Group:
    _endpoint.reset()
    return templated(_endpoint)


def templated(endpoint: reboto.local.Endpoint) -> Group:
    """A group of four whose template has two versions."""
    made = Group(endpoint)
    ec2 = made.client("ec2")
    data = {"ImageId": "ami-12345678", "InstanceType": "t2.micro"}
    ec2.create_launch_template(**TEMPLATE, LaunchTemplateData=data)
    ec2.create_launch_template_version(
        **TEMPLATE, LaunchTemplateData={**data, "InstanceType": "t2.small"}
    )
    made.autoscaling.update_auto_scaling_group(
        **WEB, LaunchTemplate={**TEMPLATE, "Version": "1"}, DesiredCapacity=4
    )
    return made


def start(group: Group, version: str | None = "2", **preferences: Any) -> str:
    wanted: dict[str, Any] = {}
    if version:
        wanted = {"DesiredConfiguration": {"LaunchTemplate": {**TEMPLATE, "Version": version}}}
    preferences = {"InstanceWarmup": 60, "MinHealthyPercentage": 50, **preferences}
    made = group.autoscaling.start_instance_refresh(**WEB, **wanted, Preferences=preferences)
    return str(made["InstanceRefreshId"])


def refresh(group: Group) -> Any:
    return group.autoscaling.describe_instance_refreshes(**WEB)["InstanceRefreshes"][0]


def versions(group: Group) -> list[str]:
    return [
        one.get("LaunchTemplate", {}).get("Version", "") for one in group.described["Instances"]
    ]


def test_a_refresh_replaces_all_instances_in_batches(group: Group) -> None:
    before = set(group.instances)
    name = start(group)
    assert refresh(group)["InstanceRefreshId"] == name
    assert refresh(group)["Status"] in {"Pending", "InProgress"}
    seen = []
    for _ in range(12):
        group.endpoint.advance(20)
        seen.append((refresh(group)["Status"], refresh(group)["PercentageComplete"]))
    percents = [percent for _, percent in seen]
    assert percents == sorted(percents)
    assert 50 in percents
    assert seen[-1] == ("Successful", 100)
    assert before.isdisjoint(group.instances)
    assert versions(group) == ["2"] * 4
    assert group.described["LaunchTemplate"]["Version"] == "2"
    assert "instance refresh" in group.activities[-1]["Cause"] or any(
        "instance refresh" in one["Cause"] for one in group.activities
    )


def test_one_at_a_time_of_a_group_that_must_stay_healthy(group: Group) -> None:
    start(group, MinHealthyPercentage=100)
    least = 4
    for _ in range(40):
        group.endpoint.advance(10)
        least = min(least, group.states.count("InService"))
    assert refresh(group)["Status"] == "Successful"


def test_more_instances_than_desired_come_first(group: Group) -> None:
    start(group, MinHealthyPercentage=100, MaxHealthyPercentage=150)
    group.endpoint.advance(2)
    assert len(group.instances) == 6
    group.endpoint.advance(600)
    assert refresh(group)["Status"] == "Successful"
    assert versions(group) == ["2"] * 4


def test_checkpoints_pause_the_refresh(group: Group) -> None:
    start(group, CheckpointPercentages=[50, 100], CheckpointDelay=600)
    group.endpoint.advance(300)
    found = refresh(group)
    assert (found["Status"], found["PercentageComplete"]) == ("InProgress", 50)
    assert "checkpoint" in found["StatusReason"].lower()
    group.endpoint.advance(600)
    assert refresh(group)["Status"] == "Successful"


def test_a_cancelled_refresh_stays_where_it_is(group: Group) -> None:
    start(group)
    group.endpoint.advance(30)
    group.autoscaling.cancel_instance_refresh(**WEB)
    assert refresh(group)["Status"] == "Cancelling"
    group.endpoint.advance(120)
    assert (refresh(group)["Status"], refresh(group)["PercentageComplete"]) == ("Cancelled", 50)
    assert sorted(versions(group)) in (["1", "1", "2", "2"], ["", "", "2", "2"])
    with pytest.raises(ClientError, match="ActiveInstanceRefreshNotFound"):
        group.autoscaling.cancel_instance_refresh(**WEB)


def test_a_rollback_restores_the_former_configuration(group: Group) -> None:
    start(group)
    group.endpoint.advance(90)
    group.autoscaling.rollback_instance_refresh(**WEB)
    assert refresh(group)["Status"] == "RollbackInProgress"
    group.endpoint.advance(900)
    found = refresh(group)
    assert found["Status"] == "RollbackSuccessful"
    assert found["RollbackDetails"]["RollbackReason"] == "Rollback requested by user."
    assert "2" not in versions(group)
    assert group.described["LaunchTemplate"]["Version"] == "1"


def test_an_alarm_rolls_back(group: Group) -> None:
    group.alarm("errors")
    start(group, AutoRollback=True, AlarmSpecification={"Alarms": ["errors"]})
    group.endpoint.advance(30)
    group.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="a test")
    group.endpoint.advance(20)
    assert refresh(group)["Status"] == "RollbackInProgress"
    assert "errors" in refresh(group)["RollbackDetails"]["RollbackReason"]


def test_skip_matching_leaves_instances_with_the_configuration(group: Group) -> None:
    start(group)
    group.endpoint.advance(900)
    there = group.instances
    start(group, SkipMatching=True)
    group.endpoint.advance(60)
    assert (refresh(group)["Status"], group.instances) == ("Successful", there)


def test_baking_comes_last(group: Group) -> None:
    start(group, BakeTime=600)
    group.endpoint.advance(300)
    assert refresh(group)["Status"] == "Baking"
    group.endpoint.advance(600)
    assert refresh(group)["Status"] == "Successful"


def test_a_protected_instance_is_waited_for(group: Group) -> None:
    protect = group.autoscaling.set_instance_protection
    protect(**WEB, InstanceIds=group.instances, ProtectedFromScaleIn=True)
    start(group)
    group.endpoint.advance(300)
    assert "protected from scale in" in refresh(group)["StatusReason"]
    protect(**WEB, InstanceIds=group.instances, ProtectedFromScaleIn=False)
    group.endpoint.advance(600)
    assert refresh(group)["Status"] == "Successful"


@pytest.mark.parametrize(
    ("preferences", "version", "code"),
    [
        ({"AutoRollback": True}, None, "ValidationError"),
        ({"AutoRollback": True}, "$Latest", "ValidationError"),
        ({"CheckpointPercentages": [100, 50]}, None, "ValidationError"),
        ({"CheckpointDelay": 60}, None, "ValidationError"),
        ({"MinHealthyPercentage": 50, "MaxHealthyPercentage": 200}, None, "ValidationError"),
    ],
)
def test_impossible_preferences_are_refused(
    group: Group, preferences: dict[str, Any], version: str | None, code: str
) -> None:
    with pytest.raises(ClientError, match=code):
        start(group, version, **preferences)


def test_one_refresh_at_a_time(group: Group) -> None:
    start(group)
    with pytest.raises(ClientError, match="InstanceRefreshInProgress"):
        start(group)
    with pytest.raises(ClientError, match="do not exist"):
        group.autoscaling.describe_instance_refreshes(
            AutoScalingGroupName="web", InstanceRefreshIds=["x"]
        )
