"""Parse and write configuration files with `configparser`, whose import is slow."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from configparser import (
    ConfigParser,
    DuplicateOptionError,
    DuplicateSectionError,
    Error,
    InterpolationDepthError,
    InterpolationError,
    InterpolationMissingOptionError,
    InterpolationSyntaxError,
    MissingSectionHeaderError,
    NoOptionError,
    NoSectionError,
    ParsingError,
)
from io import StringIO

from reboto._secret import HIDDEN, Secret
from reboto.pyami._plain_files import text

_JAVA_NAMES = {"AWSAccessKeyId": "aws_access_key_id", "AWSSecretKey": "aws_secret_access_key"}


def keys(path: str) -> Secret:
    """Return a credential file of Amazon's old Java tools, converted to boto's format."""
    content = text(path)
    for java, name in _JAVA_NAMES.items():
        content = Secret(content.replace(java, name))
    return Secret(f"[Credentials]\n{content}")


def read(parser: ConfigParser, content: Secret, path: str) -> None:
    """Parse the content of a file, without showing its lines in an error."""
    wrong: Error
    try:
        return parser.read_string(content, path)
    except MissingSectionHeaderError as error:
        wrong = MissingSectionHeaderError(path, error.lineno, HIDDEN)
    except ParsingError as error:
        wrong = ParsingError(path)
        for line in [number for number, _ in error.errors]:
            wrong.append(line, HIDDEN)
    except (DuplicateOptionError, DuplicateSectionError) as error:
        wrong = error.with_traceback(None)
    # Raised outside the handler, because Python's error, which shows lines, would be chained.
    raise wrong


def read_with_imports(parser: ConfigParser, path: str, importing: tuple[str, ...] = ()) -> None:
    """Read the files that ``#import`` lines of a file name, and then the file itself."""
    if not hasattr(path, "__fspath__") and not isinstance(path, (str, bytes)):
        raise TypeError(f"path must be the path of a file, got {type(path).__name__}")
    content = text(path)
    within = (*importing, os.path.realpath(path))
    for name in re.findall(r"^#import[ \t]*(\S+)[ \t]*$", content, re.MULTILINE):
        other = os.path.join(os.path.dirname(path), name)
        if os.path.realpath(other) in within:
            raise ValueError(f"{path} imports {other}, which imports it; remove one #import line")
        read_with_imports(parser, other, within)
    read(parser, content, path)


def joined(lines: Iterable[str]) -> Secret:
    """Return the lines of an open file as one text."""
    try:
        return Secret("".join(lines))
    except TypeError as error:
        # Without the value: its lines can have secrets.
        kind = type(lines).__name__
        raise TypeError(f"fp must be an open file or lines of text, got {kind}") from error


def value(parser: ConfigParser, section: str, name: str, default: object) -> object:
    """Return an option, without showing its value in an error."""
    wrong: InterpolationError
    try:
        return parser.get(section, name)
    except (NoOptionError, NoSectionError):
        return default
    except InterpolationSyntaxError:
        # A single % in a password, which Python 2 accepted.
        return parser.get(section, name, raw=True)
    except InterpolationMissingOptionError:
        wrong = InterpolationMissingOptionError(name, section, HIDDEN, HIDDEN)
    except InterpolationDepthError:
        wrong = InterpolationDepthError(name, section, HIDDEN)
    # Raised outside the handler, because Python's error, which has the value, would be chained.
    raise wrong


def put(parser: ConfigParser, section: str, option: str, value: str) -> None:
    """Set an option, and create its section if necessary."""
    if not parser.has_section(section):
        parser.add_section(section)
    parser.set(section, option, value)


def save(path: str, section: str, option: str, value: str) -> None:
    """Set an option in a file; if that fails, the file is unchanged."""
    saved = ConfigParser()
    saved.read(os.fspath(path), encoding="utf-8")
    put(saved, section, option, value)
    written = StringIO()
    saved.write(written)
    # Encoded before opening the file, because opening truncates it.
    content = Secret(written.getvalue()).encode()
    with open(path, "wb") as file:
        file.write(content)
