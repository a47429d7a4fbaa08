"""What is left of a listing, as one list or as a table."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, cast, typing

if TYPE_CHECKING:
    from reboto._dataframe import TabularList


class PagesTable:
    """The conversions of a listing of several pages.

    Each lists the pages that are left. On a connection whose calls are awaited,
    each returns an awaitable.
    """

    _connection: typing.Any
    _whole: bool
    _last: typing.Any

    def collect(self) -> typing.Any:
        """List all that is left, in one list.

        Returns
        -------
        ResultSet
            A list of the class that one page has, with the attributes of the last
            page. An awaitable for it on a connection whose calls are awaited.

        Raises
        ------
        BotoServerError
            If AWS refuses a page.

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

    def to_arrow(self, **options: typing.Any) -> typing.Any:
        """List all that is left as a table that any library which speaks Arrow takes.

        Parameters
        ----------
        **options : object
            Options of the list's own method.

        Returns
        -------
        Table
            Or an awaitable for it.
        """
        return self._converted("to_arrow", options)

    def to_pandas(self, **options: typing.Any) -> typing.Any:
        """List all that is left as a pandas DataFrame, a row for each object.

        Parameters
        ----------
        **options : object
            Options of the list's own method.

        Returns
        -------
        pandas.DataFrame
            Or an awaitable for it.

        Raises
        ------
        ImportError
            If pandas is not installed: it is the extra ``pandas``.
        """
        return self._converted("to_pandas", options)

    def to_polars(self, **options: typing.Any) -> typing.Any:
        """List all that is left as a polars DataFrame, a row for each object.

        Parameters
        ----------
        **options : object
            Options of the list's own method.

        Returns
        -------
        polars.DataFrame
            Or an awaitable for it.

        Raises
        ------
        ImportError
            If polars is not installed: it is the extra ``polars``.
        """
        return self._converted("to_polars", options)

    def to_numpy(self, **options: typing.Any) -> typing.Any:
        """List all that is left as a structured numpy array, a record for each object.

        Parameters
        ----------
        **options : object
            Options of the list's own method.

        Returns
        -------
        numpy.ndarray
            Or an awaitable for it.

        Raises
        ------
        ImportError
            If numpy is not installed.
        """
        return self._converted("to_numpy", options)

    def _converted(self, method: str, options: dict[str, typing.Any]) -> typing.Any:
        if self._connection._awaits:
            return self._convert_later(method, options)
        return getattr(self.collect(), method)(**options)

    async def _convert_later(self, method: str, options: dict[str, typing.Any]) -> typing.Any:
        return getattr(await self._collected(), method)(**options)

    async def _collected(self) -> TabularList[typing.Any]:
        return self._joined([item async for item in cast("typing.Any", self)])

    def _joined(self, found: list[typing.Any]) -> TabularList[typing.Any]:
        items = [item for page in found for item in page] if self._whole else found
        joined: TabularList[typing.Any] = self._last[:0]
        joined.extend(items)
        return joined
