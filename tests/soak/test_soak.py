"""A short soak, with the scenarios that ``make soak`` runs in full."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from environments import unconfigured
from server import build

from . import hosts, scenarios
from .scenarios import Place
from .work import MAKERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
# The warm-up is not complete after so few calls.
GROWTH = 2 * scenarios.GROWTH

# Prime numbers, so that repeated code is interrupted at different points.
EVERY = {"blocking": 151, "awaited": 211}

STYLES = pytest.mark.parametrize("style", MAKERS)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return this interpreter and the server, which is built if necessary."""
    home: Path = tmp_path_factory.mktemp("home")
    return Place(sys.executable, build("benchmark-server", release=False), unconfigured(home))


@STYLES
def test_every_call_under_load_is_accounted_for_and_leaves_nothing(
    place: Place, style: str
) -> None:
    # Enough faults to notice if their connections leaked.
    figures = scenarios.load(place, style, 2560, GROWTH, faulty=0.1)
    assert figures["calls"] > 2560
    assert figures["faults"] > 500


@STYLES
def test_children_forked_under_load_call_and_end_well(place: Place, style: str) -> None:
    figures = scenarios.forks(place, style, 20)
    assert figures["parent"] > 20


@STYLES
def test_interpreters_that_end_under_load_end_well(place: Place, style: str) -> None:
    scenarios.exits(place, style, 10)


@STYLES
def test_ctrl_c_at_any_time_ends_calls_and_nothing_else(place: Place, style: str) -> None:
    if style == "awaited" and sys.version_info < (3, 11):
        pytest.skip("asyncio may not wake a task if Ctrl-C interrupts its loop")
    scenarios.interrupts(place, style, processes=4, times=20)


@STYLES
def test_ctrl_c_interrupts_a_first_call_at_every_signal_check(place: Place, style: str) -> None:
    figures = scenarios.probes(place, style, EVERY[style])
    assert figures["probed"] > 50


def test_tasks_cancelled_at_any_time_leave_nothing(place: Place) -> None:
    figures = scenarios.cancellations(place, 600, GROWTH)
    assert figures["cancelled"] >= 600


@STYLES
def test_each_of_many_roles_is_assumed_once_and_leaves_nothing(place: Place, style: str) -> None:
    hosts.roles(place, style, 100, GROWTH)


@STYLES
def test_many_short_lived_connections_leave_a_role_its_credentials(
    place: Place, style: str
) -> None:
    hosts.connections(place, style, 2000, GROWTH)


@STYLES
def test_slow_and_reentrant_log_handlers_do_not_hold_up_forks_and_exits(
    place: Place, style: str
) -> None:
    figures = hosts.logging(place, style, forks=20, exits=10)
    assert figures["parent"] > 20


@STYLES
def test_calls_do_not_mind_a_changing_environment(place: Place, style: str) -> None:
    figures = hosts.environment(place, style, 640)
    assert figures["changes"] > 1000


@pytest.mark.skipif(
    not (find_spec("_interpreters") or find_spec("_xxsubinterpreters")),
    reason="this Python has no module for subinterpreters",
)
def test_subinterpreters_are_refused_while_the_main_one_calls(place: Place) -> None:
    hosts.subinterpreters(place, 20)


@pytest.mark.parametrize("library", ["gevent", "eventlet"])
def test_greenlets_killed_at_any_time_leave_nothing(place: Place, library: str) -> None:
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    hosts.greenlets(place, library, 1280, GROWTH)
