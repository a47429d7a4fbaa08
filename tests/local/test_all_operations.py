"""Every operation of AWS's model is answered, in a form that botocore parses and the model allows.

The operations are called in one order, each with resources that the ones before it created.
CloudWatch is called in both of its protocols.
"""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import botocore.config
import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.parsers import create_parser

from tests.local.rawclient import RawClient
from tests.support.model_values import operation, operations, query, service_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    import reboto.local

NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
HOUR = datetime.timedelta(hours=1)
ACCOUNT = "123456789012"
GROUP = {"AutoScalingGroupName": "web"}
TARGETS = f"arn:aws:vpc-lattice:us-east-1:{ACCOUNT}:targetgroup/tg-1"
RESOURCE = f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/i-1"
LOGS = {"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "AggregateOn": "Count"}
METRIC = {"Namespace": "Shop", "MetricName": "Orders"}
ALARM = {
    **METRIC,
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
LOAD = {
    "MetricSpecifications": [
        {
            "TargetValue": 40.0,
            "PredefinedMetricPairSpecification": {"PredefinedMetricType": "ASGCPUUtilization"},
        }
    ]
}
HOOK = {**GROUP, "LifecycleHookName": "drain"}
SCHEDULE = {"ScheduledActionName": "night", "MinSize": 1, "StartTime": NOW + 240 * HOUR}
STATS = [{"Id": "m1", "MetricStat": {"Metric": METRIC, "Period": 60, "Stat": "Sum"}}]
TIMES = {"StartTime": NOW - HOUR, "EndTime": NOW + HOUR}
BOARD = {"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]}
QUERY = {
    "QueryString": "stats count(*) by bin(5m)",
    "ScheduledQueryRoleARN": f"arn:aws:iam::{ACCOUNT}:role/logs",
    "AggregationExpression": "count(*)",
    "ScheduleConfiguration": {"ScheduleExpression": "rate(5 minutes)", "StartTimeOffset": 300},
}
STREAM = {
    "FirehoseArn": f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/metrics",
    "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/stream",
    "OutputFormat": "json",
}
MUTE = {"Schedule": {"Expression": "cron(0 2 * * SUN)", "Duration": "PT4H"}}

# Operations in order with their parameters; a callable gets the results of those before it.
AUTOSCALING: list[tuple[str, Any]] = [
    (
        "CreateLaunchConfiguration",
        {"LaunchConfigurationName": "v1", "ImageId": "ami-12345678", "InstanceType": "t2.micro"},
    ),
    (
        "CreateAutoScalingGroup",
        {
            **GROUP,
            "LaunchConfigurationName": "v1",
            "MinSize": 1,
            "MaxSize": 9,
            "DesiredCapacity": 3,
            "AvailabilityZones": ["us-east-1a"],
            "DefaultInstanceWarmup": 30,
            "DeletionProtection": "none",
        },
    ),
    ("DescribeAutoScalingGroups", {}),
    ("DescribeAutoScalingInstances", {}),
    ("UpdateAutoScalingGroup", {**GROUP, "MaxSize": 10, "HealthCheckGracePeriod": 0}),
    ("DescribeLaunchConfigurations", {}),
    ("DescribeAccountLimits", {}),
    ("DescribeAccountSettings", {}),
    ("PutAccountSetting", {"Name": "setting", "Value": "enabled"}),
    ("DescribeAdjustmentTypes", {}),
    ("DescribeAutoScalingNotificationTypes", {}),
    ("DescribeLifecycleHookTypes", {}),
    ("DescribeMetricCollectionTypes", {}),
    ("DescribeScalingProcessTypes", {}),
    ("DescribeTerminationPolicyTypes", {}),
    (
        "PutScalingPolicy",
        {
            **GROUP,
            "PolicyName": "track",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingConfiguration": {
                "TargetValue": 50.0,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ASGAverageCPUUtilization"
                },
            },
        },
    ),
    (
        "PutScalingPolicy",
        {
            **GROUP,
            "PolicyName": "up",
            "AdjustmentType": "ChangeInCapacity",
            "ScalingAdjustment": 1,
        },
    ),
    (
        "PutScalingPolicy",
        {
            **GROUP,
            "PolicyName": "foresee",
            "PolicyType": "PredictiveScaling",
            "PredictiveScalingConfiguration": LOAD,
        },
    ),
    ("DescribePolicies", GROUP),
    ("ExecutePolicy", {**GROUP, "PolicyName": "up"}),
    (
        "GetPredictiveScalingForecast",
        {**GROUP, "PolicyName": "foresee", "StartTime": NOW, "EndTime": NOW + 24 * HOUR},
    ),
    ("DeletePolicy", {**GROUP, "PolicyName": "track"}),
    ("PutScheduledUpdateGroupAction", {**GROUP, **SCHEDULE}),
    ("BatchPutScheduledUpdateGroupAction", {**GROUP, "ScheduledUpdateGroupActions": [SCHEDULE]}),
    ("DescribeScheduledActions", GROUP),
    ("DeleteScheduledAction", {**GROUP, "ScheduledActionName": "night"}),
    ("BatchDeleteScheduledAction", {**GROUP, "ScheduledActionNames": ["night"]}),
    (
        "CreateOrUpdateTags",
        {
            "Tags": [
                {
                    "ResourceId": "web",
                    "ResourceType": "auto-scaling-group",
                    "Key": "team",
                    "Value": "shop",
                    "PropagateAtLaunch": True,
                }
            ]
        },
    ),
    ("DescribeTags", {}),
    (
        "DeleteTags",
        {
            "Tags": [
                {"ResourceId": "web", "ResourceType": "auto-scaling-group", "Key": "team"},
            ]
        },
    ),
    ("EnableMetricsCollection", {**GROUP, "Granularity": "1Minute"}),
    ("DisableMetricsCollection", GROUP),
    (
        "PutNotificationConfiguration",
        {
            **GROUP,
            "TopicARN": f"arn:aws:sns:us-east-1:{ACCOUNT}:topic",
            "NotificationTypes": ["autoscaling:EC2_INSTANCE_LAUNCH"],
        },
    ),
    ("DescribeNotificationConfigurations", {}),
    (
        "DeleteNotificationConfiguration",
        {**GROUP, "TopicARN": f"arn:aws:sns:us-east-1:{ACCOUNT}:topic"},
    ),
    ("SuspendProcesses", {**GROUP, "ScalingProcesses": ["AZRebalance"]}),
    ("ResumeProcesses", GROUP),
    ("SetDesiredCapacity", {**GROUP, "DesiredCapacity": 4}),
    (
        "LaunchInstances",
        {
            **GROUP,
            "RequestedCapacity": 1,
            "ClientToken": "t",
            "AvailabilityZones": ["us-east-1a"],
        },
    ),
    ("DescribeScalingActivities", GROUP),
    ("AttachTrafficSources", {**GROUP, "TrafficSources": [{"Identifier": TARGETS}]}),
    ("DescribeTrafficSources", GROUP),
    ("DetachTrafficSources", {**GROUP, "TrafficSources": [{"Identifier": TARGETS}]}),
    ("AttachLoadBalancers", {**GROUP, "LoadBalancerNames": ["classic"]}),
    ("DescribeLoadBalancers", GROUP),
    ("DetachLoadBalancers", {**GROUP, "LoadBalancerNames": ["classic"]}),
    (
        "AttachLoadBalancerTargetGroups",
        lambda made: {**GROUP, "TargetGroupARNs": [made["targets"]]},
    ),
    ("DescribeLoadBalancerTargetGroups", GROUP),
    (
        "DetachLoadBalancerTargetGroups",
        lambda made: {**GROUP, "TargetGroupARNs": [made["targets"]]},
    ),
    (
        "SetInstanceProtection",
        lambda made: {**GROUP, "InstanceIds": made["instances"][:1], "ProtectedFromScaleIn": False},
    ),
    (
        "SetInstanceHealth",
        lambda made: {"InstanceId": made["instances"][0], "HealthStatus": "Healthy"},
    ),
    (
        "EnterStandby",
        lambda made: {
            **GROUP,
            "InstanceIds": made["instances"][:1],
            "ShouldDecrementDesiredCapacity": True,
        },
    ),
    ("ExitStandby", lambda made: {**GROUP, "InstanceIds": made["instances"][:1]}),
    (
        "DetachInstances",
        lambda made: {
            **GROUP,
            "InstanceIds": made["instances"][:1],
            "ShouldDecrementDesiredCapacity": True,
        },
    ),
    ("AttachInstances", lambda made: {**GROUP, "InstanceIds": made["instances"][:1]}),
    ("StartInstanceRefresh", {**GROUP, "Preferences": {"MinHealthyPercentage": 50}}),
    ("DescribeInstanceRefreshes", GROUP),
    ("CancelInstanceRefresh", {**GROUP, "WaitForTransitioningInstances": False}),
    ("PutWarmPool", {**GROUP, "MinSize": 1}),
    ("DescribeWarmPool", GROUP),
    ("DeleteWarmPool", {**GROUP, "ForceDelete": True}),
    ("PutLifecycleHook", {**HOOK, "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING"}),
    ("DescribeLifecycleHooks", GROUP),
    ("DescribeAutoScalingInstances", {}),
    (
        "TerminateInstanceInAutoScalingGroup",
        lambda made: {
            "InstanceId": made["instances"][1],
            "ShouldDecrementDesiredCapacity": False,
        },
    ),
    (
        "RecordLifecycleActionHeartbeat",
        lambda made: {**HOOK, "InstanceId": made["instances"][1]},
    ),
    (
        "CompleteLifecycleAction",
        lambda made: {
            **HOOK,
            "InstanceId": made["instances"][1],
            "LifecycleActionResult": "CONTINUE",
        },
    ),
    ("DeleteLifecycleHook", HOOK),
    ("RollbackInstanceRefresh", GROUP),
    ("DeleteAutoScalingGroup", {**GROUP, "ForceDelete": True}),
    ("DeleteLaunchConfiguration", {"LaunchConfigurationName": "v1"}),
]
# The only operation whose success needs more than this scenario: see test_instance_refresh.py.
REFUSED = {"RollbackInstanceRefresh": "ActiveInstanceRefreshNotFound"}
CLOUDWATCH: list[tuple[str, Any]] = [
    ("PutMetricData", {"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": 3}]}),
    ("ListMetrics", {}),
    ("GetMetricStatistics", {**METRIC, **TIMES, "Period": 60, "Statistics": ["Sum"]}),
    ("GetMetricData", {**TIMES, "MetricDataQueries": STATS}),
    ("GetMetricWidgetImage", {"MetricWidget": json.dumps({"metrics": [["Shop", "Orders"]]})}),
    ("PutMetricAlarm", {**ALARM, "AlarmName": "busy"}),
    ("PutCompositeAlarm", {"AlarmName": "page", "AlarmRule": "ALARM(busy)"}),
    (
        "PutLogAlarm",
        {
            "AlarmName": "errors",
            "ScheduledQueryConfiguration": QUERY,
            "QueryResultsToEvaluate": 1,
            "QueryResultsToAlarm": 1,
            "Threshold": 1.0,
            "ComparisonOperator": "GreaterThanThreshold",
        },
    ),
    ("DescribeAlarms", {"AlarmTypes": ["MetricAlarm", "CompositeAlarm", "LogAlarm"]}),
    ("DescribeAlarmsForMetric", METRIC),
    ("DescribeAlarmContributors", {"AlarmName": "busy"}),
    ("SetAlarmState", {"AlarmName": "busy", "StateValue": "ALARM", "StateReason": "a test"}),
    ("DescribeAlarmHistory", {}),
    ("DisableAlarmActions", {"AlarmNames": ["busy"]}),
    ("EnableAlarmActions", {"AlarmNames": ["busy"]}),
    (
        "PutAlarmMuteRule",
        {"Name": "night", "Rule": MUTE, "MuteTargets": {"AlarmNames": ["busy"]}},
    ),
    ("GetAlarmMuteRule", {"AlarmMuteRuleName": "night"}),
    ("ListAlarmMuteRules", {"AlarmName": "busy"}),
    ("DeleteAlarmMuteRule", {"AlarmMuteRuleName": "night"}),
    ("DeleteAlarms", {"AlarmNames": ["page", "busy", "errors"]}),
    ("PutAnomalyDetector", {"SingleMetricAnomalyDetector": {**METRIC, "Stat": "Sum"}}),
    ("DescribeAnomalyDetectors", {}),
    ("DeleteAnomalyDetector", {"SingleMetricAnomalyDetector": {**METRIC, "Stat": "Sum"}}),
    ("PutDashboard", {"DashboardName": "web", "DashboardBody": json.dumps(BOARD)}),
    ("GetDashboard", {"DashboardName": "web"}),
    ("ListDashboards", {}),
    ("DeleteDashboards", {"DashboardNames": ["web"]}),
    ("PutInsightRule", {"RuleName": "top", "RuleDefinition": json.dumps(LOGS)}),
    ("DescribeInsightRules", {}),
    ("GetInsightRuleReport", {"RuleName": "top", **TIMES, "Period": 60}),
    ("DisableInsightRules", {"RuleNames": ["top"]}),
    ("EnableInsightRules", {"RuleNames": ["top", "none"]}),
    ("DeleteInsightRules", {"RuleNames": ["top"]}),
    (
        "PutManagedInsightRules",
        {
            "ManagedRules": [
                {"TemplateName": "DynamoDBContributorInsights", "ResourceARN": RESOURCE}
            ]
        },
    ),
    ("ListManagedInsightRules", {"ResourceARN": RESOURCE}),
    ("PutMetricStream", {"Name": "all", **STREAM}),
    ("GetMetricStream", {"Name": "all"}),
    ("ListMetricStreams", {}),
    ("StopMetricStreams", {"Names": ["all"]}),
    ("StartMetricStreams", {"Names": ["all"]}),
    (
        "TagResource",
        lambda made: {"ResourceARN": made["stream"], "Tags": [{"Key": "a", "Value": "b"}]},
    ),
    ("ListTagsForResource", lambda made: {"ResourceARN": made["stream"]}),
    ("UntagResource", lambda made: {"ResourceARN": made["stream"], "TagKeys": ["a"]}),
    ("DeleteMetricStream", {"Name": "all"}),
    (
        "PutMetricDataQueryDefinition",
        {"Path": "team/errors", "Expression": "m1 * 2", "Type": "METRIC_MATH"},
    ),
    ("ListMetricDataQueryDefinitions", {}),
    ("GetMetricDataQueryDefinition", lambda made: {"Id": made["query"]}),
    ("DeleteMetricDataQueryDefinition", lambda made: {"Id": made["query"]}),
    ("CreateResourceMetricsConfiguration", {"ResourceArn": RESOURCE}),
    ("GetResourceMetricsConfiguration", {"ResourceArn": RESOURCE}),
    (
        "UpdateResourceMetricsConfiguration",
        {"ResourceArn": RESOURCE, "MetricSelections": [{"IncludeMetrics": ["x"]}]},
    ),
    ("DeleteResourceMetricsConfiguration", {"ResourceArn": RESOURCE}),
    ("GetOTelEnrichment", {}),
    ("StartOTelEnrichment", {}),
    ("UpdateOTelEnrichment", {"IncludeFilters": [{"Namespace": "AWS/EC2"}]}),
    ("StopOTelEnrichment", {}),
    ("GetDataset", {"DatasetIdentifier": "default"}),
    (
        "AssociateDatasetKmsKey",
        {
            "DatasetIdentifier": "default",
            "KmsKeyArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/"
            "12345678-1234-1234-1234-123456789012",
        },
    ),
    ("DisassociateDatasetKmsKey", {"DatasetIdentifier": "default"}),
]


