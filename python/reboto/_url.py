"""Checks of host names, IP addresses and endpoint URLs."""

from __future__ import annotations

HOST_EXAMPLE = (
    "give the name or the address alone, such as 'autoscaling.us-east-1.amazonaws.com' "
    "(the port is port=, the path is path=)"
)
# By characters, not by regular expressions: those take longer to import than reboto.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
HOST_CHARACTERS = frozenset(f"{_LETTERS}0123456789._-")
_IPV6_CHARACTERS = frozenset("0123456789abcdefABCDEF:.")


def is_host_name(host: str) -> bool:
    """Say whether a text is a host name or an IPv4 address, without a port."""
    return (
        bool(host)
        and HOST_CHARACTERS.issuperset(host)
        and not host.startswith((".", "-"))
        and not host.endswith("-")
    )


def is_ipv6(host: str) -> bool:
    """Say whether a text is an IPv6 address, in brackets or not."""
    inner = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    return inner.count(":") >= 2 and _IPV6_CHARACTERS.issuperset(inner)


def is_url(url: str) -> bool:
    """Say whether a text is an HTTP or HTTPS URL without login, query and fragment."""
    scheme, _, rest = url.partition("://")
    wrong = set("?#@").intersection(rest) or any(map(str.isspace, rest))
    return scheme in ("http", "https") and bool(rest) and not rest.startswith("/") and not wrong
