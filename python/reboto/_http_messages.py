"""HTTP requests and responses as request hooks and `make_request` give them."""

from __future__ import annotations

from reboto import _core


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
