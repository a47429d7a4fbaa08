"""``reboto completion``: print the script with which a shell completes the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

# `tools/completions.py` generates the files.
FOLDER = Path(__file__).parent / "completions"
SHELLS = {
    "bash": "reboto.bash",
    "fish": "reboto.fish",
    "powershell": "reboto.ps1",
    "zsh": "_reboto",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``completion``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of this command.
    """
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = """\
Print the script that completes commands, options and file names of reboto.
Save it where your shell finds it at its next start; the folder must exist:

  bash        reboto completion bash > ~/.local/share/bash-completion/completions/reboto
  zsh         reboto completion zsh > ~/.zfunc/_reboto
  fish        reboto completion fish > ~/.config/fish/completions/reboto.fish
  powershell  reboto completion powershell >> $PROFILE

bash needs the package bash-completion; without it, add the script to ~/.bashrc.
For zsh, ~/.zshrc must contain: fpath+=~/.zfunc; autoload -Uz compinit; compinit"""
    parser.add_argument("shell", choices=list(SHELLS), metavar="SHELL", help=", ".join(SHELLS))


def run(args: argparse.Namespace) -> int:
    """Print the script.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed options.

    Returns
    -------
    int
        Exit status: 0.
    """
    print((FOLDER / SHELLS[args.shell]).read_text(encoding="utf-8"), end="")
    return 0
