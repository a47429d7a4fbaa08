"""Auto Scaling groups and the objects they contain."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import is_true, string_list
from reboto._core import to_int
from reboto._lazy import (
    TYPE_CHECKING,
    HtmlColumns,
    LazyModule,
    Style,
    Styled,
    Unpack,
    abc,
    lazy_attributes,
    typing,
)
from reboto._model import ListElement, Value
from reboto.ec2.autoscale._generated.group_members import (
    AutoScalingGroupMembers,
    EnabledMetricMembers,
    SuspendedProcessMembers,
)
from reboto.ec2.autoscale._group_actions import GroupActions
from reboto.ec2.autoscale.tag import Tag

if TYPE_CHECKING:
    from reboto import resultset
    from reboto.ec2.autoscale import launchconfig
    from reboto.ec2.autoscale._generated import keywords
    from reboto.ec2.autoscale._generated.group import (
        AvailabilityZoneDistribution,
        AvailabilityZoneImpairmentPolicy,
        CapacityReservationSpecification,
        CapacityReservationTarget,
        Filter,
        InstanceLifecyclePolicy,
        InstanceMaintenancePolicy,
        Operator,
        RetentionTriggers,
    )
    from reboto.ec2.autoscale._group_vocabulary import (
        AutoScalingGroupMetric,
        ProcessType,
        TerminationPolicies,
    )
    from reboto.ec2.autoscale.instance import Instance
    from reboto.ec2.autoscale.launchconfig import LaunchConfiguration
    from reboto.ec2.autoscale.request import Request
    from reboto.resultset import ResultSet

__all__ = [
    "AutoScalingGroup",
    "AutoScalingGroupMetric",
    "AvailabilityZoneDistribution",
    "AvailabilityZoneImpairmentPolicy",
    "CapacityReservationSpecification",
    "CapacityReservationTarget",
    "EnabledMetric",
    "Filter",
    "Instance",
    "InstanceLifecyclePolicy",
    "InstanceMaintenancePolicy",
    "LaunchConfiguration",
    "ListElement",
    "Operator",
    "ProcessType",
    "Request",
    "ResultSet",
    "RetentionTriggers",
    "SuspendedProcess",
    "Tag",
    "TerminationPolicies",
]

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    keywords = LazyModule("reboto.ec2.autoscale._generated.keywords")
    launchconfig = LazyModule("reboto.ec2.autoscale.launchconfig")
    resultset = LazyModule("reboto.resultset")
    # boto's module also has the first names. They are imported at first use, to keep startup fast.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "Instance": "reboto.ec2.autoscale.instance",
            "LaunchConfiguration": "reboto.ec2.autoscale.launchconfig",
            "Request": "reboto.ec2.autoscale.request",
            "ResultSet": "reboto.resultset",
            **dict.fromkeys(
                ("AutoScalingGroupMetric", "ProcessType", "TerminationPolicies"),
                "reboto.ec2.autoscale._group_vocabulary",
            ),
            **dict.fromkeys(
                (
                    "AvailabilityZoneDistribution",
                    "AvailabilityZoneImpairmentPolicy",
                    "CapacityReservationSpecification",
                    "CapacityReservationTarget",
                    "Filter",
                    "InstanceLifecyclePolicy",
                    "InstanceMaintenancePolicy",
                    "Operator",
                    "RetentionTriggers",
                ),
                "reboto.ec2.autoscale._generated.group",
            ),
        },
    )


class SuspendedProcess(SuspendedProcessMembers, Value):
    """A suspended scaling process of a group.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.

    Attributes
    ----------
    process_name, reason : str
        Name of the process, and reason for its suspension.
    """

    _identity = "process_name"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.process_name: str | None = None
        self.reason: str | None = None

    def __repr__(self) -> str:
        return f"SuspendedProcess({self.process_name}, {self.reason})"


class EnabledMetric(EnabledMetricMembers, Value):
    """A metric that a group publishes to CloudWatch.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    metric : str
        Name of the metric, such as ``"GroupInServiceInstances"``.
    granularity : str
        Interval of publishing: ``"1Minute"``.
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


