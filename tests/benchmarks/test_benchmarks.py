"""The benchmark's calls still work, for every contender and in its own protocol."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# `make test-tools` has built what runs.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
PYTHON_AND_RUST = {"boto", "boto3", "reboto", "rust"}
AWAITED = {"aiobotocore", "reboto", "rust"}
WHO_DOES = {
    "start_up": {"bare", "aiobotocore", *PYTHON_AND_RUST},
    "start_up_logging": {"boto", "boto3", "aiobotocore", "reboto"},
    "first_call_tls": PYTHON_AND_RUST,
    "set_desired_capacity": PYTHON_AND_RUST,
    "describe_1_group": PYTHON_AND_RUST,
    "describe_1_alarm": PYTHON_AND_RUST,
    "describe_100_groups": PYTHON_AND_RUST,
    "describe_100_alarms": PYTHON_AND_RUST,
    "datapoints_1440": PYTHON_AND_RUST,
    "put_1000_values": PYTHON_AND_RUST,
    "threads_16": PYTHON_AND_RUST,
    "awaited_64": AWAITED,
    "awaited_1000": AWAITED,
    "calls_10000": {"boto", "boto3", "reboto"},
    "roles_1": {"reboto"},
    "roles_1000": {"reboto"},
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Results of one call for every row and contender. The runner checks that they are equal.

    What is not built yet is built at first.
    """
    path = tmp_path_factory.mktemp("benchmarks") / "results.json"
    command = [sys.executable, str(BENCHMARKS / "run.py"), "--dev", "--rounds", "1", "--calls", "1"]
    done = subprocess.run([*command, "--output", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path, json.loads(path.read_text())


def test_every_contender_does_every_row(results: tuple[Path, Any]) -> None:
    samples = results[1]["samples"]
    assert {row: set(taken) for row, taken in samples.items()} == WHO_DOES
    taken = [sample for row in samples.values() for several in row.values() for sample in several]
    assert all(sample["calls"] >= 1 and sample["cpu"] > 0 for sample in taken)


def test_every_contender_is_served_in_its_own_protocol(results: tuple[Path, Any]) -> None:
    served = results[1]["served"]
    for protocol in ("query", "json", "cbor"):
        for call in ("DescribeAlarms -", "DescribeAlarms AlarmNames", "GetMetricStatistics -"):
            assert served[f"{protocol} {call}"] >= 1, (protocol, call)


def test_the_page_and_its_charts_are_written(results: tuple[Path, Any], tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHMARKS / "report.py"), str(results[0]), str(tmp_path)]
    subprocess.run(command, check=True)
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| describe 1 group, 64 awaited at once |" in page
    method = (tmp_path / "development" / "benchmarks.md").read_text(encoding="utf-8")
    assert "reboto ÷ Rust SDK ≤ 0.95" in method
    for chart in ("benchmarks.svg", "images/startup.svg"):
        assert (tmp_path / chart).read_text(encoding="utf-8").count("</svg>") == 1


@pytest.mark.parametrize(
    ("build", "description"),
    [
        ("dev", "**unoptimized builds**"),
        ("release", "optimized builds"),
        ("pgo", "optimized builds, reboto's guided by a profile"),
    ],
)
def test_the_page_and_the_chart_say_which_build_was_measured(
    results: tuple[Path, Any], tmp_path: Path, build: str, description: str
) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps({**results[1], "build": build}), encoding="utf-8")
    command = [sys.executable, str(BENCHMARKS / "report.py"), str(path), str(tmp_path)]
    subprocess.run(command, check=True)
    assert f"; {description}. Python" in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    chart = (tmp_path / "benchmarks.svg").read_text(encoding="utf-8")
    assert ("unoptimized" in chart) == (build == "dev")


@pytest.fixture(scope="module")
def training() -> subprocess.CompletedProcess[str]:
    """The calls whose profile guides the optimization, few of each; made in the user's home."""
    quickly = "import train; train.SECONDS, train.PROCESSES = 0.01, 1; train.make_calls()"
    return subprocess.run(
        [sys.executable, "-c", f"{quickly}; train.foresight.YEAR = 1440; train.simulate()"],
        cwd=BENCHMARKS,
        capture_output=True,
        text=True,
    )


def test_the_calls_that_guide_the_optimization_can_be_made(
    training: subprocess.CompletedProcess[str],
) -> None:
    assert training.returncode == 0, training.stderr
