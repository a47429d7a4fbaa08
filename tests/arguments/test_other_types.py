"""Values of undocumented types are sent as boto sent them, or refused by name."""

from __future__ import annotations

import array
import base64
import decimal
from typing import TYPE_CHECKING, Any

import numpy
import pytest

from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy, Tag
from reboto.ec2.blockdevicemapping import BlockDeviceMapping, BlockDeviceType
from tests.support.samples import alarm

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

FALSE = ["false", "False", "FALSE", " no ", "0", "off", "n", "f", "", b"false", False, 0, None]
TRUE = ["true", "True", "1", "yes", "ON", "y", "t", b"true", True, 1, numpy.bool_(True)]

FLAGS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "force_delete": ("ForceDelete", lambda c, word: c.delete_auto_scaling_group("web", word)),
    "honor_cooldown": ("HonorCooldown", lambda c, word: c.set_desired_capacity("web", 1, word)),
    "honor_cooldown of a policy": (
        "HonorCooldown",
        lambda c, word: c.execute_policy("up", "web", word),
    ),
    "decrement_capacity": (
        "ShouldDecrementDesiredCapacity",
        lambda c, word: c.terminate_instance("i-1", word),
    ),
    "decrement_capacity of many": (
        "ShouldDecrementDesiredCapacity",
        lambda c, word: c.detach_instances("web", ["i-1"], word),
    ),
    "should_respect_grace_period": (
        "ShouldRespectGracePeriod",
        lambda c, word: c.set_instance_health("i-1", "Healthy", word),
    ),
    "Tag.propagate_at_launch": (
        "Tags.member.1.PropagateAtLaunch",
        lambda c, word: c.create_or_update_tags(
            [Tag(key="a", value="b", resource_id="web", propagate_at_launch=word)]
        ),
    ),
    "LaunchConfiguration.ebs_optimized": (
        "EbsOptimized",
        lambda c, word: c.create_launch_configuration(
            LaunchConfiguration(name="web", ebs_optimized=word)
        ),
    ),
    "LaunchConfiguration.instance_monitoring": (
        "InstanceMonitoring.Enabled",
        lambda c, word: c.create_launch_configuration(
            LaunchConfiguration(name="web", instance_monitoring=word)
        ),
    ),
    "BlockDeviceType.delete_on_termination": (
        "BlockDeviceMappings.member.1.Ebs.DeleteOnTermination",
        lambda c, word: c.create_launch_configuration(devices(delete_on_termination=word)),
    ),
    "BlockDeviceType.no_device": (
        "BlockDeviceMappings.member.1.NoDevice",
        lambda c, word: c.create_launch_configuration(devices(no_device=word)),
    ),
}


def devices(**device: Any) -> LaunchConfiguration:
    mapping = BlockDeviceMapping()
    mapping["/dev/sda1"] = BlockDeviceType(**device)
    return LaunchConfiguration(name="web", block_device_mappings=[mapping])


@pytest.mark.parametrize("flag", FLAGS)
def test_booleans_mean_the_same_for_every_parameter(
    style: Blocking, server: Wire, flag: str
) -> None:
    connection = style.autoscale(server)
    parameter, call = FLAGS[flag]
    for words, sent in ((FALSE, {"false", None}), (TRUE, {"true"})):
        for word in words:
            style.settle(call(connection, word))
            assert server.requests[-1].parameters.get(parameter) in sent, word


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("word", ["maybe", "2", "nope", b"\xff"])
def test_a_text_that_is_not_a_boolean_is_refused(
    style: Blocking, server: Wire, flag: str, word: Any
) -> None:
    connection = style.autoscale(server)
    with pytest.raises(ValueError, match=rf"^{flag.partition(' ')[0]} must be "):
        style.settle(FLAGS[flag][1](connection, word))
    assert server.requests == []


def test_helpers_that_write_parameters_read_booleans_alike() -> None:
    params: dict[str, Any] = {}
    Tag(key="a", propagate_at_launch="no").build_params(params, 1)  # type: ignore[arg-type]
    assert params["Tags.member.1.PropagateAtLaunch"] == "false"
    mapping = BlockDeviceMapping()
    mapping["/dev/sda1"] = BlockDeviceType(
        delete_on_termination="false",  # type: ignore[arg-type]
        encrypted="0",  # type: ignore[arg-type]
        no_device="off",  # type: ignore[arg-type]
        size=0,
    )
    mapping.autoscale_build_list_params(params)
    found = {name.rpartition(".")[2]: value for name, value in params.items() if ".Ebs." in name}
    assert found == {"DeleteOnTermination": "false", "Encrypted": "false", "VolumeSize": 0}


