"""Auto Scaling groups and the small objects in them."""

from __future__ import annotations

from reboto._arguments import string_list
from reboto._core import to_int
from reboto._lazy import TYPE_CHECKING, LazyModule, abc, lazy_attributes, typing
from reboto._model import Value
from reboto.ec2.autoscale._waiters import GroupWaiters
from reboto.ec2.autoscale.tag import Tag
from reboto.ec2.elb.listelement import ListElement

if TYPE_CHECKING:
    from reboto._html import HtmlColumns
    from reboto.ec2.autoscale import launchconfig
    from reboto.ec2.autoscale.instance import Instance
    from reboto.ec2.autoscale.launchconfig import LaunchConfiguration
    from reboto.ec2.autoscale.request import Request
    from reboto.resultset import ResultSet

__all__ = [
    "AutoScalingGroup",
    "AutoScalingGroupMetric",
    "EnabledMetric",
    "Instance",
    "LaunchConfiguration",
    "ListElement",
    "ProcessType",
    "Request",
    "ResultSet",
    "SuspendedProcess",
    "Tag",
    "TerminationPolicies",
]

# Type checkers know the names from above, and tell of others.
if not TYPE_CHECKING:
    launchconfig = LazyModule("reboto.ec2.autoscale.launchconfig")
    # boto's module had these too; reading a group needs few of them.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "Instance": "reboto.ec2.autoscale.instance",
            "LaunchConfiguration": "reboto.ec2.autoscale.launchconfig",
            "Request": "reboto.ec2.autoscale.request",
            "ResultSet": "reboto.resultset",
        },
    )


class ProcessType(Value):
    """A scaling process that can be suspended.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    process_name : str
        ``"Launch"``, ``"Terminate"``, ``"HealthCheck"``,
        ``"ReplaceUnhealthy"``, ``"AZRebalance"``, ``"AlarmNotification"``,
        ``"ScheduledActions"``, ``"AddToLoadBalancer"`` and the like.
    """

    _identity = "process_name"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.process_name: str | None = None

    def __repr__(self) -> str:
        return f"ProcessType({self.process_name})"


class SuspendedProcess(Value):
    """A scaling process of a group that is suspended.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    process_name, reason : str
        The process, and why it is suspended.
    """

    _identity = "process_name"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.process_name: str | None = None
        self.reason: str | None = None

    def __repr__(self) -> str:
        return f"SuspendedProcess({self.process_name}, {self.reason})"


class EnabledMetric(Value):
    """A metric that a group publishes to CloudWatch.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    metric : str
        The metric, such as ``"GroupInServiceInstances"``.
    granularity : str
        ``"1Minute"``.
    """

    _identity = "metric"

    def __init__(
        self,
        connection: typing.Any = None,
        metric: str | None = None,
        granularity: str | None = None,
    ) -> None:
        self.connection = connection
        self.metric = metric
        self.granularity = granularity

    def __repr__(self) -> str:
        return f"EnabledMetric({self.metric}, {self.granularity})"


class TerminationPolicies(list[str]):
    """The order in which a group chooses which instance to terminate."""


