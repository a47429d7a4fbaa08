"""Secrets in variables and texts: tracebacks with locals, logs and errors show none of them."""

from __future__ import annotations

from reboto._lazy import typing

HIDDEN = "***"
# The arguments whose values are secret.
_SECRET = ("aws_secret_access_key", "security_token", "proxy_pass", "proxy")


class Secret(str):
    """Text that is shown only to whoever asks for the text itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"


class NoText:
    """What was given in place of a secret's text: what is wrong with it, and no more."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what

    def __repr__(self) -> str:
        return "<hidden>"


def hide(value: typing.Any) -> typing.Any:
    """Make a secret argument one that a traceback with locals does not show."""
    if value is None or isinstance(value, Secret | NoText):
        return value
    if isinstance(value, int) and not value:
        # As in boto, where what is false is not given.
        return None
    if not isinstance(value, str):
        return NoText(f"is of type {type(value).__name__}")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        return NoText("holds half of a surrogate pair, which UTF-8 cannot write")
    return Secret(value)


def hide_in(arguments: dict[str, typing.Any]) -> dict[str, typing.Any]:
    """Make the secrets among arguments such that a traceback with locals shows none of them."""
    return {name: hide(value) if name in _SECRET else value for name, value in arguments.items()}


def without_login(url: str) -> str:
    """Hide what stands in a URL before its host, and behind its path."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    login, at, place = rest.rpartition("@")
    ends = [end for end in map(place.find, "?#") if end >= 0]
    kept = place[: min(ends) + 1] + HIDDEN if ends else place
    return f"{scheme}{separator}{HIDDEN if login else ''}{at}{kept}"
