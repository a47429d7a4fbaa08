"""Regions: names, host names and connections."""

from __future__ import annotations

import os
import sys

from reboto import _core
from reboto._endpoints import endpoints, guess_endpoint
from reboto._error_types import BotoClientError
from reboto._lazy import abc, typing
from reboto._model import Value
from reboto._secret import hide_in
from reboto.pyami.config import active_config


class RegionInfo(Value):
    """A region of AWS or of a compatible service.

    Parameters
    ----------
    connection : object
        The connection that uses the region.
    name : str
        Name of the region, such as ``"eu-west-1"``.
    endpoint : str
        Host name of the service in the region.
    connection_cls : type
        Class of the connections that `connect` returns.

    Examples
    --------
    >>> RegionInfo(name="eu-west-1", endpoint="autoscaling.eu-west-1.amazonaws.com")
    RegionInfo:eu-west-1
    """

    def __init__(
        self,
        connection: typing.Any = None,
        name: str | None = None,
        endpoint: str | None = None,
        connection_cls: typing.Any = None,
    ) -> None:
        self.connection = connection
        self.name = name
        self.endpoint = endpoint
        self.connection_cls = connection_cls

    def __repr__(self) -> str:
        return f"RegionInfo:{self.name}"

    def connect(self, **kw_params: typing.Any) -> typing.Any:
        """Connect to the service in this region.

        Parameters
        ----------
        **kw_params : object
            Arguments of the connection class.

        Returns
        -------
        object
            A connection, or None if there is no `connection_cls`.
        """
        kw_params = hide_in(kw_params)
        if self.connection_cls:
            return self.connection_cls(region=self, **kw_params)
        return None


def load_endpoint_json(path: str) -> typing.Any:
    """Load a JSON file of endpoints.

    Parameters
    ----------
    path : str
        Path of the file.

    Returns
    -------
    dict
        Content of the file.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If the file is not valid JSON, or larger than 10 MB.
    """
    from reboto._json import loads
    from reboto.pyami._plain_files import text

    return loads(text(path))


def merge_endpoints(
    defaults: dict[str, dict[str, str]], additions: abc.Mapping[str, abc.Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Merge endpoints into a table of endpoints.

    Parameters
    ----------
    defaults : dict
        For each service, the host name of each region. It is modified.
    additions : dict
        Endpoints to add, in the same form; they take precedence.

    Returns
    -------
    dict
        `defaults`.

    Examples
    --------
    >>> hosts = {"autoscaling": {"here": "localhost"}}
    >>> merge_endpoints(hosts, {"autoscaling": {"there": "192.0.2.1"}})
    {'autoscaling': {'here': 'localhost', 'there': '192.0.2.1'}}
    """
    try:
        for service, hosts in additions.items():
            defaults.setdefault(service, {}).update(hosts)
    except (AttributeError, TypeError, ValueError) as error:
        shown = f"{_core.shown(defaults)} and {_core.shown(additions)}"
        raise TypeError(f"defaults and additions must be dicts of dicts, got {shown}") from error
    return defaults


def load_regions() -> dict[str, dict[str, str]]:
    """Return the regions of each service.

    A JSON file can add regions. Its path is set by the environment variable
    ``BOTO_ENDPOINTS`` or by ``endpoints_path`` in the ``[Boto]`` section of boto's
    configuration. The file contains an object of services; each service is an object
    that maps region names to host names.

    Returns
    -------
    dict
        For each service, the host name of each region. Where ``boto`` is an alias of reboto,
        the other services of an installed boto are included.
    """
    known = endpoints()
    other = _of_installed_boto()
    if other is not None:
        known = {**other.load_regions(), **known}
    path = os.environ.get("BOTO_ENDPOINTS") or active_config().get("Boto", "endpoints_path")
    return merge_endpoints(known, load_endpoint_json(path)) if path else known


def get_regions(
    service_name: str, region_cls: typing.Any = None, connection_cls: typing.Any = None
) -> list[typing.Any]:
    """Return the regions in which a service is available, sorted by name.

    Parameters
    ----------
    service_name : str
        ``"autoscaling"`` or ``"cloudwatch"``. Where ``boto`` is an alias of reboto, also another
        service of an installed boto, whose regions are returned.
    region_cls : type
        Class of the regions, instead of `RegionInfo`.
    connection_cls : type
        Class of the connections that their `connect` returns.

    Returns
    -------
    list of RegionInfo
        The regions.

    Raises
    ------
    BotoClientError
        If the service is unknown.

    Examples
    --------
    >>> get_regions("autoscaling")[0]
    RegionInfo:af-south-1
    """
    known = load_regions()
    is_name = isinstance(service_name, str)  # pyright: ignore[reportUnnecessaryIsInstance]
    other = None if not is_name or service_name in endpoints() else _of_installed_boto()
    if other is not None and service_name in known:
        regions: list[typing.Any] = other.get_regions(service_name, region_cls, connection_cls)
        return regions
    if not is_name or service_name not in known:
        raise BotoClientError(
            f"service_name must be one of {', '.join(map(repr, known))}, "
            f"got {_core.shown(service_name)}"
        )
    region_cls = region_cls or RegionInfo
    return [
        region_cls(name=name, endpoint=host, connection_cls=connection_cls)
        for name, host in sorted(known[service_name].items())
    ]


def connect(
    service_name: str,
    region_name: str,
    region_cls: typing.Any = None,
    connection_cls: typing.Any = None,
    **kw_params: typing.Any,
) -> typing.Any:
    """Connect to a service in a region.

    Parameters
    ----------
    service_name : str
        ``"autoscaling"`` or ``"cloudwatch"``.
    region_name : str
        Name of the region, such as ``"eu-west-1"``.
    region_cls : type
        Class of the region, instead of `RegionInfo`.
    connection_cls : type
        Class of the connection.
    **kw_params : object
        Arguments of the connection class.

    Returns
    -------
    object
        A connection, or None if the region is unknown. The host name of an unknown
        region is guessed if ``BOTO_USE_ENDPOINT_HEURISTICS=true`` is set in the
        environment, or ``use_endpoint_heuristics`` in the ``[Boto]`` section of boto's
        configuration.
    """
    kw_params = hide_in(kw_params)
    for region in get_regions(service_name, region_cls, connection_cls):
        # A comparison with another type, such as an array, has no truth value.
        if isinstance(region_name, str) and region.name == region_name:  # pyright: ignore[reportUnnecessaryIsInstance]
            return region.connect(**kw_params)
    if _guesses_endpoints():
        region = (region_cls or RegionInfo)(
            name=region_name,
            endpoint=guess_endpoint(service_name, region_name),
            connection_cls=connection_cls,
        )
        return region.connect(**kw_params)
    return None


def _of_installed_boto() -> typing.Any:
    """Return the installed boto's module in a process where `boto` is an alias of reboto."""
    alias = sys.modules.get("reboto._compat.alias")
    return None if alias is None else alias.installed("boto.regioninfo")


def _guesses_endpoints() -> bool:
    word = os.environ.get("BOTO_USE_ENDPOINT_HEURISTICS", "false")
    config = active_config()
    return word.lower() == "true" or config.getbool("Boto", "use_endpoint_heuristics", False)
