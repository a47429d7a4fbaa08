"""HTTP requests and responses, for request hooks and `make_request`."""

from __future__ import annotations

from reboto import _core


class HTTPRequest:
    """An HTTP request that was sent.

    Parameters
    ----------
    method, url : str
        Method and URL.
    headers : dict
        Headers; the signature and the session token are redacted.
    body : bytes
        Body: form parameters, or a CBOR document.

    Attributes
    ----------
    protocol, host, path : str
        Parts of the URL.
    port : int
        Port of the URL.
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
    """An HTTP response.

    Parameters
    ----------
    status : int
        HTTP status.
    reason : str
        HTTP reason phrase.
    headers : dict
        Headers, with lower-case names.
    body : bytes
        Body of the response.
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
        """Read the body.

        Without `amt`, each call returns the whole body. With `amt`, each call returns the
        next part.

        Parameters
        ----------
        amt : int, optional
            Number of bytes to read; if negative, all remaining bytes.

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
        """Return the value of a header.

        Parameters
        ----------
        name : str
            Name of the header, in any case.
        default : str, optional
            Value to return if there is no such header.

        Returns
        -------
        str or None
        """
        return self.msg.get(name.lower(), default)

    def getheaders(self) -> list[tuple[str, str]]:
        """Return all headers.

        Returns
        -------
        list of tuple
            Pairs of name and value.
        """
        return list(self.msg.items())
