"""Convert lists to tables, and tables to the objects of dataframe libraries."""

from __future__ import annotations

from reboto._core import Table, columns_of, table_of_rows
from reboto._lazy import TYPE_CHECKING, LazyModule, cast, typing

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars
else:
    numpy, pandas, polars = map(LazyModule, ("numpy", "pandas", "polars"))


def table_of(items: list[typing.Any], columns: dict[str, str], empty: type | None) -> Table:
    """Return the table of a list.

    Parameters
    ----------
    items : list
        The objects, one per row.
    columns : dict of str to str
        Requested columns, each with its kind; by default, those of the objects' class.
    empty : type, optional
        The class that defines the columns of an empty list.

    Returns
    -------
    Table
    """
    return table_of_rows(items, columns or _expected(items, empty))


def _expected(items: list[typing.Any], empty: type | None) -> dict[str, str]:
    """Return the columns that a table of the items always has."""
    kind = cast("typing.Any", type(items[0]) if items else empty)
    if kind is None or any(type(item) is not kind for item in items):
        return {}
    columns = columns_of(kind) or _columns_of_structure(kind)
    if items and issubclass(kind, dict):
        # A datapoint has the requested statistics, and datapoints are sorted by time.
        return {"Timestamp": "time"} if "Timestamp" in columns else {}
    return columns


# Kind of a column, by the annotation of a member of a generated class.
_KINDS = {"int": "whole", "float": "real", "bool": "flag", "datetime.datetime": "time"}


def _columns_of_structure(kind: type) -> dict[str, str]:
    """Return the columns of a class that is generated from AWS's model: all its members."""
    names: dict[str, str] = getattr(kind, "_names", {})
    hints: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        hints.update(vars(base).get("__annotations__", {}))
    return {
        name: _KINDS.get(str(hints.get(name)).removesuffix(" | None"), "text") for name in names
    }


def pandas_frame(table: Table) -> pandas.DataFrame:
    """Convert a table to a pandas DataFrame."""
    library = _need("pandas", "reboto[pandas]")
    columns = _arrays(table)
    for name, array in columns.items():
        if array.dtype.kind == "M":
            columns[name] = library.DatetimeIndex(array, tz="UTC")
    return cast("pandas.DataFrame", library.DataFrame(columns))


def polars_frame(table: Table) -> polars.DataFrame:
    """Convert a table to a polars DataFrame."""
    library = _need("polars", "reboto[polars]")
    return cast("polars.DataFrame", library.DataFrame(table))


def numpy_records(table: Table) -> numpy.ndarray[typing.Any, typing.Any]:
    """Convert a table to a structured numpy array."""
    library = _need("numpy", "numpy")
    columns = _arrays(table)
    rows = len(next(iter(columns.values()), ()))
    records = library.empty(rows, [(name, array.dtype) for name, array in columns.items()])
    for name, array in columns.items():
        records[name] = array
    return cast("numpy.ndarray[typing.Any, typing.Any]", records)


def _need(module: str, requirement: str) -> typing.Any:
    from reboto._optional import import_optional

    return import_optional(module, requirement)


def _arrays(table: Table) -> dict[str, typing.Any]:
    library = _need("numpy", "numpy")
    return {
        name: library.frombuffer(cells, library.dtype(kind))
        if isinstance(cells, bytearray)
        else library.array(cells, kind)
        for name, kind, cells in table.arrays()
    }
