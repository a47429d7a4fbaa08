"""Lists as tables for dataframe libraries."""

from __future__ import annotations

from reboto._core import Table, table_of_rows
from reboto._typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars


class Tabular:
    """What makes a list of reboto's a table.

    Each conversion reads the list as it is at that moment. Times become UTC with
    a zone, in microseconds; numpy's have none. What an object lacks is null.
    """

    # Columns that are there though the list be empty, each with its kind.
    _columns: dict[str, str] = {}

    def _table(self) -> Table:
        return table_of_rows(cast("list[Any]", self), self._columns)

    def _repr_html_(self) -> str:
        from reboto._html import many

        more = getattr(self, "next_token", None)
        return many(cast("list[Any]", self), "; next_token leads to more" if more else "")

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the table to whatever speaks Arrow's PyCapsule interface."""
        return self._table().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Table:
        """Make a table that any library which speaks Arrow takes.

        Many of those read a list as the objects it holds, and never ask it for
        its columns: ``pyarrow.table(points.to_arrow())``.

        Returns
        -------
        Table
            It has ``__arrow_c_stream__``, Arrow's PyCapsule interface.
        """
        return self._table()

    def to_pandas(self) -> pandas.DataFrame:
        """Make a pandas DataFrame, a row for each object.

        Datapoints are put in order of time, the oldest first.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ImportError
            If pandas is not installed: it is the extra ``pandas``.
        """
        return pandas_frame(self._table())

    def to_polars(self) -> polars.DataFrame:
        """Make a polars DataFrame, a row for each object.

        Datapoints are put in order of time, the oldest first.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        ImportError
            If polars is not installed: it is the extra ``polars``.
        """
        return polars_frame(self._table())

    def to_numpy(self) -> numpy.ndarray[Any, Any]:
        """Make a structured numpy array, a record for each object.

        Datapoints are put in order of time, the oldest first.

        Returns
        -------
        numpy.ndarray
            Its fields have the columns' names: ``array["Average"]``.

        Raises
        ------
        ImportError
            If numpy is not installed.
        """
        return numpy_records(self._table())


def pandas_frame(table: Table) -> pandas.DataFrame:
    """Make a pandas DataFrame of a table."""
    library = _need("pandas", "reboto[pandas]")
    columns = _arrays(table)
    for name, array in columns.items():
        if array.dtype.kind == "M":
            columns[name] = library.DatetimeIndex(array, tz="UTC")
    return cast("pandas.DataFrame", library.DataFrame(columns))


def polars_frame(table: Table) -> polars.DataFrame:
    """Make a polars DataFrame of a table."""
    library = _need("polars", "reboto[polars]")
    return cast("polars.DataFrame", library.DataFrame(table))


def numpy_records(table: Table) -> numpy.ndarray[Any, Any]:
    """Make a structured numpy array of a table."""
    library = _need("numpy", "numpy")
    columns = _arrays(table)
    rows = len(next(iter(columns.values()), ()))
    records = library.empty(rows, [(name, array.dtype) for name, array in columns.items()])
    for name, array in columns.items():
        records[name] = array
    return cast("numpy.ndarray[Any, Any]", records)


def _need(module: str, requirement: str) -> Any:
    from reboto._extras import need

    return need(module, requirement)


def _arrays(table: Table) -> dict[str, Any]:
    library = _need("numpy", "numpy")
    return {
        name: library.frombuffer(cells, library.dtype(kind))
        if isinstance(cells, bytearray)
        else library.array(cells, kind)
        for name, kind, cells in table.arrays()
    }
