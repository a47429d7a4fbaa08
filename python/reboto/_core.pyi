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
    """Every operation of Auto Scaling, defined once for the connections that extend it.

    It cannot be made by itself: its two heirs say how calls are waited for, and the
    connections that extend those bring the attributes that say where calls go.

    In the examples ``autoscale`` is a connection whose calls block, to a service that
    has a group ``web`` of two instances and its policy ``up``.
    """
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, wanted: Any) -> Any:
        """Send an action by its name, for the generic calls of `reboto.connection.Connection`."""
    def _set_capacity(self, /, group_name: Any, desired_capacity: Any) -> Any:
        """Set how many instances a group is to have, for `AutoScalingGroup.set_capacity`."""
    def _update_group(self, /, op: str, as_group: AutoScalingGroup) -> _Either[Request]:
        """Send a group's attributes to AWS: boto's private name, which scripts use.

        AWS operation: the one that is named.

        Parameters
        ----------
        op : str
            ``CreateAutoScalingGroup`` or ``UpdateAutoScalingGroup``.
        as_group : AutoScalingGroup
            The group; it need not have been read from AWS before. Tags and load
            balancers are sent on creation alone.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        ValueError, TypeError
            If an attribute cannot be meant; nothing is sent then.
        """
    def attach_instances(
        self, /, name: str | AutoScalingGroup, instance_ids: Iterable[str]
    ) -> _Either[bool]:
        """Put running instances into a group; its desired capacity grows by their number.

        AWS operation: ``AttachInstances``.

        Parameters
        ----------
        name : str or AutoScalingGroup
            The group, or its name.
        instance_ids : list of str
            Ids of instances, at most 20.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def create_auto_scaling_group(self, /, as_group: AutoScalingGroup) -> _Either[Request]:
        """Create an Auto Scaling group.

        AWS operation: ``CreateAutoScalingGroup``.

        Parameters
        ----------
        as_group : AutoScalingGroup
            The group, with its name, sizes, and a launch configuration or the id
            of an instance to copy.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS refuses it; ``AlreadyExists`` where the name is taken.
        ValueError, TypeError
            If an attribute cannot be meant; nothing is sent then.

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
            What instances are made of.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS refuses it; ``AlreadyExists`` where the name is taken.
        ValueError, TypeError
            If an attribute cannot be meant; nothing is sent then.

        Examples
        --------
        >>> config = LaunchConfiguration(
        ...     name="web-config-2", image_id="ami-12c6146b", instance_type="t3.micro"
        ... )
        >>> autoscale.create_launch_configuration(config)
        Request:...
        """
    def create_or_update_tags(self, /, tags: Iterable[Tag]) -> _Either[bool]:
        """Create tags, or change those of the same key.

        AWS operation: ``CreateOrUpdateTags``.

        Parameters
        ----------
        tags : list of Tag
            Each with ``resource_id``, the name of its group.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> tag = Tag(key="role", value="front", resource_id="web", propagate_at_launch=True)
        >>> autoscale.create_or_update_tags([tag])
        True
        """
    def create_scaling_policy(self, /, scaling_policy: ScalingPolicy) -> _Either[Request]:
        """Create a scaling policy, or change the one of that name.

        AWS operation: ``PutScalingPolicy``.

        Parameters
        ----------
        scaling_policy : ScalingPolicy
            The rule. ``min_adjustment_step`` is sent for the adjustment type
            ``PercentChangeInCapacity`` alone.

        Returns
        -------
        Request
            Also carries the policy's ARN, as ``PolicyARN``.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        ValueError, TypeError
            If an attribute cannot be meant; nothing is sent then.

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
        """Change a group's size at a set time, once or again and again.

        AWS operation: ``PutScheduledUpdateGroupAction``. What is left out stays as
        it is in the group.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        name : str
            Name of the action.
        time : datetime.datetime or str, optional
            UTC; when to act. The old name of ``start_time``, which AWS no longer
            reads: it is sent as ``StartTime`` too unless that is given.
        desired_capacity : int or str, optional
            Instances the group is to have.
        min_size, max_size : int or str, optional
            Instances the group has at least, and at most.
        start_time, end_time : datetime.datetime or str, optional
            UTC; when to act, or the bounds of a recurring action. A datetime with
            a zone is converted; a naive one is read as UTC.
        recurrence : str, optional
            When to act again, as Unix cron writes it: ``"0 10 * * *"``.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

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
            The group, or its name.
        force_delete : bool, default False
            Whether its instances go with it; without, AWS refuses while there
            are any.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS refuses it; ``ResourceInUse`` while it has instances.
        """
    def delete_launch_configuration(
        self, /, launch_config_name: str | LaunchConfiguration
    ) -> _Either[Request]:
        """Delete a launch configuration that no group uses.

        AWS operation: ``DeleteLaunchConfiguration``.

        Parameters
        ----------
        launch_config_name : str or LaunchConfiguration
            The launch configuration, or its name.

        Returns
        -------
        Request

        Raises
        ------
        BotoServerError
            If AWS refuses it; ``ResourceInUse`` while a group uses it.
        """
    def delete_notification_configuration(
        self, /, autoscale_group: str | AutoScalingGroup, topic: str
    ) -> _Either[bool]:
        """Have a group no longer tell an SNS topic what it does.

        AWS operation: ``DeleteNotificationConfiguration``.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group, or its name.
        topic : str
            ARN of the topic.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
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
            Its group, or the name; needed unless an ARN is given.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
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
            The action, or its name.
        autoscale_group : str or AutoScalingGroup, optional
            Its group, or the name.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def delete_tags(self, /, tags: Iterable[Tag]) -> _Either[bool]:
        """Delete tags.

        AWS operation: ``DeleteTags``.

        Parameters
        ----------
        tags : list of Tag
            Each with ``resource_id``, the name of its group.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def detach_instances(
        self,
        /,
        name: str | AutoScalingGroup,
        instance_ids: Iterable[str],
        decrement_capacity: bool = True,
    ) -> _Either[bool]:
        """Take instances out of a group; they go on running.

        AWS operation: ``DetachInstances``.

        Parameters
        ----------
        name : str or AutoScalingGroup
            The group, or its name.
        instance_ids : list of str
            Ids of instances, at most 20.
        decrement_capacity : bool, default True
            Whether the group's desired capacity goes down by their number, so
            that no other instances take their place.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def disable_metrics_collection(
        self, /, as_group: str | AutoScalingGroup, metrics: Iterable[str] | None = None
    ) -> _Either[bool]:
        """Have a group no longer collect metrics of itself.

        AWS operation: ``DisableMetricsCollection``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        metrics : list of str, optional
            Names of metrics; all without it.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def enable_metrics_collection(
        self,
        /,
        as_group: str | AutoScalingGroup,
        granularity: str,
        metrics: Iterable[str] | None = None,
    ) -> _Either[bool]:
        """Have a group collect metrics of itself.

        AWS operation: ``EnableMetricsCollection``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        granularity : str
            How finely; AWS knows ``1Minute`` alone.
        metrics : list of str, optional
            Names of metrics, such as ``GroupInServiceInstances``; all without it.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def execute_policy(
        self,
        /,
        policy_name: str,
        as_group: str | AutoScalingGroup | None = None,
        honor_cooldown: bool | None = None,
    ) -> _Either[bool]:
        """Carry out a scaling policy now.

        AWS operation: ``ExecutePolicy``.

        Parameters
        ----------
        policy_name : str
            Name or ARN of the policy.
        as_group : str or AutoScalingGroup, optional
            Its group, or the name; needed unless an ARN is given.
        honor_cooldown : bool, optional
            Whether to do nothing while the group's cooldown lasts.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it; ``ScalingActivityInProgress`` while another goes on.

        Examples
        --------
        >>> autoscale.execute_policy("up", as_group="web")
        True
        """
    def get_account_limits(self, /) -> _Either[AccountLimits]:
        """Tell how many groups and launch configurations the account may have.

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
        """List a group's scaling activities, the latest first.

        AWS operation: ``DescribeScalingActivities``.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group, or its name.
        activity_ids : list of str, optional
            Only these activities.
        max_records : int or str, optional
            Activities a page, at most 100.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of Activity
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def get_all_adjustment_types(self, /) -> _Either[ResultSet[AdjustmentType]]:
        """List the ways in which a policy can change a group's size.

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
        """List instances that belong to groups: all, or those named.

        AWS operation: ``DescribeAutoScalingInstances``.

        Parameters
        ----------
        instance_ids : list of str, optional
            Ids of instances, at most 50.
        max_records : int or str, optional
            Instances a page, at most 50.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of Instance
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

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
        """List Auto Scaling groups with their instances: all, or those named.

        AWS operation: ``DescribeAutoScalingGroups``.

        Parameters
        ----------
        names : list of str, optional
            Names of groups.
        max_records : int or str, optional
            Groups a page, at most 100.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of AutoScalingGroup
            One page (AWS's default is 50 groups); ``next_token`` is set where
            more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

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
        """List launch configurations: all, or those named.

        AWS operation: ``DescribeLaunchConfigurations``.

        Parameters
        ----------
        names : list of str, optional
            Names of launch configurations, at most 50.
        max_records : int or str, optional
            Launch configurations a page, at most 100.
        next_token : str, optional
            The token of the page before.
        **kwargs
            Other keywords are ignored, as boto did.

        Returns
        -------
        ResultSet of LaunchConfiguration
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> autoscale.get_all_launch_configurations(names=["web-config"])
        [LaunchConfiguration:web-config]
        """
    def get_all_metric_collection_types(self, /) -> _Either[MetricCollectionTypes]:
        """List the metrics that a group can collect, and how finely.

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
        """List scaling policies: all, a group's, or those named.

        AWS operation: ``DescribePolicies``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            A group, or its name.
        policy_names : list of str, optional
            Names or ARNs of policies.
        max_records : int or str, optional
            Policies a page, at most 100.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of ScalingPolicy
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> (policy,) = autoscale.get_all_policies(as_group="web", policy_names=["up"])
        >>> policy.policy_arn
        'arn:aws:autoscaling:...:policyName/up'
        """
    def get_all_scaling_process_types(self, /) -> _Either[ResultSet[ProcessType]]:
        """List the processes of a group that can be suspended.

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
        """List scheduled actions that have not ended.

        AWS operation: ``DescribeScheduledActions``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            A group, or its name.
        start_time, end_time : datetime.datetime or str, optional
            UTC; the earliest and the latest time of an action. (boto took them
            and did not send them.)
        scheduled_actions : list of str, optional
            Names or ARNs of actions; the times are ignored with it.
        max_records : int or str, optional
            Actions a page, at most 100.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of ScheduledUpdateGroupAction
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def get_all_tags(
        self,
        /,
        filters: Mapping[str, str | Iterable[str]] | None = None,
        max_records: int | str | None = None,
        next_token: str | None = None,
    ) -> _Either[ResultSet[Tag]]:
        """List the tags of groups.

        AWS operation: ``DescribeTags``.

        Parameters
        ----------
        filters : dict of str to str or list of str, optional
            What tags must match: keys ``auto-scaling-group``, ``key``, ``value``
            and ``propagate-at-launch``. (boto took it and did nothing with it.)
        max_records : int or str, optional
            Tags a page, at most 100.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of Tag
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> autoscale.get_all_tags({"auto-scaling-group": "web"})
        [Tag(stage=live)]
        """
    def get_termination_policies(self, /) -> _Either[TerminationPolicies]:
        """List the rules by which instances can be chosen for termination.

        AWS operation: ``DescribeTerminationPolicyTypes``.

        Returns
        -------
        TerminationPolicies
            A list of their names, for ``AutoScalingGroup.termination_policies``.
        """
    def put_notification_configuration(
        self,
        /,
        autoscale_group: str | AutoScalingGroup,
        topic: str,
        notification_types: Iterable[str],
    ) -> _Either[bool]:
        """Have a group tell an SNS topic what it does.

        AWS operation: ``PutNotificationConfiguration``.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group, or its name.
        topic : str
            ARN of the topic.
        notification_types : list of str
            What to tell: ``autoscaling:EC2_INSTANCE_LAUNCH``,
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
            If AWS refuses it.
        """
    def resume_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> _Either[bool]:
        """Resume suspended processes of a group.

        AWS operation: ``ResumeProcesses``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        scaling_processes : list of str, optional
            Names of processes; without it, or with an empty list, all.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def set_desired_capacity(
        self,
        /,
        group_name: str | AutoScalingGroup,
        desired_capacity: int | str,
        honor_cooldown: bool = False,
    ) -> _Either[bool]:
        """Set how many instances a group is to have.

        AWS operation: ``SetDesiredCapacity``.

        Parameters
        ----------
        group_name : str or AutoScalingGroup
            The group, or its name.
        desired_capacity : int or str
            Instances, between the group's minimum and maximum.
        honor_cooldown : bool, default False
            Whether to refuse while the group's cooldown lasts.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> autoscale.set_desired_capacity("web", 3)
        True
        """
    def set_instance_health(
        self, /, instance_id: str, health_status: str, should_respect_grace_period: bool = True
    ) -> _Either[bool]:
        """Tell Auto Scaling how an instance is.

        AWS operation: ``SetInstanceHealth``.

        Parameters
        ----------
        instance_id : str
            Id of the instance.
        health_status : str
            ``Healthy``, or ``Unhealthy`` to have it terminated and replaced.
        should_respect_grace_period : bool, default True
            Whether nothing happens while the group's grace period for the
            instance lasts.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def suspend_processes(
        self, /, as_group: str | AutoScalingGroup, scaling_processes: Iterable[str] | None = None
    ) -> _Either[bool]:
        """Suspend processes of a group.

        AWS operation: ``SuspendProcesses``.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        scaling_processes : list of str, optional
            Names of processes, such as ``AZRebalance``; without it, or with an
            empty list, all.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

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
            Whether the group's desired capacity goes down by one, so that no
            other instance takes its place.

        Returns
        -------
        Activity
            The activity that terminates it.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> instance = autoscale.get_all_autoscaling_instances()[0]
        >>> activity = autoscale.terminate_instance(instance.instance_id)
        >>> autoscale.get_all_groups(["web"])[0].desired_capacity
        1
        """

class AutoScale(AutoScaleOperations):
    """Auto Scaling, with calls that block."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, wanted: Any) -> Any: ...
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
    """Auto Scaling, with calls that are awaited."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, wanted: Any) -> Any: ...
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
    """A call of an awaitable connection."""
    def close(self, /) -> None:
        """Cancel the call if it is running, and log its last records."""
    def enter(self, /) -> bool:
        """Return whether Python code may still run. If so, a shutdown waits for `finish`.

        Returns
        -------
        bool
        """
    def finish(self, /) -> Any:
        """Build the result.

        Returns
        -------
        object
            The operation's result.
        """
    def log(self, /) -> bool:
        """Log the call's queued records.

        Returns
        -------
        bool
            Whether the call is done. If not, call `resume` next.
        """
    def resume(self, /, future: asyncio.Future[None]) -> None:
        """Wait for more records or the end of the call.

        Parameters
        ----------
        future : asyncio.Future of None
            A new future that replaces the previous one.
        """
    def start(self, /, queue: CompletionQueue, future: asyncio.Future[None]) -> None:
        """Start the call; the future gets a result when the call is done or has records to log.

        Parameters
        ----------
        queue : CompletionQueue
            The queue of the running loop.
        future : asyncio.Future of None
            A future of that loop.
        """

@final
class Cancellation:
    """Cancels blocking calls.

    Parameters
    ----------
    seconds : float, optional
        Seconds after which calls are cancelled automatically. Default: never.
    """
    def __new__(cls, seconds: float | None = None) -> Self: ...
    def cancel(self, /) -> None:
        """Cancel the calls between ``enter`` and ``leave``, and refuse further calls there."""
    def enter(self, /) -> Any:
        """Make the calls in the current context cancellable, until ``leave``.

        Returns
        -------
        object
            The argument for ``leave``.
        """
    def leave(self, /, outer: object) -> None:
        """Make the calls in the current context no longer cancellable.

        Parameters
        ----------
        outer : object
            The return value of ``enter``.
        """

@disjoint_base
class CloudWatchOperations:
    """Every operation of CloudWatch, defined once for the connections that extend it.

    It cannot be made by itself: its two heirs say how calls are waited for, and the
    connections that extend those bring the attributes that say where calls go.

    In the examples ``cloudwatch`` is a connection whose calls block, to a service that
    has an alarm ``busy`` and a metric ``Orders`` of the namespace ``Shop``.
    """
    def _put_alarm(self, /, alarm: Any) -> Any:
        """Create or change an alarm and give the alarm back, for `Metric.create_alarm`."""
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, wanted: Any) -> Any:
        """Send an action by its name, for the generic calls of `reboto.connection.Connection`."""
    def delete_alarms(
        self, /, alarms: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Either[bool]:
        """Delete alarms.

        AWS operation: ``DeleteAlarms``. If one cannot be deleted, none is.

        Parameters
        ----------
        alarms : list of str or list of MetricAlarm or MetricAlarm
            Alarms, or their names; at most 100.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
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
        """List what happened to alarms, the latest first.

        AWS operation: ``DescribeAlarmHistory``. AWS keeps it for 30 days, also
        that of alarms deleted since.

        Parameters
        ----------
        alarm_name : str or MetricAlarm, optional
            An alarm, or its name; all without it.
        start_date, end_date : datetime.datetime or str, optional
            UTC; the earliest and the latest moment.
        max_records : int or str, optional
            Items a page, at most 100.
        history_item_type : str, optional
            ``ConfigurationUpdate``, ``StateUpdate`` or ``Action``.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        ResultSet of AlarmHistoryItem
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
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
        """List alarms: all, those named, or those that match.

        AWS operation: ``DescribeAlarms``.

        Parameters
        ----------
        action_prefix : str, optional
            What the ARN of one of its actions begins with.
        alarm_name_prefix : str, optional
            What the alarm's name begins with; ``alarm_names`` is not sent with it.
        alarm_names : list of str or list of MetricAlarm or MetricAlarm, optional
            Alarms, or their names; at most 100.
        max_records : int or str, optional
            Alarms a page, at most 100.
        state_value : str, optional
            ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``.
        next_token : str, optional
            The token of the page before.

        Returns
        -------
        MetricAlarms
            One page (AWS's default is 50 alarms); ``next_token`` is set where
            more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

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
        """List the alarms on one metric.

        AWS operation: ``DescribeAlarmsForMetric``.

        Parameters
        ----------
        metric_name : str
            Name of the metric.
        namespace : str
            Its namespace, such as ``AWS/EC2``.
        period : int or str, optional
            Seconds; only alarms evaluated over them.
        statistic : str, optional
            Only alarms on this statistic.
        dimensions : dict of str to str or list of str, optional
            The metric's dimensions: each name with its value or a list of values.
        unit : str, optional
            Only alarms on this unit.

        Returns
        -------
        ResultSet of MetricAlarm

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def disable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Either[bool]:
        """Have alarms do nothing when their state changes.

        AWS operation: ``DisableAlarmActions``.

        Parameters
        ----------
        alarm_names : list of str or list of MetricAlarm or MetricAlarm
            Alarms, or their names; at most 100.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
    def enable_alarm_actions(
        self, /, alarm_names: Iterable[str] | Iterable[MetricAlarm] | MetricAlarm
    ) -> _Either[bool]:
        """Have alarms act when their state changes.

        AWS operation: ``EnableAlarmActions``.

        Parameters
        ----------
        alarm_names : list of str or list of MetricAlarm or MetricAlarm
            Alarms, or their names; at most 100.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
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
        """Get data of many metrics, and of arithmetic over them.

        AWS operation: ``GetMetricData``, at most 500 queries a call and 100,800
        datapoints a page. boto had nothing like it.

        Parameters
        ----------
        queries : list of MetricDataQuery or list of dict
            What to get. A dict is a query as boto3 writes it.
        start_time, end_time : datetime.datetime
            UTC; the first moment, and the first one after. A datetime with a zone
            is converted; a naive one is read as UTC.
        scan_by : str, optional
            ``TimestampDescending``, the newest first, or ``TimestampAscending``;
            AWS takes the first without it.
        max_datapoints : int, optional
            Datapoints a page, at most 100,800.
        next_token : str, optional
            The token of the page before.
        label_timezone : str, optional
            Offset from UTC for the times in labels, such as ``+0130``.

        Returns
        -------
        MetricData
            One page of `MetricDataResult`; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        ValueError, TypeError
            If an argument cannot be meant; nothing is sent then.
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

        AWS operation: ``GetMetricStatistics``, at most 1,440 datapoints a call.

        Parameters
        ----------
        period : int or str
            Seconds that a datapoint covers: 1, 5, 10, 20, 30 or a multiple of 60.
        start_time, end_time : datetime.datetime or str
            UTC; the first moment, and the first one after. A datetime with a zone
            is converted; a naive one is read as UTC.
        metric_name : str
            Name of the metric.
        namespace : str
            Its namespace, such as ``AWS/EC2``.
        statistics : str or list of str
            ``Average``, ``Sum``, ``SampleCount``, ``Maximum``, ``Minimum``, or
            percentiles such as ``p99``.
        dimensions : dict of str to str or list of str, optional
            The metric's dimensions: each name with its value or a list of values.
        unit : str, optional
            Only what was reported in this unit, such as ``Percent``.

        Returns
        -------
        ResultSet of Datapoint
            In no particular order; ``Label`` is the metric's name.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        ValueError, TypeError
            If an argument cannot be meant; nothing is sent then.

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
        """List metrics that had data in the last two weeks.

        AWS operation: ``ListMetrics``.

        Parameters
        ----------
        next_token : str, optional
            The token of the page before.
        dimensions : dict of str to str or list of str or None, optional
            Names of dimensions that a metric must have, each with the value it
            must have, or None for any.
        metric_name : str, optional
            The metrics' name.
        namespace : str, optional
            Their namespace, such as ``AWS/EC2``.

        Returns
        -------
        ResultSet of Metric
            One page of at most 500; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> cloudwatch.list_metrics(namespace="Shop")
        [Metric:Orders]
        """
    def put_metric_alarm(self, /, alarm: MetricAlarm) -> _Either[bool]:
        """Create an alarm, or change the one of that name.

        AWS operation: ``PutMetricAlarm``. What the alarm was read with beyond
        boto's attributes (``TreatMissingData``, ``DatapointsToAlarm`` and the like)
        is sent along, so that changing an alarm keeps it.

        Parameters
        ----------
        alarm : MetricAlarm
            The alarm; afterwards it carries this connection.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        ValueError, TypeError
            If an attribute cannot be meant; nothing is sent then.

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
        """Report data of metrics.

        AWS operation: ``PutMetricData``, at most 1,000 values a call. Where some
        arguments are lists or tuples, each element is a value reported, and the
        others are repeated for each.

        Parameters
        ----------
        namespace : str
            Namespace of the metrics; not one that begins with ``AWS/``.
        name : str or sequence of str
            Names of the metrics.
        value : float or str or sequence of float or sequence of str, optional
            What was measured.
        timestamp : datetime.datetime or str or sequence of datetime.datetime, optional
            UTC; when it was measured, now without it.
        unit : str or sequence of str, optional
            The value's unit, such as ``Seconds`` or ``Percent``.
        dimensions : dict or sequence of dict, optional
            The metric's dimensions: each name with its value or a list of values.
        statistics : dict or sequence of dict, optional
            Several measurements in one, in place of a value: ``maximum``,
            ``minimum``, ``samplecount`` and ``sum``.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        ValueError, TypeError
            If an argument cannot be meant, or lists differ in length; nothing is
            sent then.

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
        """Put an alarm into a state, until AWS evaluates it next.

        AWS operation: ``SetAlarmState``.

        Parameters
        ----------
        alarm_name : str or MetricAlarm
            The alarm, or its name.
        state_reason : str
            Why, in words.
        state_value : str
            ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``.
        state_reason_data : object, optional
            Why, as data; sent as JSON.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.

        Examples
        --------
        >>> cloudwatch.set_alarm_state("busy", "a trial", "ALARM")
        True
        >>> cloudwatch.describe_alarms(state_value="ALARM")[0].name
        'busy'
        """

class CloudWatch(CloudWatchOperations):
    """CloudWatch, with calls that block."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _put_alarm(self, /, alarm: Any) -> Any: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, wanted: Any) -> Any: ...
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
    """CloudWatch, with calls that are awaited."""
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self: ...
    def _put_alarm(self, /, alarm: Any) -> Any: ...
    def _query(self, /, action: Any, params: Any, path: Any, parent: Any, wanted: Any) -> Any: ...
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
    """An event loop's queue of completed calls."""
    def __new__(cls) -> Self: ...
    def drain(self, /) -> None:
        """Set the futures of the completed calls."""
    def fileno(self, /) -> int:
        """Return the file descriptor that the loop watches for reading.

        Returns
        -------
        int
            A file descriptor.
        """

@final
class CredentialsSource:
    """Cache key for the credentials of one provider."""
    def __new__(cls) -> Self: ...

@final
class Keys:
    """Credentials passed to a connection; the representation does not show the secret key.

    Parameters
    ----------
    access_key : str
        The access key ID.
    secret_key : str
        The secret access key.
    session_token : str, optional
        The session token, for temporary credentials.
    """
    def __new__(
        cls, access_key: str, secret_key: str, session_token: str | None = None
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    @property
    def access_key(self) -> str:
        """The access key ID.

        Returns
        -------
        str
        """
    def check(self, /) -> None:
        """Check that requests can be signed with these credentials.

        Raises
        ------
        ValueError
            If a value contains a space, a control character or a character that is not ASCII.
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
        """The session token, for temporary credentials.

        Returns
        -------
        str or None
        """

@final
class LoadedCredentials:
    """Receives what the provider returned or raised, from the provider's thread."""
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
    """The columns of a list at one moment.

    Times are UTC; what a row lacks is null.
    """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> Any:
        """Give the columns as a stream of Arrow's C data interface.

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
        """Give each column's name, numpy's name for its kind, and its cells.

        Returns
        -------
        list of object
            A tuple of the three for each. ``datetime64[us]``, ``float64`` and
            ``int64`` come as a bytearray of 8-byte cells in the machine's order,
            ``bool`` and ``object`` as a list.
        """

def check_limit(limit: str, name: str, value: object) -> None:
    """Check a value against one of the client's limits, for the local endpoint.

    Parameters
    ----------
    limit : str
        Name of the limit, such as ``"alarm_period"``.
    name : str
        Name of the value in the error.
    value : object
        What the request contains.

    Raises
    ------
    KeyError
        If there is no limit of that name.
    ValueError
        If AWS refuses the value.
    """

def columns_of(class_: object) -> dict[str, str]:
    """List the columns that a table of a class's objects has.

    Parameters
    ----------
    class_ : object
        A class of reboto's, or its heir.

    Returns
    -------
    dict of str to str
        Names of its attributes, each with the kind of its column: ``time``,
        ``real``, ``whole``, ``flag`` or ``text``. Empty for any other class.
    """

def default_region(profile: str | None = None) -> str | None:
    """Return the region set in environment variables or the shared files.

    Read ``AWS_REGION``, ``AWS_DEFAULT_REGION`` and the profile, but not the
    instance metadata: outside EC2 that would take seconds.

    Parameters
    ----------
    profile : str, optional
        Name of the profile. Default: ``AWS_PROFILE``, or ``default``.

    Returns
    -------
    str or None

    Raises
    ------
    BotoClientError
        If no region is found and the profile's section cannot be read.
    """

def find_credentials(connection: Connection) -> Keys:
    """Return the credentials that a connection's calls would use.

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
        If no credentials were found.
    """

def metadata(
    path: str, *, timeout: float = 1.0, attempts: int | None = None, endpoint: str | None = None
) -> str | None:
    """Read a page of the instance metadata service.

    The service's token is requested first and cached for the process.

    Parameters
    ----------
    path : str
        Path of the page, such as ``"/latest/meta-data/"``.
    timeout : float, default 1
        Seconds to wait for a connection, and again for the response.
    attempts : int, optional
        Number of attempts. Default: two, or one if the service cannot be reached.
    endpoint : str, optional
        URL of the service. Default: ``AWS_EC2_METADATA_SERVICE_ENDPOINT``, the
        profile's endpoint, or ``http://169.254.169.254``.

    Returns
    -------
    str or None
        The page, or None if it does not exist.

    Raises
    ------
    BotoConnectionError
        If the service cannot be reached or returns an error.
    BotoTimeoutError
        If the service does not respond within the timeout.
    ValueError
        If an argument is invalid.
    """

def monotonic() -> float:
    """Return a monotonic time, like ``time.monotonic``.

    freezegun and time-machine stop Python's clocks, but not this one.

    Returns
    -------
    float
        Seconds since an arbitrary time; only differences are meaningful.
    """

def record_endpoint(address: str, closed: bool) -> None:
    """Record that a local endpoint has closed, or that one has opened in its place.

    Parameters
    ----------
    address : str
        Host and port, such as ``"127.0.0.1:43210"``.
    closed : bool
        Whether the endpoint was closed. False if it was opened.
    """

def sleep(seconds: float) -> Any:
    """Sleep in an event loop, by the clock of ``monotonic``.

    Parameters
    ----------
    seconds : float
        Seconds to sleep.

    Returns
    -------
    object
        A coroutine.
    """

def table_of_rows(objects: Iterable[object], expected: Mapping[str, str]) -> Table:
    """Make a table with a row for each object of a list.

    Parameters
    ----------
    objects : list of object
        Dicts, whose keys become columns, or objects, whose attributes do;
        anything else goes into the one column ``value``.
    expected : dict of str to str
        Names of columns that are there in any case, each with its kind:
        ``time``, ``real``, ``whole``, ``flag`` or ``text``. Rows are put in order of
        ``Timestamp``, the oldest first, if it is the first of them and a time.

    Returns
    -------
    Table
    """

def table_of_series(series: Iterable[object], wide: bool) -> Table:
    """Make a table of time series, the oldest of each first.

    Parameters
    ----------
    series : list of object
        `MetricDataResult`, or what else has ``id``, ``label``, ``timestamps`` and ``values``.
    wide : bool
        Whether each series gets a column of its own, in place of a row for
        each value.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If a wide table would lose a value: a series has two at one time.
    """

def to_bool(name: str, value: object) -> bool:
    """Convert a boolean that may be given as text.

    Parameters
    ----------
    name : str
        What an error calls the value, such as ``"Tag.propagate_at_launch"``.
    value : object
        ``'true'``, ``'1'``, ``'yes'``, ``'on'``, ``'y'`` and ``'t'`` are True;
        ``'false'``, ``'0'``, ``'no'``, ``'off'``, ``'n'``, ``'f'`` and ``''`` are
        False, in either case. Other values are taken by their truth.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If the value is any other text.
    """

def to_float(name: str, value: object) -> float:
    """Convert a number that boto also took as text.

    Parameters
    ----------
    name : str
        What an error calls the value, such as ``"MetricAlarm.threshold"``.
    value : object
        A float or int, or what stands for one: ``"70"``.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the value is no number, or not a finite one.
    TypeError
        If it is of a type that no number can be made of.
    """

def to_int(name: str, value: object) -> int:
    """Convert a number that boto also took as text.

    Parameters
    ----------
    name : str
        What an error calls the value, such as ``"MetricAlarm.period"``.
    value : object
        An int, or what stands for one: ``"60"``, ``60.0``.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the value is no whole number.
    TypeError
        If it is of a type that no number can be made of.
    """
