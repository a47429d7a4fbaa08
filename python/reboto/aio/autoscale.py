"""Auto Scaling, with awaitable connections.

To make a script awaitable, replace ``from reboto.ec2 import autoscale`` with
``from reboto.aio import autoscale``. The classes of values stay in `reboto.ec2.autoscale`.
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
from reboto.ec2.autoscale import AutoScaleService
from reboto.regioninfo import RegionInfo, connect, get_regions

if TYPE_CHECKING:
    from reboto import _connection_keywords
else:
    _connection_keywords = LazyModule("reboto._connection_keywords")

__all__ = ["AutoScaleConnection", "RegionInfo", "connect_to_region", "regions"]


@with_inherited_parameters
class AutoScaleConnection(AsyncContext, AutoScaleService[Awaiting], _core.AsyncAutoScale):
    """A connection to Auto Scaling, with calls that are awaited.

    It has the same parameters as `reboto.ec2.autoscale.AutoScaleConnection`.

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
        The ``connect`` method of each region returns an awaitable connection.
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

    Examples
    --------
    >>> connect_to_region("eu-west-1", aws_access_key_id="k", aws_secret_access_key="s")
    AutoScaleConnection:autoscaling.eu-west-1.amazonaws.com
    """
    kw_params = hide_in(kw_params)
    connection: AutoScaleConnection | None = connect(
        "autoscaling", region_name, connection_cls=AutoScaleConnection, **kw_params
    )
    return connection
