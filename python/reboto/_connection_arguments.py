"""Checks of arguments that override settings of boto's configuration."""

from __future__ import annotations

import os

from reboto import _core
from reboto._lazy import typing
from reboto._url import HOST_CHARACTERS
from reboto.pyami.config import active_config


def seconds(name: str, given: typing.Any, configured: typing.Any) -> typing.Any:
    """Return a timeout that was passed to a connection, or the configured one if it is None."""
    if given is None:
        return configured
    # The range of the runtime's durations.
    if isinstance(given, bool) or not 1e-9 <= _core.to_float(name, given) < 1e19:
        raise ValueError(f"{name} must be a number of seconds above 0, got {given!r}")
    return given


def retries(given: typing.Any, configured: typing.Any) -> typing.Any:
    """Return a number of retries that was passed to a connection, or the configured one."""
    if given is None:
        return configured
    if isinstance(given, bool) or _core.to_int("num_retries", given) < 0:
        raise ValueError(f"num_retries must be an integer, 0 or more, got {given!r}")
    return _core.to_int("num_retries", given)


def region_or_name(region: typing.Any, name: typing.Any) -> typing.Any:
    """Return the region of a connection, which is given as `region` or by its name."""
    if name is None:
        return region
    if region:
        raise ValueError(f"pass region or region_name, not both; got {region!r} and {name!r}")
    if not isinstance(name, str):
        raise TypeError(f"region_name must be a name such as 'eu-west-1', got {name!r}")
    if not name or not HOST_CHARACTERS.issuperset(name):
        raise ValueError(f"region_name must be a name such as 'eu-west-1', got {name!r}")
    return name


_PROTOCOL_VARIABLE = "REBOTO_CLOUDWATCH_PROTOCOL"


def cloudwatch_protocol(given: typing.Any) -> str | None:
    """Return the protocol of requests to CloudWatch, or None if it depends on the endpoint.

    It is an argument, or comes from the environment or boto.cfg.
    """
    config = active_config()
    sources = (
        ("protocol", given),
        (_PROTOCOL_VARIABLE, os.environ.get(_PROTOCOL_VARIABLE)),
        ("protocol in section [CloudWatch] of boto.cfg", config.get("CloudWatch", "protocol")),
        (
            "cloudwatch_protocol in section [Boto] of boto.cfg",
            config.get("Boto", "cloudwatch_protocol"),
        ),
    )
    for name, value in sources:
        if value is None or value == "":
            continue
        text = value.strip().lower() if isinstance(value, str) else value
        if text not in ("query", "cbor"):
            kind = ValueError if isinstance(value, str) else TypeError
            raise kind(f"{name} must be 'query' or 'cbor', got {value!r}")
        return str(text)
    return None
