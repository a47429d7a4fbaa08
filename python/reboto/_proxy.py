"""Proxy URLs: those of the environment, and the login within them."""

from __future__ import annotations

import os

from reboto._lazy import typing
from reboto._secret import NoText, Secret, hide


def environment_proxy(url: str) -> str | None:
    """Return the proxy that the environment names for `url`, without its login."""
    # Imported for an error's words alone, for it takes long.
    from urllib.parse import urlsplit
    from urllib.request import getproxies_environment, proxy_bypass

    where = urlsplit(url)
    proxies = getproxies_environment()
    proxy = proxies.get(where.scheme) or proxies.get("all")
    excepted = proxy_bypass(where.hostname or "", proxies)
    return displayed(proxy) if proxy and not excepted else None


def http_proxy_for_https() -> tuple[str | None, int | None, str | None, str | None]:
    """Read ``http_proxy``, which boto used for HTTPS too, if there is no other proxy for it."""
    if any(
        os.environ.get(name) for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    ):
        return None, None, None, None
    found = _split_url(Secret(os.environ["http_proxy"]))
    if found is None:
        raise ValueError(
            "http_proxy is no URL: give 'http://user:password@host:port', and in the password "
            "%2F, %3F, %23 and %40 for the signs / ? # and @"
        )
    return found


def _split_url(proxy: str) -> tuple[str | None, int | None, str | None, str | None] | None:
    """Take a proxy's URL apart; nothing for what is none."""
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
    """Take the login that may stand before a proxy's host out of its name."""
    for name, value in {"proxy": proxy, "proxy_pass": password}.items():
        if isinstance(value, NoText):
            raise TypeError(f"{name} {value.what}: give text")
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
