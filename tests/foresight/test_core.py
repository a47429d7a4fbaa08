"""The core of foresight: it agrees with the reference, and names what is wrong in a request."""

from __future__ import annotations

import collections
import itertools
import json

import pytest

from reboto import _core
from tests.foresight import reference
from tests.foresight.random_requests import Requests

REQUESTS = 600


def test_the_core_agrees_with_the_reference() -> None:
    compared: collections.Counter[str] = collections.Counter()
    for request in itertools.islice(Requests(seed=27), REQUESTS):
        function, arguments = request["function"], request["args"]
        result = json.loads(_core.foresight(function, json.dumps(arguments)))
        assert result == reference.call(function, arguments), json.dumps(request)
        compared[function] += 1
    assert sum(compared.values()) == REQUESTS
    assert compared["run"] > 50
    assert len(compared) == 10, compared


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        ("simulate", "{}", "function"),
        ("cadence", "", "JSON"),
        ("cadence", '{"alarms": {}}', "alarms"),
        ("statistic", '{"name": "Median", "values": [1]}', "Median"),
        ("resolve", '{"proposals": ["2"], "desired": 1}', r"proposals\[0\]"),
    ],
)
def test_an_invalid_request_is_an_error_that_names_the_key(
    function: str, arguments: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        _core.foresight(function, arguments)
