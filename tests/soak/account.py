"""Planned calls and the counts of their outcomes, in the process that makes them."""

from __future__ import annotations

import contextlib
import socket
from collections import Counter
from typing import TYPE_CHECKING, Any

import reboto
from reboto.exception import BotoServerError
from reboto.regioninfo import RegionInfo

from .plan import ANSWER, OPERATIONS, RETRIES

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from .plan import Call

SHORT_TIMEOUT = 0.5
"""Timeout in seconds for calls whose response is slow, in addition to the connect timeout."""


def connections(maker: ModuleType, port: int) -> tuple[Any, Any]:
    """Return an Auto Scaling and a CloudWatch connection of a module."""
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    made = [
        make("key", "secret", region=region, port=port, is_secure=False)
        for make in (maker.connect_autoscale, maker.connect_cloudwatch)
    ]
    for connection in made:
        connection.num_retries = RETRIES
    return made[0], made[1]


@contextlib.contextmanager
def closed_port() -> Generator[int]:
    """Reserve a port on which no server listens."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


class Caller:
    """Makes planned calls, in the style of a module.

    Parameters
    ----------
    maker : module
        ``reboto`` or ``reboto.aio``.
    port : int
        Port of the server.
    closed : int
        Port without a server.
    """

    def __init__(self, maker: ModuleType, port: int, closed: int) -> None:
        if not reboto.config.has_section("Boto"):
            reboto.config.add_section("Boto")
        reboto.config.set("Boto", "max_retry_delay", "0.01")
        self._usual = connections(maker, port)
        self._short_timeout = connections(maker, port)
        self._refused = connections(maker, closed)
        for connection in self._short_timeout:
            connection.num_retries = 0
            connection.http_connection_kwargs = {"timeout": SHORT_TIMEOUT, "connect_timeout": 2.0}

    def call(self, call: Call) -> Any:
        """Make a call; return its result or a coroutine."""
        kind = call.fault.kind if call.fault else None
        pair = {"slow": self._short_timeout, "refused": self._refused}.get(kind or "", self._usual)
        autoscale, cloudwatch = pair
        match call.operation:
            case "get_all_groups":
                return autoscale.get_all_groups([call.name])
            case "set_desired_capacity":
                return autoscale.set_desired_capacity(call.name, 3)
            case "describe_alarms":
                return cloudwatch.describe_alarms(alarm_names=[call.name])
            case _:
                return cloudwatch.put_metric_data(call.name, "Load", 0.5)


def outcome(call: Call, answer: Any) -> str:
    """Return the outcome of a call, after checking its result."""
    if isinstance(answer, BotoServerError):
        return f"{type(answer).__name__} {answer.code}"
    if isinstance(answer, BaseException):
        return type(answer).__name__
    expected = {"get_all_groups": ["web-000"], "describe_alarms": ["web-000-cpu-high"]}
    names = answer if answer is True else [item.name for item in answer]
    right = names == expected.get(call.operation, True)
    return ANSWER if right else f"unexpected result {answer!r}"


class Account:
    """Counts of outcomes, and of the responses and faults that the server must have sent.

    Attributes
    ----------
    outcomes, served : Counter
        Counts by outcome, and by response or fault of the server.
    wrong : list of str
        Calls with an unexpected outcome.
    lost_attempts : int
        Calls that failed because an attempt used a connection that the server had just closed.
    """

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.served: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.lost_attempts = 0

    def enter(self, call: Call, found: str) -> None:
        """Record the outcome of a call."""
        self.outcomes[found] += 1
        if found != call.outcome and found in call.outcomes_after_lost_attempt:
            # The server closed the connection while the request was being sent. It is unknown
            # whether the request arrived, so the attempt counts.
            self.lost_attempts += 1
        elif found != call.outcome:
            self.wrong.append(f"{call.operation} {call.name}: expected {call.outcome}, got {found}")
        if call.fault and call.fault.given:
            self.served[f"fault {call.fault.kind}"] += call.fault.given
        # With these faults the server still sends the response.
        whole = call.fault is not None and call.fault.kind in ("late", "leaving")
        if found == ANSWER and not whole:
            self.served[OPERATIONS[call.operation]] += 1

    def add(self, other: Account) -> None:
        """Add the counts of another account."""
        self.outcomes.update(other.outcomes)
        self.served.update(other.served)
        self.wrong += other.wrong
        self.lost_attempts += other.lost_attempts

    def as_json(self) -> dict[str, Any]:
        """Return the counts as a JSON object."""
        return {
            "outcomes": self.outcomes,
            "served": self.served,
            "wrong": self.wrong,
            "lost_attempts": self.lost_attempts,
        }
