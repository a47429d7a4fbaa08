"""``python -m reboto local``: a local endpoint that runs until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import shlex
import signal
import sys
from queue import SimpleQueue
from typing import TYPE_CHECKING

import reboto.local

if TYPE_CHECKING:
    from collections.abc import Mapping


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``local``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of this command.
    """
    parser.description = (
        "Run a local mock of Auto Scaling and CloudWatch until Ctrl-C. Prints shell commands that "
        "set the environment variables with which AWS clients connect to it."
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=5000,
        help="port to listen on; 0 chooses a free port (default: %(default)s)",
    )
    parser.add_argument(
        "--speed",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="seconds of the mock's clock per second: 60 makes an hour a minute (default: 1)",
    )
    for name in ("launch", "terminate"):
        parser.add_argument(
            f"--{name}-seconds",
            type=float,
            default=0.0,
            metavar="SECONDS",
            help=f"how long instances take to {name}, on the mock's clock (default: 0)",
        )


def run(args: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed options.

    Returns
    -------
    int
        Exit status: 0 after the signal, 2 if the endpoint cannot start.
    """
    stop: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _: stop.put(received))
    present = set(os.environ)
    with contextlib.ExitStack() as stack:
        try:
            endpoint = stack.enter_context(
                reboto.local.server(
                    host=args.host,
                    port=args.port,
                    speed=args.speed,
                    launch_seconds=args.launch_seconds,
                    terminate_seconds=args.terminate_seconds,
                )
            )
        except (ImportError, ValueError) as error:
            print(error, file=sys.stderr)
            return 2
        except OSError as error:
            reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror
            print(f"cannot listen on {args.host}, port {args.port}: {reason}", file=sys.stderr)
            return 2
        print("\n".join(_shell_lines(endpoint.environment, present)), flush=True)
        stop.get()
    return 0


def _shell_lines(environment: Mapping[str, str | None], present: set[str]) -> list[str]:
    exports = [
        f"export {name}={shlex.quote(value)}"
        for name, value in environment.items()
        if value is not None
    ]
    conflicting = [name for name, value in environment.items() if value is None and name in present]
    return [*exports, f"unset {' '.join(conflicting)}"] if conflicting else exports


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 65535, got {text!r}")
    return int(text)
