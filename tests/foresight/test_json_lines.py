"""``python -m reboto foresight --json``: one response per line, in order."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys

import pytest

from reboto import _core
from tests.foresight.random_requests import Requests

COMMAND = [sys.executable, "-m", "reboto", "foresight", "--json"]
CADENCE = {"function": "cadence", "args": {"alarm": {"period": 60, "evaluation_periods": 1}}}


def responses_to(lines: bytes) -> list[dict[str, object]]:
    process = subprocess.run(COMMAND, input=lines, capture_output=True, check=True)
    assert process.stderr == b""
    return [json.loads(line) for line in process.stdout.splitlines()]


def test_the_command_prints_the_results_of_the_core() -> None:
    requests = list(itertools.islice(Requests(seed=5), 150))
    responses = responses_to("".join(json.dumps(request) + "\n" for request in requests).encode())
    assert len(responses) == len(requests)
    for request, response in zip(requests, responses, strict=True):
        result = _core.foresight(request["function"], json.dumps(request["args"]))
        assert response == {"result": json.loads(result)}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[]", "must be an object"),
        (b'{"args": {}}', "function is required"),
        (b'{"function": "sweep"}', 'function "sweep" is unknown'),
        (b'{"function": null}', "function is required"),
        (b'{"function": "cadence"}', "alarm is required"),
        (b'{"function": "cadence", "args": []}', "must be an object"),
        (b'{"function": "cadence", "args": {}, "id": 1}', "id is unknown"),
        (b'{"function": "cadence", "args": {"alarm": {"perod": 60}}}', "alarm.perod is unknown"),
        (b'{"function": "resolve", "args": {"proposals": [NaN], "desired": 1}}', "proposals[0]"),
        (b'{"function": "\xff"}', "utf-8"),
    ],
)
def test_an_invalid_request_has_one_response_and_the_next_is_answered(
    line: bytes, named: str
) -> None:
    error, result = responses_to(line + b"\n" + json.dumps(CADENCE).encode())
    assert list(error) == ["error"]
    assert named in str(error["error"])
    assert result == {"result": 60}


def test_each_response_comes_before_the_next_request() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for period, seconds in ((30, 10), (60, 60), (86_400, 3600)):
            alarm = {"period": period, "evaluation_periods": 2}
            request = json.dumps({"function": "cadence", "args": {"alarm": alarm}})
            process.stdin.write(request.encode() + b"\r\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"result": seconds}
        process.stdin.close()
        assert process.wait() == 0
