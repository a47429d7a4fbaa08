"""The environment variables that send AWS clients to a local endpoint."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Generator, Mapping

_DIVERTING = (
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_DEFAULT_PROFILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_ENDPOINT_URL_AUTO_SCALING",
    "AWS_ENDPOINT_URL_CLOUDWATCH",
)


def variables(url: str, host: str, environ: Mapping[str, str]) -> dict[str, str | None]:
    """Return what to set, and what to unset, so that connections reach `url`.

    Parameters
    ----------
    url
        URL of the endpoint.
    host
        Address of the endpoint, which proxies are not to be asked for.
    environ
        The variables as they are.

    Returns
    -------
    dict
        Values by name; None where a variable would lead elsewhere and has to go.
    """
    diverting = {*_DIVERTING, *(name for name in environ if name.startswith("AWS_ENDPOINT_URL_"))}
    wanted: dict[str, str | None] = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        **dict.fromkeys(sorted(diverting)),
    }
    if not environ.get("AWS_REGION") and not environ.get("AWS_DEFAULT_REGION"):
        wanted["AWS_DEFAULT_REGION"] = "us-east-1"
    if any(name.lower().endswith("_proxy") for name in environ):
        unproxied = environ.get("no_proxy") or environ.get("NO_PROXY") or host
        hosts = dict.fromkeys([*unproxied.split(","), host])
        wanted["no_proxy"] = wanted["NO_PROXY"] = ",".join(hosts)
    return wanted


def is_relevant(name: str) -> bool:
    """Say whether a variable has a part in where AWS clients send their calls."""
    return name.startswith("AWS_") or name.lower().endswith("_proxy")


class _Layer:
    """The variables of one endpoint, over those that were there before it."""

    def __init__(self, before: dict[str, str]) -> None:
        self.before = before


_lock = threading.RLock()
_layers: list[_Layer] = []


@contextlib.contextmanager
def applied(
    wanted: Callable[[Mapping[str, str]], Mapping[str, str | None]],
) -> Generator[Mapping[str, str | None], None, None]:
    """Set and unset variables of this process for the length of a ``with`` block.

    Blocks may end in any order, in any thread: while others are open, the variables lead to the
    one that was opened last, and after all of them they are as they were before the first. What
    else was set inside a block, and has a part in where calls go, ends with it.

    Parameters
    ----------
    wanted : callable
        Gives values by name for the variables as they are; None unsets a variable.

    Yields
    ------
    dict of str to str or None
        What was set and unset.
    """
    with _lock:
        before = _relevant()
        values = wanted(dict(os.environ))
        layer = _Layer(before)
        _layers.append(layer)
        for name, value in values.items():
            _set(name, value)
    try:
        yield values
    finally:
        with _lock:
            _remove(layer)


def _remove(layer: _Layer) -> None:
    index = _layers.index(layer)
    del _layers[index]
    if index < len(_layers):
        # The next one stands on what this one stood on.
        _layers[index].before = layer.before
        return
    for name in {*layer.before, *_relevant()}:
        _set(name, layer.before.get(name))


def _relevant() -> dict[str, str]:
    return {name: value for name, value in list(os.environ.items()) if is_relevant(name)}


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
