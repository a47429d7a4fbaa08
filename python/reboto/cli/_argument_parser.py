"""The parsers of the command line, and types of their arguments."""

from __future__ import annotations

import argparse
import math
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class _Help(argparse.HelpFormatter):
    """Help that has each command and its description on one line."""

    def add_argument(self, action: argparse.Action) -> None:
        super().add_argument(action)
        if action.nargs == argparse.PARSER and action.choices:
            # argparse leaves out that the names are indented by four columns.
            longest = max(len(name) for name in action.choices) + 4
            self._action_max_length = max(self._action_max_length, longest)


class Parser(argparse.ArgumentParser):
    """A parser whose errors name unknown options, with the usage of the command."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Help)
        super().__init__(**options)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse arguments, and end the process if one of them is unknown.

        Parameters
        ----------
        args : list of str, optional
            The arguments. Default: those of the process.
        namespace : argparse.Namespace, optional
            The object that takes the values. Default: a new one.

        Returns
        -------
        tuple
            The values, and an empty list.
        """
        arguments = list(sys.argv[1:] if args is None else args)
        # argparse would report a missing argument first.
        self._refuse(
            [argument for argument in self._options(arguments) if not self._knows(argument)]
        )
        values, unknown = super().parse_known_args(arguments, namespace)
        self._refuse(unknown)
        return values, unknown

    def _refuse(self, unknown: list[str]) -> None:
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")

    def _options(self, arguments: list[str]) -> list[str]:
        """Return the arguments of this parser that can only be options."""
        has_command = any(action.nargs == argparse.PARSER for action in self._actions)
        options: list[str] = []
        for argument in arguments:
            is_option = len(argument) > 1 and argument[0] == "-" and " " not in argument
            # The arguments of a command or script belong to it.
            if argument == "--" or (has_command and not is_option):
                break
            if is_option and not self._negative_number_matcher.match(argument):
                options.append(argument)
        return options

    def _knows(self, argument: str) -> bool:
        name = argument.partition("=")[0]
        known = self._option_string_actions
        if argument.startswith("--"):
            return any(option.startswith(name) for option in known)
        return argument[:2] in known

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse ignores that help cannot be written.
        if file is None or file is sys.stderr:
            super()._print_message(message, file)
        else:
            file.write(message)


def number(text: str, fits: Callable[[float], bool], expected: str) -> float:
    """Convert an argument to a finite number.

    Parameters
    ----------
    text : str
        The argument.
    fits : callable
        Whether a number is allowed.
    expected : str
        What the argument must be, for the error.

    Returns
    -------
    float

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no such number.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and fits(value)):
        raise argparse.ArgumentTypeError(f"must be {expected}, got {text!r}")
    return value
