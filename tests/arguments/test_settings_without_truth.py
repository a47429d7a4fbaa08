"""Settings and arguments of functions whose values have no truth value, or have another type."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy
import pandas
import pytest

import reboto
from reboto import aio, fanout, regioninfo, utils
from reboto.connection import Connection
from reboto.ec2 import cloudwatch
from reboto.exception import BotoClientError
from reboto.pyami.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


class _Untrue:
    def __bool__(self) -> Any:
        return "yes"


VALUES: list[Callable[[], Any]] = [
    lambda: pandas.NA,
    lambda: numpy.array([1, 2]),
    lambda: pandas.DataFrame({"a": [1]}),
    _Untrue,
]


@pytest.mark.parametrize("make", VALUES)
@pytest.mark.parametrize("name", ["port", "proxy_port", "proxy_user", "profile_name", "region"])
def test_a_setting_is_named(style: Blocking, server: Wire, name: str, make: Any) -> None:
    given: dict[str, Any] = {"proxy": "127.0.0.1"} if name.startswith("proxy") else {}
    with pytest.raises((TypeError, ValueError, BotoClientError), match=f"{name}.* must be "):
        style.autoscale(server, **given, **{name: make()}).get_all_groups()
    assert not server.requests


@pytest.mark.parametrize("make", VALUES)
def test_the_protocol_is_named(style: Blocking, server: Wire, make: Any) -> None:
    with pytest.raises(TypeError, match=r"^protocol must be 'query' or 'cbor', got"):
        style.cloudwatch(server, protocol=make())


@pytest.mark.parametrize("name", [0, False, 0.0])
def test_a_false_profile_is_none(style: Blocking, server: Wire, name: Any) -> None:
    connection = style.autoscale(server, profile_name=name, region=None)
    assert connection.region.name == "us-east-1"


@pytest.mark.parametrize("make", [*VALUES, dict, lambda: b"us-east-1", lambda: None])
def test_no_region_has_such_a_name(make: Callable[[], Any]) -> None:
    for connect in (
        reboto.ec2.autoscale.connect_to_region,
        reboto.ec2.cloudwatch.connect_to_region,
        aio.connect_to_region,
    ):
        assert connect(make()) is None


@pytest.mark.parametrize("make", [*VALUES, dict, lambda: ["autoscaling"], lambda: None])
def test_the_service_is_named(make: Callable[[], Any]) -> None:
    for call in (regioninfo.get_regions, aio.regions):
        with pytest.raises(BotoClientError, match=r"service_name must be one of 'autoscaling'"):
            call(make())
    with pytest.raises(ValueError, match=r"^service must be one of 'autoscaling'"):
        fanout.each(repr, make(), regions=["us-east-1"])


@pytest.mark.parametrize("value", [5, None, [], object(), b"a"])
def test_arguments_of_functions_are_named(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^url must be a string, got"):
        utils.retry_url(value)
    with pytest.raises(TypeError, match=r"^name must be a string, got"):
        utils.pythonize_name(value)
    with pytest.raises(TypeError, match=r"^content\[0\] must be a pair of name and text, got"):
        utils.write_mime_multipart([value])
    with pytest.raises(TypeError, match=r"^defaults and additions must be dicts of dicts"):
        regioninfo.merge_endpoints({}, value)


@pytest.mark.parametrize("value", [5, "now", numpy.array([1, 2])])
def test_a_time_to_format_is_named(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^ts must be a time.struct_time, got"):
        utils.get_ts(value)


def test_a_connection_without_a_service_can_be_shown() -> None:
    assert repr(Connection()).startswith("Connection:")


@pytest.mark.parametrize("value", [5, object(), [b"a"], pandas.Series([1, 2])])
def test_configuration_files_are_named(value: Any) -> None:
    config = Config(do_load=False)
    with pytest.raises(TypeError, match=r"^fp must be an open file or lines of text, got"):
        config.readfp(value)
    with pytest.raises(TypeError, match=r"^path must be the path of a file, got"):
        config.load_from_path(value)


def test_classes_of_cloudwatch_name_their_arguments() -> None:
    with pytest.raises(TypeError, match=r"^log_groups, keys, filters and fields must be"):
        cloudwatch.InsightRule.of_logs("a", log_groups=["a"], keys=[pandas.NA])  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"^MetricDataQuery has no member 5"):
        cloudwatch.MetricDataQuery.from_dict({5: "a"})  # type: ignore[dict-item]
    late = datetime.datetime.max.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-23)))
    with pytest.raises(ValueError, match=r"^start must be in the years 1 to 9999 in UTC"):
        cloudwatch.AlarmMuteRule.once("a", ["b"], days=1, start=late)


def test_dimensions_of_a_publisher_are_named(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    for key in (5, None, ("a", "b")):
        with pytest.raises(TypeError, match=r"^dimensions must have names as keys, got"):
            connection.publisher("Shop", dimensions={key: "a"})
