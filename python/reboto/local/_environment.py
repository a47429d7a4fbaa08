"""The environment variables with which AWS clients connect to a local endpoint."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Generator, Mapping

_CONFLICTING = (
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
    """Return the variables to set and unset so that connections use `url`.

    Parameters
    ----------
    url
        URL of the endpoint.
    host
        Address of the endpoint, to be excluded from proxies.
    environ
        The current variables.

    Returns
    -------
    dict
        Values by name; None for variables to unset, because they select another endpoint.
    """
    conflicting = {
        *_CONFLICTING,
        *(name for name in environ if name.startswith("AWS_ENDPOINT_URL_")),
    }
    values: dict[str, str | None] = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        **dict.fromkeys(sorted(conflicting)),
    }
    if not environ.get("AWS_REGION") and not environ.get("AWS_DEFAULT_REGION"):
        values["AWS_DEFAULT_REGION"] = "us-east-1"
    if any(name.lower().endswith("_proxy") for name in environ):
        unproxied = environ.get("no_proxy") or environ.get("NO_PROXY") or host
        hosts = dict.fromkeys([*unproxied.split(","), host])
        values["no_proxy"] = values["NO_PROXY"] = ",".join(hosts)
    return values


def default_region(environ: Mapping[str, str]) -> str:
    """Return the region of connections that are opened without one."""
    return environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def is_relevant(name: str) -> bool:
    """Check whether a variable affects where AWS clients send their requests."""
    return name.startswith("AWS_") or name.lower().endswith("_proxy")


class _Layer:
    """The relevant variables as they were before one endpoint changed them."""

    def __init__(self, before: dict[str, str]) -> None:
        self.before = before


_lock = threading.RLock()
_layers: list[_Layer] = []


@contextlib.contextmanager
def applied(
    choose: Callable[[Mapping[str, str]], Mapping[str, str | None]],
) -> Generator[Mapping[str, str | None], None, None]:
    """Set and unset variables of this process inside a ``with`` block.

    Blocks may end in any order, in any thread. While several are open, the variables are those of
    the block that was opened last. When all have ended, the variables are restored. Relevant
    variables that other code sets inside a block are restored too.

    Parameters
    ----------
    choose : callable
        Takes the current variables and returns new values by name; None unsets a variable.

    Yields
    ------
    dict of str to str or None
        The values that were set, None for variables that were unset.
    """
    with _lock:
        before = _relevant()
        values = choose(dict(os.environ))
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
        # The next layer now restores what this one would have restored.
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
