"""Checks of host names, IP addresses and endpoint URLs."""

from __future__ import annotations

EXPECTED_HOST = (
    "host must be a name or an address, such as 'autoscaling.us-east-1.amazonaws.com', "
    "without port and path (pass them as port= and path=)"
)
# Sets of characters, because importing `re` takes longer than importing reboto.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
HOST_CHARACTERS = frozenset(f"{_LETTERS}0123456789._-")
_IPV6_CHARACTERS = frozenset("0123456789abcdefABCDEF:.")


def is_host_name(host: str) -> bool:
    """Return whether a string is a host name or an IPv4 address, without a port."""
    return (
        bool(host)
        and HOST_CHARACTERS.issuperset(host)
        and not host.startswith((".", "-"))
        and not host.endswith("-")
    )


def is_ipv6(host: str) -> bool:
    """Return whether a string is an IPv6 address, with or without brackets."""
    inner = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    return inner.count(":") >= 2 and _IPV6_CHARACTERS.issuperset(inner)


def is_url(url: str) -> bool:
    """Return whether a string is an HTTP or HTTPS URL without login, query and fragment."""
    scheme, _, rest = url.partition("://")
    wrong = set("?#@").intersection(rest) or any(map(str.isspace, rest))
    return scheme in ("http", "https") and bool(rest) and not rest.startswith("/") and not wrong
