"""All pages of a listing as one iterator."""

from __future__ import annotations

from _thread import allocate_lock
from itertools import islice

from reboto._lazy import TYPE_CHECKING, Generic, LazyModule, T, abc, typing
from reboto._page_conversions import PagesTable
from reboto.exception import BotoClientError

if TYPE_CHECKING:
    from reboto import resultset
else:
    resultset = LazyModule("reboto.resultset")


class Pages(PagesTable, Generic[T]):
    """What a listing gives, page after page, each asked for when it is needed.

    The connections' ``iter_...`` methods make these: an iterator for ``for`` on a
    connection whose calls block, for ``async for`` on one whose calls are awaited.
    After an error the next step asks for the same page again. One task or thread
    at a time goes through it. `collect`, `to_pandas` and the like give what is left
    of it at once: as they are, or for ``await`` on a connection whose calls are
    awaited.

    Parameters
    ----------
    connection : AutoScaleConnection or CloudWatchConnection
        The connection to ask.
    operation : str
        Name of its method that lists one page.
    **arguments : object
        The method's arguments, without `next_token`.

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
        self._arguments = arguments
        self._whole = False
        self._token: str | None = None
        self._tokens: set[str] = set()
        self._ended = False
        self._last: resultset.ResultSet[T] | None = None
        self._use = allocate_lock()
        self._ready: abc.Iterator[T] = iter(())

    def __repr__(self) -> str:
        return f"<Pages of {self._operation} on {self._connection!r}>"

    def pages(self) -> Pages[resultset.ResultSet[T]]:
        """Go through the pages themselves, from the first one.

        Returns
        -------
        Pages of ResultSet
            Each item is what one call gives.
        """
        pages: Pages[resultset.ResultSet[T]] = Pages(
            self._connection, self._operation, **self._arguments
        )
        pages._whole = True
        return pages

    def __iter__(self) -> Pages[T]:
        if self._connection._awaits:
            raise TypeError(f"calls of {self._connection!r} are awaited: use `async for`")
        return self

    def __next__(self) -> T:
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

    def __aiter__(self) -> Pages[T]:
        if not self._connection._awaits:
            raise TypeError(f"calls of {self._connection!r} block: use `for`")
        return self

    async def __anext__(self) -> T:
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
                f"{self._operation}: two tasks or threads use one page iterator; "
                "make an iterator for each"
            )

    def _ask(self) -> typing.Any:
        listing = getattr(self._connection, self._operation)
        return listing(**self._arguments, next_token=self._token)

    def _take(self, page: typing.Any) -> None:
        token = page.next_token
        if token and token in self._tokens:
            raise BotoClientError(
                f"{self._operation}: the service returned a next_token twice ({token!r}), "
                "so the listing would not end"
            )
        if token:
            self._tokens.add(token)
        self._last = page
        self._token = token
        self._ended = not self._token
        self._ready = iter((page,) if self._whole else page)
