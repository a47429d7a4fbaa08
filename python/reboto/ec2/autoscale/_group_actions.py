"""Methods of a group for refreshes, warm pools, lifecycle hooks and suspended processes."""

from __future__ import annotations

from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    LazyModule,
    Style,
    Unpack,
    abc,
    typing,
)
from reboto.ec2.autoscale._group_instances import GroupInstances

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.autoscale import _call_keywords, _suspension
    from reboto.ec2.autoscale._generated.lifecycle import LifecycleHook
    from reboto.ec2.autoscale._generated.refresh import InstanceRefresh
    from reboto.ec2.autoscale._generated.warmpool import WarmPool
    from reboto.resultset import ResultSet

    _BlockingGroup = typing.TypeVar("_BlockingGroup", bound="GroupActions[Blocking]")
    _AwaitingGroup = typing.TypeVar("_AwaitingGroup", bound="GroupActions[Awaiting]")
else:
    _call_keywords = LazyModule("reboto.ec2.autoscale._call_keywords")
    _suspension = LazyModule("reboto.ec2.autoscale._suspension")


class GroupActions(GroupInstances[Style]):
    """Methods of a group for refreshes, warm pools, lifecycle hooks and suspended processes."""

    if TYPE_CHECKING:

        @typing.overload
        def put_notification_configuration(
            self: GroupActions[Blocking], topic: str, notification_types: list[str] | str
        ) -> bool: ...
        @typing.overload
        def put_notification_configuration(
            self: GroupActions[Awaiting], topic: str, notification_types: list[str] | str
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

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_notification_configuration(
            self, topic, notification_types
        )

    if TYPE_CHECKING:

        @typing.overload
        def delete_notification_configuration(self: GroupActions[Blocking], topic: str) -> bool: ...
        @typing.overload
        def delete_notification_configuration(
            self: GroupActions[Awaiting], topic: str
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

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_notification_configuration(self, topic)

    if TYPE_CHECKING:

        @typing.overload
        def reload(self: _BlockingGroup) -> _BlockingGroup: ...
        @typing.overload
        def reload(self: _AwaitingGroup) -> Later[_AwaitingGroup]: ...

    def reload(self) -> typing.Any:
        """Read the group again, and set its attributes (DescribeAutoScalingGroups).

        Changes that were not sent with `update` are lost.

        Returns
        -------
        AutoScalingGroup
            The same object.

        Raises
        ------
        BotoClientError
            If the group does not exist.
        """
        from reboto.ec2.autoscale._completion import then
        from reboto.ec2.autoscale._reloading import replace

        connection = self._require_connection()
        page = connection.get_all_groups([self.name])

        def finish(groups: typing.Any) -> typing.Any:
            return replace(self, self._find(groups))

        return then(connection, page, finish)

    if TYPE_CHECKING:

        @typing.overload
        def start_instance_refresh(
            self: GroupActions[Blocking],
            launch_template: _call_keywords.Template | None = None,
            **kwargs: Unpack[_call_keywords.InstanceRefresh],
        ) -> InstanceRefresh[Blocking]: ...
        @typing.overload
        def start_instance_refresh(
            self: GroupActions[Awaiting],
            launch_template: _call_keywords.Template | None = None,
            **kwargs: Unpack[_call_keywords.InstanceRefresh],
        ) -> Later[InstanceRefresh[Awaiting]]: ...

    def start_instance_refresh(
        self,
        launch_template: _call_keywords.Template | None = None,
        **kwargs: Unpack[_call_keywords.InstanceRefresh],
    ) -> typing.Any:
        """Replace the instances of the group step by step (StartInstanceRefresh).

        Parameters
        ----------
        launch_template : LaunchTemplateSpecification, str or dict, optional
            Launch template of the new instances, which the group has after the refresh. By default,
            instances are replaced with the configuration of the group.
        **kwargs : object
            Other arguments of the connection's `start_instance_refresh`, such as
            `min_healthy_percentage`, `checkpoint_percentages`, `skip_matching` and `auto_rollback`.

        Returns
        -------
        InstanceRefresh
            The refresh with its ID. Its methods wait for it, cancel it and roll it back.

        Raises
        ------
        ValueError
            If `auto_rollback` is true and AWS could not roll back: without a desired
            configuration (`launch_template` or `mixed_instances_policy`), or if it has no
            numbered version of the launch template. No request is sent.
        BotoServerError
            If another refresh is in progress; its `error_code` is ``InstanceRefreshInProgress``.

        Examples
        --------
        >>> from reboto.ec2.autoscale import LaunchTemplateSpecification
        >>> refresh = group.start_instance_refresh(  # doctest: +SKIP
        ...     LaunchTemplateSpecification("web-template", "7"),
        ...     min_healthy_percentage=90,
        ...     auto_rollback=True,
        ... )
        >>> refresh.wait_until_finished(progress=True).status  # doctest: +SKIP
        'Successful'
        """
        return self._require_connection().start_instance_refresh(self, launch_template, **kwargs)

    if TYPE_CHECKING:

        @typing.overload
        def get_instance_refreshes(
            self: GroupActions[Blocking],
            instance_refresh_ids: abc.Iterable[str] | None = None,
            max_records: int | None = None,
        ) -> ResultSet[InstanceRefresh[Blocking]]: ...
        @typing.overload
        def get_instance_refreshes(
            self: GroupActions[Awaiting],
            instance_refresh_ids: abc.Iterable[str] | None = None,
            max_records: int | None = None,
        ) -> Later[ResultSet[InstanceRefresh[Awaiting]]]: ...

    def get_instance_refreshes(
        self, instance_refresh_ids: abc.Iterable[str] | None = None, max_records: int | None = None
    ) -> typing.Any:
        """List the instance refreshes of the group, newest first (DescribeInstanceRefreshes).

        Parameters
        ----------
        instance_refresh_ids : list of str, optional
            IDs of refreshes; only these are returned.
        max_records : int, optional
            Maximum number of refreshes, from 1 to 100.

        Returns
        -------
        ResultSet of InstanceRefresh
            One page.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_all_instance_refreshes(
            self.name, instance_refresh_ids, max_records
        )

    if TYPE_CHECKING:

        @typing.overload
        def put_warm_pool(
            self: GroupActions[Blocking],
            pool: _call_keywords.Pool | None = None,
            **kwargs: Unpack[_call_keywords.WarmPool],
        ) -> bool: ...
        @typing.overload
        def put_warm_pool(
            self: GroupActions[Awaiting],
            pool: _call_keywords.Pool | None = None,
            **kwargs: Unpack[_call_keywords.WarmPool],
        ) -> Later[bool]: ...

    def put_warm_pool(
        self,
        pool: _call_keywords.Pool | None = None,
        **kwargs: Unpack[_call_keywords.WarmPool],
    ) -> typing.Any:
        """Create or update the warm pool of the group (PutWarmPool).

        Parameters
        ----------
        pool : WarmPool or dict, optional
            The pool, such as one that was read; keywords are added to it.
        **kwargs : object
            Members of the pool: `pool_state` (``"Stopped"``, ``"Running"`` or ``"Hibernated"``),
            `min_size`, `max_group_prepared_capacity` (-1 clears it), and `reuse_on_scale_in`
            (whether instances return to the pool on scale-in).

        Returns
        -------
        bool
            True.

        Raises
        ------
        TypeError
            If a keyword names no member.

        Examples
        --------
        >>> group.put_warm_pool(pool_state="Stopped", min_size=2)  # doctest: +SKIP
        True
        """
        from reboto.ec2.autoscale._group_values import warm_pool

        return self._require_connection().put_warm_pool(self.name, warm_pool(pool, {**kwargs}))

    if TYPE_CHECKING:

        @typing.overload
        def get_warm_pool(self: GroupActions[Blocking]) -> WarmPool[Blocking]: ...
        @typing.overload
        def get_warm_pool(self: GroupActions[Awaiting]) -> Later[WarmPool[Awaiting]]: ...

    def get_warm_pool(self) -> typing.Any:
        """Return the warm pool of the group (DescribeWarmPool).

        Returns
        -------
        WarmPool
            The pool with the first 50 of its instances; `WarmPool.iter_instances` iterates over
            all. All members are None if the group has no warm pool.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_warm_pool(self.name)

    if TYPE_CHECKING:

        @typing.overload
        def delete_warm_pool(
            self: GroupActions[Blocking], force_delete: bool | None = None
        ) -> bool: ...
        @typing.overload
        def delete_warm_pool(
            self: GroupActions[Awaiting], force_delete: bool | None = None
        ) -> Later[bool]: ...

    def delete_warm_pool(self, force_delete: bool | None = None) -> typing.Any:
        """Delete the warm pool of the group (DeleteWarmPool).

        Parameters
        ----------
        force_delete : bool, optional
            Whether to terminate the instances of the pool at once, without waiting for lifecycle
            actions.

        Returns
        -------
        bool
            True. The instances are terminated later.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_warm_pool(self.name, force_delete)

    if TYPE_CHECKING:

        @typing.overload
        def put_lifecycle_hook(
            self: GroupActions[Blocking],
            hook: _call_keywords.Hook,
            **kwargs: Unpack[_call_keywords.LifecycleHook],
        ) -> LifecycleHook[Blocking]: ...
        @typing.overload
        def put_lifecycle_hook(
            self: GroupActions[Awaiting],
            hook: _call_keywords.Hook,
            **kwargs: Unpack[_call_keywords.LifecycleHook],
        ) -> Later[LifecycleHook[Awaiting]]: ...

    def put_lifecycle_hook(
        self, hook: _call_keywords.Hook, **kwargs: Unpack[_call_keywords.LifecycleHook]
    ) -> typing.Any:
        """Create or update a lifecycle hook of the group (PutLifecycleHook).

        Parameters
        ----------
        hook : str or LifecycleHook
            Name of the hook, or the hook.
        **kwargs : object
            Members of the hook: `transition` (``"autoscaling:EC2_INSTANCE_LAUNCHING"`` or
            ``"autoscaling:EC2_INSTANCE_TERMINATING"``), `heartbeat_timeout` in seconds,
            `default_result`, `notification_target_arn`, `role_arn` and `notification_metadata`.

        Returns
        -------
        LifecycleHook
            The hook with the connection, so that `LifecycleHook.waiting_instances` works.

        Raises
        ------
        TypeError
            If a keyword names no member.
        """
        from reboto.ec2.autoscale._completion import then
        from reboto.ec2.autoscale._group_values import lifecycle_hook

        connection = self._require_connection()
        made = lifecycle_hook(connection, self.name, hook, {**kwargs})

        def finish(_: object) -> typing.Any:
            return made

        return then(connection, connection.put_lifecycle_hook(made), finish)

    if TYPE_CHECKING:

        @typing.overload
        def get_lifecycle_hooks(
            self: GroupActions[Blocking], hook_names: abc.Iterable[str] | str | None = None
        ) -> ResultSet[LifecycleHook[Blocking]]: ...
        @typing.overload
        def get_lifecycle_hooks(
            self: GroupActions[Awaiting], hook_names: abc.Iterable[str] | str | None = None
        ) -> Later[ResultSet[LifecycleHook[Awaiting]]]: ...

    def get_lifecycle_hooks(self, hook_names: abc.Iterable[str] | str | None = None) -> typing.Any:
        """List the lifecycle hooks of the group (DescribeLifecycleHooks).

        Parameters
        ----------
        hook_names : list of str, optional
            Names of hooks; only these are returned.

        Returns
        -------
        ResultSet of LifecycleHook

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_all_lifecycle_hooks(self.name, hook_names)

    def suspended(self, *processes: str) -> _suspension.Suspension[Style]:
        """Suspend processes for the time of a block, and then resume exactly those.

        Processes that were suspended before the block stay suspended. The calls are
        DescribeAutoScalingGroups, SuspendProcesses and ResumeProcesses.

        Parameters
        ----------
        *processes : str
            Names of processes, as in `ProcessType`; without names, all processes.

        Returns
        -------
        Suspension
            A context manager for ``with``, or for ``async with`` on an awaitable connection.
            Its target is the list of the processes that were suspended.

        Examples
        --------
        >>> with group.suspended("AZRebalance", "AlarmNotification"):  # doctest: +SKIP
        ...     group.set_capacity(4)
        """
        return _suspension.Suspension(self, processes)

    def _find(self, groups: typing.Any) -> typing.Any:
        from reboto.exception import BotoClientError

        for group in groups:
            if group.name == self.name:
                return group
        raise BotoClientError(f"group {self.name!r} does not exist")
