"""Keywords of connections that override boto.cfg: region, timeouts and retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto import aio
from reboto.aio import autoscale as aio_autoscale
from reboto.aio import cloudwatch as aio_cloudwatch
from reboto.ec2 import autoscale, cloudwatch
from reboto.exception import BotoServerError, BotoTimeoutError
from tests.support.wire import failure, silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

CONNECTING: list[Callable[..., Any]] = [
    reboto.connect_autoscale,
    reboto.connect_cloudwatch,
    aio.connect_autoscale,
    aio.connect_cloudwatch,
]
IN_REGION: list[Callable[..., Any]] = [
    autoscale.connect_to_region,
    cloudwatch.connect_to_region,
    aio.connect_to_region,
    aio_autoscale.connect_to_region,
    aio_cloudwatch.connect_to_region,
]


@pytest.mark.parametrize("connect", CONNECTING)
def test_keywords_set_botos_attributes(connect: Callable[..., Any]) -> None:
    made = connect(region_name="eu-west-1", timeout=3, connect_timeout=0.5, num_retries=0)
    assert made.http_connection_kwargs == {"timeout": 3, "connect_timeout": 0.5}
    assert (made.num_retries, made.region.name) == (0, "eu-west-1")
    assert made.host.endswith(".eu-west-1.amazonaws.com")


@pytest.mark.parametrize("connect", IN_REGION)
def test_they_are_keywords_of_connect_to_region(connect: Callable[..., Any]) -> None:
    made = connect("eu-west-1", timeout=3, connect_timeout=0.5, num_retries=2)
    assert made.http_connection_kwargs == {"timeout": 3, "connect_timeout": 0.5}
    assert (made.num_retries, made.region.name) == (2, "eu-west-1")
    assert connect("nowhere-1", timeout=3) is None


def test_modules_of_aio_connect_like_those_of_ec2() -> None:
    for name, blocking in {"autoscale": autoscale, "cloudwatch": cloudwatch}.items():
        module = getattr(aio, name)
        (made,) = [one.connect() for one in module.regions() if one.name == "eu-west-1"]
        assert type(made) is type(module.connect_to_region("eu-west-1"))
        assert made._awaits
        assert repr(made) == repr(blocking.connect_to_region("eu-west-1"))


def test_keywords_override_boto_cfg(style: Blocking, boto_cfg: Callable[[str], None]) -> None:
    boto_cfg(
        "[Boto]\nhttp_socket_timeout = 50\nconnection_timeout = 5\nnum_retries = 9\n"
        "autoscale_region_name = us-west-2\n"
    )
    plain = style.autoscale()
    assert plain.http_connection_kwargs == {"timeout": 50, "connect_timeout": "5"}
    assert (plain.num_retries, plain.region.name) == (9, "us-west-2")
    made = style.autoscale(region_name="eu-west-1", timeout=3, connect_timeout=2, num_retries=1)
    assert made.http_connection_kwargs == {"timeout": 3, "connect_timeout": 2}
    assert (made.num_retries, made.region.name) == (1, "eu-west-1")


def test_the_timeout_limits_a_call(style: Blocking, server: Wire) -> None:
    server.otherwise = silence()
    connection = style.autoscale(server, timeout=0.2, num_retries=0)
    with pytest.raises(BotoTimeoutError, match="no response arrived"):
        style.settle(connection.get_all_groups())


def test_num_retries_limits_the_requests(
    style: Blocking, server: Wire, prompt_retries: Any
) -> None:
    server.otherwise = failure("InternalFailure", "later", status=500)
    with pytest.raises(BotoServerError):
        style.settle(style.autoscale(server, num_retries=2).get_all_groups())
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("keywords", "text"),
    [
        ({"timeout": 0}, "timeout must be a number of seconds above 0 and below 1e19, got 0"),
        ({"timeout": True}, "timeout must be a number of seconds above 0 and below 1e19, got True"),
        (
            {"timeout": 1e300},
            "timeout must be a number of seconds above 0 and below 1e19, got 1e+300",
        ),
        ({"timeout": "soon"}, "timeout must be a number, got 'soon'"),
        (
            {"connect_timeout": -1},
            "connect_timeout must be a number of seconds above 0 and below 1e19, got -1",
        ),
        ({"num_retries": -1}, "num_retries must be an integer, 0 or more, got -1"),
        ({"num_retries": 1.5}, "num_retries must be an integer, got 1.5"),
        ({"region_name": ""}, "region_name must be a name such as 'eu-west-1', got ''"),
        ({"region_name": "a b"}, "region_name must be a name such as 'eu-west-1', got 'a b'"),
        ({"region_name": 1}, "region_name must be a name such as 'eu-west-1', got 1"),
        ({"region_name": "a", "region": "b"}, "pass region or region_name, not both"),
    ],
)
def test_invalid_values_are_reported_at_once(
    style: Blocking, keywords: dict[str, Any], text: str
) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        style.autoscale(**keywords)
    assert str(caught.value).startswith(text)
