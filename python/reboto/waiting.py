"""Former name of `reboto.waiters`."""

from reboto.waiters import WaitState

__all__ = ["WaitState"]
