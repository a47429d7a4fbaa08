"""Read configuration files of a simple form, which nearly all have, without `configparser`."""

from __future__ import annotations

import os
import stat

from reboto._lazy import abc, typing
from reboto._secret import Secret

SECRETS = {"aws_secret_access_key", "aws_security_token", "gs_secret_access_key", "proxy_pass"}


# A device may have no end. Pipes are read, because shells pass secrets in them.
_MOST = 10_000_000


def text(path: str) -> Secret:
    """Return the content of a file, without showing it in an error if it is not UTF-8."""
    # fspath rejects integers: open() would take them for file descriptors and close them.
    with open(os.fspath(path), encoding="utf-8", errors="surrogateescape") as file:
        content = Secret(file.read(_MOST + 1))
    if len(content) > _MOST:
        raise ValueError(f"{path} is larger than 10 MB; it must be a configuration file")
    # Python's UnicodeDecodeError would include the content.
    if any("\udc80" <= sign <= "\udcff" for sign in content):
        raise ValueError(f"{path} is not encoded in UTF-8; save it in that encoding")
    return content


def is_readable(path: str) -> bool:
    """Return whether a path can be read as a file: it is not a directory or a socket."""
    mode = os.stat(path).st_mode
    return not (stat.S_ISDIR(mode) or stat.S_ISSOCK(mode))


def contents(paths: abc.Iterable[str]) -> list[tuple[str, Secret]]:
    """Return the path and the text of each file that can be opened; boto ignores others."""
    read: list[tuple[str, Secret]] = []
    for path in paths:
        if os.access(path, os.R_OK) and is_readable(path):
            read.append((path, text(path)))
            warn_if_open(path)
    return read


def options(texts: abc.Iterable[str]) -> dict[str, dict[str, str]] | None:
    r"""Return the options of each section of the files; later files take precedence.

    Parameters
    ----------
    texts : iterable of str
        The text of each file.

    Returns
    -------
    dict or None
        None if a file needs `configparser`: it has an error, characters other than ASCII,
        references to other options, defaults, or a value of several lines.

    Examples
    --------
    >>> options(["[Boto]\nNum_Retries: 3\n", "# none\n[Boto]\nproxy = here\n"])
    {'Boto': {'num_retries': '3', 'proxy': 'here'}}
    >>> options(["[Boto]\nproxy = %(host)s\n"]) is None
    True
    """
    merged: dict[str, dict[str, str]] = {}
    for content in texts:
        sections = _sections(content)
        if sections is None:
            return None
        for section, found in sections.items():
            merged.setdefault(section, {}).update(found)
    return merged


def _sections(content: str) -> dict[str, dict[str, str]] | None:
    sections: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    if not content.isascii() or "%" in content:
        return None
    for line in content.split("\n"):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] == "[":
            name = stripped[1:-1]
            # configparser has its own rules for other brackets.
            is_plain = stripped[-1] == "]" and not set("[]").intersection(name)
            if not is_plain or not name or name == "DEFAULT" or name in sections:
                return None
            current = sections[name] = {}
            continue
        # Values may contain the separators; options may not.
        ends = [end for end in map(line.find, "=:") if end > 0]
        option = line[: min(ends)].rstrip().lower() if ends else ""
        if current is None or line[0].isspace() or line[0] in "=:" or not option:
            return None
        if option in current:
            return None
        current[option] = line[min(ends) + 1 :].strip()
    return sections


def load_credentials(config: typing.Any, path: str) -> None:
    """Load the file that ``AWS_CREDENTIAL_FILE`` names; issue a warning if it cannot be read."""
    try:
        config.load_credential_file(path)
        warn_if_open(path)
    except OSError as error:
        import warnings

        warnings.warn(
            f"the credentials in AWS_CREDENTIAL_FILE cannot be read: {error}", stacklevel=3
        )


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
    import warnings

    from reboto.warnings import UnsafeConfigWarning

    warnings.warn(f"{path} {problem} {path}", UnsafeConfigWarning, stacklevel=2)
