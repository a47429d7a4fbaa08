"""The command line: ``reboto COMMAND``, or ``python -m reboto COMMAND``."""

from __future__ import annotations

import sys

from reboto._lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : list of str, optional
        The arguments, beginning with the name of the command. Default: the arguments of the
        process.

    Returns
    -------
    int
        Exit status: 0 for success, 2 for a usage error, 130 after Ctrl-C.

    Raises
    ------
    SystemExit
        After ``--help`` and ``--version``, and if arguments are invalid.

    Examples
    --------
    >>> from reboto.cli import main
    >>> main(["local", "--port", "5000"])  # doctest: +SKIP
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["run"]:
        from reboto.cli.run import run_plain

        # Scripts start without the parser, whose imports would take longer than reboto's.
        status = run_plain(arguments[1:])
        if status is not None:
            return status
    try:
        from reboto.cli._parser import run_command

        return run_command(arguments)
    except KeyboardInterrupt:
        if arguments[:1] == ["run"]:
            raise  # It interrupts the script.
        return 130
