"""Bridge from Smithy RPC v2 CBOR, the protocol of CloudWatch, to an application that uses JSON."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from datetime import datetime
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, NoReturn, cast

import cbor2
from botocore.loaders import Loader
from botocore.model import (
    ListShape,
    MapShape,
    OperationNotFoundError,
    ServiceModel,
    StructureShape,
)
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

from reboto._guarded_log import GuardedLog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from botocore.model import OperationModel, Shape

_log = GuardedLog("reboto.local")

_ROUTE = re.compile(r"/service/(?P<service>\w+)/operation/(?P<operation>\w+)")
_PROTOCOL = "rpc-v2-cbor"


class ServiceError(Exception):
    """An error that the service returns.

    Parameters
    ----------
    status : int
        HTTP status code, 400 to 599.
    code : str
        AWS's error code, such as ``"SerializationException"``.
    message : str
        Error message, one sentence.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @classmethod
    def unsupported(cls, what: str) -> ServiceError:
        """Return the error for a request that AWS supports, but the local endpoint does not.

        Clients do not retry it, because a retry would fail too.

        Parameters
        ----------
        what : str
            The unsupported operation or value, such as ``"DescribeInstanceRefreshes"``.

        Returns
        -------
        ServiceError
        """
        return cls(400, "UnsupportedOperation", f"not supported here: {what}")

    @classmethod
    def of(cls, error: Exception) -> ServiceError:
        """Convert an exception of the application to an error response.

        Parameters
        ----------
        error : Exception
            The exception that the application raised.

        Returns
        -------
        ServiceError
            The exception itself if it is a `ServiceError`, ``InvalidAction`` for an operation
            that AWS does not have, otherwise ``UnsupportedOperation``.
        """
        if isinstance(error, cls):
            return error
        if isinstance(error, OperationNotFoundError):
            return cls(
                400, "InvalidAction", f"The action {error} is not valid for this web service."
            )
        _log.debug("moto raised an exception", exc_info=error)
        return cls.unsupported("the request with these values")


