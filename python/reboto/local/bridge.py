"""Smithy RPC v2 CBOR, today's CloudWatch protocol, in front of an application that speaks JSON."""

from __future__ import annotations

import base64
import gzip
import json
import logging
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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from botocore.model import OperationModel, Shape

_log = logging.getLogger("reboto.local")

_ROUTE = re.compile(r"/service/(?P<service>\w+)/operation/(?P<operation>\w+)")
_PROTOCOL = "rpc-v2-cbor"


class AnswerError(Exception):
    """An answer that refuses a request.

    Parameters
    ----------
    status : int
        HTTP status code of the answer, 400 to 599.
    code : str
        Error code in AWS's words, such as ``"SerializationException"``.
    message : str
        One sentence for the person who sent the request.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @classmethod
    def unsupported(cls, what: str) -> AnswerError:
        """Say that the local endpoint cannot do what AWS can.

        No client tries again after it: what cannot be done now cannot be at the next try either.

        Parameters
        ----------
        what : str
            What was asked for, such as ``"DescribeInstanceRefreshes"``.

        Returns
        -------
        AnswerError
        """
        return cls(400, "UnsupportedOperation", f"not supported here: {what}")

    @classmethod
    def of(cls, error: Exception) -> AnswerError:
        """Describe an exception that escaped from the application.

        Parameters
        ----------
        error : Exception
            What the application raised instead of answering.

        Returns
        -------
        AnswerError
            Its own words if it is one already, ``InvalidAction`` for an operation that AWS does
            not have, otherwise that it is not supported.
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
    """Let clients of the CBOR protocol use a WSGI application that speaks AWS JSON 1.0.

    ``POST /service/SERVICE/operation/OPERATION`` with ``smithy-protocol: rpc-v2-cbor`` becomes a
    JSON request with ``X-Amz-Target``; the answer, or the error, is turned back. The bridge knows
    no operation by name: botocore's model of CloudWatch tells which members of an answer are
    timestamps, blobs and doubles, which JSON does not say. Every other request reaches the
    application untouched.

    Parameters
    ----------
    app : callable
        The WSGI application behind the bridge, such as moto's.

    Examples
    --------
    >>> from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    >>> app = CborBridge(DomainDispatcherApplication(create_backend_app))
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI asks for it."""
        request = Request(environ)
        route = _ROUTE.fullmatch(request.path)
        if (
            route is None
            or request.method != "POST"
            or request.headers.get("Smithy-Protocol") != _PROTOCOL
        ):
            return self._app(environ, start_response)
        try:
            response = self._answer(request, route["service"], route["operation"])
        except AnswerError as error:
            response = _respond(error.status, {"__type": error.code, "message": error.message})
        return response(environ, start_response)

    def _answer(self, request: Request, service: str, operation: str) -> Response:
        model = _operation(service, operation)
        if f"/{_signing_name()}/aws4_request" not in request.headers.get("Authorization", ""):
            raise AnswerError(
                403,
                "MissingAuthenticationToken",
                f"the request is not signed for {_signing_name()!r} (any credentials will do)",
            )
        body = json.dumps(_read(request, model)).encode()
        status, headers, text = self._ask(request, f"{service}.{operation}", body)
        return _translate(model.output_shape, status, headers, text)

    def _ask(
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
            raise AnswerError.of(error) from error
        return int(status.split()[0]), list(headers), b"".join(chunks)


@cache
def _model() -> ServiceModel:
    return ServiceModel(Loader().load_service_model("cloudwatch", "service-2"))


def _signing_name() -> str:
    return str(_model().signing_name)


def _operation(service: str, operation: str) -> OperationModel:
    model = _model()
    if service != model.metadata["targetPrefix"] or operation not in model.operation_names:
        raise AnswerError(
            404, "UnknownOperationException", f"{service} has no operation named {operation}"
        )
    return model.operation_model(operation)


def _read(request: Request, model: OperationModel) -> dict[str, Any]:
    """Return the request's members as JSON can carry them."""
    body = request.get_data()
    encoding = request.headers.get("Content-Encoding", "identity")
    try:
        if encoding == "gzip":
            body = gzip.decompress(body)
        elif encoding != "identity":
            _refuse(f"the content encoding {encoding!r} is not known: send gzip or nothing")
        if not body and model.input_shape is None:
            return {}
        document = _plain(cbor2.loads(body))
    except (OSError, EOFError, zlib.error) as error:
        _refuse(f"the body is not gzip: {error}")
    except cbor2.CBORError as error:
        _refuse(f"the body is not CBOR: {error}")
    if not isinstance(document, dict):
        _refuse(f"the body must be a CBOR map, not {type(document).__name__}")
    return cast("dict[str, Any]", document)


def _refuse(message: str) -> NoReturn:
    raise AnswerError(400, "SerializationException", message)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[object, Any]", value)
        for key in members:
            if not isinstance(key, str):
                _refuse(f"the member name {key!r} must be text")
        return {key: _plain(item) for key, item in members.items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    _refuse(f"the value {value!r} has no place in a request")


def _translate(
    shape: Shape | None, status: int, headers: list[tuple[str, str]], text: bytes
) -> Response:
    """Turn the application's JSON answer, or error, into a CBOR one."""
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
    """Give an answer's JSON value the type that its shape has in CBOR."""
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
