"""Launch configurations and their block devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reboto.ec2.autoscale import (
    LaunchConfiguration,
)
from tests.compat.endpoints import only, respond_with
from tests.compat.scenarios import launchconfigs

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


@pytest.mark.parametrize("typed", [False, True])
def test_a_configuration_that_was_read_is_created_with_its_devices(
    style: Blocking, server: Wire, typed: bool
) -> None:
    respond_with(server, {"DescribeLaunchConfigurations": launchconfigs.CONFIGS})
    autoscale = style.autoscale(server, use_block_device_types=typed)
    config = style.settle(autoscale.get_all_launch_configurations())[0]
    server.requests.clear()
    style.settle(autoscale.create_launch_configuration(config))
    sent = only(server)
    assert sent["InstanceMonitoring.Enabled"] == "true"
    devices = {name: value for name, value in sent.items() if name.startswith("BlockDevice")}
    prefix = "BlockDeviceMappings.member"
    assert devices[f"{prefix}.1.VirtualName"] == "ephemeral0"
    assert devices[f"{prefix}.2.Ebs.SnapshotId"] == "snap-1"
    assert devices[f"{prefix}.3.Ebs.Iops"] == "1000.0"
    assert devices[f"{prefix}.3.Ebs.Encrypted"] == "true"
    assert devices[f"{prefix}.4.NoDevice"] == "true"


def test_a_device_that_is_only_a_name_is_refused_with_a_remedy(
    style: Blocking, server: Wire
) -> None:
    config = LaunchConfiguration(name="web", image_id="i", block_device_mappings=["/dev/sda1"])
    with pytest.raises(ValueError, match="BlockDeviceMapping"):
        style.settle(style.autoscale(server).create_launch_configuration(config))
    assert not server.requests
