"""Data of several metrics and metric math expressions."""

from __future__ import annotations

from reboto._core import Table, table_of_series
from reboto._dataframe import numpy_records, pandas_frame, polars_frame
from reboto._lazy import TYPE_CHECKING, HtmlColumns, LazyModule, lazy_attributes, typing
from reboto._model import Value
from reboto.ec2.cloudwatch._metric_data_query import MetricDataQuery
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from datetime import datetime

    import numpy
    import pandas
    import polars

    from reboto.ec2.cloudwatch._generated.metric_data import (
        MessageData,
        MetricDataQueryDefinition,
    )
    from reboto.ec2.cloudwatch.metric import Metric
else:
    numpy, pandas, polars = map(LazyModule, ("numpy", "pandas", "polars"))
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "MessageData": "reboto.ec2.cloudwatch._generated.metric_data",
            "Metric": "reboto.ec2.cloudwatch.metric",
            "MetricDataQueryDefinition": "reboto.ec2.cloudwatch._generated.metric_data",
        },
    )

__all__ = [
    "MessageData",
    "Metric",
    "MetricData",
    "MetricDataQuery",
    "MetricDataQueryDefinition",
    "MetricDataResult",
]


class MetricDataResult(Value):
    """The result of one query: values and their timestamps.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.

    Attributes
    ----------
    id, label : str
        ID and label of the query.
    timestamps : list of datetime
        Start of the period of each value, UTC, without a time zone.
    values : list of float
        The values, in the unit of the metric.
    status_code : str
        ``"Complete"``, ``"PartialData"`` (the next page has more),
        ``"InternalError"`` or ``"Forbidden"``.
    messages : list of str
        Messages from AWS about the result.
    """

    _identity = "id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "id": "id",
        "label": "label",
        "status": "status_code",
        "values": lambda result: len(result.values),
        "min": lambda result: min(result.values, default=None),
        "max": lambda result: max(result.values, default=None),
        "first, UTC": lambda result: min(result.timestamps, default=None),
        "last, UTC": lambda result: max(result.timestamps, default=None),
    }

    def __init__(self, connection: typing.Any = None) -> None:
        self.connection = connection
        self.id: str | None = None
        self.label: str | None = None
        self.timestamps: list[datetime] = []
        self.values: list[float] = []
        self.status_code: str | None = None
        self.messages: list[str] = []

    def __repr__(self) -> str:
        return f"MetricDataResult:{self.id}[{self.label}: {len(self.values)} {self.status_code}]"


class MetricData(ResultSet[MetricDataResult]):
    """One page of results of `get_metric_data`.

    Its table has one row per value, with the columns ``id``, ``label``, ``timestamp``
    and ``value``. The values of each query are sorted by time. Pages can be merged:
    ``data.extend(conn.get_metric_data(..., next_token=data.next_token))``.

    Attributes
    ----------
    next_token : str or None
        Token to pass as `next_token` for the next page; None on the last page.
    messages : list of str
        Messages from AWS about the whole response.
    """

    def __init__(self, marker_elem: list[tuple[str, typing.Any]] | None = None) -> None:
        super().__init__(marker_elem)
        self.messages: list[str] = []

    def _table(self, wide: bool = False) -> Table:
        return table_of_series(self, wide)

    def to_arrow(self, wide: bool = False) -> Table:
        """Convert the values to a table for any library that supports Arrow.

        Parameters
        ----------
        wide : bool, default False
            Whether to return one column per query, named by its ID, and one column
            ``timestamp``. Results of a search are named by ID and label.

        Returns
        -------
        Table
            An object with ``__arrow_c_stream__``, Arrow's PyCapsule interface.
        """
        return self._table(wide)

    def to_pandas(self, wide: bool = False) -> pandas.DataFrame:
        """Convert the values to a pandas DataFrame.

        Parameters
        ----------
        wide : bool, default False
            Whether to return one column per query, named by its ID, and one column
            ``timestamp``. Results of a search are named by ID and label.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ImportError
            If pandas is not installed; install the extra ``reboto[pandas]``.
        """
        return pandas_frame(self._table(wide))

    def to_polars(self, wide: bool = False) -> polars.DataFrame:
        """Convert the values to a polars DataFrame.

        Parameters
        ----------
        wide : bool, default False
            Whether to return one column per query, named by its ID, and one column
            ``timestamp``. Results of a search are named by ID and label.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        ImportError
            If polars is not installed; install the extra ``reboto[polars]``.
        """
        return polars_frame(self._table(wide))

    def to_numpy(self, wide: bool = False) -> numpy.ndarray[typing.Any, typing.Any]:
        """Convert the values to a structured numpy array.

        Parameters
        ----------
        wide : bool, default False
            Whether to return one field per query, named by its ID, and one field
            ``timestamp``. Results of a search are named by ID and label.

        Returns
        -------
        numpy.ndarray

        Raises
        ------
        ImportError
            If numpy is not installed.
        """
        return numpy_records(self._table(wide))
