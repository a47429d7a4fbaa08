"""Wrong arguments and files, full disks and Ctrl-C: a line on standard error, no traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reboto.cli import main

SCENARIO = {"start": 0, "duration": 3600, "group": {"min_size": 1, "max_size": 4}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files that the commands cannot use."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.json").write_text(json.dumps(SCENARIO))
    (tmp_path / "bom.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(SCENARIO).encode())
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "deep.yaml").write_text("[" * 5_000)
    (tmp_path / "loop.yaml").write_text("a: &a [*a]\n")
    (tmp_path / "control.yaml").write_text("a: \x01\n")
    (tmp_path / "date.yaml").write_text("start: 2026-02-30\n")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "empty.json").touch()
    group = {"group": SCENARIO["group"], "expect": ["never above 4"]}
    for key in ("metrics", "set", "alarms"):
        (tmp_path / f"{key}.json").write_text(json.dumps({**group, "load": [1], key: "x"}))
    return tmp_path


def status_of(*arguments: str) -> int | str | None:
    """Run a command; return the status of the process."""
    try:
        return main(list(arguments))
    except SystemExit as ended:
        return ended.code


@pytest.mark.parametrize("action", ["show", "test"])
@pytest.mark.parametrize(
    "name",
    [
        *("control.yaml", "date.yaml", "deep.json", "deep.yaml", "empty.json", "folder"),
        *("latin.json", "list.json", "loop.yaml", "metrics.json", "nowhere.json", "set.json"),
        "alarms.json",
    ],
)
def test_a_file_that_is_no_scenario_is_named(
    action: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("foresight", action, name) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{name}:"), error
    assert error.count(f"{name}:") == 1


def test_a_byte_order_mark_is_skipped() -> None:
    assert status_of("foresight", "show", "bom.json") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["sweep", "good.json", "--set", "launch=NaN"],
            "--set must have finite numbers, got 'NaN'",
        ),
        (["sweep", "good.json", "--set", "launch=1", "--set", "launch=2"], "got 'launch' twice"),
        (["sweep", "x", "--set", "a=1", "--seeds=-1"], "--seeds: must be an integer of at least 0"),
        (["sweep", "x", "--set", "a=1", "--per-hour=nan"], "--per-hour: must be a price of at"),
        (["sweep", "x", "--set", "a=1", "--per-hour=-1"], "--per-hour: must be a price of at"),
        (["backtest", "--group", "x", "--days=0"], "--days: must be a number of days above 0"),
        (["show", "--group", "x", "--days=inf"], "--days: must be a number of days above 0"),
        (["show", "good.json", "--save", ""], "Is a directory"),
        # This group is in AWS, and there are no credentials.
        (["show", "--group", "web"], "no AWS credentials were found"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("foresight", *arguments) == 2
    assert message in capsys.readouterr().err


def test_migrate_does_not_take_an_empty_path_for_the_current_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scale.py").write_text("import boto\n")
    assert status_of("migrate", "--write", "") == 2
    assert "argument PATH: must be the path of a file or a folder" in capsys.readouterr().err
    assert (folder / "scale.py").read_text() == "import boto\n"


def test_run_takes_a_script_after_two_dashes(folder: Path) -> None:
    (folder / "-odd.py").write_text("import sys; print(sys.argv)")
    done = subprocess.run(
        [sys.executable, "-m", "reboto", "run", "--", "-odd.py", "--", "x"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "['-odd.py', '--', 'x']\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["--version"], ["foresight", "show", "good.json"]])
def test_output_that_cannot_be_written_is_reported(unbuffered: str, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reboto", *arguments],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr == "python -m reboto: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_written_in_any_encoding(folder: Path, encoding: str) -> None:
    name = os.fsdecode(b"\xff.json")
    (folder / name).write_bytes((folder / "good.json").read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "reboto", "foresight", "show", name],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Timeline(\\udcff: 1 h" in done.stdout
    assert "in service ####" in done.stdout


def test_ctrl_c_ends_a_command_without_a_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reboto", "foresight", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        assert process.stdout.readline()  # It waits for the next line now.
        process.send_signal(signal.SIGINT)
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 130
