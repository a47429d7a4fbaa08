"""Modules have the same paths as in boto and are imported in the same ways."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def run(code: str) -> Any:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "path",
    [
        "ec2.autoscale.tag.Tag",
        "ec2.cloudwatch.metric.Metric",
        "ec2.blockdevicemapping.EBSBlockDeviceType",
        "ec2.elb.listelement.ListElement",
        "exception.BotoServerError",
        "pyami.config.Config",
        "regioninfo.RegionInfo",
        "resultset.ResultSet",
    ],
)
def test_a_module_needs_no_separate_import(path: Any) -> None:
    done = run(f"import reboto as boto; print(boto.{path}.__name__)")
    assert done.stdout == path.rpartition(".")[2].removeprefix("EBS") + "\n", done.stderr


@pytest.mark.parametrize("package", ["ec2.autoscale", "ec2.cloudwatch"])
def test_all_modules_of_a_service_need_no_separate_import(package: str) -> None:
    # A new process, because an import by another test sets the attribute too.
    done = run(f"""if True:
        import pkgutil, reboto.{package} as package
        names = [found.name for found in pkgutil.iter_modules(package.__path__)]
        public = [name for name in names if not name.startswith("_")]
        print(len(public), *(name for name in public if not hasattr(package, name)))
    """)
    assert done.stderr == ""
    count, *missing = done.stdout.split()
    assert int(count) > 10
    assert not missing


@pytest.mark.parametrize("module", ["ec2.autoscale.group", "ec2.cloudwatch.alarm", "exception"])
def test_a_module_can_be_the_first_that_is_imported(module: str) -> None:
    done = run(f"import reboto.{module}; print('ok')")
    assert done.stdout == "ok\n", done.stderr


def test_a_name_that_ec2_does_not_have_is_in_the_error() -> None:
    done = run("import reboto; reboto.ec2.nonsense")
    assert "module 'reboto.ec2' has no attribute 'nonsense'" in done.stderr


def test_importing_reads_no_configuration_file(tmp_path: Path) -> None:
    (tmp_path / ".boto").write_text("this is no configuration file")
    done = subprocess.run(
        [sys.executable, "-c", "import reboto.ec2.autoscale.group, reboto.regioninfo; print('ok')"],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout == "ok\n", done.stderr
