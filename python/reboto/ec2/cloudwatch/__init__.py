"""CloudWatch: metrics and alarms."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, lazy_attributes, typing, with_inherited_parameters
from reboto._secret import hide_in
from reboto.connection import Configured
from reboto.ec2.cloudwatch._paginators import Paginators
from reboto.ec2.cloudwatch._query_params import ParamBuilder
from reboto.regioninfo import RegionInfo, connect, get_regions, load_regions

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch.alarm import AlarmHistoryItem, MetricAlarm, MetricAlarms
    from reboto.ec2.cloudwatch.datapoint import Datapoint
    from reboto.ec2.cloudwatch.metric import Metric
    from reboto.ec2.cloudwatch.metric_data import MetricData, MetricDataQuery, MetricDataResult

__all__ = [
    "AlarmHistoryItem",
    "CloudWatchConnection",
    "Datapoint",
    "Metric",
    "MetricAlarm",
    "MetricAlarms",
    "MetricData",
    "MetricDataQuery",
    "MetricDataResult",
    "RegionInfo",
    "connect",
    "connect_to_region",
    "get_regions",
    "load_regions",
    "regions",
]


# Module of each class. They are imported at first use, to keep startup fast.
_SOURCES = {
    "AlarmHistoryItem": "reboto.ec2.cloudwatch.alarm",
    "Datapoint": "reboto.ec2.cloudwatch.datapoint",
    "Metric": "reboto.ec2.cloudwatch.metric",
    "MetricAlarm": "reboto.ec2.cloudwatch.alarm",
    "MetricAlarms": "reboto.ec2.cloudwatch.alarm",
    "MetricData": "reboto.ec2.cloudwatch.metric_data",
    "MetricDataQuery": "reboto.ec2.cloudwatch.metric_data",
    "MetricDataResult": "reboto.ec2.cloudwatch.metric_data",
}

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    _PARTS = ("alarm", "datapoint", "metric", "metric_data")
    __getattr__, __dir__ = lazy_attributes(__name__, _SOURCES, _PARTS)


class CloudWatchService(ParamBuilder, Paginators):
    """Constants of connections to CloudWatch."""

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


@with_inherited_parameters
class CloudWatchConnection(CloudWatchService, _core.CloudWatch):
    """A connection to CloudWatch, with calls that block.

    It has the parameters of `reboto.connection.Connection`.

    Examples
    --------
    >>> CloudWatchConnection("key", "secret")
    CloudWatchConnection:monitoring.us-east-1.amazonaws.com
    """

    create_alarm = _core.CloudWatch.put_metric_alarm
    update_alarm = _core.CloudWatch.put_metric_alarm


def regions() -> list[RegionInfo]:
    """Return the regions in which CloudWatch is available, sorted by name.

    Returns
    -------
    list of RegionInfo
    """
    return get_regions("cloudwatch", connection_cls=CloudWatchConnection)


def connect_to_region(region_name: str, **kw_params: typing.Any) -> CloudWatchConnection | None:
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
