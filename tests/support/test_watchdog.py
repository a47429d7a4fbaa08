"""If a test ignores its timeout, its process exits and the test is reported as failed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFTEST = """
from tests.support import watchdog
watchdog.GRACE = 1
pytest_plugins = ["tests.support.watchdog"]
"""
TESTS = """
import itertools, time
import hypothesis, pytest
from hypothesis import strategies as st

def endless():
    while True:
        try:
            time.sleep(0.05)
        except BaseException:
            pass

@hypothesis.given(st.integers())
def test_example_hangs(number):
    endless()

@pytest.fixture
def fixture():
    yield
    endless()

def test_teardown_hangs_after_a_failure(fixture):
    assert False

def test_hangs_without_signal_checks():
    sum(itertools.repeat(0))

def test_after():
    pass
"""


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_hanging_tests_fail_and_others_run(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntimeout = 1\n")
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--numprocesses", "1"]
    ran = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout
    for name in ("example_hangs", "teardown_hangs_after_a_failure", "hangs_without_signal_checks"):
        assert f"crashed while running 'test_it.py::test_{name}'" in ran.stdout
    # The stacks of all threads.
    assert ran.stderr.count("Timeout (0:00:02)!") == 3
