"""Configuration files read and parsed: loaded with the first one that there is."""

from __future__ import annotations

import os
import re
import stat
import warnings
from configparser import (
    ConfigParser,
    DuplicateOptionError,
    DuplicateSectionError,
    Error,
    MissingSectionHeaderError,
    ParsingError,
)
from io import StringIO

from reboto._secret import HIDDEN, Secret
from reboto.warnings import UnsafeConfigWarning

SECRETS = {"aws_secret_access_key", "aws_security_token", "gs_secret_access_key", "proxy_pass"}
_JAVA_NAMES = {"AWSAccessKeyId": "aws_access_key_id", "AWSSecretKey": "aws_secret_access_key"}


def text(path: str) -> Secret:
    """Read a file, and show none of it if it is not in UTF-8."""
    # A number would be a file that is open already, and would be closed.
    with open(os.fspath(path), encoding="utf-8", errors="surrogateescape") as file:
        content = Secret(file.read())
    # Python's own error for this would hold the file.
    if any("\udc80" <= sign <= "\udcff" for sign in content):
        raise ValueError(f"{path} is not in UTF-8: save it in that encoding")
    return content


def keys(path: str) -> Secret:
    """Read a file in the form of Amazon's old Java tools, and give it boto's."""
    content = text(path)
    for java, name in _JAVA_NAMES.items():
        content = Secret(content.replace(java, name))
    return Secret(f"[Credentials]\n{content}")


def read(parser: ConfigParser, content: Secret, path: str) -> None:
    """Have a file's text parsed, and show none of its lines if that fails."""
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
    # Outside: Python's own error would come along, and shows lines.
    raise wrong


def read_with_imports(parser: ConfigParser, path: str, importing: tuple[str, ...] = ()) -> None:
    """Read a file, and before it the files that its ``#import`` lines name."""
    content = text(path)
    within = (*importing, os.path.realpath(path))
    for name in re.findall(r"^#import[ \t]*(\S+)[ \t]*$", content, re.MULTILINE):
        other = os.path.join(os.path.dirname(path), name)
        if os.path.realpath(other) in within:
            raise ValueError(f"{path} imports {other}, which imports it in turn")
        read_with_imports(parser, other, within)
    read(parser, content, path)


def put(parser: ConfigParser, section: str, option: str, value: str) -> None:
    """Set a setting, in a section that may be new."""
    if not parser.has_section(section):
        parser.add_section(section)
    parser.set(section, option, value)


def save(path: str, section: str, option: str, value: str) -> None:
    """Set a setting in a file, or leave the file as it is."""
    saved = ConfigParser()
    saved.read(os.fspath(path), encoding="utf-8")
    put(saved, section, option, value)
    written = StringIO()
    saved.write(written)
    # Before the file is opened, which empties it.
    content = Secret(written.getvalue()).encode()
    with open(path, "wb") as file:
        file.write(content)


def is_readable(path: str) -> bool:
    """Say whether a path can be read as a file: a directory or a socket cannot."""
    mode = os.stat(path).st_mode
    return not (stat.S_ISDIR(mode) or stat.S_ISSOCK(mode))


def warn_if_open(path: str) -> None:
    """Warn of a file that other users may change, or whose secrets they may read."""
    kind = os.stat(path).st_mode
    # /dev/null is open to everybody by design, and a pipe would be read a second time.
    if not stat.S_ISREG(kind):
        return
    mode = kind & 0o777
    if mode & 0o022:
        _warn_once(path, f"can be changed by other users (mode {mode:o}): chmod go-w")
    if mode & 0o044 and any(name in text(path) for name in SECRETS | {"AWSSecretKey"}):
        _warn_once(path, f"holds secrets that other users can read (mode {mode:o}): chmod go-r")


_warned: set[tuple[str, str]] = set()


def _warn_once(path: str, problem: str) -> None:
    if (path, problem) in _warned:
        return
    _warned.add((path, problem))
    warnings.warn(f"{path} {problem} {path}", UnsafeConfigWarning, stacklevel=2)
