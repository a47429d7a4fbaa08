"""The names that reboto gives to the operations of AWS's model, and to their parameters.

A method that is not here has AWS's name in snake case. `tools/model.py` reads this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Method:
    """A method that sends an operation.

    Parameters
    ----------
    name : str
        Name of the method; by default, AWS's name in snake case.
    first : str
        Parameters in order, where AWS's order is not wanted; others follow.
    noun : str
        Parameter that is an object with the members of the input.
    gives : str
        Result: ``True``, ``page:MEMBER``, ``object``, ``member:MEMBER`` or ``given``, the noun with
        the members of the output.
    partial : str
        Member of the output that lists what failed although the status is 200.
    nested : tuple of str
        Members of the input whose own members are parameters too.
    summary : str
        First line of the docstring.
    """

    summary: str
    name: str = ""
    first: str = ""
    noun: str = ""
    gives: str = "True"
    partial: str = ""
    nested: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict[str, str])


# Parameters of every method of a service.
PARAMETERS = {
    "AutoScalingGroupName": "as_group",
    "AutoScalingGroupNames": "as_groups",
    "LifecycleHookName": "hook",
    "LifecycleHookNames": "hook_names",
    "ShouldDecrementDesiredCapacity": "decrement_capacity",
}

# Operations without a method of boto's. The others are written by hand.
METHODS: dict[str, dict[str, Method]] = {
    "autoscaling": {
        "AttachLoadBalancerTargetGroups": Method(
            "Attach target groups of load balancers to a group.", name="attach_target_groups"
        ),
        "AttachLoadBalancers": Method("Attach Classic Load Balancers to a group."),
        "AttachTrafficSources": Method("Attach traffic sources to a group."),
        "BatchDeleteScheduledAction": Method(
            "Delete scheduled actions of a group.",
            name="delete_scheduled_actions",
            partial="FailedScheduledActions",
        ),
        "BatchPutScheduledUpdateGroupAction": Method(
            "Create or update scheduled actions of a group.",
            name="create_scheduled_group_actions",
            partial="FailedScheduledUpdateGroupActions",
            names={"ScheduledUpdateGroupActions": "actions"},
        ),
        "CancelInstanceRefresh": Method("Cancel the instance refresh of a group.", gives="object"),
        "CompleteLifecycleAction": Method(
            "Complete the lifecycle action of an instance.",
            first="hook as_group lifecycle_action_result lifecycle_action_token instance_id",
        ),
        "DeleteLifecycleHook": Method("Delete a lifecycle hook."),
        "DeleteWarmPool": Method("Delete the warm pool of a group."),
        "DescribeAccountSettings": Method(
            "List account settings.", name="get_all_account_settings", gives="page:Settings"
        ),
        "DescribeAutoScalingNotificationTypes": Method(
            "List the types of notifications.",
            name="get_all_notification_types",
            gives="member:AutoScalingNotificationTypes",
        ),
        "DescribeInstanceRefreshes": Method(
            "List the instance refreshes of a group, newest first.",
            name="get_all_instance_refreshes",
            gives="page:InstanceRefreshes",
        ),
        "DescribeLifecycleHookTypes": Method(
            "List the types of lifecycle hooks.",
            name="get_all_lifecycle_hook_types",
            gives="member:LifecycleHookTypes",
        ),
        "DescribeLifecycleHooks": Method(
            "List the lifecycle hooks of a group.",
            name="get_all_lifecycle_hooks",
            gives="page:LifecycleHooks",
        ),
        "DescribeLoadBalancerTargetGroups": Method(
            "List the target groups of a group.",
            name="get_all_target_groups",
            gives="page:LoadBalancerTargetGroups",
        ),
        "DescribeLoadBalancers": Method(
            "List the Classic Load Balancers of a group.",
            name="get_all_load_balancers",
            gives="page:LoadBalancers",
        ),
        "DescribeNotificationConfigurations": Method(
            "List the notifications of groups.",
            name="get_all_notification_configurations",
            gives="page:NotificationConfigurations",
        ),
        "DescribeTrafficSources": Method(
            "List the traffic sources of a group.",
            name="get_all_traffic_sources",
            gives="page:TrafficSources",
        ),
        "DescribeWarmPool": Method(
            "Return the warm pool of a group, with its instances.",
            name="get_warm_pool",
            gives="object",
        ),
        "DetachLoadBalancerTargetGroups": Method(
            "Detach target groups of load balancers from a group.", name="detach_target_groups"
        ),
        "DetachLoadBalancers": Method("Detach Classic Load Balancers from a group."),
        "DetachTrafficSources": Method("Detach traffic sources from a group."),
        "EnterStandby": Method(
            "Move instances of a group to standby.",
            first="as_group decrement_capacity instance_ids",
            gives="page:Activities",
        ),
        "ExitStandby": Method(
            "Move instances of a group out of standby.",
            first="as_group instance_ids",
            gives="page:Activities",
        ),
        "GetPredictiveScalingForecast": Method(
            "Return the forecast of a predictive scaling policy.", gives="object"
        ),
        "LaunchInstances": Method(
            "Launch instances of a group, and wait until they are launched.",
            first="as_group requested_capacity client_token",
            gives="object",
            partial="Errors",
        ),
        "PutAccountSetting": Method("Change an account setting."),
        "PutLifecycleHook": Method("Create or update a lifecycle hook.", noun="hook"),
        "PutWarmPool": Method("Create or update the warm pool of a group.", noun="pool"),
        "RecordLifecycleActionHeartbeat": Method(
            "Extend the timeout of the lifecycle action of an instance."
        ),
        "RollbackInstanceRefresh": Method(
            "Roll back the instance refresh of a group.", gives="object"
        ),
        "SetInstanceProtection": Method(
            "Set whether instances are protected from scale-in.",
            first="instance_ids as_group protected_from_scale_in",
        ),
        "StartInstanceRefresh": Method(
            "Replace the instances of a group step by step.",
            first="as_group launch_template mixed_instances_policy strategy",
            gives="object",
            nested=("DesiredConfiguration", "Preferences"),
        ),
    },
    "cloudwatch": {
        "AssociateDatasetKmsKey": Method("Encrypt a dataset with a key of KMS."),
        "CreateResourceMetricsConfiguration": Method(
            "Configure the metrics that a resource publishes.",
            gives="member:ResourceMetricsConfiguration",
        ),
        "DeleteAlarmMuteRule": Method("Delete a mute rule."),
        "DeleteAnomalyDetector": Method("Delete an anomaly detector.", noun="detector"),
        "DeleteDashboards": Method("Delete dashboards."),
        "DeleteInsightRules": Method("Delete Contributor Insights rules.", partial="Failures"),
        "DeleteMetricDataQueryDefinition": Method("Delete a stored query."),
        "DeleteMetricStream": Method("Delete a metric stream."),
        "DeleteResourceMetricsConfiguration": Method(
            "Delete the configuration of the metrics that a resource publishes."
        ),
        "DescribeAlarmContributors": Method(
            "List the contributors of an alarm that are in ALARM.", gives="page:AlarmContributors"
        ),
        "DescribeAnomalyDetectors": Method(
            "List anomaly detectors.",
            first="anomaly_detector_ids max_results namespace metric_name dimensions "
            "anomaly_detector_types next_token",
            gives="page:AnomalyDetectors",
        ),
        "DescribeInsightRules": Method(
            "List Contributor Insights rules.",
            first="max_results next_token",
            gives="page:InsightRules",
        ),
        "DisableInsightRules": Method("Disable Contributor Insights rules.", partial="Failures"),
        "DisassociateDatasetKmsKey": Method("Stop encrypting a dataset with a key of KMS."),
        "EnableInsightRules": Method("Enable Contributor Insights rules.", partial="Failures"),
        "GetAlarmMuteRule": Method("Return a mute rule.", gives="object"),
        "GetDashboard": Method("Return a dashboard.", gives="object"),
        "GetDataset": Method("Return a dataset.", gives="object"),
        "GetInsightRuleReport": Method(
            "Return the report of a Contributor Insights rule.", gives="object"
        ),
        "GetMetricDataQueryDefinition": Method("Return a stored query.", gives="object"),
        "GetMetricStream": Method("Return a metric stream.", gives="object"),
        "GetMetricWidgetImage": Method(
            "Return a graph of metrics as an image.", gives="member:MetricWidgetImage"
        ),
        "GetOTelEnrichment": Method(
            "Return the OpenTelemetry enrichment of the account.",
            name="get_otel_enrichment",
            gives="object",
        ),
        "GetResourceMetricsConfiguration": Method(
            "Return the configuration of the metrics that a resource publishes.",
            gives="member:ResourceMetricsConfiguration",
        ),
        "ListAlarmMuteRules": Method("List mute rules.", gives="page:AlarmMuteRuleSummaries"),
        "ListDashboards": Method("List dashboards.", gives="page:DashboardEntries"),
        "ListManagedInsightRules": Method(
            "List the Contributor Insights rules that AWS manages for a resource.",
            first="resource_arn max_results next_token",
            gives="page:ManagedRules",
        ),
        "ListMetricDataQueryDefinitions": Method("List stored queries.", gives="page:Items"),
        "ListMetricStreams": Method(
            "List metric streams.", first="max_results next_token", gives="page:Entries"
        ),
        "ListTagsForResource": Method("Return the tags of a resource.", gives="member:Tags"),
        "PutAlarmMuteRule": Method("Create or update a mute rule.", noun="rule"),
        "PutAnomalyDetector": Method(
            "Create or update an anomaly detector.", noun="detector", gives="given"
        ),
        "PutCompositeAlarm": Method("Create or update a composite alarm.", noun="alarm"),
        "PutDashboard": Method(
            "Create or update a dashboard.", noun="dashboard", gives="given:True"
        ),
        "PutInsightRule": Method("Create or update a Contributor Insights rule.", noun="rule"),
        "PutLogAlarm": Method("Create or update an alarm on a query of logs.", noun="alarm"),
        "PutManagedInsightRules": Method(
            "Create Contributor Insights rules that AWS manages.",
            partial="Failures",
            names={"ManagedRules": "rules"},
        ),
        "PutMetricDataQueryDefinition": Method(
            "Create or update a stored query.", noun="definition", gives="given"
        ),
        "PutMetricStream": Method(
            "Create or update a metric stream.", noun="stream", gives="given:True"
        ),
        "StartMetricStreams": Method("Start metric streams."),
        "StartOTelEnrichment": Method(
            "Start the OpenTelemetry enrichment of the account.",
            name="start_otel_enrichment",
            gives="object",
        ),
        "StopMetricStreams": Method("Stop metric streams."),
        "StopOTelEnrichment": Method(
            "Stop the OpenTelemetry enrichment of the account.", name="stop_otel_enrichment"
        ),
        "TagResource": Method("Add tags to a resource."),
        "UntagResource": Method("Remove tags from a resource."),
        "UpdateOTelEnrichment": Method(
            "Change the OpenTelemetry enrichment of the account.",
            name="update_otel_enrichment",
            gives="object",
        ),
        "UpdateResourceMetricsConfiguration": Method(
            "Change the configuration of the metrics that a resource publishes.",
            gives="member:ResourceMetricsConfiguration",
        ),
    },
}
