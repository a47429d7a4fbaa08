"""A scenario of each service that calls every operation."""

from __future__ import annotations

import datetime
import json
from typing import Any

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
