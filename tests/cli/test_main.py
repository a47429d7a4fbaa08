"""``reboto``: help, versions, and the name it was started with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import reboto
from reboto.cli import main
from reboto.cli._parser import COMMANDS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def test_without_arguments_it_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("usage: ")
    lines = [line.split(maxsplit=1) for line in shown.splitlines()]
    assert all([name, text] in lines for name, text in COMMANDS.items())
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"reboto {reboto.__version__} (the API of boto 2.49.0), Python 3.")


@pytest.mark.parametrize("started", [["-m", "reboto"], ["-c", "import sys; {}"]])
def test_usage_has_the_name_that_it_was_started_with(started: list[str]) -> None:
    code = "sys.argv[0] = '/usr/bin/reboto'; from reboto.cli import main; sys.exit(main())"
    command = [sys.executable, *(part.format(code) for part in started), "unknown"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    name = "python -m reboto" if "-m" in started else "reboto"
    assert done.stderr.startswith(f"usage: {name} [-h] [--version] COMMAND")
    assert "invalid choice: 'unknown'" in done.stderr


def test_the_console_script_is_the_same_function() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["project"]["scripts"] == {"reboto": "reboto.cli:main"}