class AutoScalingGroup(GroupWaiters):
    """A group of instances whose number Auto Scaling looks after.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection to work through.
    name : str
        Name of the group; `group_name` is accepted as well.
    launch_config : LaunchConfiguration or str
        What to launch instances from, or its name; kept as
        `launch_config_name`.
    availability_zones : list of str
        Zones, such as ``"us-east-1a"``. A single string is a list of one.
    load_balancers : list of str
        Names of classic load balancers. A single string is a list of one.
    default_cooldown : int or str
        Seconds after a scaling activity before the next can begin;
        `cooldown` is accepted as well.
    health_check_type : str
        ``"EC2"`` or ``"ELB"``.
    health_check_period : int or str
        Seconds after an instance comes into service before its health counts.
    placement_group : str
        The placement group to launch into.
    vpc_zone_identifier : str or list of str
        Ids of subnets, as a list or joined by commas; kept joined.
    desired_capacity : int or str
        Instances that there should be.
    min_size, max_size : int or str
        Instances that there must be at the least and may be at the most.
    tags : list of Tag
        Tags to create the group with.
    termination_policies : list of str
        How to choose which instance to terminate, in order:
        ``"OldestInstance"``, ``"NewestInstance"``,
        ``"OldestLaunchConfiguration"``, ``"ClosestToNextInstanceHour"``,
        ``"Default"`` and the like. A single string is a list of one.
    instance_id : str
        An instance to take the launch configuration from.
    **kwargs : object
        `group_name`, `cooldown`; others are ignored, as in boto.

    Attributes
    ----------
    autoscaling_group_arn : str or None
        Amazon's name, on one read from AWS.
    created_time : str or None
        UTC, as text, on one read from AWS.
    instances : list of Instance or None
        Its instances, on one read from AWS.
    enabled_metrics, suspended_processes : list
        `EnabledMetric` and `SuspendedProcess` objects, on one read from AWS.

    Examples
    --------
    >>> group = AutoScalingGroup(
    ...     name="my-group",
    ...     launch_config="my-config",
    ...     vpc_zone_identifier=["subnet-1", "subnet-2"],
    ...     min_size=1,
    ...     max_size="4",
    ... )
    >>> group, group.max_size, group.vpc_zone_identifier
    (AutoScaleGroup<my-group>, 4, 'subnet-1,subnet-2')
    """

    enabled_metrics: ResultSet[EnabledMetric]
    suspended_processes: ResultSet[SuspendedProcess]

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "group": "name",
        "instances": lambda group: None if group.instances is None else len(group.instances),
        "desired": "desired_capacity",
        "min": "min_size",
        "max": "max_size",
        "launches": "launch_config_name",
        "zones": "availability_zones",
        "cooldown, s": "default_cooldown",
    }

    def __init__(
        self,
        connection: typing.Any = None,
        name: str | None = None,
        launch_config: launchconfig.LaunchConfiguration | str | None = None,
        availability_zones: abc.Iterable[str] | str | None = None,
        load_balancers: abc.Iterable[str] | str | None = None,
        default_cooldown: int | str | None = None,
        health_check_type: str | None = None,
        health_check_period: int | str | None = None,
        placement_group: str | None = None,
        vpc_zone_identifier: abc.Iterable[str] | str | None = None,
        desired_capacity: int | str | None = None,
        min_size: int | str | None = None,
        max_size: int | str | None = None,
        tags: list[Tag] | None = None,
        termination_policies: abc.Iterable[str] | str | None = None,
        instance_id: str | None = None,
        **kwargs: typing.Any,
    ) -> None:
        self.name = name or kwargs.get("group_name")
        self.connection = connection
        self.min_size = _optional_int("min_size", min_size)
        self.max_size = _optional_int("max_size", max_size)
        self.created_time: str | None = None
        self.default_cooldown = _optional_int(
            "default_cooldown",
            kwargs.get("cooldown") if default_cooldown in (None, "") else default_cooldown,
        )
        self.launch_config_name = _launch_config_name(launch_config)
        self.desired_capacity = desired_capacity
        self.load_balancers = ListElement(
            string_list(load_balancers, "AutoScalingGroup.load_balancers")
        )
        self.availability_zones = ListElement(
            string_list(availability_zones, "AutoScalingGroup.availability_zones")
        )
        self.health_check_period = health_check_period
        self.health_check_type = health_check_type
        self.placement_group = placement_group
        self.autoscaling_group_arn: str | None = None
        if vpc_zone_identifier is not None and not isinstance(vpc_zone_identifier, str):
            vpc_zone_identifier = ",".join(vpc_zone_identifier)
        self.vpc_zone_identifier = vpc_zone_identifier
        self.instances: ResultSet[Instance] | None = None
        self.tags = tags or None
        self.termination_policies = ListElement(
            string_list(termination_policies, "AutoScalingGroup.termination_policies")
        )
        self.instance_id = instance_id

    @property
    def cooldown(self) -> int | None:
        """Seconds after a scaling activity before the next: `default_cooldown`."""
        return self.default_cooldown

    @cooldown.setter
    def cooldown(self, val: int | None) -> None:
        self.default_cooldown = val

    def __repr__(self) -> str:
        return f"AutoScaleGroup<{self.name}>"

    def set_capacity(self, capacity: int | str) -> typing.Any:
        """Set how many instances there should be (SetDesiredCapacity).

        Parameters
        ----------
        capacity : int or str
            Instances, between `min_size` and `max_size`.

        Returns
        -------
        Request
            The receipt, also kept as the connection's `last_request`.
        """
        return self._require_connection()._set_capacity(self.name, capacity)

    def update(self) -> typing.Any:
        """Write the attributes that have changed here to AWS (UpdateAutoScalingGroup).

        Returns
        -------
        Request
            The receipt.
        """
        return self._require_connection()._update_group("UpdateAutoScalingGroup", self)

    def shutdown_instances(self) -> typing.Any:
        """Terminate all instances, by setting the sizes to 0 (UpdateAutoScalingGroup).

        Returns
        -------
        Request
            The receipt; the instances end some time after.
        """
        self.min_size = 0
        self.max_size = 0
        self.desired_capacity = 0
        return self.update()

    def delete(self, force_delete: bool = False) -> typing.Any:
        """Delete the group (DeleteAutoScalingGroup).

        Parameters
        ----------
        force_delete : bool
            Whether to terminate its instances with it; without that, a group
            that has instances cannot be deleted.

        Returns
        -------
        Request
            The receipt.
        """
        return self._require_connection().delete_auto_scaling_group(self.name, force_delete)

    def get_activities(
        self, activity_ids: list[str] | None = None, max_records: int | None = 50
    ) -> typing.Any:
        """List what Auto Scaling did to the group (DescribeScalingActivities).

        Parameters
        ----------
        activity_ids : list of str
            Only these.
        max_records : int
            Activities to return at the most, from 1 to 100.

        Returns
        -------
        ResultSet of Activity
            The newest first.
        """
        return self._require_connection().get_all_activities(self, activity_ids, max_records)

    def put_notification_configuration(
        self, topic: str, notification_types: list[str] | str
    ) -> typing.Any:
        """Have notices of the group's events sent (PutNotificationConfiguration).

        Parameters
        ----------
        topic : str
            ARN of the SNS topic to send them to.
        notification_types : list of str
            The events: ``"autoscaling:EC2_INSTANCE_LAUNCH"``,
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

    def delete_notification_configuration(self, topic: str) -> typing.Any:
        """Stop notices of the group's events (DeleteNotificationConfiguration).

        Parameters
        ----------
        topic : str
            ARN of the SNS topic that they are sent to.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().delete_notification_configuration(self, topic)

    def suspend_processes(self, scaling_processes: list[str] | str | None = None) -> typing.Any:
        """Suspend scaling processes of the group (SuspendProcesses).

        Parameters
        ----------
        scaling_processes : list of str
            Names of processes, as `ProcessType` has them; without any, all.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().suspend_processes(self.name, scaling_processes)

    def resume_processes(self, scaling_processes: list[str] | str | None = None) -> typing.Any:
        """Resume scaling processes of the group (ResumeProcesses).

        Parameters
        ----------
        scaling_processes : list of str
            Names of processes, as `ProcessType` has them; without any, all.

        Returns
        -------
        bool
            True.
        """
        return self._require_connection().resume_processes(self.name, scaling_processes)


class AutoScalingGroupMetric(Value):
    """A metric of a group, and how often it is published.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    metric, granularity : str
        The metric, and ``"1Minute"``.
    """

    _identity = "metric"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.metric: str | None = None
        self.granularity: str | None = None

    def __repr__(self) -> str:
        return f"AutoScalingGroupMetric:{self.metric}"


def _optional_int(argument: str, value: int | str | None) -> int | None:
    return None if value is None else to_int(f"AutoScalingGroup.{argument}", value)


def _launch_config_name(given: launchconfig.LaunchConfiguration | str | None) -> str | None:
    if given is None or isinstance(given, str):
        return given
    from reboto.ec2.autoscale.launchconfig import LaunchConfiguration

    return given.name if isinstance(given, LaunchConfiguration) else given
