"""The soak, made short: the same scenarios that ``make soak`` runs in full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from environments import unconfigured
from server import build

from . import scenarios
from .scenarios import Place
from .work import MAKERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(300)
# A process is not warm after so few calls.
GROWTH = 2 * scenarios.GROWTH

# Primes, so that what is done again and again is met at different moments.
EVERY = {"blocking": 151, "awaited": 401}

STYLES = pytest.mark.parametrize("style", MAKERS)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """This interpreter and the server, which is built at first."""
    home: Path = tmp_path_factory.mktemp("home")
    return Place(sys.executable, build("benchmark-server", release=False), unconfigured(home))


@STYLES
def test_every_call_under_load_is_accounted_for_and_leaves_nothing(
    place: Place, style: str
) -> None:
    # So many go wrong that it would show if their connections were not given back.
    figures = scenarios.load(place, style, 2560, GROWTH, faulty=0.1)
    assert figures["calls"] > 2560
    assert figures["faults"] > 500


@STYLES
def test_children_forked_under_load_call_and_end_well(place: Place, style: str) -> None:
    figures = scenarios.forks(place, style, 20)
    assert figures["beside"] > 20


@STYLES
def test_interpreters_that_end_under_load_end_well(place: Place, style: str) -> None:
    scenarios.exits(place, style, 10)


@STYLES
def test_ctrl_c_at_any_moment_ends_calls_and_nothing_else(place: Place, style: str) -> None:
    if style == "awaited" and sys.version_info < (3, 11):
        pytest.skip("asyncio itself may forget whom to wake when Ctrl-C comes within its loop")
    scenarios.interrupts(place, style, processes=4, times=20)


@STYLES
def test_ctrl_c_comes_out_of_a_first_call_wherever_python_looks_for_it(
    place: Place, style: str
) -> None:
    figures = scenarios.moments(place, style, EVERY[style])
    assert figures["probed"] > 50


def test_tasks_cancelled_at_any_moment_leave_nothing(place: Place) -> None:
    figures = scenarios.cancellations(place, 600, GROWTH)
    assert figures["cancelled"] >= 600
