"""``python -m reboto migrate``: rewrite the source code of scripts from boto to reboto."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reboto.migrate.batch import Result


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to a parser.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of ``python -m reboto migrate``.
    """
    parser.description = (
        "Rewrite imports and uses of boto that reboto covers, and declarations of dependencies. "
        "Prints the changes as a diff, and on standard error what each file still needs and the "
        "lines that must be changed by hand. Files are changed only with --write."
    )
    parser.epilog = (
        "Exit status: 0 for success; 1 with --check if a file would change or a line must be "
        "changed by hand; 2 if a file cannot be read or written."
    )
    parser.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar="PATH",
        help="a file, or a folder to search for Python files",
    )
    parser.add_argument("--write", action="store_true", help="change the files")
    parser.add_argument(
        "--check",
        action="store_true",
        help="exit with status 1 if a file would change or a line must be changed by hand",
    )
    parser.add_argument(
        "--python3",
        action="store_true",
        help="first convert Python 2 to Python 3: syntax, names of the standard library, and "
        "what runs differently, where that is safe",
    )
    parser.add_argument(
        "--mixed",
        choices=["split", "as-boto"],
        default="split",
        help="what to do with files that also use services of boto that reboto does not cover: "
        "'split' imports both libraries and changes each use that reboto covers (default); "
        "'as-boto' adds only `import reboto.as_boto` at the top",
    )
    parser.add_argument(
        "--utcnow",
        action="store_true",
        help="also replace datetime.utcnow() and utcfromtimestamp(), which Python 3.12 "
        "deprecates, by calls that return the same",
    )


def _path(text: str) -> Path:
    # The current folder, which Path("") is, would be a surprise after --write "$EMPTY".
    if not text:
        raise argparse.ArgumentTypeError("must be the path of a file or a folder, got ''")
    return Path(text)


def run(args: argparse.Namespace) -> int:
    """Rewrite the files.

    Parameters
    ----------
    args : argparse.Namespace
        The parsed command line.

    Returns
    -------
    int
        Exit status: 0 for success; 1 with ``--check`` if a file would change or
        a line must be changed by hand; 2 if a file cannot be read or written.
    """
    try:
        from reboto.migrate import files
        from reboto.migrate.batch import convert_files
        from reboto.migrate.convert import Options
        from reboto.migrate.declarations import is_declaration, migrate_declarations
    except ModuleNotFoundError as error:
        return _fail(f'missing packages: pip install "reboto[migrate]" ({error})')
    options = Options(args.python3, args.mixed == "as-boto", args.utcnow)
    try:
        sources = [each for each in files.find(args.paths) if not is_declaration(each)]
        results = convert_files(sources, options)
        results += migrate_declarations(args.paths, results)
    except files.UnreadableError as error:
        return _fail(str(error))
    status = 0
    has_work = False
    is_old = False
    for result in results:
        done, path = result.converted, result.path
        if result.error:
            status = _fail(result.error)
            continue
        if done.text != result.source.text:
            has_work = True
            _show(_diff(result.source.text, done.text, path))
            if args.write:
                try:
                    files.write(path, files.Source(done.text, result.source.encoding))
                except files.UnreadableError as error:
                    status = _fail(str(error))
        if done.needs:
            print(f"{path}: {done.needs}", file=sys.stderr)
        for warning in done.warnings:
            print(f"{path}:{warning.line}: {warning.text}", file=sys.stderr)
        for remark in done.remarks:
            has_work = True
            is_old = is_old or remark.text.startswith("Python 2")
            print(f"{path}:{remark.line}: {remark.text}", file=sys.stderr)
    if sys.stderr.isatty():
        print(_summary(results, is_written=args.write), file=sys.stderr)
    if is_old and not args.python3:
        print("some files are Python 2: use --python3 to convert them first", file=sys.stderr)
    return status or int(args.check and has_work)


def _summary(results: Sequence[Result], *, is_written: bool) -> str:
    changed = sum(each.converted.text != each.source.text for each in results)
    remarks = sum(len(each.converted.remarks) for each in results)
    verb = "changed" if is_written else "would change"
    text = f"{len(results)} files read, {changed} {verb}, {remarks} remarks"
    return text if is_written or not changed else f"{text}; use --write to change the files"


def _show(lines: list[str]) -> None:
    """Print lines; escape characters that the encoding lacks, as standard error does."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in lines:
        sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))
    # So that remarks follow the diff when both go to one file.
    sys.stdout.flush()


def _diff(old: str, new: str, path: Path) -> list[str]:
    lines = difflib.unified_diff(_lines(old), _lines(new), fromfile=f"a/{path}", tofile=f"b/{path}")
    return [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    ]


def _lines(text: str) -> list[str]:
    """Split a text at line feeds only, as patch does."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [text.split("\n")[-1]] * (
        not text.endswith("\n")
    )


def _fail(message: str) -> int:
    print(f"reboto migrate: {message}", file=sys.stderr)
    return 2
