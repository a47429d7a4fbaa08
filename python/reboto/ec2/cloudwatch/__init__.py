"""CloudWatch: metrics and alarms."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import cloudwatch_protocol
from reboto._lazy import (
    TYPE_CHECKING,
    Blocking,
    LazyModule,
    Style,
    Unpack,
    abc,
    lazy_attributes,
    typing,
    with_inherited_parameters,
)
from reboto._secret import hide, hide_in
from reboto.connection import BlockingContext, Configured
from reboto.ec2.cloudwatch._checked_calls import ParamBuilder, Puts
from reboto.ec2.cloudwatch._paginators import Paginators
from reboto.regioninfo import RegionInfo, connect, get_regions, load_regions

if TYPE_CHECKING:
    from reboto import _connection_keywords
    from reboto.ec2.cloudwatch import publisher as _publisher
    from reboto.ec2.cloudwatch.alarm import (
        ActionConfiguration,
        AlarmContributor,
        AlarmHistoryItem,
        AlarmTagsPropagation,
        CompositeAlarm,
        EvaluationCriteria,
        EvaluationWindow,
        LogAlarm,
        MetricAlarm,
        MetricAlarms,
        PromQL,
        ScheduleConfiguration,
        ScheduledQuery,
        SlidingWindow,
        WallClockWindow,
        WarmUp,
    )
    from reboto.ec2.cloudwatch.anomaly import (
        AnomalyDetector,
        AnomalyDetectorConfiguration,
        MetricCharacteristics,
        MetricMathAnomalyDetector,
        Range,
        SingleMetricAnomalyDetector,
    )
    from reboto.ec2.cloudwatch.dashboard import (
        Dashboard,
        DashboardEntry,
        DashboardError,
        DashboardImage,
        DashboardValidationMessage,
        Widget,
        WidgetImage,
    )
    from reboto.ec2.cloudwatch.data import (
        Entity,
        EntityMetricData,
        MetricDatum,
        StatisticSet,
    )
    from reboto.ec2.cloudwatch.datapoint import (
        Datapoint,
    )
    from reboto.ec2.cloudwatch.dataset import (
        Dataset,
    )
    from reboto.ec2.cloudwatch.enrichment import (
        MetricSelector,
        OTelEnrichment,
    )
    from reboto.ec2.cloudwatch.insight import (
        Contributor,
        ContributorDatapoint,
        InsightRule,
        InsightRuleReport,
        ManagedRule,
        ManagedRuleState,
        MetricDatapoint,
        PartialFailure,
    )
    from reboto.ec2.cloudwatch.metric import (
        Metric,
    )
    from reboto.ec2.cloudwatch.metric_data import (
        MessageData,
        MetricData,
        MetricDataQuery,
        MetricDataQueryDefinition,
        MetricDataResult,
    )
    from reboto.ec2.cloudwatch.mute import (
        AlarmMuteRule,
        MuteTargets,
        Rule,
        Schedule,
    )
    from reboto.ec2.cloudwatch.publisher import (
        Publisher,
    )
    from reboto.ec2.cloudwatch.resource import (
        ResourceMetricsConfiguration,
        ResourceMetricSelection,
    )
    from reboto.ec2.cloudwatch.rule import (
        AlarmRule,
        at_least,
        has_no_data,
        in_alarm,
        is_ok,
    )
    from reboto.ec2.cloudwatch.stream import (
        MetricStream,
        MetricStreamFilter,
        StatisticsConfiguration,
        StatisticsMetric,
    )

__all__ = [
    "ActionConfiguration",
    "AlarmContributor",
    "AlarmHistoryItem",
    "AlarmMuteRule",
    "AlarmRule",
    "AlarmTagsPropagation",
    "AnomalyDetector",
    "AnomalyDetectorConfiguration",
    "CloudWatchConnection",
    "CompositeAlarm",
    "Contributor",
    "ContributorDatapoint",
    "Dashboard",
    "DashboardEntry",
    "DashboardError",
    "DashboardImage",
    "DashboardValidationMessage",
    "Datapoint",
    "Dataset",
    "Entity",
    "EntityMetricData",
    "EvaluationCriteria",
    "EvaluationWindow",
    "InsightRule",
    "InsightRuleReport",
    "LogAlarm",
    "ManagedRule",
    "ManagedRuleState",
    "MessageData",
    "Metric",
    "MetricAlarm",
    "MetricAlarms",
    "MetricCharacteristics",
    "MetricData",
    "MetricDataQuery",
    "MetricDataQueryDefinition",
    "MetricDataResult",
    "MetricDatapoint",
    "MetricDatum",
    "MetricMathAnomalyDetector",
    "MetricSelector",
    "MetricStream",
    "MetricStreamFilter",
    "MuteTargets",
    "OTelEnrichment",
    "PartialFailure",
    "PromQL",
    "Publisher",
    "Range",
    "RegionInfo",
    "ResourceMetricSelection",
    "ResourceMetricsConfiguration",
    "Rule",
    "Schedule",
    "ScheduleConfiguration",
    "ScheduledQuery",
    "SingleMetricAnomalyDetector",
    "SlidingWindow",
    "StatisticSet",
    "StatisticsConfiguration",
    "StatisticsMetric",
    "WallClockWindow",
    "WarmUp",
    "Widget",
    "WidgetImage",
    "at_least",
    "connect",
    "connect_to_region",
    "get_regions",
    "has_no_data",
    "in_alarm",
    "is_ok",
    "load_regions",
    "regions",
]


# Module of each class. They are imported at first use, to keep startup fast.
_SOURCES = {
    "ActionConfiguration": "reboto.ec2.cloudwatch.alarm",
    "AlarmContributor": "reboto.ec2.cloudwatch.alarm",
    "AlarmHistoryItem": "reboto.ec2.cloudwatch.alarm",
    "AlarmMuteRule": "reboto.ec2.cloudwatch.mute",
    "AlarmRule": "reboto.ec2.cloudwatch.rule",
    "AlarmTagsPropagation": "reboto.ec2.cloudwatch.alarm",
    "AnomalyDetector": "reboto.ec2.cloudwatch.anomaly",
    "AnomalyDetectorConfiguration": "reboto.ec2.cloudwatch.anomaly",
    "CompositeAlarm": "reboto.ec2.cloudwatch.alarm",
    "Contributor": "reboto.ec2.cloudwatch.insight",
    "ContributorDatapoint": "reboto.ec2.cloudwatch.insight",
    "Dashboard": "reboto.ec2.cloudwatch.dashboard",
    "DashboardEntry": "reboto.ec2.cloudwatch.dashboard",
    "DashboardError": "reboto.ec2.cloudwatch.dashboard",
    "DashboardImage": "reboto.ec2.cloudwatch.dashboard",
    "DashboardValidationMessage": "reboto.ec2.cloudwatch.dashboard",
    "Datapoint": "reboto.ec2.cloudwatch.datapoint",
    "Dataset": "reboto.ec2.cloudwatch.dataset",
    "Entity": "reboto.ec2.cloudwatch.data",
    "EntityMetricData": "reboto.ec2.cloudwatch.data",
    "EvaluationCriteria": "reboto.ec2.cloudwatch.alarm",
    "EvaluationWindow": "reboto.ec2.cloudwatch.alarm",
    "InsightRule": "reboto.ec2.cloudwatch.insight",
    "InsightRuleReport": "reboto.ec2.cloudwatch.insight",
    "LogAlarm": "reboto.ec2.cloudwatch.alarm",
    "ManagedRule": "reboto.ec2.cloudwatch.insight",
    "ManagedRuleState": "reboto.ec2.cloudwatch.insight",
    "MessageData": "reboto.ec2.cloudwatch.metric_data",
    "Metric": "reboto.ec2.cloudwatch.metric",
    "MetricAlarm": "reboto.ec2.cloudwatch.alarm",
    "MetricAlarms": "reboto.ec2.cloudwatch.alarm",
    "MetricCharacteristics": "reboto.ec2.cloudwatch.anomaly",
    "MetricData": "reboto.ec2.cloudwatch.metric_data",
    "MetricDataQuery": "reboto.ec2.cloudwatch.metric_data",
    "MetricDataQueryDefinition": "reboto.ec2.cloudwatch.metric_data",
    "MetricDataResult": "reboto.ec2.cloudwatch.metric_data",
    "MetricDatapoint": "reboto.ec2.cloudwatch.insight",
    "MetricDatum": "reboto.ec2.cloudwatch.data",
    "MetricMathAnomalyDetector": "reboto.ec2.cloudwatch.anomaly",
    "MetricSelector": "reboto.ec2.cloudwatch.enrichment",
    "MetricStream": "reboto.ec2.cloudwatch.stream",
    "MetricStreamFilter": "reboto.ec2.cloudwatch.stream",
    "MuteTargets": "reboto.ec2.cloudwatch.mute",
    "OTelEnrichment": "reboto.ec2.cloudwatch.enrichment",
    "PartialFailure": "reboto.ec2.cloudwatch.insight",
    "PromQL": "reboto.ec2.cloudwatch.alarm",
    "Publisher": "reboto.ec2.cloudwatch.publisher",
    "Range": "reboto.ec2.cloudwatch.anomaly",
    "ResourceMetricSelection": "reboto.ec2.cloudwatch.resource",
    "ResourceMetricsConfiguration": "reboto.ec2.cloudwatch.resource",
    "Rule": "reboto.ec2.cloudwatch.mute",
    "Schedule": "reboto.ec2.cloudwatch.mute",
    "ScheduleConfiguration": "reboto.ec2.cloudwatch.alarm",
    "ScheduledQuery": "reboto.ec2.cloudwatch.alarm",
    "SingleMetricAnomalyDetector": "reboto.ec2.cloudwatch.anomaly",
    "SlidingWindow": "reboto.ec2.cloudwatch.alarm",
    "StatisticSet": "reboto.ec2.cloudwatch.data",
    "StatisticsConfiguration": "reboto.ec2.cloudwatch.stream",
    "StatisticsMetric": "reboto.ec2.cloudwatch.stream",
    "WallClockWindow": "reboto.ec2.cloudwatch.alarm",
    "WarmUp": "reboto.ec2.cloudwatch.alarm",
    "Widget": "reboto.ec2.cloudwatch.dashboard",
    "WidgetImage": "reboto.ec2.cloudwatch.dashboard",
    "at_least": "reboto.ec2.cloudwatch.rule",
    "has_no_data": "reboto.ec2.cloudwatch.rule",
    "in_alarm": "reboto.ec2.cloudwatch.rule",
    "is_ok": "reboto.ec2.cloudwatch.rule",
}

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    _connection_keywords = LazyModule("reboto._connection_keywords")
    _publisher = LazyModule("reboto.ec2.cloudwatch.publisher")
    _PARTS = (
        "alarm",
        "anomaly",
        "dashboard",
        "data",
        "datapoint",
        "dataset",
        "dimension",
        "enrichment",
        "insight",
        "listelement",
        "metric",
        "metric_data",
        "mute",
        "publisher",
        "resource",
        "rule",
        "stream",
    )
    __getattr__, __dir__ = lazy_attributes(__name__, _SOURCES, _PARTS)


class CloudWatchService(ParamBuilder, Puts[Style], Paginators[Style]):
    """Constants and arguments of connections to CloudWatch.

    Parameters
    ----------
    protocol : str, optional
        ``"query"`` or ``"cbor"``: the protocol of requests. By default, the first of:
        the environment variable ``REBOTO_CLOUDWATCH_PROTOCOL``, ``protocol`` in the section
        ``[CloudWatch]`` of boto.cfg, ``cloudwatch_protocol`` in ``[Boto]``. Otherwise CBOR,
        or Query if the endpoint is not AWS's and refuses the first request in CBOR.
    """

    APIVersion: typing.Any = Configured("cloudwatch_version", "2010-08-01")
    DefaultRegionName: typing.Any = Configured("cloudwatch_region_name", "us-east-1")
    DefaultRegionEndpoint: typing.Any = Configured(
        "cloudwatch_region_endpoint", "monitoring.us-east-1.amazonaws.com"
    )
    _service = "cloudwatch"
    _signing_name = "monitoring"
    _option = "cloudwatch"
    _environment_name = "CLOUDWATCH"
    _endpoint_option = "cloudwatch_region_endpoint"

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
        *,
        role_arn: str | None = None,
        external_id: str | None = None,
        role_session_name: str | None = None,
        credentials_provider: typing.Any = None,
        region_name: str | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        num_retries: int | None = None,
        protocol: str | None = None,
    ) -> None:
        aws_secret_access_key, security_token = hide(aws_secret_access_key), hide(security_token)
        proxy, proxy_pass = hide(proxy), hide(proxy_pass)
        self._wire_protocol = cloudwatch_protocol(protocol)
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
    __init__.__qualname__ = "CloudWatchConnection.__init__"

    def publisher(
        self,
        namespace: str,
        *,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        unit: str | None = None,
        storage_resolution: int = 60,
        flush_interval: float = 60,
        max_pending: int | None = None,
        exit_timeout: float = 10,
    ) -> _publisher.Publisher[Style]:
        """Publish values of metrics in the background (PutMetricData).

        Parameters
        ----------
        namespace : str
            Namespace of the metrics. It must not begin with ``AWS/``.
        dimensions : dict of str to str, optional
            Dimensions of all values.
        unit : str, optional
            Unit of values that have none.
        storage_resolution : int, default 60
            60, or 1 to store values per second.
        flush_interval : float, default 60
            Seconds between requests.
        max_pending : int, optional
            Maximum number of different values in memory. Default: no limit.
        exit_timeout : float, default 10
            Seconds that the exit of the interpreter waits for the last requests.

        Returns
        -------
        Publisher
            Its method `put` never blocks, in both styles.

        Examples
        --------
        >>> with cloudwatch.publisher("Shop") as metrics:  # doctest: +SKIP
        ...     metrics.put("Orders", 1, unit="Count")
        """
        return _publisher.Publisher(
            self,
            namespace,
            dimensions=dimensions,
            unit=unit,
            storage_resolution=storage_resolution,
            flush_interval=flush_interval,
            max_pending=max_pending,
            exit_timeout=exit_timeout,
        )


@with_inherited_parameters
class CloudWatchConnection(BlockingContext, CloudWatchService[Blocking], _core.CloudWatch):
    """A connection to CloudWatch, with calls that block.

    It has the parameters of `reboto.connection.Connection`, and ``protocol``.

    Examples
    --------
    >>> CloudWatchConnection("key", "secret")
    CloudWatchConnection:monitoring.us-east-1.amazonaws.com
    """

    if TYPE_CHECKING:
        create_alarm = _core.CloudWatch.put_metric_alarm
        """The same as `put_metric_alarm`."""
        update_alarm = _core.CloudWatch.put_metric_alarm
        """The same as `put_metric_alarm`."""


def regions() -> list[RegionInfo]:
    """Return the regions in which CloudWatch is available, sorted by name.

    Returns
    -------
    list of RegionInfo
    """
    return get_regions("cloudwatch", connection_cls=CloudWatchConnection)


def connect_to_region(
    region_name: str, **kw_params: Unpack[_connection_keywords.CloudWatchInRegion]
) -> CloudWatchConnection | None:
    """Connect to CloudWatch in a region.

    Parameters
    ----------
    region_name : str
        Name of the region, such as ``"eu-west-1"``.
    **kw_params
        Other arguments of `CloudWatchConnection`.

    Returns
    -------
    CloudWatchConnection or None
        None if there is no such region, as in boto.
    """
    kw_params = hide_in(kw_params)
    connection: CloudWatchConnection | None = connect(
        "cloudwatch", region_name, connection_cls=CloudWatchConnection, **kw_params
    )
    return connection
