"""boto 2.49.0 in a process of its own that plays scenarios as it is told."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from differential import player


class Oracle:
    """The process; in a ``with`` block it runs."""

    def __init__(self, python: str) -> None:
        self._python = python

    def __enter__(self) -> Oracle:
        tests = Path(__file__).resolve().parents[1]
        self._process = subprocess.Popen(
            [self._python, "-W", "ignore", "-m", "differential.player"],
            cwd=tests,
            env={"PATH": os.defpath, "HOME": "/nonexistent", "BOTO_CONFIG": "/nonexistent/boto"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *exception: object) -> None:
        # Its loop ends with its input.
        self._process.communicate(timeout=10)

    def play(self, name: str, arguments: tuple[Any, ...], host: str, port: int) -> Any:
        """Play a scenario under boto, and return the description of what it gave."""
        order = {
            "name": name,
            "arguments": player.encode(arguments),
            "host": host,
            "port": port,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"boto's process ended while it played {name}")
        return json.loads(line)
