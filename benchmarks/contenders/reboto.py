"""reboto."""

from __future__ import annotations

from contenders import boto_api

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any


def _connect(port: int, **more: Any) -> tuple[Any, Any]:
    from reboto.ec2.autoscale import AutoScaleConnection
    from reboto.ec2.cloudwatch import CloudWatchConnection
    from reboto.regioninfo import RegionInfo

    settings = {**boto_api.settings(RegionInfo, port), **more}
    return AutoScaleConnection(**settings), CloudWatchConnection(**settings)


def start_up(port: int) -> None:
    """Import, connect to both services, make the first call on each."""
    boto_api.first_calls(*_connect(port))


def first_call_tls(port: int) -> None:
    """Import, connect to Auto Scaling over TLS, make the first call."""
    from reboto.ec2.autoscale import AutoScaleConnection
    from reboto.regioninfo import RegionInfo

    autoscale = AutoScaleConnection(**boto_api.settings(RegionInfo, port, secure=True))
    boto_api.one_group(autoscale.get_all_groups(names=["web-000"]))


def calls(port: int, connections: int) -> dict[str, Callable[[], Any]]:
    """Return the call of each row; reboto opens as many connections as it needs."""
    return boto_api.calls(*_connect(port))


def role_calls(port: int, count: int) -> Callable[[], Any]:
    """Return a call that describes a group with each of some roles in turn."""
    import itertools
    import os

    os.environ["AWS_ENDPOINT_URL_STS"] = f"http://127.0.0.1:{port}"
    roles = (f"arn:aws:iam::123456789012:role/reader-{number}" for number in range(count))
    connections = itertools.cycle([_connect(port, role_arn=role)[0] for role in roles])
    return lambda: boto_api.one_group(next(connections).get_all_groups(names=["web-000"]))


async def awaited(port: int, at_once: int) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    """Yield a function that describes one group; reboto opens as many connections as it needs."""
    from reboto.aio import AutoScaleConnection
    from reboto.regioninfo import RegionInfo

    async with AutoScaleConnection(**boto_api.settings(RegionInfo, port)) as autoscale:

        async def describe_1_group() -> Any:
            return boto_api.one_group(await autoscale.get_all_groups(names=["web-000"]))

        yield describe_1_group
