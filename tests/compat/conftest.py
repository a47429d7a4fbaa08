"""boto's process, the two endpoints, and the results of a scenario on both."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.compat import environment, runner
from tests.compat.compare import Mismatch, compare
from tests.compat.endpoints import respond_with, sent
from tests.compat.oracle import Oracle
from tests.compat.scenarios import SCENARIOS
from tests.support.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import reboto.local


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """boto 2.49.0, ready to run."""
    with Oracle(environment.interpreter()) as running:
        yield running


@pytest.fixture(scope="session")
def script() -> Iterator[Wire]:
    """An endpoint with the responses of a scenario."""
    with Wire() as running:
        yield running


class Comparison:
    """Plays scenarios under both packages.

    Attributes
    ----------
    local : Endpoint
        The endpoint of scenarios without responses of their own.
    """

    local: reboto.local.Endpoint

    def __init__(self, oracle: Oracle, script: Wire) -> None:
        self._oracle, self._script = oracle, script
        self._reboto = runner.load("reboto")
        self.mismatches = functools.cache(self.run)

    def run(
        self, name: str, *arguments: Any, responses: Mapping[str, Any] | None = None
    ) -> list[Mismatch]:
        """Run a scenario on both; `responses` replace the scenario's own responses.

        `mismatches` remembers what that showed.
        """
        responses = SCENARIOS[name].responses if responses is None else responses
        boto, ours = (
            self._once(functools.partial(run, name, arguments), responses)
            for run in (self._oracle.run, functools.partial(runner.run, self._reboto))
        )
        return [
            *compare(boto["gave"], ours["gave"]),
            *compare(boto["sent"], ours["sent"], "sent"),
        ]

    def _once(self, run: Callable[[str, int], Any], responses: Mapping[str, Any] | None) -> Any:
        at: Any = self._script if responses is not None else self.local
        if responses is None:
            self.local.reset()
        else:
            respond_with(self._script, responses)
        gave = run(at.host, at.port)
        asked = [] if responses is None else sent(self._script.requests)
        # Through JSON and back, as boto's side went.
        return {"gave": json.loads(json.dumps(gave)), "sent": asked}


@pytest.fixture(scope="session")
def _comparison(oracle: Oracle, script: Wire) -> Comparison:
    return Comparison(oracle, script)


@pytest.fixture
def comparison(_comparison: Comparison, endpoint: reboto.local.Endpoint) -> Comparison:
    """Both packages in an empty environment."""
    _comparison.local = endpoint
    return _comparison
