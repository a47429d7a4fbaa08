"""Exceptions of services that reboto does not call; `reboto.exception` loads them at first use."""

from __future__ import annotations

from reboto._error_types import BotoClientError, BotoServerError
from reboto._lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from reboto._xml import Element

# The module that boto defines them in, and that pickles refer to.
__name__ = "reboto.exception"


class EC2ResponseError(BotoServerError):
    """EC2 returned an error response.

    Attributes
    ----------
    errors : list of tuple
        Code and message of each error in the response; the first is also in
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
    """A service with a JSON API returned an error response.

    Parameters
    ----------
    status : int
        HTTP status of the response.
    reason : str
        HTTP reason phrase.
    body : dict or None
        The parsed response. `error_code` is taken from its ``__type``, and `message`
        from its ``message``.
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
        Reason for the retry.
    response : object
        The response that caused the retry, if any.
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
    """An error with its description in `message`.

    Parameters
    ----------
    message : str
        Description of the error.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidUriError(_MessageError):
    """The URI of a storage object is invalid."""


class InvalidAclError(_MessageError):
    """An access control list is invalid."""


class InvalidCorsError(_MessageError):
    """A CORS configuration is invalid."""


class InvalidEncryptionConfigError(_MessageError):
    """An encryption configuration is invalid."""


class InvalidLifecycleConfigError(_MessageError):
    """A lifecycle configuration is invalid."""


class TooManyRecordsException(_MessageError):  # noqa: N818
    """A search for Route 53 records returned more records than requested."""


class SDBPersistenceError(Exception):
    """An object could not be stored in SimpleDB."""


class SDBResponseError(BotoServerError):
    """SimpleDB returned an error response."""


class EmrResponseError(BotoServerError):
    """Elastic MapReduce returned an error response."""


class DynamoDBResponseError(JSONResponseError):
    """DynamoDB returned an error response."""


class SWFResponseError(JSONResponseError):
    """Simple Workflow returned an error response."""


class SQSError(BotoServerError):
    """SQS returned an error response.

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
        Description of the error.
    message : object
        The message.
    """

    def __init__(self, reason: str, message: typing.Any) -> None:
        super().__init__(reason, message)
        self.message = message


class StorageCreateError(BotoServerError):
    """A storage service could not create a bucket or an object.

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
    """S3 could not create a bucket or an object."""


class GSCreateError(StorageCreateError):
    """Google Storage could not create a bucket or an object."""


class StorageCopyError(BotoServerError):
    """A storage service could not copy an object."""


class S3CopyError(StorageCopyError):
    """S3 could not copy an object."""


class GSCopyError(StorageCopyError):
    """Google Storage could not copy an object."""


class StorageResponseError(BotoServerError):
    """A storage service returned an error response.

    Attributes
    ----------
    resource : str or None
        Resource of the request.
    """

    _fields = {**BotoServerError._fields, "Resource": "resource"}

    def __init__(self, status: typing.Any, reason: typing.Any, body: typing.Any = None) -> None:
        self.resource: str | None = None
        super().__init__(status, reason, body)


class S3ResponseError(StorageResponseError):
    """S3 returned an error response."""


class GSResponseError(StorageResponseError):
    """Google Storage returned an error response."""


class StoragePermissionsError(BotoClientError):
    """Access to a bucket or an object of a storage service was denied."""


class S3PermissionsError(StoragePermissionsError):
    """Access to a bucket or an object of S3 was denied."""


class GSPermissionsError(StoragePermissionsError):
    """Access to a bucket or an object of Google Storage was denied."""


class StorageDataError(BotoClientError):
    """Data from a storage service could not be received."""


class S3DataError(StorageDataError):
    """Data from S3 could not be received."""


class GSDataError(StorageDataError):
    """Data from Google Storage could not be received."""


class ResumableTransferDisposition:
    """Actions to take after a failed resumable transfer."""

    START_OVER = "START_OVER"
    WAIT_BEFORE_RETRY = "WAIT_BEFORE_RETRY"
    ABORT_CUR_PROCESS = "ABORT_CUR_PROCESS"
    ABORT = "ABORT"


class _TransferError(Exception):
    """A resumable transfer failed.

    Parameters
    ----------
    message : str
        Description of the error.
    disposition : str
        Action to take, one of `ResumableTransferDisposition`.
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
