"""Proxy URLs from the environment, and the login in proxy URLs."""

from __future__ import annotations

import os

from reboto import _core
from reboto._lazy import typing
from reboto._secret import InvalidSecret, Secret, hide


def proxy_of(url: str, proxy: str | None, port: object) -> str | None:
    """Return the proxy that requests to `url` use, without its login.

    `proxy` and `port` are those of the connection, if it has one.
    """
    used = _core.proxy_for(url, displayed(proxy, port) if proxy else None)
    return used and displayed(used)


def http_proxy_for_https() -> tuple[str | None, int | None, str | None, str | None]:
    """Return ``http_proxy``, which boto also uses for HTTPS, if no HTTPS proxy is set."""
    if any(
        os.environ.get(name) for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    ):
        return None, None, None, None
    found = _split_url(Secret(os.environ["http_proxy"]))
    if found is None:
        raise ValueError(
            "http_proxy must be a URL such as 'http://user:password@host:port'; in the password, "
            "write / ? # @ as %2F %3F %23 %40"
        )
    return found


def _split_url(proxy: str) -> tuple[str | None, int | None, str | None, str | None] | None:
    """Split a proxy URL into host, port, user and password; return None if it is invalid."""
    from urllib.parse import unquote, urlsplit

    login = proxy.rpartition("://")[2].rpartition("@")[0]
    if set(login).intersection("/?#@"):
        return None
    try:
        url = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        scheme = "" if url.scheme == "http" else f"{url.scheme}://"
        user, password = (unquote(part) if part else None for part in (url.username, url.password))
        return scheme + (url.hostname or "") or None, url.port, user, password
    except ValueError:
        return None


def split_login(
    proxy: typing.Any, user: str | None, password: typing.Any
) -> tuple[str | None, str | None, str | None]:
    """Split a proxy with an optional login into the proxy, the user and the password."""
    for name, value in {"proxy": proxy, "proxy_pass": password}.items():
        if isinstance(value, InvalidSecret):
            raise TypeError(f"{name} must be a string, {value.problem}")
    login, at, host = (proxy or "").rpartition("@")
    if not at:
        return None if proxy is None else str(proxy), user, password
    from urllib.parse import unquote

    scheme, separator, login = login.rpartition("://")
    known, _, secret = login.partition(":")
    return (
        f"{scheme}{separator}{host}",
        user or unquote(known) or None,
        password or hide(unquote(secret) or None),
    )


def displayed(proxy: str, port: object = None) -> str:
    """Return a proxy's host and port without its login."""
    host = proxy.rpartition("://")[2].rpartition("@")[2].rstrip("/")
    return f"{host}:{port}" if port else host
