"""``python -m reboto local``."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reboto.cli import local as cli_local
from reboto.cli import main
from tests.local.rawclient import RawClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reboto.local import Endpoint

COMMAND = [sys.executable, "-m", "reboto", "local"]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AWS_") and not name.lower().endswith("_proxy")
    }
    with subprocess.Popen(
        [*COMMAND, "--port", "0"],
        env={**environment, "AWS_PROFILE": "work", "AWS_REGION": "eu-west-1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def shell_lines(process: subprocess.Popen[str]) -> list[str]:
    """Read up to the line that unsets AWS_PROFILE, the last one in this environment."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or not lines[-1].startswith("unset"):
        lines.append(process.stdout.readline().rstrip("\n"))
        assert lines[-1], process.stderr and process.stderr.read()
    return lines


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal_and_ends_well(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    host, _, port = shell_lines(process)[0].rpartition("//")[2].partition(":")
    client = RawClient(host, int(port))
    assert client.cloudwatch("ListMetrics").status == 200
    process.send_signal(number)
    output, errors = process.communicate(timeout=20)
    client.close()
    assert (process.returncode, output, errors) == (0, "", "")


def test_the_output_can_be_evaluated_by_a_shell(process: subprocess.Popen[str]) -> None:
    lines = shell_lines(process)
    show = 'echo "$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_REGION ${AWS_PROFILE-gone}"'
    environment = {"PATH": os.environ["PATH"], "AWS_PROFILE": "work", "AWS_REGION": "eu-west-1"}
    shown = subprocess.run(
        ["sh", "-ec", "\n".join([*lines, show])],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert shown[0].startswith("http://127.0.0.1:")
    assert shown[1:] == ["local", "eu-west-1", "gone"]


def test_a_port_in_use_is_reported_in_one_line(endpoint: Endpoint) -> None:
    result = subprocess.run(
        [*COMMAND, "--port", str(endpoint.port)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"reboto local: cannot listen on 127.0.0.1, port {endpoint.port}: the port is in use\n"
    )


@pytest.mark.parametrize("port", ["http", "-1", "65536"])
def test_a_port_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["local", f"--port={port}"])
    assert ended.value.code == 2
    assert f"must be a number from 0 to 65535, got {port!r}" in capsys.readouterr().err


def test_a_speed_that_cannot_be_is_refused() -> None:
    command = [*COMMAND, "--port", "0", "--speed", "0"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    expected = "reboto local: speed must be a finite number above 0, got 0.0\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", expected)


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "local" in capsys.readouterr().out


def test_a_command_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["remote"])
    assert ended.value.code == 2
    assert "'remote'" in capsys.readouterr().err


def test_commands_of_other_shells() -> None:
    values = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "NOTE": "it's",
        "AWS_PROFILE": None,
        "X": None,
    }
    present = {"AWS_PROFILE", "X"}
    assert cli_local._shell_lines(values, present, "powershell") == [  # pyright: ignore[reportPrivateUsage]
        "$env:AWS_ENDPOINT_URL = 'http://127.0.0.1:1'",
        "$env:NOTE = 'it''s'",
        "Remove-Item Env:AWS_PROFILE, Env:X",
    ]
    assert cli_local._shell_lines(values, present, "cmd") == [  # pyright: ignore[reportPrivateUsage]
        'set "AWS_ENDPOINT_URL=http://127.0.0.1:1"',
        'set "NOTE=it\'s"',
        'set "AWS_PROFILE="\nset "X="',
    ]


def test_a_terminal_says_where_it_listens_and_how_to_stop() -> None:
    main_end, other_end = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "--port", "0"], stdout=other_end, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "\n"
        line = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    os.close(main_end)
    os.close(other_end)
    assert re.match(r"Listening on http://127\.0\.0\.1:\d+\. .* Ctrl-C stops the endpoint\.", line)
