"""``examples/dynamic_scaling.py`` shows the tutorial's group scaling out and in by its alarms."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reboto.cli._busy_group import LOAD

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]


def demo() -> Any:
    path = ROOT / "examples" / "dynamic_scaling.py"
    specification = importlib.util.spec_from_file_location("dynamic_scaling", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_demo_scales_out_and_in(capsys: pytest.CaptureFixture[str]) -> None:
    module = demo()
    assert module.main(["--local", "--pause", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    changes = [
        (found[1], int(found[2]), int(found[3]))
        for line in lines
        if (found := re.search(r"(\w+) changes the desired capacity from (\d) to (\d)$", line))
    ]
    assert changes == [
        ("scale_up", 2, 3),
        ("scale_up", 3, 4),
        ("scale_up", 4, 5),
        ("scale_down", 5, 4),
        ("scale_down", 4, 3),
        ("scale_down", 3, 2),
    ]
    assert [line for line in lines if "\u25a0\u25a1" in line], "instances that launch are seen"
    first, second, third = lines[-3:]
    assert first.startswith("foresight of a busy day: ")
    assert second.startswith("  the capacity reverses ")
    assert "scale_up: capacity from 2 to 3. scale_up_on_cpu has been in ALARM since" in third
    assert all(len(line) <= 160 for line in lines)


def test_the_demo_takes_less_than_a_minute_of_pauses() -> None:
    text = (ROOT / "examples" / "dynamic_scaling.py").read_text()
    (pause,) = re.findall(r"default=([0-9.]+),", text)
    assert 0 < float(pause) * len(LOAD) < 30
