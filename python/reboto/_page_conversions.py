"""Collect the remaining pages of a listing into one list or table."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, Generic, Style, T, cast, typing

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars

    from reboto._core import Table
    from reboto._lazy import Later
    from reboto.resultset import TabularList


class PagesTable(Generic[T, Style]):
    """Conversions of a listing of several pages.

    Each conversion reads the remaining pages. On an awaitable connection, each returns
    an awaitable.
    """

    _connection: typing.Any
    _whole: bool
    _last: typing.Any

    if TYPE_CHECKING:

        @typing.overload
        def collect(self: PagesTable[T, Blocking]) -> TabularList[T]: ...
        @typing.overload
        def collect(self: PagesTable[T, Awaiting]) -> Later[TabularList[T]]: ...

    def collect(self) -> typing.Any:
        """Return all remaining items as one list.

        Returns
        -------
        ResultSet
            A list of the same class as one page, with the attributes of the last
            page. On an awaitable connection, an awaitable of the list.

        Raises
        ------
        BotoServerError
            If AWS returns an error for a page.

        Examples
        --------
        >>> import reboto, reboto.local
        >>> with reboto.local.server():
        ...     reboto.connect_autoscale().iter_tags().collect()
        []
        """
        if self._connection._awaits:
            return self._collected()
        return self._joined(list(cast("typing.Any", self)))

    if TYPE_CHECKING:

        @typing.overload
        def to_arrow(self: PagesTable[T, Blocking], **options: typing.Any) -> Table: ...
        @typing.overload
        def to_arrow(self: PagesTable[T, Awaiting], **options: typing.Any) -> Later[Table]: ...

    def to_arrow(self, **options: typing.Any) -> typing.Any:
        """Return all remaining items as a table for any library that supports Arrow.

        Parameters
        ----------
        **options : object
            Options of the same method of the list.

        Returns
        -------
        Table
            On an awaitable connection, an awaitable of it.
        """
        return self._converted("to_arrow", options)

    if TYPE_CHECKING:

        @typing.overload
        def to_pandas(self: PagesTable[T, Blocking], **options: typing.Any) -> pandas.DataFrame: ...
        @typing.overload
        def to_pandas(
            self: PagesTable[T, Awaiting], **options: typing.Any
        ) -> Later[pandas.DataFrame]: ...

    def to_pandas(self, **options: typing.Any) -> typing.Any:
        """Return all remaining items as a pandas DataFrame, with one row per object.

        Parameters
        ----------
        **options : object
            Options of the same method of the list.

        Returns
        -------
        pandas.DataFrame
            On an awaitable connection, an awaitable of it.

        Raises
        ------
        ImportError
            If pandas is not installed; install the extra ``reboto[pandas]``.
        """
        return self._converted("to_pandas", options)

    if TYPE_CHECKING:

        @typing.overload
        def to_polars(self: PagesTable[T, Blocking], **options: typing.Any) -> polars.DataFrame: ...
        @typing.overload
        def to_polars(
            self: PagesTable[T, Awaiting], **options: typing.Any
        ) -> Later[polars.DataFrame]: ...

    def to_polars(self, **options: typing.Any) -> typing.Any:
        """Return all remaining items as a polars DataFrame, with one row per object.

        Parameters
        ----------
        **options : object
            Options of the same method of the list.

        Returns
        -------
        polars.DataFrame
            On an awaitable connection, an awaitable of it.

        Raises
        ------
        ImportError
            If polars is not installed; install the extra ``reboto[polars]``.
        """
        return self._converted("to_polars", options)

    if TYPE_CHECKING:

        @typing.overload
        def to_numpy(
            self: PagesTable[T, Blocking], **options: typing.Any
        ) -> numpy.ndarray[typing.Any, typing.Any]: ...
        @typing.overload
        def to_numpy(
            self: PagesTable[T, Awaiting], **options: typing.Any
        ) -> Later[numpy.ndarray[typing.Any, typing.Any]]: ...

    def to_numpy(self, **options: typing.Any) -> typing.Any:
        """Return all remaining items as a structured numpy array, with one record per object.

        Parameters
        ----------
        **options : object
            Options of the same method of the list.

        Returns
        -------
        numpy.ndarray
            On an awaitable connection, an awaitable of it.

        Raises
        ------
        ImportError
            If numpy is not installed.
        """
        return self._converted("to_numpy", options)

    def _converted(self, method: str, options: dict[str, typing.Any]) -> typing.Any:
        if self._connection._awaits:
            return self._convert_later(method, options)
        return getattr(cast("typing.Any", self).collect(), method)(**options)

    async def _convert_later(self, method: str, options: dict[str, typing.Any]) -> typing.Any:
        return getattr(await self._collected(), method)(**options)

    async def _collected(self) -> TabularList[typing.Any]:
        return self._joined([item async for item in cast("typing.Any", self)])

    def _joined(self, found: list[typing.Any]) -> TabularList[typing.Any]:
        items = [item for page in found for item in page] if self._whole else found
        joined: TabularList[typing.Any] = self._last[:0]
        joined.extend(items)
        return joined
