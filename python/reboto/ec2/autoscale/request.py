"""The result of operations that return only a request ID."""

from __future__ import annotations

from reboto._lazy import typing
from reboto._model import Value


class Request(Value):
    """The result of an operation that changes something: its request ID.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was sent through.

    Attributes
    ----------
    request_id : str
        Request ID assigned by AWS, for support requests.
    """

    _identity = "request_id"

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.request_id = ""

    def __repr__(self) -> str:
        return f"Request:{self.request_id}"
