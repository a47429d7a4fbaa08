"""Datapoints of metric statistics."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, typing
from reboto._model import Connected

if TYPE_CHECKING:
    _D = typing.TypeVar("_D", bound="Datapoint")
    _Dict = dict[str, typing.Any]
else:
    # For `typing.get_type_hints`.
    _D = "Datapoint"
    _Dict = dict


class Datapoint(Connected, _Dict):
    """Statistics of one period, a dict with CloudWatch's names.

    ``Timestamp`` is the start of the period: a datetime in UTC without a time
    zone. ``Unit`` is a string. The requested statistics (``Average``,
    ``Maximum``, ``Minimum``, ``Sum``, ``SampleCount``) are floats.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.
    """

    # Avoids an attribute dict for each datapoint, unless a script adds attributes: a page has
    # up to 1,440 datapoints.
    __slots__ = ("connection",)

    def __init__(self, connection: typing.Any = None) -> None:
        super().__init__()
        self.connection = connection

    def __getstate__(self) -> dict[str, typing.Any]:
        return {"connection": None, **super().__getstate__()}

    def __setstate__(self, state: dict[str, typing.Any]) -> None:
        for name, part in state.items():
            setattr(self, name, part)

    def __copy__(self: _D) -> _D:
        return self._connect(super().__copy__())

    def __deepcopy__(self: _D, memo: dict[int, typing.Any]) -> _D:
        return self._connect(super().__deepcopy__(memo))

    def _connect(self, copied: _D) -> _D:
        if hasattr(self, "connection"):
            copied.connection = self.connection
        return copied

    def _repr_html_(self) -> str:
        from reboto._html import entries

        return entries(self)
