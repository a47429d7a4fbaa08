"""The errors that calls raise: boto's classes, with the answer's data as attributes.

Errors of services that reboto does not call are here too, for scripts and
modules that import them beside the others.
"""

from __future__ import annotations

from reboto._typing import TYPE_CHECKING, Any, ClassVar, cast

if TYPE_CHECKING:
    from reboto._xml import Element


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

    _fields: ClassVar[dict[str, str]] = {
        "RequestId": "request_id",
        "RequestID": "request_id",
        "Code": "error_code",
        "Message": "message",
        "BoxUsage": "box_usage",
    }

    def __init__(self, status: Any, reason: Any, body: Any = None, *args: object) -> None:
        super().__init__(status, reason, body, *args)
        self.status: int = status
        self.reason: str = reason
        self.body: Any = body or ""
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

    def _read_document(self, document: Any) -> None:
        self.request_id = document.get("RequestId")
        if "Error" in document:
            self.error_code = document["Error"].get("Code")
            self.message = document["Error"].get("Message")
        else:
            self.message = document.get("message")

    def _read_json(self, body: str) -> bool:
        """Take the fields from a JSON text; say whether it was one that can hold some."""
        from json import loads

        try:
            document = loads(body)
        except ValueError:
            return False
        if isinstance(document, dict):
            fields = cast("dict[str, Any]", document)
            self.request_id = fields.get("RequestId")
            error: dict[str, Any] | None = fields.get("Error")
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

    def __init__(self, status: Any, reason: Any, body: Any = "", message: str = "") -> None:
        super().__init__(status, reason)
        self.args = (status, reason, body, message)
        self.body, self.message = body, message

    def __str__(self) -> str:
        shown = f"\n{self.body}" if self.body else ""
        return f"{type(self).__name__}: {self.status} {self.reason}, but {self.message}{shown}"


class EC2ResponseError(BotoServerError):
    """EC2 answered with an error.

    Attributes
    ----------
    errors : list of tuple
        Code and message of each error in the answer; the first is also in
        `error_code` and `message`.
    """

    def __init__(self, status: Any, reason: Any, body: Any = None) -> None:
        self.errors: list[tuple[str | None, str | None]] = []
        super().__init__(status, reason, body)
        if self.errors:
            self.error_code, self.message = self.errors[0]

    def _take(self, elements: list[Element]) -> None:
        fields: dict[str, str] = {}
        for path, text in elements:
            if path[-1] == "RequestID":
                self.request_id = text
            elif path[-2:] == ("Errors", "Error"):
                self.errors.append((fields.get("Code"), fields.get("Message")))
                fields = {}
            else:
                fields[path[-1]] = text


class JSONResponseError(BotoServerError):
    """A service that speaks JSON answered with an error.

    Parameters
    ----------
    status : int
        HTTP status of the answer.
    reason : str
        HTTP reason phrase.
    body : dict or None
        The parsed answer; its ``__type`` gives `error_code`, its ``message``
        gives `message`.
    """

    def __init__(self, status: Any, reason: Any, body: Any = None, *args: object) -> None:
        super().__init__(status, reason, None, *args)
        self.args = (status, reason, body, *args)
        self.body = body
        if body:
            self.message = body.get("message")
            kind = body.get("__type")
            self.error_code = kind.split("#")[-1] if kind else kind


class PleaseRetryException(Exception):  # noqa: N818
    """A request should be sent again.

    Parameters
    ----------
    message : str
        Why.
    response : object
        The answer that led to it, if there was one.
    """

    def __init__(self, message: str, response: Any = None) -> None:
        super().__init__(message, response)
        self.message = message
        self.response = response

    def __repr__(self) -> str:
        return f'PleaseRetryException("{self.message}", {self.response})'


class AWSConnectionError(BotoClientError):
    """The connection to AWS failed."""


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

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0].removesuffix(f"\n{self.MSG}"),), vars(self)


class _MessageError(Exception):
    """An error that has its text in `message`.

    Parameters
    ----------
    message : str
        Why.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidUriError(_MessageError):
    """An address of a storage object is not well-formed."""


class InvalidAclError(_MessageError):
    """An access control list is not well-formed."""


class InvalidCorsError(_MessageError):
    """A cross-origin configuration is not well-formed."""


class InvalidEncryptionConfigError(_MessageError):
    """An encryption configuration is not well-formed."""


class InvalidLifecycleConfigError(_MessageError):
    """A lifecycle configuration is not well-formed."""


class TooManyRecordsException(_MessageError):  # noqa: N818
    """A search of Route 53's records found more than were asked for."""


