"""boto 2.49."""

from __future__ import annotations

from contenders import boto_api

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _connect(port: int) -> tuple[Any, Any]:
    from boto.ec2.autoscale import AutoScaleConnection
    from boto.ec2.cloudwatch import CloudWatchConnection
    from boto.regioninfo import RegionInfo

    settings = boto_api.settings(RegionInfo, port)
    return AutoScaleConnection(**settings), CloudWatchConnection(**settings)


def start_up(port: int) -> None:
    """Import, connect to both services, make the first call on each."""
    boto_api.first_calls(*_connect(port))


def first_call_tls(port: int) -> None:
    """Import, connect to Auto Scaling over TLS, make the first call."""
    from boto.ec2.autoscale import AutoScaleConnection
    from boto.regioninfo import RegionInfo

    autoscale = AutoScaleConnection(**boto_api.settings(RegionInfo, port, secure=True))
    boto_api.one_group(autoscale.get_all_groups(names=["web-000"]))


def calls(port: int, connections: int) -> dict[str, Callable[[], Any]]:
    """Return the call of each row; boto opens as many connections as it needs."""
    return boto_api.calls(*_connect(port))
