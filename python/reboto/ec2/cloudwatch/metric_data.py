"""Data of several metrics and metric math expressions."""

from __future__ import annotations

from reboto._core import Table, table_of_series
from reboto._dataframe import numpy_records, pandas_frame, polars_frame
from reboto._lazy import TYPE_CHECKING, LazyModule, abc, typing
from reboto._model import Value
from reboto.ec2.cloudwatch.metric import Metric
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from datetime import datetime

    import numpy
    import pandas
    import polars

    from reboto._html import HtmlColumns
else:
    numpy, pandas, polars = map(LazyModule, ("numpy", "pandas", "polars"))

__all__ = ["MetricData", "MetricDataQuery", "MetricDataResult"]


class MetricDataQuery(Value):
    """A query for `get_metric_data`: a metric or a metric math expression.

    Parameters
    ----------
    id : str
        ID of the query in results and expressions: letters, digits and underscores,
        starting with a lower-case letter.
    metric : str or Metric
        Name of the metric, such as ``"CPUUtilization"``. A `Metric` also sets the
        namespace and the dimensions.
    namespace : str
        Namespace of the metric, such as ``"AWS/EC2"``.
    dimensions : dict
        Dimensions of the metric: names, each with a value or a list of values.
    statistic : str
        ``"Average"``, ``"Sum"``, ``"SampleCount"``, ``"Maximum"``, ``"Minimum"``,
        or an extended statistic such as ``"p99"``.
    period : int or str
        Period of each value in seconds: 1, 5, 10, 20, 30 or a multiple of 60.
    unit : str
        Only measurements in this unit; one of `Metric.Units`.
    expression : str
        Metric math expression over other queries, such as ``"m1 / m2 * 100"``, a search,
        or a Metrics Insights query, instead of a metric.
    label : str
        Label of the result; by default, AWS chooses one.
    return_data : bool, default True
        Whether to return the values of this query. Use False for queries that are only
        used in expressions.
    account_id : str
        ID of the account of the metric, for calls from a monitoring account.

    Examples
    --------
    >>> MetricDataQuery(
    ...     "cpu",
    ...     "CPUUtilization",
    ...     "AWS/EC2",
    ...     {"AutoScalingGroupName": "web"},
    ...     statistic="Average",
    ...     period=60,
    ... )
    MetricDataQuery:cpu[CPUUtilization(Average)]
    >>> MetricDataQuery("idle", expression="100 - cpu", label="idle")
    MetricDataQuery:idle[100 - cpu]
    """

    _identity = "id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "id": "id",
        "query": lambda query: query.expression or f"{query.statistic} {query.metric}",
        "namespace": "namespace",
        "dimensions": "dimensions",
        "period, s": "period",
        "label": "label",
    }

    def __init__(
        self,
        id: str,  # noqa: A002
        metric: str | Metric | None = None,
        namespace: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        statistic: str | None = None,
        period: int | str | None = None,
        unit: str | None = None,
        *,
        expression: str | None = None,
        label: str | None = None,
        return_data: bool = True,
        account_id: str | None = None,
    ) -> None:
        if isinstance(metric, Metric):
            namespace = namespace or metric.namespace
            dimensions = metric.dimensions if dimensions is None else dimensions
            metric = metric.name
        self.id = id
        self.metric = metric
        self.namespace = namespace
        self.dimensions = dimensions
        self.statistic = statistic
        self.period = period
        self.unit = unit
        self.expression = expression
        self.label = label
        self.return_data = return_data
        self.account_id = account_id

    def __repr__(self) -> str:
        what = self.expression or f"{self.metric}({self.statistic})"
        return f"MetricDataQuery:{self.id}[{what}]"


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
