"""Soak scenarios with roles, log handlers, environment changes, subinterpreters and greenlets.

They have the same interface as those in `scenarios`.
"""

from __future__ import annotations

from tests.support import sts
from tests.support.wire import Wire

from . import changing, killing, nesting, scenarios
from .load import STRETCHES
from .plan import ANSWER, OPERATIONS
from .process import Held
from .scenarios import (
    FILES,
    GROWTH,
    SEED,
    Figures,
    Place,
    check_connections_closed,
    check_outcomes,
    check_served,
    flat,
    lines,
)
from .work import AT_ONCE, STAYING


def roles(place: Place, style: str, count: int, growth: int = GROWTH) -> Figures:
    """Make calls with many roles in turn, on short-lived connections."""
    return _assume(place, style, "roles", count, 2 * count * STRETCHES, count, growth)


def connections(place: Place, style: str, count: int, growth: int = GROWTH) -> Figures:
    """Make a new connection for each call, in addition to one with a role."""
    return _assume(place, style, "connections", count, count, 1, growth)


def _assume(
    place: Place, style: str, what: str, count: int, calls: int, assumed: int, growth: int
) -> Figures:
    with place.server() as server, Wire(sts.credentials()) as service:
        # With several arenas, malloc keeps memory of ended threads for a long time.
        arenas = {"MALLOC_ARENA_MAX": "1"}
        arguments = style, server.port, service.port, count, what
        *held, reported = lines(place.launch("assuming", *arguments, **arenas))
        check_connections_closed(server)
        service.wait_closed()
        counted = server.served()
    check_outcomes(reported)
    check_served(counted, reported["served"])
    made = reported["outcomes"][ANSWER]
    assert made == sum(reported["outcomes"].values()) >= calls, reported["outcomes"]
    requested = [request.parameters["RoleArn"] for request in service.requests]
    assert len(requested) == len(set(requested)) == assumed, f"STS got {len(requested)} requests"
    return {
        "calls": made,
        "assumed": len(requested),
        **flat([Held(*line) for line in held], AT_ONCE[style], style, growth),
    }


def logging(place: Place, style: str, forks: int, exits: int) -> Figures:
    """Fork and exit while slow and re-entrant handlers get DEBUG records."""
    return {
        **scenarios.forks(place, style, forks, "logged"),
        **scenarios.exits(place, style, exits, "logged"),
    }


def environment(place: Place, style: str, count: int) -> Figures:
    """Make a new connection for each call while threads change the environment."""
    with place.server() as server:
        (reported,) = lines(place.launch("changing", style, server.port, count, SEED))
        check_connections_closed(server)
        counted = server.served()
    check_outcomes(reported)
    check_served(counted, reported["served"])
    check_released(Held(*reported["held"]), STAYING[style], changing.AT_ONCE[style])
    return {"calls": sum(reported["outcomes"].values()), "changes": reported["changes"]}


def subinterpreters(place: Place, count: int) -> Figures:
    """Import reboto in subinterpreters while the main interpreter makes calls."""
    with place.server() as server:
        (reported,) = lines(place.launch("nesting", server.port, count, SEED))
        check_connections_closed(server)
        counted = server.served()
    assert not reported["failures"], "\n".join(reported["failures"])
    check_outcomes(reported)
    check_served(counted, reported["served"])
    check_released(Held(*reported["held"]), STAYING["blocking"], nesting.AT_ONCE)
    return {"subinterpreters": count, "calls": sum(reported["outcomes"].values())}


def greenlets(place: Place, library: str, count: int, growth: int = GROWTH) -> Figures:
    """Kill greenlets, and let others time out, during their calls."""
    with place.server() as server:
        *held, reported = lines(place.launch("greenlets", library, server.port, count, SEED))
        check_connections_closed(server)
        counted = server.served()
    check_outcomes(reported)
    outcomes = reported["outcomes"]
    cancelled = outcomes[killing.ENDED]
    assert sum(outcomes.values()) >= count, outcomes
    answers = sum(counted[what] for what in OPERATIONS.values())
    answers += counted["fault late"] + counted["fault leaving"]
    # The response of a cancelled call may already have been sent.
    lost = answers - outcomes[ANSWER]
    assert 0 <= lost <= cancelled > count / 10, (answers, outcomes)
    return {
        "cancelled": cancelled,
        "finished": sum(outcomes.values()) - cancelled,
        **flat([Held(*line) for line in held], killing.AT_ONCE, library, growth),
    }


def check_released(last: Held, threads: int, at_once: int) -> None:
    """Check that a process has released its threads, sockets and files."""
    assert last.threads == threads, last
    assert last.sockets <= 2 * at_once, last
    assert last.files <= 2 * at_once + FILES, last
