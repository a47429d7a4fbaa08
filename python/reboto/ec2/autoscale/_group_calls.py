"""Calls of groups."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, Style, cast, typing
from reboto.ec2.autoscale._group_actions import GroupActions

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.autoscale.activity import Activity
    from reboto.ec2.autoscale.request import Request
    from reboto.resultset import ResultSet


class GroupCalls(GroupActions[Style]):
    """Methods of a group that make calls."""

    min_size: int | None
    max_size: int | None

    if TYPE_CHECKING:

        @typing.overload
        def set_capacity(self: GroupCalls[Blocking], capacity: int | str) -> Request: ...
        @typing.overload
        def set_capacity(self: GroupCalls[Awaiting], capacity: int | str) -> Later[Request]: ...

    def set_capacity(self, capacity: int | str) -> typing.Any:
        """Set the desired number of instances (SetDesiredCapacity).

        Parameters
        ----------
        capacity : int or str
            Number of instances, from `min_size` to `max_size`.

        Returns
        -------
        Request
            Result with the request ID; also kept as `last_request` of the connection.
        """
        return self._require_connection()._set_capacity(self.name, capacity)

    if TYPE_CHECKING:

        @typing.overload
        def update(self: GroupCalls[Blocking]) -> Request: ...
        @typing.overload
        def update(self: GroupCalls[Awaiting]) -> Later[Request]: ...

    def update(self) -> typing.Any:
        """Send the changed attributes to AWS (UpdateAutoScalingGroup).

        Returns
        -------
        Request
            Result with the request ID.
        """
        return self._require_connection()._update_group("UpdateAutoScalingGroup", self)

    if TYPE_CHECKING:

        @typing.overload
        def shutdown_instances(self: GroupCalls[Blocking]) -> Request: ...
        @typing.overload
        def shutdown_instances(self: GroupCalls[Awaiting]) -> Later[Request]: ...

    def shutdown_instances(self) -> typing.Any:
        """Terminate all instances by setting all sizes to 0 (UpdateAutoScalingGroup).

        Returns
        -------
        Request
            Result with the request ID. The instances are terminated later.
        """
        self.min_size = 0
        self.max_size = 0
        self.desired_capacity = 0
        return cast("typing.Any", self).update()

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: GroupCalls[Blocking], force_delete: bool = False) -> Request: ...
        @typing.overload
        def delete(self: GroupCalls[Awaiting], force_delete: bool = False) -> Later[Request]: ...

    def delete(self, force_delete: bool = False) -> typing.Any:
        """Delete the group (DeleteAutoScalingGroup).

        Parameters
        ----------
        force_delete : bool, default False
            Whether to terminate the instances of the group. Otherwise a group with
            instances cannot be deleted.

        Returns
        -------
        Request
            Result with the request ID.
        """
        return self._require_connection().delete_auto_scaling_group(self.name, force_delete)

    if TYPE_CHECKING:

        @typing.overload
        def get_activities(
            self: GroupCalls[Blocking],
            activity_ids: list[str] | None = None,
            max_records: int | None = 50,
        ) -> ResultSet[Activity[Blocking]]: ...
        @typing.overload
        def get_activities(
            self: GroupCalls[Awaiting],
            activity_ids: list[str] | None = None,
            max_records: int | None = 50,
        ) -> Later[ResultSet[Activity[Awaiting]]]: ...

    def get_activities(
        self, activity_ids: list[str] | None = None, max_records: int | None = 50
    ) -> typing.Any:
        """Return the scaling activities of the group (DescribeScalingActivities).

        Parameters
        ----------
        activity_ids : list of str
            IDs of activities; only these are returned.
        max_records : int, default 50
            Maximum number of activities, from 1 to 100.

        Returns
        -------
        ResultSet of Activity
            The activities, newest first.
        """
        return self._require_connection().get_all_activities(self, activity_ids, max_records)

    if TYPE_CHECKING:

        @typing.overload
        def put_notification_configuration(
            self: GroupCalls[Blocking], topic: str, notification_types: list[str] | str
        ) -> bool: ...
        @typing.overload
        def put_notification_configuration(
            self: GroupCalls[Awaiting], topic: str, notification_types: list[str] | str
        ) -> Later[bool]: ...

    def put_notification_configuration(
        self, topic: str, notification_types: list[str] | str
    ) -> typing.Any:
        """Send notifications of the group's events to SNS (PutNotificationConfiguration).

        Parameters
        ----------
        topic : str
            ARN of the SNS topic.
        notification_types : list of str
            Types of events: ``"autoscaling:EC2_INSTANCE_LAUNCH"``,
            ``"autoscaling:EC2_INSTANCE_LAUNCH_ERROR"``,
            ``"autoscaling:EC2_INSTANCE_TERMINATE"``,
            ``"autoscaling:EC2_INSTANCE_TERMINATE_ERROR"``,
            ``"autoscaling:TEST_NOTIFICATION"``.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().put_notification_configuration(
            self, topic, notification_types
        )

    if TYPE_CHECKING:

        @typing.overload
        def delete_notification_configuration(self: GroupCalls[Blocking], topic: str) -> bool: ...
        @typing.overload
        def delete_notification_configuration(
            self: GroupCalls[Awaiting], topic: str
        ) -> Later[bool]: ...

    def delete_notification_configuration(self, topic: str) -> typing.Any:
        """Stop notifications of the group's events (DeleteNotificationConfiguration).

        Parameters
        ----------
        topic : str
            ARN of the SNS topic.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().delete_notification_configuration(self, topic)

    if TYPE_CHECKING:

        @typing.overload
        def suspend_processes(
            self: GroupCalls[Blocking], scaling_processes: list[str] | str | None = None
        ) -> bool: ...
        @typing.overload
        def suspend_processes(
            self: GroupCalls[Awaiting], scaling_processes: list[str] | str | None = None
        ) -> Later[bool]: ...

    def suspend_processes(self, scaling_processes: list[str] | str | None = None) -> typing.Any:
        """Suspend scaling processes of the group (SuspendProcesses).

        Parameters
        ----------
        scaling_processes : list of str
            Names of processes, as in `ProcessType`; by default, all processes.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().suspend_processes(self.name, scaling_processes)

    if TYPE_CHECKING:

        @typing.overload
        def resume_processes(
            self: GroupCalls[Blocking], scaling_processes: list[str] | str | None = None
        ) -> bool: ...
        @typing.overload
        def resume_processes(
            self: GroupCalls[Awaiting], scaling_processes: list[str] | str | None = None
        ) -> Later[bool]: ...

    def resume_processes(self, scaling_processes: list[str] | str | None = None) -> typing.Any:
        """Resume scaling processes of the group (ResumeProcesses).

        Parameters
        ----------
        scaling_processes : list of str
            Names of processes, as in `ProcessType`; by default, all processes.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().resume_processes(self.name, scaling_processes)
