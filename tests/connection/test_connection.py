"""A connection's attributes, before and after its first call."""

from __future__ import annotations

import copy
import gc
import inspect
import pickle
import weakref
from typing import TYPE_CHECKING, Any

import pytest

import reboto.ec2.autoscale
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.exception import BotoServerError
from reboto.regioninfo import RegionInfo
from tests.support.styles import ACCESS_KEY

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

KEYS: dict[str, Any] = {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret"}
# In the order of boto 2.49's AutoScaleConnection.__init__, without self.
ARGUMENTS = """aws_access_key_id aws_secret_access_key is_secure port proxy proxy_port proxy_user
proxy_pass debug https_connection_factory region path security_token validate_certs profile_name
use_block_device_types"""


def test_arguments_have_botos_order() -> None:
    parameters = inspect.signature(AutoScaleConnection).parameters.values()
    positional = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    assert positional == ARGUMENTS.split()


def test_attributes_read_as_botos(style: Blocking) -> None:
    connection = style.autoscale(**KEYS)
    assert (connection.host, connection.port, connection.path) == (
        "autoscaling.us-east-1.amazonaws.com",
        443,
        "/",
    )
    assert (connection.is_secure, connection.protocol) == (True, "https")
    assert (connection.num_retries, connection.debug) == (6, 0)
    assert (connection.proxy, connection.use_proxy) == (None, False)
    assert connection.https_validate_certificates is True
    assert (connection.access_key, connection.secret_key) == ("AKID", "secret")
    assert (connection.aws_access_key_id, connection.aws_secret_access_key) == ("AKID", "secret")
    assert connection.provider.security_token is None
    assert connection.ResponseError is BotoServerError
    assert connection.APIVersion == "2011-01-01"


def test_without_https_the_port_is_80(style: Blocking) -> None:
    connection = style.autoscale(**KEYS, is_secure=False)
    assert (connection.port, connection.protocol) == (80, "http")


def test_the_host_set_later_counts(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups())
    connection.host = "localhost"
    style.settle(connection.get_all_groups())
    assert [request.headers["host"] for request in server.requests] == [
        f"127.0.0.1:{server.port}",
        f"localhost:{server.port}",
    ]


def test_a_region_without_a_name_and_a_host_set_later_reach_the_host(
    style: Blocking, server: Wire
) -> None:
    """Scripts give RegionInfo its endpoint in the wrong place, and set the host afterwards."""
    connection = style.autoscale(server, region=RegionInfo("ignored"))
    connection.host = server.host
    style.settle(connection.get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.region == "us-east-1"


def test_the_port_and_the_protocol_set_later_count(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server, is_secure=True, port=9)
    connection.is_secure, connection.port = False, server.port
    assert style.settle(connection.get_all_groups()) == []


def test_the_port_may_be_text(style: Blocking, server: Wire) -> None:
    assert style.settle(style.autoscale(server, port=str(server.port)).get_all_groups()) == []


def test_the_region_set_later_counts(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups())
    connection.region = RegionInfo(name="eu-west-1", endpoint=server.host)
    style.settle(connection.get_all_groups())
    assert [request.scope.region for request in server.requests if request.scope] == [
        "us-east-1",
        "eu-west-1",
    ]


def test_later_changes_of_the_regions_attributes_apply(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups())
    connection.region.name, connection.region.endpoint = "eu-west-3", "localhost"
    style.settle(connection.get_all_groups())
    last = server.requests[-1]
    assert last.scope is not None
    assert (last.scope.region, last.headers["host"]) == ("eu-west-3", f"localhost:{server.port}")


def test_the_signing_region_set_later_counts(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.auth_region_name = "ap-south-1"
    style.settle(connection.get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.region == connection.auth_region_name == "ap-south-1"


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/", "v1", "/a b/ü"])
def test_the_path_is_where_calls_go(style: Blocking, server: Wire, path: str) -> None:
    style.settle(style.autoscale(server, path=path).get_all_groups())
    expected = {"/": "", "/a b/ü": "/a%20b/%C3%BC"}.get(path, "/v1")
    assert server.request.path.rstrip("/") == expected


def test_a_cloudwatch_connection_has_the_same_attributes(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    connection.region = RegionInfo(name="eu-west-1", endpoint=server.host)
    style.settle(connection.describe_alarms())
    assert server.request.operation == "DescribeAlarms"
    assert server.request.scope is not None
    assert server.request.scope.region == "eu-west-1"
    assert server.request.scope.service == "monitoring"


def test_subclasses_may_have_other_arguments(server: Wire, style: Blocking) -> None:
    base = type(style.autoscale())

    class Named(base):  # type: ignore[misc, valid-type]
        def __init__(self, label: str, **arguments: Any) -> None:
            self.label = label
            super().__init__(**arguments)

    from tests.support.styles import reaching

    connection = Named("mine", **reaching(server))
    connection.extra = 1
    assert style.settle(connection.get_all_groups()) == []
    assert (connection.label, connection.extra) == ("mine", 1)


def test_closing_a_connection_leaves_it_usable(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups())
    connection.close()
    assert style.settle(connection.get_all_groups()) == []


def test_nothing_is_read_or_sent_before_the_first_call(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere/config")
    style.autoscale()
    style.cloudwatch()
    reboto.ec2.autoscale.connect_to_region("eu-west-1")
    assert server.connections == 0


@pytest.mark.parametrize("copied", [pickle.dumps, copy.deepcopy, copy.copy])
def test_a_connection_is_not_pickled_or_copied(style: Blocking, copied: Any) -> None:
    with pytest.raises(TypeError, match="connections cannot be pickled"):
        copied(style.autoscale(**KEYS))


def test_half_a_pair_of_keys_is_refused(style: Blocking) -> None:
    with pytest.raises(ValueError, match="aws_secret_access_key is missing"):
        style.autoscale(aws_access_key_id="AKID")
    with pytest.raises(ValueError, match="aws_access_key_id is missing"):
        style.autoscale(aws_secret_access_key="secret")


def test_an_unknown_argument_is_refused(style: Blocking) -> None:
    with pytest.raises(TypeError, match=r"^AutoScaleConnection.__init__\(\) got .*aws_acess_key"):
        style.autoscale(aws_acess_key="AKID")


@pytest.mark.parametrize("port", ["eighty", -1, 70000, 1.5, [80]])
def test_an_invalid_port_is_refused(style: Blocking, server: Wire, port: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="port"):
        style.settle(style.autoscale(server, port=port).get_all_groups())
    assert server.requests == []


def test_a_host_with_a_login_is_refused_immediately(style: Blocking, server: Wire) -> None:
    # Where the connection is shown, its host is.
    connection = style.autoscale(server)
    with pytest.raises(ValueError, match=r"host must be a name .* got '\*\*\*@host'") as caught:
        connection.host = "a:hush@host"
    assert "hush" not in str(caught.value)
    assert connection.host == server.host


@pytest.mark.parametrize("host", ["not a host", "\n", "a/b", "http://x", "x:80", "é", "[::1"])
def test_an_invalid_host_is_refused(style: Blocking, server: Wire, host: str) -> None:
    connection = style.autoscale(server)
    connection.num_retries, connection.host = 0, host
    with pytest.raises(ValueError, match="host"):
        style.settle(connection.get_all_groups())
    assert server.requests == []


def test_messages_name_a_connections_class_and_host(style: Blocking) -> None:
    assert repr(style.autoscale()).endswith(
        "AutoScaleConnection:autoscaling.us-east-1.amazonaws.com"
    )


@pytest.mark.parametrize("service", ["autoscale", "cloudwatch"])
def test_an_unreferenced_connection_is_freed_with_its_secrets(
    style: Blocking, server: Wire, service: str
) -> None:
    connection = getattr(style, service)(server)
    call = {"autoscale": "get_all_groups", "cloudwatch": "describe_alarms"}[service]
    for _ in range(2):
        style.settle(getattr(connection, call)())
    assert connection.provider.access_key == ACCESS_KEY
    freed = weakref.ref(connection)
    del connection
    gc.collect()
    assert freed() is None
