"""Responses about groups, refreshes, hooks and pools, as AWS sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.wire import result

if TYPE_CHECKING:
    from tests.support.messages import Response

ID = "08b91cf7-8fa6-48af-b6a6-d227f40f1b9b"


def group(*states: str, **more: Any) -> Response:
    """Describe the group ``web`` with instances in these states: ``i-1``, ``i-2`` and so on."""
    instances = [
        {
            "InstanceId": f"i-{number}",
            "LifecycleState": state.removesuffix("!").partition("*")[0],
            "HealthStatus": "Unhealthy" if state.endswith("!") else "Healthy",
            "WeightedCapacity": state.removesuffix("!").partition("*")[2] or None,
            "AvailabilityZone": "us-east-1a",
        }
        for number, state in enumerate(states, 1)
    ]
    members = {
        "AutoScalingGroupName": "web",
        "MinSize": 0,
        "MaxSize": 9,
        "DesiredCapacity": len(states),
        "Instances": instances,
        **more,
    }
    return result("DescribeAutoScalingGroups", {"AutoScalingGroups": [members]})


def refresh(status: str, percentage: int, **more: Any) -> Response:
    """Describe a refresh of the group."""
    members = {
        "InstanceRefreshId": ID,
        "AutoScalingGroupName": "web",
        "Status": status,
        "PercentageComplete": percentage,
        "InstancesToUpdate": (100 - percentage) // 10,
        **more,
    }
    return result("DescribeInstanceRefreshes", {"InstanceRefreshes": [members]})


def pool(*states: str, token: str | None = None, **more: Any) -> Response:
    """Describe a warm pool with instances in these states."""
    instances = [
        {"InstanceId": f"i-{number}", "LifecycleState": state, "HealthStatus": "Healthy"}
        for number, state in enumerate(states, 1)
    ]
    configuration = {"MinSize": 2, "PoolState": "Stopped", **more}
    return result(
        "DescribeWarmPool",
        {"WarmPoolConfiguration": configuration, "Instances": instances, "NextToken": token},
    )
