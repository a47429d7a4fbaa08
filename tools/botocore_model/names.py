"""The names that reboto gives to the operations, members and types of AWS's model.

A name that is not here follows from AWS's: methods and members are AWS's name in snake case, and a
nested type is a class of the same name. `tools/model.py` reads this file.
"""

from __future__ import annotations

AUTOSCALE = "reboto.ec2.autoscale"
CLOUDWATCH = "reboto.ec2.cloudwatch"


# Inputs whose members come from an object that boto has. Their methods are written by hand.
BOTO_NOUNS = {
    "autoscaling": {
        "CreateAutoScalingGroupType": "AutoScalingGroup",
        "UpdateAutoScalingGroupType": "AutoScalingGroup",
        "CreateLaunchConfigurationType": "LaunchConfiguration",
        "PutScalingPolicyType": "ScalingPolicy",
        "PutScheduledUpdateGroupActionType": "ScheduledUpdateGroupAction",
        "ScheduledUpdateGroupActionRequest": "ScheduledUpdateGroupAction",
    },
    "cloudwatch": {"PutMetricAlarmInput": "MetricAlarm"},
}

# Names of members, for a service and optionally one type.
MEMBERS: dict[str, dict[str, str]] = {
    "autoscaling": {
        "VCpuCount": "vcpu_count",
        "MemoryMiB": "memory_mib",
        "MemoryGiBPerVCpu": "memory_gib_per_vcpu",
        "AcceleratorTotalMemoryMiB": "accelerator_total_memory_mib",
        "VPCZoneIdentifier": "vpc_zone_identifier",
        "PolicyARN": "policy_arn",
        "TargetGroupARNs": "target_group_arns",
        "TotalLocalStorageGB": "total_local_storage_gb",
        # boto's names
        "AutoScalingGroup.AutoScalingGroupName": "name",
        "AutoScalingGroup.AutoScalingGroupARN": "autoscaling_group_arn",
        "AutoScalingGroup.LaunchConfigurationName": "launch_config_name",
        "AutoScalingGroup.HealthCheckGracePeriod": "health_check_period",
        "AutoScalingGroup.LoadBalancerNames": "load_balancers",
        "SuspendedProcess.SuspensionReason": "reason",
        "Instance.LaunchConfigurationName": "launch_config_name",
        "AutoScalingInstanceDetails.LaunchConfigurationName": "launch_config_name",
        "AutoScalingInstanceDetails.AutoScalingGroupName": "group_name",
        "LaunchConfiguration.LaunchConfigurationName": "name",
        "LaunchConfiguration.LaunchConfigurationARN": "launch_configuration_arn",
        "LaunchConfiguration.ClassicLinkVPCId": "classic_link_vpc_id",
        "LaunchConfiguration.ClassicLinkVPCSecurityGroups": "classic_link_vpc_security_groups",
        "LaunchConfiguration.IamInstanceProfile": "instance_profile_name",
        "ScalingPolicy.AutoScalingGroupName": "as_name",
        "ScalingPolicy.PolicyName": "name",
        "ScalingPolicy.TargetTrackingConfiguration": "target_tracking",
        "ScalingPolicy.PredictiveScalingConfiguration": "predictive_scaling",
        "Alarm.AlarmName": "name",
        "Alarm.AlarmARN": "alarm_arn",
        "ScheduledUpdateGroupAction.AutoScalingGroupName": "as_group",
        "ScheduledUpdateGroupAction.ScheduledActionName": "name",
        "ScheduledUpdateGroupAction.ScheduledActionARN": "action_arn",
        "Activity.AutoScalingGroupName": "group_name",
        "DescribeAccountLimitsAnswer.MaxNumberOfAutoScalingGroups": "max_autoscaling_groups",
        "DescribeAccountLimitsAnswer.MaxNumberOfLaunchConfigurations": "max_launch_configurations",
        # names in the manner of boto's
        "LifecycleHook.LifecycleHookName": "name",
        "LifecycleHook.AutoScalingGroupName": "as_name",
        "LifecycleHook.LifecycleTransition": "transition",
        "LifecycleHookSpecification.LifecycleHookName": "name",
        "LifecycleHookSpecification.LifecycleTransition": "transition",
        "InstanceRefresh.AutoScalingGroupName": "as_name",
        "InstanceRefresh.InstanceRefreshId": "id",
        "NotificationConfiguration.AutoScalingGroupName": "as_name",
        "LoadBalancerState.LoadBalancerName": "identifier",
        "LoadBalancerTargetGroupState.LoadBalancerTargetGroupARN": "identifier",
    },
    "cloudwatch": {
        "PromQLCriteria": "promql_criteria",
        "MetricAlarm.AlarmName": "name",
        "MetricAlarm.AlarmDescription": "description",
        "MetricAlarm.AlarmConfigurationUpdatedTimestamp": "last_updated",
        "MetricAlarm.MetricName": "metric",
        "MetricAlarm.ComparisonOperator": "comparison",
        "AlarmHistoryItem.AlarmName": "name",
        "AlarmHistoryItem.HistoryItemType": "tem_type",
        "AlarmHistoryItem.HistorySummary": "summary",
        "AlarmHistoryItem.HistoryData": "data",
        "Metric.MetricName": "name",
        "CompositeAlarm.AlarmName": "name",
        "CompositeAlarm.AlarmDescription": "description",
        "CompositeAlarm.AlarmRule": "rule",
        "CompositeAlarm.AlarmConfigurationUpdatedTimestamp": "last_updated",
        "LogAlarm.AlarmName": "name",
        "LogAlarm.AlarmDescription": "description",
        "LogAlarm.ComparisonOperator": "comparison",
        "LogAlarm.AlarmConfigurationUpdatedTimestamp": "last_updated",
        "AnomalyDetector.AnomalyDetectorId": "id",
        "Dashboard.DashboardName": "name",
        "Dashboard.DashboardBody": "body",
        "Dashboard.DashboardValidationMessages": "messages",
        "DashboardEntry.DashboardName": "name",
        # `keys` is a method of all structures.
        "Contributor.Keys": "key_values",
        "InsightRule.RuleName": "name",
        "InsightRule.RuleState": "state",
        "InsightRule.RuleDefinition": "definition",
        "AlarmMuteRuleSummary.AlarmMuteRuleArn": "alarm_mute_rule_arn",
    },
}

