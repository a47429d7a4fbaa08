"""aiobotocore, through its clients."""

from __future__ import annotations

from contenders.boto3 import one_group, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any


def start_up(port: int) -> None:
    """Import, connect to both services, make the first call on each."""
    import asyncio

    from aiobotocore.session import get_session

    async def first_calls() -> None:
        session = get_session()
        async with (
            session.create_client("autoscaling", **settings(port)) as autoscaling,
            session.create_client("cloudwatch", **settings(port)) as cloudwatch,
        ):
            await autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["web-000"])
            await cloudwatch.describe_alarms(AlarmNames=["web-000-cpu-high"])

    asyncio.run(first_calls())


async def awaited(port: int, at_once: int) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    """Yield a function that describes one group, with as many connections as concurrent calls."""
    from aiobotocore.config import AioConfig
    from aiobotocore.session import get_session

    config = AioConfig(max_pool_connections=at_once)
    session = get_session()
    async with session.create_client("autoscaling", **settings(port), config=config) as client:

        async def describe_1_group() -> Any:
            return one_group(
                await client.describe_auto_scaling_groups(AutoScalingGroupNames=["web-000"])
            )

        yield describe_1_group
