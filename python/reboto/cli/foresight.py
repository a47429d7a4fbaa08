"""``python -m reboto foresight``: simulate what scaling policies and alarms will do."""

from __future__ import annotations

import argparse
import sys

from reboto._core import foresight_respond


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to a parser.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of ``python -m reboto foresight``.
    """
    parser.description = "Simulate what scaling policies and alarms will do, in virtual time."
    parser.add_argument(
        "--json",
        action="store_true",
        required=True,
        help='read requests from standard input, one a line: {"function": "cadence", "args": '
        '{...}}; write a response a line: {"result": ...} or {"error": "..."}',
    )


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Answer requests until the end of standard input.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed options.

    Returns
    -------
    int
        Exit status: 0, even after invalid requests.
    """
    return serve()


def serve() -> int:
    """Answer each line of standard input with a line, in order.

    Returns
    -------
    int
        Exit status: 0.
    """
    if sys.stdin is not None:
        for line in sys.stdin.buffer:
            response = foresight_respond(line.rstrip(b"\r\n"))
            sys.stdout.buffer.write(response.encode() + b"\n")
            sys.stdout.buffer.flush()
    return 0
