"""The migration guide and the generated pages: examples run, and lists are up to date."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reboto.ec2.autoscale import AutoScaleConnection, ScalingPolicy

if TYPE_CHECKING:
    import reboto.local

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "migrating.md").read_text()
NAMES = (ROOT / "docs" / "boto-names.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def python(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        cwd=cwd,
    )


SCRIPTS = [block for block in blocks("python") if "boto.s3" not in block]
BEFORE = next(block for block in blocks("python") if "boto.s3" in block)


def test_the_guide_has_the_code_that_is_tested_here() -> None:
    assert (len(SCRIPTS), len(blocks("diff")), len(blocks("text"))) == (2, 1, 2)


@pytest.mark.parametrize("script", SCRIPTS)
def test_its_scripts_run(script: str, endpoint: reboto.local.Endpoint) -> None:
    ran = python("-c", script)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_output_of_migrate_is_that_in_the_guide(tmp_path: Path) -> None:
    (tmp_path / "scale.py").write_text(BEFORE)
    ran = python("-m", "reboto", "migrate", "scale.py", cwd=tmp_path)
    assert ran.stdout == blocks("diff")[0]
    assert ran.stderr == blocks("text")[1]


def test_names_that_are_not_covered_fail_as_in_the_guide() -> None:
    ran = python("-c", "import reboto.as_boto, boto.s3")
    shown, cut, _ = " ".join(blocks("text")[0].split()).partition(" ...")
    message = ran.stderr.splitlines()[-1]
    assert message.startswith(shown) if cut else message == shown


def test_its_lists_are_current() -> None:
    ran = python(str(ROOT / "tools" / "docs.py"), "--check")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_no_name_of_boto_is_missing() -> None:
    assert NAMES.count("| present") > 200
    assert "missing" not in NAMES


def test_names_that_the_guide_lists_as_removed_do_not_exist() -> None:
    rows = re.findall(r"^\| (.*?) \| not present; ", NAMES, re.MULTILINE)
    gone = [word.strip("`") for row in rows for word in row.split()]
    assert len(gone) > 15
    objects = (AutoScaleConnection("key", "secret"), ScalingPolicy())
    assert [word for word in gone for made in objects if hasattr(made, word)] == []
