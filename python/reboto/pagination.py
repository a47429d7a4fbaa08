"""Iterate over all pages of a listing."""

from __future__ import annotations

from _thread import allocate_lock
from itertools import islice

from reboto import _core
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    Generic,
    LazyModule,
    Style,
    T,
    abc,
    typing,
)
from reboto._page_conversions import PagesTable
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import resultset
else:
    resultset = LazyModule("reboto.resultset")


class Pages(PagesTable[T, Style], Generic[T, Style]):
    """An iterator over all items of a listing, which requests each page when it is needed.

    The ``iter_...`` methods of connections return it. Use ``for`` on a blocking
    connection and ``async for`` on an awaitable connection. After an error, the next
    step requests the same page again. Only one task or thread can use it at a time.
    `collect`, `to_pandas` and similar methods return all remaining items at once; on an
    awaitable connection, await them.

    Parameters
    ----------
    connection : AutoScaleConnection or CloudWatchConnection
        The connection.
    operation : str
        Name of the connection's method that returns one page.
    **arguments : object
        Arguments of the method, without `next_token`.

    Examples
    --------
    >>> import reboto, reboto.local
    >>> with reboto.local.server():
    ...     cloudwatch = reboto.connect_cloudwatch()
    ...     done = cloudwatch.put_metric_data("Shop", ["Orders", "Returns"], [3, 1])
    ...     sorted(metric.name for metric in cloudwatch.iter_metrics(namespace="Shop"))
    ['Orders', 'Returns']
    """

    def __init__(self, connection: typing.Any, operation: str, **arguments: typing.Any) -> None:
        self._connection = connection
        self._operation = operation
        # Each page sends them again, so generators are read once.
        self._arguments = {
            name: _core.gather(name, value) if hasattr(value, "__next__") else value
            for name, value in arguments.items()
        }
        # Attribute of the result that has the items, if the result is not a list.
        self.items: str | None = None
        self._whole = False
        self._token: str | None = None
        self._tokens: set[str] = set()
        self._ended = False
        self._last: resultset.ResultSet[T] | None = None
        self._use = allocate_lock()
        self._ready: abc.Iterator[T] = iter(())

    def __repr__(self) -> str:
        return f"<Pages of {self._operation} on {self._connection!r}>"

    def pages(self) -> Pages[resultset.ResultSet[T], Style]:
        """Return an iterator over the pages, starting at the first page.

        Returns
        -------
        Pages of ResultSet
            Each item is the result of one call.
        """
        pages: Pages[resultset.ResultSet[T], Style] = Pages(
            self._connection, self._operation, **self._arguments
        )
        pages.items = self.items
        pages._whole = True
        return pages

    def __iter__(self: Pages[T, Blocking]) -> Pages[T, Blocking]:
        if self._connection._awaits:
            raise TypeError(f"calls of {self._connection!r} are awaitable; use `async for`")
        return self

    def __next__(self: Pages[T, Blocking]) -> T:
        iter(self)
        self._begin()
        try:
            while not (found := list(islice(self._ready, 1))):
                if self._ended:
                    raise StopIteration
                self._take(self._ask())
            return found[0]
        finally:
            self._use.release()

    def __aiter__(self: Pages[T, Awaiting]) -> Pages[T, Awaiting]:
        if not self._connection._awaits:
            raise TypeError(f"calls of {self._connection!r} block; use `for`")
        return self

    async def __anext__(self: Pages[T, Awaiting]) -> T:
        aiter(self)
        self._begin()
        try:
            while not (found := list(islice(self._ready, 1))):
                if self._ended:
                    raise StopAsyncIteration
                self._take(await self._ask())
            return found[0]
        finally:
            self._use.release()

    def _begin(self) -> None:
        if not self._use.acquire(blocking=False):
            raise BotoClientError(
                f"{self._operation}: two tasks or threads are using the same page iterator; "
                "create one iterator for each"
            )

    def _ask(self) -> typing.Any:
        listing = getattr(self._connection, self._operation)
        return listing(**self._arguments, next_token=self._token)

    def _take(self, page: typing.Any) -> None:
        token = page.next_token
        if token and token in self._tokens:
            raise BotoClientError(
                f"{self._operation}: the service returned the same next_token twice ({token!r}), "
                "so the listing would never end"
            )
        if token:
            self._tokens.add(token)
        if self.items:
            found: resultset.ResultSet[typing.Any] = resultset.ResultSet()
            found.extend(getattr(page, self.items) or ())
            found.next_token = token
            page = found
        self._last = page
        self._token = token
        self._ended = not self._token
        self._ready = iter((page,) if self._whole else page)
