"""Errors of services that reboto does not call, loaded when `reboto.exception` is asked for one."""

from __future__ import annotations

from reboto._error_types import BotoClientError, BotoServerError
from reboto._lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from reboto._xml import Element

# Where boto has them, and a pickle looks for them.
__name__ = "reboto.exception"


class EC2ResponseError(BotoServerError):
    """EC2 answered with an error.

    Attributes
    ----------
    errors : list of tuple
        Code and message of each error in the answer; the first is also in
        `error_code` and `message`.
    """

    def __init__(self, status: typing.Any, reason: typing.Any, body: typing.Any = None) -> None:
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

    def __init__(
        self, status: typing.Any, reason: typing.Any, body: typing.Any = None, *args: object
    ) -> None:
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

    def __init__(self, message: str, response: typing.Any = None) -> None:
        super().__init__(message, response)
        self.message = message
        self.response = response

    def __repr__(self) -> str:
        return f'PleaseRetryException("{self.message}", {self.response})'


class AWSConnectionError(BotoClientError):
    """The connection to AWS failed."""


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

    def __init__(self, status: typing.Any, reason: typing.Any, body: typing.Any = None) -> None:
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

    def __init__(self, reason: str, message: typing.Any) -> None:
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

    def __init__(self, status: typing.Any, reason: typing.Any, body: typing.Any = None) -> None:
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

    def __init__(self, status: typing.Any, reason: typing.Any, body: typing.Any = None) -> None:
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
