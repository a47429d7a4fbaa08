"""The datapoints of a metric's statistics."""

from reboto._typing import Any
from reboto._value import Connected


class Datapoint(Connected, dict[str, Any]):
    """One period's statistics, by the names CloudWatch gives them.

    ``Timestamp`` is the start of the period: a datetime in UTC without a
    zone. ``Unit`` is a string; the statistics asked for (``Average``,
    ``Maximum``, ``Minimum``, ``Sum``, ``SampleCount``) are floats.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.
    """

    def __init__(self, connection: Any = None) -> None:
        super().__init__()
        self.connection = connection

    def _repr_html_(self) -> str:
        from reboto._html import entries

        return entries(self)
