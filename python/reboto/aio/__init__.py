"""Awaitable connections, for asyncio.

Every call has the same parameters as on a blocking connection, and returns a
coroutine. The request is sent when the coroutine is awaited; cancelling the task
cancels the request. Returned objects keep their connection, so their methods are
awaitable too:

>>> import asyncio
>>> from reboto import aio
>>> async def grow(name):
...     async with aio.connect_autoscale() as autoscale:
...         (group,) = await autoscale.get_all_groups([name])
...         group.max_size += 1
...         await group.update()
>>> asyncio.run(grow("web"))  # doctest: +SKIP

One connection can be used by many tasks, event loops and threads at the same time.
Arguments are checked when the method is called, not when the coroutine is awaited.
"""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Literal, overload

from reboto._lazy import LazyModule, Unpack
from reboto._secret import hide, hide_in
from reboto.aio.autoscale import AutoScaleConnection
from reboto.aio.cloudwatch import CloudWatchConnection
from reboto.regioninfo import RegionInfo, connect, get_regions

if TYPE_CHECKING:
    from reboto import _connection_keywords
else:
    _connection_keywords = LazyModule("reboto._connection_keywords")

__all__ = [
    "AutoScaleConnection",
    "CloudWatchConnection",
    "connect_autoscale",
    "connect_cloudwatch",
    "connect_to_region",
    "regions",
]


def connect_autoscale(
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    **kwargs: Unpack[_connection_keywords.AutoScale],
) -> AutoScaleConnection:
    """Connect to Auto Scaling.

    Parameters
    ----------
    aws_access_key_id, aws_secret_access_key : str, optional
        Credentials; by default, from the SDK's chain and boto's configuration files.
    **kwargs
        Other arguments of `AutoScaleConnection`.

    Returns
    -------
    AutoScaleConnection
    """
    aws_secret_access_key, kwargs = hide(aws_secret_access_key), hide_in(kwargs)
    return AutoScaleConnection(aws_access_key_id, aws_secret_access_key, **kwargs)


def connect_cloudwatch(
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    **kwargs: Unpack[_connection_keywords.CloudWatch],
) -> CloudWatchConnection:
    """Connect to CloudWatch.

    Parameters
    ----------
    aws_access_key_id, aws_secret_access_key : str, optional
        Credentials; by default, from the SDK's chain and boto's configuration files.
    **kwargs
        Other arguments of `CloudWatchConnection`.

    Returns
    -------
    CloudWatchConnection
    """
    aws_secret_access_key, kwargs = hide(aws_secret_access_key), hide_in(kwargs)
    return CloudWatchConnection(aws_access_key_id, aws_secret_access_key, **kwargs)


_CONNECTIONS: dict[str, typing.Any] = {
    "autoscaling": AutoScaleConnection,
    "cloudwatch": CloudWatchConnection,
}


def regions(service: str = "autoscaling") -> list[RegionInfo]:
    """Return the regions in which a service is available, sorted by name.

    Parameters
    ----------
    service : str, default "autoscaling"
        ``"autoscaling"`` or ``"cloudwatch"``.

    Returns
    -------
    list of RegionInfo
        The ``connect`` method of each region returns an awaitable connection.
    """
    return get_regions(service, connection_cls=_connection_class(service))


def _connection_class(service: str) -> typing.Any:
    # A list, for example, cannot be looked up. `get_regions` raises the error.
    is_name = isinstance(service, str)  # pyright: ignore[reportUnnecessaryIsInstance]
    return _CONNECTIONS.get(service) if is_name else None


@overload
def connect_to_region(
    region_name: str,
    service: Literal["autoscaling"] = "autoscaling",
    **kw_params: Unpack[_connection_keywords.AutoScaleInRegion],
) -> AutoScaleConnection | None: ...
@overload
def connect_to_region(
    region_name: str,
    service: Literal["cloudwatch"],
    **kw_params: Unpack[_connection_keywords.CloudWatchInRegion],
) -> CloudWatchConnection | None: ...
def connect_to_region(
    region_name: str, service: str = "autoscaling", **kw_params: typing.Any
) -> typing.Any:
    """Connect to a service in a region.

    `reboto.aio.autoscale.connect_to_region` and `reboto.aio.cloudwatch.connect_to_region`
    have the parameters of the blocking functions of the same name.

    Parameters
    ----------
    region_name : str
        Name of the region, such as ``"eu-west-1"``.
    service : str, default "autoscaling"
        ``"autoscaling"`` or ``"cloudwatch"``.
    **kw_params
        Other arguments of the connection.

    Returns
    -------
    AutoScaleConnection, CloudWatchConnection or None
        None if there is no such region, as in boto.
    """
    kw_params = hide_in(kw_params)
    return connect(service, region_name, connection_cls=_connection_class(service), **kw_params)