class CborBridge:
    """WSGI middleware that translates the CBOR protocol to AWS JSON 1.0.

    ``POST /service/SERVICE/operation/OPERATION`` with ``smithy-protocol: rpc-v2-cbor`` becomes a
    JSON request with ``X-Amz-Target``, and its response or error is translated to CBOR. The types
    that JSON lacks (timestamps, blobs and doubles) are read from botocore's model of CloudWatch.
    All other requests are passed to the application unchanged.

    Parameters
    ----------
    app : callable
        The WSGI application, such as moto's.

    Examples
    --------
    >>> from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    >>> app = CborBridge(DomainDispatcherApplication(create_backend_app))
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one request (WSGI)."""
        request = Request(environ)
        route = _ROUTE.fullmatch(request.path)
        if (
            route is None
            or request.method != "POST"
            or request.headers.get("Smithy-Protocol") != _PROTOCOL
        ):
            return self._app(environ, start_response)
        try:
            response = self._handle(request, route["service"], route["operation"])
        except ServiceError as error:
            response = _respond(error.status, {"__type": error.code, "message": error.message})
        return response(environ, start_response)

    def _handle(self, request: Request, service: str, operation: str) -> Response:
        model = _operation(service, operation)
        if f"/{_signing_name()}/aws4_request" not in request.headers.get("Authorization", ""):
            raise ServiceError(
                403,
                "MissingAuthenticationToken",
                f"the request must be signed for {_signing_name()!r}; any credentials are accepted",
            )
        body = json.dumps(_read(request, model)).encode()
        status, headers, text = self._forward(request, f"{service}.{operation}", body)
        return _translate(model.output_shape, status, headers, text)

    def _forward(
        self, request: Request, target: str, body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        environ = {
            name: value
            for name, value in request.environ.items()
            if name not in {"HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING"}
            and not name.startswith("werkzeug.")
        }
        environ.update(
            PATH_INFO="/",
            RAW_URI="/",
            REQUEST_URI="/",
            HTTP_X_AMZ_TARGET=target,
            CONTENT_TYPE="application/x-amz-json-1.0",
            CONTENT_LENGTH=str(len(body)),
        )
        environ["wsgi.input"] = BytesIO(body)
        try:
            chunks, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        except Exception as error:
            raise ServiceError.of(error) from error
        return int(status.split()[0]), list(headers), b"".join(chunks)


@cache
def _model() -> ServiceModel:
    return ServiceModel(Loader().load_service_model("cloudwatch", "service-2"))


def _signing_name() -> str:
    return str(_model().signing_name)


def _operation(service: str, operation: str) -> OperationModel:
    model = _model()
    if service != model.metadata["targetPrefix"] or operation not in model.operation_names:
        raise ServiceError(
            404, "UnknownOperationException", f"{service} has no operation named {operation}"
        )
    return model.operation_model(operation)


def _read(request: Request, model: OperationModel) -> dict[str, Any]:
    """Return the request's members as values that JSON can represent."""
    body = request.get_data()
    encoding = request.headers.get("Content-Encoding", "identity")
    try:
        if encoding == "gzip":
            body = gzip.decompress(body)
        elif encoding != "identity":
            _reject(f"Content-Encoding must be gzip or identity, got {encoding!r}")
        if not body and model.input_shape is None:
            return {}
        document = _plain(cbor2.loads(body))
    except (OSError, EOFError, zlib.error) as error:
        _reject(f"the body is not valid gzip: {error}")
    except cbor2.CBORError as error:
        _reject(f"the body is not valid CBOR: {error}")
    if not isinstance(document, dict):
        _reject(f"the body must be a CBOR map, got {type(document).__name__}")
    return cast("dict[str, Any]", document)


def _reject(message: str) -> NoReturn:
    raise ServiceError(400, "SerializationException", message)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[object, Any]", value)
        for key in members:
            if not isinstance(key, str):
                _reject(f"member names must be strings, got {key!r}")
        return {key: _plain(item) for key, item in members.items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    _reject(f"the value {value!r} has a type that is not allowed in a request")


def _translate(
    shape: Shape | None, status: int, headers: list[tuple[str, str]], text: bytes
) -> Response:
    """Translate the application's JSON response or error to CBOR."""
    kept = [(name, value) for name, value in headers if name.lower().startswith("x-amz")]
    try:
        document: dict[str, Any] | None = json.loads(text)
    except ValueError:
        document = None
    if status >= HTTPStatus.BAD_REQUEST:
        if not isinstance(document, dict):
            document = {"__type": "InternalFailure", "message": text.decode(errors="replace")}
        elif "Message" in document:
            document.setdefault("message", document["Message"])
        return _respond(status, document, kept)
    if shape is None:
        response = Response(status=status, headers=[*kept, ("smithy-protocol", _PROTOCOL)])
        del response.headers["Content-Type"]
        return response
    return _respond(status, _typed(document or {}, shape), kept)


def _typed(value: Any, shape: Shape) -> Any:
    """Convert a JSON value of a response to the CBOR type of its shape."""
    match shape:
        case StructureShape():
            return {
                name: _typed(value[name], member)
                for name, member in shape.members.items()
                if value.get(name) is not None
            }
        case ListShape():
            return [_typed(item, shape.member) for item in value]
        case MapShape():
            return {key: _typed(item, shape.value) for key, item in value.items()}
        case _:
            return _scalar(value, shape.type_name)


def _scalar(value: Any, kind: str) -> Any:
    match kind:
        case "timestamp":
            return cbor2.CBORTag(1, value)
        case "blob":
            return base64.b64decode(value)
        case "float" | "double":
            return float(value)
        case _:
            return value


def _respond(
    status: int, document: dict[str, Any], headers: Iterable[tuple[str, str]] = ()
) -> Response:
    response = Response(cbor2.dumps(document), status, content_type="application/cbor")
    response.headers.extend([*headers, ("smithy-protocol", _PROTOCOL)])
    return response
