"""CloudWatch, with awaitable connections.

To make a script awaitable, replace ``from reboto.ec2 import cloudwatch`` with
``from reboto.aio import cloudwatch``. The classes of values stay in `reboto.ec2.cloudwatch`.
"""

from __future__ import annotations

from reboto import _core
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    LazyModule,
    Unpack,
    with_inherited_parameters,
)
from reboto._secret import hide_in
from reboto.aio._context import AsyncContext
from reboto.ec2.cloudwatch import CloudWatchService
from reboto.regioninfo import RegionInfo, connect, get_regions

if TYPE_CHECKING:
    from reboto import _connection_keywords
else:
    _connection_keywords = LazyModule("reboto._connection_keywords")

__all__ = ["CloudWatchConnection", "RegionInfo", "connect_to_region", "regions"]


@with_inherited_parameters
class CloudWatchConnection(AsyncContext, CloudWatchService[Awaiting], _core.AsyncCloudWatch):
    """A connection to CloudWatch, with calls that are awaited.

    It has the same parameters as `reboto.ec2.cloudwatch.CloudWatchConnection`.

    Examples
    --------
    >>> CloudWatchConnection("key", "secret")
    CloudWatchConnection:monitoring.us-east-1.amazonaws.com
    """

    if TYPE_CHECKING:
        create_alarm = _core.AsyncCloudWatch.put_metric_alarm
        """The same as `put_metric_alarm`."""
        update_alarm = _core.AsyncCloudWatch.put_metric_alarm
        """The same as `put_metric_alarm`."""


def regions() -> list[RegionInfo]:
    """Return the regions in which CloudWatch is available, sorted by name.

    Returns
    -------
    list of RegionInfo
        The ``connect`` method of each region returns an awaitable connection.
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

    Examples
    --------
    >>> connect_to_region("eu-west-1", aws_access_key_id="k", aws_secret_access_key="s")
    CloudWatchConnection:monitoring.eu-west-1.amazonaws.com
    """
    kw_params = hide_in(kw_params)
    connection: CloudWatchConnection | None = connect(
        "cloudwatch", region_name, connection_cls=CloudWatchConnection, **kw_params
    )
    return connection