# The class of a type: module and name. Types of the same class share it.
CLASSES: dict[str, dict[str, str]] = {
    "autoscaling": {
        # boto's classes
        "Activity": "activity.Activity",
        "AdjustmentType": "policy.AdjustmentType",
        "Alarm": "policy.Alarm",
        "AutoScalingGroup": "group.AutoScalingGroup",
        "AutoScalingInstanceDetails": "instance.Instance",
        "BlockDeviceMapping": "launchconfig.BlockDeviceMapping",
        "DescribeAccountLimitsAnswer": "limits.AccountLimits",
        "Ebs": "launchconfig.Ebs",
        "EnabledMetric": "group.EnabledMetric",
        "Instance": "instance.Instance",
        "InstanceMonitoring": "launchconfig.InstanceMonitoring",
        "LaunchConfiguration": "launchconfig.LaunchConfiguration",
        "MetricCollectionType": "policy.MetricCollectionTypes.Metric",
        "MetricGranularityType": "policy.MetricCollectionTypes.Granularity",
        "ProcessType": "group.ProcessType",
        "ScalingPolicy": "policy.ScalingPolicy",
        "ScheduledUpdateGroupAction": "scheduled.ScheduledUpdateGroupAction",
        "SuspendedProcess": "group.SuspendedProcess",
        "Tag": "tag.Tag",
        "TagDescription": "tag.Tag",
        # groups
        "AvailabilityZoneDistribution": "group.AvailabilityZoneDistribution",
        "AvailabilityZoneImpairmentPolicy": "group.AvailabilityZoneImpairmentPolicy",
        "CapacityReservationSpecification": "group.CapacityReservationSpecification",
        "CapacityReservationTarget": "group.CapacityReservationTarget",
        "Filter": "group.Filter",
        "InstanceLifecyclePolicy": "group.InstanceLifecyclePolicy",
        "InstanceMaintenancePolicy": "group.InstanceMaintenancePolicy",
        "Operator": "group.Operator",
        "RetentionTriggers": "group.RetentionTriggers",
        # launch templates
        "BaselinePerformanceFactorsRequest": "launchtemplate.BaselinePerformanceFactors",
        "CpuPerformanceFactorRequest": "launchtemplate.CpuPerformanceFactor",
        "DistributionSegment": "launchtemplate.DistributionSegment",
        "InstanceRequirements": "launchtemplate.InstanceRequirements",
        "InstancesDistribution": "launchtemplate.InstancesDistribution",
        "LaunchTemplate": "launchtemplate.LaunchTemplate",
        "LaunchTemplateOverrides": "launchtemplate.LaunchTemplateOverrides",
        "LaunchTemplateSpecification": "launchtemplate.LaunchTemplateSpecification",
        "MixedInstancesPolicy": "launchtemplate.MixedInstancesPolicy",
        "PerformanceFactorReferenceRequest": "launchtemplate.PerformanceFactorReference",
        **{
            f"{name}Request": "launchtemplate.Range"
            for name in (
                "AcceleratorCount",
                "AcceleratorTotalMemoryMiB",
                "BaselineEbsBandwidthMbps",
                "MemoryGiBPerVCpu",
                "MemoryMiB",
                "NetworkBandwidthGbps",
                "NetworkInterfaceCount",
                "TotalLocalStorageGB",
                "VCpuCount",
            )
        },
        "InstanceMetadataOptions": "launchconfig.InstanceMetadataOptions",
        # policies
        "CapacityForecast": "policy.CapacityForecast",
        "CustomizedMetricSpecification": "policy.CustomizedMetric",
        "GetPredictiveScalingForecastAnswer": "policy.Forecast",
        "LoadForecast": "policy.LoadForecast",
        "PredefinedMetricSpecification": "policy.PredefinedMetric",
        "PredictiveScalingConfiguration": "policy.PredictiveScaling",
        "PredictiveScalingCustomizedCapacityMetric": "policy.CustomizedCapacityMetric",
        "PredictiveScalingCustomizedLoadMetric": "policy.CustomizedLoadMetric",
        "PredictiveScalingCustomizedScalingMetric": "policy.CustomizedScalingMetric",
        "PredictiveScalingMetricSpecification": "policy.MetricSpecification",
        "PredictiveScalingPredefinedLoadMetric": "policy.PredefinedLoadMetric",
        "PredictiveScalingPredefinedMetricPair": "policy.PredefinedMetricPair",
        "PredictiveScalingPredefinedScalingMetric": "policy.PredefinedScalingMetric",
        "StepAdjustment": "policy.StepAdjustment",
        "TargetTrackingConfiguration": "policy.TargetTracking",
        # lifecycle hooks
        "LifecycleHook": "lifecycle.LifecycleHook",
        "LifecycleHookSpecification": "lifecycle.LifecycleHook",
        "PutLifecycleHookType": "lifecycle.LifecycleHook",
        # warm pools
        "DescribeWarmPoolAnswer": "warmpool.WarmPool",
        "InstanceReusePolicy": "warmpool.InstanceReusePolicy",
        "PutWarmPoolType": "warmpool.WarmPool",
        "WarmPoolConfiguration": "warmpool.WarmPoolConfiguration",
        # instance refreshes
        "AlarmSpecification": "refresh.AlarmSpecification",
        "CancelInstanceRefreshAnswer": "refresh.InstanceRefresh",
        "DesiredConfiguration": "refresh.DesiredConfiguration",
        "InstanceRefresh": "refresh.InstanceRefresh",
        "InstanceRefreshLivePoolProgress": "refresh.PoolProgress",
        "InstanceRefreshProgressDetails": "refresh.ProgressDetails",
        "InstanceRefreshWarmPoolProgress": "refresh.PoolProgress",
        "RefreshPreferences": "refresh.RefreshPreferences",
        "RollbackDetails": "refresh.RollbackDetails",
        "RollbackInstanceRefreshAnswer": "refresh.InstanceRefresh",
        "StartInstanceRefreshAnswer": "refresh.InstanceRefresh",
        # traffic sources
        "LoadBalancerState": "traffic.TrafficSource",
        "LoadBalancerTargetGroupState": "traffic.TrafficSource",
        "TrafficSourceIdentifier": "traffic.TrafficSource",
        "TrafficSourceState": "traffic.TrafficSource",
        # others
        "AccountSetting": "account.AccountSetting",
        "FailedScheduledUpdateGroupActionRequest": "scheduled.FailedScheduledAction",
        "InstanceCollection": "launch.InstanceCollection",
        "LaunchInstancesError": "launch.LaunchError",
        "LaunchInstancesResult": "launch.LaunchedInstances",
        "NotificationConfiguration": "notification.NotificationConfiguration",
        "ScheduledUpdateGroupActionRequest": "scheduled.ScheduledUpdateGroupAction",
        # CloudWatch's query serves policies too
        "MetricDataQuery": CLOUDWATCH + ".metric_data.MetricDataQuery",
        "TargetTrackingMetricDataQuery": CLOUDWATCH + ".metric_data.MetricDataQuery",
    },
    "cloudwatch": {
        # boto's classes
        "AlarmHistoryItem": "alarm.AlarmHistoryItem",
        "Datapoint": "datapoint.Datapoint",
        "Metric": "metric.Metric",
        "MetricAlarm": "alarm.MetricAlarm",
        "MetricDataQuery": "metric_data.MetricDataQuery",
        "MetricDataResult": "metric_data.MetricDataResult",
        # alarms
        "ActionConfiguration": "alarm.ActionConfiguration",
        "AlarmContributor": "alarm.AlarmContributor",
        "AlarmPromQLCriteria": "alarm.PromQL",
        "AlarmTagsPropagation": "alarm.AlarmTagsPropagation",
        "CompositeAlarm": "alarm.CompositeAlarm",
        "EvaluationCriteria": "alarm.EvaluationCriteria",
        "EvaluationWindow": "alarm.EvaluationWindow",
        "LogAlarm": "alarm.LogAlarm",
        "PutCompositeAlarmInput": "alarm.CompositeAlarm",
        "PutLogAlarmInput": "alarm.LogAlarm",
        "ScheduleConfiguration": "alarm.ScheduleConfiguration",
        "ScheduledQueryConfiguration": "alarm.ScheduledQuery",
        "SlidingWindow": "alarm.SlidingWindow",
        "WallClockWindow": "alarm.WallClockWindow",
        "WarmUpConfiguration": "alarm.WarmUp",
        # anomaly detectors
        "AnomalyDetector": "anomaly.AnomalyDetector",
        "AnomalyDetectorConfiguration": "anomaly.AnomalyDetectorConfiguration",
        "DeleteAnomalyDetectorInput": "anomaly.AnomalyDetector",
        "MetricCharacteristics": "anomaly.MetricCharacteristics",
        "MetricMathAnomalyDetector": "anomaly.MetricMathAnomalyDetector",
        "PutAnomalyDetectorInput": "anomaly.AnomalyDetector",
        "PutAnomalyDetectorOutput": "anomaly.AnomalyDetector",
        "Range": "anomaly.Range",
        "SingleMetricAnomalyDetector": "anomaly.SingleMetricAnomalyDetector",
        # dashboards
        "DashboardEntry": "dashboard.DashboardEntry",
        "DashboardValidationMessage": "dashboard.DashboardValidationMessage",
        "GetDashboardOutput": "dashboard.Dashboard",
        "PutDashboardInput": "dashboard.Dashboard",
        "PutDashboardOutput": "dashboard.Dashboard",
        # metric streams
        "GetMetricStreamOutput": "stream.MetricStream",
        "MetricStreamEntry": "stream.MetricStream",
        "MetricStreamFilter": "stream.MetricStreamFilter",
        "MetricStreamStatisticsConfiguration": "stream.StatisticsConfiguration",
        "MetricStreamStatisticsMetric": "stream.StatisticsMetric",
        "PutMetricStreamInput": "stream.MetricStream",
        "PutMetricStreamOutput": "stream.MetricStream",
        # Contributor Insights
        "GetInsightRuleReportOutput": "insight.InsightRuleReport",
        "InsightRule": "insight.InsightRule",
        "InsightRuleContributor": "insight.Contributor",
        "InsightRuleContributorDatapoint": "insight.ContributorDatapoint",
        "InsightRuleMetricDatapoint": "insight.MetricDatapoint",
        "ManagedRule": "insight.ManagedRule",
        "ManagedRuleDescription": "insight.ManagedRule",
        "ManagedRuleState": "insight.ManagedRuleState",
        "PartialFailure": "insight.PartialFailure",
        "PutInsightRuleInput": "insight.InsightRule",
        # mute rules
        "AlarmMuteRuleSummary": "mute.AlarmMuteRule",
        "GetAlarmMuteRuleOutput": "mute.AlarmMuteRule",
        "MuteTargets": "mute.MuteTargets",
        "PutAlarmMuteRuleInput": "mute.AlarmMuteRule",
        "Rule": "mute.Rule",
        "Schedule": "mute.Schedule",
        # OpenTelemetry and resources
        "GetDatasetOutput": "dataset.Dataset",
        "GetOTelEnrichmentOutput": "enrichment.OTelEnrichment",
        "OTelEnrichmentMetricSelector": "enrichment.MetricSelector",
        "ResourceMetricSelection": "resource.ResourceMetricSelection",
        "ResourceMetricsConfiguration": "resource.ResourceMetricsConfiguration",
        "StartOTelEnrichmentOutput": "enrichment.OTelEnrichment",
        "UpdateOTelEnrichmentOutput": "enrichment.OTelEnrichment",
        # metric data
        "Entity": "data.Entity",
        "EntityMetricData": "data.EntityMetricData",
        "GetMetricDataQueryDefinitionOutput": "metric_data.MetricDataQueryDefinition",
        "MessageData": "metric_data.MessageData",
        "MetricDataQueryDefinitionSummary": "metric_data.MetricDataQueryDefinition",
        "MetricDatum": "data.MetricDatum",
        "PutMetricDataQueryDefinitionInput": "metric_data.MetricDataQueryDefinition",
        "PutMetricDataQueryDefinitionOutput": "metric_data.MetricDataQueryDefinition",
        "StatisticSet": "data.StatisticSet",
    },
}

