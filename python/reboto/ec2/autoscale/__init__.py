"""Auto Scaling: groups of instances, scaling policies and launch configurations."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import (
    TYPE_CHECKING,
    Blocking,
    LazyModule,
    Style,
    Unpack,
    lazy_attributes,
    typing,
    with_inherited_parameters,
)
from reboto._secret import hide, hide_in
from reboto.connection import BlockingContext, Configured
from reboto.ec2.autoscale._checked_calls import CheckedCalls, ParamBuilder
from reboto.ec2.autoscale._paginators import Paginators
from reboto.regioninfo import RegionInfo, connect, get_regions, load_regions

if TYPE_CHECKING:
    from reboto import _connection_keywords
    from reboto.ec2.autoscale.account import (
        AccountSetting,
    )
    from reboto.ec2.autoscale.activity import (
        Activity,
    )
    from reboto.ec2.autoscale.group import (
        AutoScalingGroup,
        AvailabilityZoneDistribution,
        AvailabilityZoneImpairmentPolicy,
        CapacityReservationSpecification,
        CapacityReservationTarget,
        Filter,
        InstanceLifecyclePolicy,
        InstanceMaintenancePolicy,
        Operator,
        ProcessType,
        RetentionTriggers,
    )
    from reboto.ec2.autoscale.instance import (
        Instance,
    )
    from reboto.ec2.autoscale.launch import (
        InstanceCollection,
        LaunchedInstances,
        LaunchError,
    )
    from reboto.ec2.autoscale.launchconfig import (
        InstanceMetadataOptions,
        LaunchConfiguration,
    )
    from reboto.ec2.autoscale.launchtemplate import (
        BaselinePerformanceFactors,
        CpuPerformanceFactor,
        DistributionSegment,
        InstanceRequirements,
        InstancesDistribution,
        LaunchTemplate,
        LaunchTemplateOverrides,
        LaunchTemplateSpecification,
        MixedInstancesPolicy,
        PerformanceFactorReference,
        Range,
    )
    from reboto.ec2.autoscale.lifecycle import (
        LifecycleHook,
    )
    from reboto.ec2.autoscale.limits import (
        AccountLimits,
    )
    from reboto.ec2.autoscale.notification import (
        NotificationConfiguration,
    )
    from reboto.ec2.autoscale.policy import (
        AdjustmentType,
        CapacityForecast,
        CustomizedCapacityMetric,
        CustomizedLoadMetric,
        CustomizedMetric,
        CustomizedScalingMetric,
        Forecast,
        LoadForecast,
        MetricCollectionTypes,
        MetricSpecification,
        PredefinedLoadMetric,
        PredefinedMetric,
        PredefinedMetricPair,
        PredefinedScalingMetric,
        PredictiveScaling,
        ScalingPolicy,
        StepAdjustment,
        TargetTracking,
        TerminationPolicies,
    )
    from reboto.ec2.autoscale.refresh import (
        AlarmSpecification,
        DesiredConfiguration,
        InstanceRefresh,
        PoolProgress,
        ProgressDetails,
        RefreshPreferences,
        RollbackDetails,
    )
    from reboto.ec2.autoscale.request import (
        Request,
    )
    from reboto.ec2.autoscale.scheduled import (
        FailedScheduledAction,
        ScheduledUpdateGroupAction,
    )
    from reboto.ec2.autoscale.tag import (
        Tag,
    )
    from reboto.ec2.autoscale.traffic import (
        TrafficSource,
    )
    from reboto.ec2.autoscale.warmpool import (
        InstanceReusePolicy,
        WarmPool,
        WarmPoolConfiguration,
    )

__all__ = [
    "AccountLimits",
    "AccountSetting",
    "Activity",
    "AdjustmentType",
    "AlarmSpecification",
    "AutoScaleConnection",
    "AutoScalingGroup",
    "AvailabilityZoneDistribution",
    "AvailabilityZoneImpairmentPolicy",
    "BaselinePerformanceFactors",
    "CapacityForecast",
    "CapacityReservationSpecification",
    "CapacityReservationTarget",
    "CpuPerformanceFactor",
    "CustomizedCapacityMetric",
    "CustomizedLoadMetric",
    "CustomizedMetric",
    "CustomizedScalingMetric",
    "DesiredConfiguration",
    "DistributionSegment",
    "FailedScheduledAction",
    "Filter",
    "Forecast",
    "Instance",
    "InstanceCollection",
    "InstanceLifecyclePolicy",
    "InstanceMaintenancePolicy",
    "InstanceMetadataOptions",
    "InstanceRefresh",
    "InstanceRequirements",
    "InstanceReusePolicy",
    "InstancesDistribution",
    "LaunchConfiguration",
    "LaunchError",
    "LaunchTemplate",
    "LaunchTemplateOverrides",
    "LaunchTemplateSpecification",
    "LaunchedInstances",
    "LifecycleHook",
    "LoadForecast",
    "MetricCollectionTypes",
    "MetricSpecification",
    "MixedInstancesPolicy",
    "NotificationConfiguration",
    "Operator",
    "PerformanceFactorReference",
    "PoolProgress",
    "PredefinedLoadMetric",
    "PredefinedMetric",
    "PredefinedMetricPair",
    "PredefinedScalingMetric",
    "PredictiveScaling",
    "ProcessType",
    "ProgressDetails",
    "Range",
    "RefreshPreferences",
    "RegionInfo",
    "Request",
    "RetentionTriggers",
    "RollbackDetails",
    "ScalingPolicy",
    "ScheduledUpdateGroupAction",
    "StepAdjustment",
    "Tag",
    "TargetTracking",
    "TerminationPolicies",
    "TrafficSource",
    "WarmPool",
    "WarmPoolConfiguration",
    "connect",
    "connect_to_region",
    "get_regions",
    "load_regions",
    "regions",
]


# Module of each class. They are imported at first use, to keep startup fast.
_SOURCES = {
    "AccountLimits": "reboto.ec2.autoscale.limits",
    "AccountSetting": "reboto.ec2.autoscale.account",
    "Activity": "reboto.ec2.autoscale.activity",
    "AdjustmentType": "reboto.ec2.autoscale.policy",
    "AlarmSpecification": "reboto.ec2.autoscale.refresh",
    "AutoScalingGroup": "reboto.ec2.autoscale.group",
    "AvailabilityZoneDistribution": "reboto.ec2.autoscale.group",
    "AvailabilityZoneImpairmentPolicy": "reboto.ec2.autoscale.group",
    "BaselinePerformanceFactors": "reboto.ec2.autoscale.launchtemplate",
    "CapacityForecast": "reboto.ec2.autoscale.policy",
    "CapacityReservationSpecification": "reboto.ec2.autoscale.group",
    "CapacityReservationTarget": "reboto.ec2.autoscale.group",
    "CpuPerformanceFactor": "reboto.ec2.autoscale.launchtemplate",
    "CustomizedCapacityMetric": "reboto.ec2.autoscale.policy",
    "CustomizedLoadMetric": "reboto.ec2.autoscale.policy",
    "CustomizedMetric": "reboto.ec2.autoscale.policy",
    "CustomizedScalingMetric": "reboto.ec2.autoscale.policy",
    "DesiredConfiguration": "reboto.ec2.autoscale.refresh",
    "DistributionSegment": "reboto.ec2.autoscale.launchtemplate",
    "FailedScheduledAction": "reboto.ec2.autoscale.scheduled",
    "Filter": "reboto.ec2.autoscale.group",
    "Forecast": "reboto.ec2.autoscale.policy",
    "Instance": "reboto.ec2.autoscale.instance",
    "InstanceCollection": "reboto.ec2.autoscale.launch",
    "InstanceLifecyclePolicy": "reboto.ec2.autoscale.group",
    "InstanceMaintenancePolicy": "reboto.ec2.autoscale.group",
    "InstanceMetadataOptions": "reboto.ec2.autoscale.launchconfig",
    "InstanceRefresh": "reboto.ec2.autoscale.refresh",
    "InstanceRequirements": "reboto.ec2.autoscale.launchtemplate",
    "InstanceReusePolicy": "reboto.ec2.autoscale.warmpool",
    "InstancesDistribution": "reboto.ec2.autoscale.launchtemplate",
    "LaunchConfiguration": "reboto.ec2.autoscale.launchconfig",
    "LaunchError": "reboto.ec2.autoscale.launch",
    "LaunchTemplate": "reboto.ec2.autoscale.launchtemplate",
    "LaunchTemplateOverrides": "reboto.ec2.autoscale.launchtemplate",
    "LaunchTemplateSpecification": "reboto.ec2.autoscale.launchtemplate",
    "LaunchedInstances": "reboto.ec2.autoscale.launch",
    "LifecycleHook": "reboto.ec2.autoscale.lifecycle",
    "LoadForecast": "reboto.ec2.autoscale.policy",
    "MetricCollectionTypes": "reboto.ec2.autoscale.policy",
    "MetricSpecification": "reboto.ec2.autoscale.policy",
    "MixedInstancesPolicy": "reboto.ec2.autoscale.launchtemplate",
    "NotificationConfiguration": "reboto.ec2.autoscale.notification",
    "Operator": "reboto.ec2.autoscale.group",
    "PerformanceFactorReference": "reboto.ec2.autoscale.launchtemplate",
    "PoolProgress": "reboto.ec2.autoscale.refresh",
    "PredefinedLoadMetric": "reboto.ec2.autoscale.policy",
    "PredefinedMetric": "reboto.ec2.autoscale.policy",
    "PredefinedMetricPair": "reboto.ec2.autoscale.policy",
    "PredefinedScalingMetric": "reboto.ec2.autoscale.policy",
    "PredictiveScaling": "reboto.ec2.autoscale.policy",
    "ProcessType": "reboto.ec2.autoscale.group",
    "ProgressDetails": "reboto.ec2.autoscale.refresh",
    "Range": "reboto.ec2.autoscale.launchtemplate",
    "RefreshPreferences": "reboto.ec2.autoscale.refresh",
    "Request": "reboto.ec2.autoscale.request",
    "RetentionTriggers": "reboto.ec2.autoscale.group",
    "RollbackDetails": "reboto.ec2.autoscale.refresh",
    "ScalingPolicy": "reboto.ec2.autoscale.policy",
    "ScheduledUpdateGroupAction": "reboto.ec2.autoscale.scheduled",
    "StepAdjustment": "reboto.ec2.autoscale.policy",
    "Tag": "reboto.ec2.autoscale.tag",
    "TargetTracking": "reboto.ec2.autoscale.policy",
    "TerminationPolicies": "reboto.ec2.autoscale.policy",
    "TrafficSource": "reboto.ec2.autoscale.traffic",
    "WarmPool": "reboto.ec2.autoscale.warmpool",
    "WarmPoolConfiguration": "reboto.ec2.autoscale.warmpool",
}

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    _connection_keywords = LazyModule("reboto._connection_keywords")
    _PARTS = (
        "account",
        "activity",
        "group",
        "instance",
        "launch",
        "launchconfig",
        "launchtemplate",
        "lifecycle",
        "limits",
        "notification",
        "policy",
        "refresh",
        "request",
        "scheduled",
        "tag",
        "traffic",
        "warmpool",
    )
    __getattr__, __dir__ = lazy_attributes(__name__, _SOURCES, _PARTS)


class AutoScaleService(CheckedCalls, ParamBuilder, Paginators[Style]):
    """Constants and arguments of connections to Auto Scaling.

    Parameters
    ----------
    use_block_device_types : bool, default False
        Whether block devices of launch configurations that are read from AWS are
        objects of `reboto.ec2.blockdevicemapping`.
    """

    APIVersion: typing.Any = Configured("autoscale_version", "2011-01-01")
    DefaultRegionName: typing.Any = Configured("autoscale_region_name", "us-east-1")
    DefaultRegionEndpoint: typing.Any = Configured(
        "autoscale_endpoint", "autoscaling.us-east-1.amazonaws.com"
    )
    _service = "autoscaling"
    _signing_name = "autoscaling"
    _option = "autoscale"
    _environment_name = "AUTO_SCALING"
    _endpoint_option = "autoscale_endpoint"

    def __init__(
        self,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        is_secure: bool = True,
        port: int | None = None,
        proxy: str | None = None,
        proxy_port: int | str | None = None,
        proxy_user: str | None = None,
        proxy_pass: str | None = None,
        debug: int = 0,
        https_connection_factory: typing.Any = None,
        region: typing.Any = None,
        path: str = "/",
        security_token: str | None = None,
        validate_certs: bool = True,
        profile_name: str | None = None,
        use_block_device_types: bool = False,
        *,
        role_arn: str | None = None,
        external_id: str | None = None,
        role_session_name: str | None = None,
        credentials_provider: typing.Any = None,
        region_name: str | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        num_retries: int | None = None,
    ) -> None:
        aws_secret_access_key, security_token = hide(aws_secret_access_key), hide(security_token)
        proxy, proxy_pass = hide(proxy), hide(proxy_pass)
        self.use_block_device_types = _core.to_bool(
            "use_block_device_types", use_block_device_types
        )
        super().__init__(
            aws_access_key_id,
            aws_secret_access_key,
            is_secure,
            port,
            proxy,
            proxy_port,
            proxy_user,
            proxy_pass,
            debug,
            https_connection_factory,
            region,
            path,
            security_token,
            validate_certs,
            profile_name,
            role_arn=role_arn,
            external_id=external_id,
            role_session_name=role_session_name,
            credentials_provider=credentials_provider,
            region_name=region_name,
            timeout=timeout,
            connect_timeout=connect_timeout,
            num_retries=num_retries,
        )

    # Errors about keywords name the public class.
    __init__.__qualname__ = "AutoScaleConnection.__init__"


@with_inherited_parameters
class AutoScaleConnection(BlockingContext, AutoScaleService[Blocking], _core.AutoScale):
    """A connection to Auto Scaling, with calls that block.

    It has the parameters of `reboto.connection.Connection`, and
    ``use_block_device_types``.

    Examples
    --------
    >>> AutoScaleConnection("key", "secret")
    AutoScaleConnection:autoscaling.us-east-1.amazonaws.com
    """


def regions() -> list[RegionInfo]:
    """Return the regions in which Auto Scaling is available, sorted by name.

    Returns
    -------
    list of RegionInfo
    """
    return get_regions("autoscaling", connection_cls=AutoScaleConnection)


def connect_to_region(
    region_name: str, **kw_params: Unpack[_connection_keywords.AutoScaleInRegion]
) -> AutoScaleConnection | None:
    """Connect to Auto Scaling in a region.

    Parameters
    ----------
    region_name : str
        Name of the region, such as ``"eu-west-1"``.
    **kw_params
        Other arguments of `AutoScaleConnection`.

    Returns
    -------
    AutoScaleConnection or None
        None if there is no such region, as in boto.
    """
    kw_params = hide_in(kw_params)
    connection: AutoScaleConnection | None = connect(
        "autoscaling", region_name, connection_cls=AutoScaleConnection, **kw_params
    )
    return connection
