"""The receipt for a request that returns nothing else."""

from reboto._model import Value
from reboto._typing import Any


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

    def __init__(self, connection: Any = None) -> None:
        self.connection = connection
        self.request_id = ""

    def __repr__(self) -> str:
        return f"Request:{self.request_id}"
