"""Scripts in child interpreters."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run `code` in a child interpreter, with `arguments` in ``sys.argv[1:]``."""
    return launch(sys.executable, "-c", textwrap.dedent(code), *arguments)


def launch(
    python: str, *arguments: object, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start a Python process that raises warnings as errors."""
    command = [python, "-W", "error", *map(str, arguments)]
    pipe = subprocess.PIPE
    with default_sigint():
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=env
        )


@contextlib.contextmanager
def default_sigint() -> Generator[None]:
    """Let child processes receive SIGINT, which background jobs of a shell ignore and inherit."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def finish(
    process: subprocess.Popen[str], *, given: str = "", timeout: float = 30
) -> tuple[int, str, str]:
    """Send input and wait for the end; return exit status, standard output and standard error."""
    try:
        out, err = process.communicate(given, timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        pytest.fail(f"still running after {timeout} s:\n{out}\n{err}")
    return process.returncode, out, err
