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
from tests.support.interpreter import default_sigint

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


@pytest.mark.parametrize(
    ("arguments", "program", "unknown"),
    [
        ("run -x", "run", "-x"),
        ("run -u scale.py -v", "run", "-u"),
        ("migrate --quiet", "migrate", "--quiet"),
        ("migrate -q scale.py --python3", "migrate", "-q"),
        ("completion -x", "completion", "-x"),
        ("local --port 0 --name=web extra", "local", "--name=web"),
        ("local extra", "local", "extra"),
        ("demo --plain extra", "demo", "extra"),
        ("foresight -x", "foresight", "-x"),
        ("foresight show -x", "foresight show", "-x"),
        ("foresight sweep --sets", "foresight sweep", "--sets"),
        ("-x", "", "-x"),
    ],
)
def test_an_unknown_option_is_named_with_the_usage_of_its_command(
    arguments: str, program: str, unknown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(*arguments.split()) == 2
    usage, _, error = capsys.readouterr().err.rpartition("error: ")
    assert error == f"unrecognized arguments: {unknown}\n"
    assert f"reboto {program}".rstrip() + " [-h]" in usage


def test_options_of_a_script_belong_to_it(folder: Path) -> None:
    (folder / "scale.py").write_text("import sys; print(sys.argv[1:])")
    command = [sys.executable, "-m", "reboto", "run", "scale.py", "-x", "--help"]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "['-x', '--help']\n"


def test_run_names_the_option_without_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("run", "-m") == 2
    assert capsys.readouterr().err.endswith(": argument expected for the -m option\n")


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


needs_full_device = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs a device that is always full"
)
WRITERS = [
    [],
    ["--version"],
    ["demo", "--pause=0"],
    ["local", "--port=0"],
    ["run", "--help"],
    ["completion", "bash"],
    ["migrate", "--python3", "old.py"],
    ["foresight", "show", "good.json"],
]


@needs_full_device
@pytest.mark.parametrize(
    ("arguments", "unbuffered"),
    [
        *((arguments, "") for arguments in WRITERS),
        # Unbuffered, they fail while they write, not at the end.
        ([], "1"),
        (["--version"], "1"),
        (["foresight", "show", "good.json"], "1"),
    ],
)
def test_output_that_cannot_be_written_is_reported(
    folder: Path, arguments: list[str], unbuffered: str
) -> None:
    (folder / "old.py").write_text("import boto.utils\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reboto", *arguments],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    error = "python -m reboto: cannot write the output: No space left on device\n"
    assert done.stderr == error


@needs_full_device
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("arguments", "status"), [("demo -x", 2), ("migrate nowhere", 1), ("foresight show x", 1)]
)
def test_errors_that_cannot_be_written_leave_the_status(
    unbuffered: str, arguments: str, status: int
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reboto", *arguments.split()],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stderr=full,
        )
    assert done.returncode == status


@needs_full_device
@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "good.json", "--html"],
        ["show", "good.json", "--save"],
        ["sweep", "good.json", "--set=launch=1,2", "--csv"],
        ["test", "expected.json", "--junit"],
    ],
    ids=" ".join,
)
def test_a_file_that_cannot_be_written_is_named(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    expected = {**SCENARIO, "expect": [{"changes": {"most": 9}}]}
    (folder / "expected.json").write_text(json.dumps(expected))
    assert status_of("foresight", *arguments, "/dev/full") == 2
    assert capsys.readouterr().err == "/dev/full: No space left on device\n"


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
    with (
        default_sigint(),
        subprocess.Popen(
            [sys.executable, "-m", "reboto", "foresight", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        assert process.stdout.readline()  # It waits for the next line now.
        process.send_signal(signal.SIGINT)
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device of a full disk")
def test_the_status_of_run_is_kept_when_the_error_cannot_be_written() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "reboto", "run", "missing.py"]
        assert subprocess.run(command, stderr=full, check=False).returncode == 2
