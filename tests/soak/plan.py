"""The calls to make and their expected outcomes, from a seeded random generator.

A call can name a fault, which the server of ``benchmarks/server`` then simulates. So the outcome of
each call is known in advance, and so are the numbers of responses and faults that the server must
have sent.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER = "answer"
RETRIES = 3
"""Number of retries of the connections."""
ALWAYS = 99
FAULTY = 0.01
"""The share of the calls with a fault."""

# The name of each call in the server's counts of responses.
OPERATIONS = {
    "get_all_groups": "query DescribeAutoScalingGroups AutoScalingGroupNames",
    "set_desired_capacity": "query SetDesiredCapacity -",
    "describe_alarms": "cbor DescribeAlarms AlarmNames",
    "put_metric_data": "cbor PutMetricData -",
}
REENTRANT = "cbor DescribeAlarms -"
"""The name of the calls that log handlers make."""
ANY = tuple(OPERATIONS)
# The responses to the other operations are not read, or have one byte.
READ = ("get_all_groups", "describe_alarms")


class Fault(NamedTuple):
    """A fault that the server simulates.

    Attributes
    ----------
    kind : str
        The server's name of the fault. ``refused`` means that no server listens.
    times : int
        Number of successive attempts with the fault.
    outcome : str
        Expected outcome of the call: `ANSWER`, or the class of an exception and AWS's code.
    given : int
        Number of times that the server sends the fault before the call ends.
    operations : tuple of str
        The calls that can have the fault.
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
        """Expected outcome."""
        return self.fault.outcome if self.fault else ANSWER

    @property
    def outcomes_after_lost_attempt(self) -> set[str]:
        """Possible outcomes if one attempt fails because the server closed the connection.

        Either the error of that attempt, or that of the fault in the next one. Empty for calls
        that have further attempts.
        """
        if self.fault is None or self.fault.times < RETRIES:
            return set()
        return {"BotoConnectionError", PASSING.get(self.fault.kind, self.fault.outcome)}


# Faults that can pass after some attempts, with the error if they do not.
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
# Faults with a response to each attempt.
ANSWERED = tuple(
    fault
    for fault in FAULTS
    if fault.kind in ("throttled", "limited", "internal", "busy", "invalid")
)


def calls(
    seed: int, count: int, faulty: float = FAULTY, faults: tuple[Fault, ...] = FAULTS
) -> Iterator[Call]:
    """Generate calls, a share of them with a fault. The names of calls are unique to the seed."""
    # Deterministic, and not used for secrets.
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        if chance.random() < faulty:
            yield faulted(chance.choice(faults), f"{seed}-{number}", chance)
        else:
            yield Call(chance.choice(ANY), "web-000")


def every_fault(seed: int) -> Iterator[Call]:
    """Generate one call with each fault."""
    chance = random.Random(seed)  # noqa: S311
    for number, fault in enumerate(FAULTS):
        yield faulted(fault, f"{seed}-every-{number}", chance)


def faulted(fault: Fault, number: str, chance: random.Random) -> Call:
    """Return a call with a fault. The number must be unique."""
    name = "web-000" if fault.kind == "refused" else f"fault.{fault.kind}.{fault.times}.{number}."
    return Call(chance.choice(fault.operations), name, fault)
