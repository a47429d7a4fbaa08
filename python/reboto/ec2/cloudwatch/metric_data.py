"""Data of many metrics at once, and arithmetic over them."""

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
    """One thing to ask `get_metric_data` for: a metric, or arithmetic over some.

    Parameters
    ----------
    id : str
        A name for the answer and for expressions: letters, digits and
        underscores, the first a lower-case letter.
    metric : str or Metric
        Name of the metric, such as ``"CPUUtilization"``; a `Metric` brings its
        namespace and dimensions.
    namespace : str
        Namespace of the metric, such as ``"AWS/EC2"``.
    dimensions : dict
        The metric's dimensions: each name with its value or a list of values.
    statistic : str
        ``"Average"``, ``"Sum"``, ``"SampleCount"``, ``"Maximum"``, ``"Minimum"``,
        or a percentile and the like, such as ``"p99"``.
    period : int or str
        Seconds that each value covers: 1, 5, 10, 20, 30 or a multiple of 60.
    unit : str
        Only measurements in this unit, one of `Metric.Units`.
    expression : str
        Arithmetic over other queries, such as ``"m1 / m2 * 100"``, a search, or a
        Metrics Insights query, in place of a metric.
    label : str
        What to call the answer; AWS finds a name without it.
    return_data : bool
        Whether the answer has this one's values: False for what only an
        expression needs.
    account_id : str
        The account that has the metric, where a monitoring account asks.

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
        "what": lambda query: query.expression or f"{query.statistic} {query.metric}",
        "namespace": "namespace",
        "of": "dimensions",
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
    """What one query gave: values and their times.

    Parameters
    ----------
    connection : CloudWatchConnection
        The connection it was read through.

    Attributes
    ----------
    id, label : str
        The query's id, and what the values are called.
    timestamps : list of datetime
        UTC, without a zone: when each value's period begins.
    values : list of float
        The values, in the metric's unit.
    status_code : str
        ``"Complete"``, ``"PartialData"`` (the next page has more),
        ``"InternalError"`` or ``"Forbidden"``.
    messages : list of str
        What AWS remarks on it.
    """

    _identity = "id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "id": "id",
        "label": "label",
        "status": "status_code",
        "values": lambda result: len(result.values),
        "least": lambda result: min(result.values, default=None),
        "most": lambda result: max(result.values, default=None),
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
    """One page of what `get_metric_data` gave.

    As a table it has a row for each value, with ``id``, ``label``, ``timestamp``
    and ``value``, the oldest of each query first. Pages can be put together:
    ``data.extend(conn.get_metric_data(..., next_token=data.next_token))``.

    Attributes
    ----------
    next_token : str or None
        What to pass as `next_token` for the next page; None on the last.
    messages : list of str
        What AWS remarks on the whole.
    """

    def __init__(self, marker_elem: list[tuple[str, typing.Any]] | None = None) -> None:
        super().__init__(marker_elem)
        self.messages: list[str] = []

    def _table(self, wide: bool = False) -> Table:
        return table_of_series(self, wide)

    def to_arrow(self, wide: bool = False) -> Table:
        """Make a table that any library which speaks Arrow takes.

        Parameters
        ----------
        wide : bool, default False
            Whether each query gets a column of its own, named by its id, beside
            ``timestamp``; a search's results are named by id and label.

        Returns
        -------
        Table
            It has ``__arrow_c_stream__``, Arrow's PyCapsule interface.
        """
        return self._table(wide)

    def to_pandas(self, wide: bool = False) -> pandas.DataFrame:
        """Make a pandas DataFrame of the values.

        Parameters
        ----------
        wide : bool, default False
            Whether each query gets a column of its own, named by its id, beside
            ``timestamp``; a search's results are named by id and label.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ImportError
            If pandas is not installed: it is the extra ``pandas``.
        """
        return pandas_frame(self._table(wide))

    def to_polars(self, wide: bool = False) -> polars.DataFrame:
        """Make a polars DataFrame of the values.

        Parameters
        ----------
        wide : bool, default False
            Whether each query gets a column of its own, named by its id, beside
            ``timestamp``; a search's results are named by id and label.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        ImportError
            If polars is not installed: it is the extra ``polars``.
        """
        return polars_frame(self._table(wide))

    def to_numpy(self, wide: bool = False) -> numpy.ndarray[typing.Any, typing.Any]:
        """Make a structured numpy array of the values.

        Parameters
        ----------
        wide : bool, default False
            Whether each query gets a field of its own, named by its id, beside
            ``timestamp``; a search's results are named by id and label.

        Returns
        -------
        numpy.ndarray

        Raises
        ------
        ImportError
            If numpy is not installed.
        """
        return numpy_records(self._table(wide))
