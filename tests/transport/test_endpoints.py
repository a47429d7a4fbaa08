"""The endpoints of calls that do not go to AWS."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.wire import Authority, Wire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.styles import Blocking

pytestmark = pytest.mark.usefixtures("keys")


def test_a_region_names_an_endpoint(style: Blocking, server: Wire) -> None:
    style.settle(style.autoscale(server).get_all_groups())
    request = server.request
    assert (request.method, request.target) == ("POST", "/")
    assert request.headers["host"] == f"127.0.0.1:{server.port}"
    assert request.operation == "DescribeAutoScalingGroups"
    assert request.parameters["Version"] == "2011-01-01"


def test_the_environment_names_an_endpoint_for_all_services(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    style.settle(style.autoscale().get_all_groups())
    style.settle(style.cloudwatch().describe_alarms())
    assert server.operations == ["DescribeAutoScalingGroups", "DescribeAlarms"]


def test_the_environment_names_an_endpoint_for_one_service(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire() as other:
        monkeypatch.setenv("AWS_ENDPOINT_URL", other.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_AUTO_SCALING", server.url)
        style.settle(style.autoscale().get_all_groups())
        style.settle(style.cloudwatch().describe_alarms())
        assert server.operations == ["DescribeAutoScalingGroups"]
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH", server.url)
        style.settle(style.cloudwatch().describe_alarms())
        assert server.operations == ["DescribeAutoScalingGroups", "DescribeAlarms"]
        assert other.operations == ["DescribeAlarms"]


def test_the_environments_endpoint_may_have_a_path(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"{server.url}/v1")
    style.settle(style.autoscale().get_all_groups())
    assert server.request.path.rstrip("/") == "/v1"


def test_the_environments_endpoint_may_speak_https(
    style: Blocking, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire(tls=authority.context("127.0.0.1")) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setenv("AWS_CA_BUNDLE", authority.bundle(tmp_path / "ca.pem"))
        assert style.settle(style.autoscale().get_all_groups()) == []


def test_a_given_endpoint_takes_precedence_over_the_environment(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 1


def test_an_environments_endpoint_that_changes_counts_for_new_connections(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire() as other:
        monkeypatch.setenv("AWS_ENDPOINT_URL", other.url)
        style.settle(style.autoscale().get_all_groups())
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        style.settle(style.autoscale().get_all_groups())
        assert (len(other.requests), len(server.requests)) == (1, 1)


def test_the_shared_files_name_an_endpoint(style: Blocking, server: Wire, aws_files: Any) -> None:
    aws_files(config=f"[default]\nendpoint_url = {server.url}\n")
    style.settle(style.autoscale().get_all_groups())
    assert len(server.requests) == 1


def test_boto_cfg_names_an_endpoint(style: Blocking, server: Wire, boto_cfg: Any) -> None:
    boto_cfg(f"[Boto]\nautoscale_endpoint = {server.host}\nis_secure = False\n")
    connection = style.autoscale(port=server.port)
    style.settle(connection.get_all_groups())
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url", ["nonsense", "http://", "ftp://127.0.0.1", "http://a b/", "http://u:p@h"]
)
def test_an_invalid_endpoint_in_the_environment_is_named(
    style: Blocking, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    connection = style.autoscale()
    connection.num_retries = 0
    with pytest.raises(ValueError, match="AWS_ENDPOINT_URL"):
        style.settle(connection.get_all_groups())


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_AUTO_SCALING"])
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:hush@127.0.0.1:1", "http://***@127.0.0.1:1"),
        ("http://me:hu@sh@127.0.0.1:1", "http://***@127.0.0.1:1"),
        ("me:hush@127.0.0.1", "***@127.0.0.1"),
        ("http://127.0.0.1:1/?key=hush", "http://127.0.0.1:1/?***"),
        ("http://127.0.0.1:1/#hush", "http://127.0.0.1:1/#***"),
        ("http://127.0.0.1:1/#hu?sh", "http://127.0.0.1:1/#***"),
    ],
)
def test_an_environments_endpoint_with_a_secret_is_refused_without_it(
    style: Blocking, name: str, url: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, url)
    with pytest.raises(ValueError, match=f"^{name} must be") as caught:
        style.settle(style.autoscale().get_all_groups())
    assert str(caught.value).startswith(f"{name} must be a URL")
    assert str(caught.value).endswith(f"got {shown!r}")


def test_an_address_of_ipv6_reaches_its_server(style: Blocking) -> None:
    class Six(Wire):
        host = "::1"

    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with Six() as server:
        assert style.settle(style.autoscale(server).get_all_groups()) == []
        assert server.request.headers["host"] == f"[::1]:{server.port}"


def test_aws_is_reached_by_the_sdks_own_rules(
    style: Blocking, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For example, this variable selects another host, which the proxy records."""
    monkeypatch.setenv("AWS_CA_BUNDLE", authority.bundle(tmp_path / "ca.pem"))
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    monkeypatch.setenv("AWS_REGION", "us-gov-west-1")
    with Wire(
        tunnel=authority.context("*.amazonaws.com", "*.us-gov-west-1.amazonaws.com")
    ) as proxy:
        connection = style.autoscale(proxy=proxy.host, proxy_port=proxy.port)
        style.settle(connection.get_all_groups())
        assert proxy.requests[0].target == "autoscaling.us-gov-west-1.amazonaws.com:443"
