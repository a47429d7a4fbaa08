"""The fixtures of `reboto.testing`. pytest loads this module through its entry point."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from reboto.local import Endpoint
    from reboto.testing import Responses


@pytest.fixture
def reboto_responses() -> Generator[Responses]:
    """Give one test responses for its connections; all must be used."""
    from reboto import testing

    with testing.responses() as responses:
        yield responses
    responses.check()


@pytest.fixture(scope="session")
def _reboto_endpoint() -> Generator[Endpoint]:
    from reboto import local
    from reboto.local import _environment

    before = {name: value for name, value in os.environ.items() if _environment.is_relevant(name)}

    def restored(present: Mapping[str, str]) -> dict[str, str | None]:
        return {**dict.fromkeys(filter(_environment.is_relevant, present)), **before}

    # Starting moto takes seconds. Tests without the fixture keep their environment.
    with local.server() as endpoint, _environment.applied(restored):
        yield endpoint


@pytest.fixture
def reboto_local(_reboto_endpoint: Endpoint) -> Generator[Endpoint]:
    """Give one test a local endpoint without groups, alarms and metrics."""
    from reboto.local import _environment

    _reboto_endpoint.reset()
    with _environment.applied(lambda _: _reboto_endpoint.environment):
        yield _reboto_endpoint
