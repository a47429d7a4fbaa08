"""Read and write configuration files. Imported only if such a file exists."""

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
    """Return the content of a file, without showing it in an error if it is not UTF-8."""
    # fspath rejects integers: open() would take them for file descriptors and close them.
    with open(os.fspath(path), encoding="utf-8", errors="surrogateescape") as file:
        content = Secret(file.read())
    # Python's UnicodeDecodeError would include the content.
    if any("\udc80" <= sign <= "\udcff" for sign in content):
        raise ValueError(f"{path} is not encoded in UTF-8; save it in that encoding")
    return content


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
    content = text(path)
    within = (*importing, os.path.realpath(path))
    for name in re.findall(r"^#import[ \t]*(\S+)[ \t]*$", content, re.MULTILINE):
        other = os.path.join(os.path.dirname(path), name)
        if os.path.realpath(other) in within:
            raise ValueError(f"{path} imports {other}, which imports it; remove one #import line")
        read_with_imports(parser, other, within)
    read(parser, content, path)


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


def is_readable(path: str) -> bool:
    """Return whether a path can be read as a file: it is not a directory or a socket."""
    mode = os.stat(path).st_mode
    return not (stat.S_ISDIR(mode) or stat.S_ISSOCK(mode))


def warn_if_open(path: str) -> None:
    """Issue a warning if other users can change a file, or read its secrets."""
    if os.name != "posix":
        return  # Windows has access control lists, which the mode does not show.
    kind = os.stat(path).st_mode
    # Everybody can write /dev/null by design, and reading a pipe again would consume it.
    if not stat.S_ISREG(kind):
        return
    mode = kind & 0o777
    if mode & 0o022:
        _warn_once(path, f"can be changed by other users (mode {mode:o}); run chmod go-w")
    if mode & 0o044 and any(name in text(path) for name in SECRETS | {"AWSSecretKey"}):
        _warn_once(
            path, f"contains secrets that other users can read (mode {mode:o}); run chmod go-r"
        )


_warned: set[tuple[str, str]] = set()


def _warn_once(path: str, problem: str) -> None:
    if (path, problem) in _warned:
        return
    _warned.add((path, problem))
    warnings.warn(f"{path} {problem} {path}", UnsafeConfigWarning, stacklevel=2)
