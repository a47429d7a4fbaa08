"""Iterators over all pages of listings of Auto Scaling."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, LazyModule, datetime, typing
from reboto.connection import Connection

if TYPE_CHECKING:
    from reboto import pagination
    from reboto.ec2.autoscale import activity, group, instance, launchconfig, policy, scheduled, tag
else:
    pagination = LazyModule("reboto.pagination")
    activity, group, instance, launchconfig, policy, scheduled, tag = (
        LazyModule(f"reboto.ec2.autoscale.{name}")
        for name in (
            "activity",
            "group",
            "instance",
            "launchconfig",
            "policy",
            "scheduled",
            "tag",
        )
    )


class Paginators(Connection):
    """Methods that return iterators over all pages of a listing.

    Use ``for`` on a blocking connection and ``async for`` on an awaitable connection.
    Each method has the parameters of the call for one page, without `next_token`.
    """

    def iter_groups(
        self, names: list[str] | None = None, max_records: int | None = None
    ) -> pagination.Pages[group.AutoScalingGroup]:
        """Iterate over all groups with their instances, or those with the given names.

        AWS operation: ``DescribeAutoScalingGroups``, once per page.

        Parameters
        ----------
        names : list of str, optional
            Names of groups.
        max_records : int, optional
            Maximum number of groups per page, at most 100.

        Returns
        -------
        Pages of AutoScalingGroup
        """
        return self._pages("get_all_groups", names=names, max_records=max_records)

    def iter_launch_configurations(
        self,
        *,
        names: list[str] | None = None,
        max_records: int | None = None,
        **kwargs: typing.Any,
    ) -> pagination.Pages[launchconfig.LaunchConfiguration]:
        """Iterate over all launch configurations, or those with the given names.

        AWS operation: ``DescribeLaunchConfigurations``, once per page.

        Parameters
        ----------
        names : list of str, optional
            Names of launch configurations.
        max_records : int, optional
            Maximum number of launch configurations per page, at most 100.
        **kwargs : object
            Ignored, as in boto.

        Returns
        -------
        Pages of LaunchConfiguration
        """
        return self._pages(
            "get_all_launch_configurations", names=names, max_records=max_records, **kwargs
        )

    def iter_policies(
        self,
        as_group: group.AutoScalingGroup | str | None = None,
        policy_names: list[str] | None = None,
        max_records: int | None = None,
    ) -> pagination.Pages[policy.ScalingPolicy]:
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

        Returns
        -------
        Pages of ScalingPolicy
        """
        return self._pages(
            "get_all_policies",
            as_group=as_group,
            policy_names=policy_names,
            max_records=max_records,
        )

    def iter_activities(
        self,
        autoscale_group: group.AutoScalingGroup | str,
        activity_ids: list[str] | None = None,
        max_records: int | None = None,
    ) -> pagination.Pages[activity.Activity]:
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

        Returns
        -------
        Pages of Activity
        """
        return self._pages(
            "get_all_activities",
            autoscale_group=autoscale_group,
            activity_ids=activity_ids,
            max_records=max_records,
        )

    def iter_instances(
        self, instance_ids: list[str] | None = None, max_records: int | None = None
    ) -> pagination.Pages[instance.Instance]:
        """Iterate over the instances of all groups, or those with the given IDs.

        AWS operation: ``DescribeAutoScalingInstances``, once per page.

        Parameters
        ----------
        instance_ids : list of str, optional
            IDs of instances.
        max_records : int, optional
            Maximum number of instances per page, at most 50.

        Returns
        -------
        Pages of Instance
        """
        return self._pages(
            "get_all_autoscaling_instances",
            instance_ids=instance_ids,
            max_records=max_records,
        )

    def iter_scheduled_actions(
        self,
        as_group: group.AutoScalingGroup | str | None = None,
        start_time: datetime.datetime | str | None = None,
        end_time: datetime.datetime | str | None = None,
        scheduled_actions: list[str] | None = None,
        max_records: int | None = None,
    ) -> pagination.Pages[scheduled.ScheduledUpdateGroupAction]:
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

        Returns
        -------
        Pages of ScheduledUpdateGroupAction
        """
        return self._pages(
            "get_all_scheduled_actions",
            as_group=as_group,
            start_time=start_time,
            end_time=end_time,
            scheduled_actions=scheduled_actions,
            max_records=max_records,
        )

    def iter_tags(
        self, filters: typing.Any = None, max_records: int | None = None
    ) -> pagination.Pages[tag.Tag]:
        """Iterate over the tags of all groups, or those that match filters.

        AWS operation: ``DescribeTags``, once per page.

        Parameters
        ----------
        filters : dict of str to str or list of str, optional
            Filters for the tags, as in `get_all_tags`.
        max_records : int, optional
            Maximum number of tags per page, at most 100.

        Returns
        -------
        Pages of Tag
        """
        return self._pages("get_all_tags", filters=filters, max_records=max_records)
