"""The compiled core. Made by tools/stubs.py: `make stubs` writes it anew."""

import asyncio
import datetime
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, final

from typing_extensions import Self, disjoint_base

from reboto.connection import Connection
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.autoscale.group import AutoScalingGroup, ProcessType
from reboto.ec2.autoscale.instance import Instance
from reboto.ec2.autoscale.launchconfig import LaunchConfiguration
from reboto.ec2.autoscale.limits import AccountLimits
from reboto.ec2.autoscale.policy import (
    AdjustmentType,
    MetricCollectionTypes,
    ScalingPolicy,
    TerminationPolicies,
)
from reboto.ec2.autoscale.request import Request
from reboto.ec2.autoscale.scheduled import ScheduledUpdateGroupAction
from reboto.ec2.autoscale.tag import Tag
from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem, MetricAlarm, MetricAlarms
from reboto.ec2.cloudwatch.datapoint import Datapoint
from reboto.ec2.cloudwatch.metric import Metric
from reboto.ec2.cloudwatch.metric_data import MetricData, MetricDataQuery
from reboto.resultset import ResultSet

__all__ = [
    "AsyncAutoScale",
    "AsyncCloudWatch",
    "AutoScale",
    "AutoScaleOperations",
    "Call",
    "Cancellation",
    "CloudWatch",
    "CloudWatchOperations",
    "CompletionQueue",
    "CredentialsSource",
    "Keys",
    "LoadedCredentials",
    "Table",
    "check_limit",
    "columns_of",
    "default_region",
    "find_credentials",
    "metadata",
    "monotonic",
    "record_endpoint",
    "sleep",
    "table_of_rows",
    "table_of_series",
    "to_bool",
    "to_float",
    "to_int",
]

_T = TypeVar("_T")
# What an operation gives on a connection that is awaited, and on one that may be either.
_Later: TypeAlias = Coroutine[Any, Any, _T]
_Either: TypeAlias = _T | Coroutine[Any, Any, _T]

