"""A process with boto 2.49.0 that runs scenarios on request."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.compat import runner


class Oracle:
    """The process; in a ``with`` block it runs."""

    def __init__(self, python: str) -> None:
        self._python = python

    def __enter__(self) -> Oracle:
        self._process = self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        # Its loop ends with its input.
        self._process.communicate(timeout=10)

    def _start(self) -> subprocess.Popen[str]:
        root = Path(__file__).resolve().parents[2]
        return subprocess.Popen(
            [self._python, "-W", "ignore", "-m", "tests.compat.runner"],
            cwd=root,
            env={"PATH": os.defpath, "HOME": "/nonexistent", "BOTO_CONFIG": "/nonexistent/boto"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, name: str, arguments: tuple[Any, ...], host: str, port: int) -> Any:
        """Run a scenario under boto, and return the description of what it gave."""
        return self._requested(
            {"name": name, "arguments": runner.encode(arguments), "host": host, "port": port}
        )

    def values(self) -> Any:
        """Run the scenarios of values, and return the description of each by its name."""
        return self._requested({"name": "values"})

    def _requested(self, order: dict[str, Any]) -> Any:
        try:
            return json.loads(self._ask(json.dumps(order)))
        except BaseException:
            # An order that was not answered, as when a test ran out of time, must not be answered
            # to the next.
            self._process.kill()
            self._process.communicate()
            self._process = self._start()
            raise

    def _ask(self, order: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()
