"""Making planned calls and keeping account of them, in the process that makes them."""

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

HASTE = 0.5
"""Seconds that calls wait which are answered slowly, beside those for connecting."""


def connections(maker: ModuleType, port: int) -> tuple[Any, Any]:
    """An Auto Scaling and a CloudWatch connection of a module that makes them."""
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    made = [
        make("key", "secret", region=region, port=port, is_secure=False)
        for make in (maker.connect_autoscale, maker.connect_cloudwatch)
    ]
    for connection in made:
        connection.num_retries = RETRIES
    return made[0], made[1]


@contextlib.contextmanager
def unheard_port() -> Generator[int]:
    """A port at which nobody listens, and nobody else will."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


class Caller:
    """Makes planned calls, in the style of the module that its connections are of.

    Parameters
    ----------
    maker : module
        ``reboto`` or ``reboto.aio``.
    port : int
        Where the server listens.
    unheard : int
        Where none does.
    """

    def __init__(self, maker: ModuleType, port: int, unheard: int) -> None:
        if not reboto.config.has_section("Boto"):
            reboto.config.add_section("Boto")
        reboto.config.set("Boto", "max_retry_delay", "0.01")
        self._usual = connections(maker, port)
        self._hasty = connections(maker, port)
        self._vain = connections(maker, unheard)
        for connection in self._hasty:
            connection.num_retries = 0
            connection.http_connection_kwargs = {"timeout": HASTE, "connect_timeout": 2.0}

    def call(self, call: Call) -> Any:
        """Make a call: its answer, or a coroutine that gives it."""
        kind = call.fault.kind if call.fault else None
        pair = {"slow": self._hasty, "refused": self._vain}.get(kind or "", self._usual)
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
    """What a call ended in; an answer is looked at."""
    if isinstance(answer, BotoServerError):
        return f"{type(answer).__name__} {answer.code}"
    if isinstance(answer, BaseException):
        return type(answer).__name__
    expected = {"get_all_groups": ["web-000"], "describe_alarms": ["web-000-cpu-high"]}
    names = answer if answer is True else [item.name for item in answer]
    right = names == expected.get(call.operation, True)
    return ANSWER if right else f"the wrong answer {answer!r}"


class Account:
    """What calls ended in, and what the server must have given for it.

    Attributes
    ----------
    outcomes, served : Counter
        How often each.
    wrong : list of str
        Calls that ended in something else than was planned.
    met : int
        Calls that lacked the attempt which met a connection that the server just left.
    """

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.served: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.met = 0

    def enter(self, call: Call, found: str) -> None:
        """Enter a call and what it ended in."""
        self.outcomes[found] += 1
        if found != call.outcome and found in call.short_of_an_attempt:
            # The attempt was on its way when the server left the connection: nobody can tell
            # whether it had arrived, so it counts.
            self.met += 1
        elif found != call.outcome:
            self.wrong.append(f"{call.operation} {call.name}: {found}, not {call.outcome}")
        if call.fault and call.fault.given:
            self.served[f"fault {call.fault.kind}"] += call.fault.given
        # These faults are answers all the same.
        whole = call.fault is not None and call.fault.kind in ("late", "leaving")
        if found == ANSWER and not whole:
            self.served[OPERATIONS[call.operation]] += 1

    def add(self, other: Account) -> None:
        """Enter another one's calls."""
        self.outcomes.update(other.outcomes)
        self.served.update(other.served)
        self.wrong += other.wrong
        self.met += other.met

    def told(self) -> dict[str, Any]:
        """Give it as what JSON can hold."""
        return {
            "outcomes": self.outcomes,
            "served": self.served,
            "wrong": self.wrong,
            "met": self.met,
        }