# Types that are read and written as dicts: of names to lists of values, and of keys to values.
DIMENSIONS = {"autoscaling": {"MetricDimension"}, "cloudwatch": {"Dimension"}}
TAGS = {"cloudwatch": {"Tag"}}

# Classes that convert the members of their structures themselves.
CONVERTED = {"metric_data.MetricDataQuery"}

# Structures whose members are read as those of the enclosing object.
FLATTENED = {
    "autoscaling": {"DescribeWarmPoolAnswer": {"WarmPoolConfiguration"}},
    "cloudwatch": {},
}

# Classes of boto's with a hand-written constructor: only their new members are generated.
HAND_WRITTEN = {
    "activity.Activity",
    "policy.AdjustmentType",
    "policy.Alarm",
    "group.AutoScalingGroup",
    "instance.Instance",
    "launchconfig.BlockDeviceMapping",
    "limits.AccountLimits",
    "launchconfig.Ebs",
    "group.EnabledMetric",
    "launchconfig.InstanceMonitoring",
    "launchconfig.LaunchConfiguration",
    "policy.MetricCollectionTypes.Metric",
    "policy.MetricCollectionTypes.Granularity",
    "group.ProcessType",
    "policy.ScalingPolicy",
    "scheduled.ScheduledUpdateGroupAction",
    "group.SuspendedProcess",
    "tag.Tag",
    "alarm.AlarmHistoryItem",
    "datapoint.Datapoint",
    "metric.Metric",
    "alarm.MetricAlarm",
    "metric_data.MetricDataQuery",
    "metric_data.MetricDataResult",
}