class SDBPersistenceError(Exception):
    """An object could not be kept in SimpleDB."""


class SDBResponseError(BotoServerError):
    """SimpleDB answered with an error."""


class EmrResponseError(BotoServerError):
    """Elastic MapReduce answered with an error."""


class DynamoDBResponseError(JSONResponseError):
    """DynamoDB answered with an error."""


class SWFResponseError(JSONResponseError):
    """Simple Workflow answered with an error."""


class SQSError(BotoServerError):
    """SQS answered with an error.

    Attributes
    ----------
    detail, type : str or None
        More about the error.
    """

    _fields = {**BotoServerError._fields, "Detail": "detail", "Type": "type"}

    def __init__(self, status: Any, reason: Any, body: Any = None) -> None:
        self.detail: str | None = None
        self.type: str | None = None
        super().__init__(status, reason, body)


class SQSDecodeError(BotoClientError):
    """A message from SQS could not be decoded.

    Parameters
    ----------
    reason : str
        Why.
    message : object
        The message.
    """

    def __init__(self, reason: str, message: Any) -> None:
        super().__init__(reason, message)
        self.message = message


class StorageCreateError(BotoServerError):
    """A storage service could not make a bucket or an object.

    Attributes
    ----------
    bucket : str or None
        Name of the bucket.
    """

    _fields = {**BotoServerError._fields, "BucketName": "bucket"}

    def __init__(self, status: Any, reason: Any, body: Any = None) -> None:
        self.bucket: str | None = None
        super().__init__(status, reason, body)


class S3CreateError(StorageCreateError):
    """S3 could not make a bucket or an object."""


class GSCreateError(StorageCreateError):
    """Google Storage could not make a bucket or an object."""


class StorageCopyError(BotoServerError):
    """A storage service could not copy an object."""


class S3CopyError(StorageCopyError):
    """S3 could not copy an object."""


class GSCopyError(StorageCopyError):
    """Google Storage could not copy an object."""


class StorageResponseError(BotoServerError):
    """A storage service answered with an error.

    Attributes
    ----------
    resource : str or None
        What the request was about.
    """

    _fields = {**BotoServerError._fields, "Resource": "resource"}

    def __init__(self, status: Any, reason: Any, body: Any = None) -> None:
        self.resource: str | None = None
        super().__init__(status, reason, body)


class S3ResponseError(StorageResponseError):
    """S3 answered with an error."""


class GSResponseError(StorageResponseError):
    """Google Storage answered with an error."""


class StoragePermissionsError(BotoClientError):
    """A bucket or an object of a storage service may not be accessed."""


class S3PermissionsError(StoragePermissionsError):
    """A bucket or an object of S3 may not be accessed."""


class GSPermissionsError(StoragePermissionsError):
    """A bucket or an object of Google Storage may not be accessed."""


class StorageDataError(BotoClientError):
    """The data of a storage service could not be received."""


class S3DataError(StorageDataError):
    """The data of S3 could not be received."""


class GSDataError(StorageDataError):
    """The data of Google Storage could not be received."""


class ResumableTransferDisposition:
    """What can be done after a resumable transfer failed."""

    START_OVER = "START_OVER"
    WAIT_BEFORE_RETRY = "WAIT_BEFORE_RETRY"
    ABORT_CUR_PROCESS = "ABORT_CUR_PROCESS"
    ABORT = "ABORT"


class _TransferError(Exception):
    """A resumable transfer failed.

    Parameters
    ----------
    message : str
        Why.
    disposition : str
        What can be done, one of `ResumableTransferDisposition`.
    """

    def __init__(self, message: str, disposition: str) -> None:
        super().__init__(message, disposition)
        self.message = message
        self.disposition = disposition

    def __repr__(self) -> str:
        return f'{type(self).__name__}("{self.message}", {self.disposition})'


class ResumableUploadException(_TransferError):  # noqa: N818
    """A resumable upload failed."""


class ResumableDownloadException(_TransferError):  # noqa: N818
    """A resumable download failed."""
