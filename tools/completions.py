"""Generate the completion scripts of the command line: ``python tools/completions.py [--check]``.

shtab writes them from the parser. They are files of the package, so that a shell starts no Python
to complete a word.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import shtab

from reboto.cli._parser import whole_parser
from reboto.cli.completion import FOLDER, SHELLS

_FILES = {"FILE", "OUT", "PATH", "SCRIPT"}


def generate() -> dict[Path, str]:
    """Return the text of each script by its path."""
    parser = whole_parser("reboto")
    for action in _actions(parser):
        if action.metavar in _FILES:
            action.complete = shtab.FILE
    found: dict[Path, str] = {}
    for shell, name in SHELLS.items():
        text: str = shtab.complete(parser, shell)
        found[FOLDER / name] = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    return found


def _actions(parser: argparse.ArgumentParser) -> Iterator[Any]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):  # pyright: ignore[reportPrivateUsage]
            commands = cast("argparse._SubParsersAction[argparse.ArgumentParser]", action)  # pyright: ignore[reportPrivateUsage]
            for one in commands._choices_actions:
                inner = commands.choices[one.dest]
                # Shells show the descriptions of commands in a line.
                inner.description = one.help
                yield from _actions(inner)


def main(*arguments: str) -> int:
    """Write the scripts, or check them; return 1 if one differs."""
    if set(arguments) - {"--check"}:
        raise SystemExit(__doc__)
    status = 0
    for path, text in generate().items():
        if not arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name} differs from the parser: run `make completions`", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
