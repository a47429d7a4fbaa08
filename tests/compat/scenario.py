"""The registry and the parts of scenarios; it runs under both packages."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# An operation's result, independent of the protocol.
Content = dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """An error response: code, message and HTTP status."""

    code: str
    message: str = ""
    status: int = 400


@dataclass(frozen=True)
class Raw:
    """A response that is sent as it is: status, body and content type."""

    status: int
    body: str = ""
    kind: str = "text/xml"


@dataclass(frozen=True)
class Scenario:
    """A use of the package.

    Attributes
    ----------
    run : callable
        Takes the package and its two connections, and returns the value to compare.
    responses : dict or None
        Contents, or failures, by operation. Other operations have an empty response. The items
        of a list are used in turn; a function takes the request's parameters. None runs it at the
        local endpoint, which keeps state.
    """

    name: str
    run: Callable[..., Any]
    responses: dict[str, Any] | None = field(default=None, compare=False)

    @property
    def generated(self) -> bool:
        """Whether it takes arguments that a test makes up."""
        return len(inspect.signature(self.run).parameters) > 3


SCENARIOS: dict[str, Scenario] = {}


def scenario(**responses: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a scenario with the responses of its operations."""
    return _register(responses)


def local_scenario(run: Callable[..., Any]) -> Callable[..., Any]:
    """Register a scenario that is run at the local endpoint."""
    return _register(None)(run)


def _register(
    responses: dict[str, Any] | None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(run: Callable[..., Any]) -> Callable[..., Any]:
        name = run.__name__
        if name in SCENARIOS:
            raise ValueError(f"there are two scenarios {name}")
        SCENARIOS[name] = Scenario(name, run, responses)
        return run

    return add


def raised(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return the exception of a call, or its result if it does not raise."""
    try:
        return call(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - which one is what is compared
        return error
