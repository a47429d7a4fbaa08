"""Auto Scaling's validation at the local endpoint, with the AWS page that states each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.local.aws_limits import (
    AS,
    TOPIC,
    configuration,
    done,
    group,
)

if TYPE_CHECKING:
    from tests.local.rawclient import RawClient


@pytest.fixture
def client(shared_client: RawClient) -> RawClient:
    return shared_client


WEB = {"AutoScalingGroupName": "web"}
POLICY = {
    **WEB,
    "PolicyName": "up",
    "AdjustmentType": "ChangeInCapacity",
    "ScalingAdjustment": "1",
}
NIGHT = {**WEB, "ScheduledActionName": "night", "MinSize": "1"}
TAG = {
    "Tags.member.1.ResourceId": "web",
    "Tags.member.1.ResourceType": "auto-scaling-group",
    "Tags.member.1.Key": "a",
}
CREATED = {
    "AutoScalingGroupName": "api",
    "LaunchConfigurationName": "v1",
    "MinSize": "1",
    "MaxSize": "3",
    "AvailabilityZones.member.1": "us-east-1a",
}
LAUNCH = {"LaunchConfigurationName": "v2", "ImageId": "ami-1234", "InstanceType": "t2.micro"}

AS_REFUSED: dict[str, tuple[str, dict[str, str], str]] = {
    "an unknown adjustment": (
        "PutScalingPolicy",
        {**POLICY, "AdjustmentType": "Double"},
        "PutScalingPolicy",
    ),
    "an unknown kind of policy": (
        "PutScalingPolicy",
        {**POLICY, "PolicyType": "Magic"},
        "PutScalingPolicy",
    ),
    "a negative cooldown": ("PutScalingPolicy", {**POLICY, "Cooldown": "-1"}, "PutScalingPolicy"),
    "a policy without an adjustment": (
        "PutScalingPolicy",
        {key: value for key, value in POLICY.items() if key != "ScalingAdjustment"},
        "PutScalingPolicy",
    ),
    "an unknown termination policy": (
        "CreateAutoScalingGroup",
        {**CREATED, "TerminationPolicies.member.1": "Random"},
        "CreateAutoScalingGroup",
    ),
    "a desired capacity above the most": (
        "CreateAutoScalingGroup",
        {**CREATED, "DesiredCapacity": "4"},
        "CreateAutoScalingGroup",
    ),
    "a desired capacity below the least": (
        "CreateAutoScalingGroup",
        {**CREATED, "DesiredCapacity": "0"},
        "CreateAutoScalingGroup",
    ),
    "a negative size": (
        "CreateAutoScalingGroup",
        {**CREATED, "MinSize": "-1"},
        "CreateAutoScalingGroup",
    ),
    "a zone of another region": (
        "CreateAutoScalingGroup",
        {**CREATED, "AvailabilityZones.member.1": "eu-west-1a"},
        "CreateAutoScalingGroup",
    ),
    "a name with a colon": (
        "CreateAutoScalingGroup",
        {**CREATED, "AutoScalingGroupName": "a:b"},
        "CreateAutoScalingGroup",
    ),
    "an unknown subnet": (
        "CreateAutoScalingGroup",
        {**CREATED, "VPCZoneIdentifier": "subnet-12345678"},
        "CreateAutoScalingGroup",
    ),
    "an unknown health check": (
        "UpdateAutoScalingGroup",
        {**WEB, "HealthCheckType": "Doctor"},
        "UpdateAutoScalingGroup",
    ),
    "a group updated to above its most": (
        "UpdateAutoScalingGroup",
        {**WEB, "DesiredCapacity": "201"},
        "UpdateAutoScalingGroup",
    ),
    "an unknown process": (
        "SuspendProcesses",
        {**WEB, "ScalingProcesses.member.1": "Sleep"},
        "SuspendProcesses",
    ),
    "an invalid recurrence": (
        "PutScheduledUpdateGroupAction",
        {**NIGHT, "Recurrence": "every night"},
        "PutScheduledUpdateGroupAction",
    ),
    "a recurrence out of bounds": (
        "PutScheduledUpdateGroupAction",
        {**NIGHT, "Recurrence": "61 0 * * *"},
        "PutScheduledUpdateGroupAction",
    ),
    "a start in the past": (
        "PutScheduledUpdateGroupAction",
        {**NIGHT, "StartTime": "2001-01-01T00:00:00Z"},
        "PutScheduledUpdateGroupAction",
    ),
    "an unknown time zone": (
        "PutScheduledUpdateGroupAction",
        {**NIGHT, "Recurrence": "0 0 * * *", "TimeZone": "Mars/Olympus"},
        "PutScheduledUpdateGroupAction",
    ),
    "an action of no size": (
        "PutScheduledUpdateGroupAction",
        {key: value for key, value in NIGHT.items() if key != "MinSize"},
        "PutScheduledUpdateGroupAction",
    ),
    "a topic that is no ARN": (
        "PutNotificationConfiguration",
        {
            **WEB,
            "TopicARN": "topic",
            "NotificationTypes.member.1": "autoscaling:EC2_INSTANCE_LAUNCH",
        },
        "PutNotificationConfiguration",
    ),
    "an unknown notification": (
        "PutNotificationConfiguration",
        {**WEB, "TopicARN": TOPIC, "NotificationTypes.member.1": "autoscaling:BIRTHDAY"},
        "PutNotificationConfiguration",
    ),
    "a reserved tag": (
        "CreateOrUpdateTags",
        {**TAG, "Tags.member.1.Key": "aws:autoscaling:x"},
        "Tag",
    ),
    "a tag of another kind": (
        "CreateOrUpdateTags",
        {**TAG, "Tags.member.1.ResourceType": "instance"},
        "Tag",
    ),
    "a tag key that is too long": (
        "CreateOrUpdateTags",
        {**TAG, "Tags.member.1.Key": "k" * 129},
        "Tag",
    ),
    "an unknown metric": (
        "EnableMetricsCollection",
        {**WEB, "Granularity": "1Minute", "Metrics.member.1": "Mood"},
        "EnableMetricsCollection",
    ),
    "an unknown granularity": (
        "EnableMetricsCollection",
        {**WEB, "Granularity": "1Hour"},
        "EnableMetricsCollection",
    ),
    "an unknown health": (
        "SetInstanceHealth",
        {"InstanceId": "i-12345678", "HealthStatus": "Fine"},
        "SetInstanceHealth",
    ),
    "an unknown filter": (
        "DescribeTags",
        {"Filters.member.1.Name": "color", "Filters.member.1.Values.member.1": "red"},
        "Filter",
    ),
    "51 instances": (
        "DescribeAutoScalingInstances",
        {f"InstanceIds.member.{n}": f"i-{n}" for n in range(1, 52)},
        "DescribeAutoScalingInstances",
    ),
    "an invalid image": (
        "CreateLaunchConfiguration",
        {**LAUNCH, "ImageId": ""},
        "CreateLaunchConfiguration",
    ),
    "a price of nothing": (
        "CreateLaunchConfiguration",
        {**LAUNCH, "SpotPrice": "0"},
        "CreateLaunchConfiguration",
    ),
    "an unknown volume": (
        "CreateLaunchConfiguration",
        {
            **LAUNCH,
            "BlockDeviceMappings.member.1.DeviceName": "/dev/sda1",
            "BlockDeviceMappings.member.1.Ebs.VolumeType": "floppy",
        },
        "Ebs",
    ),
}


@pytest.mark.parametrize("what", AS_REFUSED)
def test_auto_scaling_refuses(client: RawClient, what: str) -> None:
    operation, members, page = AS_REFUSED[what]
    configuration(client)
    group(client)
    response = client.autoscale(operation, **members)
    context = (response.body, f"{AS}{page}.html")
    assert (response.status, response.texts("Code")) == (400, ["ValidationError"]), context
    assert client.autoscale("DescribeAutoScalingGroups").texts("AutoScalingGroupName") == ["web"]
    assert client.autoscale("DescribePolicies").texts("PolicyName") == []
    assert client.autoscale("DescribeScheduledActions").texts("ScheduledActionName") == []
    assert client.autoscale("DescribeTags").texts("Key") == []


@pytest.mark.parametrize("group", ["sg-12345678", "web"])
def test_an_unknown_security_group_is_the_callers_error(client: RawClient, group: str) -> None:
    members = {**LAUNCH, "SecurityGroups.member.1": group}
    done(client.autoscale("CreateLaunchConfiguration", **members))
    created = {**CREATED, "LaunchConfigurationName": "v2"}
    response = client.autoscale("CreateAutoScalingGroup", **created)
    assert (response.status, response.texts("Code")) == (400, ["ValidationError"])
    assert response.texts("Message") == [f"The security group '{group}' does not exist"]
    assert client.autoscale("DescribeAutoScalingGroups").texts("AutoScalingGroupName") == []