def faults(shape: Any, value: object, path: str) -> Iterator[str]:
    """Yield where a parsed response differs from the model."""
    kinds: dict[str, Any] = {
        "structure": dict,
        "list": list,
        "map": dict,
        "string": str,
        "integer": int,
        "long": int,
        "double": (float, int),
        "float": (float, int),
        "boolean": bool,
        "timestamp": datetime.datetime,
        "blob": bytes,
    }
    given: Any = value
    if not isinstance(given, kinds[shape.type_name]):
        yield f"{path}: {value!r} is not a {shape.type_name}"
    elif shape.type_name == "structure":
        for name in shape.required_members:
            if name not in given:
                yield f"{path}: {name} is missing"
        for name, one in given.items():
            if name not in shape.members:
                yield f"{path}.{name} is not in the model"
            else:
                yield from faults(shape.members[name], one, f"{path}.{name}")
    elif shape.type_name == "list":
        for at, one in enumerate(given):
            yield from faults(shape.member, one, f"{path}[{at}]")
    elif (enum := shape.metadata.get("enum")) and value not in enum:
        yield f"{path}: {value!r} is not one of {enum}"


def filled(given: Any, made: dict[str, Any]) -> Any:
    return given if isinstance(given, dict) else given(made)


def check(service: str, name: str, response: dict[str, Any]) -> None:
    response = {key: value for key, value in response.items() if key != "ResponseMetadata"}
    shape = operation(service, name).output_shape
    found = list(faults(shape, response, name)) if shape is not None else list(response)
    assert found == []


