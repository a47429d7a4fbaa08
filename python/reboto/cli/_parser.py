"""The parser of the command line, and the commands that it chooses from."""

from __future__ import annotations

import argparse
import codecs
import contextlib
import importlib
import io
import os
import signal
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol, TextIO, cast

from reboto.cli._argument_parser import Parser

# Each command is a module of this package with the same name, imported only when it is used.
COMMANDS = {
    "demo": "watch a group scale on the local mock, without an account",
    "local": "start a local mock of Auto Scaling and CloudWatch",
    "run": "run an unchanged boto 2 script on reboto",
    "foresight": "simulate what scaling policies and alarms will do",
    "migrate": "rewrite the source code of boto 2 scripts for reboto",
    "completion": "print the completion script of a shell",
}


class Command(Protocol):
    """The interface of a command's module."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options.

        Parameters
        ----------
        parser : argparse.ArgumentParser
            The parser of the command.
        """

    def run(self, args: argparse.Namespace) -> int:
        """Run the command.

        Parameters
        ----------
        args : argparse.Namespace
            The parsed options.

        Returns
        -------
        int
            Exit status.
        """
        ...


@contextlib.contextmanager
def _output() -> Generator[None]:
    """Allow closed and full standard streams, and end the process by SIGPIPE if a pipe breaks."""
    with contextlib.ExitStack() as stack:
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:
                nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
                stack.enter_context(_replaced(name, nowhere))
        try:
            try:
                yield
            finally:
                _flush_errors()
                sys.stdout.flush()
        except BrokenPipeError:
            if sys.platform == "win32":  # It has no SIGPIPE.
                os._exit(1)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGPIPE)
        except OSError as error:
            # Commands report errors of files themselves.
            if error.filename is not None:
                raise
            _discard(sys.stdout)
            with contextlib.suppress(OSError):
                message = f"cannot write the output: {error.strerror or error}"
                print(f"{program()}: {message}", file=sys.stderr)
            _flush_errors()
            raise SystemExit(1) from None


def _flush_errors() -> None:
    try:
        sys.stderr.flush()
    except BrokenPipeError:
        raise
    except OSError:  # They cannot be reported.
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Discard what is buffered, which Python would try to write again at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


# What bars of charts become in encodings that lack them, as in many files and pipes on Windows.
_PLAIN = str.maketrans("▁▂▃▄▅▆▇█", "_.-:=+*#")


@contextlib.contextmanager
def _any_encoding() -> Generator[None]:
    """Write characters that the encoding of standard output lacks as ASCII."""
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper):
        yield
        return
    codecs.register_error("reboto", _as_ascii)
    errors = stream.errors
    stream.reconfigure(errors="reboto")
    try:
        yield
    finally:
        stream.reconfigure(errors=errors)


def _as_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return text.encode("ascii", "backslashreplace").decode("ascii"), error.end


@contextlib.contextmanager
def _replaced(name: str, stream: TextIO) -> Generator[None]:
    setattr(sys, name, stream)
    try:
        yield
    finally:
        setattr(sys, name, None)


def run_command(arguments: list[str]) -> int:
    """Parse the arguments of the command line, and run the command.

    Parameters
    ----------
    arguments : list of str
        The arguments, beginning with the name of the command.

    Returns
    -------
    int
        Exit status.
    """
    with _output():
        if not arguments:
            parser = _parser()
            _subparsers(parser)
            parser.print_help()
            return 0
        command, args = _parsed(arguments)
        if arguments[0] != "run":
            with _any_encoding():
                return command.run(args)
    # Python handles the standard streams of the script as usual.
    return command.run(args)


def program() -> str:
    """Return how the user started the command line: ``reboto`` or ``python -m reboto``."""
    return "reboto" if Path(sys.argv[0]).stem == "reboto" else "python -m reboto"


def whole_parser(name: str) -> argparse.ArgumentParser:
    """Return the parser with the options of all commands.

    Parameters
    ----------
    name : str
        Name of the program.

    Returns
    -------
    argparse.ArgumentParser
    """
    parser = _parser(name)
    for command, subparser in _subparsers(parser).items():
        _module(command).configure(subparser)
    return parser


def _parser(name: str | None = None) -> argparse.ArgumentParser:
    name = name or program()
    parser = Parser(
        prog=name,
        description="boto 2's Auto Scaling and CloudWatch API on Python 3.",
        epilog=f"`{name} COMMAND --help` describes a command.",
    )
    parser.add_argument(
        "--version", action=_Version, help="show the versions of reboto and Python, and exit"
    )
    return parser


class _Version(argparse.Action):
    """Print the versions that a report of a bug needs."""

    def __init__(self, option_strings: Sequence[str], dest: str, **kwargs: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        import platform

        import reboto

        print(
            f"reboto {reboto.__version__} (the API of boto {reboto.Version}), "
            f"Python {platform.python_version()}, {platform.platform()}"
        )
        parser.exit()


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    return {name: commands.add_parser(name, help=text) for name, text in COMMANDS.items()}


def _module(name: str) -> Command:
    return cast("Command", importlib.import_module(f"reboto.cli.{name}"))


def _parsed(arguments: list[str]) -> tuple[Command, argparse.Namespace]:
    parser = _parser()
    command: Command | None = None
    for name, subparser in _subparsers(parser).items():
        if arguments[:1] == [name]:
            command = _module(name)
            command.configure(subparser)
    args = parser.parse_args(arguments)
    if command is None:
        parser.error(f"the command must be the first argument: {program()} {args.command} ...")
    return command, args
