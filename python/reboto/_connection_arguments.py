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


def port_number(port: typing.Any) -> int:
    """Check a connection's port.

    Raises
    ------
    ValueError
        If it is not an integer from 1 to 65535, as a number or as text.
    """
    try:
        # The integer of a Decimal such as 1e999999 would take minutes.
        number = int(port if isinstance(port, str) else float(port))
    except (TypeError, ValueError, OverflowError):
        number = 0
    if not 0 < number < 65536 or number != float(port):
        raise ValueError(f"port must be an integer from 1 to 65535, got {_shown(port)}")
    return number


def path_text(path: typing.Any) -> str:
    """Check a connection's path; None and other false values are empty.

    Raises
    ------
    TypeError
        If it is not text.
    """
    if not path:
        return ""
    if isinstance(path, str):
        return path
    raise TypeError(f"path must be text such as '/services/AutoScaling', got {type(path).__name__}")


def _shown(value: typing.Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # the text of such an integer would take too long
        text = f"a number of {value.bit_length()} bits"
    return text if len(text) <= 100 else f"{text[:100]}..."
