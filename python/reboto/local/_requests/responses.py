"""Validation of requests and AWS's error responses, for moto's services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from botocore import xform_name
from moto.core.errors import COMMON_ERROR_CODES
from moto.core.exceptions import ServiceException
from moto.core.request import determine_request_protocol
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

from reboto._guarded_log import GuardedLog
from reboto.local._requests.model_validation import RejectedError, broken_constraints, read
from reboto.local._requests.unsupported import UNSUPPORTED
from reboto.local._requests.validation import check
from reboto.local._world import LOCK, this_world
from reboto.local.bridge import ServiceError

if TYPE_CHECKING:
    from moto.core.common_types import TYPE_RESPONSE

    from reboto.local._world import Region

_log = GuardedLog("reboto.local")


class Responses(BaseResponse):
    """A service of moto that validates each request by AWS's rules before executing it."""

    _rejected: ServiceException | None = None

    def parse_parameters(self, request: Any) -> None:
        """Parse the request's members; a validation error is stored and raised later."""
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
                raise RejectedError("ValidationError", found + "; ".join(broken))
        except ServiceException as error:
            self._rejected = error

    def call_action(self) -> TYPE_RESPONSE:
        """Handle the request."""
        with LOCK:
            status, headers, body = self._response()
        headers, body = self._enrich_response(headers, body)
        return status, headers, body

    def _response(self) -> TYPE_RESPONSE:
        action = self._get_action()
        if not action:
            raise ServiceError(400, "MissingAction", "the request has no Action")
        if not hasattr(self, xform_name(action)):
            raise ServiceError.unsupported(action)
        try:
            if self._rejected:
                raise self._rejected
            for member in UNSUPPORTED.get(action, ()):
                if self._get_param(member):
                    raise ServiceError.unsupported(f"{member} of {action}")
            with this_world().request():
                check(self.boto3_service_name, action, self.params, self.region)
                return self.serialized(self.execute_operation(xform_name(action)))
        except ServiceException as error:
            return self._rejection(error.code, error.message)
        except HTTPException as error:
            code = getattr(error, "error_type", "ValidationError")
            return self._rejection(code, str(getattr(error, "message", error.description)))
        except ServiceError:
            raise
        except Exception as error:
            _log.debug("moto raised an exception", exc_info=error)
            raise ServiceError.unsupported(f"{action} with these values") from error

    @property
    def here(self) -> Region:
        """The endpoint's state in the region of the request."""
        return this_world().region(self.region, self.current_account)

    def execute_operation(self, method: str) -> ActionResult:
        """Execute the request.

        Parameters
        ----------
        method : str
            Name of the method that implements the operation.
        """
        result: ActionResult = getattr(self, method)()
        return result

    def _rejection(self, code: str, message: str) -> TYPE_RESPONSE:
        # A service returns only its own and the common error codes. Errors from EC2 or load
        # balancers become a ValidationError.
        service = get_service_model(self.boto3_service_name)
        codes = {
            shape.metadata.get("error", {}).get("code", shape.name)
            for shape in service.error_shapes
        }
        codes |= {shape.name for shape in service.error_shapes}
        if code in codes or code in COMMON_ERROR_CODES:
            return self.serialized(ActionResult(RejectedError(code, message)))
        if code in {"MalformedInput", "SerializationException"}:
            raise ServiceError(400, code, message)
        return self.serialized(ActionResult(RejectedError("ValidationError", message)))
