"""Exceptions of waiters and of few calls. Users import them from `reboto.exception`."""

from __future__ import annotations

from reboto._error_types import BotoServerError, BotoTimeoutError
from reboto._lazy import TYPE_CHECKING, LazyModule, typing

if TYPE_CHECKING:
    from reboto import _wait_state
else:
    _wait_state = LazyModule("reboto._wait_state")

# The module that boto defines them in, and that pickles refer to.
__name__ = "reboto.exception"


class WaitTimeoutError(BotoTimeoutError):
    """A waiter did not reach its goal within its timeout.

    Parameters
    ----------
    reason : str
        Description of the goal, the timeout and the last observed state.
    state : reboto.waiters.WaitState, optional
        The result of the last check.

    Attributes
    ----------
    state : reboto.waiters.WaitState or None
        The result of the last check: `state.latest` is the observed object, `state.seen`
        its description. None if no check was completed.

    Examples
    --------
    >>> try:  # doctest: +SKIP
    ...     group.wait_until_in_service(3, timeout=60)
    ... except WaitTimeoutError as error:
    ...     print(error.state.seen)
    1 InService, 2 Pending; desired capacity 3
    """

    def __init__(self, reason: str, state: _wait_state.WaitState[typing.Any] | None = None) -> None:
        super().__init__(reason, state)
        self.state = state


class PartialFailureError(BotoServerError):
    """The service did not apply all parts of a request, although the status is 200.

    Parameters
    ----------
    operation : str
        AWS's name of the operation.
    failures : list
        One object per failed part, such as `FailedScheduledAction` or `PartialFailure`.
    result : object, optional
        What succeeded, if the response has it.

    Attributes
    ----------
    failures : list
        The failed parts.
    result : object or None
        What succeeded.
    error_code, message : str or None
        Code and message of the first failure.

    Examples
    --------
    >>> from reboto.ec2.autoscale.scheduled import FailedScheduledAction
    >>> failed = FailedScheduledAction(
    ...     scheduled_action_name="night",
    ...     error_code="ValidationError",
    ...     error_message="no such action",
    ... )
    >>> PartialFailureError("BatchDeleteScheduledAction", [failed])
    PartialFailureError: BatchDeleteScheduledAction failed for 1 item: night (no such action)
    """

    _SHOWN = 3

    def __init__(
        self, operation: str, failures: list[typing.Any], result: typing.Any = None
    ) -> None:
        super().__init__(200, "OK")
        self.args = (operation, failures, result)
        self.operation = operation
        self.failures = failures
        self.result = result
        if failures:
            self.error_code = _first(failures[0], "error_code", "failure_code", "exception_type")
            self.message = _first(failures[0], "error_message", "failure_description")

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self}"

    def __str__(self) -> str:
        count = len(self.failures)
        shown = [_failure(failure) for failure in self.failures[: self._SHOWN]]
        if count > len(shown):
            shown.append(f"and {count - len(shown)} more")
        items = "item" if count == 1 else "items"
        return f"{self.operation} failed for {count} {items}: {', '.join(shown)}"


def _first(failure: typing.Any, *names: str) -> typing.Any:
    """Return the first of several attributes that is set."""
    parts = (getattr(failure, name, None) for name in names)
    return next((part for part in parts if part is not None), None)


def _failure(failure: typing.Any) -> str:
    name = _first(failure, "scheduled_action_name", "failure_resource", "instance_type")
    reason = _first(failure, "error_message", "failure_description", "error_code", "failure_code")
    if name is None:
        # A failed launch has no name if it is not about one instance type.
        name = _first(failure, "subnet_id", "availability_zone")
    shown = [str(part) for part in (name, reason) if part is not None]
    return f"{shown[0]} ({shown[1]})" if len(shown) == 2 else "".join(shown) or repr(failure)


class InvalidInstanceMetadataError(Exception):
    """The response of the instance metadata service is invalid.

    Parameters
    ----------
    msg : str
        What is wrong with the response.
    """

    MSG = (
        "To allow more attempts at reading instance metadata, raise "
        "'metadata_service_num_attempts' in section [Boto] of boto's configuration."
    )

    def __init__(self, msg: str) -> None:
        super().__init__(f"{msg}\n{self.MSG}")

    def __reduce__(self) -> tuple[typing.Any, ...]:
        return type(self), (self.args[0].removesuffix(f"\n{self.MSG}"),), vars(self)
