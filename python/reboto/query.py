"""Any action of a service by its name, as boto's connections offer it."""

from reboto import _core
from reboto._typing import Any, Mapping, Sequence


class QueryCalls:
    """Calls that name their action: for what has no method of its own."""

    def get_status(
        self,
        action: str,
        params: Mapping[str, Any] | None = None,
        path: str = "/",
        parent: Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> Any:
        """Send any action of the service's Query API by its name.

        Parameters
        ----------
        action : str
            Name of the action, such as ``"StartInstanceRefresh"``.
        params : dict, optional
            Its parameters, written out: ``{"Filters.member.1.Name": "key"}``.
        path : str, default "/"
            Path below the service's.
        parent : object, optional
            What objects made of the answer carry in place of the connection.
        verb : str, default "GET"
            Not used: reboto sends POST, which takes parameters of any length.

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
        return self._query(action, params, path, parent or None, "status")

    def get_object(
        self,
        action: str,
        params: Mapping[str, Any] | None,
        cls: Any,
        path: str = "/",
        parent: Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> Any:
        """Send any action of the service's Query API; make one object of its answer.

        Parameters
        ----------
        action, path, verb : str
            As for `get_status`.
        params : dict, optional
            As for `get_status`.
        parent : object, optional
            As for `get_status`.
        cls : type
            A class of reboto's; or one of your own, whose ``startElement`` and
            ``endElement`` are called as boto did, or which is given an attribute
            for each element.

        Returns
        -------
        object
            Of `cls`.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
        return self._query(action, params, path, parent or None, cls)

    def get_list(
        self,
        action: str,
        params: Mapping[str, Any] | None,
        markers: Sequence[tuple[str, Any]],
        path: str = "/",
        parent: Any = None,
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> Any:
        """Send any action of the service's Query API; make a list of its answer.

        Parameters
        ----------
        action, path, verb : str
            As for `get_status`.
        params : dict, optional
            As for `get_status`.
        parent : object, optional
            As for `get_status`.
        markers : list of tuple
            Each an element's name and the class to make of it, such as
            ``[("member", ScalingPolicy)]``.

        Returns
        -------
        ResultSet
            One page; ``next_token`` is set where more follow.

        Raises
        ------
        BotoServerError
            If AWS refuses it.
        """
        return self._query(action, params, path, parent or None, list(markers))

    def make_request(
        self,
        action: str,
        params: Mapping[str, Any] | None = None,
        path: str = "/",
        verb: str = "GET",  # noqa: ARG002 - boto's
    ) -> Any:
        """Send any action of the service's Query API; give its answer as it came.

        Parameters
        ----------
        action, path, verb : str
            As for `get_status`.
        params : dict, optional
            As for `get_status`.

        Returns
        -------
        HTTPResponse
            Also where AWS answers with an error.
        """
        return self._query(action, params, path, None, "response")

    _query: Any


class HTTPRequest:
    """A request as it was sent.

    Parameters
    ----------
    method, url : str
        Its method and URL.
    headers : dict
        The head's fields; the signature and the session's token are hidden.
    body : bytes
        The form, or the CBOR document.

    Attributes
    ----------
    protocol, host, path : str
        Parts of the URL.
    port : int
        The URL's port.
    """

    def __init__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> None:
        from urllib.parse import urlsplit

        parts = urlsplit(url)
        self.method = method
        self.url = url
        self.protocol = parts.scheme
        self.host = parts.hostname or ""
        self.port = parts.port or (443 if parts.scheme == "https" else 80)
        self.path = parts.path
        self.headers = headers
        self.body = body

    def __repr__(self) -> str:
        return f"<HTTPRequest {self.method} {self.url}>"


class HTTPResponse:
    """An answer as it came.

    Parameters
    ----------
    status : int
        The HTTP status.
    reason : str
        Its words.
    headers : dict
        The head's fields, names in lower case.
    body : bytes
        The document.
    """

    def __init__(self, status: int, reason: str, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.reason = reason
        self.msg = headers
        self._body = body
        self._read = 0

    def __repr__(self) -> str:
        return f"<HTTPResponse {self.status} {self.reason}>"

    def read(self, amt: int | None = None) -> bytes:
        """Read the document: all of it, each time; or its next part.

        Parameters
        ----------
        amt : int, optional
            Bytes to read; all that are left if it is negative.

        Returns
        -------
        bytes
        """
        if amt is None:
            return self._body
        count = _core.to_int("amt", amt)
        end = None if count < 0 else self._read + count
        part = self._body[self._read : end]
        self._read += len(part)
        return part

    def getheader(self, name: str, default: str | None = None) -> str | None:
        """Get a field of the head.

        Parameters
        ----------
        name : str
            Its name, in any case.
        default : str, optional
            What to give where there is no such field.

        Returns
        -------
        str or None
        """
        return self.msg.get(name.lower(), default)

    def getheaders(self) -> list[tuple[str, str]]:
        """List the head's fields.

        Returns
        -------
        list of tuple
            Names and values.
        """
        return list(self.msg.items())