def test_a_connection_reads_booleans_alike(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server, is_secure="false", use_block_device_types="no")
    style.settle(connection.get_all_groups())
    assert (connection.is_secure, connection.use_block_device_types) == (False, False)


DATA: list[Any] = [
    bytearray(b"#!/bin/sh\xff"),
    memoryview(b"#!/bin/sh\xff"),
    memoryview(b"f\xff|hsi/#!/bin/sh\xff"[6:]),
    memoryview(b"\xffhs/nib/!#")[::-1],
    array.array("B", b"#!/bin/sh\xff"),
]


@pytest.mark.parametrize("data", DATA, ids=lambda data: type(data).__name__)
def test_user_data_is_any_object_that_holds_bytes(style: Blocking, server: Wire, data: Any) -> None:
    config = LaunchConfiguration(name="web", user_data=data)
    style.settle(style.autoscale(server).create_launch_configuration(config))
    assert base64.b64decode(server.request.parameters["UserData"]).endswith(b"/bin/sh\xff")


@pytest.mark.parametrize("data", [5, ["a"], {"a": 1}, object()])
def test_user_data_of_another_kind_is_refused(style: Blocking, server: Wire, data: Any) -> None:
    config = LaunchConfiguration(name="web", user_data=data)
    with pytest.raises(TypeError, match=r"LaunchConfiguration.user_data must be text or bytes"):
        style.settle(style.autoscale(server).create_launch_configuration(config))
    assert server.requests == []


class Named:
    """An object without its own `__str__`."""


NO_TEXT: list[Any] = [Named(), lambda: None, (n for n in "ab"), iter([]), memoryview(b"a")]


@pytest.mark.parametrize("value", NO_TEXT, ids=lambda value: type(value).__name__)
def test_objects_without_a_text_form_are_refused(style: Blocking, server: Wire, value: Any) -> None:
    tag = Tag(key="a", value=value, resource_id="web")
    with pytest.raises(TypeError, match=r"Tag.value must be a string, got "):
        style.settle(style.autoscale(server).create_or_update_tags([tag]))
    assert server.requests == []


@pytest.mark.parametrize("value", [["web"], {"web": 1}, {"web"}, ScalingPolicy(name="up")])
def test_a_name_is_neither_a_container_nor_an_object(
    style: Blocking, server: Wire, value: Any
) -> None:
    autoscale = style.autoscale(server)
    with pytest.raises(TypeError, match=r"policy_name must be a string, got "):
        style.settle(autoscale.delete_policy(value))
    assert server.requests == []


@pytest.mark.parametrize("zero", [0, 0.0, decimal.Decimal(0), "0", numpy.int64(0)], ids=repr)
def test_zero_is_a_number_that_is_given(style: Blocking, server: Wire, zero: Any) -> None:
    connection = style.autoscale(server)
    sizes: dict[str, Any] = {"launch_config": "web", "min_size": 0, "max_size": 1}
    group = AutoScalingGroup(name="web", cooldown=zero, health_check_period=zero, **sizes)
    style.settle(connection.create_auto_scaling_group(group))
    group = AutoScalingGroup(connection, name="web", default_cooldown=zero, **sizes)
    group.health_check_period = zero
    style.settle(group.update())
    for request in server.wait_for(2):
        sent = request.parameters
        assert (sent["DefaultCooldown"], sent["HealthCheckGracePeriod"]) == ("0", "0")


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_value_is_not_a_number(style: Blocking, server: Wire, nothing: Any) -> None:
    connection = style.autoscale(server)
    group = AutoScalingGroup(name="web", default_cooldown=nothing, min_size=0, max_size=1)
    group.health_check_period = nothing
    style.settle(connection.create_auto_scaling_group(group))
    assert not {"DefaultCooldown", "HealthCheckGracePeriod"} & set(server.request.parameters)


def test_zero_in_cloudwatch_is_given(style: Blocking, server: Wire) -> None:
    connection = style.cloudwatch(server)
    style.settle(connection.create_alarm(alarm(threshold=0, dimensions={"Shard": 0})))
    sent = server.request.document
    assert (sent["Threshold"], sent["Dimensions"]) == (0.0, [{"Name": "Shard", "Value": "0"}])
    style.settle(connection.set_alarm_state("busy", 0, "OK", 0))
    sent = server.requests[-1].document
    assert (sent["StateReason"], sent["StateReasonData"]) == ("0", "0")


def test_a_page_of_zero_is_a_page_of_aws_s_own_size(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    style.settle(connection.get_all_groups(max_records=0))
    assert "MaxRecords" not in server.request.parameters
