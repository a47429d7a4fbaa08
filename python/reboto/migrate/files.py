"""Finds, reads and writes the sources to move."""

from __future__ import annotations

import os
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

_SHEBANG = re.compile(rb"#!.*\bpython")


class UnreadableError(Exception):
    """A file cannot be found, read or decoded."""


@dataclass
class Source:
    """The text of a file, and how it is stored.

    Attributes
    ----------
    text : str
        The text, with its line ends as they are.
    encoding : str
        What the file's byte order mark or coding line says, else ``utf-8``.
    """

    text: str
    encoding: str


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """List the Python sources among paths, each once.

    A folder gives the files named ``*.py`` and the scripts without an ending
    whose first line names python. Hidden folders, virtual environments and
    links to folders are left out.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Files, which are taken as they are, and folders.

    Yields
    ------
    pathlib.Path

    Raises
    ------
    UnreadableError
        When there is nothing at a path.
    """
    seen: set[Path] = set()
    for path in paths:
        if not _exists(path):
            raise UnreadableError(f"{path}: no such file or folder")
        for file in _walk(path) if path.is_dir() else [path]:
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                yield file


def read(path: Path) -> Source:
    """Read a source.

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
        When it cannot be read, or is not in the encoding it should be in.
    """
    try:
        data = path.read_bytes()
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from error
    except SyntaxError as error:
        raise UnreadableError(f"{path}: {error.msg}") from error
    try:
        return Source(data.decode(encoding), encoding)
    # Some encodings that a coding line may name are of no text, or of nothing.
    except (LookupError, UnicodeError) as error:
        says = "no coding line says otherwise" if encoding == "utf-8" else "its coding line says so"
        raise UnreadableError(f"{path}: not {encoding}, though {says}") from error


def write(path: Path, source: Source) -> None:
    """Write a source as it was stored before.

    Parameters
    ----------
    path : pathlib.Path
        The file; of a link, the file it leads to.
    source : Source
        What to write.

    Raises
    ------
    UnreadableError
        When it cannot be written.
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
        # Such as a name that is longer than any can be.
        return False


def _walk(folder: Path) -> Iterator[Path]:
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
            if not name.startswith(".") and _is_python(home / name):
                yield home / name


def _is_python(path: Path) -> bool:
    if path.suffix or not path.is_file():
        return path.suffix == ".py" and path.is_file()
    try:
        with path.open("rb") as file:
            return _SHEBANG.match(file.readline(200)) is not None
    except OSError:
        return False
