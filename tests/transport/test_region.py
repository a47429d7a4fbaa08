"""The region of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import reboto.ec2.autoscale
import reboto.ec2.cloudwatch
from reboto.regioninfo import RegionInfo

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

CONFIG = """
    [default]
    region = eu-west-2

    [profile dev]
    region = ap-south-1

    [profile bare]
    output = json
    """


def test_a_region_given_counts_most(
    style: Blocking, aws_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws_files(config=CONFIG)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    connection = style.autoscale(region=RegionInfo(name="eu-north-1", endpoint="example.com"))
    assert (connection.region.name, connection.host) == ("eu-north-1", "example.com")


def test_boto_cfg_takes_precedence_over_the_environment(
    style: Blocking, boto_cfg: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto_cfg("[Boto]\nautoscale_region_name = eu-west-3\ncloudwatch_region_name = eu-south-1\n")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert style.autoscale().region.name == "eu-west-3"
    assert style.cloudwatch().region.name == "eu-south-1"


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_environment_names_the_region(
    style: Blocking, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "eu-west-1")
    connection = style.autoscale()
    assert (connection.region.name, connection.host) == (
        "eu-west-1",
        "autoscaling.eu-west-1.amazonaws.com",
    )
    assert style.cloudwatch().host == "monitoring.eu-west-1.amazonaws.com"


def test_of_the_environments_two_names_the_short_one_counts(
    style: Blocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert style.autoscale().region.name == "eu-west-1"


def test_an_empty_variable_names_no_region(
    style: Blocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    assert style.autoscale().region.name == "eu-west-2"


def test_the_shared_files_name_the_region(style: Blocking, aws_files: Any) -> None:
    aws_files(config=CONFIG)
    assert style.autoscale().region.name == "eu-west-2"


def test_a_profile_names_the_region(style: Blocking, aws_files: Any) -> None:
    aws_files(config=CONFIG)
    assert style.autoscale(profile_name="dev").region.name == "ap-south-1"


def test_the_environments_profile_names_the_region(
    style: Blocking, aws_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws_files(config=CONFIG)
    monkeypatch.setenv("AWS_PROFILE", "dev")
    assert style.autoscale().region.name == "ap-south-1"


def test_the_profiles_region_takes_precedence_over_the_environments(
    style: Blocking, aws_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws_files(config=CONFIG)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert style.autoscale(profile_name="dev").region.name == "ap-south-1"
    assert style.autoscale(profile_name="bare").region.name == "eu-west-1"


def test_else_the_region_is_botos(style: Blocking) -> None:
    connection = style.autoscale()
    assert (connection.region.name, connection.host) == (
        "us-east-1",
        "autoscaling.us-east-1.amazonaws.com",
    )


def test_the_instance_is_not_asked_for_its_region(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url)
    assert style.autoscale().region.name == "us-east-1"
    assert server.connections == 0


def test_calls_are_signed_for_the_region(
    style: Blocking, server: Wire, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    style.settle(style.autoscale().get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.region == "eu-central-1"


def test_the_region_is_found_once(
    style: Blocking, server: Wire, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection keeps the region that it was made for, as in boto."""
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    connection = style.autoscale()
    region = connection.region
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert connection.region is region


@pytest.mark.parametrize("service", [reboto.ec2.autoscale, reboto.ec2.cloudwatch])
def test_a_region_can_be_connected_to_by_its_name(service: Any) -> None:
    connection = service.connect_to_region(
        "eu-west-1", aws_access_key_id="AKID", aws_secret_access_key="secret"
    )
    assert connection.region.name == "eu-west-1"
    assert connection.host.endswith(".eu-west-1.amazonaws.com")


def test_a_region_of_china_has_its_own_domain(style: Blocking) -> None:
    connection: Any = reboto.ec2.autoscale.connect_to_region("cn-north-1")
    assert connection.host == "autoscaling.cn-north-1.amazonaws.com.cn"


@pytest.mark.parametrize("name", ["eu west 1", "eu-west-1/", "x\ny", "é"])
def test_an_invalid_region_is_refused(style: Blocking, server: Wire, name: str) -> None:
    connection = style.autoscale(server, region=RegionInfo(name=name, endpoint=server.host))
    with pytest.raises(ValueError, match="region"):
        style.settle(connection.get_all_groups())
    assert server.requests == []
