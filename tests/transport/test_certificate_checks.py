"""Certificates are checked by default. Without checks, a warning is issued once per process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.connection import UncheckedCertificatesWarning
from reboto.exception import BotoConnectionError
from reboto.regioninfo import RegionInfo
from tests.support.interpreter import finish, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

# Each runs in a new process, because the warning is issued once per process.
SCRIPT = """
import asyncio, sys, warnings
import reboto
from reboto import aio
from reboto.connection import UncheckedCertificatesWarning
from reboto.regioninfo import RegionInfo

style, port, action = sys.argv[1:]
loop = asyncio.new_event_loop()

def connect(service, **given):
    connected = getattr(reboto if style == "blocking" else aio, "connect_" + service)
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    connection = connected("k", "s", region=region, port=int(port), **given)
    connection.num_retries = 0
    return connection

def settle(result):
    return result if style == "blocking" else loop.run_until_complete(result)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter(action)
    TRIED
    loop.close()
for warning in caught:
    print(warning.category.__name__, warning.lineno, warning.message)
"""
CALL = "settle(connect('autoscale'{}).get_all_groups())"
TWICE = """
    for service, call in {"autoscale": "get_all_groups", "cloudwatch": "describe_alarms"}.items():
        connection = connect(service, validate_certs=False)
        for _ in range(2):
            settle(getattr(connection, call)())
"""
STOPPED = """
    connection = connect('autoscale', validate_certs=False)
    for _ in range(2):
        try:
            settle(connection.get_all_groups())
        except UncheckedCertificatesWarning:
            print('stopped')
"""


@pytest.fixture(params=["blocking", "awaited"])
def warned(request: pytest.FixtureRequest, secure: Wire) -> Callable[..., list[str]]:
    """Run a script's middle in a style; its warnings are given back."""

    def run(tried: str, port: int = secure.port, action: str = "always") -> list[str]:
        script = start(SCRIPT.replace("TRIED", tried), request.param, port, action)
        code, out, err = finish(script)
        assert (code, err) == (0, "")
        return out.splitlines()

    return run


def test_checks_that_are_switched_off_are_warned_of(warned: Any, secure: Wire) -> None:
    (message,) = warned(CALL.format(", validate_certs=False"))
    assert message.startswith("UncheckedCertificatesWarning ")
    assert "the certificate of 127.0.0.1 is not checked" in message
    assert "validate_certs=False" in message
    assert len(secure.requests) == 1


def test_the_warning_names_the_callers_line(warned: Any) -> None:
    line = SCRIPT.splitlines().index("    TRIED") + 1
    (message,) = warned(CALL.format(", validate_certs=False"))
    assert message.split()[1] == str(line)


def test_boto_cfgs_word_is_warned_of_too(warned: Any, boto_cfg: Any) -> None:
    boto_cfg("[Boto]\nhttps_validate_certificates = False\n")
    (message,) = warned(CALL.format(""))
    assert message.startswith("UncheckedCertificatesWarning ")


def test_the_attribute_is_warned_of_too(warned: Any) -> None:
    (message,) = warned(
        "connection = connect('autoscale')\n"
        "    connection.https_validate_certificates = False\n"
        "    settle(connection.get_all_groups())"
    )
    assert message.startswith("UncheckedCertificatesWarning ")


def test_it_is_reported_once_per_process(warned: Any, secure: Wire) -> None:
    (message,) = warned(TWICE)
    assert message.startswith("UncheckedCertificatesWarning ")
    assert len(secure.requests) == 4


def test_a_connection_without_calls_does_not_warn(warned: Any) -> None:
    assert warned("connect('autoscale', validate_certs=False)") == []


def test_calls_without_https_have_no_certificate_to_warn_of(warned: Any, server: Wire) -> None:
    call = CALL.format(", validate_certs=False, is_secure=False")
    assert warned(call, server.port) == []
    assert len(server.requests) == 1


def test_a_warning_made_an_error_stops_every_call(warned: Any, secure: Wire) -> None:
    assert warned(STOPPED, action="error") == ["stopped", "stopped"]
    assert secure.requests == []


@pytest.mark.parametrize("service", ["autoscale", "cloudwatch"])
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_checks_are_on_in_every_region(
    style: Blocking, secure: Wire, service: str, region: str
) -> None:
    # boto's CloudWatch connection to eu-west-1 switched them off.
    connection = getattr(style, service)(
        secure, region=RegionInfo(name=region, endpoint="127.0.0.1")
    )
    connection.num_retries = 0
    assert connection.https_validate_certificates is True
    call = {"autoscale": "get_all_groups", "cloudwatch": "describe_alarms"}[service]
    with pytest.raises(BotoConnectionError, match="certificate"):
        style.settle(getattr(connection, call)())
    assert secure.requests == []


@pytest.mark.parametrize(
    "name",
    ["PYTHONHTTPSVERIFY", "AWS_VERIFY_SSL", "AWS_VALIDATE_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED"],
)
def test_no_variable_switches_checks_off(
    style: Blocking, secure: Wire, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "0")
    connection = style.autoscale(secure)
    connection.num_retries = 0
    with pytest.raises(BotoConnectionError, match="certificate"):
        style.settle(connection.get_all_groups())
    assert secure.requests == []


def test_it_is_a_warning_of_the_users_kind() -> None:
    # Python shows warnings of this category by default, from any module.
    assert issubclass(UncheckedCertificatesWarning, UserWarning)
