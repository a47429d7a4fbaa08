"""Lists and results that operations return."""

from __future__ import annotations

from reboto import _core
from reboto._core import Table  # noqa: TC001 - type hints are resolved at runtime
from reboto._lazy import TYPE_CHECKING, LazyModule, T, abc, cast, typing
from reboto._model import Value

if TYPE_CHECKING:
    from typing import SupportsIndex, overload

    import numpy
    import pandas
    import polars
    from typing_extensions import Self

    from reboto import _dataframe as frames
else:
    frames = LazyModule("reboto._dataframe")
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
        return frames.table_of(items, self._columns, self._class)

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
        return frames.pandas_frame(self._table())

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
        return frames.polars_frame(self._table())

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
        return frames.numpy_records(self._table())


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
        plain = isinstance(items, (list, tuple))
        made.extend(items if plain else _core.gather("items", items))
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

        def __getitem__(self, key: typing.SupportsIndex | slice) -> typing.Any:
            found = super().__getitem__(key)
            return self._with(found) if isinstance(key, slice) else found

        def __add__(self, other: list) -> TabularList:
            if not isinstance(other, list):
                return NotImplemented
            return self._with([*self, *other], other)

        def __radd__(self, other: list) -> TabularList:
            if not isinstance(other, list):
                return NotImplemented
            return self._with([*other, *self])

        def __iadd__(self, other: abc.Iterable) -> TabularList:
            self.extend(other)
            self._join(other)
            return self

        def __mul__(self, count: typing.SupportsIndex) -> TabularList:
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


class _BooleanText:
    """Conversion of boolean text, shared by both kinds of results."""

    def to_boolean(self, value: str, true_value: str = "true") -> bool:
        """Return whether a text in a response means true.

        Parameters
        ----------
        value : str
            The text.
        true_value : str, default "true"
            The text that means true.

        Returns
        -------
        bool
        """
        return bool(value == true_value)


class ResultSet(_BooleanText, TabularList[T]):
    """One page of a listing: a list with the token of the next page.

    Parameters
    ----------
    marker_elem : list of tuple
        Pairs of an element name in the response and the class of its items; kept as
        `markers`. These are not the items of the list: use ``ResultSet.of(items)`` to
        create a list of objects.

    Attributes
    ----------
    next_token : str or None
        Token to pass as `next_token` for the next page; None on the last page.
    marker, next_marker : str or None
        The same for services that use markers.
    is_truncated : bool
        Whether such a service has more items.
    status : bool
        Whether the service reported success.

    Examples
    --------
    >>> page = ResultSet()
    >>> page.append("group")
    >>> page, page.next_token
    (['group'], None)
    >>> ResultSet.of(["group", "other"])[:1]
    ['group']
    """

    def __init__(self, marker_elem: list[tuple[str, typing.Any]] | None = None) -> None:
        # As in boto. `super()` takes three times as long, and each group of a page has lists.
        list.__init__(self)  # pyright: ignore[reportUnknownMemberType]
        self.markers = marker_elem if isinstance(marker_elem, list) else []
        # Without this check, ResultSet(items), meant as list(items), would silently be empty.
        if self.markers and not all(isinstance(marker, tuple | list) for marker in self.markers):
            kind = type(self).__name__
            raise TypeError(
                "marker_elem must be a list of pairs of an element name and a class; use "
                f"{kind}.of(items) to create a list of objects"
            )
        self.marker: str | None = None
        self.key_marker: str | None = None
        self.next_marker: str | None = None
        self.next_key_marker: str | None = None
        self.next_upload_id_marker: str | None = None
        self.next_version_id_marker: str | None = None
        self.next_generation_marker: str | None = None
        self.version_id_marker: str | None = None
        self.is_truncated = False
        self.next_token: str | None = None
        self.status = True

    def startElement(  # noqa: N802
        self,
        name: str,
        attrs: typing.Any,  # noqa: ARG002
        connection: typing.Any,
    ) -> typing.Any:
        """Begin an element of a response that boto's ``XmlHandler`` reads.

        Parameters
        ----------
        name : str
            Name of the element.
        attrs : object
            Its attributes, which are ignored.
        connection : Connection
            The connection of a new item.

        Returns
        -------
        object or None
            A new item of the list, if `markers` have a class for the element.
        """
        for element, kind in self.markers:
            if name == element:
                item = kind(connection)
                self.append(item)
                return item
        return None

    def endElement(self, name: str, value: str, connection: typing.Any) -> None:  # noqa: N802, ARG002
        """End an element of a response: it becomes an attribute, under boto's name if it has one.

        Parameters
        ----------
        name, value : str
            The element and its text.
        connection : Connection
            Not used.
        """
        if name in _TRUE:
            setattr(
                self, "is_truncated" if name == "IsTruncated" else "status", value == _TRUE[name]
            )
        elif name == "ItemName":
            self.append(value)  # type: ignore[arg-type]
        elif name in ("MaxUploads", "MaxItems"):
            setattr(self, _ATTRIBUTES[name], int(value))
        else:
            setattr(self, _ATTRIBUTES.get(name, name), value)
            if name == "nextToken":
                self.next_token = value


# Elements that are flags, each with the text that means true.
_TRUE = {"IsTruncated": "true", "return": "true", "StatusCode": "Success", "IsValid": "True"}
# boto's attributes of other elements.
_ATTRIBUTES = {
    "Bucket": "bucket",
    "KeyMarker": "key_marker",
    "Marker": "marker",
    "MaxItems": "max_items",
    "MaxUploads": "max_uploads",
    "NextGenerationMarker": "next_generation_marker",
    "NextKeyMarker": "next_key_marker",
    "NextMarker": "next_marker",
    "NextToken": "next_token",
    "NextUploadIdMarker": "next_upload_id_marker",
    "NextVersionIdMarker": "next_version_id_marker",
    "Prefix": "prefix",
    "UploadIdMarker": "upload_id_marker",
    "VersionIdMarker": "version_id_marker",
}


class BooleanResult(_BooleanText, Value):
    """The result of a call that only reports success.

    Parameters
    ----------
    marker_elem : object, optional
        Ignored, as in boto.

    Attributes
    ----------
    status : bool
        Whether the service reported success; also the truth value of the object.
    request_id : str or None
        Request ID assigned by the service.
    box_usage : str or None
        Hours of machine time used, as reported by SimpleDB.
    """

    _identity = "request_id"

    def __init__(self, marker_elem: typing.Any = None) -> None:  # noqa: ARG002
        self.status = True
        self.request_id: str | None = None
        self.box_usage: str | None = None

    def __repr__(self) -> str:
        return "True" if self.status else "False"

    def __bool__(self) -> bool:
        return self.status
