"""``python -m reboto local``: a local endpoint that runs until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import shlex
import signal
import sys
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import reboto.local

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
    parser.add_argument(
        "--start",
        metavar="TIME",
        help="time at which the mock's clock starts, such as 2026-11-24T12:00:00Z "
        "(default: the present time)",
    )
    parser.add_argument(
        "--shell",
        choices=_FORMS,
        default="powershell" if sys.platform == "win32" else "sh",
        help="syntax of the printed commands (default: %(default)s)",
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
                    start=args.start,
                )
            )
        except (ImportError, ValueError) as error:
            print(f"reboto local: {error}", file=sys.stderr)
            return 2
        except OSError as error:
            reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror
            print(
                f"reboto local: cannot listen on {args.host}, port {args.port}: {reason}",
                file=sys.stderr,
            )
            return 2
        lines = _shell_lines(endpoint.environment, present, args.shell)
        print("\n".join(lines), flush=True)
        if sys.stdout.isatty():
            print(
                f"\nListening on {endpoint.url}. Run these commands in the shell of your program. "
                "Ctrl-C stops the endpoint.",
                file=sys.stderr,
            )
        _wait(stop)
    return 0


def _wait(stop: SimpleQueue[int]) -> None:
    # Windows runs signal handlers between waits only.
    while True:
        with contextlib.suppress(Empty):
            stop.get(timeout=0.5 if sys.platform == "win32" else None)
            return


# For each shell, how it sets and unsets a variable.
_FORMS: dict[str, tuple[Callable[[str, str], str], Callable[[list[str]], str]]] = {
    "sh": (
        lambda name, value: f"export {name}={shlex.quote(value)}",
        lambda names: f"unset {' '.join(names)}",
    ),
    "powershell": (
        lambda name, value: f"$env:{name} = '{value.replace(chr(39), chr(39) * 2)}'",
        lambda names: f"Remove-Item {', '.join(f'Env:{name}' for name in names)}",
    ),
    "cmd": (
        lambda name, value: f'set "{name}={value}"',
        lambda names: "\n".join(f'set "{name}="' for name in names),
    ),
}


def _shell_lines(environment: Mapping[str, str | None], present: set[str], shell: str) -> list[str]:
    export, unset = _FORMS[shell]
    exports = [export(name, value) for name, value in environment.items() if value is not None]
    conflicting = [name for name, value in environment.items() if value is None and name in present]
    return [*exports, unset(conflicting)] if conflicting else exports


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 65535, got {text!r}")
    return int(text)
