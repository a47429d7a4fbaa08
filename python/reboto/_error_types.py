"""The errors that calls raise; `reboto.exception` is where users import them from."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, cast, typing

if TYPE_CHECKING:
    from reboto._xml import Element

# Where boto has them, and where pickles look for them.
__name__ = "reboto.exception"


class BotoClientError(Exception):
    """Something went wrong on this side of the connection.

    Parameters
    ----------
    reason : str
        What happened, in a sentence.
    *args : object
        More that belongs to it, kept in ``args``.
    """

    def __init__(self, reason: str, *args: object) -> None:
        super().__init__(reason, *args)
        self.reason = reason

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.reason}"


class BotoConnectionError(BotoClientError, ConnectionError):
    """The service could not be reached, or the connection broke before its answer was read."""


class BotoTimeoutError(BotoClientError, TimeoutError):
    """The service did not answer within the time allowed."""


class NoConnectionError(BotoClientError, AttributeError):
    """An operation was asked of an object that belongs to no connection."""


class NoAuthHandlerFound(Exception):  # noqa: N818
    """No credentials were found to sign a request with."""


class BotoServerError(Exception):
    """A service answered with an error.

    Parameters
    ----------
    status : int
        HTTP status of the answer.
    reason : str
        HTTP reason phrase, such as ``"Bad Request"``.
    body : str, bytes, dict or None
        The answer: an XML or JSON document, parsed JSON, or plain text.
    *args : object
        More that belongs to it, kept in ``args``.

    Attributes
    ----------
    status, reason : int, str
        As given.
    body : str, dict or None
        The answer; None when it was plain text, which `message` then holds.
    request_id : str or None
        The service's identifier of the request.
    error_code, code : str or None
        Short name of the error, such as ``"Throttling"``.
    message, error_message : str
        What went wrong, in the service's words.
    box_usage : str or None
        Hours of machine time used, which SimpleDB reports.

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
        """What went wrong, in the service's words: the same as `message`."""
        return self.message

    @error_message.setter
    def error_message(self, value: str | None) -> None:
        self.message = value

    @property
    def code(self) -> str | None:
        """Short name of the error: the same as `error_code`."""
        return self.error_code

    @code.setter
    def code(self, value: str | None) -> None:
        self.error_code = value

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        # boto had the word None here where the answer was no document.
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
        """Take the fields from a JSON text; say whether it was one that can hold some."""
        try:
            from reboto._json import loads

            document = loads(body)
        except (ValueError, ImportError, OSError):  # the latter two where no file can be opened
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
        """Take the fields from an XML text; say whether it was well-formed."""
        # Imported for an error alone, as JSON above: a script that starts has none yet.
        from reboto._xml import read_elements

        elements, complete = read_elements(body)
        self._take(elements)
        return complete

    def _take(self, elements: list[Element]) -> None:
        for path, text in elements:
            if path[-1] in self._fields:
                setattr(self, self._fields[path[-1]], text)


class UnreadableAnswerError(BotoServerError):
    """A service, or what stands in its place, answered with success and cannot be understood.

    Parameters
    ----------
    status : int
        HTTP status of the answer.
    reason : str
        HTTP reason phrase.
    body : str
        The answer; of a long one, the beginning.
    message : str
        Why it cannot be understood.

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

    def __str__(self) -> str:
        shown = f"\n{self.body}" if self.body else ""
        return f"{type(self).__name__}: {self.status} {self.reason}, but {self.message}{shown}"


class InvalidInstanceMetadataError(Exception):
    """The instance metadata service gave an answer that cannot be used.

    Parameters
    ----------
    msg : str
        What is wrong with it.
    """

    MSG = (
        "To allow more attempts at reading instance metadata, raise "
        "'metadata_service_num_attempts' in section [Boto] of boto's configuration."
    )

    def __init__(self, msg: str) -> None:
        super().__init__(f"{msg}\n{self.MSG}")

    def __reduce__(self) -> tuple[typing.Any, ...]:
        return type(self), (self.args[0].removesuffix(f"\n{self.MSG}"),), vars(self)
