"""The local endpoint's page sizes and tokens, with the AWS page that states them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.local.aws_limits import (
    AN_HOUR,
    AS,
    CW,
    NOW,
    TOPIC,
    alarm,
    code_of,
    configuration,
    done,
    group,
    query,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local.rawclient import RawClient


@pytest.fixture
def client(shared_client: RawClient) -> RawClient:
    return shared_client


def many_groups(client: RawClient) -> None:
    configuration(client)
    for number in range(120):
        group(client, f"g{number}")


def many_instances(client: RawClient) -> None:
    configuration(client)
    group(client, DesiredCapacity="120")


def many_configurations(client: RawClient) -> None:
    for number in range(120):
        configuration(client, f"c{number}")


def with_group(action: str, **named: str) -> Callable[[RawClient], None]:
    def fill(client: RawClient) -> None:
        configuration(client)
        group(client)
        for number in range(120):
            parameters = {key: value.format(number) for key, value in named.items()}
            done(client.autoscale(action, AutoScalingGroupName="web", **parameters))

    return fill


def many_tags(client: RawClient) -> None:
    configuration(client)
    for name in ("web", "api", "mail"):
        group(client, name)
        tags = {f"Tags.member.{n}.Key": f"k{n}" for n in range(1, 41)}
        tags |= {f"Tags.member.{n}.ResourceId": name for n in range(1, 41)}
        tags |= {f"Tags.member.{n}.ResourceType": "auto-scaling-group" for n in range(1, 41)}
        tags |= {f"Tags.member.{n}.PropagateAtLaunch": "true" for n in range(1, 41)}
        done(client.autoscale("CreateOrUpdateTags", **tags))


def many_targets(client: RawClient) -> None:
    configuration(client)
    group(client)
    for number in range(12):
        names = {f"LoadBalancerNames.member.{n}": f"lb{number}-{n}" for n in range(1, 11)}
        done(client.autoscale("AttachLoadBalancers", AutoScalingGroupName="web", **names))


AS_PAGES: dict[str, tuple[str, str, int, int, Callable[[RawClient], None], dict[str, str]]] = {
    "groups": ("DescribeAutoScalingGroups", "AutoScalingGroupARN", 50, 100, many_groups, {}),
    "instances": ("DescribeAutoScalingInstances", "InstanceId", 50, 50, many_instances, {}),
    "configurations": (
        "DescribeLaunchConfigurations",
        "LaunchConfigurationARN",
        50,
        100,
        many_configurations,
        {},
    ),
    "policies": (
        "DescribePolicies",
        "PolicyARN",
        50,
        100,
        with_group(
            "PutScalingPolicy",
            PolicyName="p{}",
            AdjustmentType="ChangeInCapacity",
            ScalingAdjustment="1",
        ),
        {},
    ),
    "scheduled actions": (
        "DescribeScheduledActions",
        "ScheduledActionName",
        50,
        100,
        with_group("PutScheduledUpdateGroupAction", ScheduledActionName="s{}", MinSize="1"),
        {},
    ),
    "notifications": (
        "DescribeNotificationConfigurations",
        "TopicARN",
        50,
        100,
        with_group(
            "PutNotificationConfiguration",
            TopicARN=TOPIC + "{}",
            **{"NotificationTypes.member.1": "autoscaling:EC2_INSTANCE_LAUNCH"},
        ),
        {},
    ),
    "activities": ("DescribeScalingActivities", "ActivityId", 100, 100, many_instances, {}),
    "tags": ("DescribeTags", "Key", 50, 100, many_tags, {}),
    "load balancers": (
        "DescribeLoadBalancers",
        "LoadBalancerName",
        100,
        100,
        many_targets,
        {"AutoScalingGroupName": "web"},
    ),
}


@pytest.mark.parametrize("what", AS_PAGES)
def test_auto_scaling_lists_come_in_pages(client: RawClient, what: str) -> None:
    operation, element, usual, most, fill, asked = AS_PAGES[what]
    page = f"{AS}{operation}.html"
    fill(client)
    first = done(client.autoscale(operation, **asked))
    assert len(first.texts(element)) == usual, page
    seen, (token,) = first.texts(element), first.texts("NextToken")
    while token:
        following = done(client.autoscale(operation, **asked, NextToken=token))
        seen += following.texts(element)
        (token,) = following.texts("NextToken") or [""]
    assert len(seen) == 120, page
    assert what == "tags" or len(set(seen)) == 120
    assert len(client.autoscale(operation, **asked, MaxRecords=str(most)).texts(element)) == most
    for size in (-1, 0, most + 1, 1000):
        refused = client.autoscale(operation, **asked, MaxRecords=str(size))
        assert (refused.status, refused.texts("Code")) == (400, ["ValidationError"]), page
    refused = client.autoscale(operation, **asked, NextToken="none")
    assert (refused.status, refused.texts("Code")) == (400, ["InvalidNextToken"]), page


def test_the_warm_pool_has_pages_too(client: RawClient) -> None:
    configuration(client)
    group(client)
    for asked in ({"MaxRecords": "51"}, {"NextToken": "none"}):
        response = client.autoscale("DescribeWarmPool", AutoScalingGroupName="web", **asked)
        assert response.status == 400, f"{AS}DescribeWarmPool.html"


def many_alarms(client: RawClient) -> None:
    for number in range(120):
        done(client.cloudwatch("PutMetricAlarm", alarm(f"a{number:03}")))


def many_metrics(client: RawClient) -> None:
    data = [{"MetricName": f"m{number:04}", "Value": 1.0} for number in range(1000)]
    done(client.cloudwatch("PutMetricData", {"Namespace": "Shop", "MetricData": data}))


CW_PAGES: dict[str, tuple[str, int, int, Callable[[RawClient], None], str, str]] = {
    "DescribeAlarms": ("MetricAlarms", 50, 120, many_alarms, "MaxRecords", "InvalidNextToken"),
    "DescribeAlarmHistory": (
        "AlarmHistoryItems",
        100,
        120,
        many_alarms,
        "MaxRecords",
        "InvalidNextToken",
    ),
    "ListMetrics": ("Metrics", 500, 1000, many_metrics, "", "InvalidParameterValue"),
}


@pytest.mark.parametrize("operation", CW_PAGES)
def test_cloudwatch_lists_come_in_pages(client: RawClient, operation: str) -> None:
    name, usual, every, fill, size, code = CW_PAGES[operation]
    page = f"{CW}{operation}.html"
    fill(client)
    document = done(client.cloudwatch(operation)).document
    assert len(document[name]) == usual, page
    seen = document[name]
    while token := document.get("NextToken"):
        document = done(client.cloudwatch(operation, {"NextToken": token})).document
        seen += document[name]
    assert len(seen) == every, page
    refused = client.cloudwatch(operation, {"NextToken": "none"})
    assert (refused.status, code_of(refused)) == (400, code), page
    for number in (-1, 0, 101) if size else ():
        refused = client.cloudwatch(operation, {size: number})
        assert code_of(refused) == "ValidationError", page


def test_a_page_neither_repeats_nor_skips_what_changes_in_between(client: RawClient) -> None:
    many_alarms(client)
    seen: list[str] = []
    asked: dict[str, str] = {}
    while True:
        document = done(client.cloudwatch("DescribeAlarms", asked)).document
        names = [one["AlarmName"] for one in document["MetricAlarms"]]
        seen += names
        done(client.cloudwatch("DeleteAlarms", {"AlarmNames": names}))
        if "NextToken" not in document:
            break
        asked = {"NextToken": document["NextToken"]}
    assert seen == [f"a{number:03}" for number in range(120)]


def test_a_token_belongs_to_its_operation(client: RawClient) -> None:
    many_alarms(client)
    token = client.cloudwatch("DescribeAlarms").document["NextToken"]
    assert client.cloudwatch("DescribeAlarmHistory", {"NextToken": token}).status == 400


def test_metric_data_comes_in_pages(client: RawClient) -> None:
    data = [
        {"MetricName": "Orders", "Value": float(n), "Timestamp": NOW - timedelta(minutes=n)}
        for n in range(10)
    ]
    done(client.cloudwatch("PutMetricData", {"Namespace": "Shop", "MetricData": data}))
    asked: dict[str, Any] = {"MetricDataQueries": [query()], **AN_HOUR, "MaxDatapoints": 4}
    asked["EndTime"] = NOW + timedelta(minutes=1)
    values: list[float] = []
    states: list[str] = []
    token = None
    for _ in range(3):
        document = done(
            client.cloudwatch("GetMetricData", {**asked, **({"NextToken": token} if token else {})})
        ).document
        [result] = document["MetricDataResults"]
        values += result["Values"]
        states.append(result["StatusCode"])
        token = document.get("NextToken")
    assert values == [float(n) for n in range(10)]
    assert states == ["PartialData", "PartialData", "Complete"]
    assert token is None
