"""Former name of `reboto.pagination`."""

from reboto.pagination import Pages

__all__ = ["Pages"]
