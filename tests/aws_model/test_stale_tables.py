"""A newer model of AWS fails the check of `tools/model.py`, which lists what AWS added."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

import model
from botocore_model import python_code, service

# Of the toolchain, which formats the tables. Tests have another home.
RUSTUP = os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the check, with additions to the model of CloudWatch."""

    def check(change: Any) -> tuple[int, str]:
        original = service.Service.__init__

        def init(self: service.Service, name: str) -> None:
            original(self, name)
            if name == "cloudwatch":
                loaded: Any = self.model
                change(loaded._service_description)
                loaded._shape_resolver._shape_map.update(loaded._service_description["shapes"])

        monkeypatch.setenv("RUSTUP_HOME", RUSTUP)
        monkeypatch.setattr(service.Service, "__init__", init)
        monkeypatch.setattr(sys, "argv", ["model.py", "--check"])
        return model.main(), capsys.readouterr().err

    return check


def nothing(_description: dict[str, Any]) -> None:
    """Leave the model as it is."""


def test_the_files_are_up_to_date(checked: Any) -> None:
    assert checked(nothing) == (0, "")


def test_an_added_operation_is_listed(checked: Any) -> None:
    def add(description: dict[str, Any]) -> None:
        shapes = description["shapes"]
        shapes["MakeToastInput"] = {
            "type": "structure",
            "members": {"Slices": {"shape": "Period"}},
        }
        description["operations"]["MakeToast"] = {
            "name": "MakeToast",
            "http": {"method": "POST", "requestUri": "/"},
            "input": {"shape": "MakeToastInput"},
        }

    status, report = checked(add)
    assert status == 1
    assert "src/model/cloudwatch.rs" in report
    assert "added: MakeToast, MakeToastInput, MakeToastInput.Slices\n" in report


def test_added_and_removed_members_are_listed(checked: Any) -> None:
    def change(description: dict[str, Any]) -> None:
        members = description["shapes"]["CompositeAlarm"]["members"]
        del members["ActionsSuppressedReason"]
        members["Threshold"] = {"shape": "Threshold"}

    status, report = checked(change)
    assert status == 1
    assert "python/reboto/ec2/cloudwatch/_generated/alarm.py" in report
    assert "added: CompositeAlarm.Threshold\n" in report
    assert "removed: CompositeAlarm.ActionsSuppressedReason\n" in report


def test_a_member_without_a_description_is_an_error(checked: Any) -> None:
    def add(description: dict[str, Any]) -> None:
        description["shapes"]["CompositeAlarm"]["members"]["Loudness"] = {"shape": "Period"}

    with pytest.raises(SystemExit, match=r"no description of CompositeAlarm\.Loudness"):
        checked(add)


def test_a_changed_file_is_listed(checked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Path.read_text

    def read(path: Path, *args: Any, **kwargs: Any) -> str:
        text = original(path, *args, **kwargs)
        return text + "\n" if path.name == "warmpool.py" else text

    monkeypatch.setattr(Path, "read_text", read)
    status, report = checked(nothing)
    assert status == 1
    assert report == (
        "out of date, run `make model`:\n  python/reboto/ec2/autoscale/_generated/warmpool.py\n"
    )


def test_names_are_found_in_tables() -> None:
    folder = Path(model.__file__).parents[1] / "src" / "model"
    found = python_code.names((folder / "cloudwatch.rs").read_text())
    assert {"PutMetricAlarm", "MetricAlarm", "MetricAlarm.Metrics"} <= found
    assert len(found) > 500
