"""Auto Scaling groups: reading, and `update()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.compat.endpoints import only, respond_with
from tests.compat.scenarios import groups

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def test_a_group_with_target_groups_is_one_object(style: Blocking, server: Wire) -> None:
    respond_with(server, {"DescribeAutoScalingGroups": {"AutoScalingGroups": [groups.MODERN]}})
    (group,) = style.settle(style.autoscale(server).get_all_groups())
    assert group.name == "web"
    assert group.TargetGroupARNs == groups.MODERN["TargetGroupARNs"]
    assert group.LaunchTemplate.to_dict() == groups.MODERN["LaunchTemplate"]
    overrides = group.MixedInstancesPolicy["LaunchTemplate"]["Overrides"]
    assert [each["InstanceType"] for each in overrides] == ["m5.large", "m4.large"]


def test_a_group_with_target_groups_can_be_updated(style: Blocking, server: Wire) -> None:
    respond_with(server, {"DescribeAutoScalingGroups": {"AutoScalingGroups": [groups.MODERN]}})
    (group,) = style.settle(style.autoscale(server).get_all_groups())
    server.requests.clear()
    group.desired_capacity = 3
    style.settle(group.update())
    sent = only(server)
    assert sent["DesiredCapacity"] == "3.0"
    assert "LaunchConfigurationName" not in sent
