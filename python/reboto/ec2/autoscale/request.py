"""The receipt for a request that returns nothing else."""

from __future__ import annotations

from reboto._lazy import typing
from reboto._model import Value


class Request(Value):
    """What an operation returns that changes something: the request's identifier.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was sent through.

    Attributes
    ----------
    request_id : str
        The service's identifier, for inquiries with AWS.
    """

    _identity = "request_id"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.request_id = ""

    def __repr__(self) -> str:
        return f"Request:{self.request_id}"
