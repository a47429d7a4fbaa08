"""Checks of arguments that several modules share, and of a connection's settings."""

from __future__ import annotations

import os

from reboto import _core
from reboto._lazy import abc, cast, typing
from reboto._secret import hide
from reboto.pyami.config import active_config, unless_empty

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


def string_list(value: abc.Iterable[str] | str | None, name: str = "value") -> list[str]:
    """Return the strings in `value` as a list; a single string becomes a list of one."""
    if isinstance(value, str):
        return [value]
    # Bytes and dicts can be iterated too, but not as a list of strings.
    if not isinstance(value, (bytes, bytearray, dict)):
        if hasattr(value, "__iter__") or hasattr(value, "__getitem__"):
            return _core.gather(name, value)
        if not is_true(value):
            return []
    shown = _core.shown(cast("object", value))
    raise TypeError(f"{name} must be a list of strings, got {shown}")


def list_of(name: str, given: typing.Any, expected: str) -> list[typing.Any]:
    """Return the items of a list; raise TypeError for text and for values that are no list."""
    is_list = hasattr(given, "__iter__") and not isinstance(given, (str, bytes, type))
    if not is_list:
        raise TypeError(f"{name} must be a list of {expected}, got {_core.shown(given)}")
    return _core.gather(name, given)


def is_given(value: object) -> bool:
    """Return whether a value was given: it is true, or the number 0."""
    from numbers import Number

    return is_true(value) or (isinstance(value, Number) and not isinstance(value, bool))


def is_true(value: object) -> bool:
    """Return whether a value is true; values without a truth value, such as `pandas.NA`, are."""
    try:
        return bool(value)
    except (TypeError, ValueError, OverflowError, ReferenceError, RuntimeError):
        return True


def need_dict(params: object) -> None:
    """Raise TypeError if `params` is not a mutable mapping."""
    # Not `isinstance`, which believes the `__class__` of an object.
    if issubclass(type(params), dict):
        return
    from collections.abc import MutableMapping

    if not issubclass(type(params), MutableMapping):
        raise TypeError(f"params must be a dict, got {_core.shown(params)}")


def need_text(name: str, value: object) -> None:
    """Raise TypeError if a value is not a string."""
    if not issubclass(type(value), str):
        raise TypeError(f"{name} must be a string, got {_core.shown(value)}")


def timeouts(timeout: typing.Any, connect_timeout: typing.Any) -> dict[str, typing.Any]:
    """Return a connection's timeouts in seconds: the arguments, or those of boto.cfg."""
    config = active_config()
    configured = config.getint("Boto", "http_socket_timeout", 70)
    found = {"timeout": _seconds("timeout", timeout, configured)}
    connecting = config.get("Boto", "connection_timeout")
    if connecting or connect_timeout is not None:
        found["connect_timeout"] = _seconds("connect_timeout", connect_timeout, connecting)
    return found


def _seconds(name: str, given: typing.Any, configured: typing.Any) -> typing.Any:
    if given is None:
        return configured
    # The range of the runtime's durations.
    if isinstance(given, bool) or not 1e-9 <= _core.to_float(name, given) < 1e19:
        raise ValueError(
            f"{name} must be a number of seconds above 0 and below 1e19, got {_core.shown(given)}"
        )
    return given


def retries(given: typing.Any, configured: typing.Any) -> typing.Any:
    """Return a number of retries that was passed to a connection, or the configured one."""
    if given is None:
        return configured
    if isinstance(given, bool) or _core.to_int("num_retries", given) < 0:
        raise ValueError(f"num_retries must be an integer, 0 or more, got {_core.shown(given)}")
    return _core.to_int("num_retries", given)


def metadata_limits() -> tuple[typing.Any, typing.Any]:
    """Return the timeout and the attempts for the instance's metadata.

    They are those of boto.cfg, or else of the environment, as in botocore.
    """
    config = active_config()
    timeout = unless_empty(config.getfloat, "metadata_service_timeout", None)
    attempts = unless_empty(config.getint, "metadata_service_num_attempts", None)
    if timeout is None:
        timeout = _of_variable("AWS_METADATA_SERVICE_TIMEOUT", float, "seconds above 0") or 1.0
    if attempts is None:
        attempts = _of_variable("AWS_METADATA_SERVICE_NUM_ATTEMPTS", int, "an integer above 0")
    return timeout, attempts


def _of_variable(name: str, convert: typing.Any, expected: str) -> typing.Any:
    text = os.environ.get(name)
    if not text:
        return None
    try:
        number = convert(text)
    except ValueError:
        number = 0
    if not 0 < number < 1e9:
        raise ValueError(f"{name} must be {expected}, got {_core.shown(text)}")
    return number


def proxy_settings(
    is_secure: bool,
    proxy: str | None,
    port: int | str | None,
    user: str | None,
    password: str | None,
) -> tuple[str | None, int | str | None, str | None, str | None]:
    """Return a connection's proxy, its port, user and password.

    As in boto, ``http_proxy`` takes precedence over boto.cfg, and hides the other arguments.
    """
    if not is_true(proxy) and "http_proxy" in os.environ:
        proxy = port = user = password = None
        if is_secure:
            from reboto._proxy import http_proxy_for_https

            proxy, port, user, password = http_proxy_for_https()
    else:
        config = active_config()
        proxy = proxy if is_true(proxy) else config.get("Boto", "proxy")
        port = port if is_true(port) else config.get("Boto", "proxy_port")
        user = user if is_true(user) else config.get("Boto", "proxy_user")
        password = password if is_true(password) else config.get("Boto", "proxy_pass")
    if proxy is not None or password is not None:
        from reboto._proxy import split_login

        proxy, user, password = split_login(hide(proxy), user, hide(password))
    return proxy, port, user, password


def region_or_name(region: typing.Any, name: typing.Any) -> typing.Any:
    """Return the region of a connection, which is given as `region` or by its name."""
    if name is None:
        return region
    if is_true(region):
        shown = f"{_core.shown(region)} and {_core.shown(name)}"
        raise ValueError(f"pass region or region_name, not both; got {shown}")
    if not issubclass(type(name), str):
        raise TypeError(f"region_name must be a name such as 'eu-west-1', got {_core.shown(name)}")
    _core.check_region("region_name", name)
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
        is_text = issubclass(type(value), str)
        if value is None or (is_text and not value):
            continue
        text = value.strip().lower() if is_text else None
        if text not in ("query", "cbor"):
            kind = ValueError if is_text else TypeError
            raise kind(f"{name} must be 'query' or 'cbor', got {_core.shown(value)}")
        return text
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
