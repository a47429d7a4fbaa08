"""Finds, reads and writes source files."""

from __future__ import annotations

import os
import re
import tokenize
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

_CODING = re.compile(rb"coding[:=][ \t]*([-\w.]+)")
_SHEBANG = re.compile(rb"#!.*\bpython")


class UnreadableError(Exception):
    """A file cannot be found, read, decoded or written."""


@dataclass
class Source:
    """The text of a file, and how it is stored.

    Attributes
    ----------
    text : str
        The text, with its line endings unchanged.
    encoding : str
        The encoding that the byte order mark or the coding line declares; default ``utf-8``.
    """

    text: str
    encoding: str


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Find Python files in folders. Each file is listed once.

    In a folder these are files named ``*.py``, and scripts without a suffix
    whose first line names python. Hidden folders, virtual environments and
    links to folders are skipped.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Folders, and files, which are listed under any name.

    Yields
    ------
    pathlib.Path

    Raises
    ------
    UnreadableError
        If a path does not exist.
    """
    seen: set[Path] = set()
    for path in paths:
        if not _exists(path):
            raise UnreadableError(f"{path}: no such file or folder")
        for file in walk(path, _is_python) if path.is_dir() else [path]:
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                yield file


def read(path: Path) -> Source:
    """Read a source file.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    Source

    Raises
    ------
    UnreadableError
        If the file cannot be read, or cannot be decoded by its encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from error
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
    except SyntaxError as error:
        raise UnreadableError(f"{path}: {_undecodable(data, error)}") from error
    # Since Python 3.14, for a codec that does not decode text.
    except (LookupError, UnicodeError) as error:
        codec = _CODING.findall(data)[0].decode("ascii", "replace")
        raise UnreadableError(
            f"{path}: cannot be decoded as {codec}: correct its coding line"
        ) from error
    try:
        return Source(data.decode(encoding), encoding)
    # A coding line may name a codec that does not decode text.
    except (LookupError, UnicodeError) as error:
        remedy = "declare its encoding in a" if encoding == "utf-8" else "correct its"
        raise UnreadableError(
            f"{path}: cannot be decoded as {encoding}: {remedy} coding line"
        ) from error


def _undecodable(data: bytes, error: SyntaxError) -> str:
    """Say why `tokenize.detect_encoding` refuses a file."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "is UTF-16, which Python does not read: save it as UTF-8"
    if data.startswith(BOM_UTF8) and error.msg.startswith("encoding problem"):
        return "has the byte order mark of UTF-8 and a coding line with another encoding"
    if error.msg.startswith("invalid or missing encoding"):
        return "cannot be decoded as utf-8: declare its encoding in a coding line"
    return f"{error.msg}: correct its coding line"


def write(path: Path, source: Source) -> None:
    """Write a source file in its original encoding.

    Parameters
    ----------
    path : pathlib.Path
        The file. Links are followed.
    source : Source
        The text and its encoding.

    Raises
    ------
    UnreadableError
        If the file cannot be written.
    """
    data = source.text.encode(source.encoding)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from error


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # For example, a name that is too long.
        return False


def walk(folder: Path, is_wanted: Callable[[Path], bool]) -> Iterator[Path]:
    """Find files in a folder, except in hidden folders and virtual environments.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    is_wanted : callable
        Called with each file; whether to yield it.

    Yields
    ------
    pathlib.Path
    """
    for here, folders, files in os.walk(folder):
        home = Path(here)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name != "__pycache__"
            and not (home / name / "pyvenv.cfg").exists()
            and not (home / name / "bin" / "activate").exists()
        )
        for name in sorted(files):
            if not name.startswith(".") and is_wanted(home / name):
                yield home / name


def _is_python(path: Path) -> bool:
    if path.suffix or not path.is_file():
        return path.suffix == ".py" and path.is_file()
    try:
        with path.open("rb") as file:
            return _SHEBANG.match(file.readline(200)) is not None
    except OSError:
        return False