def client_of(service: str, endpoint: reboto.local.Endpoint) -> Any:
    return botocore.session.Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint.url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=botocore.config.Config(retries={"max_attempts": 0}),
    )


def target_group(endpoint: reboto.local.Endpoint) -> str:
    network = client_of("ec2", endpoint).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    client_of("elb", endpoint).create_load_balancer(
        LoadBalancerName="classic",
        AvailabilityZones=["us-east-1a"],
        Listeners=[{"Protocol": "http", "LoadBalancerPort": 80, "InstancePort": 80}],
    )
    made = client_of("elbv2", endpoint).create_target_group(
        Name="targets", Protocol="HTTP", Port=80, VpcId=network
    )
    return str(made["TargetGroups"][0]["TargetGroupArn"])


def test_the_scenarios_call_every_operation() -> None:
    called = {("autoscaling", name) for name, _ in AUTOSCALING}
    called |= {("cloudwatch", name) for name, _ in CLOUDWATCH}
    assert called == set(operations())
    assert len(called) == 127


def test_every_operation_of_auto_scaling_is_answered(endpoint: reboto.local.Endpoint) -> None:
    autoscaling = client_of("autoscaling", endpoint)
    for hour in range(30):
        endpoint.record("AWS/EC2", "CPUUtilization", 40 + hour, dimensions=GROUP, period=60)
        endpoint.advance(3600)
    made: dict[str, Any] = {"targets": target_group(endpoint)}
    for name, given in AUTOSCALING:
        parameters = filled(given, made)
        if name in REFUSED:
            with pytest.raises(ClientError, match=REFUSED[name]):
                autoscaling._make_api_call(name, parameters)
            continue
        response = autoscaling._make_api_call(name, parameters)
        check("autoscaling", name, response)
        if name == "DescribeAutoScalingInstances":
            instances = response["AutoScalingInstances"]
            made["instances"] = [one["InstanceId"] for one in instances]


