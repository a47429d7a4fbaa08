"""``python -m reboto run``: run an unchanged boto 2 script on reboto."""

from __future__ import annotations

import builtins
import os
import sys

# The modules that `importlib.machinery` takes these from; it would import others at startup.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder, SourceFileLoader, SourcelessFileLoader

from reboto._compat import child_processes
from reboto._lazy import TYPE_CHECKING

# Modules that a script may not need are imported where they are used: starting a script takes
# hardly longer than Python does.
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from types import CodeType, ModuleType, TracebackType
    from typing import Any, TypeAlias

    Program: TypeAlias = tuple[CodeType, dict[str, Any]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to a parser.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of ``python -m reboto run``.
    """
    from argparse import PARSER

    parser.usage = "%(prog)s [-h] (SCRIPT | -m MODULE | -c CODE | -) [ARGUMENT ...]"
    parser.description = (
        "Run a script as `python SCRIPT` does; `import boto` imports reboto. Modules that reboto "
        "does not cover are imported from the installed boto."
    )
    parser.add_argument("-m", action="store_true", help="run a module, as `python -m MODULE` does")
    parser.add_argument("-c", action="store_true", help="run code, as `python -c CODE` does")
    # One argument for script and arguments: argparse would drop a "--" between two.
    parser.add_argument(
        "program",
        nargs=PARSER,
        metavar="SCRIPT",
        help="the file of the script, or - for standard input, followed by its arguments",
    )


def run(args: argparse.Namespace) -> int:
    """Run the script as ``__main__``.

    Exceptions of the script propagate, `SystemExit` included; their traceback
    begins in the script.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed command line.

    Returns
    -------
    int
        Exit status: 0 if the script ran to its end, 1 if the module does not
        exist, 2 if the script cannot be read or boto is already imported.
    """
    name, *arguments = args.program
    load = _module if args.m else _code if args.c else _standard_input if name == "-" else _script
    return _start(load, name, arguments)


def run_plain(arguments: list[str]) -> int | None:
    """Run a script from a command line that needs no parser.

    Parameters
    ----------
    arguments : list of str
        The arguments after ``run``.

    Returns
    -------
    int or None
        Exit status, as from `run`; None if the command line needs the parser, which explains
        options and errors.
    """
    if not arguments:
        return None
    first, *rest = arguments
    if first == "--" and rest:
        return _start(_standard_input if rest[0] == "-" else _script, rest[0], rest[1:])
    if first == "-":
        return _start(_standard_input, first, rest)
    if not first.startswith("-"):
        return _start(_script, first, rest)
    load = _module if first.startswith("-m") else _code if first.startswith("-c") else None
    # Like Python, accept `-mMODULE` too; everything after the name belongs to the program.
    joined = [first[2:], *rest] if len(first) > 2 else rest
    if load is not None and not joined:
        return _fail(2, f"argument expected for the {first} option")
    if load is None or (load is _module and joined[0].startswith("-")):
        return None
    return _start(load, joined[0], joined[1:])


def _start(load: Callable[[str, list[str]], Program], name: str, arguments: list[str]) -> int:
    try:
        child_processes.activate()
    except ImportError as error:
        return _fail(2, str(error))
    try:
        code, scope = load(name, arguments)
    except OSError as error:
        return _fail(2, f"can't open file {name!r}: {error.strerror}")
    except ModuleNotFoundError as error:
        return _fail(1, str(error))
    except SyntaxError as error:
        _show_from(None, error)
        raise
    main: ModuleType = type(sys)("__main__")
    vars(main).update(scope)
    # In `__main__` this is the module `builtins`; `exec` would set its dictionary.
    vars(main)["__builtins__"] = builtins
    sys.modules["__main__"] = main
    try:
        exec(code, vars(main))  # noqa: S102
    except BaseException as error:
        _show_from(error.__traceback__ and error.__traceback__.tb_next, error)
        raise
    return 0


def _script(path: str, arguments: list[str]) -> Program:
    sys.argv[:] = [path, *arguments]
    # Python runs a folder or an archive by the __main__ in it.
    spec = PathFinder.find_spec("__main__", [path])
    if spec is not None:
        _search_first(os.path.abspath(path))  # noqa: PTH100
        return _load(spec)
    if os.path.isdir(path):  # noqa: PTH112
        raise ModuleNotFoundError(f"can't find '__main__' module in {path!r}")
    _search_first(os.path.dirname(os.path.realpath(path)))  # noqa: PTH120
    path = os.path.abspath(path)  # noqa: PTH100
    if path.endswith(".pyc"):
        return _load(ModuleSpec("__main__", SourcelessFileLoader("__main__", path), origin=path))
    loader = SourceFileLoader("__main__", path)
    # get_code would write a compiled file to the folder of the script.
    code = loader.source_to_code(loader.get_data(path), path)
    return code, {"__file__": path, "__loader__": loader, "__cached__": None}


def _code(source: str, arguments: list[str]) -> Program:
    sys.argv[:] = ["-c", *arguments]
    _search_first("")
    # Like Python, allow the whole code to be indented.
    if sys.version_info >= (3, 14):
        from textwrap import dedent

        source = dedent(source)
    return compile(source, "<string>", "exec"), {}


def _module(name: str, arguments: list[str]) -> Program:
    from importlib.util import find_spec

    _search_first(os.getcwd())  # noqa: PTH109
    sys.argv[:] = ["-m", *arguments]
    spec = find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = find_spec(f"{name}.__main__")
        if spec is None:
            raise ModuleNotFoundError(
                f"No module named {name}.__main__; {name!r} is a package "
                "and cannot be directly executed"
            )
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name}")
    program = _load(spec)
    sys.argv[0] = program[1]["__file__"]
    return program


def _load(spec: ModuleSpec) -> Program:
    # Not every loader with get_code is an InspectLoader.
    get_code = getattr(spec.loader, "get_code", None)
    code = get_code(spec.name) if get_code else None
    if code is None:
        raise ModuleNotFoundError(f"No code object available for {spec.name}")
    return code, {
        "__file__": spec.origin,
        "__loader__": spec.loader,
        "__cached__": spec.cached,
        "__package__": spec.parent,
        "__spec__": spec,
    }


def _standard_input(name: str, arguments: list[str]) -> Program:
    sys.argv[:] = [name, *arguments]
    _search_first("")
    # Python also treats a closed standard input as an empty script.
    source = b"" if sys.stdin is None else sys.stdin.buffer.read()
    return compile(source, "<stdin>", "exec"), {}


def _search_first(folder: str) -> None:
    """Replace the first entry of `sys.path` with a folder, unless Python runs isolated."""
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path[0] = folder


def _show_from(start: TracebackType | None, raised: BaseException) -> None:
    """Leave the frames of this module out of the traceback if the exception ends the process."""
    hook = sys.excepthook

    def show(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if error is raised:
            traceback = start
            error.__traceback__ = start
        hook(kind, error, traceback)

    sys.excepthook = show


def _fail(status: int, message: str) -> int:
    try:
        print(f"{sys.executable}: {message}", file=sys.stderr)
    except OSError:
        # A full disk. Python would try again at exit, and replace the exit status by 120.
        sys.stderr = None
    return status