# Types with an object of their own on the server: read through a connection, which they keep.
NOUNS = {
    "lifecycle.LifecycleHook",
    "warmpool.WarmPool",
    "refresh.InstanceRefresh",
    "traffic.TrafficSource",
    "account.AccountSetting",
    "notification.NotificationConfiguration",
    "policy.Forecast",
    "launch.LaunchedInstances",
    "alarm.CompositeAlarm",
    "alarm.LogAlarm",
    "alarm.AlarmContributor",
    "anomaly.AnomalyDetector",
    "dashboard.Dashboard",
    "dashboard.DashboardEntry",
    "stream.MetricStream",
    "insight.InsightRule",
    "insight.InsightRuleReport",
    "insight.ManagedRule",
    "mute.AlarmMuteRule",
    "enrichment.OTelEnrichment",
    "resource.ResourceMetricsConfiguration",
    "dataset.Dataset",
    "metric_data.MetricDataQueryDefinition",
}

# Nouns with methods that make calls, and the module of the service that has them.
WITH_CALLS = {
    "lifecycle.LifecycleHook": "_lifecycle_calls",
    "refresh.InstanceRefresh": "_refresh_calls",
    "warmpool.WarmPool": "_warm_pool_calls",
    "alarm.CompositeAlarm": "_calls",
    "alarm.LogAlarm": "_calls",
    "anomaly.AnomalyDetector": "_calls",
    "dashboard.Dashboard": "_calls",
    "stream.MetricStream": "_calls",
    "insight.InsightRule": "_calls",
    "mute.AlarmMuteRule": "_mute_calls",
}

# Attributes of boto's classes that the model has under another type or not at all.
WITHOUT_MEMBERS = {
    "policy.MetricCollectionTypes.Metric",
    "policy.MetricCollectionTypes.Granularity",
    "datapoint.Datapoint",
    "metric_data.MetricDataQuery",
    "metric_data.MetricDataResult",
}

# Classes of boto's whose constructors take members as keywords.
KEYWORDS = {
    "alarm.MetricAlarm",
    "group.AutoScalingGroup",
    "launchconfig.Ebs",
    "launchconfig.LaunchConfiguration",
    "policy.ScalingPolicy",
    "scheduled.ScheduledUpdateGroupAction",
}
# Those whose constructors have no parameters for the attributes that boto has.
WITHOUT_PARAMETERS = {"scheduled.ScheduledUpdateGroupAction"}
# Keywords of boto that are not members.
BOTO_KEYWORDS = {
    "group.AutoScalingGroup": {
        "group_name": "str | None",
        "cooldown": "int | str | None",
    },
}
