"""Event loops in which the awaiting tests run."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

from tests.aio.silent_server import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aio.silent_server import Run

LOOPS = ["asyncio"] + (["uvloop"] if sys.platform == "linux" else [])


@pytest.fixture(params=LOOPS)
def run(request: pytest.FixtureRequest) -> Run:
    """``asyncio.run``, and its like of uvloop."""
    if request.param == "asyncio":
        return asyncio.run
    import uvloop

    return uvloop.run


@pytest.fixture
def silent() -> Iterator[Silent]:
    """A server that never responds."""
    with Silent() as server:
        yield server
