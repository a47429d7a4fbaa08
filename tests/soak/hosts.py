"""The soak's scenarios of what surrounds calls: roles, log handlers, the environment, and hosts.

They are like those of `scenarios`.
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
    as_planned,
    flat,
    lines,
    nobody_left,
    served_as_told,
)
from .work import AT_ONCE, STAYING


def roles(place: Place, style: str, count: int, growth: int = GROWTH) -> Figures:
    """Call with many roles in turn, by connections that come and go."""
    return _assume(place, style, "roles", count, 2 * count * STRETCHES, count, growth)


def connections(place: Place, style: str, count: int, growth: int = GROWTH) -> Figures:
    """Make a connection for each call, beside one that has a role."""
    return _assume(place, style, "connections", count, count, 1, growth)


def _assume(
    place: Place, style: str, what: str, count: int, calls: int, assumed: int, growth: int
) -> Figures:
    with place.server() as server, Wire(sts.credentials()) as service:
        # With several arenas, malloc keeps more from each stretch's new threads for a long time.
        arenas = {"MALLOC_ARENA_MAX": "1"}
        arguments = style, server.port, service.port, count, what
        *held, told = lines(place.launch("assuming", *arguments, **arenas))
        nobody_left(server)
        service.wait_closed()
        counted = server.served()
    as_planned(told)
    served_as_told(counted, told["served"])
    made = told["outcomes"][ANSWER]
    assert made == sum(told["outcomes"].values()) >= calls, told["outcomes"]
    asked = [request.parameters["RoleArn"] for request in service.requests]
    assert len(asked) == len(set(asked)) == assumed, f"STS was asked {len(asked)} times"
    return {
        "calls": made,
        "assumed": len(asked),
        **flat([Held(*line) for line in held], AT_ONCE[style], style, growth),
    }


def logging(place: Place, style: str, forks: int, exits: int) -> Figures:
    """Fork, and end interpreters, while slow and re-entrant handlers get DEBUG records."""
    return {
        **scenarios.forks(place, style, forks, "logged"),
        **scenarios.exits(place, style, exits, "logged"),
    }


def environment(place: Place, style: str, count: int) -> Figures:
    """Make a connection for each call while threads change the environment."""
    with place.server() as server:
        (told,) = lines(place.launch("changing", style, server.port, count, SEED))
        nobody_left(server)
        counted = server.served()
    as_planned(told)
    served_as_told(counted, told["served"])
    nothing_left(Held(*told["held"]), STAYING[style], changing.AT_ONCE[style])
    return {"calls": sum(told["outcomes"].values()), "changes": told["changes"]}


def subinterpreters(place: Place, count: int) -> Figures:
    """Import in subinterpreters while the main interpreter calls."""
    with place.server() as server:
        (told,) = lines(place.launch("nesting", server.port, count, SEED))
        nobody_left(server)
        counted = server.served()
    assert not told["failures"], "\n".join(told["failures"])
    as_planned(told)
    served_as_told(counted, told["served"])
    nothing_left(Held(*told["held"]), STAYING["blocking"], nesting.AT_ONCE)
    return {"subinterpreters": count, "calls": sum(told["outcomes"].values())}


def greenlets(place: Place, library: str, count: int, growth: int = GROWTH) -> Figures:
    """Kill greenlets, and have them time out, while their calls are under way."""
    with place.server() as server:
        *held, told = lines(place.launch("greenlets", library, server.port, count, SEED))
        nobody_left(server)
        counted = server.served()
    as_planned(told)
    outcomes = told["outcomes"]
    cancelled = outcomes[killing.ENDED]
    assert sum(outcomes.values()) >= count, outcomes
    answers = sum(counted[what] for what in OPERATIONS.values())
    answers += counted["fault late"] + counted["fault leaving"]
    # A cancelled call may have had a response on its way.
    lost = answers - outcomes[ANSWER]
    assert 0 <= lost <= cancelled > count / 10, (answers, outcomes)
    return {
        "cancelled": cancelled,
        "finished": sum(outcomes.values()) - cancelled,
        **flat([Held(*line) for line in held], killing.AT_ONCE, library, growth),
    }


def nothing_left(last: Held, threads: int, at_once: int) -> None:
    """Hold that a process has no more threads, sockets and files than that."""
    assert last.threads == threads, last
    assert last.sockets <= 2 * at_once, last
    assert last.files <= 2 * at_once + FILES, last
