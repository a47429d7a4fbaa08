"""All pages of what Auto Scaling lists."""

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
    """Iterators over all pages, for ``for`` or ``async for`` as the connection is.

    Each takes the parameters of the call that lists one page, without `next_token`.
    """

    def iter_groups(
        self, names: list[str] | None = None, max_records: int | None = None
    ) -> pagination.Pages[group.AutoScalingGroup]:
        """Go through all groups with their instances, or those named.

        AWS operation: ``DescribeAutoScalingGroups``, once a page.

        Parameters
        ----------
        names : list of str, optional
            Names of groups.
        max_records : int, optional
            Groups a page, at most 100.

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
        """Go through all launch configurations, or those named.

        AWS operation: ``DescribeLaunchConfigurations``, once a page.

        Parameters
        ----------
        names : list of str, optional
            Names of launch configurations.
        max_records : int, optional
            Launch configurations a page, at most 100.
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
        """Go through all scaling policies, or those of a group.

        AWS operation: ``DescribePolicies``, once a page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            The group, or its name.
        policy_names : list of str, optional
            Names or ARNs of policies.
        max_records : int, optional
            Policies a page, at most 100.

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
        """Go through a group's scaling activities, the latest first.

        AWS operation: ``DescribeScalingActivities``, once a page.

        Parameters
        ----------
        autoscale_group : str or AutoScalingGroup
            The group, or its name.
        activity_ids : list of str, optional
            Only these activities.
        max_records : int, optional
            Activities a page, at most 100.

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
        """Go through the instances of all groups, or those named.

        AWS operation: ``DescribeAutoScalingInstances``, once a page.

        Parameters
        ----------
        instance_ids : list of str, optional
            Ids of instances.
        max_records : int, optional
            Instances a page, at most 50.

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
        """Go through all scheduled actions that are still to come.

        AWS operation: ``DescribeScheduledActions``, once a page.

        Parameters
        ----------
        as_group : str or AutoScalingGroup, optional
            The group, or its name.
        start_time, end_time : datetime, optional
            UTC when without a zone: only actions between them.
        scheduled_actions : list of str, optional
            Names of actions.
        max_records : int, optional
            Actions a page, at most 100.

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
        """Go through all groups' tags, or those that filters let through.

        AWS operation: ``DescribeTags``, once a page.

        Parameters
        ----------
        filters : dict of str to str or list of str, optional
            What tags must match, as `get_all_tags` takes it.
        max_records : int, optional
            Tags a page, at most 100.

        Returns
        -------
        Pages of Tag
        """
        return self._pages("get_all_tags", filters=filters, max_records=max_records)
