"""Launch configurations: block devices in every form, and keywords that boto ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import LaunchConfiguration
from reboto.ec2.autoscale.launchconfig import BlockDeviceMapping, Ebs
from reboto.ec2.blockdevicemapping import BlockDeviceMapping as Devices
from reboto.ec2.blockdevicemapping import BlockDeviceType

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def _typed(device: Any) -> Any:
    devices: Any = Devices()
    devices["/dev/sda1"] = device
    return devices


def _configuration(devices: Any) -> LaunchConfiguration:
    return LaunchConfiguration(name="web", image_id="ami-1", block_device_mappings=devices)


@pytest.mark.parametrize(
    "devices",
    [
        {"/dev/sda1": {"size": 8}},
        [{"/dev/sda1": {"size": 8}}],
        {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 8}},
        [{"device_name": "/dev/sda1", "ebs": {"volume_size": 8}}],
        [BlockDeviceMapping(device_name="/dev/sda1", ebs=Ebs(volume_size=8))],
        [_typed(BlockDeviceType(size=8))],
        _typed({"size": 8}),
    ],
)
def test_devices_are_taken_in_every_form(style: Blocking, server: Wire, devices: Any) -> None:
    config = _configuration(devices)
    style.settle(style.autoscale(server).create_launch_configuration(config))
    assert config.block_device_mappings is devices
    sent = server.request.parameters
    assert sent["BlockDeviceMappings.member.1.DeviceName"] == "/dev/sda1"
    assert sent["BlockDeviceMappings.member.1.Ebs.VolumeSize"] == "8"


NO_DEVICE = r"block_device_mappings.*\['/dev/sda1'\] must be a BlockDeviceType or a dict"


@pytest.mark.parametrize(
    ("devices", "message"),
    [
        ({"/dev/sda1": 8}, NO_DEVICE),
        ({"/dev/sda1": None}, NO_DEVICE),
        ({"/dev/sda1": Ebs(volume_size=8)}, NO_DEVICE),
        ([{"/dev/sda1": BlockDeviceMapping()}], NO_DEVICE),
        ({"/dev/sda1": {"volume_size": 8}}, "unexpected keyword argument 'volume_size'"),
        ([("/dev/sda1", 8)], r"block_device_mappings\[0\] must be a BlockDeviceMapping or a dict"),
        (5, "block_device_mappings must be a list of BlockDeviceMapping, got 5"),
    ],
)
def test_devices_never_lose_their_settings(
    style: Blocking, server: Wire, devices: Any, message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        style.autoscale(server).create_launch_configuration(_configuration(devices))
    assert server.requests == []


@pytest.mark.parametrize("method", ["get_all_launch_configurations", "iter_launch_configurations"])
def test_keywords_that_boto_ignored_are_warned_of_once(
    style: Blocking, server: Wire, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reboto.warnings import UnknownKeywordWarning

    monkeypatch.setattr("reboto._unsent._warned", set())
    autoscale = style.autoscale(server)
    message = r"get_all_launch_configurations\(\) ignores the keyword nmaes: did you mean names\?"
    with pytest.warns(UnknownKeywordWarning, match=message) as caught:
        style.all(getattr(autoscale, method)(nmaes=["web"]))
    assert len(caught) == 1
    # A second call is silent: warnings are errors in the tests.
    style.all(getattr(autoscale, method)(nmaes=["web"]))
    if not method.startswith("iter"):
        assert caught[0].filename == __file__
