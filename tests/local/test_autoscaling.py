"""Auto Scaling at the local endpoint, where moto's responses differ from AWS's."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

import reboto
import reboto.local
from tests.local.rawclient import RawClient

if TYPE_CHECKING:
    from tests.local.rawclient import Response

TOPIC = "arn:aws:sns:us-east-1:123456789012:operators"
LAUNCHES = "autoscaling:EC2_INSTANCE_LAUNCH"
FAILURES = "autoscaling:EC2_INSTANCE_LAUNCH_ERROR"


def put_policy(
    client: RawClient, name: str, *, group: str = "web", region: str = "us-east-1"
) -> str:
    groups = client.query("autoscaling", "DescribeAutoScalingGroups", {}, region=region)
    if group not in groups.texts("AutoScalingGroupName"):
        create_group(client, group, region=region)
    policy = {
        "PolicyName": name,
        "AutoScalingGroupName": group,
        "AdjustmentType": "ChangeInCapacity",
        "ScalingAdjustment": "1",
    }
    response = client.query("autoscaling", "PutScalingPolicy", policy, region=region)
    [arn] = response.texts("PolicyARN")
    return arn


def put_alarm(client: RawClient, name: str, *, region: str = "us-east-1", **actions: str) -> None:
    alarm = {
        "AlarmName": name,
        "Namespace": "AWS/EC2",
        "MetricName": "CPUUtilization",
        "Statistic": "Average",
        "Period": "60",
        "EvaluationPeriods": "2",
        "Threshold": "70",
        "ComparisonOperator": "GreaterThanThreshold",
        **{f"{kind}.member.1": arn for kind, arn in actions.items()},
    }
    assert client.query("monitoring", "PutMetricAlarm", alarm, region=region).status == 200


def create_group(client: RawClient, name: str = "web", *, region: str = "us-east-1") -> None:
    configuration = {
        "LaunchConfigurationName": f"{name}-v1",
        "ImageId": "ami-12345678",
        "InstanceType": "m1.small",
    }
    group = {
        "AutoScalingGroupName": name,
        "LaunchConfigurationName": f"{name}-v1",
        "MinSize": "0",
        "MaxSize": "1",
        "AvailabilityZones.member.1": f"{region}a",
    }
    # It may be there from a group of that name before.
    client.query("autoscaling", "CreateLaunchConfiguration", configuration, region=region)
    response = client.query("autoscaling", "CreateAutoScalingGroup", group, region=region)
    assert response.status == 200, response.body


def notify(client: RawClient, group: str, *types: str, topic: str = TOPIC) -> Response:
    members = {f"NotificationTypes.member.{index}": kind for index, kind in enumerate(types, 1)}
    return client.autoscale(
        "PutNotificationConfiguration", AutoScalingGroupName=group, TopicARN=topic, **members
    )


@pytest.fixture
def autoscale(
    endpoint: reboto.local.Endpoint,
) -> reboto.ec2.autoscale.AutoScaleConnection:
    return reboto.connect_autoscale()


def test_a_policy_lists_its_alarms_by_name(client: RawClient) -> None:
    arn = put_policy(client, "scale_up")
    put_alarm(client, "night", AlarmActions=arn)
    put_alarm(client, "busy", AlarmActions=arn)
    response = client.autoscale("DescribePolicies")
    assert response.texts("AlarmName") == ["busy", "night"]
    assert response.texts("AlarmARN") == [
        "arn:aws:cloudwatch:us-east-1:123456789012:alarm:busy",
        "arn:aws:cloudwatch:us-east-1:123456789012:alarm:night",
    ]


@pytest.mark.parametrize("actions", ["AlarmActions", "OKActions", "InsufficientDataActions"])
def test_an_alarm_belongs_to_a_policy_by_any_of_its_actions(
    client: RawClient, actions: str
) -> None:
    put_alarm(client, "busy", **{actions: put_policy(client, "scale_up")})
    assert client.autoscale("DescribePolicies").texts("AlarmName") == ["busy"]


def test_an_alarm_is_listed_with_its_own_policy_only(client: RawClient) -> None:
    put_policy(client, "scale_down")
    put_alarm(client, "busy", AlarmActions=put_policy(client, "scale_up"))
    put_alarm(client, "idle", AlarmActions="arn:aws:sns:us-east-1:123456789012:operators")
    described = {
        name: client.autoscale("DescribePolicies", **{"PolicyNames.member.1": name})
        for name in ("scale_up", "scale_down")
    }
    assert described["scale_up"].texts("AlarmName") == ["busy"]
    assert described["scale_down"].texts("AlarmName") == []
    assert b"<Alarms/>" in described["scale_down"].body


def test_an_alarm_is_not_listed_in_another_region(client: RawClient) -> None:
    put_alarm(client, "far", region="eu-west-1", AlarmActions=put_policy(client, "scale_up"))
    assert client.autoscale("DescribePolicies").texts("AlarmName") == []
    put_alarm(
        client,
        "near",
        region="eu-west-1",
        AlarmActions=put_policy(client, "scale_up", region="eu-west-1"),
    )
    response = client.query("autoscaling", "DescribePolicies", {}, region="eu-west-1")
    assert response.texts("AlarmName") == ["near"]


def test_an_alarm_is_not_listed_by_another_endpoint(client: RawClient) -> None:
    put_alarm(client, "outer", AlarmActions=put_policy(client, "scale_up"))
    with reboto.local.server() as inner:
        other = RawClient(inner.host, inner.port)
        put_alarm(other, "inner", AlarmActions=put_policy(other, "scale_up"))
        assert other.autoscale("DescribePolicies").texts("AlarmName") == ["inner"]
        other.close()
    assert client.autoscale("DescribePolicies").texts("AlarmName") == ["outer"]


def test_an_alarm_is_listed_until_it_is_deleted(client: RawClient) -> None:
    put_alarm(client, "busy", AlarmActions=put_policy(client, "scale_up"))
    client.cloudwatch("DeleteAlarms", {"AlarmNames": ["busy"]})
    assert client.autoscale("DescribePolicies").texts("AlarmName") == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_alarms_are_listed_with_any_name_and_by_any_method(client: RawClient, method: str) -> None:
    put_alarm(client, "<70 % & é", AlarmActions=put_policy(client, "scale_up"))
    response = client.query("autoscaling", "DescribePolicies", {}, method=method)
    assert response.texts("AlarmName") == ["<70 % & é"]
    assert int(response.headers["content-length"]) == len(response.body)
    assert int(response.headers["x-amz-crc32"]) == zlib.crc32(response.body)


def test_boto_reads_the_alarms_of_a_policy(
    client: RawClient, autoscale: reboto.ec2.autoscale.AutoScaleConnection
) -> None:
    put_alarm(client, "busy", AlarmActions=put_policy(client, "scale_up"))
    [policy] = autoscale.get_all_policies(as_group="web", policy_names=["scale_up"])
    assert [alarm.name for alarm in policy.alarms] == ["busy"]


def test_groups_have_policies_of_the_same_name(
    client: RawClient, autoscale: reboto.ec2.autoscale.AutoScaleConnection
) -> None:
    for group in ("web", "mail"):
        create_group(client, group)
        put_policy(client, "scale_up", group=group)
    autoscale.execute_policy("scale_up", as_group="mail", honor_cooldown=False)
    capacities = {group.name: group.desired_capacity for group in autoscale.get_all_groups()}
    assert capacities == {"web": 0, "mail": 1}
    autoscale.delete_policy("scale_up", autoscale_group="mail")
    assert [policy.as_name for policy in autoscale.get_all_policies()] == ["web"]


def test_a_policy_can_be_deleted_by_its_arn(client: RawClient) -> None:
    client.autoscale("DeletePolicy", PolicyName=put_policy(client, "scale_up"))
    assert client.autoscale("DescribePolicies").texts("PolicyName") == []


def test_a_policy_that_is_put_again_is_replaced(client: RawClient) -> None:
    assert put_policy(client, "scale_up") == put_policy(client, "scale_up")
    assert client.autoscale("DescribePolicies").texts("PolicyName") == ["scale_up"]


def test_account_limits_count_existing_resources(client: RawClient) -> None:
    create_group(client)
    limits = client.autoscale("DescribeAccountLimits")
    assert limits.texts("MaxNumberOfAutoScalingGroups") == ["200"]
    assert limits.texts("MaxNumberOfLaunchConfigurations") == ["200"]
    assert limits.texts("NumberOfAutoScalingGroups") == ["1"]
    assert limits.texts("NumberOfLaunchConfigurations") == ["1"]


@pytest.mark.parametrize(
    ("action", "member", "some"),
    [
        ("DescribeAdjustmentTypes", "AdjustmentType", {"ChangeInCapacity", "ExactCapacity"}),
        ("DescribeAutoScalingNotificationTypes", "member", {LAUNCHES, FAILURES}),
        ("DescribeMetricCollectionTypes", "Metric", {"GroupMinSize", "GroupTotalInstances"}),
        ("DescribeMetricCollectionTypes", "Granularity", {"1Minute"}),
        ("DescribeScalingProcessTypes", "ProcessName", {"Launch", "Terminate", "AZRebalance"}),
        ("DescribeTerminationPolicyTypes", "member", {"Default", "OldestInstance"}),
    ],
)
def test_types_are_listed(client: RawClient, action: str, member: str, some: set[str]) -> None:
    response = client.autoscale(action)
    listed = response.texts(member)
    assert some <= set(listed)
    assert len(set(listed)) == len(listed)
    assert response.texts("RequestId") == [response.headers["x-amzn-requestid"]]


def test_boto_reads_the_types(autoscale: reboto.ec2.autoscale.AutoScaleConnection) -> None:
    assert [kind.adjustment_type for kind in autoscale.get_all_adjustment_types()] == [
        "ChangeInCapacity",
        "ExactCapacity",
        "PercentChangeInCapacity",
    ]
    assert "Default" in autoscale.get_termination_policies()
    assert autoscale.get_all_metric_collection_types().granularities[0].val == "1Minute"
    assert autoscale.get_account_limits().max_launch_configurations == 200


def test_notifications_are_listed_one_by_one(client: RawClient) -> None:
    create_group(client)
    notify(client, "web", LAUNCHES, FAILURES)
    response = client.autoscale("DescribeNotificationConfigurations")
    assert response.texts("NotificationType") == [LAUNCHES, FAILURES]
    assert response.texts("AutoScalingGroupName") == ["web", "web"]
    assert response.texts("TopicARN") == [TOPIC, TOPIC]


def test_a_topics_notifications_are_replaced_by_the_next_ones(client: RawClient) -> None:
    create_group(client)
    notify(client, "web", LAUNCHES)
    notify(client, "web", FAILURES)
    response = client.autoscale("DescribeNotificationConfigurations")
    assert response.texts("NotificationType") == [FAILURES]


def test_notifications_of_the_groups_named_are_listed(client: RawClient) -> None:
    for group in ("web", "mail"):
        create_group(client, group)
        notify(client, group, LAUNCHES)
    response = client.autoscale(
        "DescribeNotificationConfigurations", **{"AutoScalingGroupNames.member.1": "mail"}
    )
    assert response.texts("AutoScalingGroupName") == ["mail"]


def test_notifications_come_in_pages(client: RawClient) -> None:
    create_group(client)
    notify(client, "web", LAUNCHES, FAILURES)
    first = client.autoscale("DescribeNotificationConfigurations", MaxRecords="1")
    [token] = first.texts("NextToken")
    second = client.autoscale("DescribeNotificationConfigurations", NextToken=token)
    assert first.texts("NotificationType") + second.texts("NotificationType") == [
        LAUNCHES,
        FAILURES,
    ]
    assert second.texts("NextToken") == []


def test_a_token_from_no_response_is_refused(client: RawClient) -> None:
    response = client.autoscale("DescribeNotificationConfigurations", NextToken="none")
    assert (response.status, response.texts("Code")) == (400, ["InvalidNextToken"])


def test_notifications_end_by_a_call_and_with_their_group(client: RawClient) -> None:
    other = f"{TOPIC}-2"
    create_group(client)
    notify(client, "web", LAUNCHES)
    notify(client, "web", LAUNCHES, topic=other)
    client.autoscale("DeleteNotificationConfiguration", AutoScalingGroupName="web", TopicARN=TOPIC)
    listed = client.autoscale("DescribeNotificationConfigurations").texts("TopicARN")
    assert listed == [other]
    client.autoscale("DeleteAutoScalingGroup", AutoScalingGroupName="web")
    create_group(client)
    assert client.autoscale("DescribeNotificationConfigurations").texts("TopicARN") == []


def test_notifications_end_with_a_reset(client: RawClient, endpoint: reboto.local.Endpoint) -> None:
    create_group(client)
    notify(client, "web", LAUNCHES)
    endpoint.reset()
    create_group(client)
    assert client.autoscale("DescribeNotificationConfigurations").texts("TopicARN") == []


@pytest.mark.parametrize(
    "action",
    [
        "PutNotificationConfiguration",
        "DeleteNotificationConfiguration",
        "EnableMetricsCollection",
        "DisableMetricsCollection",
    ],
)
def test_a_group_that_is_not_there_is_an_aws_error(client: RawClient, action: str) -> None:
    parameters = {
        "AutoScalingGroupName": "none",
        "TopicARN": TOPIC,
        "NotificationTypes.member.1": LAUNCHES,
        "Granularity": "1Minute",
    }
    response = client.autoscale(action, **parameters)
    assert (response.status, response.texts("Code")) == (400, ["ValidationError"])
    assert response.texts("Message") == ["AutoScalingGroup name not found - none"]


def test_metrics_are_collected_and_no_more(
    client: RawClient, autoscale: reboto.ec2.autoscale.AutoScaleConnection
) -> None:
    create_group(client)

    def enabled() -> list[str | None]:
        return [metric.metric for metric in autoscale.get_all_groups()[0].enabled_metrics]

    autoscale.enable_metrics_collection("web", "1Minute", ["GroupMinSize"])
    autoscale.enable_metrics_collection("web", "1Minute", ["GroupMaxSize", "GroupMinSize"])
    assert enabled() == ["GroupMinSize", "GroupMaxSize"]
    autoscale.disable_metrics_collection("web", ["GroupMinSize"])
    assert enabled() == ["GroupMaxSize"]
    autoscale.enable_metrics_collection("web", "1Minute")
    assert set(enabled()) == set(client.autoscale("DescribeMetricCollectionTypes").texts("Metric"))
    autoscale.disable_metrics_collection("web")
    assert enabled() == []
