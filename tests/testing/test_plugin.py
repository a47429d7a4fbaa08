"""The fixtures that pytest finds where reboto is installed."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]

SUITE = """
import os
import pytest
import reboto

def test_responses(reboto_responses):
    reboto_responses.add("DescribeAlarms", {"MetricAlarms": [{"AlarmName": "busy"}]})
    assert [alarm.name for alarm in reboto.connect_cloudwatch().describe_alarms()] == ["busy"]

def test_unused(reboto_responses):
    reboto_responses.add("DescribeAlarms")

@pytest.mark.parametrize("number", [1, 2])
def test_local(reboto_local, number):
    cloudwatch = reboto.connect_cloudwatch()
    assert cloudwatch.list_metrics() == []
    cloudwatch.put_metric_data("Shop", "Orders", number)
    assert len(cloudwatch.list_metrics()) == 1

def test_without():
    assert "AWS_ENDPOINT_URL" not in os.environ
    assert os.environ["AWS_ACCESS_KEY_ID"] == "kept"
    assert reboto.connect_cloudwatch().host == "monitoring.us-east-1.amazonaws.com"
"""


@pytest.mark.slow
def test_the_fixtures_serve_one_test_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "kept")
    (tmp_path / "test_suite.py").write_text(SUITE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "reboto._pytest_plugin", "--no-header"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=50
    )
    assert "5 passed, 1 error" in done.stdout, done.stdout + done.stderr
    assert "AssertionError: responses that were not used: DescribeAlarms (1)" in done.stdout


def test_the_plugin_is_announced() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (path,) = project["entry-points"]["pytest11"].values()
    assert callable(importlib.import_module(path).reboto_responses)


def test_pytest_starts_without_the_rest_of_reboto() -> None:
    code = "import sys, reboto._pytest_plugin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"reboto.local", "reboto.testing", "http.server"} & {*done.stdout.split()}
