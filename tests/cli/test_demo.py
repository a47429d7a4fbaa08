"""``reboto demo`` shows a group that scales out and in, in terminals and in files."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reboto.cli import _busy_group, demo, main
from tests.support.interpreter import default_sigint

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMO = [sys.executable, "-m", "reboto", "demo"]


def minutes() -> Iterator[_busy_group.Minute]:
    states = {"scale_up_on_cpu": "OK", "scale_down_on_cpu": "OK"}
    for number, load in enumerate(_busy_group.LOAD, 1):
        yield _busy_group.Minute(number, load, 50, 2, 1, states, [])


def test_plain_lines_without_a_terminal() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*DEMO, "--pause", "0"], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    rows = [line for line in lines if re.match(r" +\d+ +\d+ +\d+ % ", line)]
    assert len(rows) == len(_busy_group.LOAD)
    changes = [
        (found[1], int(found[2]), int(found[3]))
        for row in rows
        if (found := re.search(r"(\w+) changes the desired capacity from (\d) to (\d)$", row))
    ]
    up = [("scale_up", size, size + 1) for size in (2, 3, 4)]
    assert changes == [*up, *(("scale_down", size, size - 1) for size in (5, 4, 3))]
    assert any(re.search(r" ##\. +scale_up_on_cpu is in ALARM", row) for row in rows)
    closing = done.stdout.partition("The same with your group:")[2]
    assert "python -m reboto foresight show --group NAME" in closing
    code = closing[closing.index("  import reboto") :].replace("\n  ", "\n").strip()
    compile(code, "closing", "exec")


def in_terminal(
    command: list[str], rows: int, columns: int, interrupt: str | None = None
) -> tuple[int, str]:
    """Run a command in a terminal; return its exit status and output."""
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    fcntl = pytest.importorskip("fcntl")
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    present = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES", "NO_COLOR"}}
    environment = {**present, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    with default_sigint():
        child = subprocess.Popen(
            command, stdin=follower, stdout=follower, stderr=follower, env=environment
        )
    os.close(follower)
    output = b""
    with contextlib.suppress(OSError):  # Linux reports the end of a terminal as an error.
        while part := os.read(leader, 65536):
            output += part
            if interrupt is not None and interrupt.encode() in output:
                child.send_signal(signal.SIGINT)
                interrupt = None
    os.close(leader)
    return child.wait(), output.decode()


def test_charts_in_a_terminal() -> None:
    status, shown = in_terminal([*DEMO, "--pause", "0"], 24, 80)
    assert status == 0, shown
    assert "\x1b[" in shown, "drawn in place"
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "\n")
    frames = text.split("group web   ")[1:]
    assert len(frames) >= len(_busy_group.LOAD)
    final = frames[-1].partition("The same with your group:")[0]
    assert final.startswith(f"minute {len(_busy_group.LOAD)} of {len(_busy_group.LOAD)} ")
    rows = {label.strip(): chart for label, chart in re.findall(r"(?m)^(.{18}) \u2502(.*)$", final)}
    strips = {name: rows[name][::2] for name in ("scale_up_on_cpu", "scale_down_on_cpu")}
    assert re.fullmatch(r"\.*\u2581+\u2588+\u2581+", strips["scale_up_on_cpu"])
    assert re.fullmatch(r"\.*\u2581+\u2588+\u2581+", strips["scale_down_on_cpu"])
    assert re.fullmatch(r" +\u2581+\u2585+ +", rows["instances  5"]), "launches, serves, leaves"
    assert "scale_down changes the desired capacity from 3 to 2" in final
    assert "alarm_actions=[policy]" in text


def test_ctrl_c_ends_it() -> None:
    status, shown = in_terminal(DEMO, 30, 100, interrupt="minute 2 of")
    assert status == 130
    assert "Traceback" not in shown
    assert "The same with your group" not in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l"), "the cursor is visible again"


def test_the_extra_is_required(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("reboto.local._moto", "reboto.local._http_server", "moto"):
        monkeypatch.setitem(sys.modules, name, None)
    assert main(["demo"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith('reboto demo: missing packages: pip install "reboto[demo]" (')


def test_lines_without_rich(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "reboto.cli._demo_screen", raising=False)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with demo.output(plain=False) as show:
        for minute in minutes():
            show(minute)
    captured = capsys.readouterr()
    assert captured.out.startswith(" minute  load")
    assert captured.err.startswith('charts require pip install "reboto[demo]" (')


@pytest.mark.parametrize(
    ("columns", "lines", "term"), [(60, 40, "xterm"), (120, 10, "xterm"), (120, 40, "dumb")]
)
def test_lines_in_terminals_that_are_small_or_dumb(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
    lines: int,
    term: str,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with demo.output(plain=False) as show:
        for minute in minutes():
            show(minute)
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == len(_busy_group.LOAD) + 1
    assert captured.err == ""


def busy(event: str) -> _busy_group.Minute:
    states = {"scale_up_on_cpu": "ALARM", "scale_down_on_cpu": "OK"}
    return _busy_group.Minute(14, 330, 100, 7, 1, states, [event])


EVENT = "scale_up changes the desired capacity from 7 to 8"


@pytest.mark.parametrize("columns", [39, 40, 60, 80, 100, 130, 200])
def test_lines_fit_into_the_terminal(columns: int) -> None:
    shown = _busy_group.line(busy(EVENT), "utf-8", columns)
    assert max(map(len, shown.splitlines())) <= columns
    assert len(_busy_group.header(columns)) <= columns
    assert " ".join(shown.split()).endswith(f"scale_up_on_cpu is in ALARM: {EVENT}")
    assert ("#" * 20 in shown) == (columns >= 60), "a bar if there is room"
    assert ("\n" in shown) == (columns < 131)
    boxes = shown.index("\u25a0" * 7 + "\u25a1")
    assert boxes == _busy_group.header(columns).index("instances")


def test_lines_in_files_are_not_broken() -> None:
    assert "\n" not in _busy_group.line(busy(EVENT), "utf-8")


def test_texts_fit_into_80_columns() -> None:
    introduction = demo.INTRODUCTION.format(group=demo.GROUP, minutes=len(_busy_group.LOAD))
    closing = demo.CLOSING.format(program="python -m reboto")
    assert max(map(len, (introduction + closing).splitlines())) <= 80
    assert demo.filled(introduction, 80) == introduction
    narrow = demo.filled(introduction, 40)
    assert max(map(len, narrow.splitlines())) <= 40
    assert narrow.split() == introduction.split()


def test_a_terminal_shows_that_the_mock_starts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with demo.starting():
        assert capsys.readouterr().err == "", "not a terminal"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with demo.starting():
        assert capsys.readouterr().err == demo.STARTING
    assert capsys.readouterr().err == f"\r{' ' * len(demo.STARTING)}\r"


def test_make_demo_installs_the_packages_of_the_demo_only() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "demo"],
        cwd=root,
        # The test command is itself a target of make, whose options and level would be inherited.
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    locks = set(re.findall(r"requirements/\S+\.txt", done.stdout))
    assert locks == {"requirements/build.txt", "requirements/demo.txt"}
    assert done.stdout.rstrip().endswith(".demo/bin/python -m reboto demo")
    assert ".venv" not in done.stdout


@pytest.mark.parametrize("pause", ["-1", "nan", "inf", "fast"])
def test_pauses_that_are_invalid(capsys: pytest.CaptureFixture[str], pause: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", f"--pause={pause}"])
    assert ended.value.code == 2
    assert f"must be a number of seconds of at least 0, got '{pause}'" in capsys.readouterr().err
