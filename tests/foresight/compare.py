"""Compare foresight's core with the reference on random requests.

    python tests/foresight/compare.py --door COMMAND [--count 2000] [--seed 1]

COMMAND reads a request a line and writes an answer a line, as `python -m reboto foresight --json` does.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import shlex
import subprocess
import sys

import reference
from random_requests import Requests

# Recorded requests are kept short.
LONGEST_LINE = 6000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--door", required=True, help="command that answers requests")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", help="write requests and the reference's results to this file, a pair a line")
    options = parser.parse_args()
    requests = list(itertools.islice(Requests(options.seed), options.count))
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    answers = subprocess.run(shlex.split(options.door), input=lines, capture_output=True, text=True, check=True)
    answers = answers.stdout.splitlines()
    assert len(answers) == len(requests), f"{len(requests)} requests, {len(answers)} answers"
    counts, different = collections.Counter(), 0
    written = open(options.write, "w", encoding="utf-8") if options.write else None
    for number, (request, answer) in enumerate(zip(requests, answers)):
        expected = {"result": reference.call(request["function"], request["args"])}
        counts[request["function"]] += 1
        if written:
            line = json.dumps({**request, **expected}, separators=(",", ":"))
            if len(line) <= LONGEST_LINE:
                print(line, file=written)
        if json.loads(answer) != expected:
            different += 1
            if different <= 5:
                report(number, request, json.loads(answer), expected)
    print(f"{sum(counts.values())} compared, {different} different: {dict(sorted(counts.items()))}")
    return 1 if different or not counts else 0


def report(number: int, request: dict, answer: dict, expected: dict) -> None:
    print(f"request {number}: {json.dumps(request)}")
    got, wanted = answer.get("result", answer), expected["result"]
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in wanted:
            if got.get(key) != wanted[key]:
                print(f"  {key}:\n    core      {first(got.get(key), wanted[key])}\n    reference {first(wanted[key], got.get(key))}")
    else:
        print(f"  core      {got}\n  reference {wanted}")


def first(items, others):
    """The list from the first element on that differs."""
    if not isinstance(items, list) or not isinstance(others, list):
        return items
    same = next((k for k, (a, b) in enumerate(zip(items, others)) if a != b), min(len(items), len(others)))
    return f"[{same}:] {items[same : same + 4]}"


if __name__ == "__main__":
    sys.exit(main())
