"""States that waiters observe. Users import them from `reboto.waiters`."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

# The module that users import them from, and that pickles refer to.
__name__ = "reboto.waiters"

_T = TypeVar("_T")


class Probe(Generic[_T]):
    """The result of one check.

    Attributes
    ----------
    reached : bool
        Whether the goal is reached.
    seen : str
        Description of the observed state.
    done, total : int
        Progress, for a progress bar.
    latest : object
        The observed object; the waiter returns the last one.
    """

    def __init__(self, reached: Any, seen: str, done: int, total: int, latest: _T) -> None:
        self.reached, self.seen = reached, seen
        self.done, self.total = done, total
        self.latest = latest


class WaitState(Probe[_T]):
    """State of a waiter after a check; passed to `progress` functions.

    Attributes
    ----------
    reached : bool
        Whether the goal is reached.
    seen : str
        Description of the observed state, such as ``"1 InService, 1 Pending; desired capacity 2"``.
    done, total : int
        Progress: instances, percent, or 0 and then 1 of 1.
    latest : AutoScalingGroup, Activity, MetricAlarm or None
        The observed object, in its current state.
    goal : str
        Description of the goal, such as ``"group 'web': 2 instances in service"``.
    looks : int
        Number of checks so far.
    seconds : float
        Seconds since the waiter started.
    timeout : float or None
        Timeout of the waiter in seconds.

    Parameters
    ----------
    found : Probe
        Result of the check.
    """

    def __init__(
        self, found: Probe[_T], goal: str, looks: int, seconds: float, timeout: float | None
    ) -> None:
        super().__init__(found.reached, found.seen, found.done, found.total, found.latest)
        self.goal, self.looks = goal, looks
        self.seconds, self.timeout = seconds, timeout

    def __repr__(self) -> str:
        return f"<WaitState {self.goal}: {self.seen} after {self.looks} checks>"
