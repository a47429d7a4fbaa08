"""Checks of the waiters of groups."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from reboto import waiters
from reboto._error_types import BotoClientError

if TYPE_CHECKING:
    from collections.abc import Callable


def wait(
    group: Any,
    goal: str,
    probe: Callable[[Any], waiters.Probe[Any]],
    config: waiters.WaiterConfig,
    may_be_gone: bool = False,
) -> Any:
    """Read a group until it is in a state.

    Parameters
    ----------
    group : AutoScalingGroup
        The group.
    goal : str
        Description of the state.
    probe : callable
        Returns the result of a check from the group that was read, or from None.
    config : WaiterConfig
        Timeout and delays.
    may_be_gone : bool, default False
        Whether the group may not exist.

    Returns
    -------
    object
        The result of the waiter, or a coroutine of it.
    """
    connection = group._require_connection()

    def ask() -> Any:
        return connection.get_all_groups([group.name])

    def probe_page(page: list[Any]) -> waiters.Probe[Any]:
        found = next((one for one in page if one.name == group.name), None)
        if found is None and not may_be_gone:
            raise BotoClientError(f"group {group.name!r} does not exist")
        return probe(found)

    return waiters.wait(connection, f"group {group.name!r}: {goal}", ask, probe_page, config)


def units(instance: Any) -> int:
    """Return the units of capacity of an instance: its weight, if the group has weights."""
    return int(instance.weighted_capacity or 1)


def is_unhealthy(instance: Any) -> bool:
    """Return whether an instance, which may be in service still, will be replaced."""
    return str(instance.health_status).lower() == "unhealthy"


def described(group: Any) -> str:
    """Return a description of the instances of a group."""
    instances: list[Any] = group.instances or []
    states = Counter(
        f"{one.lifecycle_state}{' (unhealthy)' * is_unhealthy(one)}" for one in instances
    )
    listed = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return f"{listed or 'no instances'}; desired capacity {group.desired_capacity}"
