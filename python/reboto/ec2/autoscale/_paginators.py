"""Iterators over all pages of listings of Auto Scaling."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, LazyModule, Style, abc, datetime, typing
from reboto.connection import Connection

if TYPE_CHECKING:
    from reboto import pagination
    from reboto.ec2.autoscale import (
        account,
        activity,
        group,
        instance,
        launchconfig,
        notification,
        policy,
        refresh,
        scheduled,
        tag,
        traffic,
    )
else:
    pagination = LazyModule("reboto.pagination")
    account = LazyModule("reboto.ec2.autoscale.account")
    activity = LazyModule("reboto.ec2.autoscale.activity")
    group = LazyModule("reboto.ec2.autoscale.group")
    instance = LazyModule("reboto.ec2.autoscale.instance")
    launchconfig = LazyModule("reboto.ec2.autoscale.launchconfig")
    notification = LazyModule("reboto.ec2.autoscale.notification")
    policy = LazyModule("reboto.ec2.autoscale.policy")
    refresh = LazyModule("reboto.ec2.autoscale.refresh")
    scheduled = LazyModule("reboto.ec2.autoscale.scheduled")
    tag = LazyModule("reboto.ec2.autoscale.tag")
    traffic = LazyModule("reboto.ec2.autoscale.traffic")


class Paginators(Connection[Style]):
    """Methods that return iterators over all pages of a listing.

    Use ``for`` on a blocking connection and ``async for`` on an awaitable connection.
    Each method has the parameters of the call for one page, without `next_token`.
    """

    def iter_groups(
        self,
        names: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
        *,
        include_instances: bool | None = None,
        include_managed_resources: bool | None = None,
        filters: abc.Iterable[group.Filter]
        | abc.Iterable[abc.Mapping[str, typing.Any]]
        | abc.Mapping[str, str | abc.Iterable[str]]
        | None = None,
    ) -> pagination.Pages[group.AutoScalingGroup[Style], Style]:
        """Iterate over all groups with their instances, or those with the given names.

        AWS operation: ``DescribeAutoScalingGroups``, once per page.

        Parameters
        ----------
        names : list of str, optional
            Names of groups.
        max_records : int, optional
            Maximum number of groups per page, at most 100.
        include_instances : bool, optional
            Whether to include the instances of the groups; by default, True.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.
        filters : list of Filter or list of dict or dict of str to str or list of str, optional
            Filters: names, each with a value or a list of values.

        Returns
        -------
        Pages of AutoScalingGroup
        """
        return self._pages(
            "get_all_groups",
            {
                "include_instances": include_instances,
                "include_managed_resources": include_managed_resources,
                "filters": filters,
            },
            names=names,
            max_records=max_records,
        )

    def iter_launch_configurations(
        self,
        *,
        names: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
        **kwargs: typing.Any,
    ) -> pagination.Pages[launchconfig.LaunchConfiguration[Style], Style]:
        """Iterate over all launch configurations, or those with the given names.

        AWS operation: ``DescribeLaunchConfigurations``, once per page.

        Parameters
        ----------
        names : list of str, optional
            Names of launch configurations.
        max_records : int, optional
            Maximum number of launch configurations per page, at most 100.
        **kwargs : object
            Ignored, as in boto, with a warning.

        Returns
        -------
        Pages of LaunchConfiguration
        """
        return self._pages(
            "get_all_launch_configurations", names=names, max_records=max_records, **kwargs
        )

    def iter_policies(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str | None = None,
        policy_names: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
        *,
        policy_types: abc.Iterable[str] | None = None,
        include_managed_resources: bool | None = None,
    ) -> pagination.Pages[policy.ScalingPolicy[Style], Style]:
        """Iterate over all scaling policies, or those of a group.

        AWS operation: ``DescribePolicies``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            The group, or its name.
        policy_names : list of str, optional
            Names or ARNs of policies.
        max_records : int, optional
            Maximum number of policies per page, at most 100.
        policy_types : list of str, optional
            Only policies of these types, such as ``"TargetTrackingScaling"``.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.

        Returns
        -------
        Pages of ScalingPolicy
        """
        return self._pages(
            "get_all_policies",
            {"policy_types": policy_types, "include_managed_resources": include_managed_resources},
            as_group=as_group,
            policy_names=policy_names,
            max_records=max_records,
        )

    def iter_activities(
        self,
        autoscale_group: group.AutoScalingGroup[typing.Any] | str,
        activity_ids: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
        *,
        include_deleted_groups: bool | None = None,
        include_managed_resources: bool | None = None,
        filters: abc.Iterable[group.Filter]
        | abc.Iterable[abc.Mapping[str, typing.Any]]
        | abc.Mapping[str, str | abc.Iterable[str]]
        | None = None,
    ) -> pagination.Pages[activity.Activity[Style], Style]:
        """Iterate over the scaling activities of a group, newest first.

        AWS operation: ``DescribeScalingActivities``, once per page.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group, or its name.
        activity_ids : list of str, optional
            IDs of activities; only these are returned.
        max_records : int, optional
            Maximum number of activities per page, at most 100.
        include_deleted_groups : bool, optional
            Whether to include activities of deleted groups.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.
        filters : list of Filter or list of dict or dict of str to str or list of str, optional
            Filters: names, each with a value or a list of values.

        Returns
        -------
        Pages of Activity
        """
        return self._pages(
            "get_all_activities",
            {
                "include_deleted_groups": include_deleted_groups,
                "include_managed_resources": include_managed_resources,
                "filters": filters,
            },
            autoscale_group=autoscale_group,
            activity_ids=activity_ids,
            max_records=max_records,
        )

    def iter_instances(
        self,
        instance_ids: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
        *,
        include_managed_resources: bool | None = None,
    ) -> pagination.Pages[instance.Instance, Style]:
        """Iterate over the instances of all groups, or those with the given IDs.

        AWS operation: ``DescribeAutoScalingInstances``, once per page.

        Parameters
        ----------
        instance_ids : list of str, optional
            IDs of instances.
        max_records : int, optional
            Maximum number of instances per page, at most 50.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.

        Returns
        -------
        Pages of Instance
        """
        return self._pages(
            "get_all_autoscaling_instances",
            {"include_managed_resources": include_managed_resources},
            instance_ids=instance_ids,
            max_records=max_records,
        )

    def iter_scheduled_actions(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        scheduled_actions: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
        *,
        include_managed_resources: bool | None = None,
    ) -> pagination.Pages[scheduled.ScheduledUpdateGroupAction[Style], Style]:
        """Iterate over all scheduled actions that have not run yet.

        AWS operation: ``DescribeScheduledActions``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            The group, or its name.
        start_time, end_time : datetime, optional
            Only actions between these times. UTC if they have no time zone.
        scheduled_actions : list of str, optional
            Names of actions.
        max_records : int, optional
            Maximum number of actions per page, at most 100.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.

        Returns
        -------
        Pages of ScheduledUpdateGroupAction
        """
        return self._pages(
            "get_all_scheduled_actions",
            {"include_managed_resources": include_managed_resources},
            as_group=as_group,
            start_time=start_time,
            end_time=end_time,
            scheduled_actions=scheduled_actions,
            max_records=max_records,
        )

    def iter_tags(
        self,
        filters: abc.Iterable[group.Filter]
        | abc.Iterable[abc.Mapping[str, typing.Any]]
        | abc.Mapping[str, str | abc.Iterable[str]]
        | None = None,
        max_records: int | str | None = None,
        *,
        include_managed_resources: bool | None = None,
    ) -> pagination.Pages[tag.Tag[Style], Style]:
        """Iterate over the tags of all groups, or those that match filters.

        AWS operation: ``DescribeTags``, once per page.

        Parameters
        ----------
        filters : list of Filter or list of dict or dict of str to str or list of str, optional
            Filters for the tags, as in `get_all_tags`.
        max_records : int, optional
            Maximum number of tags per page, at most 100.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.

        Returns
        -------
        Pages of Tag
        """
        return self._pages(
            "get_all_tags",
            {"include_managed_resources": include_managed_resources},
            filters=filters,
            max_records=max_records,
        )

    def iter_instance_refreshes(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str,
        instance_refresh_ids: abc.Iterable[str] | None = None,
        max_records: int | str | None = None,
    ) -> pagination.Pages[refresh.InstanceRefresh[Style], Style]:
        """Iterate over the instance refreshes of a group, newest first.

        AWS operation: ``DescribeInstanceRefreshes``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        instance_refresh_ids : list of str, optional
            IDs of refreshes; only these are returned.
        max_records : int, optional
            Maximum number of refreshes per page, at most 100.

        Returns
        -------
        Pages of InstanceRefresh
        """
        return self._pages(
            "get_all_instance_refreshes",
            as_group=as_group,
            instance_refresh_ids=instance_refresh_ids,
            max_records=max_records,
        )

    def iter_load_balancers(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str,
        max_records: int | str | None = None,
    ) -> pagination.Pages[traffic.TrafficSource, Style]:
        """Iterate over the Classic Load Balancers of a group.

        AWS operation: ``DescribeLoadBalancers``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        max_records : int, optional
            Maximum number of load balancers per page, at most 100.

        Returns
        -------
        Pages of TrafficSource
        """
        return self._pages("get_all_load_balancers", as_group=as_group, max_records=max_records)

    def iter_target_groups(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str,
        max_records: int | str | None = None,
    ) -> pagination.Pages[traffic.TrafficSource, Style]:
        """Iterate over the target groups of a group.

        AWS operation: ``DescribeLoadBalancerTargetGroups``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        max_records : int, optional
            Maximum number of target groups per page, at most 100.

        Returns
        -------
        Pages of TrafficSource
        """
        return self._pages("get_all_target_groups", as_group=as_group, max_records=max_records)

    def iter_traffic_sources(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str,
        traffic_source_type: str | None = None,
        max_records: int | str | None = None,
    ) -> pagination.Pages[traffic.TrafficSource, Style]:
        """Iterate over the traffic sources of a group.

        AWS operation: ``DescribeTrafficSources``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        traffic_source_type : str, optional
            Only sources of this type: ``"elb"``, ``"elbv2"`` or ``"vpc-lattice"``.
        max_records : int, optional
            Maximum number of traffic sources per page, at most 100.

        Returns
        -------
        Pages of TrafficSource
        """
        return self._pages(
            "get_all_traffic_sources",
            as_group=as_group,
            traffic_source_type=traffic_source_type,
            max_records=max_records,
        )

    def iter_notification_configurations(
        self,
        as_groups: abc.Iterable[str] | None = None,
        include_managed_resources: bool | None = None,
        max_records: int | str | None = None,
    ) -> pagination.Pages[notification.NotificationConfiguration, Style]:
        """Iterate over the notifications of groups.

        AWS operation: ``DescribeNotificationConfigurations``, once per page.

        Parameters
        ----------
        as_groups : list of str, optional
            Names of groups; by default, all.
        include_managed_resources : bool, optional
            Whether to include resources that other services manage.
        max_records : int, optional
            Maximum number of notifications per page, at most 100.

        Returns
        -------
        Pages of NotificationConfiguration
        """
        return self._pages(
            "get_all_notification_configurations",
            as_groups=as_groups,
            include_managed_resources=include_managed_resources,
            max_records=max_records,
        )

    def iter_account_settings(
        self,
        name: str | None = None,
        max_records: int | str | None = None,
    ) -> pagination.Pages[account.AccountSetting, Style]:
        """Iterate over the settings of the account.

        AWS operation: ``DescribeAccountSettings``, once per page.

        Parameters
        ----------
        name : str, optional
            Only the setting with this name.
        max_records : int, optional
            Maximum number of settings per page, at most 100.

        Returns
        -------
        Pages of AccountSetting
        """
        return self._pages("get_all_account_settings", name=name, max_records=max_records)

    def iter_warm_pool_instances(
        self,
        as_group: group.AutoScalingGroup[typing.Any] | str,
        max_records: int | str | None = None,
    ) -> pagination.Pages[instance.Instance, Style]:
        """Iterate over the instances of the warm pool of a group.

        AWS operation: ``DescribeWarmPool``, once per page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup
            The group, or its name.
        max_records : int, optional
            Maximum number of instances per page, at most 50.

        Returns
        -------
        Pages of Instance
        """
        return self._pages(
            "get_warm_pool", items="instances", as_group=as_group, max_records=max_records
        )