class AutoScalingGroup(AutoScalingGroupMembers, GroupActions[Style]):
    """A group of instances that Auto Scaling manages.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection that methods use.
    name : str
        Name of the group; `group_name` is also accepted.
    launch_config : LaunchConfiguration or str
        Launch configuration for new instances, or its name; kept as
        `launch_config_name`.
    availability_zones : list of str
        Availability zones, such as ``"us-east-1a"``. A single string is converted to a list.
    load_balancers : list of str
        Names of classic load balancers. A single string is converted to a list.
    default_cooldown : int or str
        Seconds after a scaling activity before the next one can start;
        `cooldown` is also accepted.
    health_check_type : str
        Type of health checks: ``"EC2"`` or ``"ELB"``.
    health_check_period : int or str
        Grace period in seconds: time after the launch before the health of an instance is
        checked.
    placement_group : str
        Name of the placement group for instances.
    vpc_zone_identifier : str or list of str
        IDs of subnets, as a list or comma-separated; kept as comma-separated text.
    desired_capacity : int or str
        Desired number of instances.
    min_size, max_size : int or str
        Minimum and maximum number of instances.
    tags : list of Tag
        Tags to create the group with.
    termination_policies : list of str
        Policies to choose the instance to terminate, in order:
        ``"OldestInstance"``, ``"NewestInstance"``,
        ``"OldestLaunchConfiguration"``, ``"ClosestToNextInstanceHour"``,
        ``"Default"`` and others. A single string is converted to a list.
    instance_id : str
        ID of an instance to create the launch configuration from.
    **kwargs : object
        `group_name`, `cooldown`, and members that AWS added after boto, such as
        `launch_template` (its name is enough), `mixed_instances_policy`, `target_group_arns`,
        `traffic_sources` and `lifecycle_hook_specification_list`. Other keywords are ignored
        with a warning.

    Attributes
    ----------
    autoscaling_group_arn : str or None
        ARN; only set on objects that were read from AWS.
    created_time : str or None
        UTC, as text; only set on groups that were read from AWS.
    instances : list of Instance or None
        Instances of the group; only set on groups that were read from AWS.
    enabled_metrics, suspended_processes : list
        `EnabledMetric` and `SuspendedProcess` objects; only set on groups that were read
        from AWS.

    Warns
    -----
    UnknownKeywordWarning
        If a keyword names no member; once per keyword.

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

    # What was received, for updates; a slot, because `vars()` has boto's attributes.
    __slots__ = ("_received",)

    enabled_metrics: resultset.ResultSet[EnabledMetric]
    suspended_processes: resultset.ResultSet[SuspendedProcess]

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "group": "name",
        "instances": lambda group: None if group.instances is None else len(group.instances),
        "desired": "desired_capacity",
        "min": "min_size",
        "max": "max_size",
        "launch configuration": "launch_config_name",
        "zones": "availability_zones",
        "cooldown, s": "default_cooldown",
    }

    def __init__(
        self,
        connection: Styled[Style] | None = None,
        name: str | None = None,
        launch_config: launchconfig.LaunchConfiguration[typing.Any] | str | None = None,
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
        tags: list[Tag[typing.Any]] | None = None,
        termination_policies: abc.Iterable[str] | str | None = None,
        instance_id: str | None = None,
        **kwargs: Unpack[keywords.AutoScalingGroup],
    ) -> None:
        # Objects of responses are made without arguments, so each step first checks for one.
        group_name = cooldown = None
        if kwargs:
            group_name, cooldown = kwargs.pop("group_name", None), kwargs.pop("cooldown", None)
        self.name = name if is_true(name) else group_name
        self.connection = connection
        self.min_size = None if min_size is None else _int("min_size", min_size)
        self.max_size = None if max_size is None else _int("max_size", max_size)
        self.created_time: str | None = None
        if default_cooldown is None or (isinstance(default_cooldown, str) and not default_cooldown):
            default_cooldown = cooldown
        self.default_cooldown = (
            None if default_cooldown is None else _int("default_cooldown", default_cooldown)
        )
        self.launch_config_name = (
            None if launch_config is None else _launch_config_name(launch_config)
        )
        self.desired_capacity = desired_capacity
        self.load_balancers = _list_element("AutoScalingGroup.load_balancers", load_balancers)
        self.availability_zones = _list_element(
            "AutoScalingGroup.availability_zones", availability_zones
        )
        self.health_check_period = health_check_period
        self.health_check_type = health_check_type
        self.placement_group = placement_group
        self.autoscaling_group_arn: str | None = None
        if vpc_zone_identifier is not None and not isinstance(vpc_zone_identifier, str):
            name = "AutoScalingGroup.vpc_zone_identifier"
            subnets = string_list(vpc_zone_identifier, name)
            if not all(isinstance(subnet, str) for subnet in subnets):
                raise TypeError(f"{name} must be a list of strings, got {_core.shown(subnets)}")
            vpc_zone_identifier = ",".join(subnets)
        self.vpc_zone_identifier = vpc_zone_identifier
        self.instances: ResultSet[Instance] | None = None
        self.tags: list[Tag[Style]] | None = tags if is_true(tags) else None
        self.termination_policies = _list_element(
            "AutoScalingGroup.termination_policies", termination_policies
        )
        self.instance_id = instance_id
        if kwargs:
            self._take_known_keywords(kwargs)

    @property
    def cooldown(self) -> int | None:
        """Seconds between scaling activities; the same as `default_cooldown`."""
        return self.default_cooldown

    @cooldown.setter
    def cooldown(self, val: int | None) -> None:
        self.default_cooldown = val

    def __repr__(self) -> str:
        return f"AutoScaleGroup<{self.name}>"


def _int(argument: str, value: int | str) -> int:
    return to_int(f"AutoScalingGroup.{argument}", value)


def _list_element(argument: str, value: abc.Iterable[str] | str | None) -> ListElement:
    return ListElement() if value is None else ListElement(string_list(value, argument))


def _launch_config_name(
    given: launchconfig.LaunchConfiguration[typing.Any] | str | None,
) -> str | None:
    if given is None or isinstance(given, str):
        return given
    from reboto.ec2.autoscale.launchconfig import LaunchConfiguration

    return given.name if isinstance(given, LaunchConfiguration) else given
