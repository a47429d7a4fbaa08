"""Ends the process of a test that ignores its timeout.

pytest-timeout raises an exception once, in the main thread. Hypothesis treats it as a failing
example and runs it again; code that catches every exception or never returns to Python ignores it.
A second timer, of faulthandler, needs neither the interpreter nor the GIL: it writes the stacks of
all threads to stderr and exits. pytest-xdist reports the test as failed and starts a new worker.
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
    """Duplicate the real stderr, because pytest captures that of tests."""
    assert sys.__stderr__ is not None
    config.stash[_stderr] = os.dup(sys.__stderr__.fileno())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the duplicate."""
    os.close(config.stash[_stderr])


def _start(item: pytest.Item, seconds: float) -> None:
    faulthandler.dump_traceback_later(seconds, exit=True, file=item.config.stash[_stderr])


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Settings) -> None:
    """Start the second timer with the first one, whose timeout a mark may override."""
    if settings.timeout:
        _start(item, settings.timeout + GRACE)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Restart the timer for the teardown, because a failure has stopped the first timer."""
    if item.config.getini("timeout"):
        _start(item, float(item.config.getini("timeout")) + GRACE)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop the timer when the test has ended."""
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(tryfirst=True)
def pytest_enter_pdb() -> None:
    """Stop the timer in a debugger."""
    faulthandler.cancel_dump_traceback_later()
