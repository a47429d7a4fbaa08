"""Convert lists to tables for dataframe libraries."""

from __future__ import annotations

from reboto._core import Table, columns_of, table_of_rows
from reboto._lazy import TYPE_CHECKING, LazyModule, T, abc, cast, typing

if TYPE_CHECKING:
    from typing import SupportsIndex, overload

    import numpy
    import pandas
    import polars
    from typing_extensions import Self
else:
    numpy, pandas, polars = map(LazyModule, ("numpy", "pandas", "polars"))
    Self = list


class Tabular:
    """Conversions of a list to tables.

    Each conversion reads the current content of the list. Times become UTC timestamps
    with a time zone, in microseconds; in numpy, without a time zone. Missing attributes
    become null.
    """

    # Requested columns, each with its kind.
    _columns: dict[str, str] = {}
    # The class of the items, which defines the columns of an empty list.
    _class: type | None = None

    def _table(self) -> Table:
        items: typing.Any = self
        return table_of_rows(items, self._columns or _expected(items, self._class))

    def _repr_html_(self) -> str:
        from reboto._html import many

        more = getattr(self, "next_token", None)
        items: typing.Any = self
        return many(items, "; next_token leads to more" if more else "")

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table through Arrow's PyCapsule interface."""
        return self._table().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Table:
        """Convert the list to a table for any library that supports Arrow.

        Many libraries treat a list as a sequence of objects and do not use its Arrow
        interface. Pass them the table: ``pyarrow.table(points.to_arrow())``.

        Returns
        -------
        Table
            An object with ``__arrow_c_stream__``, Arrow's PyCapsule interface.
        """
        return self._table()

    def to_pandas(self) -> pandas.DataFrame:
        """Convert the list to a pandas DataFrame, with one row per object.

        Datapoints are sorted by time, oldest first.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ImportError
            If pandas is not installed; install the extra ``reboto[pandas]``.
        """
        return pandas_frame(self._table())

    def to_polars(self) -> polars.DataFrame:
        """Convert the list to a polars DataFrame, with one row per object.

        Datapoints are sorted by time, oldest first.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        ImportError
            If polars is not installed; install the extra ``reboto[polars]``.
        """
        return polars_frame(self._table())

    def to_numpy(self) -> numpy.ndarray[typing.Any, typing.Any]:
        """Convert the list to a structured numpy array, with one record per object.

        Datapoints are sorted by time, oldest first.

        Returns
        -------
        numpy.ndarray
            Its fields are named after the columns: ``array["Average"]``.

        Raises
        ------
        ImportError
            If numpy is not installed.
        """
        return numpy_records(self._table())


class TabularList(Tabular, list[T]):
    """A list whose slices, copies, sums and multiples are lists of the same class.

    They keep the attributes of the list, such as `next_token`. A sum has the
    `next_token` of its last part, where the listing continues.
    """

    @classmethod
    def of(cls, items: abc.Iterable[T]) -> Self:
        """Make a list of this class from the objects of an iterable.

        The constructor cannot do this: it takes boto's arguments, not items.

        Parameters
        ----------
        items : iterable
            The objects: ``ResultSet.of(sorted(groups, key=...))``.

        Returns
        -------
        ResultSet
            A list of this class. It keeps the attributes of `items`, such as
            `next_token`, if `items` is a list of this kind.

        Examples
        --------
        >>> from reboto.ec2.autoscale import Tag
        >>> from reboto.resultset import ResultSet
        >>> ResultSet.of([Tag(key="stage", value="live")]).to_numpy()["value"].tolist()
        ['live']
        """
        made: typing.Any = cls()
        if isinstance(items, Tabular):
            attributes: dict[str, typing.Any] = vars(items)
            made.__dict__.update(attributes)
        made.extend(items)
        return cast("Self", made)

    def copy(self) -> Self:
        """Make a list of the same objects and attributes.

        Returns
        -------
        ResultSet
            A list of the same class.
        """
        return self._with(self)

    if TYPE_CHECKING:
        # For type checkers, because `list` declares that these return plain lists.
        @overload
        def __getitem__(self, key: SupportsIndex) -> T: ...
        @overload
        def __getitem__(self, key: slice) -> Self: ...
        def __getitem__(self, key: typing.Any) -> typing.Any: ...
        def __add__(self, other: list[T], /) -> Self: ...  # type: ignore[override]
        def __radd__(self, other: list[T], /) -> Self: ...
        def __iadd__(self, other: abc.Iterable[T], /) -> Self: ...  # type: ignore[override]
        def __mul__(self, count: SupportsIndex, /) -> Self: ...
        def __rmul__(self, count: SupportsIndex, /) -> Self: ...

    else:

        def __getitem__(self, key):
            found = super().__getitem__(key)
            return self._with(found) if isinstance(key, slice) else found

        def __add__(self, other):
            if not isinstance(other, list):
                return NotImplemented
            return self._with([*self, *other], other)

        def __radd__(self, other):
            if not isinstance(other, list):
                return NotImplemented
            return self._with([*other, *self])

        def __iadd__(self, other):
            self.extend(other)
            self._join(other)
            return self

        def __mul__(self, count):
            return self._with([*self] * count)

        __rmul__ = __mul__

    def _with(self, items: abc.Iterable[T], last: object = None) -> Self:
        mine: list[typing.Any] = self
        result = type(self).__new__(type(self))
        result.extend(items)
        vars(result).update(vars(self))
        if mine and not result:
            result._class = type(mine[0])
        result._join(last)
        return result

    def _join(self, last: typing.Any) -> None:
        """Copy `next_token` and the columns from the last part of a sum."""
        if not isinstance(last, Tabular):
            return
        if hasattr(last, "next_token"):
            vars(self)["next_token"] = getattr(last, "next_token", None)
        if self._columns and last._columns:
            self._columns = {**self._columns, **last._columns}
        self._class = self._class or last._class


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
