"""Ends the process of a test that outlives its timeout.

pytest-timeout raises once, in the main thread. Hypothesis takes that for a failing example and runs
it again; code that catches every exception, or never returns to Python, does not notice. A second
timer, faulthandler's, needs neither Python nor its lock: it writes the stacks of all threads to
stderr and exits. pytest-xdist reports the test as failed and starts another worker.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_timeout import Settings

# Seconds between a test's timeout and the end of its process.
GRACE = 30.0

_stderr = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the real stderr: a test's own is captured."""
    assert sys.__stderr__ is not None
    config.stash[_stderr] = os.dup(sys.__stderr__.fileno())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close it."""
    os.close(config.stash[_stderr])


def _start(item: pytest.Item, seconds: float) -> None:
    faulthandler.dump_traceback_later(seconds, exit=True, file=item.config.stash[_stderr])


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Settings) -> None:
    """Start the second timer with the first one, whose limit a mark may have changed."""
    if settings.timeout:
        _start(item, settings.timeout + GRACE)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Give fixtures their own time: a failure has stopped the first timer."""
    if item.config.getini("timeout"):
        _start(item, float(item.config.getini("timeout")) + GRACE)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop it when the test has ended."""
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(tryfirst=True)
def pytest_enter_pdb() -> None:
    """Leave a debugger alone."""
    faulthandler.cancel_dump_traceback_later()
