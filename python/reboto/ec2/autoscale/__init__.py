"""Auto Scaling: groups of instances, scaling policies and launch configurations."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, lazy_attributes, typing, with_inherited_parameters
from reboto._secret import hide, hide_in
from reboto.connection import Configured
from reboto.ec2.autoscale._paginators import Paginators
from reboto.ec2.autoscale._query_params import ParamBuilder
from reboto.regioninfo import RegionInfo, connect, get_regions, load_regions

if TYPE_CHECKING:
    from reboto.ec2.autoscale.activity import Activity
    from reboto.ec2.autoscale.group import AutoScalingGroup, ProcessType
    from reboto.ec2.autoscale.instance import Instance
    from reboto.ec2.autoscale.launchconfig import LaunchConfiguration
    from reboto.ec2.autoscale.limits import AccountLimits
    from reboto.ec2.autoscale.policy import (
        AdjustmentType,
        MetricCollectionTypes,
        ScalingPolicy,
        TerminationPolicies,
    )
    from reboto.ec2.autoscale.request import Request
    from reboto.ec2.autoscale.scheduled import ScheduledUpdateGroupAction
    from reboto.ec2.autoscale.tag import Tag

__all__ = [
    "AccountLimits",
    "Activity",
    "AdjustmentType",
    "AutoScaleConnection",
    "AutoScalingGroup",
    "Instance",
    "LaunchConfiguration",
    "MetricCollectionTypes",
    "ProcessType",
    "RegionInfo",
    "Request",
    "ScalingPolicy",
    "ScheduledUpdateGroupAction",
    "Tag",
    "TerminationPolicies",
    "connect",
    "connect_to_region",
    "get_regions",
    "load_regions",
    "regions",
]


# Module of each class. They are imported at first use, to keep startup fast.
_SOURCES = {
    "AccountLimits": "reboto.ec2.autoscale.limits",
    "Activity": "reboto.ec2.autoscale.activity",
    "AdjustmentType": "reboto.ec2.autoscale.policy",
    "AutoScalingGroup": "reboto.ec2.autoscale.group",
    "Instance": "reboto.ec2.autoscale.instance",
    "LaunchConfiguration": "reboto.ec2.autoscale.launchconfig",
    "MetricCollectionTypes": "reboto.ec2.autoscale.policy",
    "ProcessType": "reboto.ec2.autoscale.group",
    "Request": "reboto.ec2.autoscale.request",
    "ScalingPolicy": "reboto.ec2.autoscale.policy",
    "ScheduledUpdateGroupAction": "reboto.ec2.autoscale.scheduled",
    "Tag": "reboto.ec2.autoscale.tag",
    "TerminationPolicies": "reboto.ec2.autoscale.policy",
}

# Hidden from type checkers: with a __getattr__, they would accept any name.
if not TYPE_CHECKING:
    _PARTS = (
        "activity",
        "group",
        "instance",
        "launchconfig",
        "limits",
        "policy",
        "request",
        "scheduled",
        "tag",
    )
    __getattr__, __dir__ = lazy_attributes(__name__, _SOURCES, _PARTS)


class AutoScaleService(ParamBuilder, Paginators):
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
        )


@with_inherited_parameters
class AutoScaleConnection(AutoScaleService, _core.AutoScale):
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


def connect_to_region(region_name: str, **kw_params: typing.Any) -> AutoScaleConnection | None:
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
