"""Requests taken, checked and answered in AWS's form, whatever moto makes of them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, cast

from botocore import xform_name
from moto.core.errors import COMMON_ERROR_CODES
from moto.core.exceptions import ServiceException
from moto.core.request import determine_request_protocol
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

from reboto.local._model_validation import RefusedError, broken_constraints, read
from reboto.local._unsupported import UNSUPPORTED
from reboto.local._validation import check
from reboto.local.bridge import AnswerError

if TYPE_CHECKING:
    from moto.core.common_types import TYPE_RESPONSE

_log = logging.getLogger("reboto.local")

# moto's state is made of plain dictionaries, which one request would change under another.
_one_at_a_time = threading.RLock()


class Responses(BaseResponse):
    """A service of moto's that holds each request to AWS's rules before it is carried out."""

    _refused: ServiceException | None = None

    def parse_parameters(self, request: Any) -> None:
        """Read the request's members, and keep what is wrong with them for the answer."""
        service = get_service_model(self.boto3_service_name)
        model = service.operation_model(self._get_action())
        protocol = determine_request_protocol(service, request.content_type)
        self.params = cast("Any", {})
        if model.input_shape is None:
            return
        try:
            self.params = cast("Any", read(model, protocol, request))
            if broken := list(broken_constraints(model.input_shape, self.params)):
                found = f"{len(broken)} validation error{'s'[: len(broken) > 1]} detected: "
                raise RefusedError("ValidationError", found + "; ".join(broken))
        except ServiceException as error:
            self._refused = error

    def call_action(self) -> TYPE_RESPONSE:
        """Answer the request."""
        with _one_at_a_time:
            status, headers, body = self._answered()
        headers, body = self._enrich_response(headers, body)
        return status, headers, body

    def _answered(self) -> TYPE_RESPONSE:
        action = self._get_action()
        if not action:
            raise AnswerError(400, "MissingAction", "the request names no action")
        if not hasattr(self, xform_name(action)):
            raise AnswerError.unsupported(action)
        try:
            if self._refused:
                raise self._refused
            for member in UNSUPPORTED.get(action, ()):
                if self._get_param(member):
                    raise AnswerError.unsupported(f"{member} of {action}")
            check(self.boto3_service_name, action, self.params, self.region)
            return self.serialized(self.carry_out(xform_name(action)))
        except ServiceException as error:
            return self._refusal(error.code, error.message)
        except HTTPException as error:
            code = getattr(error, "error_type", "ValidationError")
            return self._refusal(code, str(getattr(error, "message", error.description)))
        except AnswerError:
            raise
        except Exception as error:
            _log.debug("moto raised an exception", exc_info=error)
            raise AnswerError.unsupported(f"{action} with these values") from error

    def carry_out(self, method: str) -> ActionResult:
        """Do what the request asks for.

        Parameters
        ----------
        method : str
            Name of the method for the request's operation.
        """
        result: ActionResult = getattr(self, method)()
        return result

    def _refusal(self, code: str, message: str) -> TYPE_RESPONSE:
        # Only the service's own errors, and those common to all, are in its callers' books;
        # EC2's and those of load balancers reach them as what the service makes of them.
        service = get_service_model(self.boto3_service_name)
        codes = {
            shape.metadata.get("error", {}).get("code", shape.name)
            for shape in service.error_shapes
        }
        codes |= {shape.name for shape in service.error_shapes}
        if code in codes or code in COMMON_ERROR_CODES:
            return self.serialized(ActionResult(RefusedError(code, message)))
        if code in {"MalformedInput", "SerializationException"}:
            raise AnswerError(400, code, message)
        return self.serialized(ActionResult(RefusedError("ValidationError", message)))
