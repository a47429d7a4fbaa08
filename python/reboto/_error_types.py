"""Exceptions that any call may raise. Users import them from `reboto.exception`."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, cast, typing

if TYPE_CHECKING:
    from reboto._xml import Element

# The module that boto defines them in, and that pickles refer to.
__name__ = "reboto.exception"


class BotoClientError(Exception):
    """A client-side error: the request was not sent, or no valid response arrived.

    Parameters
    ----------
    reason : str
        Description of the error.
    *args : object
        Further values, kept in ``args``.
    """

    def __init__(self, reason: str, *args: object) -> None:
        super().__init__(reason, *args)
        self.reason = reason

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.reason}"

    def __str__(self) -> str:
        # As in boto. Subclasses of reboto leave out the name, which tracebacks add.
        return repr(self)


class BotoConnectionError(BotoClientError, ConnectionError):
    """The connection failed, or it was closed before the response was complete."""

    def __str__(self) -> str:
        return self.reason


class BotoTimeoutError(BotoClientError, TimeoutError):
    """No complete response arrived within the timeout."""

    def __str__(self) -> str:
        return self.reason


class NoConnectionError(BotoClientError, AttributeError):
    """A method that needs a connection was called on an object without one."""

    def __str__(self) -> str:
        return self.reason


class NoAuthHandlerFound(Exception):  # noqa: N818
    """No credentials were found to sign the request."""


class BotoServerError(Exception):
    """The service returned an error response.

    Parameters
    ----------
    status : int
        HTTP status of the response.
    reason : str
        HTTP reason phrase, such as ``"Bad Request"``.
    body : str, bytes, dict or None
        Body of the response: an XML or JSON document, parsed JSON, or plain text.
    *args : object
        Further values, kept in ``args``.

    Attributes
    ----------
    status, reason : int, str
        HTTP status and reason phrase.
    body : str, dict or None
        Body of the response; None if it is plain text, which is then in `message`.
    request_id : str or None
        Request ID assigned by the service.
    error_code, code : str or None
        Error code, such as ``"Throttling"``.
    message, error_message : str
        Error message from the service.
    box_usage : str or None
        Hours of machine time used, as reported by SimpleDB.

    Examples
    --------
    >>> error = BotoServerError(
    ...     400,
    ...     "Bad Request",
    ...     "<ErrorResponse><Error><Code>Throttling</Code>"
    ...     "<Message>Rate exceeded</Message></Error></ErrorResponse>",
    ... )
    >>> error.error_code, error.message
    ('Throttling', 'Rate exceeded')
    """

    _fields: typing.ClassVar[dict[str, str]] = {
        "RequestId": "request_id",
        "RequestID": "request_id",
        "Code": "error_code",
        "Message": "message",
        "BoxUsage": "box_usage",
    }

    def __init__(
        self, status: typing.Any, reason: typing.Any, body: typing.Any = None, *args: object
    ) -> None:
        super().__init__(status, reason, body, *args)
        self.status: int = status
        self.reason: str = reason
        self.body: typing.Any = body or ""
        self.request_id: str | None = None
        self.error_code: str | None = None
        self.message: str | None = ""
        self.box_usage: str | None = None
        if isinstance(self.body, bytes):
            self.body = self.body.decode("utf-8", "replace")
        if hasattr(self.body, "items"):
            self._read_document(self.body)
        elif self.body and not self._read_xml(self.body) and not self._read_json(self.body):
            self.message, self.body = self.body, None

    @property
    def error_message(self) -> str | None:
        """Error message from the service; the same as `message`."""
        return self.message

    @error_message.setter
    def error_message(self, value: str | None) -> None:
        self.message = value

    @property
    def code(self) -> str | None:
        """Error code; the same as `error_code`."""
        return self.error_code

    @code.setter
    def code(self, value: str | None) -> None:
        self.error_code = value

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        # boto shows "None" here if the response is not a document.
        shown = self.message if self.body is None else self.body
        return f"{type(self).__name__}: {self.status} {self.reason}\n{shown}"

    def _read_document(self, document: typing.Any) -> None:
        self.request_id = document.get("RequestId")
        if "Error" in document:
            self.error_code = document["Error"].get("Code")
            self.message = document["Error"].get("Message")
        else:
            self.message = document.get("message")

    def _read_json(self, body: str) -> bool:
        """Read the fields from a JSON text; return whether it is an object, list or string."""
        try:
            from reboto._json import loads

            document = loads(body)
        except (ValueError, ImportError, OSError):  # the last two if no file can be opened
            return False
        if isinstance(document, dict):
            fields = cast("dict[str, typing.Any]", document)
            self.request_id = fields.get("RequestId")
            error: dict[str, typing.Any] | None = fields.get("Error")
            if isinstance(error, dict):
                self.error_code = error.get("Code")
                self.message = error.get("Message", "")
        return isinstance(document, (dict, list, str))

    def _read_xml(self, body: str) -> bool:
        """Read the fields from an XML text; return whether it is well-formed."""
        # Imported only when an error occurs, like JSON above, to keep startup fast.
        from reboto._xml import read_elements

        elements, complete = read_elements(body)
        self._take(elements)
        return complete

    def _take(self, elements: list[Element]) -> None:
        for path, text in elements:
            if path[-1] in self._fields:
                setattr(self, self._fields[path[-1]], text)


class UnreadableAnswerError(BotoServerError):
    """A successful response could not be parsed.

    The response may come from a proxy or from another server instead of the service.

    Parameters
    ----------
    status : int
        HTTP status of the response.
    reason : str
        HTTP reason phrase.
    body : str
        Body of the response; only the beginning if it is long.
    message : str
        Why it could not be parsed.

    Examples
    --------
    >>> UnreadableAnswerError(200, "OK", "<html>", "it ends with 1 element still open")
    UnreadableAnswerError: 200 OK, but it ends with 1 element still open
    <html>
    """

    def __init__(
        self, status: typing.Any, reason: typing.Any, body: typing.Any = "", message: str = ""
    ) -> None:
        super().__init__(status, reason)
        self.args = (status, reason, body, message)
        self.body, self.message = body, message

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self}"

    def __str__(self) -> str:
        shown = f"\n{self.body}" if self.body else ""
        return f"{self.status} {self.reason}, but {self.message}{shown}"
