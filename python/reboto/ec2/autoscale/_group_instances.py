"""Methods of a group for its instances, traffic sources and tags."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import string_list
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
from reboto.ec2.autoscale._group_calls import GroupCalls

if TYPE_CHECKING:
    from reboto._lazy import Later
    from reboto.ec2.autoscale import _call_keywords
    from reboto.ec2.autoscale._generated.launch import LaunchedInstances
    from reboto.ec2.autoscale._generated.traffic import TrafficSource
    from reboto.ec2.autoscale.activity import Activity
    from reboto.ec2.autoscale.tag import Tag
    from reboto.resultset import ResultSet
else:
    _call_keywords = LazyModule("reboto.ec2.autoscale._call_keywords")


class GroupInstances(GroupCalls[Style]):
    """Methods of a group for its instances, traffic sources and tags."""

    if TYPE_CHECKING:

        @typing.overload
        def attach_instances(
            self: GroupInstances[Blocking], instance_ids: _call_keywords.Instances
        ) -> bool: ...
        @typing.overload
        def attach_instances(
            self: GroupInstances[Awaiting], instance_ids: _call_keywords.Instances
        ) -> Later[bool]: ...

    def attach_instances(self, instance_ids: _call_keywords.Instances) -> typing.Any:
        """Attach running instances to the group (AttachInstances).

        Parameters
        ----------
        instance_ids : list of str or Instance
            IDs of instances. The desired capacity grows by their number.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().attach_instances(self.name, _ids(instance_ids))

    if TYPE_CHECKING:

        @typing.overload
        def detach_instances(
            self: GroupInstances[Blocking],
            instance_ids: _call_keywords.Instances,
            decrement_capacity: bool = True,
        ) -> ResultSet[Activity[Blocking]]: ...
        @typing.overload
        def detach_instances(
            self: GroupInstances[Awaiting],
            instance_ids: _call_keywords.Instances,
            decrement_capacity: bool = True,
        ) -> Later[ResultSet[Activity[Awaiting]]]: ...

    def detach_instances(
        self, instance_ids: _call_keywords.Instances, decrement_capacity: bool = True
    ) -> typing.Any:
        """Detach instances from the group; they keep running (DetachInstances).

        Parameters
        ----------
        instance_ids : list of str or Instance
            IDs of instances.
        decrement_capacity : bool, default True
            Whether the desired capacity shrinks by their number. Otherwise they are replaced.

        Returns
        -------
        ResultSet of Activity
            The activities, which `Activity.wait_until_finished` waits for.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().detach_instances(
            self.name, _ids(instance_ids), decrement_capacity, return_activities=True
        )

    if TYPE_CHECKING:

        @typing.overload
        def enter_standby(
            self: GroupInstances[Blocking],
            instance_ids: _call_keywords.Instances,
            decrement_capacity: bool = True,
        ) -> ResultSet[Activity[Blocking]]: ...
        @typing.overload
        def enter_standby(
            self: GroupInstances[Awaiting],
            instance_ids: _call_keywords.Instances,
            decrement_capacity: bool = True,
        ) -> Later[ResultSet[Activity[Awaiting]]]: ...

    def enter_standby(
        self, instance_ids: _call_keywords.Instances, decrement_capacity: bool = True
    ) -> typing.Any:
        """Move instances to standby, where they get no traffic and no health checks (EnterStandby).

        Parameters
        ----------
        instance_ids : list of str or Instance
            IDs of instances.
        decrement_capacity : bool, default True
            Whether the desired capacity shrinks by their number. Otherwise they are replaced.

        Returns
        -------
        ResultSet of Activity
            The activities, which `Activity.wait_until_finished` waits for.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().enter_standby(
            self.name, decrement_capacity, _ids(instance_ids)
        )

    if TYPE_CHECKING:

        @typing.overload
        def exit_standby(
            self: GroupInstances[Blocking], instance_ids: _call_keywords.Instances
        ) -> ResultSet[Activity[Blocking]]: ...
        @typing.overload
        def exit_standby(
            self: GroupInstances[Awaiting], instance_ids: _call_keywords.Instances
        ) -> Later[ResultSet[Activity[Awaiting]]]: ...

    def exit_standby(self, instance_ids: _call_keywords.Instances) -> typing.Any:
        """Move instances from standby back into service (ExitStandby).

        Parameters
        ----------
        instance_ids : list of str or Instance
            IDs of instances. The desired capacity grows by their number.

        Returns
        -------
        ResultSet of Activity
            The activities, which `Activity.wait_until_finished` waits for.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().exit_standby(self.name, _ids(instance_ids))

    if TYPE_CHECKING:

        @typing.overload
        def protect(
            self: GroupInstances[Blocking], instance_ids: _call_keywords.Instances
        ) -> bool: ...
        @typing.overload
        def protect(
            self: GroupInstances[Awaiting], instance_ids: _call_keywords.Instances
        ) -> Later[bool]: ...

    def protect(self, instance_ids: _call_keywords.Instances) -> typing.Any:
        """Protect instances from scale-in (SetInstanceProtection).

        Parameters
        ----------
        instance_ids : list of str or Instance
            IDs of instances.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().set_instance_protection(
            _ids(instance_ids), self.name, True
        )

    if TYPE_CHECKING:

        @typing.overload
        def unprotect(
            self: GroupInstances[Blocking], instance_ids: _call_keywords.Instances
        ) -> bool: ...
        @typing.overload
        def unprotect(
            self: GroupInstances[Awaiting], instance_ids: _call_keywords.Instances
        ) -> Later[bool]: ...

    def unprotect(self, instance_ids: _call_keywords.Instances) -> typing.Any:
        """Remove the protection of instances from scale-in (SetInstanceProtection).

        Parameters
        ----------
        instance_ids : list of str or Instance
            IDs of instances.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().set_instance_protection(
            _ids(instance_ids), self.name, False
        )

    if TYPE_CHECKING:

        @typing.overload
        def attach_traffic_sources(
            self: GroupInstances[Blocking], traffic_sources: _call_keywords.TrafficSources
        ) -> bool: ...
        @typing.overload
        def attach_traffic_sources(
            self: GroupInstances[Awaiting], traffic_sources: _call_keywords.TrafficSources
        ) -> Later[bool]: ...

    def attach_traffic_sources(self, traffic_sources: _call_keywords.TrafficSources) -> typing.Any:
        """Attach load balancers, target groups or VPC Lattice target groups (AttachTrafficSources).

        Parameters
        ----------
        traffic_sources : list of str or TrafficSource
            ARNs, names of Classic Load Balancers, or traffic sources.

        Returns
        -------
        bool
            True. `get_traffic_sources` returns their states.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        from reboto.ec2.autoscale._group_values import sources

        return self._require_connection().attach_traffic_sources(
            self.name, sources(type(self), traffic_sources)
        )

    if TYPE_CHECKING:

        @typing.overload
        def detach_traffic_sources(
            self: GroupInstances[Blocking], traffic_sources: _call_keywords.TrafficSources
        ) -> bool: ...
        @typing.overload
        def detach_traffic_sources(
            self: GroupInstances[Awaiting], traffic_sources: _call_keywords.TrafficSources
        ) -> Later[bool]: ...

    def detach_traffic_sources(self, traffic_sources: _call_keywords.TrafficSources) -> typing.Any:
        """Detach load balancers, target groups or VPC Lattice target groups (DetachTrafficSources).

        Parameters
        ----------
        traffic_sources : list of str or TrafficSource
            ARNs, names of Classic Load Balancers, or traffic sources.

        Returns
        -------
        bool
            True. `get_traffic_sources` returns their states.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        from reboto.ec2.autoscale._group_values import sources

        return self._require_connection().detach_traffic_sources(
            self.name, sources(type(self), traffic_sources)
        )

    if TYPE_CHECKING:

        @typing.overload
        def get_traffic_sources(
            self: GroupInstances[Blocking], traffic_source_type: str | None = None
        ) -> ResultSet[TrafficSource]: ...
        @typing.overload
        def get_traffic_sources(
            self: GroupInstances[Awaiting], traffic_source_type: str | None = None
        ) -> Later[ResultSet[TrafficSource]]: ...

    def get_traffic_sources(self, traffic_source_type: str | None = None) -> typing.Any:
        """List the traffic sources of the group with their states (DescribeTrafficSources).

        Parameters
        ----------
        traffic_source_type : str, optional
            Only this type: ``"elb"``, ``"elbv2"`` or ``"vpc-lattice"``.

        Returns
        -------
        ResultSet of TrafficSource
            One page.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_all_traffic_sources(self.name, traffic_source_type)

    if TYPE_CHECKING:

        @typing.overload
        def launch_instances(
            self: GroupInstances[Blocking],
            requested_capacity: int,
            **kwargs: Unpack[_call_keywords.LaunchInstances],
        ) -> LaunchedInstances: ...
        @typing.overload
        def launch_instances(
            self: GroupInstances[Awaiting],
            requested_capacity: int,
            **kwargs: Unpack[_call_keywords.LaunchInstances],
        ) -> Later[LaunchedInstances]: ...

    def launch_instances(
        self, requested_capacity: int, **kwargs: Unpack[_call_keywords.LaunchInstances]
    ) -> typing.Any:
        """Launch instances now, and wait until they are launched (LaunchInstances).

        Parameters
        ----------
        requested_capacity : int
            Number of instances, or units of capacity.
        **kwargs : object
            Other arguments of the connection's `launch_instances`: `availability_zones`,
            `availability_zone_ids`, `subnet_ids`, `retry_strategy` and `client_token`, which is
            made if it is not given.

        Returns
        -------
        LaunchedInstances
            The instances that were launched.

        Raises
        ------
        PartialFailureError
            If not all instances were launched.
        """
        return self._require_connection().launch_instances(self.name, requested_capacity, **kwargs)

    if TYPE_CHECKING:

        @typing.overload
        def tag(
            self: GroupInstances[Blocking],
            tags: abc.Mapping[str, str],
            propagate_at_launch: bool = False,
        ) -> bool: ...
        @typing.overload
        def tag(
            self: GroupInstances[Awaiting],
            tags: abc.Mapping[str, str],
            propagate_at_launch: bool = False,
        ) -> Later[bool]: ...

    def tag(self, tags: abc.Mapping[str, str], propagate_at_launch: bool = False) -> typing.Any:
        """Add tags to the group, or replace their values (CreateOrUpdateTags).

        Parameters
        ----------
        tags : dict of str to str
            Values by key.
        propagate_at_launch : bool, default False
            Whether instances that are launched later get the tags.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        from reboto.ec2.autoscale._group_values import tags_of

        made = tags_of(self.name, tags, propagate_at_launch)
        return self._require_connection().create_or_update_tags(made)

    if TYPE_CHECKING:

        @typing.overload
        def untag(self: GroupInstances[Blocking], keys: abc.Iterable[str] | str) -> bool: ...
        @typing.overload
        def untag(self: GroupInstances[Awaiting], keys: abc.Iterable[str] | str) -> Later[bool]: ...

    def untag(self, keys: abc.Iterable[str] | str) -> typing.Any:
        """Remove tags from the group (DeleteTags).

        Parameters
        ----------
        keys : list of str
            Keys of tags.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        from reboto.ec2.autoscale._group_values import tags_of

        made = tags_of(self.name, dict.fromkeys(string_list(keys, "keys")), False)
        return self._require_connection().delete_tags(made)

    if TYPE_CHECKING:

        @typing.overload
        def get_tags(self: GroupInstances[Blocking]) -> ResultSet[Tag[Blocking]]: ...
        @typing.overload
        def get_tags(self: GroupInstances[Awaiting]) -> Later[ResultSet[Tag[Awaiting]]]: ...

    def get_tags(self) -> typing.Any:
        """List the tags of the group (DescribeTags).

        Returns
        -------
        ResultSet of Tag
            One page.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().get_all_tags({"auto-scaling-group": self.name})


def _ids(given: _call_keywords.Instances) -> list[str]:
    """Return the IDs of instances."""
    is_one = isinstance(given, str) or hasattr(given, "instance_id")
    several: typing.Any = [given] if is_one else given
    found: list[typing.Any] = []
    if hasattr(several, "__iter__"):
        listed = _core.gather("instance_ids", several)
        found = [getattr(one, "instance_id", one) for one in listed]
    if not found or not all(isinstance(one, str) for one in found):
        raise TypeError(
            "instance_ids must be IDs of instances or Instance objects, at least one, "
            f"got {_core.shown(given)}"
        )
    return found
