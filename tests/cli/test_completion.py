"""``reboto completion``: its scripts complete words in the shells."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import completions
from reboto.cli import main
from reboto.cli._parser import COMMANDS
from reboto.cli.completion import SHELLS

# What is typed, and words that the shell must offer.
WORDS = [
    ("reboto ", set(COMMANDS)),
    ("reboto fore", {"foresight"}),
    ("reboto foresight ", {"show", "sweep", "test", "backtest"}),
    ("reboto foresight show --h", {"--help", "--html"}),
    ("reboto migrate --mixed ", {"split", "as-boto"}),
    ("reboto local --shell p", {"powershell"}),
    ("reboto completion ", set(SHELLS)),
    ("reboto migrate --write scal", {"scale.py"}),
    ("reboto run scal", {"scale.py"}),
]
BASH = """
COMP_LINE="$1" COMP_POINT=${#1}
COMP_WORDS=($1)
[ "${1% }" = "$1" ] || COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[[ "$(complete -p reboto)" =~ -F\\ ([^\\ ]+) ]] && "${BASH_REMATCH[1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a script to complete the name of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scale.py").touch()
    return tmp_path


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Print the script of a shell."""
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def required(shell: str) -> str:
    """Return the path of a shell."""
    path = shutil.which(shell)
    return path or pytest.skip(f"needs {shell}")


def test_the_scripts_are_those_of_the_parser() -> None:
    assert completions.main("--check") == 0


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["completion", "csh"])
    assert "choose from bash, fish" in capsys.readouterr().err.replace("'", "")


@pytest.mark.parametrize(("typed", "words"), WORDS)
def test_bash_completes(
    folder: Path, typed: str, words: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "reboto").write_text(script("bash", capsys))
    command = [required("bash"), "--norc", "-uc", f". ./reboto; {BASH}", "bash", typed]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert words <= set(done.stdout.split())


@pytest.mark.parametrize(("typed", "words"), WORDS)
def test_fish_completes(
    folder: Path, typed: str, words: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "reboto.fish").write_text(script("fish", capsys))
    command = [required("fish"), "-c", "source reboto.fish; complete -C $argv[1]", typed]
    done = subprocess.run(command, capture_output=True, text=True)
    assert words <= {line.split("\t")[0] for line in done.stdout.splitlines()}


def test_zsh_completes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "_reboto").write_text(script("zsh", capsys))
    with Terminal(required("zsh"), "-f", "-i") as shell:
        shell.type(
            "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d dump; echo set-''up\n"
        )
        shell.read({"set-up"})
        for typed, words in WORDS:
            # zsh inserts a single candidate, and lists several.
            shell.type(f"{typed}\t")
            shell.read({word.removeprefix(typed.split(" ")[-1]) for word in words})
            shell.type("\x15")  # Ctrl-U deletes the line.


class Terminal:
    """An interactive shell."""

    def __init__(self, *command: str) -> None:
        # pty.fork() warns on Python 3.15, where the thread of faulthandler's timer counts too.
        self._terminal, inside = pty.openpty()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, "TERM": "dumb"},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._terminal)
        self._process.wait()

    def type(self, text: str) -> None:
        """Type text and keys."""
        os.write(self._terminal, text.encode())

    def read(self, words: set[str]) -> None:
        """Read until the shell has shown all words."""
        shown = ""
        end = time.monotonic() + 30
        while not all(word in shown for word in words):
            assert select.select([self._terminal], [], [], end - time.monotonic())[0], shown
            shown += os.read(self._terminal, 4096).decode(errors="replace")
