"""Which calls are made, and what becomes of each: known beforehand, by a seeded generator.

A call that is to go wrong names a fault to the server of ``benchmarks/server``, which then gives
it; so for every call it is known whether an answer or which error must come, and for all of them
together how often the server must have given each answer and each fault.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER = "answer"
RETRIES = 3
"""How often the connections of these calls try again."""
ALWAYS = 99
FAULTY = 0.01
"""The share of the calls that go wrong."""

# What each call is to the server, in its count of the answers that it gave.
OPERATIONS = {
    "get_all_groups": "query DescribeAutoScalingGroups AutoScalingGroupNames",
    "set_desired_capacity": "query SetDesiredCapacity -",
    "describe_alarms": "cbor DescribeAlarms AlarmNames",
    "put_metric_data": "cbor PutMetricData -",
}
REENTRANT = "cbor DescribeAlarms -"
"""The calls of log handlers, in the same words."""
ANY = tuple(OPERATIONS)
# The answers to the others are not read, or are a byte long.
READ = ("get_all_groups", "describe_alarms")


class Fault(NamedTuple):
    """Something that goes wrong.

    Attributes
    ----------
    kind : str
        The server's name of it; ``refused`` is the lack of a server.
    times : int
        How often in turn.
    outcome : str
        What the call ends in: `ANSWER`, or an exception's class and AWS's code.
    given : int
        How often the server gives it, until then.
    operations : tuple of str
        The calls that it can happen to.
    """

    kind: str
    times: int
    outcome: str
    given: int
    operations: tuple[str, ...] = ANY


class Call(NamedTuple):
    """A call to make."""

    operation: str
    name: str
    fault: Fault | None = None

    @property
    def outcome(self) -> str:
        """What it must end in."""
        return self.fault.outcome if self.fault else ANSWER

    @property
    def short_of_an_attempt(self) -> set[str]:
        """What it may end in where one attempt is lost to a connection that was left.

        That is the attempt's own error or, after it, the fault's; others have attempts to spare.
        """
        if self.fault is None or self.fault.times < RETRIES:
            return set()
        return {"BotoConnectionError", PASSING.get(self.fault.kind, self.fault.outcome)}


# What passes, and the error that it is if it does not.
PASSING = {
    "throttled": "BotoServerError Throttling",
    "limited": "BotoServerError RequestLimitExceeded",
    "internal": "BotoServerError InternalFailure",
    "busy": "BotoServerError None",
    "truncated": "BotoConnectionError",
    "hung-up": "BotoConnectionError",
    "reset": "BotoConnectionError",
}
FAULTS = (
    *(Fault(kind, times, ANSWER, times) for kind in PASSING for times in (1, RETRIES)),
    *(Fault(kind, ALWAYS, error, RETRIES + 1) for kind, error in PASSING.items()),
    Fault("refused", ALWAYS, "BotoConnectionError", 0),
    Fault("invalid", ALWAYS, "BotoServerError ValidationError", 1),
    Fault("html", ALWAYS, "UnreadableAnswerError None", 1, ("describe_alarms",)),
    Fault("half", ALWAYS, "UnreadableAnswerError None", 1, ("get_all_groups",)),
    Fault("slow", ALWAYS, "BotoTimeoutError", 1, READ),
    Fault("late", 1, ANSWER, 1),
    Fault("leaving", 1, ANSWER, 1),
)
LATE = next(fault for fault in FAULTS if fault.kind == "late")
# Each attempt has a response.
ANSWERED = tuple(
    fault
    for fault in FAULTS
    if fault.kind in ("throttled", "limited", "internal", "busy", "invalid")
)


def calls(
    seed: int, count: int, faulty: float = FAULTY, faults: tuple[Fault, ...] = FAULTS
) -> Iterator[Call]:
    """Give calls, such a share of them with a fault; each seed's are its own."""
    # Not for secrets: the same again with the same seed.
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        if chance.random() < faulty:
            yield faulted(chance.choice(faults), f"{seed}-{number}", chance)
        else:
            yield Call(chance.choice(ANY), "web-000")


def every_fault(seed: int) -> Iterator[Call]:
    """Give a call with each fault."""
    chance = random.Random(seed)  # noqa: S311
    for number, fault in enumerate(FAULTS):
        yield faulted(fault, f"{seed}-every-{number}", chance)


def faulted(fault: Fault, number: str, chance: random.Random) -> Call:
    """Give a call with a fault; the number is that of no other call."""
    name = "web-000" if fault.kind == "refused" else f"fault.{fault.kind}.{fault.times}.{number}."
    return Call(chance.choice(fault.operations), name, fault)
