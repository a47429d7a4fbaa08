"""Hide secrets from tracebacks with locals, from logs and from errors."""

from __future__ import annotations

from reboto._lazy import abc, typing

HIDDEN = "***"
# Names of arguments whose values are secret.
_SECRET = ("aws_secret_access_key", "security_token", "proxy_pass", "proxy")


class Secret(str):
    """A string whose repr does not show its content."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"


class InvalidSecret:
    """Placeholder for an invalid secret: it keeps the problem but not the value."""

    __slots__ = ("problem",)

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def __repr__(self) -> str:
        return "<hidden>"


def hide(value: typing.Any) -> typing.Any:
    """Wrap a secret argument, so that a traceback with locals does not show it."""
    if value is None or isinstance(value, Secret | InvalidSecret):
        return value
    number = value
    if isinstance(number, int) and not number:
        # As in boto, a false value means that the argument is not given.
        return None
    if not issubclass(type(value), str):  # `isinstance` believes the `__class__` of an object.
        return InvalidSecret(f"got {type(value).__name__}")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        return InvalidSecret("got one with a lone surrogate, which UTF-8 cannot encode")
    return Secret(value)


def hide_in(arguments: abc.Mapping[str, object]) -> typing.Any:
    """Wrap the secrets in keyword arguments, so that a traceback with locals does not show them."""
    return {name: hide(value) if name in _SECRET else value for name, value in arguments.items()}


def without_login(url: str) -> str:
    """Redact the login, the query and the fragment of a URL."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    login, at, place = rest.rpartition("@")
    ends = [end for end in map(place.find, "?#") if end >= 0]
    kept = place[: min(ends) + 1] + HIDDEN if ends else place
    return f"{scheme}{separator}{HIDDEN if login else ''}{at}{kept}"


class Hidden:
    """A secret attribute; its repr does not show the value."""

    __slots__ = ("value",)

    def __init__(self, value: str | None) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<hidden>" if self.value else "None"

    def __reduce__(self) -> typing.Any:
        raise TypeError("secrets cannot be pickled")
