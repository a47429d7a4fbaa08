"""Lists and results that operations return."""

from __future__ import annotations

from reboto._dataframe import TabularList
from reboto._lazy import T, typing
from reboto._model import Value


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
        super().__init__()
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