@pytest.mark.parametrize("protocol", ["cbor", "query"])
def test_every_operation_of_cloudwatch_is_answered(
    endpoint: reboto.local.Endpoint, protocol: str
) -> None:
    made: dict[str, Any] = {}
    cloudwatch, raw = client_of("cloudwatch", endpoint), RawClient(endpoint.host, endpoint.port)
    for name, given in CLOUDWATCH:
        parameters = filled(given, made)
        if protocol == "cbor":
            response = cloudwatch._make_api_call(name, parameters)
        else:
            response = by_query(raw, name, parameters)
        check("cloudwatch", name, response)
        if name == "PutMetricStream":
            made["stream"] = response["Arn"]
        elif name == "PutMetricDataQueryDefinition":
            made["query"] = response["Id"]
        elif name == "GetMetricWidgetImage":
            assert response["MetricWidgetImage"].startswith(b"\x89PNG\r\n")
    raw.close()


def by_query(raw: RawClient, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    model = operation("cloudwatch", name)
    flat = query(model.input_shape, parameters) if model.input_shape is not None else {}
    answer = raw.query("monitoring", name, flat)
    assert answer.status == 200, (name, answer.body)
    parsed = {"body": answer.body, "headers": dict(answer.headers), "status_code": answer.status}
    found: dict[str, Any] = create_parser("query").parse(parsed, model.output_shape)
    return found


@pytest.mark.parametrize("service", ["autoscaling", "cloudwatch"])
def test_names_that_do_not_exist_are_errors_of_the_model(
    endpoint: reboto.local.Endpoint, service: str
) -> None:
    client, codes = client_of(service, endpoint), set()
    for name in service_model(service).operation_names:
        model = operation(service, name)
        if model.input_shape is None or not name.startswith(("Get", "Describe")):
            continue
        scenario = dict(AUTOSCALING if service == "autoscaling" else CLOUDWATCH)[name]
        given = scenario({"query": "none"}) if callable(scenario) else scenario
        if not {*model.input_shape.required_members} - {"StartTime", "EndTime", "Period"}:
            continue
        try:
            client._make_api_call(name, given)
        except ClientError as error:
            known = {
                shape.metadata.get("error", {}).get("code", shape.name)
                for shape in model.error_shapes
            }
            code = str(error.response.get("Error", {}).get("Code"))
            assert code in known | {"ValidationError"} or code.endswith("NotFoundException"), name
            codes.add(code)
    assert codes
