"""Uses that cannot be compared with boto 2.49: broken there, or different on purpose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

import reboto.exception
from reboto.ec2.autoscale import (
    ScalingPolicy,
)
from tests.compat.endpoints import respond_with
from tests.compat.scenario import Failure
from tests.compat.scenarios import alarms
from tests.support.styles import ACCESS_KEY, SECRET_KEY

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def test_a_method_is_replaced_by_its_dotted_name() -> None:
    name = "reboto.ec2.autoscale.AutoScaleConnection.get_all_groups"
    with mock.patch(name, return_value=["web"]) as replaced:
        found: Any = reboto.connect_autoscale("key", "secret").get_all_groups(names=["web"])
    assert found == ["web"]
    replaced.assert_called_once_with(names=["web"])


def test_a_region_connects_with_keys() -> None:
    region = next(one for one in reboto.ec2.cloudwatch.regions() if one.name == "eu-west-1")
    connection = region.connect(aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
    assert isinstance(connection, reboto.ec2.cloudwatch.CloudWatchConnection)
    assert (connection.region.name, connection.access_key) == ("eu-west-1", ACCESS_KEY)
    assert re.fullmatch("RegionInfo:(.*)", repr(region))


def test_regions_are_numbered_the_same_every_time() -> None:
    names = [region.name for region in reboto.ec2.autoscale.regions()]
    assert names == [region.name for region in reboto.ec2.autoscale.regions()]
    assert len(names) > 16
    assert "eu-north-1" in names


def test_an_error_without_a_connection_is_caught_as_an_attribute_error() -> None:
    # Scripts catch what `None.delete_policy` raised.
    with pytest.raises(AttributeError, match="has no connection"):
        ScalingPolicy(name="grow", as_name="web").delete()


def test_a_callers_retry_loop_sees_throttling(style: Blocking, server: Wire) -> None:
    respond_with(
        server,
        {
            "DescribeAlarms": [
                Failure("Throttling", "Rate exceeded"),
                {"MetricAlarms": [alarms.FULL]},
            ]
        },
    )
    cloudwatch = style.cloudwatch(server)
    cloudwatch.num_retries = 0
    found = None
    while found is None:
        try:
            found = style.settle(cloudwatch.describe_alarms())
        except reboto.exception.BotoServerError as error:
            if error.error_code != "Throttling" or error.body.find("Throttling") < 0:
                raise
    assert [alarm.name for alarm in found] == ["high"]
    assert len(server.requests) == 2
