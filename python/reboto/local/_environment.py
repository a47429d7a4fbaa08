"""The environment variables that send AWS clients to a local endpoint."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

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


@contextlib.contextmanager
def applied(wanted: Mapping[str, str | None]) -> Generator[None, None, None]:
    """Set and unset variables of this process for the length of a ``with`` block.

    Parameters
    ----------
    wanted : dict of str to str or None
        Values by name; None unsets the variable.
    """
    before = {name: os.environ.get(name) for name in wanted}
    try:
        _apply(wanted)
        yield
    finally:
        _apply(before)


def _apply(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