@disjoint_base
class AutoScaleOperations:
    """The operations of Auto Scaling, for blocking and awaitable connections.

    It cannot be instantiated. Its two subclasses select blocking or awaitable calls, and the
    connection classes derived from them have the attributes that configure the endpoint.

    In the examples, ``autoscale`` is a connection with blocking calls. The account has a
    group ``web`` with two instances and a policy ``up``.
    """
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, spec: Any) -> Any:
        """Send an action by its name, for the generic calls of `reboto.connection.Connection`."""
    def _set_capacity(self, /, group_name: Any, desired_capacity: Any) -> Any:
        """Set the desired number of instances of a group, for `AutoScalingGroup.set_capacity`."""
    def _update_group(self, /, op: str, as_group: AutoScalingGroup) -> _Either[Request]:
        """Create or update a group. Private in boto, but used by scripts.

        AWS operation: ``CreateAutoScalingGroup`` or ``UpdateAutoScalingGroup``.

        Parameters
        ----------
        op : str
            ``CreateAutoScalingGroup`` or ``UpdateAutoScalingGroup``.
        as_group : AutoScalingGroup
            The group. It does not need to come from AWS. Tags and load balancers
            are sent only when the group is created.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        ValueError, TypeError
            If an attribute is invalid. No request is sent.
        """
    def attach_instances(
        self, /, name: str | AutoScalingGroup, instance_ids: Iterable[str]
    ) -> _Either[bool]:
        """Attach running instances to a group.

        AWS operation: ``AttachInstances``. The group's desired capacity grows by
        the number of instances.

        Parameters
        ----------
        name : str or AutoScalingGroup
            The group or its name.
        instance_ids : list of str
            At most 20 instance ids.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def create_auto_scaling_group(self, /, as_group: AutoScalingGroup) -> _Either[Request]:
        """Create an Auto Scaling group.

        AWS operation: ``CreateAutoScalingGroup``.

        Parameters
        ----------
        as_group : AutoScalingGroup
            The group. Name, minimum and maximum size are required, and either a
            launch configuration or the id of an instance to copy.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS rejects the request. Its ``error_code`` is ``AlreadyExists`` if
            the name is taken.
        ValueError, TypeError
            If an attribute is invalid. No request is sent.

        Examples
        --------
        >>> group = AutoScalingGroup(
        ...     name="api",
        ...     launch_config="web-config",
        ...     availability_zones=["us-east-1a"],
        ...     min_size=1,
        ...     max_size=4,
        ... )
        >>> autoscale.create_auto_scaling_group(group)
        Request:...
        """
    def create_launch_configuration(
        self, /, launch_config: LaunchConfiguration
    ) -> _Either[Request]:
        """Create a launch configuration.

        AWS operation: ``CreateLaunchConfiguration``.

        Parameters
        ----------
        launch_config : LaunchConfiguration
            The launch configuration. Its name is required.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS rejects the request. Its ``error_code`` is ``AlreadyExists`` if
            the name is taken.
        ValueError, TypeError
            If an attribute is invalid. No request is sent.

        Examples
        --------
        >>> config = LaunchConfiguration(
        ...     name="web-config-2", image_id="ami-12c6146b", instance_type="t3.micro"
        ... )
        >>> autoscale.create_launch_configuration(config)
        Request:...
        """
    def create_or_update_tags(self, /, tags: Iterable[Tag]) -> _Either[bool]:
        """Create tags, or update tags with the same key.

        AWS operation: ``CreateOrUpdateTags``.

        Parameters
        ----------
        tags : list of Tag
            The tags. ``resource_id`` of each is the name of its group.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> tag = Tag(key="role", value="front", resource_id="web", propagate_at_launch=True)
        >>> autoscale.create_or_update_tags([tag])
        True
        """
    def create_scaling_policy(self, /, scaling_policy: ScalingPolicy) -> _Either[Request]:
        """Create or update a scaling policy.

        AWS operation: ``PutScalingPolicy``.

        Parameters
        ----------
        scaling_policy : ScalingPolicy
            The policy. An existing policy of the same name is updated.
            ``min_adjustment_step`` is sent only with the adjustment type
            ``PercentChangeInCapacity``.

        Returns
        -------
        Request
            Its ``PolicyARN`` is the policy's ARN.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        ValueError, TypeError
            If an attribute is invalid. No request is sent.

        Examples
        --------
        >>> policy = ScalingPolicy(
        ...     name="down", as_name="web", adjustment_type="ExactCapacity", scaling_adjustment=1
        ... )
        >>> autoscale.create_scaling_policy(policy).PolicyARN
        'arn:aws:autoscaling:...:policyName/down'
        """
    def create_scheduled_group_action(
        self,
        /,
        as_group: str | AutoScalingGroup,
        name: str,
        time: datetime.datetime | str | None = None,
        desired_capacity: int | str | None = None,
        min_size: int | str | None = None,
        max_size: int | str | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        recurrence: str | None = None,
    ) -> _Either[bool]:
        """Create or update a scheduled action of a group.

        AWS operation: ``PutScheduledUpdateGroupAction``. The action changes the
        group's size once or repeatedly. Sizes that are not given do not change.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group or its name.
        name : str
            Name of the action.
        time : datetime.datetime or str, optional
            UTC; time of the action. Deprecated by AWS, which ignores it; reboto
            also sends it as ``start_time`` unless that is given.
        desired_capacity : int or str, optional
            Desired number of instances.
        min_size, max_size : int or str, optional
            Minimum and maximum number of instances.
        start_time, end_time : datetime.datetime or str, optional
            UTC; time of the action, or first and last time of a recurring action.
            Aware datetimes are converted to UTC; naive datetimes are taken as UTC.
        recurrence : str, optional
            Schedule of a recurring action in Unix cron format, in UTC:
            ``"0 10 * * *"``.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> autoscale.create_scheduled_group_action(
        ...     "web", "working-day", min_size=3, recurrence="0 8 * * 1-5"
        ... )
        True
        """
    def delete_auto_scaling_group(
        self, /, name: str | AutoScalingGroup, force_delete: bool = False
    ) -> _Either[Request]:
        """Delete an Auto Scaling group.

        AWS operation: ``DeleteAutoScalingGroup``.

        Parameters
        ----------
        name : str or AutoScalingGroup
            The group or its name.
        force_delete : bool, default False
            Whether to terminate the group's instances too. Otherwise AWS rejects
            the request while the group has instances.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS rejects the request. Its ``error_code`` is ``ResourceInUse`` while
            the group has instances.
        """
    def delete_launch_configuration(
        self, /, launch_config_name: str | LaunchConfiguration
    ) -> _Either[Request]:
        """Delete a launch configuration.

        AWS operation: ``DeleteLaunchConfiguration``.

        Parameters
        ----------
        launch_config_name : str or LaunchConfiguration
            The launch configuration or its name.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS rejects the request. Its ``error_code`` is ``ResourceInUse`` while
            a group uses the launch configuration.
        """
    def delete_notification_configuration(
        self, /, autoscale_group: str | AutoScalingGroup, topic: str
    ) -> _Either[bool]:
        """Remove a group's SNS notification configuration.

        AWS operation: ``DeleteNotificationConfiguration``.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group or its name.
        topic : str
            ARN of the topic.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def delete_policy(
        self, /, policy_name: str, autoscale_group: str | AutoScalingGroup | None = None
    ) -> _Either[bool]:
        """Delete a scaling policy.

        AWS operation: ``DeletePolicy``.

        Parameters
        ----------
        policy_name : str
            Name or ARN of the policy.
        autoscale_group : str or AutoScalingGroup, optional
            The policy's group or its name; required unless ``policy_name`` is an
            ARN.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def delete_scheduled_action(
        self,
        /,
        scheduled_action_name: str | ScheduledUpdateGroupAction,
        autoscale_group: str | AutoScalingGroup | None = None,
    ) -> _Either[bool]:
        """Delete a scheduled action.

        AWS operation: ``DeleteScheduledAction``.

        Parameters
        ----------
        scheduled_action_name : str or ScheduledUpdateGroupAction
            The action or its name.
        autoscale_group : str or AutoScalingGroup, optional
            The action's group or its name.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def delete_tags(self, /, tags: Iterable[Tag]) -> _Either[bool]:
        """Delete tags.

        AWS operation: ``DeleteTags``.

        Parameters
        ----------
        tags : list of Tag
            The tags. ``resource_id`` of each is the name of its group.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def detach_instances(
        self,
        /,
        name: str | AutoScalingGroup,
        instance_ids: Iterable[str],
        decrement_capacity: bool = True,
    ) -> _Either[bool]:
        """Detach instances from a group.

        AWS operation: ``DetachInstances``. The instances keep running.

        Parameters
        ----------
        name : str or AutoScalingGroup
            The group or its name.
        instance_ids : list of str
            At most 20 instance ids.
        decrement_capacity : bool, default True
            Whether to reduce the group's desired capacity by the number of
            instances. Otherwise the group launches replacements.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def disable_metrics_collection(
        self, /, as_group: str | AutoScalingGroup, metrics: Iterable[str] | None = None
    ) -> _Either[bool]:
        """Disable the collection of group metrics.

        AWS operation: ``DisableMetricsCollection``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group or its name.
        metrics : list of str, optional
            Names of metrics; default is all metrics.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def enable_metrics_collection(
        self,
        /,
        as_group: str | AutoScalingGroup,
        granularity: str,
        metrics: Iterable[str] | None = None,
    ) -> _Either[bool]:
        """Enable the collection of group metrics.

        AWS operation: ``EnableMetricsCollection``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group or its name.
        granularity : str
            ``1Minute``, the only value that AWS accepts.
        metrics : list of str, optional
            Names of metrics, such as ``GroupInServiceInstances``; default is all
            metrics.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def execute_policy(
        self,
        /,
        policy_name: str,
        as_group: str | AutoScalingGroup | None = None,
        honor_cooldown: bool | None = None,
    ) -> _Either[bool]:
        """Execute a scaling policy now.

        AWS operation: ``ExecutePolicy``.

        Parameters
        ----------
        policy_name : str
            Name or ARN of the policy.
        as_group : str or AutoScalingGroup, optional
            The policy's group or its name; required unless ``policy_name`` is an
            ARN.
        honor_cooldown : bool, optional
            Whether to skip the execution during the group's cooldown; default is
            False.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request. Its ``error_code`` is
            ``ScalingActivityInProgress`` while another scaling activity runs.

        Examples
        --------
        >>> autoscale.execute_policy("up", as_group="web")
        True
        """
    def get_account_limits(self, /) -> _Either[AccountLimits]:
        """Get the account's limits for groups and launch configurations.

        AWS operation: ``DescribeAccountLimits``.

        Returns
        -------
        AccountLimits
        """
    def get_all_activities(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        activity_ids: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[Activity]]:
        """List a group's scaling activities, newest first.

        AWS operation: ``DescribeScalingActivities``.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group or its name.
        activity_ids : list of str, optional
            Ids of activities; default is all activities.
        max_records : int or str, optional
            Activities per page, at most 100.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of Activity
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def get_all_adjustment_types(self, /) -> _Either[ResultSet[AdjustmentType]]:
        """List the adjustment types that a scaling policy can have.

        AWS operation: ``DescribeAdjustmentTypes``.

        Returns
        -------
        ResultSet of AdjustmentType
        """
    def get_all_autoscaling_instances(
        self,
        /,
        instance_ids: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[Instance]]:
        """List instances that belong to Auto Scaling groups.

        AWS operation: ``DescribeAutoScalingInstances``.

        Parameters
        ----------
        instance_ids : list of str, optional
            At most 50 instance ids; default is all instances.
        max_records : int or str, optional
            Instances per page, at most 50.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of Instance
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> [instance.group_name for instance in autoscale.get_all_autoscaling_instances()]
        ['web', 'web']
        """
    def get_all_groups(
        self,
        /,
        names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[AutoScalingGroup]]:
        """List Auto Scaling groups with their instances.

        AWS operation: ``DescribeAutoScalingGroups``.

        Parameters
        ----------
        names : list of str, optional
            Names of groups; default is all groups.
        max_records : int or str, optional
            Groups per page, at most 100.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of AutoScalingGroup
            One page, of 50 groups by default; ``next_token`` is set if there are
            more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> (group,) = autoscale.get_all_groups(["web"])
        >>> group.desired_capacity, [instance.lifecycle_state for instance in group.instances]
        (2, ['InService', 'InService'])
        """
    def get_all_launch_configurations(
        self,
        /,
        *,
        names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
        **kwargs: Any,
    ) -> _Either[ResultSet[LaunchConfiguration]]:
        """List launch configurations.

        AWS operation: ``DescribeLaunchConfigurations``.

        Parameters
        ----------
        names : list of str, optional
            Names of at most 50 launch configurations; default is all.
        max_records : int or str, optional
            Launch configurations per page, at most 100.
        next_token : str, optional
            ``next_token`` of the previous page.
        **kwargs
            Ignored, as in boto.

        Returns
        -------
        ResultSet of LaunchConfiguration
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> autoscale.get_all_launch_configurations(names=["web-config"])
        [LaunchConfiguration:web-config]
        """
    def get_all_metric_collection_types(self, /) -> _Either[MetricCollectionTypes]:
        """List the available group metrics and granularities.

        AWS operation: ``DescribeMetricCollectionTypes``.

        Returns
        -------
        MetricCollectionTypes
        """
    def get_all_policies(
        self,
        /,
        as_group: str | AutoScalingGroup | None = None,
        policy_names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[ScalingPolicy]]:
        """List scaling policies.

        AWS operation: ``DescribePolicies``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            The group or its name; default is all groups.
        policy_names : list of str, optional
            Names or ARNs of policies; default is all policies.
        max_records : int or str, optional
            Policies per page, at most 100.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of ScalingPolicy
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> (policy,) = autoscale.get_all_policies(as_group="web", policy_names=["up"])
        >>> policy.policy_arn
        'arn:aws:autoscaling:...:policyName/up'
        """
    def get_all_scaling_process_types(self, /) -> _Either[ResultSet[ProcessType]]:
        """List the scaling processes that can be suspended.

        AWS operation: ``DescribeScalingProcessTypes``.

        Returns
        -------
        ResultSet of ProcessType
        """
    def get_all_scheduled_actions(
        self,
        /,
        as_group: str | AutoScalingGroup | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        scheduled_actions: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[ScheduledUpdateGroupAction]]:
        """List scheduled actions.

        AWS operation: ``DescribeScheduledActions``. Actions that have already run
        or expired are not listed.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            The group or its name; default is all groups.
        start_time, end_time : datetime.datetime or str, optional
            UTC; the earliest and the latest start time of an action. (boto ignored
            them.)
        scheduled_actions : list of str, optional
            Names or ARNs of actions; default is all actions. If given, the times
            are ignored.
        max_records : int or str, optional
            Actions per page, at most 100.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of ScheduledUpdateGroupAction
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def get_all_tags(
        self,
        /,
        filters: Mapping[str, str | Iterable[str]] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[Tag]]:
        """List tags of groups.

        AWS operation: ``DescribeTags``.

        Parameters
        ----------
        filters : dict of str to str or list of str, optional
            Filters, with the keys ``auto-scaling-group``, ``key``, ``value`` and
            ``propagate-at-launch``; default is all tags. (boto ignored it.)
        max_records : int or str, optional
            Tags per page, at most 100.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of Tag
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> autoscale.get_all_tags({"auto-scaling-group": "web"})
        [Tag(stage=live)]
        """
    def get_termination_policies(self, /) -> _Either[TerminationPolicies]:
        """List the available termination policies.

        AWS operation: ``DescribeTerminationPolicyTypes``.

        Returns
        -------
        TerminationPolicies
            List of names, for ``AutoScalingGroup.termination_policies``.
        """
    def put_notification_configuration(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        topic: str,
        notification_types: Iterable[str],
    ) -> _Either[bool]:
        """Send notifications of a group's scaling events to an SNS topic.

        AWS operation: ``PutNotificationConfiguration``.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group or its name.
        topic : str
            ARN of the topic.
        notification_types : list of str
            Events to notify about: ``autoscaling:EC2_INSTANCE_LAUNCH``,
            ``autoscaling:EC2_INSTANCE_LAUNCH_ERROR``,
            ``autoscaling:EC2_INSTANCE_TERMINATE``,
            ``autoscaling:EC2_INSTANCE_TERMINATE_ERROR`` or
            ``autoscaling:TEST_NOTIFICATION``.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def resume_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> _Either[bool]:
        """Resume suspended scaling processes of a group.

        AWS operation: ``ResumeProcesses``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group or its name.
        scaling_processes : list of str, optional
            Names of processes; default is all processes, also for an empty list.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def set_desired_capacity(
        self,
        /,
        group_name: str | AutoScalingGroup,
        desired_capacity: int | str,
        honor_cooldown: bool = False,
    ) -> _Either[bool]:
        """Set the desired number of instances of a group.

        AWS operation: ``SetDesiredCapacity``.

        Parameters
        ----------
        group_name : str or AutoScalingGroup
            The group or its name.
        desired_capacity : int or str
            Number of instances, between the group's minimum and maximum size.
        honor_cooldown : bool, default False
            Whether AWS rejects the request during the group's cooldown.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> autoscale.set_desired_capacity("web", 3)
        True
        """
    def set_instance_health(
        self, /, instance_id: str, health_status: str, should_respect_grace_period: bool = True
    ) -> _Either[bool]:
        """Set the health status of an instance.

        AWS operation: ``SetInstanceHealth``.

        Parameters
        ----------
        instance_id : str
            Id of the instance.
        health_status : str
            ``Healthy`` or ``Unhealthy``. Auto Scaling replaces unhealthy instances.
        should_respect_grace_period : bool, default True
            Whether to ignore the status during the group's health check grace
            period.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def suspend_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> _Either[bool]:
        """Suspend scaling processes of a group.

        AWS operation: ``SuspendProcesses``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group or its name.
        scaling_processes : list of str, optional
            Names of processes, such as ``AZRebalance``; default is all processes,
            also for an empty list.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> autoscale.suspend_processes("web", ["AZRebalance"])
        True
        >>> autoscale.get_all_groups(["web"])[0].suspended_processes[0].process_name
        'AZRebalance'
        """
    def terminate_instance(
        self, /, instance_id: str, decrement_capacity: bool = True
    ) -> _Either[Activity]:
        """Terminate an instance of a group.

        AWS operation: ``TerminateInstanceInAutoScalingGroup``.

        Parameters
        ----------
        instance_id : str
            Id of the instance.
        decrement_capacity : bool, default True
            Whether to reduce the group's desired capacity by one. Otherwise the
            group launches a replacement.

        Returns
        -------
        Activity
            The scaling activity that terminates the instance.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> instance = autoscale.get_all_autoscaling_instances()[0]
        >>> activity = autoscale.terminate_instance(instance.instance_id)
        >>> autoscale.get_all_groups(["web"])[0].desired_capacity
        1
        """

class AutoScale(AutoScaleOperations):
    """Auto Scaling with blocking calls."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, spec: Any) -> Any: ...
    def _set_capacity(self, /, group_name: Any, desired_capacity: Any) -> Any: ...
    def _update_group(self, /, op: str, as_group: AutoScalingGroup) -> Request: ...
    def attach_instances(
        self, /, name: str | AutoScalingGroup, instance_ids: Iterable[str]
    ) -> bool: ...
    def create_auto_scaling_group(self, /, as_group: AutoScalingGroup) -> Request: ...
    def create_launch_configuration(self, /, launch_config: LaunchConfiguration) -> Request: ...
    def create_or_update_tags(self, /, tags: Iterable[Tag]) -> bool: ...
    def create_scaling_policy(self, /, scaling_policy: ScalingPolicy) -> Request: ...
    def create_scheduled_group_action(
        self,
        /,
        as_group: str | AutoScalingGroup,
        name: str,
        time: datetime.datetime | str | None = None,
        desired_capacity: int | str | None = None,
        min_size: int | str | None = None,
        max_size: int | str | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        recurrence: str | None = None,
    ) -> bool: ...
    def delete_auto_scaling_group(
        self, /, name: str | AutoScalingGroup, force_delete: bool = False
    ) -> Request: ...
    def delete_launch_configuration(
        self, /, launch_config_name: str | LaunchConfiguration
    ) -> Request: ...
    def delete_notification_configuration(
        self, /, autoscale_group: str | AutoScalingGroup, topic: str
    ) -> bool: ...
    def delete_policy(
        self, /, policy_name: str, autoscale_group: str | AutoScalingGroup | None = None
    ) -> bool: ...
    def delete_scheduled_action(
        self,
        /,
        scheduled_action_name: str | ScheduledUpdateGroupAction,
        autoscale_group: str | AutoScalingGroup | None = None,
    ) -> bool: ...
    def delete_tags(self, /, tags: Iterable[Tag]) -> bool: ...
    def detach_instances(
        self,
        /,
        name: str | AutoScalingGroup,
        instance_ids: Iterable[str],
        decrement_capacity: bool = True,
    ) -> bool: ...
    def disable_metrics_collection(
        self, /, as_group: str | AutoScalingGroup, metrics: Iterable[str] | None = None
    ) -> bool: ...
    def enable_metrics_collection(
        self,
        /,
        as_group: str | AutoScalingGroup,
        granularity: str,
        metrics: Iterable[str] | None = None,
    ) -> bool: ...
    def execute_policy(
        self,
        /,
        policy_name: str,
        as_group: str | AutoScalingGroup | None = None,
        honor_cooldown: bool | None = None,
    ) -> bool: ...
    def get_account_limits(self, /) -> AccountLimits: ...
    def get_all_activities(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        activity_ids: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[Activity]: ...
    def get_all_adjustment_types(self, /) -> ResultSet[AdjustmentType]: ...
    def get_all_autoscaling_instances(
        self,
        /,
        instance_ids: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[Instance]: ...
    def get_all_groups(
        self,
        /,
        names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[AutoScalingGroup]: ...
    def get_all_launch_configurations(
        self,
        /,
        *,
        names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
        **kwargs: Any,
    ) -> ResultSet[LaunchConfiguration]: ...
    def get_all_metric_collection_types(self, /) -> MetricCollectionTypes: ...
    def get_all_policies(
        self,
        /,
        as_group: str | AutoScalingGroup | None = None,
        policy_names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[ScalingPolicy]: ...
    def get_all_scaling_process_types(self, /) -> ResultSet[ProcessType]: ...
    def get_all_scheduled_actions(
        self,
        /,
        as_group: str | AutoScalingGroup | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        scheduled_actions: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[ScheduledUpdateGroupAction]: ...
    def get_all_tags(
        self,
        /,
        filters: Mapping[str, str | Iterable[str]] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[Tag]: ...
    def get_termination_policies(self, /) -> TerminationPolicies: ...
    def put_notification_configuration(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        topic: str,
        notification_types: Iterable[str],
    ) -> bool: ...
    def resume_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> bool: ...
    def set_desired_capacity(
        self,
        /,
        group_name: str | AutoScalingGroup,
        desired_capacity: int | str,
        honor_cooldown: bool = False,
    ) -> bool: ...
    def set_instance_health(
        self, /, instance_id: str, health_status: str, should_respect_grace_period: bool = True
    ) -> bool: ...
    def suspend_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> bool: ...
    def terminate_instance(
        self, /, instance_id: str, decrement_capacity: bool = True
    ) -> Activity: ...

class AsyncAutoScale(AutoScaleOperations):
    """Auto Scaling with awaitable calls."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, spec: Any) -> Any: ...
    def _set_capacity(self, /, group_name: Any, desired_capacity: Any) -> Any: ...
    def _update_group(self, /, op: str, as_group: AutoScalingGroup) -> _Later[Request]: ...
    def attach_instances(
        self, /, name: str | AutoScalingGroup, instance_ids: Iterable[str]
    ) -> _Later[bool]: ...
    def create_auto_scaling_group(self, /, as_group: AutoScalingGroup) -> _Later[Request]: ...
    def create_launch_configuration(
        self, /, launch_config: LaunchConfiguration
    ) -> _Later[Request]: ...
    def create_or_update_tags(self, /, tags: Iterable[Tag]) -> _Later[bool]: ...
    def create_scaling_policy(self, /, scaling_policy: ScalingPolicy) -> _Later[Request]: ...
    def create_scheduled_group_action(
        self,
        /,
        as_group: str | AutoScalingGroup,
        name: str,
        time: datetime.datetime | str | None = None,
        desired_capacity: int | str | None = None,
        min_size: int | str | None = None,
        max_size: int | str | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        recurrence: str | None = None,
    ) -> _Later[bool]: ...
    def delete_auto_scaling_group(
        self, /, name: str | AutoScalingGroup, force_delete: bool = False
    ) -> _Later[Request]: ...
    def delete_launch_configuration(
        self, /, launch_config_name: str | LaunchConfiguration
    ) -> _Later[Request]: ...
    def delete_notification_configuration(
        self, /, autoscale_group: str | AutoScalingGroup, topic: str
    ) -> _Later[bool]: ...
    def delete_policy(
        self, /, policy_name: str, autoscale_group: str | AutoScalingGroup | None = None
    ) -> _Later[bool]: ...
    def delete_scheduled_action(
        self,
        /,
        scheduled_action_name: str | ScheduledUpdateGroupAction,
        autoscale_group: str | AutoScalingGroup | None = None,
    ) -> _Later[bool]: ...
    def delete_tags(self, /, tags: Iterable[Tag]) -> _Later[bool]: ...
    def detach_instances(
        self,
        /,
        name: str | AutoScalingGroup,
        instance_ids: Iterable[str],
        decrement_capacity: bool = True,
    ) -> _Later[bool]: ...
    def disable_metrics_collection(
        self, /, as_group: str | AutoScalingGroup, metrics: Iterable[str] | None = None
    ) -> _Later[bool]: ...
    def enable_metrics_collection(
        self,
        /,
        as_group: str | AutoScalingGroup,
        granularity: str,
        metrics: Iterable[str] | None = None,
    ) -> _Later[bool]: ...
    def execute_policy(
        self,
        /,
        policy_name: str,
        as_group: str | AutoScalingGroup | None = None,
        honor_cooldown: bool | None = None,
    ) -> _Later[bool]: ...
    def get_account_limits(self, /) -> _Later[AccountLimits]: ...
    def get_all_activities(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        activity_ids: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[Activity]]: ...
    def get_all_adjustment_types(self, /) -> _Later[ResultSet[AdjustmentType]]: ...
    def get_all_autoscaling_instances(
        self,
        /,
        instance_ids: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[Instance]]: ...
    def get_all_groups(
        self,
        /,
        names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[AutoScalingGroup]]: ...
    def get_all_launch_configurations(
        self,
        /,
        *,
        names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
        **kwargs: Any,
    ) -> _Later[ResultSet[LaunchConfiguration]]: ...
    def get_all_metric_collection_types(self, /) -> _Later[MetricCollectionTypes]: ...
    def get_all_policies(
        self,
        /,
        as_group: str | AutoScalingGroup | None = None,
        policy_names: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[ScalingPolicy]]: ...
    def get_all_scaling_process_types(self, /) -> _Later[ResultSet[ProcessType]]: ...
    def get_all_scheduled_actions(
        self,
        /,
        as_group: str | AutoScalingGroup | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        scheduled_actions: Iterable[str] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[ScheduledUpdateGroupAction]]: ...
    def get_all_tags(
        self,
        /,
        filters: Mapping[str, str | Iterable[str]] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[Tag]]: ...
    def get_termination_policies(self, /) -> _Later[TerminationPolicies]: ...
    def put_notification_configuration(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        topic: str,
        notification_types: Iterable[str],
    ) -> _Later[bool]: ...
    def resume_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> _Later[bool]: ...
    def set_desired_capacity(
        self,
        /,
        group_name: str | AutoScalingGroup,
        desired_capacity: int | str,
        honor_cooldown: bool = False,
    ) -> _Later[bool]: ...
    def set_instance_health(
        self, /, instance_id: str, health_status: str, should_respect_grace_period: bool = True
    ) -> _Later[bool]: ...
    def suspend_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> _Later[bool]: ...
    def terminate_instance(
        self, /, instance_id: str, decrement_capacity: bool = True
    ) -> _Later[Activity]: ...

@final
class Call:
    """A call of an awaiting connection."""
    def close(self, /) -> None:
        """Cancel it, if it is under way, and log its last records."""
    def enter(self, /) -> bool:
        """Tell whether there still is an interpreter to build it in; then that waits for `finish`.

        Returns
        -------
        bool
        """
    def finish(self, /) -> Any:
        """Build what the answer holds.

        Returns
        -------
        object
            What the operation returns.
        """
    def log(self, /) -> bool:
        """Log the call's records that are there.

        Returns
        -------
        bool
            Whether the call is done; else `resume` comes next.
        """
    def resume(self, /, future: asyncio.Future[None]) -> None:
        """Wait for records or the end.

        Parameters
        ----------
        future : asyncio.Future of None
            Another future, in place of the one that has its result.
        """
    def start(self, /, mailbox: CompletionQueue, future: asyncio.Future[None]) -> None:
        """Send it; the future gets its (empty) result when there is something to do.

        Parameters
        ----------
        mailbox : CompletionQueue
            The mailbox of the loop that runs.
        future : asyncio.Future of None
            A future of that loop.
        """

@final
class Cancellation:
    """Cancels blocking calls.

    Parameters
    ----------
    seconds : float, optional
        After this time it cancels them by itself.
    """
    def __new__(cls, seconds: float | None = None) -> Self: ...
    def cancel(self, /) -> None:
        """Drop the requests of calls between ``enter`` and ``leave``, and refuse those to come."""
    def enter(self, /) -> Any:
        """Let the calls in this context be cancelled, until ``leave``.

        Returns
        -------
        object
            For ``leave``.
        """
    def leave(self, /, outer: object) -> None:
        """Let the calls in this context end by themselves again.

        Parameters
        ----------
        outer : object
            What ``enter`` returned.
        """

@disjoint_base
class CloudWatchOperations:
    """The operations of CloudWatch, for blocking and awaitable connections.

    It cannot be instantiated. Its two subclasses select blocking or awaitable calls, and the
    connection classes derived from them have the attributes that configure the endpoint.

    In the examples, ``cloudwatch`` is a connection with blocking calls. The account has an
    alarm ``busy`` and a metric ``Orders`` in the namespace ``Shop``.
    """
    def _put_alarm(self, /, alarm: Any) -> Any:
        """Create or update an alarm and return it, for `Metric.create_alarm`."""
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, spec: Any) -> Any:
        """Send an action by its name, for the generic calls of `reboto.connection.Connection`."""
    def delete_alarms(
        self, /, alarms: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Either[bool]:
        """Delete alarms.

        AWS operation: ``DeleteAlarms``. If one alarm cannot be deleted, no alarm is
        deleted.

        Parameters
        ----------
        alarms : list of str or list of MetricAlarm or MetricAlarm
            At most 100 alarms or alarm names.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def describe_alarm_history(
        self,
        /,
        alarm_name: str | MetricAlarm | None = None,
        start_date: datetime.datetime | str | None = None,
        end_date: datetime.datetime | str | None = None,
        max_records: int | str | None = None,
        history_item_type: str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[AlarmHistoryItem]]:
        """List the history of alarms, newest first.

        AWS operation: ``DescribeAlarmHistory``. AWS keeps the history for 30 days,
        also for deleted alarms.

        Parameters
        ----------
        alarm_name : str or MetricAlarm, optional
            The alarm or its name; default is all alarms.
        start_date, end_date : datetime.datetime or str, optional
            UTC; the earliest and the latest time of an item.
        max_records : int or str, optional
            Items per page, at most 100.
        history_item_type : str, optional
            ``ConfigurationUpdate``, ``StateUpdate`` or ``Action``; default is all
            types.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        ResultSet of AlarmHistoryItem
            One page; ``next_token`` is set if there are more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def describe_alarms(
        self,
        /,
        action_prefix: str | None = None,
        alarm_name_prefix: str | None = None,
        alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm | None = None,
        max_records: int | str | None = None,
        state_value: str | None = None,
        next_token: str | None = None,
    ) -> _Either[MetricAlarms]:
        """List alarms.

        AWS operation: ``DescribeAlarms``.

        Parameters
        ----------
        action_prefix : str, optional
            Prefix of the ARN of one of the alarm's actions.
        alarm_name_prefix : str, optional
            Prefix of the alarm's name. If given, ``alarm_names`` is not sent.
        alarm_names : list of str or list of MetricAlarm or MetricAlarm, optional
            At most 100 alarms or alarm names; default is all alarms.
        max_records : int or str, optional
            Alarms per page, at most 100.
        state_value : str, optional
            ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``; default is all states.
        next_token : str, optional
            ``next_token`` of the previous page.

        Returns
        -------
        MetricAlarms
            One page, of 50 alarms by default; ``next_token`` is set if there are
            more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> cloudwatch.describe_alarms(alarm_names=["busy"])
        [MetricAlarm:busy[CPUUtilization(Average) > 70.0]]
        """
    def describe_alarms_for_metric(
        self,
        /,
        metric_name: str,
        namespace: str,
        period: int | str | None = None,
        statistic: str | None = None,
        dimensions: Mapping[str, str | Iterable[str]] | None = None,
        unit: str | None = None,
    ) -> _Either[ResultSet[MetricAlarm]]:
        """List the alarms of a metric.

        AWS operation: ``DescribeAlarmsForMetric``.

        Parameters
        ----------
        metric_name : str
            Name of the metric.
        namespace : str
            Namespace of the metric, such as ``AWS/EC2``.
        period : int or str, optional
            Seconds; only alarms with this period.
        statistic : str, optional
            Only alarms with this statistic.
        dimensions : dict of str to str or list of str, optional
            Dimensions of the metric: each name with its value or a list of values.
        unit : str, optional
            Only alarms with this unit.

        Returns
        -------
        ResultSet of MetricAlarm

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def disable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Either[bool]:
        """Disable the actions of alarms.

        AWS operation: ``DisableAlarmActions``.

        Parameters
        ----------
        alarm_names : list of str or list of MetricAlarm or MetricAlarm
            At most 100 alarms or alarm names.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def enable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Either[bool]:
        """Enable the actions of alarms.

        AWS operation: ``EnableAlarmActions``.

        Parameters
        ----------
        alarm_names : list of str or list of MetricAlarm or MetricAlarm
            At most 100 alarms or alarm names.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
    def get_metric_data(
        self,
        /,
        queries: Iterable[MetricDataQuery] | Iterable[Mapping[str, Any]],
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        scan_by: str | None = None,
        max_datapoints: int | None = None,
        next_token: str | None = None,
        label_timezone: str | None = None,
    ) -> _Either[MetricData]:
        """Get data of several metrics and of metric math expressions.

        AWS operation: ``GetMetricData``, at most 500 queries per call and 100,800
        datapoints per page. New in reboto.

        Parameters
        ----------
        queries : list of MetricDataQuery or list of dict
            The queries. Dicts have boto3's form.
        start_time, end_time : datetime.datetime
            UTC; start (inclusive) and end (exclusive). Aware datetimes are
            converted to UTC; naive datetimes are taken as UTC.
        scan_by : str, optional
            ``TimestampDescending`` (newest first, the default) or
            ``TimestampAscending``.
        max_datapoints : int, optional
            Datapoints per page, at most 100,800.
        next_token : str, optional
            ``next_token`` of the previous page.
        label_timezone : str, optional
            Offset from UTC of times in labels, such as ``+0130``.

        Returns
        -------
        MetricData
            One page of `MetricDataResult`; ``next_token`` is set if there are more
            pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        ValueError, TypeError
            If an argument is invalid. No request is sent.
        """
    def get_metric_statistics(
        self,
        /,
        period: int | str,
        start_time: datetime.datetime | str,
        end_time: datetime.datetime | str,
        metric_name: str,
        namespace: str,
        statistics: str | Iterable[str],
        dimensions: Mapping[str, str | Iterable[str]] | None = None,
        unit: str | None = None,
    ) -> _Either[ResultSet[Datapoint]]:
        """Get statistics of one metric over time.

        AWS operation: ``GetMetricStatistics``, at most 1,440 datapoints per call.

        Parameters
        ----------
        period : int or str
            Seconds per datapoint: 1, 5, 10, 20, 30 or a multiple of 60.
        start_time, end_time : datetime.datetime or str
            UTC; start (inclusive) and end (exclusive). Aware datetimes are
            converted to UTC; naive datetimes are taken as UTC.
        metric_name : str
            Name of the metric.
        namespace : str
            Namespace of the metric, such as ``AWS/EC2``.
        statistics : str or list of str
            ``Average``, ``Sum``, ``SampleCount``, ``Maximum``, ``Minimum``, or
            percentiles such as ``p99``.
        dimensions : dict of str to str or list of str, optional
            Dimensions of the metric: each name with its value or a list of values.
        unit : str, optional
            Only values published with this unit, such as ``Percent``; default is
            all units.

        Returns
        -------
        ResultSet of Datapoint
            Datapoints in no particular order; ``Label`` is the metric's name.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        ValueError, TypeError
            If an argument is invalid. No request is sent.

        Examples
        --------
        >>> from datetime import datetime, timedelta, timezone
        >>> now, hour = datetime.now(timezone.utc), timedelta(hours=1)
        >>> (point,) = cloudwatch.get_metric_statistics(
        ...     3600, now - hour, now + hour, "Orders", "Shop", ["Sum", "SampleCount"]
        ... )
        >>> point["Sum"], point["SampleCount"]
        (3.0, 1.0)
        """
    def list_metrics(
        self,
        /,
        next_token: str | None = None,
        dimensions: Mapping[str, str | Iterable[str] | None] | None = None,
        metric_name: str | None = None,
        namespace: str | None = None,
    ) -> _Either[ResultSet[Metric]]:
        """List metrics.

        AWS operation: ``ListMetrics``. Metrics without data in the last two weeks
        are not listed.

        Parameters
        ----------
        next_token : str, optional
            ``next_token`` of the previous page.
        dimensions : dict of str to str or list of str or None, optional
            Dimensions that a metric must have: each name with its value, or None
            for any value.
        metric_name : str, optional
            Name of the metrics; default is all names.
        namespace : str, optional
            Namespace of the metrics, such as ``AWS/EC2``; default is all
            namespaces.

        Returns
        -------
        ResultSet of Metric
            One page of at most 500 metrics; ``next_token`` is set if there are
            more pages.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> cloudwatch.list_metrics(namespace="Shop")
        [Metric:Orders]
        """
    def put_metric_alarm(self, /, alarm: MetricAlarm) -> _Either[bool]:
        """Create or update an alarm.

        AWS operation: ``PutMetricAlarm``. Settings that boto did not know, such as
        ``TreatMissingData`` and ``DatapointsToAlarm``, are also sent if the alarm
        has them. An update therefore preserves them.

        Parameters
        ----------
        alarm : MetricAlarm
            The alarm. Its ``connection`` is set to this connection.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        ValueError, TypeError
            If an attribute is invalid. No request is sent.

        Examples
        --------
        >>> alarm = MetricAlarm(
        ...     name="idle",
        ...     namespace="AWS/EC2",
        ...     metric="CPUUtilization",
        ...     statistic="Average",
        ...     comparison="<",
        ...     threshold=40,
        ...     period=60,
        ...     evaluation_periods=2,
        ...     dimensions={"AutoScalingGroupName": "web"},
        ... )
        >>> cloudwatch.put_metric_alarm(alarm)
        True
        """
    def put_metric_data(
        self,
        /,
        namespace: str,
        name: str | Sequence[str],
        value: float | str | Sequence[float] | Sequence[str] | None = None,
        timestamp: datetime.datetime | str | Sequence[datetime.datetime] | None = None,
        unit: str | Sequence[str] | None = None,
        dimensions: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        statistics: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> _Either[bool]:
        """Publish values of metrics.

        AWS operation: ``PutMetricData``, at most 1,000 values per call. To publish
        several values, pass lists or tuples of equal length. Other arguments apply
        to every value.

        Parameters
        ----------
        namespace : str
            Namespace of the metrics. It must not begin with ``AWS/``.
        name : str or sequence of str
            Names of the metrics.
        value : float or str or sequence of float or sequence of str, optional
            The measured values. Required unless ``statistics`` is given.
        timestamp : datetime.datetime or str or sequence of datetime.datetime, optional
            UTC; time of the measurement; default is the current time.
        unit : str or sequence of str, optional
            Unit of the value, such as ``Seconds`` or ``Percent``.
        dimensions : dict or sequence of dict, optional
            Dimensions of the metric: each name with its value or a list of values.
        statistics : dict or sequence of dict, optional
            Statistics of several measurements, instead of a value: ``maximum``,
            ``minimum``, ``samplecount`` and ``sum``.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        ValueError, TypeError
            If an argument is invalid or lists differ in length. No request is
            sent.

        Examples
        --------
        >>> cloudwatch.put_metric_data("Shop", "Orders", 3, unit="Count")
        True
        >>> cloudwatch.put_metric_data("Shop", ["Orders", "Returns"], [5, 1])
        True
        """
    def set_alarm_state(
        self,
        /,
        alarm_name: str | MetricAlarm,
        state_reason: str,
        state_value: str,
        state_reason_data: object | None = None,
    ) -> _Either[bool]:
        """Set the state of an alarm temporarily.

        AWS operation: ``SetAlarmState``. The state lasts until AWS evaluates the
        alarm again.

        Parameters
        ----------
        alarm_name : str or MetricAlarm
            The alarm or its name.
        state_reason : str
            Reason, as text.
        state_value : str
            ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``.
        state_reason_data : object, optional
            Reason, as data. It is serialized to JSON.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.

        Examples
        --------
        >>> cloudwatch.set_alarm_state("busy", "a trial", "ALARM")
        True
        >>> cloudwatch.describe_alarms(state_value="ALARM")[0].name
        'busy'
        """

class CloudWatch(CloudWatchOperations):
    """CloudWatch with blocking calls."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _put_alarm(self, /, alarm: Any) -> Any: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, spec: Any) -> Any: ...
    def delete_alarms(
        self, /, alarms: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> bool: ...
    def describe_alarm_history(
        self,
        /,
        alarm_name: str | MetricAlarm | None = None,
        start_date: datetime.datetime | str | None = None,
        end_date: datetime.datetime | str | None = None,
        max_records: int | str | None = None,
        history_item_type: str | None = None,
        next_token: str | None = None,
    ) -> ResultSet[AlarmHistoryItem]: ...
    def describe_alarms(
        self,
        /,
        action_prefix: str | None = None,
        alarm_name_prefix: str | None = None,
        alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm | None = None,
        max_records: int | str | None = None,
        state_value: str | None = None,
        next_token: str | None = None,
    ) -> MetricAlarms: ...
    def describe_alarms_for_metric(
        self,
        /,
        metric_name: str,
        namespace: str,
        period: int | str | None = None,
        statistic: str | None = None,
        dimensions: Mapping[str, str | Iterable[str]] | None = None,
        unit: str | None = None,
    ) -> ResultSet[MetricAlarm]: ...
    def disable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> bool: ...
    def enable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> bool: ...
    def get_metric_data(
        self,
        /,
        queries: Iterable[MetricDataQuery] | Iterable[Mapping[str, Any]],
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        scan_by: str | None = None,
        max_datapoints: int | None = None,
        next_token: str | None = None,
        label_timezone: str | None = None,
    ) -> MetricData: ...
    def get_metric_statistics(
        self,
        /,
        period: int | str,
        start_time: datetime.datetime | str,
        end_time: datetime.datetime | str,
        metric_name: str,
        namespace: str,
        statistics: str | Iterable[str],
        dimensions: Mapping[str, str | Iterable[str]] | None = None,
        unit: str | None = None,
    ) -> ResultSet[Datapoint]: ...
    def list_metrics(
        self,
        /,
        next_token: str | None = None,
        dimensions: Mapping[str, str | Iterable[str] | None] | None = None,
        metric_name: str | None = None,
        namespace: str | None = None,
    ) -> ResultSet[Metric]: ...
    def put_metric_alarm(self, /, alarm: MetricAlarm) -> bool: ...
    def put_metric_data(
        self,
        /,
        namespace: str,
        name: str | Sequence[str],
        value: float | str | Sequence[float] | Sequence[str] | None = None,
        timestamp: datetime.datetime | str | Sequence[datetime.datetime] | None = None,
        unit: str | Sequence[str] | None = None,
        dimensions: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        statistics: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> bool: ...
    def set_alarm_state(
        self,
        /,
        alarm_name: str | MetricAlarm,
        state_reason: str,
        state_value: str,
        state_reason_data: object | None = None,
    ) -> bool: ...

class AsyncCloudWatch(CloudWatchOperations):
    """CloudWatch with awaitable calls."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _put_alarm(self, /, alarm: Any) -> Any: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, spec: Any) -> Any: ...
    def delete_alarms(
        self, /, alarms: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Later[bool]: ...
    def describe_alarm_history(
        self,
        /,
        alarm_name: str | MetricAlarm | None = None,
        start_date: datetime.datetime | str | None = None,
        end_date: datetime.datetime | str | None = None,
        max_records: int | str | None = None,
        history_item_type: str | None = None,
        next_token: str | None = None,
    ) -> _Later[ResultSet[AlarmHistoryItem]]: ...
    def describe_alarms(
        self,
        /,
        action_prefix: str | None = None,
        alarm_name_prefix: str | None = None,
        alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm | None = None,
        max_records: int | str | None = None,
        state_value: str | None = None,
        next_token: str | None = None,
    ) -> _Later[MetricAlarms]: ...
    def describe_alarms_for_metric(
        self,
        /,
        metric_name: str,
        namespace: str,
        period: int | str | None = None,
        statistic: str | None = None,
        dimensions: Mapping[str, str | Iterable[str]] | None = None,
        unit: str | None = None,
    ) -> _Later[ResultSet[MetricAlarm]]: ...
    def disable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Later[bool]: ...
    def enable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Later[bool]: ...
    def get_metric_data(
        self,
        /,
        queries: Iterable[MetricDataQuery] | Iterable[Mapping[str, Any]],
        start_time: datetime.datetime,
        end_time: datetime.datetime,
        scan_by: str | None = None,
        max_datapoints: int | None = None,
        next_token: str | None = None,
        label_timezone: str | None = None,
    ) -> _Later[MetricData]: ...
    def get_metric_statistics(
        self,
        /,
        period: int | str,
        start_time: datetime.datetime | str,
        end_time: datetime.datetime | str,
        metric_name: str,
        namespace: str,
        statistics: str | Iterable[str],
        dimensions: Mapping[str, str | Iterable[str]] | None = None,
        unit: str | None = None,
    ) -> _Later[ResultSet[Datapoint]]: ...
    def list_metrics(
        self,
        /,
        next_token: str | None = None,
        dimensions: Mapping[str, str | Iterable[str] | None] | None = None,
        metric_name: str | None = None,
        namespace: str | None = None,
    ) -> _Later[ResultSet[Metric]]: ...
    def put_metric_alarm(self, /, alarm: MetricAlarm) -> _Later[bool]: ...
    def put_metric_data(
        self,
        /,
        namespace: str,
        name: str | Sequence[str],
        value: float | str | Sequence[float] | Sequence[str] | None = None,
        timestamp: datetime.datetime | str | Sequence[datetime.datetime] | None = None,
        unit: str | Sequence[str] | None = None,
        dimensions: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        statistics: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> _Later[bool]: ...
    def set_alarm_state(
        self,
        /,
        alarm_name: str | MetricAlarm,
        state_reason: str,
        state_value: str,
        state_reason_data: object | None = None,
    ) -> _Later[bool]: ...

@final
class CompletionQueue:
    """Where an event loop hears which of its calls are done."""
    def __new__(cls) -> Self: ...
    def drain(self, /) -> None:
        """Wake the calls that are done."""
    def fileno(self, /) -> int:
        """Give what the loop waits on for reading.

        Returns
        -------
        int
            A file descriptor.
        """

@final
class CredentialsSource:
    """The name under which the credentials of one provider are cached."""
    def __new__(cls) -> Self: ...

@final
class Keys:
    """The keys given to a connection, where no listing of attributes shows the secret.

    Parameters
    ----------
    access_key : str
        Id of the access key.
    secret_key : str
        The secret access key.
    session_token : str, optional
        The session's token, for temporary keys.
    """
    def __new__(
        cls, access_key: str, secret_key: str, session_token: str | None = None
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    @property
    def access_key(self) -> str:
        """The access key's id.

        Returns
        -------
        str
        """
    def check(self, /) -> None:
        """Check that requests can be signed with these keys.

        Raises
        ------
        ValueError
            If one of them contains a blank, a control character or one that is not ASCII.
        """
    @property
    def secret_key(self) -> str:
        """The secret access key.

        Returns
        -------
        str
        """
    @property
    def session_token(self) -> str | None:
        """The session's token, for temporary keys.

        Returns
        -------
        str or None
        """

@final
class LoadedCredentials:
    """Where a provider's thread leaves what the provider returned or raised."""
    def fail(self, /, error: object) -> None:
        """Keep what the provider raised.

        Parameters
        ----------
        error : object
            The exception.
        """
    def succeed(self, /, credentials: object) -> None:
        """Keep what the provider returned.

        Parameters
        ----------
        credentials : object
            A tuple of access key, secret key, token or None, expiry in seconds since 1970 or None,
            and whether it refreshes itself.
        """

@final
class Table:
    """The columns of a list.

    Times are UTC. Missing cells are null. Later changes of the list have no effect.
    """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> Any:
        """Export the columns as a stream of Arrow's C data interface.

        Parameters
        ----------
        requested_schema : object, optional
            Ignored, as the protocol allows.

        Returns
        -------
        object
            A capsule named ``arrow_array_stream``.
        """
    def arrays(self, /) -> list[Any]:
        """Get each column's name, numpy dtype and cells.

        Returns
        -------
        list of object
            A tuple of the three for each column. The cells of ``datetime64[us]``,
            ``float64`` and ``int64`` are a bytearray of 8-byte values in native
            byte order, those of ``bool`` and ``object`` a list.
        """

def check_limit(limit: str, name: str, value: object) -> None:
    """Check a value against one of the client's limits, for the local mock.

    Parameters
    ----------
    limit : str
        Name of the limit, such as ``"alarm_period"``.
    name : str
        Name of the value in the error.
    value : object
        Value of the request parameter.

    Raises
    ------
    KeyError
        If there is no limit of that name.
    ValueError
        If the value exceeds the limit.
    """

def columns_of(class_: object) -> dict[str, str]:
    """List the columns of a table of a class's objects.

    Parameters
    ----------
    class_ : object
        A class of reboto or a subclass.

    Returns
    -------
    dict of str to str
        Names of attributes, each with the kind of its column: ``time``,
        ``real``, ``whole``, ``flag`` or ``text``. Empty for other classes.
    """

def default_region(profile: str | None = None) -> str | None:
    """Tell the region that the environment or the shared files name.

    Looks at ``AWS_REGION``, ``AWS_DEFAULT_REGION`` and the profile, never at the
    instance metadata: off EC2 that would take seconds.

    Parameters
    ----------
    profile : str, optional
        A profile in place of ``AWS_PROFILE`` or ``default``.

    Returns
    -------
    str or None

    Raises
    ------
    BotoClientError
        If the profile's part of a file cannot be read, and no region is found.
    """

def find_credentials(connection: Connection) -> Keys:
    """Find a connection's credentials where it would look for them.

    Parameters
    ----------
    connection : Connection
        The connection.

    Returns
    -------
    Keys

    Raises
    ------
    NoAuthHandlerFound
        If there are none.
    """

def metadata(
    path: str, *, timeout: float = 1.0, attempts: int | None = None, endpoint: str | None = None
) -> str | None:
    """Read a page of the instance metadata service.

    The service's token is fetched first and kept for the process.

    Parameters
    ----------
    path : str
        Path of the page, such as ``"/latest/meta-data/"``.
    timeout : float, default 1
        Seconds to wait for a connection, and again for an answer.
    attempts : int, optional
        Attempts in all; without it two, and one when nothing answers.
    endpoint : str, optional
        URL of the service, in place of ``AWS_EC2_METADATA_SERVICE_ENDPOINT``, the
        profile's, or ``http://169.254.169.254``.

    Returns
    -------
    str or None
        None when there is no such page.

    Raises
    ------
    BotoConnectionError
        If the service cannot be reached, or refuses.
    BotoTimeoutError
        If it does not answer in time.
    ValueError
        If an argument cannot be meant.
    """

def monotonic() -> float:
    """Return the seconds that have passed, as ``time.monotonic`` does.

    freezegun and time-machine stop Python's clocks, but not this one.

    Returns
    -------
    float
        Seconds since some time before; only differences have a meaning.
    """

def record_endpoint(address: str, closed: bool) -> None:
    """Record that a local endpoint has closed, or that one has opened in its place.

    Parameters
    ----------
    address : str
        Host and port, such as ``"127.0.0.1:43210"``.
    closed : bool
        Whether nothing listens there from now on.
    """

def sleep(seconds: float) -> Any:
    """Sleep in an event loop, by the same clock.

    Parameters
    ----------
    seconds : float
        How long.

    Returns
    -------
    object
        A coroutine.
    """

def table_of_rows(objects: Iterable[object], expected: Mapping[str, str]) -> Table:
    """Create a table with a row for each object of a list.

    Parameters
    ----------
    objects : list of object
        Dicts, whose keys become columns, or objects, whose attributes become
        columns. Other values are put into the column ``value``.
    expected : dict of str to str
        Names of columns that always exist, each with its kind: ``time``,
        ``real``, ``whole``, ``flag`` or ``text``. If the first is ``Timestamp`` of
        kind ``time``, rows are sorted by it, oldest first.

    Returns
    -------
    Table
    """

def table_of_series(series: Iterable[object], wide: bool) -> Table:
    """Create a table of time series, each with its oldest values first.

    Parameters
    ----------
    series : list of object
        `MetricDataResult`, or other objects with the attributes ``id``,
        ``label``, ``timestamps`` and ``values``.
    wide : bool
        Whether each series has its own column. Otherwise each value has its
        own row.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If a series has two values at the same time and the table is wide, or
        if numbers of timestamps and values differ.
    """

def to_bool(name: str, value: object) -> bool:
    """Convert a boolean, also given as text.

    Parameters
    ----------
    name : str
        Name of the value in errors, such as ``"Tag.propagate_at_launch"``.
    value : object
        ``'true'``, ``'1'``, ``'yes'``, ``'on'``, ``'y'`` and ``'t'`` are True;
        ``'false'``, ``'0'``, ``'no'``, ``'off'``, ``'n'``, ``'f'`` and ``''`` are
        False, in upper or lower case. Other values are converted with ``bool()``.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If the value is any other text.
    """

def to_float(name: str, value: object) -> float:
    """Convert a number, also given as text, as in boto.

    Parameters
    ----------
    name : str
        Name of the value in errors, such as ``"MetricAlarm.threshold"``.
    value : object
        A float or int, or a value that can be converted to one, such as ``"70"``.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the value is not a finite number.
    TypeError
        If a value of this type cannot be converted to a number.
    """

def to_int(name: str, value: object) -> int:
    """Convert an integer, also given as text, as in boto.

    Parameters
    ----------
    name : str
        Name of the value in errors, such as ``"MetricAlarm.period"``.
    value : object
        An int, or a value that equals one, such as ``"60"`` or ``60.0``.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the value is not an integer.
    TypeError
        If a value of this type cannot be converted to a number.
    """
