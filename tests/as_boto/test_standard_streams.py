"""The command line with closed standard streams, or with a pipe whose reader has closed it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    "help": ["--help"],
    "migrate": ["migrate", "old.py"],
    "migrate --help": ["migrate", "--help"],
    "migrate --check": ["migrate", "--check", "old.py"],
    "local --help": ["local", "--help"],
    "run --help": ["run", "--help"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.py").write_text("import boto.ec2.autoscale\nboto.connect_s3()\n")
    return tmp_path


def reboto(folder: Path, redirect: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does that redirects its streams."""
    command = f'exec "$0" -W error -m reboto "$@" {redirect}'
    return subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, *arguments],
        cwd=folder,
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("redirect", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", COMMANDS)
def test_closed_streams_leave_no_traceback(folder: Path, command: str, redirect: str) -> None:
    done = reboto(folder, redirect, *COMMANDS[command])
    assert done.returncode == (1 if "--check" in command else 0), done.stderr
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_pipe_ends_the_command_as_it_ends_others(
    folder: Path, command: str, unbuffered: str
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "reboto", *COMMANDS[command]],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            cwd=folder,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == -signal.SIGPIPE
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_the_local_endpoint_ends_on_a_broken_pipe(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "reboto", "local", "--port", "0"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == -signal.SIGPIPE
    assert done.stderr == ""


def test_closed_standard_input_is_an_empty_script(folder: Path) -> None:
    done = reboto(folder, "<&-", "run", "-")
    assert (done.returncode, done.stderr) == (0, "")


def test_builtins_are_the_module_in_main(folder: Path) -> None:
    script = folder / "names.py"
    script.write_text("import builtins; print(__builtins__ is builtins)")
    assert reboto(folder, "", "run", "names.py").stdout == "True\n"
