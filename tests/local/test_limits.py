"""The local endpoint's paging and validation, each row with the page of AWS's that states it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from tests.local.rawclient import RawClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import reboto.local
    from tests.local.rawclient import Answer

AS = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_"
CW = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_"
TOPIC = "arn:aws:sns:us-east-1:123456789012:operators"
NOW = datetime.now(timezone.utc).replace(microsecond=0)
AN_HOUR = {"StartTime": NOW - timedelta(hours=1), "EndTime": NOW}


@pytest.fixture
def client(_endpoint: reboto.local.Endpoint) -> Iterator[RawClient]:
    _endpoint.reset()
    client = RawClient(_endpoint.host, _endpoint.port)
    yield client
    client.close()


def done(answer: Answer) -> Answer:
    assert answer.status == 200, answer.body
    return answer


def code_of(answer: Answer) -> str:
    """The error's code, which a shape's name in CBOR may differ from."""
    told = answer.headers.get("x-amzn-query-error") or answer.document["__type"]
    return str(told).split(";")[0].split("#")[-1]


def configuration(client: RawClient, name: str = "v1") -> None:
    done(
        client.autoscale(
            "CreateLaunchConfiguration",
            LaunchConfigurationName=name,
            ImageId="ami-12345678",
            InstanceType="t2.micro",
        )
    )


def group(client: RawClient, name: str = "web", **more: str) -> None:
    members = {
        "AutoScalingGroupName": name,
        "LaunchConfigurationName": "v1",
        "MinSize": "0",
        "MaxSize": "200",
        "AvailabilityZones.member.1": "us-east-1a",
    }
    done(client.autoscale("CreateAutoScalingGroup", **members | more))


def alarm(name: str = "busy", **more: Any) -> dict[str, Any]:
    return {
        "AlarmName": name,
        "Namespace": "Shop",
        "MetricName": "Orders",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 2,
        "Threshold": 70.0,
        "ComparisonOperator": "GreaterThanThreshold",
        **more,
    }


# Each fills a list with more items than a page has.


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
        answer = client.autoscale("DescribeWarmPool", AutoScalingGroupName="web", **asked)
        assert answer.status == 400, f"{AS}DescribeWarmPool.html"


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


def query(name: str = "m1", **more: Any) -> dict[str, Any]:
    metric = {"Namespace": "Shop", "MetricName": "Orders"}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, **more}


def datum(**more: Any) -> dict[str, Any]:
    return {"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": 1.0, **more}]}


VALUE, COMBINATION, VALIDATION = (
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "ValidationError",
)
STATISTICS = {
    "Namespace": "Shop",
    "MetricName": "Orders",
    "Period": 60,
    "Statistics": ["Sum"],
    **AN_HOUR,
}

# The operation, its members, the code of the refusal and the page that states the rule.
CW_REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "data older than two weeks": (
        "PutMetricData",
        datum(Timestamp=NOW - timedelta(days=15)),
        VALUE,
        "MetricDatum",
    ),
    "data of tomorrow": (
        "PutMetricData",
        datum(Timestamp=NOW + timedelta(hours=3)),
        VALUE,
        "MetricDatum",
    ),
    "AWS's own namespace": (
        "PutMetricData",
        {**datum(), "Namespace": "AWS/EC2"},
        VALUE,
        "PutMetricData",
    ),
    "a namespace with a colon first": (
        "PutMetricData",
        {**datum(), "Namespace": ":x"},
        VALIDATION,
        "PutMetricData",
    ),
    "an unknown unit": ("PutMetricData", datum(Unit="Parsecs"), VALIDATION, "MetricDatum"),
    "a value beyond bounds": ("PutMetricData", datum(Value=2.0**361), VALUE, "MetricDatum"),
    "a value that is no number": (
        "PutMetricData",
        datum(Value=float("nan")),
        VALUE,
        "MetricDatum",
    ),
    "1001 metrics": (
        "PutMetricData",
        {**datum(), "MetricData": [{"MetricName": "m", "Value": 1.0}] * 1001},
        VALUE,
        "PutMetricData",
    ),
    "151 values": (
        "PutMetricData",
        {"Namespace": "Shop", "MetricData": [{"MetricName": "m", "Values": [1.0] * 151}]},
        VALUE,
        "MetricDatum",
    ),
    "values without their counts": (
        "PutMetricData",
        {
            "Namespace": "Shop",
            "MetricData": [{"MetricName": "m", "Values": [1.0, 2.0], "Counts": [1.0]}],
        },
        COMBINATION,
        "MetricDatum",
    ),
    "a value and values": ("PutMetricData", datum(Values=[1.0]), COMBINATION, "MetricDatum"),
    "31 dimensions": (
        "PutMetricData",
        datum(Dimensions=[{"Name": f"d{n}", "Value": "x"} for n in range(31)]),
        VALIDATION,
        "MetricDatum",
    ),
    "a dimension that is no ASCII": (
        "PutMetricData",
        datum(Dimensions=[{"Name": "d", "Value": "é"}]),
        VALUE,
        "Dimension",
    ),
    "a resolution of 5": ("PutMetricData", datum(StorageResolution=5), VALUE, "MetricDatum"),
    "501 queries": (
        "GetMetricData",
        {"MetricDataQueries": [query(f"m{n}") for n in range(501)], **AN_HOUR},
        VALIDATION,
        "GetMetricData",
    ),
    "an id twice": (
        "GetMetricData",
        {"MetricDataQueries": [query(), query()], **AN_HOUR},
        VALIDATION,
        "MetricDataQuery",
    ),
    "an id in capitals": (
        "GetMetricData",
        {"MetricDataQueries": [query("M1")], **AN_HOUR},
        VALIDATION,
        "MetricDataQuery",
    ),
    "a query of nothing": (
        "GetMetricData",
        {"MetricDataQueries": [{"Id": "m1"}], **AN_HOUR},
        VALIDATION,
        "MetricDataQuery",
    ),
    "queries from the end to the start": (
        "GetMetricData",
        {"MetricDataQueries": [query()], "StartTime": NOW, "EndTime": NOW},
        VALIDATION,
        "GetMetricData",
    ),
    "too many datapoints a page": (
        "GetMetricData",
        {"MetricDataQueries": [query()], **AN_HOUR, "MaxDatapoints": 100_801},
        VALIDATION,
        "GetMetricData",
    ),
    "statistics from the end to the start": (
        "GetMetricStatistics",
        {**STATISTICS, "StartTime": NOW, "EndTime": NOW - timedelta(hours=1)},
        VALUE,
        "GetMetricStatistics",
    ),
    "1441 datapoints": (
        "GetMetricStatistics",
        {**STATISTICS, "StartTime": NOW - timedelta(minutes=1441)},
        COMBINATION,
        "GetMetricStatistics",
    ),
    "a period of 45": (
        "GetMetricStatistics",
        {**STATISTICS, "Period": 45},
        VALUE,
        "GetMetricStatistics",
    ),
    "both kinds of statistics": (
        "GetMetricStatistics",
        {**STATISTICS, "ExtendedStatistics": ["p50"]},
        COMBINATION,
        "GetMetricStatistics",
    ),
    "an unknown statistic": (
        "GetMetricStatistics",
        {**STATISTICS, "Statistics": ["Median"]},
        VALIDATION,
        "GetMetricStatistics",
    ),
    "an unknown percentile": (
        "GetMetricStatistics",
        {**STATISTICS, "Statistics": [], "ExtendedStatistics": ["p101"]},
        VALIDATION,
        "GetMetricStatistics",
    ),
    "an alarm's period of 45": (
        "PutMetricAlarm",
        alarm(Period=45),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an alarm that looks at two days": (
        "PutMetricAlarm",
        alarm(Period=60, EvaluationPeriods=2880),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an unknown operator": (
        "PutMetricAlarm",
        alarm(ComparisonOperator="Equals"),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an unknown way with missing data": (
        "PutMetricAlarm",
        alarm(TreatMissingData="panic"),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an action that is no ARN": (
        "PutMetricAlarm",
        alarm(AlarmActions=["call me"]),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "six actions": (
        "PutMetricAlarm",
        alarm(AlarmActions=[f"{TOPIC}{n}" for n in range(6)]),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "a reserved tag": (
        "PutMetricAlarm",
        alarm(Tags=[{"Key": "aws:x", "Value": "y"}]),
        VALIDATION,
        "Tag",
    ),
    "an alarm without a statistic": (
        "PutMetricAlarm",
        {key: value for key, value in alarm().items() if key != "Statistic"},
        VALIDATION,
        "PutMetricAlarm",
    ),
    "a name that is too long": (
        "PutMetricAlarm",
        alarm("x" * 256),
        VALIDATION,
        "PutMetricAlarm",
    ),
    "an unknown state": (
        "SetAlarmState",
        {"AlarmName": "busy", "StateValue": "LOUD", "StateReason": ""},
        VALIDATION,
        "SetAlarmState",
    ),
    "101 alarms": (
        "DeleteAlarms",
        {"AlarmNames": [f"a{n}" for n in range(101)]},
        VALIDATION,
        "DeleteAlarms",
    ),
    "an alarm that is not there": (
        "DeleteAlarms",
        {"AlarmNames": ["busy", "none"]},
        "ResourceNotFound",
        "DeleteAlarms",
    ),
}


@pytest.mark.parametrize("what", CW_REFUSED)
def test_cloudwatch_refuses(client: RawClient, what: str) -> None:
    operation, members, code, page = CW_REFUSED[what]
    done(client.cloudwatch("PutMetricAlarm", alarm()))
    answer = client.cloudwatch(operation, members)
    assert 400 <= answer.status < 500, f"{CW}{page}.html"
    assert code_of(answer) == code, (answer.document, f"{CW}{page}.html")
    assert client.cloudwatch("ListMetrics").document["Metrics"] == []
    [there] = client.cloudwatch("DescribeAlarms").document["MetricAlarms"]
    assert (there["AlarmName"], there["Period"], there["StateValue"]) == ("busy", 60, "OK")


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
    "a recurrence that is none": (
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
    "an image that is none": (
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
    answer = client.autoscale(operation, **members)
    told = (answer.body, f"{AS}{page}.html")
    assert (answer.status, answer.texts("Code")) == (400, ["ValidationError"]), told
    assert client.autoscale("DescribeAutoScalingGroups").texts("AutoScalingGroupName") == ["web"]
    assert client.autoscale("DescribePolicies").texts("PolicyName") == []
    assert client.autoscale("DescribeScheduledActions").texts("ScheduledActionName") == []
    assert client.autoscale("DescribeTags").texts("Key") == []


def test_an_unknown_security_group_is_the_callers_error(client: RawClient) -> None:
    members = {**LAUNCH, "SecurityGroups.member.1": "sg-12345678"}
    done(client.autoscale("CreateLaunchConfiguration", **members))
    created = {**CREATED, "LaunchConfigurationName": "v2"}
    answer = client.autoscale("CreateAutoScalingGroup", **created)
    assert (answer.status, answer.texts("Code")) == (400, ["ValidationError"])
    assert "sg-12345678" in answer.texts("Message")[0]
    assert client.autoscale("DescribeAutoScalingGroups").texts("AutoScalingGroupName") == []
