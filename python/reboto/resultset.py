"""The lists that operations return."""

from __future__ import annotations

from reboto._dataframe import TabularList
from reboto._lazy import T, typing
from reboto._model import Value


class _Words:
    """What both kinds of answers say of words in them."""

    def to_boolean(self, value: str, true_value: str = "true") -> bool:
        """Say whether a word of an answer means yes.

        Parameters
        ----------
        value : str
            The word.
        true_value : str
            The word that means yes.

        Returns
        -------
        bool
        """
        return bool(value == true_value)


class ResultSet(_Words, TabularList[T]):
    """One page of an answer: a list that knows how to ask for the next.

    Parameters
    ----------
    marker_elem : list of tuple
        Element names of an answer, each with the class of what is made from
        it; kept as `markers`. These are not the items of the list:
        ``ResultSet.of(items)`` makes a list of objects.

    Attributes
    ----------
    next_token : str or None
        What to pass as `next_token` for the next page; None on the last.
    marker, next_marker : str or None
        The same for services that page by marker.
    is_truncated : bool
        Whether such a service has more to give.
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
        super().__init__()
        self.markers = marker_elem if isinstance(marker_elem, list) else []
        # Silently empty otherwise: the list of somebody who takes this for `list`'s constructor.
        if not all(isinstance(marker, tuple | list) for marker in self.markers):
            kind = type(self).__name__
            raise TypeError(
                f"marker_elem takes pairs of an element's name and a class: {kind}.of(items) makes "
                "a list of objects"
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


class BooleanResult(_Words, Value):
    """The answer of a call that only reports success.

    Parameters
    ----------
    marker_elem : object, optional
        Accepted and not kept, as in boto.

    Attributes
    ----------
    status : bool
        Whether the service reported success; also the truth of the object.
    request_id : str or None
        The service's identifier of the request.
    box_usage : str or None
        Hours of machine time used, which SimpleDB reports.
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
