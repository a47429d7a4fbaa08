"""Compare foresight's core with the reference on random requests.

    python -m tests.foresight.compare [--command COMMAND] [--count 2000] [--seed 1]

COMMAND reads a request a line, ``{"function": F, "args": {...}}``, and writes a response a line,
``{"result": R}``. Without it, the requests go to `reboto._core.foresight`.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from reboto import _core
from tests.foresight import reference
from tests.foresight.random_requests import Requests

# Recorded requests are kept short.
LONGEST_LINE = 6000


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the core with the reference.")
    parser.add_argument("--command", help="command that handles requests")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--write", help="write requests and the reference's results to this file, a pair a line"
    )
    options = parser.parse_args()
    requests = list(itertools.islice(Requests(options.seed), options.count))
    responses = ask(options.command, requests) if options.command else list(map(core, requests))
    assert len(responses) == len(requests), f"{len(requests)} requests, {len(responses)} responses"
    counts: collections.Counter[str] = collections.Counter()
    different, recorded = 0, list[str]()
    for number, (request, response) in enumerate(zip(requests, responses, strict=False)):
        expected = {"result": reference.call(request["function"], request["args"])}
        counts[request["function"]] += 1
        recorded.append(json.dumps({**request, **expected}, separators=(",", ":")) + "\n")
        if json.loads(response) != expected:
            different += 1
            if different <= 5:
                report(number, request, json.loads(response), expected)
    if options.write:
        short = "".join(line for line in recorded if len(line) <= LONGEST_LINE)
        Path(options.write).write_text(short, encoding="utf-8")
    print(f"{sum(counts.values())} compared, {different} different: {dict(sorted(counts.items()))}")
    return 1 if different or not counts else 0


def ask(command: str, requests: list[dict[str, Any]]) -> list[str]:
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    process = subprocess.run(
        shlex.split(command), input=lines, capture_output=True, text=True, check=True
    )
    return process.stdout.splitlines()


def core(request: dict[str, Any]) -> str:
    result = _core.foresight(request["function"], json.dumps(request["args"]))
    return f'{{"result": {result}}}'


def report(number: int, request: Any, response: Any, expected: Any) -> None:
    print(f"request {number}: {json.dumps(request)}")
    got, expected_result = response.get("result", response), expected["result"]
    if isinstance(expected_result, dict) and isinstance(got, dict):
        for key in expected_result:
            if got.get(key) != expected_result[key]:
                print(f"  {key}:\n    core      {first(got.get(key), expected_result[key])}")
                print(f"    reference {first(expected_result[key], got.get(key))}")
    else:
        print(f"  core      {got}\n  reference {expected_result}")


def first(items: Any, others: Any) -> Any:
    """The list from the first element on that differs."""
    if not isinstance(items, list) or not isinstance(others, list):
        return items
    same = next(
        (k for k, (a, b) in enumerate(zip(items, others, strict=False)) if a != b),
        min(len(items), len(others)),
    )
    return f"[{same}:] {items[same : same + 4]}"


if __name__ == "__main__":
    sys.exit(main())
