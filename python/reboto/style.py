"""Styles of connections, for annotations.

Classes of objects with methods that make calls are generic over the style of their connection.
``AutoScalingGroup`` alone is a group of a blocking connection:

>>> from reboto.ec2.autoscale import AutoScalingGroup
>>> from reboto.style import Awaiting
>>> async def grow(group: AutoScalingGroup[Awaiting]) -> None:
...     await group.set_capacity(3)

Use ``typing.Any`` as the style in code that only reads attributes.
"""

from __future__ import annotations

__all__ = ["Awaiting", "Blocking"]


class Blocking:
    """The style of connections whose calls block until they have a result."""


class Awaiting:
    """The style of connections of `reboto.aio`, whose calls return a coroutine."""
