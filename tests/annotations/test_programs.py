"""Type checkers accept right programs and reject each wrong line of a program."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import reboto
from reboto import _connection_keywords
from reboto.connection import Connection

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"
WRONG = PROGRAMS / "wrong.py"


def expected(checker: int) -> dict[int, str]:
    """The error of each line of the wrong program, from its comments."""
    lines = enumerate(WRONG.read_text(encoding="utf-8").splitlines(), 1)
    found = {
        number: rules.group(checker)
        for number, line in lines
        if (rules := re.search(r"  # ([\w-]+), (\w+)$", line))
    }
    assert len(found) > 30
    return {number: rule for number, rule in found.items() if rule != "none"}


def output(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_mypy_rejects_each_wrong_line_and_no_other() -> None:
    found: dict[tuple[str, int], str] = {}
    programs = [str(path.relative_to(ROOT)) for path in sorted(PROGRAMS.glob("*.py"))]
    for line in output("mypy", "--strict", "--no-pretty", *programs).splitlines():
        if error := re.match(r"(.+):(\d+): error: .*\[([\w-]+)\]$", line):
            found[Path(error[1]).name, int(error[2])] = error[3]
    assert found == {(WRONG.name, number): rule for number, rule in expected(1).items()}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_pyright_rejects_each_wrong_line_and_no_other(tmp_path: Path) -> None:
    # A project of its own, because reboto's excludes the wrong program.
    config = {
        "extraPaths": [str(ROOT / "python")],
        "typeCheckingMode": "strict",
    }
    for path in PROGRAMS.glob("*.py"):
        shutil.copy(path, tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    report: dict[str, Any] = json.loads(
        output(
            "pyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(tmp_path)
        )
    )
    found = {
        (Path(error["file"]).name, error["range"]["start"]["line"] + 1): error["rule"]
        for error in report["generalDiagnostics"]
        if error["severity"] == "error"
    }
    assert found == {(WRONG.name, number): rule for number, rule in expected(2).items()}


@pytest.mark.parametrize("service", ["AutoScale", "CloudWatch"])
def test_keywords_of_functions_that_connect_are_those_of_the_connection(service: str) -> None:
    from typing import get_type_hints

    kind = {
        "AutoScale": reboto.ec2.autoscale.AutoScaleConnection,
        "CloudWatch": reboto.ec2.cloudwatch.CloudWatchConnection,
    }[service]
    assert issubclass(kind, Connection)
    parameters = get_type_hints(kind.__init__)
    del parameters["return"]
    keys = {"aws_access_key_id", "aws_secret_access_key"}
    keywords = get_type_hints(getattr(_connection_keywords, service))
    assert keywords == {name: form for name, form in parameters.items() if name not in keys}
    keywords = get_type_hints(getattr(_connection_keywords, f"{service}InRegion"))
    # The functions have a parameter of their own for the region's name.
    region = {"region", "region_name"}
    assert keywords == {name: form for name, form in parameters.items() if name not in region}
